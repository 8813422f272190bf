"""The best equilibrium of a game in which all players receive the same: policy iteration, exact.

With one interest the players can do no better than a single decision maker who chooses for all of
them (Howard 1960): starting from any pure stationary profile, in every state the profile best for
the values so far is taken, until nothing is better. The values that remain are the most that any
play can reach in any state; no player alone can gain, so they belong to an equilibrium, and it is
at least as good as every other equilibrium in every state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import games
from games.errors import GameError, LimitError
from games.exact import Number, arithmetic_of
from games.exact.systems import solve_square
from games.forms.normal import Profile
from games.forms.stationary import stage_game, worth
from games.forms.stochastic import StochasticGame
from solver.dynamic.markov import flat, stage_equilibria
from solver.solution.equilibrium import Completeness, MethodRecord
from solver.solution.markov import MarkovPerfectSet, StationaryEquilibria

METHOD = "policy iteration, exact values"
#: States up to which the linear equations are solved in exact numbers.
MAX_STATES = 300
REASON = (
    "no equilibrium is better in any state than this one, the best that one decision maker for all "
    "could do; worse ones are not listed"
)


@dataclass(frozen=True)
class JointOptimum:
    """The most that all can receive: values [s], one best profile of pure actions per state."""

    values: tuple[Number, ...]
    profile: tuple[Profile, ...]
    rounds: int


def joint_optimum(
    game: StochasticGame, *, stopped: Callable[[], bool] = lambda: False
) -> JointOptimum | None:
    """Maximise the common payoff from every state; None where it was stopped.

    Raises `GameError` unless the players have one interest, `LimitError` beyond `MAX_STATES`.
    """
    if not game.is_common_interest:
        raise GameError(
            "policy iteration: needs a game in which all players receive the same payoffs, with "
            "one discount factor and common transitions",
            hint="ask --question markov for the equilibria of other games",
        )
    if len(game.states) > MAX_STATES:
        raise LimitError(
            f"policy iteration: {len(game.states)} states are too many for exact values",
            found=str(len(game.states)),
            allowed=f"at most {MAX_STATES}",
            hint="ask --question path for one equilibrium, numerical with a proved bound",
        )
    chosen = [next(game.profiles(s)) for s in range(len(game.states))]
    rounds = 0
    while not stopped():
        values = _values(game, chosen)
        rounds += 1
        better = list(chosen)
        for s in range(len(chosen)):
            most = values[s]
            for profile in game.profiles(s):
                value = worth(game, 0, s, profile, values)
                if value > most:
                    most, better[s] = value, profile
        if better == chosen:
            return JointOptimum(values, tuple(chosen), rounds)
        chosen = better
    return None


def _values(game: StochasticGame, chosen: list[Profile]) -> tuple[Number, ...]:
    """What a pure stationary profile is worth, [s]."""
    size, delta = len(game.states), game.discounts[0]
    rows: list[list[Number]] = []
    for s, profile in enumerate(chosen):
        row: list[Number] = [Fraction(int(s == t)) for t in range(size)]
        for t, mass in game.targets(s, profile):
            row[t] = row[t] - delta * mass
        rows.append(row)
    right = [game.weight(0) * game.payoff(s, 0, profile) for s, profile in enumerate(chosen)]
    solution = solve_square(rows, right)
    if solution is None:
        raise AssertionError("a contraction has exactly one fixed point")
    return solution


def best_equilibrium(
    game: StochasticGame, *, stopped: Callable[[], bool] = lambda: False
) -> MarkovPerfectSet:
    """The equilibria worth the joint optimum, as a set that says it lists only these."""
    optimum = joint_optimum(game, stopped=stopped)
    numbers = [entry for own in game.payoffs for table in own for entry in flat(table)]
    method = MethodRecord(METHOD, games.__version__, arithmetic_of(numbers), "python")
    if optimum is None:
        why = "policy iteration was stopped before it ended"
        return MarkovPerfectSet(game.digest, Completeness(False, why), False, method, ())
    values = (optimum.values,) * len(game.players)
    start = sum((weight * optimum.values[s] for s, weight in game.initial), Fraction(0))
    item = StationaryEquilibria(
        0,
        values,
        tuple(
            tuple(stage_equilibria(stage_game(game, s, values), [own[s] for own in values]))
            for s in range(len(game.states))
        ),
        (start,) * len(game.players),
        ("pure", "Pareto-best"),
    )
    return MarkovPerfectSet(
        game.digest, Completeness(True, REASON), False, method, (item,), optimum.rounds
    )
