"""Expected payoffs and best replies from their definition."""

from fractions import Fraction

import pytest

from games.errors import GameError
from games.forms.mixed import (
    action_payoffs,
    best_replies,
    check_profile,
    expected_payoff,
    is_equilibrium,
    support,
)
from games.forms.normal import NormalFormGame

PENNIES = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
half = Fraction(1, 2)
third = Fraction(1, 3)


def test_matching_pennies():
    profile = ((third, 1 - third), (half, half))
    assert expected_payoff(PENNIES, 0, profile) == 0
    assert action_payoffs(PENNIES, 1, profile) == (third, -third)
    assert best_replies(PENNIES, 0, profile) == (0, 1)
    assert best_replies(PENNIES, 1, profile) == (0,)
    assert not is_equilibrium(PENNIES, profile)
    assert is_equilibrium(PENNIES, ((half, half), (half, half)))
    assert support((Fraction(0), half, half)) == (1, 2)


def test_three_players_draw_independently():
    # Player 1 is paid 1 if all three match on the first action.
    table = (((1, 0), (0, 0)), ((0, 0), (0, 0)))
    game = NormalFormGame(("a", "b", "c"), (("s", "t"),) * 3, (table,) * 3)
    profile = ((half, half), (third, 1 - third), (Fraction(1, 5), Fraction(4, 5)))
    assert expected_payoff(game, 0, profile) == Fraction(1, 30)
    assert action_payoffs(game, 0, profile) == (Fraction(1, 15), 0)


@pytest.mark.parametrize(
    "profile",
    [
        ((half, half),),
        ((1,), (half, half)),
        ((half, third), (half, half)),
        ((Fraction(3, 2), -half), (half, half)),
    ],
)
def test_what_is_no_profile_is_refused(profile):
    with pytest.raises(GameError, match=r"strateg|profile"):
        check_profile(PENNIES, profile)
