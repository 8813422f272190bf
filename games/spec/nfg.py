"""Gambit's .nfg files as specs of kind `matrix`, so that whatever takes a spec takes them too.

Every quantity has its address there as well (payoffs.PLAYER.ACTION..), the digest is that of the
same game written as a spec. The format has no word for seeking power, so there is no verdict.
"""

from __future__ import annotations

import re
from typing import Any

from games.errors import DetenteError, Place
from games.forms.normal import NormalFormGame
from games.spec.quantity import Scope
from games.spec.realisation import Realisation, Tables
from games.spec.tree import List, Map, Mark, Node, Text

_HEADER = re.compile(r"\s*NFG\s+[0-9]")


def is_nfg(text: str, name: str) -> bool:
    """Whether this is a Gambit strategic game, by its name or its first word."""
    return _HEADER.match(text) is not None or name.lower().endswith(".nfg")


def read(text: str, name: str) -> NormalFormGame:
    """The game of a .nfg file; errors carry the name of the file."""
    from games.forms.nfg import read_nfg

    try:
        return read_nfg(text, name)
    except DetenteError as error:
        if error.place.file is None:
            error.place = Place(name, error.place.line, error.place.column, error.place.key)
        raise


def document_of(game: NormalFormGame) -> Any:
    """The model of the spec that stands for a game, without its payoffs."""
    from games.spec.blocks import Player
    from games.spec.kinds.matrix import MatrixDocument

    seeking = game.seeking or [None] * len(game.players)
    return MatrixDocument.model_construct(
        detente="1",
        title=game.title.strip() or None,
        players=[
            Player.model_construct(
                name=name,
                actions=list(actions),
                seeking=None if chosen is None else [actions[i] for i in sorted(chosen)],
            )
            for name, actions, chosen in zip(game.players, game.actions, seeking, strict=True)
        ],
    )


def realisation(game: NormalFormGame) -> tuple[Scope, Realisation]:
    """The game as a realised spec."""
    from games.spec.kinds.matrix import entries_of

    tables = Tables(game.players, game.actions, game.payoffs, game.seeking, game.measures)
    scope = Scope(Map(Mark("<game>"), {}))
    scope.later = lambda: entries_of(tables, ("game",), game.players)
    return scope, Realisation("matrix", tables=tables, title=game.title)


def matrix_tree(game: Any, mark: Mark | None = None) -> Node:
    """A game in normal form with rational payoffs as the tree of a spec of kind `matrix`."""
    from games.exact import text

    where = mark or Mark("<game>")

    def scalar(value: str) -> Text:
        return Text(where, value)

    def mapping(**entries: Node) -> Map:
        return Map(where, entries, dict.fromkeys(entries, where))

    def table(entry: Any) -> Node:
        if isinstance(entry, tuple):
            return List(where, tuple(map(table, entry)))
        return scalar(text(entry))

    def names(items: Any) -> List:
        return List(where, tuple(map(scalar, items)))

    players: list[Node] = []
    for index, (player, actions) in enumerate(zip(game.players, game.actions, strict=True)):
        block: dict[str, Node] = {"name": scalar(player), "actions": names(actions)}
        if game.seeking is not None:
            block["seeking"] = names(actions[i] for i in sorted(game.seeking[index]))
        players.append(mapping(**block))
    payoffs = dict(zip(game.players, map(table, game.payoffs), strict=True))
    entries: dict[str, Node] = {"detente": scalar("1")}
    if game.title.strip():
        entries["title"] = scalar(game.title)
    entries["players"] = List(where, tuple(players))
    entries["game"] = mapping(
        kind=scalar("matrix"),
        payoffs=Map(where, payoffs, dict.fromkeys(payoffs, where)),
    )
    return mapping(**entries)
