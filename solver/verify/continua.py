"""Families of Markov perfect equilibria by definition, for all their members at once.

A family has two sides. Side i gives player i's values v [s] and mixed actions y of the other player
in every state, as rational functions of parameters with closed ranges. For each state, each such y
and each action a of player i, let

    gap(a) = v(s) - sum_b y_b (w u_i(s, a, b) + delta_i sum_t m(t) v(t)).

The claim holds if every gap is >= 0 throughout the ranges and identically 0 for the actions that
the other side's mixed actions use, and if every y is a mixed action throughout. Then any member of
one side with any member of the other makes every state's play worth v with no better action: by
linearity for mixtures of the y as well. Signs follow from the roots of numerators and denominators
in one parameter: between two neighbouring roots one rational sample shows the sign.

It must be a continuum: each range has more than a point, and each parameter moves some value. The
listed least and largest values are compared with those at ends and turning points.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.exact import (
    Number,
    RationalFunction,
    Scalar,
    enclosure,
    from_json,
    parameter,
    real_roots,
)
from solver.verify.plain import Malformed, entry, sequence

#: (player, state, profile, values of the player) -> what the profile is worth to it.
Worth = Callable[[int, int, tuple[int, ...], Sequence[Scalar]], Scalar]
_BITS = 64
_ROUNDS = 8


@dataclass(frozen=True)
class _Side:
    """spans: name -> (low, high). weights: [s][k][b]."""

    spans: dict[str, tuple[Number, Number]]
    values: list[Scalar]
    weights: list[list[list[Scalar]]]
    ranges: list[list[Number]]


def faults_of_family(item: Any, shapes: Sequence[tuple[int, ...]], worth: Worth) -> Iterator[str]:
    """Why a family is none, in words; shapes: [s][i], numbers of actions."""
    if any(len(shape) != 2 for shape in shapes):
        raise Malformed("families are of two players")
    data = sequence(entry(item, "sides", "a family"), "sides", 2)
    sides = [_read(data[i], i, shapes) for i in (0, 1)]
    names = [name for side in sides for name in side.spans]
    if not names or len(set(names)) < len(names):
        raise Malformed("a family needs parameters, each of one side")
    for i, (own, other) in enumerate(zip(sides, reversed(sides), strict=True)):
        who = f"player {i + 1}"
        for name, (low, high) in own.spans.items():
            if not low < high:
                yield f"the range of {name} is not a range"
                return
            if not any(
                name in _names(value) and value.derivative(name) != 0 for value in own.values
            ):
                yield f"{name} moves no value of {who}"
        for s, vertices in enumerate(own.weights):
            used = {a for own_action in other.weights[s] for a in _used(own_action)}
            for y in vertices:
                if sum(y, Fraction(0)) != 1 or not all(_never_negative(w, own.spans) for w in y):
                    yield f"in state {s + 1} play against {who} is no mixed action throughout"
                    continue
                for a in range(shapes[s][i]):
                    gap = own.values[s]
                    for b, weight in enumerate(y):
                        at = (a, b) if i == 0 else (b, a)
                        if weight != 0:
                            gap = gap - weight * worth(i, s, at, own.values)
                    if a in used and gap != 0:
                        yield f"in state {s + 1} action {a + 1} of {who} is not worth its value"
                    elif not _never_negative(gap, own.spans):
                        yield f"{who} gains by action {a + 1} once in state {s + 1}"
        for s, (value, listed) in enumerate(zip(own.values, own.ranges, strict=True)):
            if _extremes(value, own.spans) != tuple(listed):
                yield f"the values of {who} in state {s + 1} have another range"


def _read(data: Any, player: int, shapes: Sequence[tuple[int, ...]]) -> _Side:
    spans: dict[str, tuple[Number, Number]] = {}
    for own in sequence(entry(data, "parameters", "a side"), "parameters"):
        name = entry(own, "name", "a parameter")
        if not isinstance(name, str) or name in spans:
            raise Malformed("parameters need names, each its own")
        spans[name] = (from_json(entry(own, "low", name)), from_json(entry(own, "high", name)))
    size = len(shapes)
    values = [_function(x, spans) for x in sequence(entry(data, "values", "a side"), "it", size)]
    weights = []
    for s, row in enumerate(sequence(entry(data, "weights", "a side"), "weights", size)):
        vertices = [
            [_function(x, spans) for x in sequence(vertex, "weights", shapes[s][1 - player])]
            for vertex in sequence(row, "the weights of a state")
        ]
        if not vertices:
            raise Malformed("every state needs a mixed action")
        weights.append(vertices)
    ranges = [
        [from_json(x) for x in sequence(row, "a range", 2)]
        for row in sequence(entry(data, "ranges", "a side"), "ranges", size)
    ]
    return _Side(spans, values, weights, ranges)


def _function(data: Any, spans: Mapping[str, Any]) -> Scalar:
    """A number, or a quotient of polynomials in one of the parameters."""
    if not (isinstance(data, Mapping) and "parameter" in data):
        return from_json(data)
    name = data["parameter"]
    if name not in spans:
        raise Malformed(f"{name!r} is no parameter of its side")
    top, bottom = (
        sum(
            (
                from_json(c) * parameter(name) ** k
                for k, c in enumerate(sequence(entry(data, part, "a function"), part))
            ),
            Fraction(0),
        )
        for part in ("numerator", "denominator")
    )
    if bottom == 0:
        raise Malformed("a function divides by 0")
    return top / bottom


def _names(value: Scalar) -> tuple[str, ...]:
    return value.names if isinstance(value, RationalFunction) else ()


def _used(weights: Sequence[Scalar]) -> Iterator[int]:
    return (a for a, weight in enumerate(weights) if weight != 0)


def _alone(value: RationalFunction) -> str:
    if len(value.names) > 1:
        raise Malformed("a condition hangs on two parameters")
    return value.names[0]


def _inside(coefficients: Sequence[Number], low: Number, high: Number) -> list[Number]:
    """Roots in [low, high]."""
    return [x for x in real_roots(coefficients) if low <= x <= high]


def _never_negative(value: Scalar, spans: Mapping[str, tuple[Number, Number]]) -> bool:
    """Whether a function is defined and >= 0 on the whole range of its parameter."""
    if not isinstance(value, RationalFunction):
        return bool(value >= 0)
    name = _alone(value)
    low, high = spans[name]
    top, bottom = value.coefficients(name)
    if _inside(bottom, low, high):
        return False
    borders = sorted({low, high, *_inside(top, low, high)})
    samples = [_between(a, b) for a, b in itertools.pairwise(borders)]
    return all(value.at({name: x}) >= 0 for x in samples)


def _between(low: Number, high: Number) -> Fraction:
    bits = _BITS
    for _ in range(_ROUNDS):
        below, above = enclosure(low, bits)[1], enclosure(high, bits)[0]
        if below < above:
            return (below + above) / 2
        bits *= 4
    raise Malformed("two roots of a condition are too close to be told apart")


def _extremes(
    value: Scalar, spans: Mapping[str, tuple[Number, Number]]
) -> tuple[Number, Number] | None:
    """Least and largest value; None where it is not defined throughout."""
    if not isinstance(value, RationalFunction):
        return value, value
    name = _alone(value)
    low, high = spans[name]
    if _inside(value.coefficients(name)[1], low, high):
        return None
    places = [low, high]
    slope = value.derivative(name)
    if isinstance(slope, RationalFunction):
        places += _inside(slope.coefficients(name)[0], low, high)
    reached = [value.at({name: x}) for x in places]
    return min(reached), max(reached)
