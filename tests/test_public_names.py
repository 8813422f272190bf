"""The names a notebook starts with."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import games


def test_every_public_name_can_be_imported() -> None:
    for name in games.__all__:
        assert getattr(games, name).__name__ == name


def test_a_world_becomes_a_game_and_a_verdict() -> None:
    from games import Conflict, Party, World, posture
    from solver import solve

    half = Fraction(1, 2)
    world = World((Party("red", 2), Party("blue", 3)), [[1, half], [half, 1]])
    conflict = Conflict(
        stakes=half,
        win_probability=Fraction(11, 20),
        destruction_probability=Fraction(2, 5),
        destruction_fraction=half,
    )
    game = posture(world, conflict)
    solution = solve(game)
    assert solution.status == "complete"
    assert "seek" in solution.headline
    assert "<table" in solution._repr_html_()
    assert solution.__rich__().plain == str(solution)
    assert "7/10" in game._repr_html_()
    html = world._repr_html_()
    assert html is not None
    assert "alignment with the others" in html


def test_importing_the_packages_loads_nothing_heavy() -> None:
    program = (
        "import sys, games, solver\n"
        "heavy = {'numpy', 'sympy', 'flint', 'pydantic', 'numba', 'yaml'} & set(sys.modules)\n"
        "sys.exit(' '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
