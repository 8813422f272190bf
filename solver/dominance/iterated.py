"""Iterated elimination of dominated actions.

Strict: the order of elimination does not matter; what survives every order is the same set, and
for two players it is the set of rationalisable actions (Pearce 1984; Bernheim 1984). Weak: the
order matters, so it is fixed: in every round all actions that are weakly dominated in the game
that is left, by a pure or a mixed strategy, are removed at once, for all players together.
"""

from __future__ import annotations

from dataclasses import dataclass

from games.forms.normal import NormalFormGame
from solver.dominance.dominated import (
    Domination,
    Kind,
    Remaining,
    dominated_actions,
    everything,
)


@dataclass(frozen=True)
class Elimination:
    """What was removed in each round, and what is left.

    order: in words. solvable: exactly one action of every player is left.
    """

    kind: Kind
    order: str
    rounds: tuple[tuple[Domination, ...], ...]
    remaining: Remaining

    @property
    def solvable(self) -> bool:
        """Whether one profile is left."""
        return all(len(actions) == 1 for actions in self.remaining)


_ORDER: dict[Kind, str] = {
    "strict": "all dominated actions at once; any order leaves the same actions",
    "weak": "in every round all dominated actions of all players at once; another order may"
    " leave other actions",
}


def iterated_elimination(game: NormalFormGame, kind: Kind = "strict") -> Elimination:
    """Remove dominated actions round by round until none is left."""
    remaining = everything(game)
    rounds: list[tuple[Domination, ...]] = []
    while True:
        found = dominated_actions(game, kind, remaining)
        if not found:
            return Elimination(kind, _ORDER[kind], tuple(rounds), remaining)
        rounds.append(found)
        gone = {(item.player, item.action) for item in found}
        remaining = tuple(
            tuple(action for action in actions if (player, action) not in gone)
            for player, actions in enumerate(remaining)
        )
