"""Kreps and Wilson (1982), "Reputation and imperfect information": the chain store."""

from __future__ import annotations

import random
from fractions import Fraction as F

import pytest

from games.errors import GameError
from solver.beliefs.reputation import Reputation


@pytest.mark.parametrize(
    "prior", [F(0), F(1, 1000), F(1, 32), F(1, 10), F(1, 4), F(1, 2), F(9, 10)]
)
def test_nobody_gains_anywhere(prior: F):
    for periods in range(1, 9):
        assert Reputation(F(2), F(1, 2), periods).perfect(periods, prior) == []


def test_nobody_gains_at_random_numbers():
    draw = random.Random(1)
    for _ in range(30):
        game = Reputation(1 + F(draw.randint(1, 9), 4), F(draw.randint(1, 9), 10), 6)
        assert game.perfect(6, F(draw.randint(1, 99), 100)) == []


def test_entry_comes_at_the_end_only():
    """Entrants stay out while the belief exceeds b**n: with 1/10 and b = 1/2 until 3 are to go."""
    for periods, first in ((20, 18), (10, 8), (4, 2)):
        assert Reputation(F(2), F(1, 2), periods).first_entry(F(1, 10)) == first
    assert Reputation(F(2), F(1, 2), 5).first_entry(F(0)) == 1


def test_the_belief_rises_along_the_path():
    path = Reputation(F(2), F(1, 2), 6).path(F(1, 10))
    assert [here.belief for here in path] == [F(1, 10)] * 3 + [F(1, 10), F(1, 4), F(1, 2)]
    assert path[3].fights == F(1, 10) * F(3, 4) / (F(9, 10) * F(1, 4))
    assert path[4].stays_out == path[5].stays_out == F(1, 2)
    assert path[-1].fights == 0


def test_many_periods_are_worth_nearly_all_of_them():
    """The weak incumbent is left alone in all periods but the last few."""
    assert Reputation(F(2), F(1, 2), 60).value(60, F(1, 10)) >= 2 * 57


def test_domains():
    with pytest.raises(GameError, match="0 < gain < 1 < deterred"):
        Reputation(F(1, 2), F(1, 2), 3)
