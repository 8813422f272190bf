"""Games in extensive form: decisions, chance moves and ends, with information sets.

A game is a finite rooted graph without cycles whose nodes are decisions of a player, moves of
chance with given odds, or ends with payoffs. Nodes are numbered: 0 is the root and every move
leads to a higher number, so no play returns and one pass from the last node to the first is
backward induction. An information set is a set of decisions of one player that the player cannot
tell apart; the same actions are open in all of them (Kuhn 1953).

Subtrees may be shared. Where players see everything (every information set is one node) a node
with several parents stands for equal subtrees at each of them, and strategies may still depend on
how it was reached: a ladder with a million positions is stored once each, not once per history.
With imperfect information every node has one parent.

Perfect recall is required: at each node of an information set its player has seen the same own
information sets and taken the same own actions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar

from games.errors import GameError, LimitError
from games.exact import Real, Scalar

#: How a move names the node it leads to: its number in a game, its name in a draft.
Goal = TypeVar("Goal", int, str)

#: Most nodes of one game.
MAX_NODES = 5_000_000


@dataclass(frozen=True, slots=True)
class Decision(Generic[Goal]):
    """A player's choice. children: [action], where each action leads.

    information_set: its name, shared by the nodes the player cannot tell apart; "" for a node
    that is an information set of its own.
    """

    player: int
    actions: tuple[str, ...]
    children: tuple[Goal, ...]
    information_set: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chance(Generic[Goal]):
    """A move of nature. odds: [action], non-negative, summing to one."""

    odds: tuple[Scalar, ...]
    children: tuple[Goal, ...]
    actions: tuple[str, ...] = ()
    label: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "odds", tuple(map(_scalar, self.odds)))


@dataclass(frozen=True, slots=True)
class Terminal:
    """The end of a play. payoffs: [player]. measures: in the order of the game's names of them."""

    payoffs: tuple[Scalar, ...]
    measures: tuple[Scalar, ...] = ()
    label: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "payoffs", tuple(map(_scalar, self.payoffs)))
        object.__setattr__(self, "measures", tuple(map(_scalar, self.measures)))


