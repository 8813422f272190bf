"""The certificate of backward induction: every node's values, the count, and some equilibria."""

from __future__ import annotations

from typing import Any

from games.exact import to_json
from games.forms.extensive import Chance, ExtensiveGame, Terminal
from solver.dynamic.equilibria import EquilibriumGraph
from solver.solution.certificate import Certificate

#: Larger trees get no certificate: it lists the values of every node, exactly.
MOST_NODES = 2_000
#: Equilibria listed in a certificate, where the tree shares no nodes.
MOST_LISTED = 20


def plain_tree(game: ExtensiveGame) -> dict[str, Any]:
    """Players and nodes as JSON types, measures behind the payoffs."""
    nodes: list[dict[str, Any]] = []
    for node in game.nodes:
        if isinstance(node, Terminal):
            nodes.append({"payoffs": [to_json(x) for x in (*node.payoffs, *node.measures)]})
        elif isinstance(node, Chance):
            nodes.append({"odds": [to_json(x) for x in node.odds], "moves": list(node.children)})
        else:
            nodes.append({"player": node.player, "moves": list(node.children)})
    return {"players": list(game.players), "nodes": nodes}


def subgame_perfect_certificate(graph: EquilibriumGraph) -> Certificate:
    """Claim the values of every node, the number of equilibria, and the first few of them."""
    induction = graph.induction
    game = induction.game
    count = graph.count
    listed: list[dict[str, int]] = []
    if count is not None and not game.has_shared_nodes:
        listed = [
            {str(node): action for node, action in graph.equilibrium(number).items()}
            for number in range(min(count, MOST_LISTED))
        ]
    return Certificate(
        "subgame_perfect",
        plain_tree(game),
        {
            "values": [
                [[to_json(x) for x in vector] for vector in induction.vectors(node)]
                for node in range(len(game.nodes))
            ],
            "count": None if count is None else str(count),
            "equilibria": listed,
        },
    )
