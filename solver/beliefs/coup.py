"""Deception in a game of private alignment: who waits, who strikes, and what trust is worth.

Known types. If X's type were known, play would be the game of that type alone. Against it stand

- feigned misalignment: a type sends `seek` though it would hold for sure if its type were known;
- feigned alignment: a type sends `hold` though it would seek for sure if its type were known;
- deception: a type holds and is trusted with positive probability (at once or after an
  inspection), though if its type were known
  the incumbent would pre-empt its hold for sure.

Each is asked of some and of every equilibrium, and "if its type were known" of every equilibrium of
the game of that type.

Trust. Against a hold of both types the incumbent compares, for each type, trusting it with
pre-empting it: the worth of trust w[t], with t's own best move later. A test of alignment that
raises a false alarm for the first type with probability a and misses the second with probability b
is worth, before its cost, sum over results of max(0, E[w; result]) - max(0, E[w]).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from games.exact import Number, sign
from games.forms.signalling import Inspection, Message, Reply, SignallingGame
from solver.beliefs.pieces import Search
from solver.beliefs.replies import Correspondence
from solver.solution.assessments import PerfectBayesianEquilibria, PerfectBayesianSet

Quantifier = Literal["every", "some", "no"]
#: Messages and replies of the game of private alignment, in its order.
HOLD, SEEK = 0, 1
TRUST = 0


@dataclass(frozen=True)
class TypeStory:
    """What one type does, against what it would do if it were known.

    known: the messages it may send if its type is known, by equilibria of that game. strikes:
    messages after which it strikes if trusted. preempted: whether its hold is pre-empted for sure
    if its type is known. feigns_misalignment, feigns_alignment, deceives: in
    every, some or no equilibrium.
    """

    name: str
    known: tuple[int, ...]
    strikes: tuple[int, ...]
    preempted: bool
    feigns_misalignment: Quantifier
    feigns_alignment: Quantifier
    deceives: Quantifier


@dataclass(frozen=True)
class Trust:
    """What trusting a hold of both types is worth to the incumbent, against pre-empting.

    worth: [type]. mean: at the prior. threshold: the belief in the second of two types up to which
    trust pays, None where it always or never does. tested: worth of a test without errors.
    """

    worth: tuple[Number, ...]
    mean: Number
    threshold: Number | None
    tested: Number


@dataclass(frozen=True)
class Coup:
    """Stories of all types, and the worth of trust; None where the sender is indifferent later."""

    types: tuple[TypeStory, ...]
    trust: Trust | None


def known_type(game: SignallingGame, t: int) -> SignallingGame:
    """The game in which everybody knows that the type is t."""
    return SignallingGame(
        game.players,
        (game.types[t],),
        (Fraction(1),),
        tuple(
            Message(message.name, tuple(_met_by(reply, t) for reply in message.replies))
            for message in game.messages
        ),
    )


def _met_by(reply: Reply, t: int) -> Reply:
    """A reply as it is to one type alone."""
    test = reply.inspection
    seen = None if test is None else Inspection((test.alarm[t],), test.cost)
    pays = (reply.payoffs[t],)
    return replace(reply, payoffs=pays, measures={}, inspection=seen)


def trust_odds(game: SignallingGame, m: int, t: int) -> tuple[Number, ...]:
    """[reply]: the probability that a type is trusted when it meets a reply to message m.

    No reply is split by a second receiver before the type is trusted.
    """
    return tuple(
        Fraction(int(n == TRUST))
        if reply.inspection is None
        else reply.inspection.odds(t)[reply.leads_to.index(TRUST)]
        for n, reply in enumerate(game.messages[m].replies)
    )


def _trusts(game: SignallingGame, m: int, t: int, weights: Sequence[Number]) -> bool:
    """Whether a type that sends m is trusted with positive probability; weights: [outcome]."""
    odds = trust_odds(game, m, t)
    outcomes = Correspondence(game, m).outcomes
    return any(w != 0 and odds[r] != 0 for w, (r, _) in zip(weights, outcomes, strict=True))


def coup(game: SignallingGame, found: PerfectBayesianEquilibria) -> Coup:
    """Read deception out of the equilibria of a game of private alignment."""
    return Coup(
        tuple(_story(game, found, t) for t in range(len(game.types))),
        trust(game, found),
    )


def _story(game: SignallingGame, found: PerfectBayesianEquilibria, t: int) -> TypeStory:
    alone = Search(known_type(game, t))
    pieces = alone.run()
    sent = {
        message for piece in pieces for message, option in enumerate(piece.options) if option.types
    }
    start, end = alone.outcomes_from[HOLD], alone.outcomes_from[HOLD + 1]
    preempted = not any(
        _trusts(alone.game, HOLD, 0, vertex[start:end])
        for piece in pieces
        for vertex in piece.replies
    )
    return TypeStory(
        game.types[t],
        tuple(sorted(sent)),
        tuple(message for message in (HOLD, SEEK) if 0 in found.later.get((t, message, TRUST), ())),
        preempted,
        _quantified(found, t, SEEK) if sent == {HOLD} else "no",
        _quantified(found, t, HOLD) if sent == {SEEK} else "no",
        _trusted(game, found, t) if preempted else "no",
    )


def _quantified(found: PerfectBayesianEquilibria, t: int, message: int) -> Quantifier:
    """Whether a type sends a message with positive probability in every, some, no equilibrium."""
    spans = [item.sends[t][message] for item in found.sets]
    if all(span.low != 0 for span in spans):
        return "every"
    return "some" if any(span.high != 0 for span in spans) else "no"


def _trusted(game: SignallingGame, found: PerfectBayesianEquilibria, t: int) -> Quantifier:
    """Whether it holds and is trusted with positive probability; a product of two sides."""

    def always(item: PerfectBayesianSet) -> bool:
        replies = [vertex[HOLD] for vertex in item.assessments.replies]
        return item.sends[t][HOLD].low != 0 and all(_trusts(game, HOLD, t, q) for q in replies)

    def ever(item: PerfectBayesianSet) -> bool:
        replies = [vertex[HOLD] for vertex in item.assessments.replies]
        return item.sends[t][HOLD].high != 0 and any(_trusts(game, HOLD, t, q) for q in replies)

    if all(map(always, found.sets)):
        return "every"
    return "some" if any(map(ever, found.sets)) else "no"


def trust(game: SignallingGame, found: PerfectBayesianEquilibria) -> Trust | None:
    """The worth of trusting a hold; None where a later move is a tie, or a third party moves."""
    trusted, fought = game.messages[HOLD].replies[:2]
    if fought.mover == "second":
        return None
    worth: list[Number] = []
    for t in range(len(game.types)):
        moves = found.later[(t, HOLD, TRUST)]
        if len(moves) > 1:
            return None
        worth.append(trusted.payoffs[t][moves[0]][1] - fought.payoffs[t][0][1])
    mean = sum((p * w for p, w in zip(game.prior, worth, strict=True)), Fraction(0))
    threshold = None
    if len(worth) == 2 and sign(worth[0]) * sign(worth[1]) < 0:
        threshold = worth[0] / (worth[0] - worth[1])
    perfect = [[Fraction(int(t == r)) for r in range(len(worth))] for t in range(len(worth))]
    return Trust(tuple(worth), mean, threshold, inspection_value(game.prior, worth, perfect))


def inspection_value(
    belief: Sequence[Number], worth: Sequence[Number], results: Sequence[Sequence[Number]]
) -> Number:
    """Worth of a test to the incumbent who meets a hold of all types, before the test's cost.

    worth: [type], of trusting it. results: [type][result], probabilities; for error rates a and b
    of two types [[1-a, a], [b, 1-b]]. Never negative, and zero where no result changes the reply.
    """
    value: Number = Fraction(0)
    for result in range(len(results[0])):
        value = value + _positive(
            sum(
                (p * row[result] * w for p, row, w in zip(belief, results, worth, strict=True)),
                Fraction(0),
            )
        )
    return value - _positive(sum((p * w for p, w in zip(belief, worth, strict=True)), Fraction(0)))


def _positive(x: Number) -> Number:
    return x if sign(x) > 0 else Fraction(0)
