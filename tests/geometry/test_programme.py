"""Every answer of the exact simplex method is proved by its witness."""

import random
from fractions import Fraction

import pytest

from solver.geometry import affine_dimension, determinant_sign, maximise, rank


def dot(a, b):
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def prove(c, A, b):
    """Check the witness of the answer; return the status."""
    found = maximise(c, A, b)
    columns = list(zip(*A, strict=True))
    if found.status == "infeasible":
        assert all(y >= 0 for y in found.dual)
        assert all(dot(found.dual, column) >= 0 for column in columns)
        assert dot(found.dual, b) < 0
        return found
    assert all(x >= 0 for x in found.primal)
    assert all(dot(row, found.primal) <= bound for row, bound in zip(A, b, strict=True))
    if found.status == "unbounded":
        assert all(z >= 0 for z in found.ray)
        assert all(dot(row, found.ray) <= 0 for row in A)
        assert dot(c, found.ray) > 0
        return found
    assert found.value == dot(c, found.primal) == dot(found.dual, b)
    assert all(y >= 0 for y in found.dual)
    assert all(dot(found.dual, column) >= cost for cost, column in zip(c, columns, strict=True))
    return found


def test_a_textbook_programme():
    # Chvatal 1983, chapter 1: maximum 13 at (2, 0, 1).
    found = prove([5, 4, 3], [[2, 3, 1], [4, 1, 2], [3, 4, 2]], [5, 11, 8])
    assert found.value == 13
    assert found.primal == (2, 0, 1)


def test_a_programme_that_needs_the_first_phase():
    # Chvatal 1983, chapter 3: maximum 3/5 at (0, 14/5, 17/5).
    found = prove([1, -1, 1], [[2, -1, 2], [2, -3, 1], [-1, 1, -2]], [4, -5, -1])
    assert found.value == Fraction(3, 5)
    assert found.primal == (0, Fraction(14, 5), Fraction(17, 5))


def test_beale_1955_does_not_cycle():
    quarter = Fraction(1, 4)
    found = prove(
        [Fraction(3, 4), -150, Fraction(1, 50), -6],
        [[quarter, -60, Fraction(-1, 25), 9], [Fraction(1, 2), -90, Fraction(-1, 50), 3],
         [0, 0, 1, 0]],
        [0, 0, 1],
    )  # fmt: skip
    assert found.value == Fraction(1, 20)


@pytest.mark.parametrize("seed", range(400))
def test_random_programmes_are_proved(seed):
    rng = random.Random(seed)
    n, k = rng.randint(1, 4), rng.randint(1, 5)
    number = lambda: Fraction(rng.randint(-3, 3), rng.choice([1, 1, 2, 3]))  # noqa: E731
    prove(
        [number() for _ in range(n)],
        [[number() for _ in range(n)] for _ in range(k)],
        [number() for _ in range(k)],
    )


def test_all_three_statuses_occur():
    statuses = set()
    for seed in range(60):
        rng = random.Random(seed)
        n, k = rng.randint(1, 3), rng.randint(1, 3)
        A = [[rng.randint(-2, 2) for _ in range(n)] for _ in range(k)]
        b = [rng.randint(-2, 2) for _ in range(k)]
        statuses.add(prove([rng.randint(-2, 2) for _ in range(n)], A, b).status)
    assert statuses == {"optimal", "infeasible", "unbounded"}


def laplace(matrix):
    if not matrix:
        return 1
    return sum(
        (-1) ** j * matrix[0][j] * laplace([row[:j] + row[j + 1 :] for row in matrix[1:]])
        for j in range(len(matrix))
    )


@pytest.mark.parametrize("seed", range(60))
def test_determinant_sign_is_that_of_laplace(seed):
    rng = random.Random(seed)
    n = rng.randint(0, 4)
    matrix = [[rng.randint(-2, 2) for _ in range(n)] for _ in range(n)]
    value = laplace(matrix)
    sign = (value > 0) - (value < 0)
    assert determinant_sign(matrix) == sign
    assert determinant_sign([[Fraction(entry) for entry in row] for row in matrix]) == sign


def test_rank_and_affine_dimension():
    assert rank([[1, 2], [2, 4], [0, 0]]) == 1
    assert rank([[0, 1, 0], [1, 0, 0], [1, 1, 0]]) == 2
    assert rank([]) == 0
    assert affine_dimension([(1, 0, 0), (0, 1, 0), (0, 0, 1)]) == 2
    assert affine_dimension([(0, 0), (1, 1), (2, 2)]) == 1
    assert affine_dimension([(5, 5)]) == 0
