"""Stochastic games refuse what does not fit, and name the state."""

from dataclasses import replace
from fractions import Fraction as F

import pytest

from games.errors import GameError, LimitError
from games.forms import stochastic
from games.forms.stationary import check_stationary, stationary_values
from tests.dynamic.games import pure, random_game

GAME = random_game(1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"transitions": (((((0, F(3, 2)),),) * 2,) * 2, GAME.transitions[1])}, "'s1'.*sum to 3/2"),
        ({"transitions": ((((((0, F(-1)),),) * 2,) * 2), GAME.transitions[1])}, "negative mass"),
        ({"transitions": (((((7, F(1)),),) * 2,) * 2, GAME.transitions[1])}, "number 7"),
        ({"payoffs": GAME.payoffs[:1]}, "2 states but payoffs of 1"),
        ({"discounts": (F(1), F(1))}, r"\[0, 1\)"),
        ({"discounts": (F(1, 2),)}, "1 discounts"),
        ({"states": ("s", "s")}, "two states"),
        ({"initial": ((0, F(1, 2)),)}, "initial.*sum to 1/2"),
        ({"discounts": (F(1), F(1)), "normalised": False}, "goes on with the whole mass"),
    ],
)
def test_what_is_refused(change, words):
    with pytest.raises(GameError, match=words):
        replace(GAME, **change)


def test_unreachable_states_are_named():
    stay = tuple(((((s, F(1)),),) * 2,) * 2 for s in (0, 1))
    assert replace(GAME, transitions=stay).unreachable == ("s2",)


def test_too_many_cells_are_a_limit(monkeypatch):
    monkeypatch.setattr(stochastic, "MAX_CELLS", 7)
    with pytest.raises(LimitError, match="8 cells"):
        replace(GAME)


def test_values_without_weights_are_sums():
    """A payoff of 1 in every period, with delta = 1/2: 2 as a sum, 1 as an average."""
    one = ((((F(1),) * 2,) * 2,) * 2,) * 2
    profile = pure(GAME, ((0, 0), (1, 1)))
    for normalised, value in ((True, 1), (False, 2)):
        game = replace(GAME, payoffs=one, discounts=(F(1, 2),) * 2, normalised=normalised)
        assert stationary_values(game, profile) == ((value, value),) * 2


def test_the_digest_tells_games_apart():
    assert replace(GAME).digest == GAME.digest
    assert replace(GAME, discounts=(F(1, 7),) * 2).digest != GAME.digest


def test_a_profile_must_fit():
    with pytest.raises(GameError, match="sum to 1"):
        check_stationary(GAME, [[(F(1), F(1)), (F(1), F(0))]] * 2)
    with pytest.raises(GameError, match="2 states"):
        check_stationary(GAME, [])
