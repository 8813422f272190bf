"""A ladder rung by rung: who would do what if play climbed straight up to it.

The position of rung j is the one that j escalations in a row lead to, without conflict: the party
to move there, its optimal moves, and what the equilibria of that subgame bring. A side's rung of
backing down is the first one at which backing down is optimal for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from games.exact import Number
from games.forms.extensive import Chance, Decision
from games.forms.ladder import BACK_DOWN, ESCALATE, LadderGame
from solver.dynamic.induction import Induction

#: Rungs whose values are worked out; of further ones only the optimal moves are.
MOST_VALUED = 60


@dataclass(frozen=True)
class RungPosition:
    """The position at which a straight climb reaches a rung.

    optimal: the actions of some equilibrium there. payoffs: [player], (least, greatest) over the
    equilibria of the subgame; conflict, loss: likewise. None beyond MOST_VALUED rungs.
    """

    rung: int
    node: int
    player: int
    optimal: tuple[str, ...]
    payoffs: tuple[tuple[Number, Number], ...] | None = None
    conflict: tuple[Number, Number] | None = None
    loss: tuple[Number, Number] | None = None

    @property
    def is_peaceful(self) -> bool | None:
        """Whether no equilibrium from here on risks conflict; None where it was not worked out."""
        return None if self.conflict is None else self.conflict[1] == 0


def straight_climb(game: LadderGame) -> Iterator[tuple[int, int]]:
    """Pairs (rung, node) of a climb without hold or conflict, from rung 0 up."""
    node = 0
    rung = 0
    while isinstance(at := game.nodes[node], Decision):
        yield rung, node
        node = at.children[at.actions.index(ESCALATE)]
        after = game.nodes[node]
        if isinstance(after, Chance):
            node = after.children[1]
        rung += 1


def rung_positions(induction: Induction) -> tuple[RungPosition, ...]:
    """Every rung that a straight climb reaches."""
    game = induction.game
    assert isinstance(game, LadderGame)
    climb = list(straight_climb(game))
    values = {}
    for rung, node in reversed(climb[:MOST_VALUED]):
        values[rung] = [
            (min(column), max(column)) for column in zip(*induction.vectors(node), strict=True)
        ]
    found = []
    for rung, node in climb:
        at = game.nodes[node]
        assert isinstance(at, Decision)
        optimal = tuple(dict.fromkeys(at.actions[action] for action, _ in induction.supports(node)))
        spans = values.get(rung)
        if spans is None:
            found.append(RungPosition(rung, node, at.player, optimal))
        else:
            found.append(
                RungPosition(rung, node, at.player, optimal, tuple(spans[:2]), spans[2], spans[3])
            )
    return tuple(found)


def backs_down_at(positions: tuple[RungPosition, ...], player: int) -> int | None:
    """The first rung of a straight climb at which backing down is optimal for a player."""
    return next(
        (each.rung for each in positions if each.player == player and BACK_DOWN in each.optimal),
        None,
    )
