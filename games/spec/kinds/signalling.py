"""Kind `signalling`: a signalling game whose payoffs are given, as numbers or expressions.

Payoffs are listed by type, message and reply, one number for each player; where somebody moves
after the reply (`later`), by that move as well. Messages and replies are those of the first type,
in its order. Quantities: prior (of two types, the probability of the second), prior.TYPE, and
every payoff as payoffs.PLAYER.TYPE.MESSAGE.REPLY, with the move behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from games.exact import Scalar
from games.forms.signalling import Message, Mover, Reply, SignallingGame
from games.spec.blocks import Block, Document
from games.spec.leaves import Formula, ListsForParties, Name, choice, closest
from games.spec.priors import prior_of
from games.spec.quantity import Quantity, Scope
from games.spec.realisation import Realisation
from games.spec.tree import Path
from games.spec.validate import fail


class SignallingRules(Block):
    """Who knows what, and who gets what."""

    kind: Annotated[str, choice("signalling")]
    sender: Name = Field(description="the player who knows the type and sends the message")
    receiver: Name = Field(description="the player who replies to the message")
    second: Name | None = Field(
        None, description="a second receiver, who moves after some replies, see `later`"
    )
    types: dict[str, Formula] = Field(description="type: prior probability, positive, sum 1")
    later: dict[str, Name] | None = Field(
        None, description="reply: who moves after it, the sender or the second receiver"
    )
    payoffs: dict[str, dict[str, dict[str, ListsForParties]]] = Field(
        description="type: {message: {reply: [sender's, receiver's, ..]}}; after a reply of "
        "`later` {move: [..]}"
    )


class SignallingDocument(Document):
    """A spec of a signalling game."""

    game: SignallingRules


MODEL = SignallingDocument

TEMPLATE = """\
detente: 1                        # version of the spec format
title: A signalling game
game:
  kind: signalling
  sender: patron                  # knows its type, chooses a message
  receiver: bully                 # sees the message, not the type, and replies
  types: {strong: 9/10, weak: 1/10}               # prior probabilities
  payoffs:                        # type, message, reply: [sender's, receiver's]
    strong:
      beer:   {fight: [1, 0], leave: [3, 1]}
      quiche: {fight: [0, 0], leave: [2, 1]}
    weak:
      beer:   {fight: [0, 1], leave: [2, 0]}
      quiche: {fight: [1, 1], leave: [3, 0]}
"""


def build(document: SignallingDocument, scope: Scope) -> Realisation:
    """The signalling game, payoffs as given."""
    rules = document.game
    types = list(rules.types)
    if not types:
        fail(scope.tree, ("game", "types"), "a signalling game needs at least one type")
    prior = prior_of(rules.types, types, scope, ("game", "types"))
    for name in types:
        if name not in rules.payoffs:
            fail(scope.tree, ("game", "payoffs"), f"the payoffs of type `{name}` are missing")
    for name in rules.payoffs:
        _known(scope, ("game", "payoffs", name), name, types, "type")
    players = (rules.sender, rules.receiver, *((rules.second,) if rules.second else ()))
    reader = _Reader(document, scope, players, types)
    with scope.placed(("game",)):
        game = SignallingGame(
            players, tuple(types), prior, tuple(reader.messages()), document.title or ""
        )
    scope.later = lambda: reader.entries(game)
    return Realisation("signalling", form=game, title=document.title or "")


def _known(scope: Scope, path: Path, name: str, names: list[str], what: str) -> None:
    if name not in names:
        fail(
            scope.tree,
            path,
            f"there is no {what} `{name}`; there is {', '.join(names)}",
            found=name,
            allowed=", ".join(names),
            hint=closest(name, names),
        )


class _Reader:
    """Reads the payoffs, which every type gives for the same messages, replies and moves."""

    def __init__(
        self, document: SignallingDocument, scope: Scope, players: tuple[str, ...], types: list[str]
    ) -> None:
        self.rules = document.game
        self.scope = scope
        self.players = players
        self.types = types
        self.pattern = self.rules.payoffs[types[0]]
        replies = {reply for message in self.pattern.values() for reply in message}
        for reply, who in (self.rules.later or {}).items():
            path: Path = ("game", "later", reply)
            _known(scope, path, reply, sorted(replies), "reply")
            movers = [self.rules.sender, *players[2:]]
            _known(scope, path, who, movers, "player who could move later,")

    def messages(self) -> Iterator[Message]:
        """Every message with its replies."""
        for name in self.types[1:]:
            self._same(self.rules.payoffs[name], self.pattern, ("game", "payoffs", name), "message")
        for message, replies in self.pattern.items():
            for name in self.types[1:]:
                path: Path = ("game", "payoffs", name, message)
                self._same(self.rules.payoffs[name][message], replies, path, "reply")
            yield Message(message, tuple(self._reply(message, reply) for reply in replies))

    def _same(self, given: Any, pattern: Any, path: Path, what: str) -> None:
        for name in given:
            _known(self.scope, (*path, name), name, list(pattern), what)
        for name in pattern:
            if name not in given:
                fail(self.scope.tree, path, f"the {what} `{name}` is missing", allowed=name)

    def _reply(self, message: str, reply: str) -> Reply:
        who = (self.rules.later or {}).get(reply)
        mover: Mover = "" if who is None else "sender" if who == self.players[0] else "second"
        leaf = self.pattern[message][reply]
        moves = tuple(leaf) if isinstance(leaf, dict) else ("",)
        payoffs = []
        for name in self.types:
            path: Path = ("game", "payoffs", name, message, reply)
            given = self.rules.payoffs[name][message][reply]
            if isinstance(given, dict) != (mover != ""):
                fail(
                    self.scope.tree,
                    path,
                    "must be a mapping of the later moves to payoffs"
                    if mover
                    else "must be a list of payoffs; nobody moves after this reply",
                    hint=None
                    if mover
                    else f"`later: {{{reply}: {self.players[0]}}}` says who does",
                )
            if mover:
                self._same(given, leaf, path, "move")
            rows = [(*path, move) for move in moves] if mover else [path]
            payoffs.append(
                tuple(self._row(given[place[-1]] if mover else given, place) for place in rows)
            )
        return Reply(reply, tuple(payoffs), mover, moves)

    def _row(self, texts: Any, path: Path) -> tuple[Scalar, ...]:
        if len(texts) != len(self.players):
            fail(
                self.scope.tree,
                path,
                f"must be {len(self.players)} payoffs, of {', '.join(self.players)}; found "
                f"{len(texts)}",
            )
        where = ".".join(str(step) for step in path[2:])
        return tuple(
            self.scope.entry((*path, index), text, f"payoffs.{player}.{where}")
            for index, (player, text) in enumerate(zip(self.players, texts, strict=True))
        )

    def entries(self, game: SignallingGame) -> Iterator[Quantity]:
        """Every payoff, as a quantity."""
        for message in game.messages:
            for reply in message.replies:
                for t, name in enumerate(self.types):
                    for move, row in zip(reply.moves, reply.payoffs[t], strict=True):
                        where = [name, message.name, reply.name, *([move] if reply.mover else [])]
                        for index, player in enumerate(self.players):
                            yield Quantity(
                                ".".join(("payoffs", player, *where)),
                                row[index],
                                None,
                                None,
                                f"payoff of {player}",
                                path=("game", "payoffs", *where, index),
                            )
