"""Gambit's extensive game files (.efg): reading and writing, exact.

The format (Gambit manual, "Game representation formats"):

    EFG 2 R "title" { "player" .. } ["comment"] NODE ..

Nodes come in prefix order, each a line:

    c "name" SET "set name" { "action" 1/2 .. } OUTCOME            a move of chance
    p "name" PLAYER SET "set name" { "action" .. } OUTCOME         a decision
    t "name" OUTCOME                                               an end

PLAYER counts from 1, SET is a number for each information set of a player (or of chance). The name
and the actions of a set may be left out once they have been given. OUTCOME is 0 for none, or a
number with "name" { payoffs } where it is first given. Outcomes may stand at nodes that are no
ends; payoffs on the way add up.

The format has no place for measures, and none for which actions count as seeking.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.errors import DetenteError, GameError, LimitError, Place
from games.exact import Scalar
from games.forms.extensive import Chance, Decision, ExtensiveGame, Node, Terminal
from games.forms.gambit import MAX_CHARACTERS, Reader, Token, distinct, quoted
from games.forms.unfold import unfold

#: Most players and nodes read.
MAX_PLAYERS = 32
MAX_NODES = 200_000


@dataclass
class _Set:
    """What is known of an information set, of a player or of chance."""

    name: str
    actions: tuple[str, ...]
    odds: tuple[Fraction, ...] = ()
    nodes: int = 0


@dataclass
class _Open:
    """A node whose subtrees are still being read. total: payoffs on the way to its moves."""

    kind: str
    label: str
    key: tuple[int, int]
    total: tuple[Fraction, ...]
    children: list[int] = field(default_factory=list)


def read_efg(text: str, file: str | None = None) -> ExtensiveGame:
    """Read an extensive game from the text of a .efg file, exactly.

    Raises `SpecError` with line and column for anything that breaks the format, `GameError` for a
    tree without perfect recall, `LimitError` beyond MAX_NODES nodes or MAX_CHARACTERS characters.
    """
    if len(text) > MAX_CHARACTERS:
        raise LimitError(
            f".efg text of {len(text)} characters; at most {MAX_CHARACTERS} are read",
            place=Place(file),
        )
    reader = Reader(text, file)
    start = reader.take()
    if start.value != "EFG":
        reader.refuse(start, "the word EFG, with which every .efg file begins")
    version = reader.take()
    if version.value != "2":
        reader.refuse(version, "format version 2")
    letter = reader.take()
    if letter.value not in ("R", "D"):
        reader.refuse(letter, "the letter R (or D) after the version")
    title = reader.expect("text", "the title of the game in quotation marks").value
    players = _texts(reader, "player")
    if not 1 <= len(players) <= MAX_PLAYERS:
        reader.fail(f"a game needs 1 to {MAX_PLAYERS} players; got {len(players)}", letter.offset)
    if reader.next.kind == "text":
        reader.take()
    body = _Body(reader, distinct(players))
    nodes = body.read()
    try:
        return ExtensiveGame(distinct(players), nodes, title=title)
    except DetenteError as error:
        if error.place.file is None:
            error.place = Place(file, 1, 1)
        raise


def _texts(reader: Reader, what: str) -> tuple[str, ...]:
    """{ "a" "b" .. }"""
    reader.expect("{", f"'{{' before the names of the {what}s")
    names = []
    while reader.next.kind == "text":
        names.append(reader.take().value)
    reader.expect("}", f"the name of a {what} in quotation marks, or '}}'")
    return tuple(names)


class _Body:
    """The nodes of a file, read in prefix order without recursion."""

    def __init__(self, reader: Reader, players: tuple[str, ...]) -> None:
        self.reader = reader
        self.players = players
        self.sets: dict[tuple[int, int], _Set] = {}
        self.outcomes: dict[int, tuple[Fraction, ...]] = {}
        self.read_so_far: list[_Open | Terminal] = []

    def read(self) -> tuple[Node, ...]:
        """Every node, numbered in the order of the file."""
        stack: list[_Open] = []
        while True:
            token = self.reader.take()
            if len(self.read_so_far) == MAX_NODES:
                raise LimitError(
                    f"more than {MAX_NODES} nodes; no larger tree is read",
                    place=self.reader.place(token.offset),
                )
            if stack:
                stack[-1].children.append(len(self.read_so_far))
            total = stack[-1].total if stack else (Fraction(0),) * len(self.players)
            node = self._node(token, total)
            self.read_so_far.append(node)
            if isinstance(node, _Open):
                stack.append(node)
            while stack and len(stack[-1].children) == len(self.sets[stack[-1].key].actions):
                stack.pop()
            if not stack:
                break
        extra = self.reader.take()
        if extra.kind != "end":
            self.reader.refuse(extra, "the end of the file, for every move has its node")
        return tuple(map(self._placed, self.read_so_far))

    def _node(self, token: Token, total: tuple[Fraction, ...]) -> _Open | Terminal:
        reader = self.reader
        if token.kind != "word" or token.value not in ("c", "p", "t"):
            reader.refuse(token, "a node: c (chance), p (a player) or t (an end)")
        label = reader.expect("text", "the name of the node in quotation marks").value
        if token.value == "t":
            return Terminal(self._outcome(total), label=label)
        player = 0
        if token.value == "p":
            offset = reader.next.offset
            player = reader.integer("the number of a player, from 1", 1)
            if player > len(self.players):
                reader.fail(f"player {player}: there are {len(self.players)} players", offset)
        number = reader.integer("the number of an information set, from 1", 1)
        key = (player, number)
        self._set(key, token)
        self.sets[key].nodes += 1
        return _Open(token.value, label, key, self._outcome(total))

    def _set(self, key: tuple[int, int], at: Token) -> None:
        """Read the name and actions of an information set where they stand here."""
        reader = self.reader
        known = self.sets.get(key)
        name = reader.take().value if reader.next.kind == "text" else None
        if reader.next.kind != "{":
            if known is None:
                reader.refuse(reader.next, "'{' before the actions of a new information set")
            return
        offset = reader.take().offset
        actions: list[str] = []
        odds: list[Fraction] = []
        while reader.next.kind == "text":
            actions.append(reader.take().value)
            if key[0] == 0:
                odds.append(reader.number("the odds of a move of chance"))
        reader.expect("}", "an action in quotation marks, or '}'")
        if not actions:
            reader.fail("an information set needs at least one action", offset)
        if any(share < 0 for share in odds) or (key[0] == 0 and sum(odds) != 1):
            reader.fail(
                f"the odds of a chance move must be at least 0 and sum to 1; they sum to "
                f"{sum(odds)}",
                offset,
            )
        found = _Set(name or "", distinct(actions), tuple(odds))
        if known is None:
            self.sets[key] = found
        elif (known.actions, known.odds) != (found.actions, found.odds):
            reader.fail(
                f"information set {key[1]} was given other actions before: "
                f"{', '.join(known.actions)}",
                offset,
            )

    def _outcome(self, total: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        """The payoffs so far, with those of the outcome that stands here."""
        reader = self.reader
        offset = reader.next.offset
        number = reader.integer("the number of an outcome, 0 for none", 0)
        if reader.next.kind == "text":
            reader.take()
        if reader.next.kind == "{":
            payoffs = self._payoffs()
            if number == 0:
                reader.fail("outcome 0 means none, so it has no payoffs", offset)
            if self.outcomes.setdefault(number, payoffs) != payoffs:
                reader.fail(f"outcome {number} was given other payoffs before", offset)
        if number == 0:
            return total
        if number not in self.outcomes:
            reader.fail(f"outcome {number} has no payoffs here and none before", offset)
        return tuple(a + b for a, b in zip(total, self.outcomes[number], strict=True))

    def _payoffs(self) -> tuple[Fraction, ...]:
        reader = self.reader
        offset = reader.take().offset
        payoffs = []
        while reader.next.kind in ("word", ","):
            if reader.next.kind == ",":
                reader.take()
            else:
                payoffs.append(reader.number("a payoff"))
        reader.expect("}", "a payoff, or '}'")
        if len(payoffs) != len(self.players):
            reader.fail(
                f"needs one payoff per player, {len(self.players)}; got {len(payoffs)}", offset
            )
        return tuple(payoffs)

    def _placed(self, node: _Open | Terminal) -> Node:
        if isinstance(node, Terminal):
            return node
        own = self.sets[node.key]
        goals = tuple(node.children)
        if node.kind == "c":
            return Chance(own.odds, goals, own.actions, node.label)
        name = ""
        if own.nodes > 1:
            same = sum(
                other.name == own.name for key, other in self.sets.items() if key[0] == node.key[0]
            )
            name = own.name if own.name and same == 1 else f"{own.name or 'set'} ({node.key[1]})"
        label = node.label or (own.name if own.nodes == 1 else "")
        return Decision(node.key[0] - 1, own.actions, goals, name, label)


def write_efg(game: ExtensiveGame) -> str:
    """Write a game as a .efg file; a folded game is written out as the tree it stands for.

    Raises `GameError` for payoffs or odds that are not rational and for names that the format
    cannot hold, `LimitError` for a tree too large to write out.
    """
    tree = unfold(game) if game.has_shared_nodes else unfold(game, len(game.nodes))
    players = " ".join(quoted(name, "write_efg()") for name in tree.players)
    lines = [f"EFG 2 R {quoted(tree.title, 'write_efg()')} {{ {players} }}", '""', ""]
    numbers: dict[Any, int] = {}
    counts = [0] * (len(tree.players) + 1)
    ends = 0
    for index, node in enumerate(tree.nodes):
        label = quoted(node.label, "write_efg()")
        if isinstance(node, Terminal):
            ends += 1
            payoffs = ", ".join(_rational(value, tree, index) for value in node.payoffs)
            lines.append(f't {label} {ends} "" {{ {payoffs} }}')
            continue
        if isinstance(node, Chance):
            counts[0] += 1
            names = node.actions or tuple(str(n + 1) for n in range(len(node.odds)))
            moves = " ".join(
                f"{quoted(name, 'write_efg()')} {_rational(odds, tree, index)}"
                for name, odds in zip(names, node.odds, strict=True)
            )
            lines.append(f'c {label} {counts[0]} "" {{ {moves} }} 0')
            continue
        own = (node.player, node.information_set) if node.information_set else index
        if own not in numbers:
            counts[node.player + 1] += 1
            numbers[own] = counts[node.player + 1]
        actions = " ".join(quoted(name, "write_efg()") for name in node.actions)
        name = quoted(node.information_set, "write_efg()")
        lines.append(f"p {label} {node.player + 1} {numbers[own]} {name} {{ {actions} }} 0")
    return "\n".join(lines) + "\n"


def _rational(value: Scalar, game: ExtensiveGame, index: int) -> str:
    if not isinstance(value, Fraction):
        raise GameError(
            f"write_efg(): {game.name(index)}: {value} is not rational",
            found=str(value),
            hint="the format holds integers, decimals and fractions only",
        )
    return str(value)
