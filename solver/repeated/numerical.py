"""The set of subgame-perfect payoffs in floats: the algorithm of Abreu and Sannikov, unproved."""

from __future__ import annotations

from games.forms.repeated import RepeatedGame
from solver.repeated.abreu_sannikov import iterate
from solver.repeated.payoffs import exact_stage, float_stage, payoff_set, require_two_equal
from solver.solution.equilibrium import MethodRecord
from solver.solution.payoff_set import NumericalPayoffSet


def numerical_payoffs(game: RepeatedGame, tolerance: float = 1e-12) -> NumericalPayoffSet:
    """Return the set in floats, without a proof: fast, and wrong at ties."""
    discount = float(require_two_equal(game, "payoff set"))
    if discount == 0:
        exact = payoff_set(game).inner
        return NumericalPayoffSet(
            tuple((float(x), float(y)) for x, y in exact),
            (float("nan"), float("nan")),
            0,
            True,
            0.0,
            MethodRecord("stage-equilibria", "1", "float", "float64"),
        )
    guess = iterate(float_stage(exact_stage(game.stage)), discount, tolerance=tolerance)
    return NumericalPayoffSet(
        guess.points,
        guess.threats,
        guess.rounds,
        guess.settled,
        guess.moved / (1 - discount),
        MethodRecord("abreu-sannikov", "1", "float", "float64"),
    )