def _scalar(value: Any) -> Scalar:
    """An exact number or an element of another field; `GameError` for what is neither."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, (float, str, bytes, bool)) or value is None:
        raise GameError(
            f"payoffs and odds must be exact numbers; got {value!r}",
            found=repr(value),
            hint="write Fraction(1, 3), or read the text with games.exact.parse",
        )
    return value


Node: TypeAlias = Decision[int] | Chance[int] | Terminal
#: A node whose moves name the nodes they lead to.
Draft: TypeAlias = Decision[str] | Chance[str] | Terminal


@dataclass(frozen=True)
class InformationSet:
    """Decisions that their player cannot tell apart. nodes: their numbers, ascending."""

    player: int
    actions: tuple[str, ...]
    nodes: tuple[int, ...]
    name: str


@dataclass(frozen=True)
class ExtensiveGame:
    """A finite extensive game with perfect recall.

    players: names. nodes: numbered as the module says; any sequence, so that a builder may work
    nodes out when they are asked for. measures: names of further quantities at the ends, such as
    "conflict_probability". seeking: [player], the names of actions that count as seeking power, or
    None where the question has no meaning. Payoffs and odds are exact numbers, or elements of
    another field where a builder left quantities free; solving asks for numbers.
    Raises `GameError` with the node named where the parts do not fit, `LimitError` beyond
    MAX_NODES nodes.
    """

    players: tuple[str, ...]
    nodes: Sequence[Node] = field(repr=False)
    measures: tuple[str, ...] = ()
    seeking: tuple[frozenset[str], ...] | None = None
    title: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", tuple(self.players))
        object.__setattr__(self, "measures", tuple(self.measures))
        if isinstance(self.nodes, list):
            object.__setattr__(self, "nodes", tuple(self.nodes))
        if not self.players:
            raise GameError("ExtensiveGame: a game needs at least one player")
        if len(set(self.players)) != len(self.players):
            raise GameError("ExtensiveGame: player names must differ")
        if self.seeking is not None and len(self.seeking) != len(self.players):
            raise GameError("ExtensiveGame: `seeking` needs one set of actions per player")
        if not 1 <= len(self.nodes) <= MAX_NODES:
            raise LimitError(
                f"ExtensiveGame: {len(self.nodes)} nodes; a game has 1 to {MAX_NODES}",
                found=str(len(self.nodes)),
                allowed=f"1..{MAX_NODES}",
            )
        shared = self._check_nodes()
        _check_sets(self, shared)

    @classmethod
    def from_names(
        cls, players: Sequence[str], root: str, nodes: Mapping[str, Draft], **rest: Any
    ) -> ExtensiveGame:
        """Build a game from nodes that name one another; the name of a node is its label.

        Raises `GameError` for a move that leads nowhere, a node that no play reaches, or a play
        that returns to a node.
        """
        order = _ordered(root, nodes)
        number = {name: index for index, name in enumerate(order)}

        def placed(name: str) -> Node:
            node = nodes[name]
            if isinstance(node, Terminal):
                return Terminal(node.payoffs, node.measures, node.label or name)
            children = tuple(number[child] for child in node.children)
            label = node.label or name
            if isinstance(node, Chance):
                return Chance(node.odds, children, node.actions, label)
            return Decision(node.player, node.actions, children, node.information_set, label)

        return cls(tuple(players), tuple(map(placed, order)), **rest)

    def name(self, node: int) -> str:
        """What errors and reports call a node: its label, or its number."""
        return self.nodes[node].label or f"node {node}"

    def decisions(self) -> Iterator[tuple[int, Decision[int]]]:
        """Every decision with its number."""
        return (
            (index, node) for index, node in enumerate(self.nodes) if isinstance(node, Decision)
        )

    @cached_property
    def information_sets(self) -> tuple[InformationSet, ...]:
        """All information sets, ordered by their first nodes."""
        found: dict[tuple[int, str], list[int]] = {}
        single: list[tuple[int, list[int], Decision[int]]] = []
        for index, node in self.decisions():
            if node.information_set:
                members = found.setdefault((node.player, node.information_set), [])
                if not members:
                    single.append((node.player, members, node))
                members.append(index)
            else:
                single.append((node.player, [index], node))
        return tuple(
            InformationSet(
                player,
                node.actions,
                tuple(members),
                node.information_set or node.label or f"node {members[0]}",
            )
            for player, members, node in single
        )

    @cached_property
    def set_of(self) -> Mapping[int, int]:
        """Number of a decision node -> index of its information set."""
        return {
            node: index for index, each in enumerate(self.information_sets) for node in each.nodes
        }

    @cached_property
    def has_perfect_information(self) -> bool:
        """Whether every information set is one node."""
        named = [(n.player, n.information_set) for _, n in self.decisions() if n.information_set]
        return len(named) == len(set(named))

    @cached_property
    def has_shared_nodes(self) -> bool:
        """Whether some node has several parents: a folded tree."""
        return sum(len(children(node)) for node in self.nodes) >= len(self.nodes)

    @cached_property
    def digest(self) -> str:
        """sha256 of what makes it this game: nodes, moves, sets, odds, payoffs; no labels."""
        from games.exact import to_json

        total = hashlib.sha256()

        def add(*parts: Any) -> None:
            total.update(json.dumps(parts, separators=(",", ":"), ensure_ascii=False).encode())

        seeking = None if self.seeking is None else [sorted(names) for names in self.seeking]
        add("extensive", self.players, self.measures, seeking)
        sets: dict[tuple[int, str], int] = {}
        for node in self.nodes:
            if isinstance(node, Terminal):
                add("t", [*map(to_json, node.payoffs)], [*map(to_json, node.measures)])
            elif isinstance(node, Chance):
                add("c", [*map(to_json, node.odds)], node.children)
            else:
                key = (node.player, node.information_set)
                own = sets.setdefault(key, len(sets)) if node.information_set else None
                add("p", node.player, node.actions, node.children, own)
        return "sha256:" + total.hexdigest()

    def _check_nodes(self) -> bool:
        """Check every node by itself; return whether some node has several parents."""
        count = len(self.nodes)
        parents = bytearray(count)
        parents[0] = 1
        shared = False
        for index, node in enumerate(self.nodes):
            if not parents[index]:
                self._refuse(index, "no play reaches it")
            if isinstance(node, Terminal):
                self._check_terminal(index, node)
                continue
            for child in node.children:
                if not index < child < count:
                    self._refuse(
                        index,
                        f"a move leads to node {child}; moves lead to a higher number below "
                        f"{count}, so that no play returns",
                    )
                shared = shared or bool(parents[child])
                parents[child] = 1
            if isinstance(node, Chance):
                self._check_chance(index, node)
            else:
                self._check_decision(index, node)
        return shared

    def _refuse(self, index: int, message: str) -> None:
        name = self.name(index)
        raise GameError(f"ExtensiveGame: {name}: {message}", found=name)

    def _check_terminal(self, index: int, node: Terminal) -> None:
        if len(node.payoffs) != len(self.players):
            self._refuse(
                index, f"needs one payoff per player, {len(self.players)}; got {len(node.payoffs)}"
            )
        if len(node.measures) != len(self.measures):
            self._refuse(index, f"needs {len(self.measures)} measures; got {len(node.measures)}")

    def _check_chance(self, index: int, node: Chance[int]) -> None:
        if not node.odds or len(node.odds) != len(node.children):
            self._refuse(index, f"{len(node.odds)} odds for {len(node.children)} moves")
        if node.actions and len(node.actions) != len(node.odds):
            self._refuse(index, f"{len(node.actions)} names for {len(node.odds)} moves")
        for odds in node.odds:
            if isinstance(odds, (Fraction, Real)) and odds < 0:
                self._refuse(index, f"the odds of a chance move must be at least 0; found {odds}")
        total = sum(node.odds, Fraction(0))
        if total != 1:
            self._refuse(index, f"the odds of a chance move must sum to 1; they sum to {total}")

    def _check_decision(self, index: int, node: Decision[int]) -> None:
        if not 0 <= node.player < len(self.players):
            self._refuse(index, f"there is no player number {node.player}")
        if not node.actions:
            self._refuse(index, "a decision needs at least one action")
        if len(node.actions) != len(node.children):
            self._refuse(index, f"{len(node.actions)} actions but {len(node.children)} moves")
        if len(set(node.actions)) != len(node.actions):
            self._refuse(index, "the actions of a decision must differ")


def children(node: Node) -> tuple[int, ...]:
    """Where the moves of a node lead; () at an end."""
    return () if isinstance(node, Terminal) else node.children


def _check_sets(game: ExtensiveGame, shared: bool) -> None:
    """Same actions within a set, one parent per node beyond perfect information, and recall."""
    sets: dict[tuple[int, str], tuple[int, tuple[str, ...]]] = {}
    imperfect = False
    for index, node in game.decisions():
        if not node.information_set:
            continue
        key = (node.player, node.information_set)
        first, actions = sets.setdefault(key, (index, node.actions))
        imperfect = imperfect or first != index
        if actions != node.actions:
            raise GameError(
                f"ExtensiveGame: information set {node.information_set!r}: the same actions must "
                f"be open at {game.name(first)} and {game.name(index)}",
                found=node.information_set,
            )
    if not imperfect:
        return
    if shared:
        raise GameError(
            "ExtensiveGame: a node with several parents needs perfect information",
            hint="write the subtree once for each way of reaching it",
        )
    _check_recall(game)


def _check_recall(game: ExtensiveGame) -> None:
    """Refuse an information set whose player does not remember the own past (Kuhn 1953)."""
    number: dict[tuple[int, int, int], int] = {}
    start = (0,) * len(game.players)
    past: dict[int, tuple[int, ...]] = {0: start}
    seen: dict[int, int] = {}
    for index, node in enumerate(game.nodes):
        own = past.pop(index)
        if isinstance(node, Decision):
            player, own_set = node.player, game.set_of[index]
            if seen.setdefault(own_set, own[player]) != own[player]:
                each = game.information_sets[own_set]
                name = each.name
                raise GameError(
                    f"ExtensiveGame: information set {name!r}: {game.players[player]!r} must have "
                    f"perfect recall, but its nodes have different own pasts: "
                    f"{game.name(each.nodes[0])} and {game.name(index)}",
                    found=name,
                    hint="split the set by what the player has seen and done before",
                )
            for action, child in enumerate(node.children):
                key = (own[player], own_set, action)
                after = number.setdefault(key, len(number) + 1)
                past[child] = (*own[:player], after, *own[player + 1 :])
        else:
            for child in children(node):
                past[child] = own


def _ordered(root: str, nodes: Mapping[str, Draft]) -> list[str]:
    """Names in an order in which every move leads onward: parents first, depth first."""

    def moves(name: str) -> tuple[str, ...]:
        node = nodes[name]
        return () if isinstance(node, Terminal) else node.children

    if root not in nodes:
        raise GameError(f"there is no node {root!r} to begin at", found=root)
    finished: list[str] = []
    state: dict[str, int] = {root: 1}
    stack = [(root, iter(reversed(moves(root))))]
    while stack:
        name, rest = stack[-1]
        child = next(rest, None)
        if child is None:
            stack.pop()
            finished.append(name)
            state[name] = 2
        elif child not in nodes:
            raise GameError(
                f"node {name!r}: a move leads to {child!r}, which is no node", found=child
            )
        elif child not in state:
            state[child] = 1
            stack.append((child, iter(reversed(moves(child)))))
        elif state[child] == 1:
            cycle = [entry for entry, _ in stack]
            cycle = [*cycle[cycle.index(child) :], child]
            raise GameError(
                f"node {child!r}: play would return to it ({' -> '.join(cycle[:12])})",
                found=child,
                hint="an extensive game is a tree: give every play an end",
            )
    lost = [name for name in nodes if name not in state]
    if lost:
        below = {child for name in lost for child in moves(name)}
        name = next((name for name in lost if name not in below), lost[0])
        raise GameError(f"node {name!r}: no play reaches it from {root!r}", found=name)
    return finished[::-1]
