"""The value of a zero-sum stochastic game between proved bounds (Shapley 1953).

With val the value of a matrix game, the values of the states are the one fixed point of

    (T v)(s) = val [ w u(s, a, b) + delta sum_t m(s, a, b, t) v(t) ],

a contraction of modulus beta. It is iterated in floats; after a step both play optimal strategies
of the matrix games against each other for ever, and what that is worth replaces the iterate where
it lies closer to a fixed point (Pollatschek and Avi-Itzhak 1969; alone that need not converge).

Proved, in rationals, is what strategies secure. If x against every b is worth at least v(s) - g
when v follows, for every s, then x played for ever secures v - g/(1-beta): put l for that, then
x is worth at least l(s) against every b when l follows, and the best reply to x, also a monotone
contraction, can only lower l towards a fixed point no less than l. Upper bounds by exchange.

Where few actions mix, the supports give exact candidates (`mixing`); one that T maps to itself,
every matrix game solved exactly, is the value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import games
from games.errors import GameError
from games.exact import Number, enclosure
from games.forms.stationary import worth
from games.forms.stochastic import StochasticGame
from solver.dynamic.arrays import Arrays
from solver.dynamic.gain_bound import deviations
from solver.dynamic.logit_path import rational_weights
from solver.dynamic.mixing import Open, solve_supports
from solver.nash.zerosum import zero_sum_value
from solver.solution.equilibrium import MethodRecord
from solver.solution.markov import StageProfile, StochasticValue

METHOD = "Shapley's value iteration"
#: Iterations after which it stops.
MAX_STEPS = 100_000
#: Distance of an iterate from the next, relative to the largest payoff, that ends the iteration.
TOLERANCE = 1e-14
#: Iterations without a better iterate after which rounding is all that is left.
PATIENCE = 30
#: States up to which exact values are tried for, and actions beyond one a state and player.
EXACT_STATES, EXACT_MIXING = 24, 4
#: Weights above this belong to the support that is solved exactly.
PRESENT = 1e-9


def value_iteration(
    game: StochasticGame, *, stopped: Callable[[], bool] = lambda: False
) -> StochasticValue:
    """Enclose the value of every state. Raises `GameError` for a game that is not zero-sum."""
    if not game.is_zero_sum:
        raise GameError(
            "value iteration: needs a zero-sum game of two players with one discount factor",
            hint="ask --question markov for the equilibria of other games",
        )
    arrays = Arrays(game)
    v, stage, steps = _iterate(arrays, stopped)
    profile = tuple(
        tuple(rational_weights(own[s, : game.shape(s)[i]]) for i, own in enumerate(stage))
        for s in range(arrays.size)
    )
    first, second = deviations(game, profile, (v, [-x for x in v]))
    down, up = second.gain / (1 - second.beta), first.gain / (1 - first.beta)
    low = tuple(Fraction(x) - down for x in v)
    high = tuple(Fraction(x) + up for x in v)
    exact = None
    if arrays.size <= EXACT_STATES:
        exact = _exact(game, profile, low, high)
    start = [(s, enclosure(weight, 96)) for s, weight in game.initial]
    return StochasticValue(
        profile,
        low,
        high,
        exact,
        sum((min(a * low[s], b * low[s]) for s, (a, b) in start), Fraction(0)),
        sum((max(a * high[s], b * high[s]) for s, (a, b) in start), Fraction(0)),
        steps,
        MethodRecord(METHOD, games.__version__, "float", "numpy"),
    )


def _exact(
    game: StochasticGame,
    profile: Sequence[StageProfile],
    low: Sequence[Fraction],
    high: Sequence[Fraction],
) -> tuple[Number, ...] | None:
    """The fixed point of T itself, where the supports that were found give it in closed form."""
    choices = [
        tuple(tuple(a for a, w in enumerate(own) if w > PRESENT) for own in row) for row in profile
    ]
    if sum(len(own) - 1 for row in choices for own in row) > EXACT_MIXING:
        return None
    solved = solve_supports(game, 0, choices)
    for item in [] if isinstance(solved, Open) else solved:
        values = item.values
        margin = Fraction(1, 10**9)
        if all(
            a - margin <= enclosure(v, 96)[0] and enclosure(v, 96)[1] <= b + margin
            for a, v, b in zip(low, values, high, strict=True)
        ) and all(_worth(game, s, values) == value for s, value in enumerate(values)):
            return values
    return None


def _worth(game: StochasticGame, s: int, values: Sequence[Number]) -> Number:
    """(T v)(s), exact."""
    rows, columns = (range(size) for size in game.shape(s))
    matrix = [[worth(game, 0, s, (a, b), values) for b in columns] for a in rows]
    return zero_sum_value(matrix).value


def _iterate(arrays: Arrays, stopped: Callable[[], bool]) -> tuple[list[float], list[Any], int]:
    """(values, strategies [i][s, a] of the matrix games at them, iterations)."""
    import numpy as np

    v = np.zeros(arrays.size)
    after, stage = _stages(arrays, v)
    best, since, steps = (np.inf, v, stage), 0, 0
    while steps < MAX_STEPS:
        steps += 1
        distance = float(np.abs(after - v).max())
        since = 0 if distance < best[0] else since + 1
        if distance < best[0]:
            best = (distance, v, stage)
        if distance <= TOLERANCE * arrays.scale or since > PATIENCE or stopped():
            break
        jump = arrays.values(stage)[0]
        beyond, there = _stages(arrays, jump)
        if np.abs(beyond - jump).max() < distance / 2:
            v, after, stage = jump, beyond, there
        else:
            v = after
            after, stage = _stages(arrays, v)
    _, v, stage = best
    return [float(x) for x in v], stage, steps


def _stages(arrays: Arrays, v: Any) -> tuple[Any, list[Any]]:
    """(values [s], strategies [i][s, a]) of the matrix games of all states, in floats."""
    import numpy as np

    cells = arrays.cells(0, v)
    found = np.empty(arrays.size)
    stage = [np.zeros((arrays.size, own)) for own in arrays.most]
    held = np.where(arrays.live[1][:, None, :], cells, np.inf)
    worst = np.where(arrays.live[0], held.min(axis=2), -np.inf)
    held = np.where(arrays.live[0][:, :, None], cells, -np.inf)
    most = np.where(arrays.live[1], held.max(axis=1), np.inf)
    row, column = worst.argmax(axis=1), most.argmin(axis=1)
    states = np.arange(arrays.size)
    found = worst[states, row]
    pure = found >= most[states, column]
    stage[0][states[pure], row[pure]] = 1.0
    stage[1][states[pure], column[pure]] = 1.0
    for s in np.flatnonzero(~pure):
        A, B = int(arrays.live[0][s].sum()), int(arrays.live[1][s].sum())
        found[s], x, y = _matrix_game(cells[s, :A, :B])
        stage[0][s, :A], stage[1][s, :B] = x, y
    return found, stage


def _matrix_game(matrix: Any) -> tuple[float, Any, Any]:
    """(value, x, y) of a matrix game without saddle point; the rows maximise."""
    import numpy as np

    if matrix.shape == (2, 2):
        (a, b), (c, d) = matrix.tolist()
        total = a + d - b - c
        return (
            (a * d - b * c) / total,
            np.array([d - c, a - b]) / total,
            np.array([d - b, a - c]) / total,
        )
    low, height = matrix.min(), float(np.ptp(matrix)) or 1.0
    scaled = (matrix - low) / height + 1
    u = _programme(scaled.T)
    w = _programme(-scaled, upper=True)
    return 1 / u.sum() * height + low - height, u / u.sum(), w / w.sum()


def _programme(rows: Any, upper: bool = False) -> Any:
    """The least u >= 0 with rows u >= 1 in sum; upper: the most with -rows u <= 1."""
    import numpy as np
    from scipy.optimize import linprog

    count = rows.shape[1]
    cost = np.full(count, -1.0 if upper else 1.0)
    sides = (-rows, np.ones(rows.shape[0])) if upper else (-rows, -np.ones(rows.shape[0]))
    solved = linprog(cost, A_ub=sides[0], b_ub=sides[1], method="highs-ds")
    if not solved.success:
        raise AssertionError("a matrix game with positive entries has a value")
    return np.maximum(solved.x, 0.0)
