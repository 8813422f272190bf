"""The functions on whose signs the equilibria of a game of private alignment turn.

Two types, the messages hold and seek, the replies trust and pre-empt, a third party that joins or
stays out after the latter or none. Fix who strikes when trusted, strictly. After a message with
belief b in the misaligned type, everything that is optimal follows from lines in b: what a third
party gains by joining, g(b), and what the incumbent gains by trusting in place of being joined
against, W_J(b), or of fighting alone, W_S(b). Their signs at b = 0, at b = 1 and at the prior, and
the order of their zeros (the sign of f(0) h(1) - f(1) h(0)), say which replies go with which
beliefs, on which side of the prior these lie, and so which masses support them: beliefs after the
two messages can be any two on opposite sides of the prior.

The replies optimal at some belief are corners and segments of a triangle with the nodes T (trust),
J (pre-empted and joined), S (pre-empted alone) and, where W_J and W_S have opposite signs at the
zero of g, the node K on the side JS at which the incumbent is indifferent there:
K = y J + (1-y) S with y = h_S / (h_S - h_J), h_S = W_S(0) g(1) - W_S(1) g(0), h_J likewise. The
segments are TJ, TS, TK, JS and the parts JK, KS of the last. Along a segment after hold and one
after seek, what a type gains by holding is affine in both places: a line in a square for each type.
Which sides of which lines, and crossings, the square contains follows from the signs of the lines
at its corners and the order in which they cross its edges.

A test adds the replies I (inspect) and R (inspect and reverse) to T and S, each worth a line in b.
What is optimal at some belief are then nodes and the segments between two of the nodes T, S, I, R;
the lines are the differences of all pairs. Where the test costs something and w, the worth of
trusting, has opposite signs for the types, I is best at no belief unless an alarm is likelier from
the type with w < 0: what it adds to S and to T exceeds the cost, so
b_A P(clear|A) w_A > b_M P(clear|M) |w_M| and b_M P(alarm|M) |w_M| > b_A P(alarm|A) w_A, and the
product of both says so. R is its mirror image, and where w has one sign neither is ever best.

So where every one of these signs is certain, the polytopes of every case of the enumeration
(`pieces`) have the same shape, and the same answer. It is not so where all three lines in b vanish
at one belief identically, or g does at all of them: replies may then fill the triangle. Nor is it
where three of the nodes T, S, I, R are equally good at one belief identically. Then nothing is
certain.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, TypeAlias

from games.exact import Scalar, sign
from games.forms.signalling import SignallingGame
from solver.beliefs.boxes import Box, Polynomial, polynomial_with_sign, sign_on

#: Key of a function -> the function, made where it is needed.
_Made: TypeAlias = dict[Any, Callable[[], Scalar]]
#: Types (aligned first), messages (hold first), and ends of an interval.
_TWO = (0, 1)
_SEGMENTS = (*itertools.combinations("TJKS", 2), *itertools.combinations("TSIR", 2))


class Signs:
    """The functions over the field in which some quantities of a game are left open."""

    def __init__(self, game: SignallingGame, unknowns: Sequence[str]) -> None:
        self.game = game
        self.unknowns = tuple(unknowns)
        self.joined = game.messages[0].replies[1].mover == "second"
        #: [message]: node -> number of the plan to inspect that it stands for.
        self.plans = [
            {
                "I" if reply.leads_to == (0, 1) else "R": n
                for n, reply in enumerate(message.replies)
                if reply.inspection is not None
            }
            for message in game.messages
        ]
        self._polynomials: dict[Any, Polynomial] = {}
        self._plays: dict[tuple[int, ...], _Play] = {}
        self._strikes: _Made = {
            ("strike", m, t): partial(self._strike, m, t) for m in _TWO for t in _TWO
        }

    def settle(self, box: Box, settled: dict[Any, int]) -> tuple[Any, ...] | None:
        """Every sign over the box, added to those known before; None if one is not certain."""
        return self._gathered(partial(self._decide, box, settled), settled)

    def ask(self) -> tuple[Any, ...] | None:
        """Every sign of a game whose payoffs are numbers; None where they do not say everything."""
        settled: dict[Any, int] = {}
        return self._gathered(partial(_asked, settled), settled)

    def _gathered(
        self, decide: Callable[[_Made, tuple[Any, ...]], bool], settled: Mapping[Any, int]
    ) -> tuple[Any, ...] | None:
        """What is decided, step by step: each says which functions matter next."""
        if not decide(self._strikes, ()):
            return None
        strikes = tuple(settled[key] for key in self._strikes)
        if strikes not in self._plays:
            self._plays[strikes] = _Play(self, strikes)
        play = self._plays[strikes]
        if not decide(self._test, ()):
            return None
        if not decide(play.trusting, strikes):
            return None
        live = tuple(self._live(m, strikes, settled) for m in _TWO)
        beliefs = play.beliefs(live)
        if not decide(beliefs, strikes):
            return None
        told = {key: settled[(strikes, *key)] for key in beliefs}
        if _degenerate(told) or any(_tied(told, m, live[m]) for m in _TWO):
            return None
        nodes = tuple(_nodes(told, m, self.joined) | {*live[m]} for m in _TWO)
        sender = play.sender(nodes)
        if not decide(sender, strikes):
            return None
        return (strikes, live, *told.values(), *(settled[(strikes, *key)] for key in sender))

    @property
    def _test(self) -> _Made:
        """What the test costs, and how much likelier an alarm is from the second type."""
        test = self.game.inspection
        if test is None:
            return {}
        return {
            ("test", "cost"): lambda: test.cost,
            ("test", "alarm"): lambda: test.alarm[1] - test.alarm[0],
        }

    def _live(
        self, m: int, strikes: tuple[int, ...], settled: Mapping[Any, int]
    ) -> tuple[str, ...]:
        """Plans to inspect that may be a best reply to some belief after a message."""
        plans = tuple(self.plans[m])
        worth = [settled[strikes, "line", m, "S", b] for b in _TWO]
        if not plans or settled["test", "cost"] == 0 or 0 in worth:
            return plans
        if worth[0] == worth[1]:
            return ()
        side = settled["test", "alarm"] * worth[0]
        return tuple(plan for plan in plans if side == (1 if plan == "I" else -1))

    def _decide(
        self, box: Box, settled: dict[Any, int], functions: _Made, prefix: tuple[Any, ...]
    ) -> bool:
        certain = True
        for key, made in functions.items():
            whole = (prefix, *key) if prefix else key
            if whole in settled:
                continue
            if whole not in self._polynomials:
                self._polynomials[whole] = polynomial_with_sign(made(), self.unknowns)
            found = sign_on(self._polynomials[whole], box)
            if found is None:
                certain = False
            else:
                settled[whole] = found
        return certain

    def _strike(self, m: int, t: int) -> Scalar:
        """What a type gains by striking when trusted."""
        return self.trusted(m, t, 0, 0) - self.trusted(m, t, 1, 0)

    def trusted(self, m: int, t: int, move: int, player: int) -> Scalar:
        """Payoff of a player when type t is trusted after m and makes a move."""
        return self.game.messages[m].replies[0].payoffs[t][move][player]


def _asked(settled: dict[Any, int], functions: _Made, prefix: tuple[Any, ...]) -> bool:
    for key, made in functions.items():
        settled[(prefix, *key) if prefix else key] = sign(made())
    return True


class _Play:
    """The functions given who strikes: [hold A, hold M, seek A, seek M], signs of the gain."""

    def __init__(self, signs: Signs, strikes: tuple[int, ...]) -> None:
        self.signs = signs
        self.moves = {(m, t): 0 if strikes[2 * m + t] > 0 else 1 for m in _TWO for t in _TWO}
        self._values: dict[Any, Scalar] = {}

    def pay(self, m: int, t: int, node: str, player: int) -> Scalar:
        """Payoff of a player when type t sends m and the reply is at a node but K."""
        if node in "TIR":
            number = self.signs.plans[m].get(node, 0)
            pays = self.signs.game.messages[m].replies[number].payoffs[t]
            return pays[self.moves[m, t]][player]
        rows = self.signs.game.messages[m].replies[1].payoffs[t]
        return rows[0 if node == "J" else -1][player]

    @cached_property
    def trusting(self) -> _Made:
        """What trusting either type is worth, after either message."""
        return {("line", m, "S", b): partial(self.line, m, "S", b) for m in _TWO for b in _TWO}

    def beliefs(self, live: Sequence[Sequence[str]]) -> _Made:
        """Signs of the lines in b, at 0, 1 and the prior, and the order of their zeros.

        live: [message], plans to inspect that may be best.
        """
        found: _Made = {}
        for m in _TWO:
            lines = ("g", "J", "S") if self.signs.joined else ("S", *_pairs(live[m]))
            for line in lines:
                for b in _TWO:
                    found["line", m, line, b] = partial(self.line, m, line, b)
                found["line", m, line, "prior"] = partial(self.pooled, m, line)
            for one, other in itertools.combinations(lines, 2):
                found["order", m, one, other] = partial(self.order, m, one, other)
        return found

    def line(self, m: int, line: str, b: int) -> Scalar:
        """Value of a line at belief 0 or 1."""
        if line == "g":
            return self.pay(m, b, "J", 2) - self.pay(m, b, "S", 2)
        one, other = (line[0], line[1]) if len(line) == 2 else ("T", line)
        return self.pay(m, b, one, 1) - self.pay(m, b, other, 1)

    def pooled(self, m: int, line: str) -> Scalar:
        """Value of a line at the prior."""
        prior = self.signs.game.prior
        return prior[0] * self.line(m, line, 0) + prior[1] * self.line(m, line, 1)

    def order(self, m: int, one: str, other: str) -> Scalar:
        """f(0) h(1) - f(1) h(0)."""
        f0, f1, h0, h1 = (self.line(m, line, b) for line in (one, other) for b in _TWO)
        return f0 * h1 - f1 * h0

    def sender(self, nodes: Sequence[frozenset[str]]) -> _Made:
        """Signs of the types' gains from holding at corners, and their order along edges."""
        found: _Made = {}
        for t in _TWO:
            for a in sorted(nodes[0]):
                for b in sorted(nodes[1]):
                    found["corner", t, a, b] = partial(self.gain, t, a, b)
        for one, other in _SEGMENTS:
            for m in _TWO:
                if {one, other} <= nodes[m]:
                    for node in sorted(nodes[1 - m]):
                        ends = [(one, node), (other, node)] if m == 0 else [
                            (node, one), (node, other)
                        ]  # fmt: skip
                        found["edge", *ends[0], *ends[1]] = partial(self.crossing, *ends)
        return found

    def gain(self, t: int, a: str, b: str) -> Scalar:
        """What type t gains by holding, at node a after hold and b after seek."""
        if (t, a, b) not in self._values:
            self._values[t, a, b] = self.worth(0, t, a) - self.worth(1, t, b)
        return self._values[t, a, b]

    def worth(self, m: int, t: int, node: str) -> Scalar:
        """What type t gets from message m at a node of its replies."""
        if node != "K":
            return self.pay(m, t, node, 0)
        alone, joined = self.order(m, "S", "g"), self.order(m, "J", "g")
        y = alone / (alone - joined)
        return y * self.pay(m, t, "J", 0) + (1 - y) * self.pay(m, t, "S", 0)

    def crossing(self, one: tuple[str, str], other: tuple[str, str]) -> Scalar:
        """Which type's line crosses first between two corners."""
        a0, m0 = (self.gain(t, *one) for t in _TWO)
        a1, m1 = (self.gain(t, *other) for t in _TWO)
        return a0 * m1 - a1 * m0


