"""Perfect Bayesian equilibrium by definition (Fudenberg and Tirole 1991).

The claim "perfect_bayesian": every assessment of every listed product set is one: at every
information set the mover's choice is optimal given the belief there and everybody's later choices,
and after every message that is sent the belief follows from Bayes' rule.

A set is given by extreme points: of the sender's masses (prior times probability) over states, a
state being a type with its move after every reply at which the sender moves again; of the weights
of outcomes, which are replies with the move of a second receiver; of beliefs over states where a
message may go unsent; and of what the second receiver does where it is not reached. Every condition
of optimality is linear in each of these alone, so it holds on the whole set if it holds at the
extreme points, with "played" read as: played somewhere in the set. Both receivers hold the same
belief. The claim does not say that there are no other equilibria.

A reply with an inspection is a plan: a test with the given odds of an alarm, then one of two other
replies on each result. Its payoffs must be the expectation over the result, less the cost to the
receiver; what a type does later it does whether or not it was inspected; and after each result the
reply must be optimal under the belief given that result or, where it has probability 0, under some
belief on types that can cause it.

Game: players, types, prior, messages with replies (name, mover, moves, payoffs [type][move]
[player], and of a plan inspection: alarm [type], cost, leads_to [clear, alarm]). Witnesses:
{"sets": [{"messages": [{"states": [{"type", "plan": [reply]}, ..], "outcomes": [[reply, move], ..],
"beliefs": [[w, ..], ..], "idle": [[w, ..], ..]}, ..], "masses": [vertex][message][state],
"replies": [vertex][message][outcome]}, ..]}.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.exact import Number, from_json
from solver.verify.plain import Malformed, entry, index, not_a_strategy, read_strategy, sequence

Weights = tuple[Number, ...]


@dataclass(frozen=True)
class _Reply:
    """mover: "", "sender" or "second"; payoffs: [type][move][player].

    alarm: [type], of a plan to inspect, and the replies it leads to; () for any other reply.
    """

    mover: str
    moves: int
    payoffs: tuple[tuple[Weights, ...], ...]
    alarm: Weights = ()
    leads_to: tuple[int, ...] = ()

    def odds(self, t: int) -> Weights:
        """Of the results clear and alarm, for a type."""
        return 1 - self.alarm[t], self.alarm[t]


@dataclass(frozen=True)
class _After:
    """What a set says of one message. plans: [state]; second: the reply the second receiver has."""

    replies: tuple[_Reply, ...]
    types: tuple[int, ...]
    plans: tuple[tuple[int, ...], ...]
    outcomes: tuple[tuple[int, int], ...]
    beliefs: tuple[Weights, ...]
    idle: tuple[Weights, ...]
    second: int | None

    def payoff(self, player: int, state: int, reply: int, move: int) -> Number:
        """Payoff of a player; move: of the second receiver, where it has one."""
        made = move if reply == self.second else self.plans[state][reply]
        return self.replies[reply].payoffs[self.types[state]][made][player]

    def expected(self, player: int, belief: Weights, reply: int, mixture: Weights) -> Number:
        """Expected payoff of a reply under a belief; mixture: of the second receiver."""
        total: Number = Fraction(0)
        for state, weight in enumerate(belief):
            if weight == 0:
                continue
            if reply != self.second:
                total = total + weight * self.payoff(player, state, reply, 0)
                continue
            for move, odds in enumerate(mixture):
                if odds != 0:
                    total = total + weight * odds * self.payoff(player, state, reply, move)
        return total


def check_perfect_bayesian(game: Mapping[str, Any], witnesses: Mapping[str, Any]) -> list[str]:
    """Return every reason why the claim fails; none if it holds."""
    types = sequence(entry(game, "types", "the game"), "types")
    prior = read_strategy(entry(game, "prior", "the game"), len(types))
    players = len(sequence(entry(game, "players", "the game"), "players"))
    if any(weight <= 0 for weight in prior) or sum(prior, Fraction(0)) != 1:
        raise Malformed("the prior must be positive and sum to 1")
    messages = [
        _read_replies(message, len(types), players)
        for message in sequence(entry(game, "messages", "the game"), "messages")
    ]
    if not messages:
        raise Malformed("the game needs messages")
    reasons = []
    for number, item in enumerate(sequence(entry(witnesses, "sets", "witnesses"), "sets")):
        reasons += [f"set {number}: {reason}" for reason in _check_set(prior, messages, item)]
    return reasons


def _read_replies(message: Any, types: int, players: int) -> tuple[_Reply, ...]:
    found = []
    for reply in sequence(entry(message, "replies", "a message"), "replies"):
        mover = entry(reply, "mover", "a reply")
        moves = len(sequence(entry(reply, "moves", "a reply"), "moves"))
        if mover not in ("", "sender", "second") or not moves or (mover == "" and moves != 1):
            raise Malformed("a reply is followed by nobody, or by a mover with moves")
        if mover == "second" and players != 3:
            raise Malformed("there is no second receiver")
        found.append(
            _Reply(
                mover,
                moves,
                tuple(
                    tuple(
                        tuple(from_json(x) for x in sequence(row, "payoffs", players))
                        for row in sequence(rows, "payoffs of a type", moves)
                    )
                    for rows in sequence(entry(reply, "payoffs", "a reply"), "payoffs", types)
                ),
            )
        )
    if not found or sum(reply.mover == "second" for reply in found) > 1:
        raise Malformed("a message needs replies, at most one with a second receiver's move")
    listed = sequence(entry(message, "replies", "a message"), "replies")
    plans = {n for n, item in enumerate(listed) if "inspection" in item}
    return tuple(
        _read_plan(found, reply, item["inspection"], types, plans) if n in plans else reply
        for n, (reply, item) in enumerate(zip(found, listed, strict=True))
    )


def _read_plan(
    replies: Sequence[_Reply], plan: _Reply, item: Any, types: int, plans: set[int]
) -> _Reply:
    """A plan to inspect; malformed unless its payoffs follow from the replies it leads to."""
    alarm = read_strategy(entry(item, "alarm", "an inspection"), types)
    cost = from_json(entry(item, "cost", "an inspection"))
    if any(x < 0 or x > 1 for x in alarm) or cost < 0:
        raise Malformed("an inspection has probabilities of an alarm and a cost of at least 0")
    numbers = sequence(entry(item, "leads_to", "an inspection"), "replies after it", 2)
    leads_to = tuple(index(number, len(replies), "a reply") for number in numbers)
    made = [replies[number] for number in leads_to]
    moved = [reply for reply in made if reply.mover]
    if (
        plans.intersection(leads_to)
        or len(moved) > 1
        or any(reply.mover != "sender" for reply in moved)
    ):
        raise Malformed("after an inspection only the sender may move, after one of the replies")
    for t in range(types):
        for move, row in enumerate(plan.payoffs[t]):
            for player, pay in enumerate(row):
                mean: Number = Fraction(0) if player != 1 else -cost
                for odds, reply in zip((1 - alarm[t], alarm[t]), made, strict=True):
                    mean = mean + odds * reply.payoffs[t][move if reply.mover else 0][player]
                if mean != pay:
                    raise Malformed("the payoffs of an inspection are not those it leads to")
    return _Reply(plan.mover, plan.moves, plan.payoffs, alarm, leads_to)


def _read_after(replies: tuple[_Reply, ...], item: Any, types: int) -> _After:
    second = next((n for n, reply in enumerate(replies) if reply.mover == "second"), None)
    of_type, plans = [], []
    for state in sequence(entry(item, "states", "a message"), "states"):
        of_type.append(index(entry(state, "type", "a state"), types, "a type"))
        plan = sequence(entry(state, "plan", "a state"), "a plan", len(replies))
        plans.append(
            tuple(index(move, r.moves, "a move") for move, r in zip(plan, replies, strict=True))
        )
    outcomes = []
    for outcome in sequence(entry(item, "outcomes", "a message"), "outcomes"):
        number, move = sequence(outcome, "an outcome", 2)
        reply = index(number, len(replies), "a reply")
        moves = replies[reply].moves if reply == second else 1
        outcomes.append((reply, index(move, moves, "a move")))
    beliefs = sequence(entry(item, "beliefs", "a message"), "beliefs")
    idle = sequence(entry(item, "idle", "a message"), "idle")
    if idle and second is None:
        raise Malformed("nobody is idle where there is no second receiver")
    return _After(
        replies,
        tuple(of_type),
        tuple(plans),
        tuple(outcomes),
        tuple(read_strategy(belief, len(plans)) for belief in beliefs),
        tuple(read_strategy(y, replies[second or 0].moves) for y in idle),
        second,
    )


def _check_set(prior: Weights, messages: Sequence[tuple[_Reply, ...]], item: Any) -> list[str]:
    listed = sequence(entry(item, "messages", "a set"), "messages", len(messages))
    after = [_read_after(r, m, len(prior)) for r, m in zip(messages, listed, strict=True)]
    masses = _vertices(entry(item, "masses", "a set"), [len(a.plans) for a in after])
    replies = _vertices(entry(item, "replies", "a set"), [len(a.outcomes) for a in after])
    if not masses or not replies:
        raise Malformed("a set needs extreme points on both sides")
    reasons = _improper(prior, after, masses, replies)
    if reasons:
        return reasons
    for number, message in enumerate(after):
        reasons += _sender_gains(number, after, masses, replies)
        reasons += [
            f"message {number}: {reason}"
            for reason in _later_gains(message, [x[number] for x in masses])
        ]
        own = [q[number] for q in replies]
        for belief in _beliefs(message, [x[number] for x in masses]):
            reasons += [f"message {number}: {r}" for r in _receivers_gain(message, own, belief)]
    return list(dict.fromkeys(reasons))


def _vertices(value: Any, sizes: Sequence[int]) -> list[list[Weights]]:
    return [
        [
            read_strategy(row, size)
            for row, size in zip(sequence(vertex, "a point", len(sizes)), sizes, strict=True)
        ]
        for vertex in sequence(value, "extreme points")
    ]


def _improper(
    prior: Weights,
    after: Sequence[_After],
    masses: Sequence[Sequence[Weights]],
    replies: Sequence[Sequence[Weights]],
) -> list[str]:
    """Weights that are no strategies and no beliefs."""
    reasons = []
    for x in masses:
        if any(weight < 0 for row in x for weight in row):
            reasons.append("a mass is negative")
        for t, weight in enumerate(prior):
            sent = [
                mass
                for row, message in zip(x, after, strict=True)
                for mass, own in zip(row, message.types, strict=True)
                if own == t
            ]
            if sum(sent, Fraction(0)) != weight:
                reasons.append(f"the masses of type {t} do not sum to its prior")
    for number, message in enumerate(after):
        weights = [*(q[number] for q in replies), *message.beliefs, *message.idle]
        faults = filter(None, map(not_a_strategy, weights))
        reasons += [f"message {number}: a distribution {fault}" for fault in faults]
        if not message.beliefs and any(not any(x[number]) for x in masses):
            reasons.append(f"message {number}: it may go unsent, and there is no belief")
        reached = any(_mixture(message, q[number]) is not None for q in replies)
        if message.second is not None and not reached and not message.idle:
            reasons.append(f"message {number}: nothing says what the second receiver would do")
        if reached and message.idle:
            reasons.append(f"message {number}: the second receiver is reached and idle")
    return reasons


def _sender_gains(
    number: int,
    after: Sequence[_After],
    masses: Sequence[Sequence[Weights]],
    replies: Sequence[Sequence[Weights]],
) -> list[str]:
    """Types that send this message though another one pays more."""
    reasons = []
    senders = {
        after[number].types[state]
        for x in masses
        for state, mass in enumerate(x[number])
        if mass != 0
    }
    for q in replies:
        for t in sorted(senders):
            worth = [_message_value(message, t, row) for message, row in zip(after, q, strict=True)]
            for other, value in enumerate(worth):
                if value > worth[number]:
                    reasons.append(f"type {t} gains by sending message {other} instead of {number}")
    return reasons


def _message_value(message: _After, t: int, weights: Weights) -> Number:
    """What a type gets from a message, with its best move after every reply."""
    total: Number = Fraction(0)
    for (number, move), weight in zip(message.outcomes, weights, strict=True):
        if weight != 0:
            reply = message.replies[number]
            pays = [row[0] for row in reply.payoffs[t]]
            best = pays[move] if number == message.second else max(pays)
            total = total + weight * best
    return total


def _later_gains(message: _After, masses: Sequence[Weights]) -> list[str]:
    """States whose plan is not the best later move of their type."""
    reasons = []
    for state, (t, plan) in enumerate(zip(message.types, message.plans, strict=True)):
        for reply, move in zip(message.replies, plan, strict=True):
            if reply.mover == "sender" and not reply.leads_to:
                pays = [row[0] for row in reply.payoffs[t]]
                if pays[move] < max(pays):
                    reasons.append(f"state {state} gains by another move after a reply")
            if any(message.replies[n].mover and plan[n] != move for n in reply.leads_to):
                reasons.append(f"state {state} tells whether it was inspected")
    return reasons


def _beliefs(message: _After, masses: Sequence[Weights]) -> list[Weights]:
    """Bayes' rule where the message has mass; the listed beliefs where it may have none."""
    found: list[Weights] = []
    for row in masses:
        total = sum(row, Fraction(0))
        if total != 0:
            found.append(tuple(mass / total for mass in row))
    if len(found) < len(masses):
        found += message.beliefs
    return list(dict.fromkeys(found))


