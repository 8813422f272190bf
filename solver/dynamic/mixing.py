"""Exact values of a stationary profile of which only the supports are known.

Player i is indifferent over its support in every state s, against the others' weights y:

    sum_b y_b(s) Q_i(s, a, b) = v_i(s)   for every a in the support,   Q = w u + delta m v_i.

With two players these equations hold v_i and the OTHER player's weights alone, so the two systems
are solved apart. One row per state gives v_i as a rational function of the unknown weights, the
other rows are polynomials in them: in one unknown by real roots, in more by resultants. Only
weights strictly between 0 and 1 count; what lies on the edge belongs to smaller supports.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import DetenteError, NumberError
from games.exact import Number, RationalFunction, Real, Scalar, parameter, real_roots
from games.exact.systems import solve_square
from games.forms.stochastic import StochasticGame
from solver.dynamic.bounds import Choice

#: Unknown probabilities in one system beyond which it is left open.
MAX_UNKNOWNS = 4
#: Product of the degrees of two polynomials beyond which no resultant is taken.
MAX_PRODUCT = 36
#: [state] -> weights over the other's actions.
Weights = dict[int, tuple[Number, ...]]


@dataclass(frozen=True)
class Solved:
    """Values of one player, [s], and the other's weights in the states where they are fixed.

    point: the unknown weights by name.
    """

    values: tuple[Number, ...]
    weights: Weights
    point: Mapping[str, Number]


@dataclass(frozen=True)
class Open:
    """Why a system was not solved."""

    reason: str


def solve_supports(
    game: StochasticGame, player: int, choices: Sequence[Choice]
) -> list[Solved] | Open:
    """Solutions of one player's system, two players; an empty list where there is none."""
    try:
        return SupportSystem(game, player, choices).solve()
    except DetenteError as error:
        return Open(beyond(error))


def beyond(error: DetenteError) -> str:
    """Why exact arithmetic gave up, without the numbers that it names, which can be long."""
    return "a system beyond exact elimination: " + error.message.partition("; got")[0]


class SupportSystem:
    """The indifference of one player, given supports, two players.

    names: the other's unknown weights. weights: [s][k], of the other's k-th action in the support.
    """

    def __init__(self, game: StochasticGame, player: int, choices: Sequence[Choice]) -> None:
        self.game, self.player, self.choices = game, player, choices
        self.names: list[str] = []
        self.weights: list[list[Scalar]] = []
        for s, choice in enumerate(choices):
            other = choice[1 - player]
            names = [f"y{s}_{j}" for j in range(len(other) - 1)]
            free: list[Scalar] = [parameter(name) for name in names]
            self.names += names
            self.weights.append([*free, 1 - sum(free, Fraction(0))])

    def row(self, s: int, action: int) -> tuple[list[Scalar], Scalar]:
        """(coefficients of the values, constant) of the worth of an action."""
        game, i = self.game, self.player
        slope: list[Scalar] = [Fraction(0)] * len(game.states)
        base: Scalar = Fraction(0)
        for reply, weight in zip(self.choices[s][1 - i], self.weights[s], strict=True):
            profile = (action, reply) if i == 0 else (reply, action)
            base = base + weight * (game.weight(i) * game.payoff(s, i, profile))
            for t, mass in game.targets(s, profile, i):
                slope[t] = slope[t] + weight * (game.discounts[i] * mass)
        return slope, base

    def solve(self) -> list[Solved] | Open:
        """Values and weights that make the player indifferent; none, or why they are not found."""
        reduced = self.reduced()
        return [] if reduced is None else self._roots(*reduced)

    def reduced(self) -> tuple[tuple[Scalar, ...], list[Scalar]] | None:
        """(values by the weights, polynomials in the weights that vanish); None: never."""
        rows: list[list[Scalar]] = []
        right: list[Scalar] = []
        further = []
        for s, choice in enumerate(self.choices):
            ranked = sorted(
                (self.row(s, a) for a in choice[self.player]), key=lambda row: _unknowns(row)
            )
            slope, base = ranked[0]
            rows.append([(1 if s == t else 0) - entry for t, entry in enumerate(slope)])
            right.append(base)
            further += [(s, *row) for row in ranked[1:]]
        values = solve_square(rows, right)
        if values is None:
            raise AssertionError("a contraction has exactly one fixed point")
        equations: list[Scalar] = []
        for s, slope, base in further:
            left: Scalar = base - values[s]
            for t, entry in enumerate(slope):
                if entry != 0:
                    left = left + entry * values[t]
            if isinstance(left, RationalFunction):
                equations.append(left.numerator)
            elif left != 0:
                return None
        return values, equations

    def _roots(self, values: Sequence[Scalar], equations: list[Scalar]) -> list[Solved] | Open:
        points = common_roots(equations)
        if isinstance(points, Open):
            return points
        fixed = {name for point in points for name in point}
        if points and not {name for value in values for name in names_in(value)} <= fixed:
            return Open("a continuum of values")
        solved = []
        for point in points:
            numbers = [value_at(value, point) for value in values]
            if all(number is not None for number in numbers) and self._inside(point):
                solved.append(self._solved(numbers, point))
        return solved

    def _inside(self, point: dict[str, Number]) -> bool:
        return all(
            not names_in(value) or (number := value_at(value, point)) is None or _positive(number)
            for weights in self.weights
            for value in weights
        )

    def _solved(self, values: Sequence[Any], point: dict[str, Number]) -> Solved:
        weights: Weights = {}
        for s, own in enumerate(self.weights):
            if all(set(names_in(weight)) <= set(point) for weight in own):
                full: list[Number] = [Fraction(0)] * self.game.shape(s)[1 - self.player]
                for action, weight in zip(self.choices[s][1 - self.player], own, strict=True):
                    full[action] = value_at(weight, point)
                weights[s] = tuple(full)
        return Solved(tuple(values), weights, point)


