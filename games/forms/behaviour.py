"""Behaviour strategies of extensive games: what is played at each information set.

A behaviour strategy gives each information set of a player a lottery over its actions; a pure one
puts all weight on one action. With perfect recall every mixed strategy has a behaviour strategy
that reaches every node with the same probability against anything (Kuhn 1953).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from games.errors import GameError
from games.exact import Number
from games.forms.extensive import Chance, Decision, ExtensiveGame, Terminal

#: [information set][action], weights; the sets as in `ExtensiveGame.information_sets`.
BehaviourProfile: TypeAlias = Sequence[Sequence[Number]]


def check_behaviour(game: ExtensiveGame, profile: BehaviourProfile) -> None:
    """Raise `GameError` unless there is one lottery over its actions per information set."""
    if len(profile) != len(game.information_sets):
        raise GameError(
            f"behaviour profile: needs {len(game.information_sets)} lotteries; got {len(profile)}"
        )
    for each, weights in zip(game.information_sets, profile, strict=True):
        if len(weights) != len(each.actions):
            raise GameError(
                f"information set {each.name!r}: needs {len(each.actions)} weights; "
                f"got {len(weights)}"
            )
        if any(weight < 0 for weight in weights) or sum(weights, Fraction(0)) != 1:
            raise GameError(f"information set {each.name!r}: weights must be >= 0 and sum to 1")


def reach(game: ExtensiveGame, profile: BehaviourProfile) -> tuple[Number, ...]:
    """Probability with which each node is reached, [node]."""
    odds: list[Number] = [Fraction(0)] * len(game.nodes)
    odds[0] = Fraction(1)
    for index, node in enumerate(game.nodes):
        if isinstance(node, Terminal) or odds[index] == 0:
            continue
        weights = node.odds if isinstance(node, Chance) else profile[game.set_of[index]]
        for weight, child in zip(weights, node.children, strict=True):
            odds[child] = odds[child] + odds[index] * weight
    return tuple(odds)


def node_values(game: ExtensiveGame, profile: BehaviourProfile) -> tuple[tuple[Number, ...], ...]:
    """Expected payoffs from each node on, [node][player]."""
    values: list[tuple[Number, ...]] = [()] * len(game.nodes)
    for index in range(len(game.nodes) - 1, -1, -1):
        node = game.nodes[index]
        if isinstance(node, Terminal):
            values[index] = node.payoffs
            continue
        weights = profile[game.set_of[index]] if isinstance(node, Decision) else node.odds
        values[index] = tuple(
            sum(
                (
                    w * values[child][player]
                    for w, child in zip(weights, node.children, strict=True)
                ),
                Fraction(0),
            )
            for player in range(len(game.players))
        )
    return tuple(values)


def expected_payoffs(game: ExtensiveGame, profile: BehaviourProfile) -> tuple[Number, ...]:
    """Expected payoffs of a play from the root, [player]."""
    return node_values(game, profile)[0]
