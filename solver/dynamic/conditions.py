"""The conditions under which play is what it is: one sign question per decision and alternative.

Given a tree with free quantities and values for them, backward induction at the values fixes the
best action everywhere. With play after it held fixed, the payoff of each action is a rational
function of the free quantities, and the best action stays best as long as its payoff less that of
each alternative stays positive. Where all these differences are positive, the equilibrium is the
same one (one-shot deviation principle), so they describe its whole region.

Where several moves are equally good at the values but not beside them, the first is the one that is
held fixed, and every condition whose payoffs rest on that says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from games.errors import GameError, LimitError
from games.exact import Number, RationalFunction, Scalar
from games.forms.extensive import Chance, ExtensiveGame, Node, Terminal
from games.forms.ladder import LadderGame
from solver.dynamic.induction import backward_induction
from solver.dynamic.rungs import straight_climb
from solver.solution.condition import Condition

#: Most nodes of a tree whose payoffs are worked out as functions.
MAX_NODES = 3_000
_AMONG_EQUALS = ", the first move where several are equally good"


def conditions(
    game: ExtensiveGame, values: Mapping[str, Number], *, everywhere: bool = False
) -> tuple[Condition, ...]:
    """Return the conditions for the play at these values, in the order of the nodes.

    game: with quantities left free. values: one for each. On a ladder the conditions are those of
    the straight climb, rung by rung, unless `everywhere`; those of all nodes bound the region.
    Raises `GameError` where the values leave a tie between different payoffs, `LimitError` beyond
    MAX_NODES nodes.
    """
    if len(game.nodes) > MAX_NODES:
        raise LimitError(
            f"conditions(): {len(game.nodes)} nodes; at most {MAX_NODES} are worked out as "
            "functions",
            allowed=f"at most {MAX_NODES}",
        )
    fixed = ExtensiveGame(game.players, tuple(at_values(node, values) for node in game.nodes))
    induction = backward_induction(fixed)
    assert induction is not None
    wanted: set[int] | None = None
    if isinstance(game, LadderGame) and not everywhere:
        wanted = {node for _, node in straight_climb(game)}
    worth: list[tuple[Scalar, ...]] = [()] * len(game.nodes)
    broken = bytearray(len(game.nodes))  # whether its payoffs rest on the choice among equals
    found: list[Condition] = []
    for index in range(len(game.nodes) - 1, -1, -1):
        node = game.nodes[index]
        if isinstance(node, Terminal):
            worth[index] = node.payoffs
            continue
        below = [worth[child] for child in node.children]
        loose = [bool(broken[child]) for child in node.children]
        if isinstance(node, Chance):
            worth[index] = tuple(
                sum((w * x for w, x in zip(node.odds, column, strict=True)), Fraction(0))
                for column in zip(*below, strict=True)
            )
            broken[index] = any(loose)
            continue
        if len(induction.values_at(index)) > 1:
            raise GameError(
                f"conditions(): at {game.name(index)} a tie leaves several payoffs",
                hint="move the values off the tie",
            )
        equals = {action for action, _ in induction.supports(index)}
        best = min(equals)
        worth[index] = below[best]
        broken[index] = any(loose[each] or below[each] != below[best] for each in equals)
        if wanted is None or index in wanted:
            start = f"at {game.name(index)}, {game.players[node.player]} gains by "
            found += reversed(
                [
                    Condition(
                        below[best][node.player] - below[other][node.player],
                        f"{start}{node.actions[best]} over {name}",
                        "as long as play after it stays the same"
                        + (_AMONG_EQUALS if loose[best] or loose[other] else ""),
                    )
                    for other, name in enumerate(node.actions)
                    if other != best
                ]
            )
    return tuple(reversed(found))


def at_values(node: Node, values: Mapping[str, Number]) -> Node:
    """A node with values in place of free quantities."""

    def number(value: Scalar) -> Scalar:
        return value.at(values) if isinstance(value, RationalFunction) else value

    if isinstance(node, Terminal):
        return Terminal(tuple(map(number, node.payoffs)), (), node.label)
    if isinstance(node, Chance):
        return replace(node, odds=tuple(map(number, node.odds)))
    return node
