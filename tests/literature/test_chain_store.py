"""Kreps and Wilson (1982), "Reputation and imperfect information": the chain store."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from games.forms.reputation import ReputationGame
from solver.beliefs.reputation import solve_reputation


def store(periods: int, prior: F, a: F = F(2), b: F = F(1, 2)):
    return solve_reputation(
        ReputationGame(("store", "rival"), ("weak", "tough"), prior, periods, a, b)
    )


def test_thresholds_are_powers_of_b():
    found = store(12, F(1, 10), b=F(2, 3))
    assert found.thresholds == tuple(F(2, 3) ** n for n in range(1, 13))


@pytest.mark.parametrize(("periods", "first"), [(20, 18), (10, 8), (4, 2), (3, 1), (2, 1)])
def test_entry_comes_at_the_end_only(periods: int, first: int):
    """Entrants stay out while the belief exceeds b**n: with 1/10 and b = 1/2 until 3 are to go."""
    assert store(periods, F(1, 10)).first_entry == first


def test_without_doubt_everybody_enters():
    """The paradox of Selten (1978)."""
    found = store(5, F(0))
    assert found.first_entry == 1
    assert all(here.stays_out == here.fights == 0 for here in found.path)
    assert found.path[0].value == 0


def test_the_belief_rises_along_the_path():
    path = store(6, F(1, 10)).path
    assert [here.belief for here in path] == [F(1, 10)] * 3 + [F(1, 10), F(1, 4), F(1, 2)]
    assert path[3].fights == F(1, 10) * F(3, 4) / (F(9, 10) * F(1, 4))
    assert path[4].stays_out == path[5].stays_out == F(1, 2)
    assert path[-1].fights == 0


def test_many_periods_are_worth_nearly_all_of_them():
    """The weak incumbent is left alone in all periods but the last few."""
    assert store(60, F(1, 10)).path[0].value == 2 * 57
    assert store(100, F(1, 1000)).first_entry == 92
