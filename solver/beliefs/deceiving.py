"""What a type gains by deceiving, and what raises or lowers it.

The gain of type t from deceiving is what it gets when its hold is trusted, with its best move
later, less what it gets when it is pre-empted. With common beliefs, for a type that strikes,

    (1-d) (1-c) (eta (1-k) + k phi),

so growth and surprise are the reward of waiting; win probability and grab are no part of it. Where
its hold is inspected it gets only the part P(clear) of that. One quantity at a time is left open,
the others as the spec has them, and its derivative taken of the game's own payoffs; what follows
from the quantity (the grab from the stakes, shares from power) moves along.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from games.errors import DetenteError
from games.exact import Number, Scalar, parameter, sign
from games.forms.signalling import SignallingGame
from games.world.scalars import is_number
from solver.beliefs.coup import HOLD, TRUST, Coup, trust_odds

if TYPE_CHECKING:
    from games.spec import Spec

_PREEMPT = 1


@dataclass(frozen=True)
class Driver:
    """A quantity that moves the gain. value: of the quantity; slope: the derivative of the gain."""

    address: str
    value: Number
    slope: Number


@dataclass(frozen=True)
class Gain:
    """What a type gains by deceiving.

    move: its later move, "strike" or "refrain". gain: when trusted for sure. cleared: [reply] the
    part of it that is left when its hold is met by a reply, by name. drivers: the quantities whose
    derivative is not 0. idle: those that leave it as it is.
    """

    type: str
    move: str
    gain: Number
    cleared: tuple[tuple[str, Number], ...]
    drivers: tuple[Driver, ...]
    idle: tuple[str, ...]


def gains(spec: Spec, game: SignallingGame, told: Coup) -> tuple[Gain, ...]:
    """One entry for each type that would be pre-empted if it were known and has one best move."""
    found = []
    for t, story in enumerate(told.types):
        trusted = game.messages[HOLD].replies[TRUST]
        pays = [row[0] for row in trusted.payoffs[t]]
        best = [move for move, pay in enumerate(pays) if pay == max(pays)]
        if not story.preempted or len(best) > 1 or len(game.players) > 2:
            continue
        gain = _gain(game, t, best[0])
        drivers, idle = _drivers(spec, t, best[0])
        cleared = tuple(
            (reply.name, odds * gain)
            for reply, odds in zip(
                game.messages[HOLD].replies, trust_odds(game, HOLD, t), strict=True
            )
            if reply.inspection is not None
        )
        found.append(Gain(story.name, trusted.moves[best[0]], gain, cleared, drivers, idle))
    return tuple(found)


def _gain(game: SignallingGame, t: int, move: int) -> Scalar:
    trusted, fought = game.messages[HOLD].replies[:2]
    return trusted.payoffs[t][move][0] - fought.payoffs[t][0][0]


def _drivers(spec: Spec, t: int, move: int) -> tuple[tuple[Driver, ...], tuple[str, ...]]:
    found, idle = [], []
    for quantity in spec.quantities():
        address = quantity.address
        if not quantity.free or address.startswith(("power.", "inspection.")):
            continue
        try:
            game: SignallingGame = spec.realise({address: parameter("x")}).form
            gain = _gain(game, t, move)
        except DetenteError:
            continue
        if is_number(gain):
            idle.append(address)
            continue
        slope = gain.derivative("x")
        slope = slope if is_number(slope) else slope.at({"x": quantity.value})
        if sign(slope) == 0:
            idle.append(address)
        else:
            found.append(Driver(address, quantity.value, slope))
    return tuple(found), tuple(idle)
