"""Families of equilibria: their ranges, and what lies on them.

A family is a product of two sides. Where every function of a side hangs on one parameter, all
questions about it are questions about the roots of polynomials in one unknown.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from games.errors import DetenteError, NumberError
from games.exact import Number, RationalFunction, Scalar, enclosure, parameter, real_roots
from games.exact.limits import finer
from games.forms.stochastic import StochasticGame
from solver.dynamic.mixing import names_in, value_at
from solver.geometry.line import simplest_between
from solver.solution.markov import EquilibriumFamily, FamilySide, Span

_ZERO = Fraction(0)


def roots_of(value: Scalar, name: str) -> list[Number]:
    """Real roots of the numerator of a function of one name; none where it is a number."""
    if not isinstance(value, RationalFunction):
        return []
    found: list[Number] = real_roots(value.coefficients(name)[0])
    return found


def between(low: Number, high: Number) -> Fraction:
    """A simple rational strictly between two numbers, low < high."""
    bits = 64
    while True:
        below, above = enclosure(low, bits)[1], enclosure(high, bits)[0]
        if below < above:
            return simplest_between(below, above)
        bits = finer(bits)


def extent(value: Scalar, spans: Sequence[Span]) -> tuple[Number, Number]:
    """Least and largest number that a function of at most one parameter takes over its range."""
    if not isinstance(value, RationalFunction):
        return value, value
    (name,) = value.names
    span = next(own for own in spans if own.name == name)
    turns = [x for x in roots_of(value.derivative(name), name) if span.low < x < span.high]
    reached = [value.at({name: x}) for x in (span.low, span.high, *turns)]
    return min(reached), max(reached)


def corners(value: Scalar, spans: Sequence[Span]) -> tuple[Number, Number] | None:
    """Least and largest value over a box of a quotient of degree one in every parameter.

    Such a quotient is monotone in each parameter, so that corners are extreme. None for another
    degree, or where the denominator may vanish.
    """
    if not isinstance(value, RationalFunction):
        return value, value
    if any(max(value.degree(name)) > 1 for name in value.names):
        return None
    used = [span for span in spans if span.name in value.names]
    points = [
        dict(zip((span.name for span in used), ends, strict=True))
        for ends in itertools.product(*((span.low, span.high) for span in used))
    ]
    below = [value_at(value.denominator, point) for point in points]
    if not (all(x > 0 for x in below) or all(x < 0 for x in below)):
        return None
    reached = [value.at(point) for point in points]
    return min(reached), max(reached)


def family(game: StochasticGame, pair: Sequence[FamilySide]) -> EquilibriumFamily:
    """Two sides as one family, its parameters named t1, t2, .."""
    count = itertools.count(1)
    named = []
    for side in pair:
        names = {span.name: f"t{next(count)}" for span in side.spans}
        put: dict[str, Scalar] = {old: parameter(new) for old, new in names.items()}
        named.append(
            replace(
                side,
                spans=tuple(Span(names[own.name], own.low, own.high) for own in side.spans),
                values=tuple(value_at(value, put) for value in side.values),
                conditions=tuple(value_at(part, put) for part in side.conditions),
                weights=tuple(
                    tuple(tuple(value_at(w, put) for w in vertex) for vertex in row)
                    for row in side.weights
                ),
            )
        )
    payoffs = []
    bounds_only = any(side.is_region for side in named)
    for side in named:
        # Values of one parameter are taken together; no others can be where ranges are exact.
        parts: dict[tuple[str, ...], Scalar] = {}
        for s, weight in game.initial:
            key = names_in(side.values[s])
            parts[key] = parts.get(key, _ZERO) + weight * side.values[s]
        try:
            if any(len(key) > 1 for key in parts):
                raise NumberError("a value hangs on several parameters")
            ends = [extent(part, side.spans) for part in parts.values()]
        except DetenteError:
            bounds_only = bounds_only or len(game.initial) > 1
            ends = [
                (weight * side.ranges[s][0], weight * side.ranges[s][1])
                for s, weight in game.initial
            ]
        payoffs.append((sum((own[0] for own in ends), _ZERO), sum((own[1] for own in ends), _ZERO)))
    return EquilibriumFamily(0, (named[0], named[1]), tuple(payoffs), bounds_only)


def holds_values(side: FamilySide, values: Sequence[Number]) -> bool:
    """Whether some member of a side has exactly these values, [s]."""
    return _where(side, values) is not None


def _where(side: FamilySide, values: Sequence[Number]) -> dict[str, Number] | None:
    """Parameters at which a side has these values, None where that is not seen."""
    if side.is_region:
        return None
    try:
        return _solved(side, values)
    except DetenteError:  # irrational coefficients of a high degree
        return None


def _solved(side: FamilySide, values: Sequence[Number]) -> dict[str, Number] | None:
    found: dict[str, Number] = {}
    for span in side.spans:
        gaps = [
            own - value
            for own, value in zip(side.values, values, strict=True)
            if span.name in names_in(own)
        ]
        root = next(
            (
                x
                for x in roots_of(gaps[0], span.name)
                if span.low <= x <= span.high
                and all(value_at(gap, {span.name: x}) == 0 for gap in gaps[1:])
            ),
            None,
        )
        if root is None:
            return None
        found[span.name] = root
    if all(value_at(own, found) == value for own, value in zip(side.values, values, strict=True)):
        return found
    return None


def _covers(large: FamilySide, small: FamilySide) -> bool:
    """Whether every member of one side is seen to be a member of another."""
    if large.is_region or small.is_region:
        same = large.spans == small.spans and large.weights == small.weights
        return same and large.conditions == small.conditions
    if not small.spans:
        point = _where(large, small.values)
        if point is None:
            return False
        large = large.at(point)
    elif [span.name for span in small.spans] != [span.name for span in large.spans] or not all(
        one.low <= two.low and two.high <= one.high
        for one, two in zip(large.spans, small.spans, strict=True)
    ):
        return False
    if any(a != b for a, b in zip(large.values, small.values, strict=True)):
        return False
    return all(
        all(_mixture(vertex, wide) for vertex in row)
        for row, wide in zip(small.weights, large.weights, strict=True)
    )


def _mixture(vertex: Sequence[Scalar], others: Sequence[Sequence[Scalar]]) -> bool:
    """Whether a mixed action is one of others, or uses only actions that are among them pure."""
    if any(all(a == b for a, b in zip(vertex, other, strict=True)) for other in others):
        return True
    pure = {other.index(1) for other in others if 1 in other}
    return all(weight == 0 or a in pure for a, weight in enumerate(vertex))


def maximal(pairs: Iterable[tuple[FamilySide, FamilySide]]) -> list[tuple[FamilySide, FamilySide]]:
    """The pairs without those that another one covers."""
    kept: list[tuple[FamilySide, FamilySide]] = []
    for pair in pairs:
        if any(all(map(_covers, other, pair)) for other in kept):
            continue
        kept = [other for other in kept if not all(map(_covers, pair, other))]
        kept.append(pair)
    return kept
