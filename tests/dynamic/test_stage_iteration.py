"""One equilibrium by stage equilibria, against the definition and where the logit path is lost."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from games import catalogue
from games.spec import loads
from solver.dynamic.certificate import within_certificate
from solver.dynamic.markov import markov_perfect
from solver.dynamic.stage_iteration import METHOD, iterate, one_equilibrium
from solver.verify import check
from tests.dynamic.games import random_game


def balance(lattice):
    text = catalogue.text("escalation/shifting-power")
    return loads(text.replace("lattice: 3", f"lattice: {lattice}")).realise().game


@pytest.mark.parametrize("lattice", [60, 150])
def test_a_balance_with_many_states_is_settled_in_few_rounds(lattice):
    game = balance(lattice)
    found = one_equilibrium(game)
    assert found is not None
    assert found.method.name == METHOD
    assert found.steps < 20
    assert found.gain < F(1, 10**12)
    assert check(within_certificate(game, found)).valid


def test_small_games_follow_the_path_and_both_find_equilibria():
    game = balance(3)
    path, stages = one_equilibrium(game), iterate(game)
    assert path is not None
    assert path.method.name != METHOD
    assert stages is not None
    assert stages.gain < F(1, 10**12)
    exact = [[float(v) for v in item.values[0]] for item in markov_perfect(game).equilibria]
    for found in (path, stages):
        near = [max(abs(a - b) for a, b in zip(found.values[0], e, strict=True)) for e in exact]
        assert min(near) < 1e-10


@pytest.mark.parametrize("seed", range(6))
def test_what_is_found_is_one_by_definition(seed):
    """Random games, ties and mixing included; nothing is claimed where nothing is found."""
    game = random_game(seed, states=8, sizes=(2, 2))
    found = iterate(game)
    if found is not None:
        assert found.gain < F(1, 10**12)
        assert check(within_certificate(game, found)).valid


def test_it_finds_most_of_them():
    games = [random_game(seed, states=8, sizes=(2, 2)) for seed in range(12)]
    assert sum(iterate(game) is not None for game in games) >= 6


def test_a_stop_is_obeyed():
    assert iterate(balance(10), stopped=lambda: True) is None
    assert one_equilibrium(balance(60), stopped=lambda: True) is None