def _unknowns(row: tuple[list[Scalar], Scalar]) -> int:
    return len({name for part in (*row[0], row[1]) for name in names_in(part)})


def names_in(value: Scalar) -> tuple[str, ...]:
    """The unknowns that occur in a value."""
    return value.names if isinstance(value, RationalFunction) else ()


def _positive(value: Scalar) -> bool:
    return not isinstance(value, (Fraction, Real)) or value > 0


def value_at(value: Scalar, point: Mapping[str, Scalar]) -> Any:
    """The value at a point, which may settle some unknowns only; None at a pole."""
    if not isinstance(value, RationalFunction):
        return value
    bottom = value.denominator
    if isinstance(bottom, RationalFunction) and bottom.at(point) == 0:
        return None
    return value.at(point)


def roots_inside(polynomial: Scalar, name: str) -> list[Number] | None:
    """Roots in (0, 1); None where every number is one."""
    if not isinstance(polynomial, RationalFunction):
        return None if polynomial == 0 else []
    top, _ = polynomial.coefficients(name)
    return [root for root in real_roots(top) if 0 < root < 1]


def common_roots(equations: Sequence[Scalar]) -> list[dict[str, Number]] | Open:
    """Common zeros of polynomials whose unknowns lie strictly between 0 and 1.

    An equation in one unknown is solved and put into the others; the rest is solved by resultants,
    factor by factor.
    """
    live: list[list[Any]] = []
    for equation in equations:
        if equation == 0:
            continue
        factors = live_factors(equation)
        if not factors:
            return []
        live.append(factors)
    if not live:
        return [{}]
    lone = next((f for f in live if len({name for part in f for name in part.names}) == 1), None)
    if lone is not None:
        (name,) = lone[0].names
        rest = [equation for equation in equations if equation != 0]
        found: list[dict[str, Number]] = []
        for root in sorted({root for part in lone for root in roots_inside(part, name) or []}):
            further = common_roots([numerator(value_at(e, {name: root})) for e in rest])
            if isinstance(further, Open):
                return further
            found += [{name: root, **point} for point in further]
        return found
    names = sorted({name for factors in live for part in factors for name in part.names})
    if len(live) < len(names):
        return Open("a continuum of mixing probabilities")
    if len(names) > 2:
        return _eliminated(live, names)
    pairs: list[dict[str, Number]] = []
    for first, second in itertools.product(live[0], live[1]):
        points = _meet(first, second, names)
        if isinstance(points, Open):
            return points
        pairs += [
            point
            for point in points
            if point not in pairs and all(value_at(e, point) == 0 for e in equations)
        ]
    return pairs


def _eliminated(live: list[list[Any]], names: list[str]) -> list[dict[str, Number]] | Open:
    """Common roots of systems in three or more unknowns, by resultants with one equation.

    The resultant of two polynomials vanishes wherever both do, so that no common root is lost;
    whatever else its roots are is sorted out by putting every point into every equation.
    """
    if len(names) > MAX_UNKNOWNS:
        return Open(f"{len(names)} unknown probabilities of mixing in one system")
    # A pivot linear in an unknown keeps every root in the field of the last one.
    ways = [
        (max(part.degree(name)[0] for part in factors), k, name)
        for k, factors in enumerate(live)
        for name in names
        if all(name in part.names for part in factors)
    ]
    if not ways:
        return Open(f"{len(names)} unknown probabilities of mixing, none in every factor")
    _, chosen, name = min(ways)
    points: list[dict[str, Number]] = []
    rest = [factors for k, factors in enumerate(live) if k != chosen]
    for pivot, others in itertools.product(live[chosen], itertools.product(*rest)):
        reduced = []
        for other in others:
            if other == pivot:
                continue  # implied
            if name not in other.names:
                reduced.append(other)
                continue
            if pivot.degree(name)[0] * other.degree(name)[0] > MAX_PRODUCT:
                return Open(f"{len(names)} unknown probabilities of mixing, of high degree")
            reduced.append(pivot.resultant(other, name))
        found = common_roots(reduced)
        if isinstance(found, Open):
            return found
        for point in found:
            if set(point) != set(names) - {name}:
                return Open("a continuum of mixing probabilities")
            roots = _shared_roots((pivot, *others), point, name)
            if isinstance(roots, Open):
                return roots
            for root in roots:
                whole = {**point, name: root}
                if whole not in points and all(
                    any(part.at(whole) == 0 for part in factors) for factors in live
                ):
                    points.append(whole)
    return points


