"""The front beside nashpy: a whole process, and one small game after import.

nashpy's numbers are floats and its list may be incomplete; ours are exact and complete, with
components and indices.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from games.forms.normal import NormalFormGame
from solver.nash import solve_bimatrix

ROOT = Path(__file__).parent.parent
ROW, COLUMN = [[4, 0], [3, 3]], [[4, 3], [0, 3]]


def process(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.benchmark(group="whole process")
def test_solve_post_left(benchmark: Any) -> None:
    benchmark(process, "-m", "solver.cli", "solve", "post/left")


@pytest.mark.benchmark(group="whole process")
def test_import_nashpy(benchmark: Any) -> None:
    benchmark(process, "-c", "import nashpy")


@pytest.mark.benchmark(group="whole process")
def test_help(benchmark: Any) -> None:
    benchmark(process, "-m", "solver.cli", "--help")


@pytest.mark.benchmark(group="all equilibria of a 2x2 game")
def test_own_equilibria_components_and_indices(benchmark: Any) -> None:
    game = NormalFormGame.from_bimatrix(ROW, COLUMN)
    assert len(benchmark(solve_bimatrix, game).extreme) == 3


@pytest.mark.benchmark(group="all equilibria of a 2x2 game")
def test_nashpy_vertex_enumeration(benchmark: Any) -> None:
    nashpy = pytest.importorskip("nashpy")
    game = nashpy.Game(ROW, COLUMN)
    assert len(benchmark(lambda: list(game.vertex_enumeration()))) == 3
