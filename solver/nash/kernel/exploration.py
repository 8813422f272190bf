"""One search of one polytope, in slices, in a chosen tier of arithmetic.

Arrays grow by doubling and the search goes on where it stopped, so a caller can look at what was
found, report, or stop, between two slices.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from math import gcd
from typing import Any, NamedTuple

from solver.nash.bases import enumerate_bases
from solver.nash.kernel.settle import settle

#: Labels of a game whose masks fit a machine word.
MOST_LABELS = 62
#: Number of 64-bit limbs of each integer tier.
LIMBS = {"int64": 1, "int128": 2, "int256": 4}
CERTIFIED = "certified-float64"
#: Bytes that one basis takes: two hash slots per place of the stack, the stack, and two results,
#: with old and new arrays side by side while they grow.
BYTES_PER_BASIS = 60
_FIRST_ROOM = 1 << 10
#: Most bases of one slice.
LONGEST_SLICE = 1 << 15
#: So many undecided bases are settled however few bases there are.
_FEW = 12


class TierError(Exception):
    """The numbers of this tier do not suffice for this polytope; the next one has to serve."""


class Reduced(NamedTuple):
    """rows[j][i] = (original - lowest[i]) / divisor[i]."""

    rows: list[list[int]]
    lowest: list[int]
    divisor: list[int]


def reduced(rows: Sequence[Sequence[int]]) -> Reduced:
    """Integer rows [j][i] of a combinatorially equal polytope, with entries as small as they get.

    Column i belongs to one action of the player who mixes. Adding a constant to a column changes
    every payoff of the other player against that action alike, and dividing it by a positive
    number rescales the variable: neither changes which sets of labels are tight together.
    """
    columns, lowest, divisors = [], [], []
    for column in zip(*rows, strict=True):
        low = min(column)
        above = [entry - low for entry in column]
        divisor = gcd(*above)
        if not divisor:
            low, divisor, above = low - 1, 1, [1] * len(above)
        columns.append(above if divisor == 1 else [entry // divisor for entry in above])
        lowest.append(low)
        divisors.append(divisor)
    return Reduced([list(row) for row in zip(*columns, strict=True)], lowest, divisors)


class Exploration:
    """Bases found so far. `bases`, `tight`: masks in the polytope's own labels, own actions first.

    rows: [j][i], nonnegative integers without a zero column. tier: a key of LIMBS, or CERTIFIED.
    patient: settle undecided bases however many there are.
    Raises `TierError` from `advance` where the tier cannot serve.
    """

    def __init__(self, rows: Sequence[Sequence[int]], tier: str, *, patient: bool = False) -> None:
        import numpy as np

        self.rows = rows
        self.tier = tier
        self._patient = patient
        self.settled = 0
        self._np: Any = np
        k, d = len(rows), len(rows[0])
        self._state = np.zeros(8, np.int64)
        self._labels = np.array([*range(d, d + k), *range(d)], np.int64)
        self._room = _FIRST_ROOM
        self._keys = np.zeros(2 * self._room, np.int64)
        self._stack = np.empty(self._room, np.int64)
        self._bases = np.empty(self._room, np.int64)
        self._tight = np.empty(self._room, np.int64)
        largest = max(map(max, rows))
        if tier == CERTIFIED:
            if largest >= 2**53:
                raise TierError("payoffs beyond 2^53 are not exact in double precision")
            self._matrix = np.array(self.rows, np.float64) / 2.0 ** largest.bit_length()
            self._table = np.empty((k, d + 1))
            self._table[:, :d] = self._matrix
            self._table[:, d] = 1.0
            self._undecided = np.empty(LONGEST_SLICE if patient else 256, np.int64)
        else:
            self._integers(LIMBS[tier], largest)
        self._discover((1 << d) - 1)

    def _integers(self, limbs: int, largest: int) -> None:
        np = self._np
        if largest.bit_length() > 64 * limbs - 2:
            raise TierError(f"payoffs beyond {64 * limbs - 2} bits")
        if limbs == 1:
            self._table = np.array([(*row, 1) for row in self.rows], np.int64).reshape(-1)
        else:
            words = [
                entry >> (64 * limb) & (2**64 - 1)
                for row in self.rows
                for entry in (*row, 1)
                for limb in range(limbs)
            ]
            self._table = np.array(words, np.uint64).view(np.int64)
        self._width = (0,) * limbs
        self._det = np.zeros(limbs, np.int64)
        self._det[0] = 1
        self._inverse = np.zeros(limbs, np.int64)
        self._where = np.empty_like(self._labels)
        self._where[self._labels] = np.arange(self._labels.size)
        k, d = len(self.rows), len(self.rows[0])
        self._slacks = np.arange(d, d + k, dtype=np.int64)
        self._ratios = np.empty((k + 3 if limbs == 1 else 0, d))

    def _discover(self, mask: int) -> None:
        from solver.nash.kernel.explore import PENDING, insert

        insert(self._keys, mask)
        self._stack[0] = mask
        self._state[PENDING] = 1

    @property
    def found(self) -> int:
        """Number of bases visited."""
        return int(self._state[0])

    @property
    def finished(self) -> bool:
        """Whether no basis is left to visit."""
        return bool(self._state[1] == 0)

    @property
    def memory(self) -> int:
        """Bytes that the arrays take, and will take for a moment when they grow next."""
        return self._room * BYTES_PER_BASIS * 2

    @property
    def bases(self) -> Any:
        """Masks of the bases visited."""
        return self._bases[: self.found]

    @property
    def tight(self) -> Any:
        """For each basis the mask of all labels that are tight at its vertex."""
        return self._tight[: self.found]

    def needs_room(self) -> bool:
        """Whether the next slice has to grow the arrays first."""
        return int(self._state[0] + self._state[1]) + len(self.rows[0]) > self._room

    def advance(self, slice_size: int) -> None:
        """Visit up to `slice_size` more bases (fewer where room runs out)."""
        if self.needs_room():
            self._grow()
        done = self.found
        if self.tier == CERTIFIED:
            self._advance_certified(done, done + slice_size)
        else:
            self._advance_integers(done + slice_size)

    def _advance_integers(self, limit: int) -> None:
        from solver.nash.kernel.explore import FAULT, explore

        explore(
            self._width,
            self._table,
            self._det,
            self._inverse,
            self._labels,
            self._where,
            self._slacks,
            len(self.rows),
            len(self.rows[0]),
            self._keys,
            self._stack,
            self._bases,
            self._tight,
            self._state,
            limit,
            self._ratios,
        )
        if self._state[FAULT]:
            raise TierError(f"a number outgrew {64 * len(self._width)} bits")

    def _advance_certified(self, done: int, limit: int) -> None:
        from solver.nash.kernel.certified import UNDECIDED, explore_certified
        from solver.nash.kernel.explore import FAULT

        explore_certified(
            self._matrix,
            self._table,
            self._labels,
            self._keys,
            self._stack,
            self._bases,
            self._undecided,
            self._state,
            limit,
        )
        count = int(self._state[UNDECIDED])
        many = self.settled + count > max(_FEW, self.found // 16)
        if self._state[FAULT] or (many and not self._patient):
            raise TierError("double precision leaves too many bases undecided")
        self._state[UNDECIDED] = 0
        self._tight[done : self.found] = self._bases[done : self.found]
        if count:
            listed = self._np.isin(self._bases[done : self.found], self._undecided[:count])
            for place in self._np.flatnonzero(listed).tolist():
                tight = settle(self.rows, int(self._bases[done + place]))
                if tight is None:
                    raise TierError("double precision took a basis that is not feasible")
                self._tight[done + place] = tight
            self.settled += count

    def values(self, cobases: Sequence[int]) -> list[list[int]] | None:
        """Positive multiples of the vertices of these bases; None where this tier cannot say."""
        if self.tier == CERTIFIED:
            return None
        from solver.nash.kernel.explore import values

        np = self._np
        limbs = len(self._width)
        d = len(self.rows[0])
        numerators = np.zeros((len(cobases), d * limbs), np.int64)
        done = values(
            self._width,
            self._table.copy(),
            self._det.copy(),
            self._inverse.copy(),
            self._labels.copy(),
            self._where.copy(),
            len(self.rows),
            d,
            np.array(cobases, np.int64),
            numerators,
        )
        if done < len(cobases):
            return None
        plain: list[list[int]] = numerators.view(np.uint64).tolist()
        if limbs == 1:
            return plain
        return [
            [sum(row[limbs * i + k] << (64 * k) for k in range(limbs)) for i in range(d)]
            for row in plain
        ]

    def _grow(self) -> None:
        from solver.nash.kernel.explore import rehash

        np = self._np
        self._room *= 2
        keys = np.zeros(2 * self._room, np.int64)
        rehash(self._keys, keys)
        self._keys = keys
        for name in ("_stack", "_bases", "_tight"):
            larger = np.empty(self._room, np.int64)
            old = getattr(self, name)
            larger[: old.size] = old
            setattr(self, name, larger)


class PythonExploration:
    """The same in Python integers of any size: the tier that always serves."""

    tier = "python-integers"

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.rows = rows
        self.settled = 0
        self.finished = False
        self._source = enumerate_bases(self.rows)
        self._bases: list[int] = []
        self._tight: list[int] = []

    @property
    def found(self) -> int:
        """Number of bases visited."""
        return len(self._bases)

    @property
    def memory(self) -> int:
        """Bytes taken, about: pending dictionaries included."""
        return 1024 * max(self.found, 1)

    @property
    def bases(self) -> Any:
        """Masks of the bases visited."""
        return self._array(self._bases)

    @property
    def tight(self) -> Any:
        """For each basis the mask of all labels that are tight at its vertex."""
        return self._array(self._tight)

    def _array(self, masks: list[int]) -> Any:
        import numpy as np

        return np.array(masks, np.int64)

    def needs_room(self) -> bool:
        """Whether the next slice has to grow the arrays first."""
        return False

    def values(self, cobases: Sequence[int]) -> list[list[int]] | None:
        """Never: see `Exploration.values`."""
        return None

    def advance(self, slice_size: int) -> None:
        """Visit up to `slice_size` more bases."""
        for basis in islice(self._source, slice_size):
            self._bases.append(basis.cobasis)
            self._tight.append(basis.tight)
            slice_size -= 1
        self.finished = slice_size > 0
