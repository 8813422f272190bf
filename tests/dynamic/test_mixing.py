"""Coupled mixing: systems in several unknowns, and games that lead to them."""

import itertools
from fractions import Fraction as F

import pytest

from games.exact import approx, parameter
from games.forms.stationary import deviation_gains, stationary_values
from solver.dynamic.certificate import markov_certificate
from solver.dynamic.logit_path import follow
from solver.dynamic.markov import markov_perfect
from solver.dynamic.mixing import Open, common_roots
from solver.dynamic.shapley import value_iteration
from solver.verify import check
from tests.dynamic.games import pennies

X, Y, Z = (parameter(name) for name in "xyz")


def test_three_unknowns_by_their_symmetric_functions():
    """x, y, z are 1/4, 1/2, 3/4 in any order: six points, no others."""
    points = common_roots(
        [X + Y + Z - F(3, 2), X * Y + Y * Z + Z * X - F(11, 16), X * Y * Z - F(3, 32)]
    )
    assert not isinstance(points, Open)
    found = {tuple(point[name] for name in "xyz") for point in points}
    assert found == set(itertools.permutations((F(1, 4), F(1, 2), F(3, 4))))


def test_irrational_points_of_three_equations():
    """x^2 = 1/2, y = x^2 + x/2 - 1/4, z = x y: one point with 0 < x, y, z < 1."""
    points = common_roots([X * X + Z - X * Y - F(1, 2), Y - X * X - X / 2 + F(1, 4), Z - X * Y])
    assert not isinstance(points, Open)
    (point,) = points
    assert point["x"] * point["x"] == F(1, 2)
    assert point["y"] == F(1, 4) + point["x"] / 2
    assert point["z"] == point["x"] * point["y"]


@pytest.mark.parametrize(
    "equations",
    [
        [X + Y + Z - 1, X + Y * Z - F(1, 2)],
        [X + Y + Z - 1, 2 * X + 2 * Y + 2 * Z - 2, X - Y * Z],
        [(X - Y) * (Z - F(1, 2)), (X - Y) * (Z - F(1, 3)), X - Y],
    ],
)
def test_a_continuum_is_never_taken_for_points(equations):
    assert isinstance(common_roots(equations), Open)


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.check)])
def test_three_states_that_mix_at_once_zero_sum(seed):
    game = pennies(seed, 3)
    found = markov_perfect(game)
    assert found.complete.value is True
    (item,) = found.equilibria
    assert "pure" not in item.tags
    bounds = value_iteration(game)
    for low, value, high in zip(bounds.low, item.values[0], bounds.high, strict=True):
        assert low <= value <= high


@pytest.mark.check
def test_the_checker_follows_into_fields_of_degree_seven():
    game = pennies(2, 3)
    assert check(markov_certificate(game, markov_perfect(game))).valid


@pytest.mark.parametrize("seed", [0, 1])
def test_three_states_that_mix_at_once(seed):
    """The path, which knows no support equations, arrives at one of those listed."""
    game = pennies(seed, 3, zero_sum=False)
    found = markov_perfect(game)
    assert found.complete.value is True
    path = follow(game)
    assert path is not None
    exact = [[approx(u) for u in item.payoffs] for item in found.equilibria]
    assert any(list(path.payoffs) == pytest.approx(row, abs=1e-9) for row in exact)


def test_one_state_depends_on_the_last_by_definition():
    game = pennies(3, 2)
    found = markov_perfect(game)
    assert found.complete.value is True
    for item in found.equilibria:
        assert stationary_values(game, item.profile) == item.values
        assert all(gain <= 0 for *_, gain in deviation_gains(game, item.profile, item.values))
