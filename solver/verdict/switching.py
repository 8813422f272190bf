"""The switching functions: on whose signs the verdict of a game with two actions each turns.

In a 2x2 game let g_i(b) be player i's gain from seeking rather than holding when the other plays
b. Each player's best replies against every mixture of the other are read off the signs of its two
gains (against a mixture the gain is their weighted mean), so those four signs decide the supports
of all extreme equilibria, which actions are dominated and hence every class of the verdict. Where a
world stands behind the game, the signs of the parties' status quo V_i decide for whom destruction
pays. Nothing else enters the verdict vector.

The builders of games run on rational functions, so each switching function comes out as a quotient
N(t)/D(t) of polynomials in a freed quantity t; its sign can change only at roots of N or D.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from games.exact import Scalar
from solver.solution.condition import Condition


class Tabulated(Protocol):
    """What a game needs to show to have its conditions read: tables over any field."""

    @property
    def players(self) -> tuple[str, ...]:
        """Names."""

    @property
    def actions(self) -> tuple[tuple[str, ...], ...]:
        """[player][action] names."""

    @property
    def payoffs(self) -> tuple[Any, ...]:
        """[player][a_0][a_1], over any field."""

    @property
    def seeking(self) -> tuple[frozenset[int], ...] | None:
        """[player], the actions that seek."""


def two_by_two(game: Tabulated) -> bool:
    """Whether the game is one of two players with one action to hold and one to seek each."""
    return (
        len(game.players) == 2
        and all(len(actions) == 2 for actions in game.actions)
        and game.seeking is not None
        and all(len(chosen) == 1 for chosen in game.seeking)
    )


def conditions(
    game: Tabulated, status_quo: Sequence[Scalar] | None = None
) -> tuple[Condition, ...]:
    """The switching functions of a 2x2 game, each with what it means where it is positive.

    status_quo: [player], V_i; None for games without a world. For larger games, the gains of every
    seeking over every holding action against every pure action of the others: they decide the
    pure equilibria, not the mixed ones. None for games that do not say which actions seek.
    """
    if game.seeking is None:
        return ()
    validity = "everywhere" if two_by_two(game) else "decides pure equilibria only"
    found: list[Condition] = []
    if len(game.players) == 2:
        for player, seeking in enumerate(game.seeking):
            rival = 1 - player
            marked = game.seeking[rival]
            answers = range(len(game.actions[rival]))
            # The other's holding actions first, so that the order is that of the meaning.
            for other in sorted(answers, key=marked.__contains__):
                answer = game.actions[rival][other]
                for seek in sorted(seeking):
                    for hold in range(len(game.actions[player])):
                        if hold in seeking:
                            continue
                        gain = _pay(game, player, seek, other) - _pay(game, player, hold, other)
                        names = game.actions[player]
                        meaning = (
                            f"{game.players[player]} gains by {names[seek]} rather than "
                            f"{names[hold]} when {game.players[rival]} plays {answer}"
                        )
                        found.append(Condition(gain, meaning, validity))
    for name, value in zip(game.players, status_quo or (), strict=False):
        found.append(
            Condition(value, f"the status quo is worth something to {name}: destruction is a loss")
        )
    return tuple(found)


def _pay(game: Tabulated, player: int, own: int, other: int) -> Scalar:
    table = game.payoffs[player]
    return table[own][other] if player == 0 else table[other][own]
