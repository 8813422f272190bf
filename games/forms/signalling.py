"""Signalling games: a sender with a private type, a message, and replies to it.

Nature draws the sender's type t with probability prior[t] > 0. The sender sees t and sends a
message m. The receiver sees m, not t, and picks one of the replies to m. A reply ends the game, or
it is followed by one more move: of the sender, who knows everything (it may strike, or not), or of
a second receiver, who has seen the message and the reply but not the type (it may join, or not).
Index alphabet: [type], [message], [reply], [move], [player].

An outcome is a message, a reply and a move; where nobody moves after the reply, the single move is
written "". Payoffs stand at outcomes, payoffs[type][move][player], and so do the measures, further
quantities whose expectation a report quotes.

A reply may also be a plan: test the type, at a cost and with given odds of errors, then make one of
two other replies on the result "clear" and the other on "alarm" (`inspecting`). The sender sees
which of those replies it meets, not whether or with what result it was inspected.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from games.display import Cell, Table
from games.errors import GameError
from games.exact import Real, Scalar, exact, sign

#: Who moves after a reply: nobody, the sender or the second receiver.
Mover = Literal["", "sender", "second"]
#: Payoffs or measures of one reply: [type][move] of tuples, or of numbers.
ByType = tuple[tuple[Any, ...], ...]
#: The results of a test, in this order, and the measure that counts how often one is made.
RESULTS = ("clear", "alarm")
INSPECTED = "inspection"


@dataclass(frozen=True)
class Inspection:
    """A test of the sender's type. alarm: [type], its probability. cost: to the receiver."""

    alarm: tuple[Scalar, ...]
    cost: Scalar

    def odds(self, t: int) -> tuple[Scalar, Scalar]:
        """Probabilities of the results for a type."""
        return 1 - self.alarm[t], self.alarm[t]


@dataclass(frozen=True)
class Reply:
    """What the receiver may do after a message, and what follows.

    moves: ("",) where nobody moves after it. payoffs: [type][move][player]. measures: name ->
    [type][move]. inspection: the test that comes first, if any; leads_to: the numbers of the
    replies to the same message that are made on each result.
    """

    name: str
    payoffs: tuple[tuple[tuple[Scalar, ...], ...], ...]
    mover: Mover = ""
    moves: tuple[str, ...] = ("",)
    measures: Mapping[str, ByType] = field(default_factory=dict)
    inspection: Inspection | None = None
    leads_to: tuple[int, ...] = ()


def inspecting(
    name: str, replies: Sequence[Reply], inspection: Inspection, leads_to: tuple[int, int]
) -> Reply:
    """The plan to inspect and make replies[leads_to[result]] on each result.

    Payoffs and measures are expectations over the result, the cost taken off the receiver's. The
    measure `INSPECTED`, where there is one, is 1. Raises `GameError` where a second receiver moves
    after either reply, for it would have to guess whether there was an alarm, or the sender after
    both.
    """
    made = [replies[number] for number in leads_to]
    moved = next((reply for reply in made if reply.mover), made[0])
    if any(reply.mover == "second" for reply in made):
        raise GameError(
            f"{name}: no inspection where a second receiver moves after "
            f"{' or '.join(reply.name for reply in made)}, for it cannot tell what the result was",
            hint="leave out the inspection or the second receiver",
        )
    if all(reply.mover for reply in made):
        raise GameError(f"{name}: the sender may move after one of the two replies only")

    def mean(t: int, move: int, part: Callable[[Reply, int, int], Sequence[Scalar]]) -> Any:
        rows = [part(reply, t, move if reply.mover else 0) for reply in made]
        odds = inspection.odds(t)
        return tuple(odds[0] * a + odds[1] * b for a, b in zip(*rows, strict=True))

    def payoffs(t: int, move: int) -> tuple[Scalar, ...]:
        found = list(mean(t, move, lambda reply, t, move: reply.payoffs[t][move]))
        found[1] = found[1] - inspection.cost
        return tuple(found)

    types, moves = range(len(moved.payoffs)), range(len(moved.moves))
    measures: dict[str, ByType] = {}
    for key in moved.measures:
        table = tuple(
            tuple(mean(t, j, lambda r, t, j: (r.measures[key][t][j],))[0] for j in moves)  # noqa: B023
            for t in types
        )
        measures[key] = ((Fraction(1),) * len(moves),) * len(types) if key == INSPECTED else table
    return Reply(
        name,
        tuple(tuple(payoffs(t, j) for j in moves) for t in types),
        moved.mover,
        moved.moves,
        measures,
        inspection,
        leads_to,
    )