def _pairs(plans: Iterable[str]) -> tuple[str, ...]:
    """Lines between a plan and any other node."""
    return tuple(a + b for a, b in itertools.combinations(("T", "S", *plans), 2) if a + b != "TS")


def _tied(told: Mapping[Any, int], m: int, plans: Iterable[str]) -> bool:
    """Whether three nodes are equally good at one belief, so that replies may fill a triangle."""
    keys = {pair: "S" if pair == "TS" else pair for pair in ("TS", *_pairs(plans))}
    for a, b, c in itertools.combinations(("T", "S", *plans), 3):
        one, other = keys[a + b], keys[a + c]
        if (
            told["line", m, one, 0] * told["line", m, one, 1] <= 0
            and not told["order", m, one, other]
        ):
            return True
    return False


def _degenerate(told: Mapping[Any, int]) -> bool:
    """Whether all three lines in b vanish together, so that replies may fill the triangle."""
    return any(
        told["line", m, "g", 0] * told["line", m, "g", 1] <= 0
        and told["order", m, "g", "J"] == told["order", m, "g", "S"] == 0
        for m in _TWO
        if ("line", m, "g", 0) in told
    )


def _nodes(told: Mapping[Any, int], m: int, joined: bool) -> frozenset[str]:
    """Nodes that replies to a message may use."""
    if not joined:
        return frozenset("TS")
    ends = [told["line", m, "g", b] for b in _TWO]
    found = {"T", *("J" if max(ends) >= 0 else ""), *("S" if min(ends) <= 0 else "")}
    # g(b0) = 0 and W_f(b0) has the sign of (f(0) g(1) - f(1) g(0)) times that of g(1) - g(0).
    if min(ends) <= 0 <= max(ends) and told["order", m, "g", "J"] * told["order", m, "g", "S"] < 0:
        found.add("K")
    return frozenset(found)
