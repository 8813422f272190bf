"""All extreme equilibria by the compiled tiers: a `Search` that visits both polytopes in slices.

Both polytopes are searched by turns. After each turn the new vertices of either are joined with all
of the other found so far, so the first equilibria come early; every label set of a found vertex is
exact in every tier, so what was yielded stays true should a tier give way to the next. Only the
vertices that take part in an equilibrium get coordinates, by an exact solution of their equations
in the integers of the game.

The search is complete when both explorations have ended (`explore`, `certified`). Then the pairs of
complementary bases are listed too: they are the equilibria of the perturbed game, which give the
components their indices (`solver.nash.index`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from math import lcm
from typing import Any

from games.errors import LimitError
from solver.nash.bases import Basis
from solver.nash.bimatrix import Polytopes
from solver.nash.budget import LimitReached
from solver.nash.enumeration import Listing, Search, VertexList
from solver.nash.kernel import tiers
from solver.nash.kernel.exploration import (
    LONGEST_SLICE,
    MOST_LABELS,
    Exploration,
    PythonExploration,
    TierError,
    reduced,
)
from solver.nash.kernel.settle import scaled, vertex

#: Bytes of the arrays of both searches where no limit is given.
DEFAULT_MEMORY = 2 * 1024**3
_FIRST_SLICE = 1 << 10
#: Pairs that one call of the join can return.
_PAIRS = 1 << 10


_Turn = Callable[[Any], Any]


class _Side:
    """One polytope: its search, and its vertices so far as label sets of the game.

    simple: vertices with as many labels as dimensions, their own bases. several, bases: the others,
    sorted, each with one of its bases. turn: from the polytope's own labels to those of the game;
    back: the reverse, for one mask.
    """

    def __init__(self, rows: Any, choices: Sequence[str] | None, turn: _Turn, back: _Turn) -> None:
        self.original = rows
        self.reduced = reduced(rows)
        self._forced = choices is not None
        self._choices = list(tiers.order(self.reduced.rows) if choices is None else choices)
        self.turn = turn
        self.back = back
        self.places: dict[int, int] = {}
        self.search: Exploration | PythonExploration
        self._next_tier()

    def _next_tier(self) -> None:
        import numpy as np

        while True:
            tier = self._choices.pop(0)
            try:
                self.search = tiers.begin(self.reduced.rows, tier, patient=self._forced)
                break
            except TierError:
                if not self._choices:
                    raise
        self._taken = 0
        self.simple: Any = np.empty(0, np.int64)
        self.several: Any = self.simple
        self.bases: Any = self.simple

    def advance(self, slice_size: int) -> None:
        """Search on, in the next tier where this one does not suffice."""
        if not self.search.finished:
            try:
                self.search.advance(slice_size)
            except TierError:
                if not self._choices:
                    raise
                self._next_tier()

    def collect(self) -> tuple[Any, Any]:
        """Take in what was found since the last call: the new simple and other vertices."""
        import numpy as np

        bases = self.turn(self.search.bases[self._taken :])
        tight = self.turn(self.search.tight[self._taken :])
        self._taken += len(bases)
        distinct = tight != bases
        if not distinct.any():
            self.simple = np.concatenate([self.simple, bases]) if len(self.simple) else bases
            return bases, self.several[:0]
        simple = bases[~distinct]
        bases, tight = bases[distinct], tight[distinct]
        several, first = np.unique(tight, return_index=True)
        bases = bases[first]
        if len(self.several):
            fresh = ~np.isin(several, self.several, assume_unique=True)
            several, bases = several[fresh], bases[fresh]
        self.simple = np.concatenate([self.simple, simple])
        everything = np.concatenate([self.several, several])
        order = np.argsort(everything)
        self.several = everything[order]
        self.bases = np.concatenate([self.bases, bases])[order]
        return simple, several

    def locate(self, masks: Sequence[int], listed: VertexList) -> None:
        """Give coordinates and a place in the list to the vertices that have none."""
        new = [mask for mask in dict.fromkeys(masks) if mask not in self.places]
        if not new:
            return
        import numpy as np

        wanted = np.array(new, np.int64)
        cobases = wanted
        if len(self.several):
            place = np.minimum(np.searchsorted(self.several, wanted), len(self.several) - 1)
            cobases = np.where(self.several[place] == wanted, self.bases[place], wanted)
        own = [self.back(mask) for mask in cobases.tolist()]
        numerators = self.search.values(own)
        common = lcm(*self.reduced.divisor)
        weights = [common // divisor for divisor in self.reduced.divisor]
        for k, (mask, cobasis) in enumerate(zip(new, cobases.tolist(), strict=True)):
            if numerators is None:
                solution = vertex(self.original, own[k])
            else:
                point = [w * z for w, z in zip(weights, numerators[k], strict=True)]
                solution = scaled(self.original, own[k], point)
            self.places[mask] = len(listed.vertices)
            listed.add(Basis(cobasis, mask, solution.point, solution.scale))


class KernelSearch(Search):
    """One enumeration in progress. See `Search`; `bases` counts what both sides have visited.

    forced: search both polytopes in this tier and no other (`TierError` where it cannot serve).
    memory: bytes that the arrays may take. most: visit no more bases
    than this and one.
    Raises `LimitError` where the game is far too large for the memory allowed.
    """

    def __init__(
        self,
        game: Polytopes,
        *,
        forced: str | None = None,
        memory: int | None = None,
        most: int | None = None,
    ) -> None:
        super().__init__(game)
        m, n = game.shape
        self._memory = DEFAULT_MEMORY if memory is None else memory
        self._most = most
        self._refuse(m, n)
        self._choices = None if forced is None else (forced,)
        self._known: set[tuple[int, int]] = set()

    @cached_property
    def _sides(self) -> tuple[_Side, _Side]:
        m, n = self.game.shape
        low_m, low_n = (1 << m) - 1, (1 << n) - 1
        return (
            _Side(self.game.first, self._choices, lambda masks: masks, lambda mask: mask),
            _Side(
                self.game.second,
                self._choices,
                lambda masks: (masks >> n) | ((masks & low_n) << m),
                lambda mask: (mask >> m) | ((mask & low_m) << n),
            ),
        )

    def _refuse(self, m: int, n: int) -> None:
        if m + n > MOST_LABELS:
            raise LimitError(
                f"KernelSearch: {m} + {n} actions are more than the {MOST_LABELS} that the compiled"
                " tiers take",
                hint="the tier python-integers takes any number",
            )
        needed = tiers.expected_memory(m, n)
        if needed > 4 * self._memory:
            raise LimitError(
                f"a game of {m} x {n} actions is likely to need about"
                f" {needed / 1024**3:.1f} GiB for {2 * tiers.expected_bases(m, n):.2g} bases; the"
                f" limit is {self._memory / 1024**3:.2f} GiB",
                hint="raise it with --limit-memory or Limits(memory=..)",
            )

    default_bases = None

    @property
    def visited(self) -> int:
        """Bases visited on both sides."""
        return sum(side.search.found for side in self._sides)

    @property
    def tier(self) -> str:
        """Tier of either side, once where they agree."""
        return ", ".join(dict.fromkeys(side.search.tier for side in self._sides))

    @property
    def settled(self) -> int:
        """Bases that double precision left open and exact arithmetic settled."""
        return sum(side.search.settled for side in self._sides)

    def run(self) -> Iterator[tuple[int, int] | None]:
        """Yield (position in first, position in second), or None after a slice."""
        first, second = self._sides
        slice_size = _FIRST_SLICE
        joined = 0
        while not (first.search.finished and second.search.finished):
            self._check_memory()
            first.advance(self._allowed(slice_size))
            second.advance(self._allowed(slice_size))
            if self.visited >= 2 * joined:
                joined = self.visited
                yield from self._join()
            yield None
            slice_size = min(2 * slice_size, LONGEST_SLICE)
        if joined < self.visited:
            yield from self._join()
        self._perturbed()
        self.finished = True

    def listing(self) -> tuple[Listing, Listing]:
        """Every basis in the polytope's own labels, and the normalisation of the columns."""
        first, second = (
            (side.search.bases.tolist(), side.reduced.lowest, side.reduced.divisor)
            for side in self._sides
        )
        return first, second

    def catch_up(self) -> None:
        """Add the equilibria among the vertices found since the last join, after a stop."""
        for _ in self._join():
            pass

    def _allowed(self, slice_size: int) -> int:
        if self._most is None:
            return slice_size
        return max(1, min(slice_size, self._most + 1 - self.visited))

    def _check_memory(self) -> None:
        needed = sum(
            side.search.memory * (2 if side.search.needs_room() else 1) for side in self._sides
        )
        if needed > self._memory:
            raise LimitReached(
                f"stopped after {self.visited} bases: more would take over {self._memory} bytes;"
                " raise the limit with --limit-memory or Limits(memory=..)"
            )

    def _join(self) -> Iterator[tuple[int, int]]:
        """Yield the equilibria that the vertices found since the last join bring."""
        first, second = self._sides
        new_first = first.collect()
        pairs = self._pairs(new_first, (second.simple, second.several))
        new_second = second.collect()
        pairs += self._pairs((first.simple, first.several), new_second)
        origin = (1 << self.game.shape[0]) - 1
        pairs = [pair for pair in pairs if pair[0] != origin]
        first.locate([x for x, _ in pairs], self.first)
        second.locate([y for _, y in pairs], self.second)
        for x, y in pairs:
            pair = first.places[x], second.places[y]
            if pair not in self._known:
                self._known.add(pair)
                self.pairs.append(pair)
                yield pair

    def _pairs(self, first: tuple[Any, Any], second: tuple[Any, Any]) -> list[tuple[int, int]]:
        """Label sets (x, y), one of either side, that together have all labels."""
        import numpy as np

        from solver.nash.kernel.join import complements, covers

        m, n = self.game.shape
        everything = (1 << (m + n)) - 1
        simple, several = first
        pairs: list[tuple[int, int]] = []
        if len(simple) and len(second[0]):
            found = np.empty(len(simple), np.int64)
            found = found[: complements(simple, second[0], everything, found)]
            pairs += [(mask, everything ^ mask) for mask in simple[found].tolist()]
        if not len(several) and not len(second[1]):
            return pairs
        room, state = np.empty((_PAIRS, 2), np.int64), np.zeros(1, np.int64)
        for some, others in ((several, np.concatenate(second)), (simple, second[1])):
            if not len(some) or not len(others):
                continue
            others = np.sort(others)
            place = 0
            while place < len(some):
                before = place
                place = covers(some, others, everything, place, room, state)
                pairs += map(tuple, room[: int(state[0])].tolist())
                if place == before:
                    room = np.empty((2 * len(room), 2), np.int64)
        return pairs

    def _perturbed(self) -> None:
        """List the complementary bases with the vertices to which they belong."""
        import numpy as np

        from solver.nash.kernel.join import complements

        m, n = self.game.shape
        everything = (1 << (m + n)) - 1
        turned = [side.turn(side.search.bases) for side in self._sides]
        partners = turned[1]
        for number, side in enumerate(self._sides):
            masks = turned[number]
            found = np.empty(len(masks), np.int64)
            found = found[: complements(masks, partners, everything, found)]
            tight = side.turn(side.search.tight)
            listed = (self.first, self.second)[number]
            listed.bases = {
                mask: side.places[vertex_labels]
                for mask, vertex_labels in zip(
                    masks[found].tolist(), tight[found].tolist(), strict=True
                )
                if vertex_labels in side.places
            }
            partners = masks[found]
