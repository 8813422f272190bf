"""One Markov perfect equilibrium of many states, beside sgamesolver in its own process.

sgamesolver follows the same logit path and breaks on numpy 2, so it runs in another environment:
DETENTE_SGAME_PYTHON names its Python. Compared are the seconds of processor time of either path,
without building the game, and the largest one-shot gain, which each reports of its own profile;
ours is the proved bound.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from fractions import Fraction
from typing import Any

import pytest

from games.forms.stochastic import StochasticGame
from games.spec import loads
from games.spec.templates import template
from solver.dynamic.logit_path import follow

PYTHON = os.environ.get("DETENTE_SGAME_PYTHON")
PROGRAM = """
import json, sys, time
import numpy as np
import sgamesolver
given = json.load(sys.stdin)
game = sgamesolver.SGame(given["payoffs"], given["transitions"], given["discount"])
start = time.process_time()
path = sgamesolver.homotopy.QRE(game)
path.solver_setup()
path.solver.verbose = 0
path.solve()
seconds = time.process_time() - start
found = path.equilibrium
gain = None if found is None else float(np.nanmax(game.check_equilibrium(found.strategies)))
print(json.dumps([seconds, gain]))
"""


def random_game(states: int, seed: int) -> dict[str, Any]:
    """Uniform payoffs, dense transitions: [s][i][a][b] and [s][a][b][t]."""
    import numpy as np

    draw = np.random.default_rng(seed)
    masses = draw.exponential(size=(states, 2, 2, states))
    masses /= masses.sum(axis=-1, keepdims=True)
    return {
        "payoffs": draw.random((states, 2, 2, 2)).tolist(),
        "transitions": masses.tolist(),
        "discount": 0.95,
    }


def exact_game(given: dict[str, Any]) -> StochasticGame:
    """The same game, its floats read as the rationals that they are."""

    def cell(masses: list[float]) -> Any:
        odds = [Fraction(mass) for mass in masses]
        odds[0] += 1 - sum(odds)
        return tuple(enumerate(odds))

    size = len(given["payoffs"])
    return StochasticGame(
        players=("1", "2"),
        states=tuple(f"s{s}" for s in range(size)),
        actions=((("a", "b"),) * 2,) * size,
        payoffs=tuple(
            tuple(tuple(tuple(map(Fraction, row)) for row in table) for table in tables)
            for tables in given["payoffs"]
        ),
        transitions=tuple(
            tuple(tuple(cell(masses) for masses in row) for row in table)
            for table in given["transitions"]
        ),
        discounts=(Fraction(19, 20),) * 2,
        normalised=False,
    )


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("states", [5, 20, 100])
def test_random_game_beside_sgamesolver(benchmark: Any, states: int, seed: int) -> None:
    if PYTHON is None:
        pytest.skip("DETENTE_SGAME_PYTHON does not name a Python with sgamesolver")
    given = random_game(states, seed)
    run = subprocess.run(
        [PYTHON, "-c", PROGRAM], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    theirs, their_gain = json.loads(run.stdout.splitlines()[-1])
    game = exact_game(given)
    follow(exact_game(random_game(2, 0)))  # imports
    start = time.process_time()
    found = benchmark.pedantic(follow, args=(game,), rounds=1)
    ours = time.process_time() - start
    assert found is not None
    benchmark.extra_info |= {
        "their seconds": theirs,
        "our seconds": ours,
        "times faster": theirs / ours,
        "their gain": their_gain,
        "our proved gain": float(found.gain),
    }
    print(f"\n{states} states: {benchmark.extra_info}")


@pytest.mark.parametrize("states", [20, 100, 1000])
def test_dynamic_balance(benchmark: Any, states: int) -> None:
    text = template("dynamic_balance").replace("lattice: 5", f"lattice: {states - 1}")
    game = loads(text).realise().game
    found = benchmark.pedantic(follow, args=(game,), rounds=1)
    assert found is not None
    benchmark.extra_info["proved gain"] = float(found.gain)
