"""Solutions of polynomial equations as pieces on which all unknowns are functions of free ones.

A factor in one unknown gives numbers; a factor A x + B gives x = -B / A where A is not 0, and
A = B = 0 otherwise. What is neither is solved for points (`mixing.common_roots`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from games.exact import RationalFunction, Scalar
from solver.dynamic.families import roots_of
from solver.dynamic.mixing import Open, common_roots, live_factors, numerator, value_at

#: Terms of a polynomial beyond which elimination is given up.
MAX_TERMS = 2_000
CURVED = "a continuum of mixing probabilities on a curve that no rational function follows"
#: Unknowns that are settled: numbers or functions of the free ones; None at a pole.
Piece = dict[str, Scalar]


def pieces_of(equations: Sequence[Scalar], given: Piece) -> list[Piece] | Open:
    """Split the solutions with all unknowns in (0, 1) into rational pieces."""
    live: list[tuple[Scalar, list[Any]]] = []
    for equation in equations:
        if equation == 0:
            continue
        factors = live_factors(equation)
        if not factors:
            return []
        live.append((equation, factors))
    if not live:
        return [given]
    chosen = min(live, key=lambda own: max(map(_ease, own[1])))
    if max(map(_ease, chosen[1])) > 1:
        points = common_roots([equation for equation, _ in live])
        names = {name for _, factors in live for factor in factors for name in factor.names}
        if isinstance(points, Open):
            return points if len(live) >= len(names) else Open(CURVED)
        if any(set(point) != names for point in points):
            return Open(CURVED)
        return [joined(given, {**point}) for point in points]
    rest = [equation for equation, _ in live if equation is not chosen[0]]
    found: list[Piece] = []
    for factor in chosen[1]:
        for way, further in _ways(factor):
            left = [numerator(value_at(equation, way)) for equation in (*rest, *further)]
            if any(_terms(equation) > MAX_TERMS for equation in left):
                return Open("a continuum of mixing probabilities, of high degree")
            onward = pieces_of(left, joined(given, way))
            if isinstance(onward, Open):
                return onward
            found += onward
    return found


def _ease(factor: Any) -> int:
    """0: one unknown; 1: linear in one of several; 2: neither."""
    if len(factor.names) == 1:
        return 0
    return 1 if any(factor.degree(name)[0] == 1 for name in factor.names) else 2


def _terms(equation: Scalar) -> int:
    return len(equation.terms()[0]) if isinstance(equation, RationalFunction) else 1


def _ways(factor: Any) -> Iterator[tuple[Piece, list[Scalar]]]:
    """(unknowns settled, equations added) that together make a factor zero."""
    if len(factor.names) == 1:
        (name,) = factor.names
        for root in roots_of(factor, name):
            if 0 < root < 1:
                yield {name: root}, []
        return
    name = min(
        (name for name in factor.names if factor.degree(name)[0] == 1),
        key=lambda own: (_terms(factor.coefficients(own)[0][1]), own),
    )
    below, slope = factor.coefficients(name)[0]
    yield {name: -below / slope}, []
    if isinstance(slope, RationalFunction):
        yield {}, [slope, below]


def joined(given: Piece, way: Piece) -> Piece:
    """Settled unknowns with further ones put into them; poles are left to the caller's check."""
    return {name: value_at(value, way) for name, value in given.items()} | way
