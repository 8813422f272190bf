"""Inspection by definition: assessments of the tree, with a reply after every result.

Written apart from the solver's plans. After each message the receiver trusts, pre-empts or inspects
with some probabilities; after each result it trusts with another. Two types; the sender's later
move is one for each type and message, whether or not it was inspected. Strategies lie on a grid.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from games.forms.signalling import Inspection, SignallingGame
from tests.beliefs.definition import grid

ZERO, ONE = Fraction(0), Fraction(1)
TRUST, PREEMPT = 0, 1


@dataclass(frozen=True)
class Local:
    """What is done after one message.

    at_once: probabilities of trusting, pre-empting, inspecting; trusted: [result], of trusting
    after it; later: [type], the sender's move once trusted.
    """

    at_once: tuple[Fraction, ...]
    trusted: tuple[Fraction, ...]
    later: tuple[int, ...]


class After:
    """One message of a game with a test."""

    def __init__(self, game: SignallingGame, m: int, test: Inspection) -> None:
        self.replies = game.messages[m].replies[:2]
        self.test = test

    def pay(self, player: int, t: int, reply: int, later: tuple[int, ...]):
        rows = self.replies[reply].payoffs[t]
        return rows[later[t] if reply == TRUST else 0][player]

    def result(self, t: int, r: int):
        return self.test.alarm[t] if r else 1 - self.test.alarm[t]

    def odds_of_trust(self, t: int, local: Local):
        trust, _, inspect = local.at_once
        return trust + inspect * sum(self.result(t, r) * local.trusted[r] for r in (0, 1))

    def value(self, t: int, local: Local):
        """What a type gets."""
        odds = self.odds_of_trust(t, local)
        return odds * self.pay(0, t, TRUST, local.later) + (1 - odds) * self.pay(
            0, t, PREEMPT, local.later
        )

    def worth(self, t: int, local: Local):
        return self.pay(1, t, TRUST, local.later) - self.pay(1, t, PREEMPT, local.later)

    def best_later(self, t: int) -> list[int]:
        pays = [row[0] for row in self.replies[TRUST].payoffs[t]]
        return [j for j, pay in enumerate(pays) if pay == max(pays)]

    def content(self, belief: tuple[Fraction, Fraction], local: Local) -> bool:
        """Whether the receiver is sequentially rational at a belief, in every information set."""
        values = [
            sum(belief[t] * self.pay(1, t, reply, local.later) for t in (0, 1))
            for reply in (TRUST, PREEMPT)
        ]
        inspected = -self.test.cost
        for r in (0, 1):
            masses = [belief[t] * self.result(t, r) for t in (0, 1)]
            causes = [t for t in (0, 1) if self.result(t, r) != 0]
            if not causes:
                continue
            gains = [self.worth(t, local) for t in (0, 1)]
            inspected += sum(masses[t] * self.pay(1, t, PREEMPT, local.later) for t in (0, 1))
            gain = sum(masses[t] * gains[t] for t in (0, 1))
            inspected += local.trusted[r] * gain
            low = high = gain
            if not any(masses):
                low, high = min(gains[t] for t in causes), max(gains[t] for t in causes)
            if local.trusted[r] != 0 and high < 0:
                return False
            if local.trusted[r] != 1 and low > 0:
                return False
        values.append(inspected)
        return all(w == 0 or v == max(values) for w, v in zip(local.at_once, values, strict=True))

    def some_belief(self, local: Local) -> bool:
        """Whether some belief makes all of it rational."""
        lines = [(self.worth(0, local), self.worth(1, local))]
        for r in (0, 1):
            lines.append(tuple(self.result(t, r) * lines[0][t] for t in (0, 1)))
        cost = self.test.cost
        points = {ZERO, ONE}
        for (a, b), shift in itertools.product(lines, (ZERO, cost, -cost)):
            if a != b and 0 <= (a - shift) / (a - b) <= 1:
                points.add((a - shift) / (a - b))
        ordered = sorted(points)
        between = [(a + b) / 2 for a, b in itertools.pairwise(ordered)]
        return any(self.content((1 - x, x), local) for x in (*ordered, *between))


def equilibria(game: SignallingGame, test: Inspection, steps: int) -> Iterator[tuple]:
    """Every equilibrium on the grid: (sender [type][message], [message] local)."""
    afters = [After(game, m, test) for m in range(len(game.messages))]
    parts = [Fraction(n, steps) for n in range(steps + 1)]
    locals_of = [
        [
            Local(at_once, trusted, later)
            for at_once in grid(3, steps)
            for trusted in itertools.product(parts, repeat=2)
            for later in itertools.product(*(after.best_later(t) for t in (0, 1)))
        ]
        for after in afters
    ]
    off = [[x for x in own if a.some_belief(x)] for a, own in zip(afters, locals_of, strict=True)]
    for sender in itertools.product(grid(len(afters), steps), repeat=2):
        kept = []
        for m, after in enumerate(afters):
            mass = [game.prior[t] * sender[t][m] for t in (0, 1)]
            if not any(mass):
                kept.append(off[m])
                continue
            belief = tuple(x / sum(mass) for x in mass)
            kept.append([x for x in locals_of[m] if after.content(belief, x)])
        for chosen in itertools.product(*kept):
            worth = [[a.value(t, x) for a, x in zip(afters, chosen, strict=True)] for t in (0, 1)]
            if all(
                sender[t][m] == 0 or worth[t][m] == max(worth[t])
                for t in (0, 1)
                for m in range(len(afters))
            ):
                yield sender, chosen
