"""Systems with exactly one solution, and those without."""

import random
from fractions import Fraction

import pytest

from solver.geometry import rank, solve_unique


@pytest.mark.parametrize("seed", range(80))
def test_the_one_solution_or_none(seed):
    rng = random.Random(seed)
    n, k = rng.randint(1, 4), rng.randint(1, 5)
    rows = [[Fraction(rng.randint(-2, 2)) for _ in range(n)] for _ in range(k)]
    point = [Fraction(rng.randint(-3, 3), 2) for _ in range(n)]
    rhs = [sum(a * x for a, x in zip(row, point, strict=True)) for row in rows]
    solution = solve_unique(rows, rhs)
    if solution is not None:
        assert list(solution) == point
    assert (solution is None) == (rank(rows) < n)


def test_contradiction_and_freedom():
    one = Fraction(1)
    assert solve_unique([[one], [one]], [one, 2 * one]) is None
    assert solve_unique([[one, one]], [one]) is None
    assert solve_unique([[one], [2 * one]], [one, 2 * one]) == (1,)
