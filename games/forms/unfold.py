"""The tree that a folded game stands for: each shared subtree once per way of reaching it."""

from __future__ import annotations

from games.errors import LimitError
from games.forms.extensive import Chance, Decision, ExtensiveGame, Node, Terminal, children

#: Most nodes of an unfolded tree.
MAX_NODES = 100_000


def unfold(game: ExtensiveGame, limit: int = MAX_NODES) -> ExtensiveGame:
    """Write a game as a tree with one parent per node, numbered in prefix order.

    Names of nodes become their labels. Raises `LimitError` beyond `limit` nodes, before the work.
    """
    sizes: dict[int, int] = {}
    for index in range(len(game.nodes) - 1, -1, -1):
        below = sum(sizes[child] for child in children(game.nodes[index]))
        sizes[index] = min(1 + below, limit + 1)
    if sizes[0] > limit:
        raise LimitError(
            f"written out as a tree the game has more than {limit} nodes",
            allowed=f"at most {limit}",
            hint="equal subtrees are stored once here; solve it as it is, or make it shorter",
        )
    nodes: list[Node] = []
    size: dict[int, int] = sizes

    def placed(index: int, number: int) -> Node:
        """The node with its moves renumbered: each subtree follows the one before it."""
        at = game.nodes[index]
        if isinstance(at, Terminal):
            return Terminal(at.payoffs, at.measures, at.label and game.name(index))
        label = game.name(index)
        goals, after = [], number + 1
        for child in at.children:
            goals.append(after)
            after += size[child]
        if isinstance(at, Chance):
            return Chance(at.odds, tuple(goals), at.actions, label)
        return Decision(at.player, at.actions, tuple(goals), at.information_set, label)

    stack = [0]
    while stack:
        index = stack.pop()
        nodes.append(placed(index, len(nodes)))
        stack += reversed(children(game.nodes[index]))
    return ExtensiveGame(game.players, tuple(nodes), game.measures, game.seeking, game.title)
