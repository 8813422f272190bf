"""Kind `extensive`: a tree written node by node, with chance moves and information sets.

Every node has a name. A move leads to another node by its name, or straight to payoffs, a list in
the order of the players. Quantities: the named parameters, payoffs.END.PLAYER (END is the name of
the node, or NODE.ACTION where the payoffs stand in a move) and odds.NODE.ACTION.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from games.errors import GameError
from games.exact import Scalar
from games.forms.extensive import Chance, Decision, Draft, ExtensiveGame, Terminal
from games.spec.blocks import Block, Document
from games.spec.canonical import Writer, canonical_number
from games.spec.leaves import Formula, Name, Nested, choice, closest
from games.spec.quantity import Scope
from games.spec.realisation import Realisation
from games.spec.tree import Path
from games.spec.validate import fail


class TreePlayer(Block):
    """A player of a tree."""

    name: Name
    seeking: list[Name] | None = Field(None, description="the actions that count as seeking power")


class TreeNode(Block):
    """A decision (player and moves), a move of chance (odds and moves) or an end (payoffs)."""

    player: Name | None = Field(None, description="who decides here")
    information_set: Name | None = Field(
        None, description="the same for nodes that the player cannot tell apart"
    )
    odds: dict[str, Formula] | None = Field(
        None, description="{action: probability} of a move of chance; they sum to 1"
    )
    moves: dict[str, Nested] | None = Field(
        None, description="{action: name of a node, or list of payoffs}"
    )
    payoffs: list[Formula] | None = Field(None, description="of an end, in the players' order")


class TreeRules(Block):
    """The tree."""

    kind: Annotated[str, choice("extensive")]
    root: Name | None = Field(None, description="where play begins; the first node if left out")
    nodes: dict[str, TreeNode]


class ExtensiveDocument(Document):
    """A spec of a tree."""

    players: list[TreePlayer]
    game: TreeRules


MODEL = ExtensiveDocument

TEMPLATE = """\
detente: 1                        # version of the spec format
title: Entry under uncertainty
players:                          # `seeking` says which actions seek power
  - {name: entrant,   seeking: [enter]}
  - {name: incumbent, seeking: [fight]}
game:
  kind: extensive
  root: start                     # the first node if left out
  nodes:
    start:
      player: entrant
      moves: {out: [0, 2], enter: market}       # to payoffs, or to a node by its name
    market:
      odds: {boom: 1/3, slump: 2/3}             # a move of chance; the odds sum to 1
      moves: {boom: large, slump: small}
    large:                                      # the incumbent does not see the market: one set
      player: incumbent
      information_set: after entry
      moves: {fight: [-1, -1], yield: [2, 1]}
    small:
      player: incumbent
      information_set: after entry
      moves: {fight: [-1, 1/2], yield: [1, 0]}
