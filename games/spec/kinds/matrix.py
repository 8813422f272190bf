"""Kind `matrix`: a game in normal form whose payoffs are given, as numbers or expressions.

Payoffs are nested lists, [action of the first player][of the second].. for each player. With
`symmetric: true`, two players with the same actions, B[i][j] = A[j][i].
Quantities: the named parameters; every entry has the address payoffs.PLAYER.ACTION.ACTION...
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterator
from typing import Annotated, Any

from pydantic import Field

from games.forms.normal import lookup
from games.spec.blocks import Block, Document, Player
from games.spec.canonical import Writer
from games.spec.leaves import Flag, Nested, choice, closest
from games.spec.quantity import Quantity, Scope
from games.spec.realisation import Realisation, Tables
from games.spec.tree import Path
from games.spec.validate import comma_hint, fail


class MatrixGame(Block):
    """Payoffs of every player."""

    kind: Annotated[str, choice("matrix")]
    symmetric: Flag = Field(
        False, description="the second player's payoffs are the transpose of the first's"
    )
    payoffs: dict[str, Nested] = Field(
        description="player: lists of numbers or expressions, [action of player 1][of player 2].."
    )


class MatrixDocument(Document):
    """A spec whose payoffs are given."""

    players: list[Player]
    game: MatrixGame


MODEL = MatrixDocument

TEMPLATE = """\
detente: 1                        # version of the spec format
title: A game given by its payoffs
parameters:                       # named values that payoffs may use; `--set x=1/3` changes one
  x: {value: 1/4, range: [0, 1], meaning: pull of the first action}
players:                          # `seeking` says which actions seek power; without it there are
  - {name: row,    actions: [hold, seek], seeking: [seek]}      # equilibria but no verdict
  - {name: column, actions: [hold, seek], seeking: [seek]}
game:
  kind: matrix
  symmetric: true                 # column's payoffs are the transpose of row's
  payoffs:
    row:                          # one list per action of the first player, one entry per action
      - [x/2,   x]                # of the second; numbers or expressions, all exact
      - [1 - x, (1 - x)/2]
"""


def build(document: MatrixDocument, scope: Scope) -> Realisation:
    """Tables of the payoffs as given."""
    tables = matrix_tables(document.players, document.game, scope, ("game",))
    scope.later = lambda: entries_of(tables, ("game",), document.game.payoffs)
    return Realisation("matrix", tables=tables, title=document.title or "")


def canonical(writer: Writer, document: MatrixDocument, realisation: Realisation) -> dict[str, Any]:
    """Players and payoffs, all of them, with what `symmetric` stands for written out."""
    tables = realisation.tables
    assert tables is not None
    return matrix_body(writer, document, tables, document.game if document.parameters else None)


def matrix_body(
    writer: Writer, document: Any, tables: Tables, game: MatrixGame | None
) -> dict[str, Any]:
    """Canonical players and matrix block; game: the block as given, where parameters occur."""
    payoffs: Any = dict(zip(tables.players, tables.payoffs, strict=True))
    if game is not None:
        payoffs = dict(game.payoffs)
        if game.symmetric:
            payoffs[tables.players[1]] = tuple(zip(*payoffs[tables.players[0]], strict=True))
    players = [writer.plain(player) for player in document.players]
    for player in players:
        if "seeking" in player:
            player["seeking"].sort()
    return {"players": players, "game": {"kind": "matrix", "payoffs": writer.plain(payoffs)}}


def entries_of(tables: Tables, path: Path, players: Container[str]) -> Iterator[Quantity]:
    """Every entry of these players' tables in a matrix block at `path`, as a quantity."""
    for player, table in zip(tables.players, tables.payoffs, strict=True):
        if player not in players:
            continue
        for profile in itertools.product(*(range(len(names)) for names in tables.actions)):
            actions = (names[i] for names, i in zip(tables.actions, profile, strict=True))
            yield Quantity(
                ".".join(("payoffs", player, *actions)),
                lookup(table, profile),
                None,
                None,
                f"payoff of {player}",
                path=(*path, "payoffs", player, *profile),
            )


def matrix_tables(players: list[Player], game: MatrixGame, scope: Scope, path: Path) -> Tables:
    """Payoff tables of a matrix block that stands at `path`."""
    names = [player.name for player in players]
    _check_players(players, scope)
    shape = [len(player.actions) for player in players]
    for name in game.payoffs:
        if name not in names:
            fail(
                scope.tree,
                (*path, "payoffs", name),
                f"there is no player `{name}`; the players are {', '.join(names)}",
                found=name,
                allowed=", ".join(names),
                hint=closest(name, names),
            )
    entries = {
        name: _table(game.payoffs[name], players, name, shape, scope, (*path, "payoffs", name))
        for name in names
        if name in game.payoffs
    }
    if game.symmetric:
        _transpose(players, entries, scope, path)
    for name in names:
        if name not in entries:
            fail(
                scope.tree,
                (*path, "payoffs"),
                f"the payoffs of `{name}` are missing",
                allowed=name,
                hint="`symmetric: true` makes them the transpose" if len(names) == 2 else None,
            )
    return Tables(
        tuple(names),
        tuple(tuple(player.actions) for player in players),
        tuple(entries[name] for name in names),
        seeking_of(players, scope),
    )