def numerator(value: Scalar) -> Scalar:
    """A function's numerator; a number as it is."""
    return value.numerator if isinstance(value, RationalFunction) else value


def live_factors(equation: Scalar) -> list[Any]:
    """Factors that can vanish where every unknown is in (0, 1)."""
    if not isinstance(equation, RationalFunction):
        return []
    try:
        factors = [factor for factor, _ in equation.factors()[1]]
    except NumberError:  # irrational coefficients do not factor
        factors = [equation]
    return [
        factor
        for factor in factors
        if len(factor.names) > 1 or roots_inside(factor, factor.names[0])
    ]


def _meet(first: Any, second: Any, names: list[str]) -> list[dict[str, Number]] | Open:
    """Common roots in (0, 1)^2 of two irreducible polynomials."""
    x, y = names
    if first == second:
        return Open("a continuum of mixing probabilities")
    for lone, other in ((first, second), (second, first)):
        if len(lone.names) == 1:
            name = lone.names[0]
            partner = y if name == x else x
            if other.names == (name,):
                return []
            return _substituted(other, name, roots_inside(lone, name) or [], partner)
    if first.degree(x)[0] * second.degree(x)[0] < first.degree(y)[0] * second.degree(y)[0]:
        x, y = y, x
    eliminated = first.resultant(second, y)
    points: list[dict[str, Number]] = []
    for root in roots_inside(eliminated, x) or []:
        partners = _shared_roots((first, second), {x: root}, y)
        if isinstance(partners, Open):
            return partners
        points += [{x: root, y: partner} for partner in partners]
    return points


def _shared_roots(
    polynomials: Sequence[Any], point: dict[str, Number], name: str
) -> list[Number] | Open:
    """Roots in (0, 1) that polynomials share once all but one unknown is given.

    They are those of the greatest common divisor, which mostly is linear, so that they stay in the
    field of the point.
    """
    shared: list[Number] = []
    for polynomial in polynomials:
        left = numerator(polynomial.at(point))
        if isinstance(left, RationalFunction):
            shared = _divisor(left.coefficients(name)[0], shared)
        elif left != 0:
            return []
    if not shared:
        return Open("a continuum of mixing probabilities")
    slope = [k * c for k, c in enumerate(shared)][1:]
    if len(shared) > 2:
        shared = _quotient(shared, _divisor(shared, slope))
    return [root for root in real_roots(shared) if 0 < root < 1]


def _divisor(first: Sequence[Any], second: Sequence[Any]) -> list[Number]:
    """Greatest common divisor of polynomials over a field, constant first (Euclid)."""
    a, b = list(first), list(second)
    while b:
        head = b[-1]
        while len(a) >= len(b):
            factor, shift = a[-1] / head, len(a) - len(b)
            a = [c - factor * b[k - shift] if k >= shift else c for k, c in enumerate(a)][:-1]
            while a and a[-1] == 0:
                a.pop()
        a, b = b, a
    return [c / a[-1] for c in a]


def _quotient(top: Sequence[Any], bottom: Sequence[Any]) -> list[Number]:
    """Exact quotient of polynomials over a field, constant first."""
    rest, found = list(top), []
    while len(rest) >= len(bottom):
        factor = rest[-1] / bottom[-1]
        found.append(factor)
        shift = len(rest) - len(bottom)
        rest = [c - factor * bottom[k - shift] if k >= shift else c for k, c in enumerate(rest)][
            :-1
        ]
    return found[::-1]


def _substituted(
    equation: Any, name: str, roots: list[Number], other: str
) -> list[dict[str, Number]]:
    """Points with one of the roots for one unknown at which a polynomial in both vanishes."""
    found = []
    for root in roots:
        left = equation.at({name: root})
        if isinstance(left, RationalFunction):
            partners = roots_inside(left.numerator, other) or []
            found += [{name: root, other: partner} for partner in partners]
    return found
