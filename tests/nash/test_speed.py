"""A given 2x2 game is answered in less than a millisecond."""

import time

import pytest

from games.forms.normal import NormalFormGame
from solver.nash import solve_bimatrix


@pytest.mark.parametrize(
    ("A", "B"),
    [
        ([[6, 2], [7, 0]], [[6, 7], [2, 0]]),
        ([[0, 0], [0, 0]], [[0, 0], [0, 0]]),
        ([[1, 1], [1, 0]], [[1, 1], [1, 0]]),
    ],
)
def test_two_by_two_within_a_millisecond(A, B):
    best = float("inf")
    for _ in range(100):
        game = NormalFormGame.from_bimatrix(A, B)
        start = time.perf_counter()
        solve_bimatrix(game)
        best = min(best, time.perf_counter() - start)
    assert best < 1e-3
