"""Minmax payoffs: the worst the others can hold a player to, pure and mixed.

Pure:   v_i = min over a_-i of max over a_i of g_i(a_i, a_-i).
Mixed (two players): w_i = min over y of max over a_i of sum_b y_b g_i(a_i, b), y a mixed action of
the other. With all payoffs shifted to G > 0 it is the linear programme (Dantzig 1951)

    maximise sum z  subject to  G z <= 1, z >= 0;   w = 1 / sum z,  y = w z,

whose dual gives the player's own maximin action, so that both sides of the value are shown.
w_i <= v_i, often strictly. In repeated play with pure actions and public lotteries the pure minmax
is the bound: a lottery is drawn in public, before the actions, and hides nothing.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction

from games.errors import GameError
from games.exact import Number
from games.forms.normal import NormalFormGame, Profile
from games.forms.repeated import best_deviation
from solver.geometry import maximise
from solver.solution.equilibrium import MixedStrategy


@dataclass(frozen=True)
class PureMinmax:
    """value, and the profile in which the others punish and the player replies best."""

    player: int
    value: Number
    profile: Profile


@dataclass(frozen=True)
class MixedMinmax:
    """value; the punisher's mixed action; the player's own that secures the value."""

    player: int
    value: Number
    punishment: MixedStrategy
    defence: MixedStrategy


def pure_minmax(stage: NormalFormGame, player: int) -> PureMinmax:
    """Return the pure minmax of one player, any number of players."""
    best: PureMinmax | None = None
    ranges = [range(size) if i != player else range(1) for i, size in enumerate(stage.shape)]
    for profile in itertools.product(*ranges):
        action, value = best_deviation(stage, player, profile)
        if best is None or value < best.value:
            punished = (*profile[:player], action, *profile[player + 1 :])
            best = PureMinmax(player, value, punished)
    assert best is not None
    return best


def mixed_minmax(stage: NormalFormGame, player: int) -> MixedMinmax:
    """Return the mixed minmax of one player of a two-player stage game.

    Raises `GameError` for more players: the value would be a root of a polynomial system.
    """
    if len(stage.players) != 2:
        raise GameError(
            f"mixed_minmax(): two players are supported; got {len(stage.players)}",
            allowed="2 players",
            hint="the pure minmax serves any number of players",
        )
    other = 1 - player
    own, others = stage.shape[player], stage.shape[other]

    def payoff(action: int, against: int) -> Number:
        return stage.payoff(player, (action, against) if player == 0 else (against, action))

    table = [[payoff(a, b) for b in range(others)] for a in range(own)]
    lowest = table[0][0]
    for row in table:
        for entry in row:
            if entry < lowest:
                lowest = entry
    shift = 1 - lowest
    optimum = maximise(
        [Fraction(1)] * others,
        [[entry + shift for entry in row] for row in table],
        [Fraction(1)] * own,
    )
    assert optimum.value is not None
    assert optimum.primal is not None
    assert optimum.dual is not None
    value = 1 / optimum.value
    return MixedMinmax(
        player,
        value - shift,
        tuple(value * weight for weight in optimum.primal),
        tuple(value * weight for weight in optimum.dual),
    )
