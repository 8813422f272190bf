"""Games that several tests of repeated play share."""

from __future__ import annotations

import random
from fractions import Fraction

from games.forms.normal import NormalFormGame
from games.forms.repeated import RepeatedGame


def dilemma(t: int, r: int, p: int, s: int) -> NormalFormGame:
    """Prisoner's Dilemma with temptation, reward, punishment and sucker's payoff."""
    return NormalFormGame.from_bimatrix(
        [[r, s], [t, p]],
        [[r, t], [s, p]],
        actions=(("hold", "seek"), ("hold", "seek")),
        seeking=(frozenset({1}), frozenset({1})),
    )


def bimatrix(rng: random.Random, m: int, n: int, top: int) -> NormalFormGame:
    """Random integer payoffs in 0..top."""
    return NormalFormGame.from_bimatrix(
        *([[rng.randint(0, top) for _ in range(n)] for _ in range(m)] for _ in range(2))
    )


def repeated(stage: NormalFormGame, discount: Fraction | str) -> RepeatedGame:
    """The repeated game with one discount factor."""
    return RepeatedGame.with_common_discount(stage, Fraction(discount))
