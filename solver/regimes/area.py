"""How much of the box each regime takes: rigorous bounds by subdivision.

A part of the box on which balls prove enough signs of the pool that only one regime is possible
lies in that regime. A part that stays open is halved, the largest first, until the number of parts
is used up; what is left then counts for no lower bound, and for the upper bound of every regime
that its signs leave possible. The box is moved to [-1, 1] by [-1, 1], so parts are dyadic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from heapq import heappop, heappush
from typing import Any, NamedTuple

from games.display import Span

Box = tuple[Fraction, Fraction, Fraction, Fraction]
Signs = tuple[int, ...]
#: Parts that are looked at; on smooth maps the bounds then differ by about a hundredth.
PARTS = 3000
_UNITS = 1 << 128


class _Part(NamedTuple):
    """Part i of the 2^p equal ones along x, part j of 2^q along y.

    patterns: those that are possible here, as a mask. unsure: members whose sign is not proved.
    """

    i: int
    p: int
    j: int
    q: int
    patterns: int
    unsure: tuple[int, ...]

    def halves(self) -> tuple[tuple[int, int, int, int], tuple[int, int, int, int]]:
        """The two parts that it consists of, cut across the longer side."""
        i, p, j, q = self.i, self.p, self.j, self.q
        if p <= q:
            return (2 * i, p + 1, j, q), (2 * i + 1, p + 1, j, q)
        return (i, p, 2 * j, q + 1), (i, p, 2 * j + 1, q + 1)


def areas(
    rows: Sequence[Sequence[Any]],
    box: Box,
    known: Mapping[Signs, int],
    parts: int = PARTS,
    whole: bool = True,
) -> dict[int, Span]:
    """Bounds of the area of each regime.

    rows: the pool, each member as polynomials in x by rising power of y. known: the regime of each
    sign pattern of an open cell. whole: no other pattern occurs in the box; without that, a part
    counts for a lower bound only where every sign is proved, and one with a pattern that is not
    known counts for every upper bound.
    """
    moved = [_Form(_in_square(own, box)) for own in rows]
    patterns = list(known)
    everything = (1 << len(patterns)) - 1
    positive = [_mask(pattern[m] > 0 for pattern in patterns) for m in range(len(rows))]
    of_regime = dict.fromkeys(known.values(), 0)
    for place, pattern in enumerate(patterns):
        of_regime[known[pattern]] |= 1 << place
    # Sizes are integers: the largest part is halved first, so none is ever smaller than a unit.
    least, most = dict.fromkeys(of_regime, 0), dict.fromkeys(of_regime, 0)
    waiting: list[tuple[int, int, _Part]] = []
    looked = 0

    def settled(possible: int) -> int | None:
        """The regime, where no other is possible."""
        if not possible:
            return None
        regime = known[patterns[(possible & -possible).bit_length() - 1]]
        return None if possible & ~of_regime[regime] else regime

    def look(i: int, p: int, j: int, q: int, possible: int, unsure: Sequence[int]) -> None:
        size = _UNITS >> p + q
        xs, ys = _dyadic(i, p), _dyadic(j, q)
        regime = settled(possible) if whole else None
        still = []
        for member in unsure:
            if regime is not None:
                break
            agree = possible & positive[member]
            if whole and agree in (0, possible):
                continue
            sign = moved[member].sign(xs, ys)
            if not sign:
                still.append(member)
                continue
            possible = agree if sign > 0 else possible & ~positive[member]
            regime = settled(possible) if whole else None
        if not whole and not still:
            regime = settled(possible)
        if regime is not None:
            least[regime] += size
            most[regime] += size
        elif still:
            part = _Part(i, p, j, q, possible, tuple(still))
            heappush(waiting, (p + q, looked, part))
        else:
            # All signs are proved and their pattern is not known: it may be any regime.
            for regime in most:
                most[regime] += size

    look(0, 0, 0, 0, everything, range(len(rows)))
    while waiting and looked < parts:
        _, _, part = heappop(waiting)
        for half in part.halves():
            looked += 1
            look(*half, part.patterns, part.unsure)
    for _, _, part in waiting:
        for regime, own in of_regime.items():
            if part.patterns & own or not whole:
                most[regime] += _UNITS >> part.p + part.q
    unit = (box[1] - box[0]) * (box[3] - box[2]) / _UNITS
    return {regime: Span(least[regime] * unit, most[regime] * unit) for regime in least}


def _mask(bits: Iterable[bool]) -> int:
    return sum(1 << place for place, bit in enumerate(bits) if bit)


def _in_square(rows: Sequence[Any], box: Box) -> list[Any]:
    """The polynomial in coordinates that run over the box from -1 to 1."""
    from games.exact import bridge

    moved = bridge.poly([(box[0] + box[1]) / 2, (box[1] - box[0]) / 2])
    middle, half = bridge.rational((box[2] + box[3]) / 2), bridge.rational((box[3] - box[2]) / 2)
    total: list[Any] = []
    for row in reversed(rows):
        # total * (middle + half y) + row, by Horner.
        shifted = [entry * half for entry in total]
        total = [entry * middle for entry in total] + [moved - moved]
        total = [a + b for a, b in zip(total, [moved - moved, *shifted], strict=True)]
        total[0] += row(moved)
    while len(total) > 1 and total[-1] == 0:
        total.pop()
    return total


@lru_cache(maxsize=4096)
def _dyadic(i: int, p: int) -> Any:
    from games.exact import bridge

    return bridge.span(Fraction(2 * i, 1 << p) - 1, Fraction(2 * i + 2, 1 << p) - 1, 53)


class _Form:
    """A polynomial on parts: its sign by two enclosures, plain and by the mean value theorem."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.rows = list(rows)
        self.across = [row.derivative() for row in rows]
        self.upwards = [k * row for k, row in enumerate(rows)][1:]

    def sign(self, xs: Any, ys: Any) -> int:
        """The sign that holds all over a part; 0 where that is not proved."""
        from games.exact import bridge

        sign = bridge.certain_sign(over(self.rows, xs, ys))
        if sign:
            return sign
        x, y = xs.mid(), ys.mid()
        slope = over(self.across, xs, ys) * (xs - x)
        if self.upwards:
            slope += over(self.upwards, xs, ys) * (ys - y)
        return bridge.certain_sign(over(self.rows, x, y) + slope)


def over(rows: Sequence[Any], xs: Any, ys: Any) -> Any:
    """A ball of a polynomial over a part, by Horner's rule."""
    from games.exact import bridge

    total = bridge.first_look(rows[-1], xs)
    for row in rows[-2::-1]:
        total = total * ys + bridge.first_look(row, xs)
    return total