def _mixture(message: _After, weights: Weights) -> Weights | None:
    """What the second receiver does where it is reached; None where it is not."""
    if message.second is None:
        return None
    found = [Fraction(0)] * message.replies[message.second].moves
    mixture: list[Number] = list(found)
    for (number, move), weight in zip(message.outcomes, weights, strict=True):
        if number == message.second:
            mixture[move] = mixture[move] + weight
    total = sum(mixture, Fraction(0))
    return None if total == 0 else tuple(weight / total for weight in mixture)


def _receivers_gain(message: _After, replies: Sequence[Weights], belief: Weights) -> list[str]:
    """Deviations of the receivers that pay under a belief."""
    reasons = []
    played = {
        number
        for weights in replies
        for (number, _), weight in zip(message.outcomes, weights, strict=True)
        if weight != 0
    }
    mixtures = [y for q in replies if (y := _mixture(message, q)) is not None]
    mixtures += [] if mixtures else message.idle
    if message.second is not None:
        size = range(message.replies[message.second].moves)
        alone = [tuple(Fraction(int(k == move)) for k in size) for move in size]
        worth = [message.expected(2, belief, message.second, y) for y in alone]
        if any(y[move] != 0 and worth[move] < max(worth) for y in mixtures for move in size):
            reasons.append("the second receiver gains by another move")
    for mixture in mixtures or [()]:
        values = [
            message.expected(1, belief, reply, mixture) for reply in range(len(message.replies))
        ]
        reasons += [
            f"the receiver gains by another reply than {reply}"
            for reply in sorted(played)
            if values[reply] < max(values)
        ]
    for number in sorted(played):
        reasons += _after_results(message, number, belief)
    return reasons


def _after_results(message: _After, number: int, belief: Weights) -> list[str]:
    """Results of an inspection after which another reply than the plan's is better."""
    plan, reasons = message.replies[number], []
    for result, made in enumerate(plan.leads_to):
        other = plan.leads_to[1 - result]
        gains = {
            state: message.payoff(1, state, other, 0) - message.payoff(1, state, made, 0)
            for state, t in enumerate(message.types)
            if plan.odds(t)[result] != 0
        }
        weights = {s: belief[s] * plan.odds(message.types[s])[result] for s in gains}
        if any(weight != 0 for weight in weights.values()):
            better = sum((weights[s] * gains[s] for s in gains), Fraction(0)) > 0
        else:
            better = bool(gains) and all(gain > 0 for gain in gains.values())
        if better:
            reasons.append(f"after result {result} the receiver gains by reply {other}")
    return reasons