@dataclass(frozen=True)
class Message:
    """A message, which every type can send, and the replies to it."""

    name: str
    replies: tuple[Reply, ...]


@dataclass(frozen=True)
class SignallingGame:
    """A finite signalling game over numbers, or over any field while quantities are left open.

    players: sender, receiver and, where replies are followed by its moves, the second receiver.
    prior: [type], all positive, summing to 1. At most one reply to each message is followed by a
    move of the second receiver. Raises `GameError` where the parts do not fit.
    """

    players: tuple[str, ...]
    types: tuple[str, ...]
    prior: tuple[Scalar, ...]
    messages: tuple[Message, ...]
    title: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "prior", tuple(map(_scalar, self.prior)))
        object.__setattr__(self, "messages", tuple(map(self._checked, self.messages)))
        if len(self.players) not in (2, 3) or len(set(self.players)) != len(self.players):
            raise GameError(
                "SignallingGame: needs a sender, a receiver and at most one more, all different; "
                f"got {', '.join(self.players)}"
            )
        _distinct(self.types, "types")
        _distinct([message.name for message in self.messages], "messages")
        check_prior(self.types, self.prior)

    def _checked(self, message: Message) -> Message:
        _distinct([reply.name for reply in message.replies], f"replies to {message.name!r}")
        if sum(reply.mover == "second" for reply in message.replies) > 1:
            raise GameError(
                f"SignallingGame: after {message.name!r} the second receiver moves at most once",
                hint="let it move after one of the replies",
            )
        tests = {(r.inspection.alarm, r.inspection.cost) for r in message.replies if r.inspection}
        if len(tests) > 1:
            raise GameError(f"SignallingGame: after {message.name!r} there is one test at most")
        return Message(message.name, tuple(self._reply(message, r) for r in message.replies))

    def _reply(self, message: Message, reply: Reply) -> Reply:
        where = f"SignallingGame: {message.name!r}, {reply.name!r}"
        if reply.mover == "second" and len(self.players) != 3:
            raise GameError(f"{where}: a move of a second receiver, but there is none")
        if reply.mover == "" and reply.moves != ("",):
            raise GameError(f"{where}: moves {', '.join(reply.moves)} of nobody")
        _distinct(reply.moves, f"moves after {reply.name!r}")
        if len(reply.payoffs) != len(self.types):
            raise GameError(
                f"{where}: payoffs for {len(reply.payoffs)} types; there are {len(self.types)}"
            )
        for name, rows in zip(self.types, reply.payoffs, strict=True):
            if len(rows) != len(reply.moves) or any(len(r) != len(self.players) for r in rows):
                raise GameError(
                    f"{where}: the payoffs of type {name!r} need {len(self.players)} numbers for "
                    f"each of {len(reply.moves)} moves"
                )
        payoffs = tuple(tuple(tuple(map(_scalar, row)) for row in rows) for rows in reply.payoffs)
        measures = {
            name: tuple(tuple(map(_scalar, row)) for row in rows)
            for name, rows in reply.measures.items()
        }
        if reply.inspection is not None:
            self._check_plan(where, message, reply)
        return replace(reply, payoffs=payoffs, measures=measures)

    def _check_plan(self, where: str, message: Message, reply: Reply) -> None:
        """Raise `GameError` unless the payoffs are those of inspecting and then replying."""
        replies, test = message.replies, reply.inspection
        assert test is not None
        known = all(0 <= n < len(replies) and not replies[n].inspection for n in reply.leads_to)
        if len(reply.leads_to) != 2 or not known or len(test.alarm) != len(self.types):
            raise GameError(f"{where}: needs two replies to lead to, and an alarm for every type")
        if inspecting(reply.name, replies, test, reply.leads_to).payoffs != reply.payoffs:
            raise GameError(f"{where}: the payoffs are not those of the replies it leads to")

    @property
    def sender(self) -> str:
        """Name of the informed player."""
        return self.players[0]

    @property
    def receiver(self) -> str:
        """Name of the player who replies."""
        return self.players[1]

    @property
    def inspection(self) -> Inspection | None:
        """The test that the receiver may make after some message, where there is one."""
        tests = (r.inspection for message in self.messages for r in message.replies)
        return next((test for test in tests if test is not None), None)

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures."""
        return tuple(self.messages[0].replies[0].measures)

    def outcomes(self, message: int) -> Iterator[tuple[int, int]]:
        """Every (reply, move) after a message."""
        for number, reply in enumerate(self.messages[message].replies):
            for move in range(len(reply.moves)):
                yield number, move

    def outcome_name(self, message: int, reply: int, move: int) -> str:
        """The reply, and the move after it where there is one."""
        found = self.messages[message].replies[reply]
        return found.name + (f", {found.moves[move]}" if found.mover else "")

    @cached_property
    def digest(self) -> str:
        """sha256 of all that makes it this game; needs numbers."""
        text = json.dumps(self.plain(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    def plain(self) -> dict[str, Any]:
        """Players, types, prior and messages as JSON types; needs numbers."""
        from games.exact import to_json

        return {
            "players": list(self.players),
            "types": list(self.types),
            "prior": [to_json(weight) for weight in self.prior],
            "messages": [
                {
                    "name": message.name,
                    "replies": [
                        {
                            "name": reply.name,
                            "mover": reply.mover,
                            "moves": list(reply.moves),
                            "payoffs": [
                                [[to_json(x) for x in row] for row in rows]
                                for rows in reply.payoffs
                            ],
                            **_plain_test(reply),
                        }
                        for reply in message.replies
                    ],
                }
                for message in self.messages
            ],
        }

    def table(self) -> Table:
        """One row per type and outcome: who does what, and the payoffs."""
        later = any(reply.mover for message in self.messages for reply in message.replies)
        rows: list[list[Cell]] = []
        for t, name in enumerate(self.types):
            for message in self.messages:
                for reply in message.replies:
                    for move, pays in zip(reply.moves, reply.payoffs[t], strict=True):
                        rows.append(
                            [name, message.name, reply.name, *([move] if later else []), *pays]
                        )
        columns = ["type", "message", "reply", *(["then"] if later else [])]
        return Table("", [*columns, *(f"payoff {name}" for name in self.players)], rows)

    def _repr_html_(self) -> str:
        return self.table().to_html()


def _plain_test(reply: Reply) -> dict[str, Any]:
    """The test of a plan to inspect as JSON types; nothing for other replies."""
    from games.exact import to_json

    if reply.inspection is None:
        return {}
    return {
        "inspection": {
            "alarm": [to_json(odds) for odds in reply.inspection.alarm],
            "cost": to_json(reply.inspection.cost),
            "leads_to": list(reply.leads_to),
        }
    }


def check_prior(types: Sequence[str], prior: Sequence[Scalar], certain: bool = False) -> None:
    """Raise `GameError` unless there is a positive probability for every type, summing to 1.

    certain: a probability may be zero, so that one type is known.
    """
    if len(prior) != len(types):
        raise GameError(f"prior: {len(prior)} probabilities for {len(types)} types")
    if not all(isinstance(weight, (Fraction, Real)) for weight in prior):
        return
    for name, weight in zip(types, prior, strict=True):
        if sign(weight) < 0 or (sign(weight) == 0 and not certain):
            raise GameError(
                f"prior: type {name!r} has probability {weight}; every type needs a positive one",
                found=str(weight),
                allowed="a positive probability",
                hint="leave the type out, or give it a small positive probability",
            )
    total = sum(prior, Fraction(0))
    if total != 1:
        raise GameError(
            f"prior: the probabilities of the types must sum to 1; they sum to {total}",
            found=str(total),
            allowed="1",
        )


def _scalar(value: Any) -> Scalar:
    """A plain number as an exact Number; an element of another field as it is."""
    plain = value is None or isinstance(value, (int, float, str, bytes, Fraction, Real, tuple))
    return exact(value) if plain else value


def _distinct(names: Sequence[str], what: str) -> None:
    if not names:
        raise GameError(f"SignallingGame: needs {what}")
    if len(set(names)) != len(names):
        raise GameError(f"SignallingGame: the {what} must have different names")
