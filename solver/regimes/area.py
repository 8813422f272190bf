"""How much of the box each regime takes: rigorous bounds by subdivision.

A part of the box on which balls prove the sign of every member of the pool lies in one regime. A
part that stays open is divided, the largest first, until the number of parts is used up; what is
left open then counts for none of the lower bounds, and for every upper bound that it may belong to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from heapq import heappop, heappush
from typing import Any

from games.display import Span

Box = tuple[Fraction, Fraction, Fraction, Fraction]
Signs = tuple[int, ...]
#: Parts that are looked at; on smooth maps the bounds then differ by about a hundredth.
PARTS = 3000
_BITS = 53


def areas(
    rows: Sequence[Sequence[Any]], box: Box, known: Mapping[Signs, int], parts: int = PARTS
) -> dict[int, Span]:
    """Bounds of the area of each regime.

    rows: the pool, each member as polynomials in x by rising power of y. known: the regime of each
    sign pattern of an open cell; an open pattern that is not there may belong to any of them.
    """
    least: dict[int, Fraction] = dict.fromkeys(known.values(), Fraction(0))
    open_parts: list[tuple[Fraction, int, Box, Signs]] = []
    loose: dict[Signs, Fraction] = {}

    def look(part: Box, signs: Signs) -> None:
        signs = _signs(rows, part, signs)
        size = (part[1] - part[0]) * (part[3] - part[2])
        if all(signs):
            if signs in known:
                least[known[signs]] += size
            else:
                loose[signs] = loose.get(signs, Fraction(0)) + size
        else:
            heappush(open_parts, (-size, looked, part, signs))

    looked = 0
    look(box, (0,) * len(rows))
    while open_parts and looked < parts:
        _, _, part, signs = heappop(open_parts)
        for half in _halves(part, box):
            looked += 1
            look(half, signs)
    for size, _, _, signs in open_parts:
        loose[signs] = loose.get(signs, Fraction(0)) - size
    most = dict(least)
    for signs, size in loose.items():
        for regime in _possible(signs, known):
            most[regime] += size
    return {regime: Span(least[regime], most[regime]) for regime in least}


def _signs(rows: Sequence[Sequence[Any]], part: Box, signs: Signs) -> Signs:
    """The signs that hold all over a part; 0 where that is not proved."""
    from games.exact import bridge

    xs = bridge.span(part[0], part[1], _BITS)
    ys = bridge.span(part[2], part[3], _BITS)
    found = []
    for own, before in zip(rows, signs, strict=True):
        if not before:
            total = bridge.exact_ball(Fraction(0), _BITS)
            for row in reversed(own):
                value = bridge.evaluate(row, xs, _BITS)
                total = bridge.combine([(1, bridge.product(total, ys, _BITS)), (1, value)], _BITS)
            before = bridge.certain_sign(total)
        found.append(before)
    return tuple(found)


def _halves(part: Box, box: Box) -> tuple[Box, Box]:
    """Cut across the side that is longer, measured by the sides of the whole box."""
    a, b, c, d = part
    if (b - a) * (box[3] - box[2]) >= (d - c) * (box[1] - box[0]):
        middle = (a + b) / 2
        return (a, middle, c, d), (middle, b, c, d)
    middle = (c + d) / 2
    return (a, b, c, middle), (a, b, middle, d)


def _possible(signs: Signs, known: Mapping[Signs, int]) -> set[int]:
    """The regimes whose patterns agree with the signs that are certain."""
    if all(signs):
        return set(known.values())
    return {
        regime
        for pattern, regime in known.items()
        if all(not s or s == t for s, t in zip(signs, pattern, strict=True))
    }
