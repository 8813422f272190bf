"""How far a quantity is from another verdict.

Let the verdict vector depend on a quantity t only through the signs of finitely many functions
f_1(t), .., f_k(t) (the switching functions, `solver.verdict.switching`). Between two neighbouring
roots no sign changes, so neither does the vector. Walking from the present value outwards over the
roots, and asking for the vector at each root and once in each gap, finds the nearest change
exactly: it is attained if the vector changes at a root, and an infimum if only beyond it. If the
present value is itself a root, the vector may change at once: then the distance is 0, an infimum.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from games.exact import Number, Real
from solver.geometry.line import simplest_between
from solver.solution.verdict import Flip, VerdictVector

VectorAt = Callable[[Number], VerdictVector]
Describe = Callable[[VerdictVector, VerdictVector], tuple[str, ...]]


def nearest(
    current: Number,
    roots: Sequence[Number],
    edge: Number | None,
    direction: int,
    at: VectorAt,
    describe: Describe,
    edge_open: bool = False,
) -> Flip | None:
    """Return the nearest flip in one direction, or None if there is none within the domain.

    roots: of all switching functions, any order, repeats allowed. edge: the end of the domain in
    this direction, None if unbounded; edge_open: the edge itself is outside. direction: -1 or 1.
    """
    here = at(current)
    ahead = sorted(
        {root for root in roots if (root - current) * direction > 0},
        reverse=direction < 0,
    )
    if edge is not None:
        ahead = [root for root in ahead if (edge - root) * direction >= 0]
        if edge_open:
            ahead = [root for root in ahead if root != edge]
        if edge == current:
            return None
    stops: list[Number | None] = [*ahead]
    if edge is None:
        stops.append(None)
    elif not ahead or ahead[-1] != edge:
        stops.append(edge)
    place = current
    for stop in stops:
        beyond = at(gap(place, stop, direction))
        if beyond != here:
            return Flip(place, (place - current) * direction, False, describe(here, beyond))
        if stop is None or (stop == edge and stop not in ahead):
            return None
        there = at(stop)
        if there != here:
            return Flip(stop, (stop - current) * direction, True, describe(here, there))
        place = stop
    return None


def gap(place: Number, stop: Number | None, direction: int) -> Fraction:
    """Return a rational number strictly between two numbers, simple where that is cheap.

    stop None: somewhere beyond `place` in the direction.
    """
    if stop is None:
        low, high = _bounds(place, 64)
        return Fraction((high.__ceil__() if direction > 0 else low.__floor__()) + direction)
    left, right = (place, stop) if direction > 0 else (stop, place)
    bits = 32
    while True:
        low = _bounds(left, bits)[1]
        high = _bounds(right, bits)[0]
        if low < high:
            return simplest_between(low, high)
        bits *= 2


def _bounds(x: Number, bits: int) -> tuple[Fraction, Fraction]:
    if isinstance(x, Real):
        return x.enclosure(bits)
    return x, x