def _check_players(players: list[Player], scope: Scope) -> None:
    if not players:
        fail(scope.tree, ("players",), "a game needs at least one player")
    for index, player in enumerate(players):
        path: Path = ("players", index)
        if player.name in [other.name for other in players[:index]]:
            fail(scope.tree, (*path, "name"), f"the name `{player.name}` is given twice")
        if not player.actions:
            fail(scope.tree, (*path, "actions"), "a player needs at least one action")
        for number, action in enumerate(player.actions):
            if action in player.actions[:number]:
                fail(
                    scope.tree, (*path, "actions", number), f"the action `{action}` is given twice"
                )


def seeking_of(players: list[Player], scope: Scope) -> tuple[frozenset[int], ...] | None:
    """Indices of the actions that count as seeking, or None where no player says."""
    if all(player.seeking is None for player in players):
        return None
    chosen = []
    for index, player in enumerate(players):
        path: Path = ("players", index)
        if player.seeking is None:
            fail(
                scope.tree,
                path,
                f"the key `seeking` is missing for `{player.name}`; other players have it",
                hint="write `seeking: []` if none of its actions seeks power",
            )
        for number, action in enumerate(player.seeking):
            if action not in player.actions:
                fail(
                    scope.tree,
                    (*path, "seeking", number),
                    f"`{player.name}` has no action `{action}`; its actions are "
                    f"{', '.join(player.actions)}",
                    found=action,
                    allowed=", ".join(player.actions),
                    hint=closest(action, list(player.actions)),
                )
        chosen.append(frozenset(player.actions.index(action) for action in player.seeking))
    return tuple(chosen)


def _table(
    nested: Any, players: list[Player], name: str, shape: list[int], scope: Scope, path: Path
) -> Any:
    """Check the shape of nested lists and evaluate their entries."""
    prefix = f"payoffs.{name}."
    watched = any(address.startswith(prefix) for address in scope.values)

    def read(node: Any, chosen: tuple[int, ...]) -> Any:
        depth = len(chosen)
        if depth == len(shape):
            if isinstance(node, tuple):
                fail(scope.tree, (*path, *chosen), "must be a number; found a list")
            if not watched:
                return scope.evaluate(node, (*path, *chosen))
            actions = [player.actions[i] for player, i in zip(players, chosen, strict=True)]
            return scope.entry((*path, *chosen), node, prefix + ".".join(actions))
        wanted = f"a list of {shape[depth]}, one for each action of `{players[depth].name}`"
        if not isinstance(node, tuple) or len(node) != shape[depth]:
            found = f"a list of {len(node)}" if isinstance(node, tuple) else f"`{node}`"
            fail(
                scope.tree,
                (*path, *chosen),
                f"must be {wanted}; found {found}",
                found=found,
                allowed=wanted,
                hint=next(filter(None, map(comma_hint, map(str, node))), None)
                if isinstance(node, tuple)
                else None,
            )
        return tuple(read(child, (*chosen, index)) for index, child in enumerate(node))

    return read(nested, ())


def _transpose(players: list[Player], entries: dict[str, Any], scope: Scope, path: Path) -> None:
    """Fill the second player's payoffs, B[i][j] = A[j][i], or check those that are given."""
    if len(players) != 2 or len(players[0].actions) != len(players[1].actions):
        fail(
            scope.tree,
            (*path, "symmetric"),
            "a symmetric game has two players with the same number of actions",
            hint="leave `symmetric` out and give every player's payoffs",
        )
    first, second = players[0].name, players[1].name
    if first not in entries:
        fail(scope.tree, (*path, "payoffs"), f"the payoffs of `{first}` are missing", allowed=first)
    table = entries[first]
    size = range(len(table))
    transpose = tuple(tuple(table[j][i] for j in size) for i in size)
    if second in entries:
        for i, j in itertools.product(size, size):
            if entries[second][i][j] != transpose[i][j]:
                fail(
                    scope.tree,
                    (*path, "payoffs", second, i, j),
                    f"is not the transpose of `{first}`, as `symmetric: true` says: found "
                    f"{entries[second][i][j]}, not {transpose[i][j]}",
                    hint=f"leave `{second}` out, or `symmetric`",
                )
    entries[second] = transpose