"""


def build(document: ExtensiveDocument, scope: Scope) -> Realisation:
    """The tree, checked."""
    players = [player.name for player in document.players]
    for index, name in enumerate(players):
        if name in players[:index]:
            fail(scope.tree, ("players", index, "name"), f"the name `{name}` is given twice")
    if not players:
        fail(scope.tree, ("players",), "a game needs at least one player")
    nodes = document.game.nodes
    drafts: dict[str, Draft] = {}
    for name in nodes:
        _node(name, nodes[name], players, drafts, set(nodes), scope)
    root = document.game.root or next(iter(nodes), "")
    try:
        form = ExtensiveGame.from_names(
            players,
            root,
            drafts,
            seeking=_seeking(document, drafts, scope),
            title=document.title or "",
        )
    except GameError as error:
        named = error.found if error.found in nodes else None
        fail(
            scope.tree,
            ("game", "nodes", named) if named else ("game", "nodes"),
            error.message.removeprefix("ExtensiveGame: "),
            found=error.found,
            hint=error.hint,
        )
    return Realisation("extensive", form=form, title=document.title or "")


def _node(
    name: str,
    node: TreeNode,
    players: list[str],
    drafts: dict[str, Draft],
    names: set[str],
    scope: Scope,
) -> None:
    """Turn one node of the spec, and the ends inside its moves, into drafts."""
    path: Path = ("game", "nodes", name)
    given = [key for key in ("player", "odds", "payoffs") if getattr(node, key) is not None]
    if len(given) != 1:
        found = " and ".join(given) or "none of them"
        fail(
            scope.tree,
            path,
            f"node `{name}` needs one of `player` (a decision), `odds` (a move of chance) and "
            f"`payoffs` (an end); found {found}",
            found=found,
            hint=None if given else "an end without payoffs: write `payoffs: [..]`",
        )
    if node.payoffs is not None:
        if node.moves is not None or node.information_set is not None:
            fail(scope.tree, path, f"node `{name}` is an end, so it has payoffs and nothing else")
        drafts[name] = _end(name, node.payoffs, (*path, "payoffs"), players, scope)
        return
    if not node.moves:
        fail(scope.tree, path, f"node `{name}` needs `moves`", hint="{action: node or payoffs}")
    children = tuple(
        _goal(name, action, goal, players, drafts, names, scope)
        for action, goal in node.moves.items()
    )
    actions = tuple(node.moves)
    if node.odds is not None:
        if node.information_set is not None:
            fail(scope.tree, (*path, "information_set"), "a move of chance has no information set")
        if set(node.odds) != set(actions):
            fail(
                scope.tree,
                (*path, "odds"),
                f"odds and moves of `{name}` must name the same actions",
                found=", ".join(node.odds),
                allowed=", ".join(actions),
            )
        odds = tuple(
            scope.number(
                (*path, "odds", action),
                node.odds[action],
                (f"odds.{name}.{action}",),
                0,
                1,
                f"odds of {action} at {name}",
            )
            for action in actions
        )
        drafts[name] = Chance(odds, children, actions, name)
        return
    if node.player not in players:
        fail(
            scope.tree,
            (*path, "player"),
            f"there is no player `{node.player}`; the players are {', '.join(players)}",
            found=node.player,
            allowed=", ".join(players),
            hint=closest(str(node.player), players),
        )
    drafts[name] = Decision(
        players.index(str(node.player)), actions, children, node.information_set or "", name
    )


def _goal(
    name: str,
    action: str,
    goal: Any,
    players: list[str],
    drafts: dict[str, Draft],
    names: set[str],
    scope: Scope,
) -> str:
    """Where a move leads: a node, or an end of its own."""
    path: Path = ("game", "nodes", name, "moves", action)
    if isinstance(goal, tuple):
        end = f"{name}.{action}"
        if end in names:
            fail(scope.tree, path, f"`{end}` is the name of a node; rename it")
        if any(isinstance(entry, tuple) for entry in goal):
            fail(scope.tree, path, "payoffs are a list of numbers")
        drafts[end] = _end(end, goal, path, players, scope)
        return end
    if goal not in names:
        fail(
            scope.tree,
            path,
            f"this move leads to `{goal}`, which is no node",
            found=str(goal),
            allowed=", ".join(sorted(names)[:20]),
            hint=closest(str(goal), sorted(names)) or "or write its payoffs, [..]",
        )
    return str(goal)


def _end(name: str, texts: Any, path: Path, players: list[str], scope: Scope) -> Terminal:
    if len(texts) != len(players):
        missing = players[len(texts)] if len(texts) < len(players) else None
        fail(
            scope.tree,
            path,
            f"`{name}` needs one payoff per player, {len(players)}; found {len(texts)}"
            + (f": the payoff of `{missing}` is missing" if missing else ""),
            found=str(len(texts)),
            allowed=str(len(players)),
        )
    values: list[Scalar] = [
        scope.number(
            (*path, index),
            text,
            (f"payoffs.{name}.{player}",),
            None,
            None,
            f"payoff of {player} at {name}",
        )
        for index, (player, text) in enumerate(zip(players, texts, strict=True))
    ]
    return Terminal(tuple(values), label=name)


def _seeking(
    document: ExtensiveDocument, drafts: dict[str, Draft], scope: Scope
) -> tuple[frozenset[str], ...] | None:
    """The actions that count as seeking power, where every player says so."""
    found = []
    for index, player in enumerate(document.players):
        if player.seeking is None:
            return None
        own = {
            action
            for draft in drafts.values()
            if isinstance(draft, Decision) and draft.player == index
            for action in draft.actions
        }
        for place, action in enumerate(player.seeking):
            if action not in own:
                fail(
                    scope.tree,
                    ("players", index, "seeking", place),
                    f"`{player.name}` has no action `{action}`",
                    found=action,
                    allowed=", ".join(sorted(own)[:20]),
                    hint=closest(action, sorted(own)),
                )
        found.append(frozenset(player.seeking))
    return tuple(found)


def canonical(
    writer: Writer, document: ExtensiveDocument, realisation: Realisation
) -> dict[str, Any]:
    """Players and the tree: its nodes in the order of play, without their names."""
    players = [
        {"name": player.name}
        | ({} if player.seeking is None else {"seeking": sorted(player.seeking)})
        for player in document.players
    ]
    if document.parameters:
        game = writer.plain(document.game)
        game.setdefault("root", next(iter(document.game.nodes)))
    else:
        game = {"kind": "extensive", "nodes": canonical_nodes(realisation.form)}
    return {"players": players, "game": game}


def canonical_nodes(form: ExtensiveGame) -> list[Any]:
    """The nodes of a tree as plain data that leaves out what they are called."""

    def numbers(values: tuple[Scalar, ...]) -> list[Any]:
        return [canonical_number(value) for value in values]

    sets: dict[tuple[int, str], int] = {}
    found: list[Any] = []
    for node in form.nodes:
        if isinstance(node, Terminal):
            found.append(numbers(node.payoffs))
        elif isinstance(node, Chance):
            found.append({"odds": numbers(node.odds), "moves": list(node.children)})
        else:
            own = None
            if node.information_set:
                own = sets.setdefault((node.player, node.information_set), len(sets))
            moves = [[a, c] for a, c in zip(node.actions, node.children, strict=True)]
            found.append({"player": node.player, "set": own, "moves": moves})
    return found
