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

A side may have conditions, functions that must be >= 0. Then what it claims are the parameters
in their ranges at which they hold and nothing has a pole; what is one of the conditions needs no
other proof of its sign. A sample inside shows that the conditions leave a part of full dimension.

It must be a continuum: each range has more than a point, and each parameter moves some value or
weight. The listed least and largest values are compared with those at ends and turning points; a
value of several parameters must be of degree one in each with a denominator of one sign at the
corners, so that the corners are extreme; where conditions cut them off, they are bounds.
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
from solver.verify.plain import Malformed, entry, index, sequence

#: (player, state, profile, values of the player) -> what the profile is worth to it.
Worth = Callable[[int, int, tuple[int, ...], Sequence[Scalar]], Scalar]
#: Largest exponent of a parameter in a witness.
MAX_POWER = 200
_BITS = 64
_ROUNDS = 8


@dataclass(frozen=True)
class _Side:
    """spans: name -> (low, high). weights: [s][k][b]."""

    spans: dict[str, tuple[Number, Number]]
    values: list[Scalar]
    weights: list[list[list[Scalar]]]
    ranges: list[list[Number]]
    conditions: list[Scalar]
    sample: dict[str, Number]

    def never_negative(self, value: Scalar) -> bool:
        """Whether a function is shown to be >= 0 wherever the side claims anything."""
        if not isinstance(value, RationalFunction):
            return bool(value >= 0)
        if any(value == part for part in self.conditions):
            return True
        return len(value.names) == 1 and _never_negative(value, self.spans)

    def parts(self) -> Iterator[Scalar]:
        """Values and weights."""
        yield from self.values
        for row in self.weights:
            for vertex in row:
                yield from vertex


def faults_of_family(item: Any, shapes: Sequence[tuple[int, ...]], worth: Worth) -> Iterator[str]:
    """Why a family is none, in words; shapes: [s][i], numbers of actions."""
    if any(len(shape) != 2 for shape in shapes):
        raise Malformed("families are of two players")
    data = sequence(entry(item, "sides", "a family"), "sides", 2)
    sides = [_read(data[i], i, shapes) for i in (0, 1)]
    names = [name for side in sides for name in side.spans]
    if not names or len(set(names)) < len(names):
        raise Malformed("a family needs parameters, each of one side")
    if not any(_names(value) for side in sides for value in side.values):
        yield "no value moves"
    for i, (own, other) in enumerate(zip(sides, reversed(sides), strict=True)):
        who = f"player {i + 1}"
        for name, (low, high) in own.spans.items():
            if not low < high:
                yield f"the range of {name} is not a range"
                return
            if not any(name in _names(part) for part in own.parts()):
                yield f"{name} moves nothing on the side of {who}"
        if own.conditions and not _inside_of(own):
            yield f"the sample of {who} does not lie inside the conditions"
        for s, vertices in enumerate(own.weights):
            used = {a for own_action in other.weights[s] for a in _used(own_action)}
            for y in vertices:
                if sum(y, Fraction(0)) != 1 or not all(map(own.never_negative, y)):
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
                    elif not own.never_negative(gap):
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
    conditions = [_function(x, spans) for x in sequence(entry(data, "conditions", "it"), "it")]
    sample = sequence(entry(data, "sample", "a side"), "sample")
    if conditions and len(sample) != len(spans):
        raise Malformed("a side with conditions needs a sample")
    point = dict(zip(spans, map(from_json, sample), strict=False))
    return _Side(spans, values, weights, ranges, conditions, point)


def _inside_of(side: _Side) -> bool:
    """Whether the sample is inside the ranges with every condition > 0."""
    return all(low < side.sample[name] < high for name, (low, high) in side.spans.items()) and all(
        (part.at(side.sample) if isinstance(part, RationalFunction) else part) > 0
        for part in side.conditions
    )


def _function(data: Any, spans: Mapping[str, Any]) -> Scalar:
    """A number, or a quotient of polynomials in the parameters of its side."""
    if not (isinstance(data, Mapping) and "numerator" in data):
        return from_json(data)
    top, bottom = (
        _polynomial(entry(data, part, "it"), spans) for part in ("numerator", "denominator")
    )
    if bottom == 0:
        raise Malformed("a function divides by 0")
    return top / bottom


def _polynomial(data: Any, spans: Mapping[str, Any]) -> Scalar:
    total: Scalar = Fraction(0)
    for term in sequence(data, "a polynomial"):
        product: Scalar = from_json(entry(term, "coefficient", "a term"))
        for name, power in entry(term, "powers", "a term").items():
            if name not in spans:
                raise Malformed(f"{name!r} is no parameter of its side")
            product = product * parameter(name) ** index(power, MAX_POWER + 1, "a power")
        total = total + product
    return total


def _names(value: Scalar) -> tuple[str, ...]:
    return value.names if isinstance(value, RationalFunction) else ()


def _used(weights: Sequence[Scalar]) -> Iterator[int]:
    return (a for a, weight in enumerate(weights) if weight != 0)


def _inside(coefficients: Sequence[Number], low: Number, high: Number) -> list[Number]:
    """Roots in [low, high]."""
    return [x for x in real_roots(coefficients) if low <= x <= high]


def _never_negative(value: RationalFunction, spans: Mapping[str, tuple[Number, Number]]) -> bool:
    """Whether a function of one parameter is defined and >= 0 on the whole range of it."""
    (name,) = value.names
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
    if len(value.names) > 1:
        return _corners(value, spans)
    (name,) = value.names
    low, high = spans[name]
    if _inside(value.coefficients(name)[1], low, high):
        return None
    places = [low, high]
    slope = value.derivative(name)
    if isinstance(slope, RationalFunction):
        places += _inside(slope.coefficients(name)[0], low, high)
    reached = [value.at({name: x}) for x in places]
    return min(reached), max(reached)


def _corners(
    value: RationalFunction, spans: Mapping[str, tuple[Number, Number]]
) -> tuple[Number, Number] | None:
    if any(max(value.degree(name)) > 1 for name in value.names):
        return None
    bottom, reached = value.denominator, []
    signs = set()
    for ends in itertools.product(*(spans[name] for name in value.names)):
        point = dict(zip(value.names, ends, strict=True))
        below = bottom.at(point) if isinstance(bottom, RationalFunction) else bottom
        if below == 0:
            return None
        signs.add(below > 0)
        reached.append(value.at(point))
    return (min(reached), max(reached)) if len(signs) == 1 else None
