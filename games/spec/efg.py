"""Gambit's .efg files as specs of kind `extensive`, so that whatever takes a spec takes them too.

Addresses are payoffs.NODE.PLAYER and odds.NODE.ACTION; NODE is the node's label where no other has
it, else its number in the order of the file. The format has no word for seeking power.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from games.errors import DetenteError, Place
from games.forms.extensive import Chance, ExtensiveGame, Terminal
from games.spec.quantity import Quantity, Scope
from games.spec.realisation import Realisation
from games.spec.tree import List, Map, Mark, Node, Text

_HEADER = re.compile(r"\s*EFG\s+[0-9]")


def is_efg(text: str, name: str) -> bool:
    """Whether this is a Gambit extensive game, by its name or its first word."""
    return _HEADER.match(text) is not None or name.lower().endswith(".efg")


def read(text: str, name: str) -> ExtensiveGame:
    """The game of a .efg file; errors carry the name of the file."""
    from games.forms.efg import read_efg

    try:
        return read_efg(text, name)
    except DetenteError as error:
        if error.place.file is None:
            error.place = Place(name, error.place.line, error.place.column, error.place.key)
        raise


def document_of(game: ExtensiveGame) -> Any:
    """The model of the spec that stands for a game, without its nodes."""
    from games.spec.kinds.extensive import ExtensiveDocument, TreePlayer

    return ExtensiveDocument.model_construct(
        detente="1",
        title=game.title.strip() or None,
        players=[TreePlayer.model_construct(name=name, seeking=None) for name in game.players],
    )


def realisation(game: ExtensiveGame) -> tuple[Scope, Realisation]:
    """The game as a realised spec."""
    scope = Scope(Map(Mark("<game>"), {}))
    scope.later = lambda: _quantities(game)
    return scope, Realisation("extensive", form=game, title=game.title)


def _names(game: ExtensiveGame) -> list[str]:
    """A name for each node that no other has."""
    seen = Counter(node.label for node in game.nodes)
    names = [
        node.label if node.label and seen[node.label] == 1 else f"node {index}"
        for index, node in enumerate(game.nodes)
    ]
    if len(set(names)) == len(names):
        return names
    return [f"node {index}" for index in range(len(names))]


def _quantities(game: ExtensiveGame) -> Iterator[Quantity]:
    names = _names(game)
    for name, node in zip(names, game.nodes, strict=True):
        path = ("game", "nodes", name)
        if isinstance(node, Terminal):
            for index, (player, value) in enumerate(zip(game.players, node.payoffs, strict=True)):
                yield Quantity(
                    f"payoffs.{name}.{player}",
                    value,
                    None,
                    None,
                    f"payoff of {player} at {name}",
                    path=(*path, "payoffs", index),
                )


def extensive_tree(game: ExtensiveGame) -> Node:
    """An extensive game with rational numbers as the tree of a spec of kind `extensive`."""
    from games.exact import text

    where = Mark("<game>")

    def scalar(value: str) -> Text:
        return Text(where, value)

    def mapping(entries: dict[str, Node]) -> Map:
        return Map(where, entries, dict.fromkeys(entries, where))

    names = _names(game)
    nodes: dict[str, Node] = {}
    for name, node in zip(names, game.nodes, strict=True):
        if isinstance(node, Terminal):
            payoffs = List(where, tuple(scalar(text(value)) for value in node.payoffs))
            nodes[name] = mapping({"payoffs": payoffs})
            continue
        actions = node.actions or tuple(str(n + 1) for n in range(len(node.children)))
        moves: Node = mapping(
            {a: scalar(names[c]) for a, c in zip(actions, node.children, strict=True)}
        )
        if isinstance(node, Chance):
            odds = {a: scalar(text(share)) for a, share in zip(actions, node.odds, strict=True)}
            nodes[name] = mapping({"odds": mapping(dict(odds)), "moves": moves})
            continue
        block: dict[str, Node] = {"player": scalar(game.players[node.player])}
        if node.information_set:
            block["information_set"] = scalar(node.information_set)
        nodes[name] = mapping({**block, "moves": moves})
    players: list[Node] = []
    for index, player in enumerate(game.players):
        entry: dict[str, Node] = {"name": scalar(player)}
        if game.seeking is not None:
            seeking = tuple(scalar(action) for action in sorted(game.seeking[index]))
            entry["seeking"] = List(where, seeking)
        players.append(mapping(entry))
    entries: dict[str, Node] = {"detente": scalar("1")}
    if game.title.strip():
        entries["title"] = scalar(game.title)
    entries["players"] = List(where, tuple(players))
    entries["game"] = mapping(
        {"kind": scalar("extensive"), "root": scalar(names[0]), "nodes": mapping(nodes)}
    )
    return mapping(entries)
