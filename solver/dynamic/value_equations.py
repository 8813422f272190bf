"""Candidates for values where equally many actions of both players mix in every state.

If player i is indifferent over k actions against weights y on k actions of the other, worth C y for
a square matrix C that is affine in the values to follow, then det(C) y = v adj(C) 1, and summing,

    v (det(C + J) - det(C)) = det(C),   J the matrix of ones,

for 1' adj(C) 1 = det(C + J) - det(C). One equation a state, in values alone: fewer unknowns than
the weights, and without the roots at which the weights leave the values undetermined. States
without mixing are linear and leave first. Every equilibrium with these supports solves the
equations; which solutions are equilibria is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from games.errors import DetenteError
from games.exact import Number, RationalFunction, Scalar, parameter
from games.exact.systems import solve_square
from games.forms.stationary import worth
from games.forms.stochastic import StochasticGame
from solver.dynamic.bounds import Choice
from solver.dynamic.mixing import Open, beyond, common_roots


def candidate_values(
    game: StochasticGame,
    player: int,
    choices: Sequence[Choice],
    low: Sequence[Fraction],
    high: Sequence[Fraction],
) -> list[tuple[Number, ...]] | Open:
    """Values [s] strictly within (low, high) that solve the equations of one player.

    Contains those of every equilibrium with these supports within the bounds.
    """
    if any(len(choice[0]) != len(choice[1]) for choice in choices):
        return Open("states in which more actions of one player mix than of the other")
    try:
        return _solved(game, player, choices, low, high)
    except DetenteError as error:
        return Open(beyond(error))


def _solved(
    game: StochasticGame,
    player: int,
    choices: Sequence[Choice],
    low: Sequence[Fraction],
    high: Sequence[Fraction],
) -> list[tuple[Number, ...]] | Open:
    mixing = [s for s, choice in enumerate(choices) if len(choice[0]) > 1]
    names = {s: f"t{s}" for s in mixing}
    values: list[Scalar] = [Fraction(0)] * len(choices)
    for s, name in names.items():
        values[s] = low[s] + (high[s] - low[s]) * parameter(name)
    plain = [s for s in range(len(choices)) if s not in names]
    rows, right = [], []
    for s in plain:
        profile = (choices[s][0][0], choices[s][1][0])
        rows.append([Fraction(int(s == t)) for t in plain])
        now: Scalar = game.weight(player) * game.payoff(s, player, profile)
        for t, mass in game.targets(s, profile, player):
            if t in names:
                now = now + game.discounts[player] * mass * values[t]
            else:
                place = plain.index(t)
                rows[-1][place] = rows[-1][place] - game.discounts[player] * mass  # type: ignore[assignment]
        right.append(now)
    solution = solve_square(rows, right)
    if solution is None:
        raise AssertionError("a contraction has exactly one fixed point")
    for s, value in zip(plain, solution, strict=True):
        values[s] = value
    equations = [_equation(game, player, s, choices[s], values) for s in mixing]
    points = common_roots(
        [e.numerator if isinstance(e, RationalFunction) else e for e in equations]
    )
    if isinstance(points, Open):
        return points
    found = []
    for point in points:
        if set(point) != set(names.values()):
            return Open("a continuum of values")
        found.append(tuple(v.at(point) if isinstance(v, RationalFunction) else v for v in values))
    return found


def _equation(
    game: StochasticGame, player: int, s: int, choice: Choice, values: Sequence[Scalar]
) -> Scalar:
    """v (det(C + J) - det(C)) - det(C) of one state."""
    matrix: list[list[Scalar]] = [
        [
            worth(game, player, s, (a, b) if player == 0 else (b, a), values)
            for b in choice[1 - player]
        ]
        for a in choice[player]
    ]
    bare = _determinant(matrix)
    raised = _determinant([[entry + 1 for entry in row] for row in matrix])
    return values[s] * (raised - bare) - bare


def _determinant(matrix: Sequence[Sequence[Scalar]]) -> Scalar:
    """By expansion along the first row; supports are small."""
    if len(matrix) == 1:
        return matrix[0][0]
    total: Scalar = Fraction(0)
    for j, entry in enumerate(matrix[0]):
        minor = _determinant([[*row[:j], *row[j + 1 :]] for row in matrix[1:]])
        total = total + (entry * minor if j % 2 == 0 else -(entry * minor))
    return total
