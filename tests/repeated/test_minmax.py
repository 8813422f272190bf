"""Minmax payoffs, by value and by what both sides secure."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from games.errors import GameError
from games.exact import Number
from games.forms.normal import NormalFormGame
from solver.repeated import mixed_minmax, pure_minmax


def mixture(stage: NormalFormGame, player: int, own: int | None, y: tuple[Number, ...]) -> Number:
    """Payoff of the player's pure action against a mixed action of the other."""
    assert own is not None
    pairs = [((own, b) if player == 0 else (b, own), w) for b, w in enumerate(y)]
    return sum((w * stage.payoff(player, a) for a, w in pairs), Fraction(0))


def test_mixed_punishment_is_harsher_than_pure() -> None:
    # Fudenberg and Tirole (1991), figure 5.1.
    stage = NormalFormGame.from_bimatrix([[-2, 1], [1, -2], [0, 0]], [[2, -2], [-2, 2], [1, 1]])
    assert [pure_minmax(stage, i).value for i in (0, 1)] == [1, 1]
    first, second = (mixed_minmax(stage, i) for i in (0, 1))
    assert (first.value, second.value) == (0, 0)
    assert Fraction(1, 3) <= first.punishment[0] <= Fraction(2, 3)
    assert second.punishment == (Fraction(1, 2), Fraction(1, 2), 0)


def test_both_sides_of_the_value() -> None:
    rng = random.Random(5)
    for _ in range(60):
        m, n = rng.randint(1, 4), rng.randint(1, 4)
        stage = NormalFormGame.from_bimatrix(
            *([[rng.randint(-5, 5) for _ in range(n)] for _ in range(m)] for _ in range(2))
        )
        for player in (0, 1):
            found = mixed_minmax(stage, player)
            sizes = stage.shape
            assert sum(found.punishment) == 1
            assert sum(found.defence) == 1
            assert min(found.punishment) >= 0
            assert min(found.defence) >= 0
            replies = [mixture(stage, player, a, found.punishment) for a in range(sizes[player])]
            assert max(replies) == found.value
            secured = [
                sum(
                    (
                        w * stage.payoff(player, (a, b) if player == 0 else (b, a))
                        for a, w in enumerate(found.defence)
                    ),
                    Fraction(0),
                )
                for b in range(sizes[1 - player])
            ]
            assert min(secured) == found.value
            assert found.value <= pure_minmax(stage, player).value


def test_three_players() -> None:
    cube = [[[0, 1], [2, 3]], [[4, 0], [1, 1]]]
    stage = NormalFormGame(("a", "b", "c"), (("x", "y"),) * 3, (cube, cube, cube))
    assert pure_minmax(stage, 0).value == 1
    assert pure_minmax(stage, 0).profile == (0, 0, 1)
    with pytest.raises(GameError, match="two players are supported; got 3"):
        mixed_minmax(stage, 0)
