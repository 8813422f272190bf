"""Backward induction: long ladders, and small trees beside Gambit's solvers in its own process.

Gambit's time is that of its search alone, inside its process, without starting it or reading the
tree. It enumerates pure Nash equilibria; we find the pure subgame-perfect ones with their count.
"""

from __future__ import annotations

import json
import os
import subprocess
from fractions import Fraction
from typing import Any

import pytest

from games import catalogue
from games.forms.efg import write_efg
from games.forms.ladder import Ladder, LadderGame, Rung
from solver.dynamic.equilibria import EquilibriumGraph
from solver.dynamic.induction import backward_induction

F = Fraction
PYTHON = os.environ.get("DETENTE_GAMBIT_PYTHON")
PROGRAM = """
import io, json, sys, time
import pygambit
game = pygambit.read_efg(io.StringIO(json.load(sys.stdin)))
start = time.perf_counter()
result = pygambit.nash.enumpure_solve(game)
print(time.perf_counter() - start, len(result.equilibria))
"""


def ladder(rungs: int, moves: int, climb_only: bool) -> LadderGame:
    """Rungs with a risk of 1/50 each, ever more to lose by backing down."""
    steps = tuple(
        Rung(F(1, 50), (F(-1), F(-1)), F(1, 2), ((F(-k, 1000), F(1)), (F(1), F(-k, 1000))))
        for k in range(rungs)
    )
    return LadderGame.of(("a", "b"), Ladder(steps, (F(1, 2), F(1, 2)), 0, moves, climb_only))


def solve(game: LadderGame) -> tuple[tuple[Any, ...], ...]:
    induction = backward_induction(game)
    assert induction is not None
    return induction.vectors()


@pytest.mark.benchmark(group="ladders")
@pytest.mark.parametrize(
    ("rungs", "moves", "climb_only"),
    [(10_000, 10_001, True), (200, 200, False), (1_000, 1_000, False)],
    ids=["climb 10000", "200 x 200", "1000 x 1000"],
)
def test_long_ladders(benchmark: Any, rungs: int, moves: int, climb_only: bool) -> None:
    game = ladder(rungs, moves, climb_only)
    benchmark.extra_info["nodes"] = len(game.nodes)
    benchmark.pedantic(solve, (game,), rounds=1)


@pytest.mark.benchmark(group="trees")
@pytest.mark.skipif(PYTHON is None, reason="DETENTE_GAMBIT_PYTHON names no Python with pygambit")
def test_centipede_beside_gambit(benchmark: Any) -> None:
    game = catalogue.load("literature/mckelvey1992/centipede-tree").realise().game

    def ours() -> int | None:
        induction = backward_induction(game)
        assert induction is not None
        return EquilibriumGraph(induction).count

    done = subprocess.run(
        [str(PYTHON), "-c", PROGRAM],
        input=json.dumps(write_efg(game)),
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, found = done.stdout.split()
    assert benchmark(ours) == 1
    benchmark.extra_info["gambit enumpure seconds"] = float(seconds)
    benchmark.extra_info["gambit pure equilibria"] = int(found)
    if benchmark.stats is not None:
        ratio = float(seconds) / benchmark.stats.stats.median
        benchmark.extra_info["ratio"] = ratio
