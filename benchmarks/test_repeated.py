"""Sets of subgame-perfect payoffs: ours, exact and in floats, beside QuantEcon.py's in floats.

Run with `make bench`. Every row solves the same games at one discount factor. `extra_info` counts
our exact answers that stay unsettled (labelled inner and outer bounds), and the games on which the
peer raised an error or warned that it had not converged.
"""

import random
import warnings
from fractions import Fraction

import pytest

from games.forms.normal import NormalFormGame
from games.forms.repeated import RepeatedGame
from solver.repeated import numerical_payoffs, payoff_set

DISCOUNTS = ("3/10", "3/5", "9/10", "99/100")


def games(family):
    if family == "dilemma":
        return [([[9, 1], [10, 3]], [[9, 10], [1, 3]])]
    if family == "chicken":
        return [([[6, 2, 1], [7, 0, 1], [3, 3, 2]], [[6, 7, 3], [2, 0, 3], [1, 1, 2]])]
    rng = random.Random(10)
    return [
        tuple([[rng.randint(0, 99) for _ in range(10)] for _ in range(10)] for _ in range(2))
        for _ in range(5)
    ]


@pytest.mark.parametrize("discount", DISCOUNTS)
@pytest.mark.parametrize("family", ["dilemma", "chicken", "random 10x10"])
@pytest.mark.parametrize("engine", ["exact", "float", "quantecon"])
def test_payoff_sets(benchmark, engine, family, discount):
    benchmark.group = f"{family}, discount {discount}"
    delta = Fraction(discount)
    tables = games(family)
    counted = {"unsettled": 0, "errors": 0}
    if engine == "quantecon":
        import numpy as np

        theory = pytest.importorskip("quantecon.game_theory")
        built = [
            theory.RepeatedGame(
                theory.NormalFormGame(
                    [theory.Player(np.array(a, float)), theory.Player(np.array(b, float).T.copy())]
                ),
                float(delta),
            )
            for a, b in tables
        ]

        def run():
            counted.update(errors=0)
            for game in built:
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    try:
                        game.equilibrium_payoffs()
                    except Exception:
                        counted["errors"] += 1
    else:
        stages = [
            RepeatedGame.with_common_discount(NormalFormGame.from_bimatrix(a, b), delta)
            for a, b in tables
        ]
        solve = payoff_set if engine == "exact" else numerical_payoffs

        def run():
            counted.update(unsettled=0)
            for game in stages:
                found = solve(game)
                settled = found.status == "complete" if engine == "exact" else found.settled
                counted["unsettled"] += not settled

    run()
    benchmark.pedantic(run, rounds=3, iterations=1)
    benchmark.extra_info.update(counted, games=len(tables))
