"""Perfect Bayesian equilibrium of games of two types, by definition and by trying everything.

Written apart from the solver: strategies on a grid, and off the path every belief at which anything
can change, with one between each two.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from games.forms.signalling import Message, SignallingGame

ZERO, ONE = Fraction(0), Fraction(1)


def grid(size: int, steps: int) -> list[tuple[Fraction, ...]]:
    """Distributions over `size` things with weights that are multiples of 1/steps."""
    return [
        tuple(Fraction(w, steps) for w in weights)
        for weights in itertools.product(range(steps + 1), repeat=size)
        if sum(weights) == steps
    ]


class Local:
    """One message with a fixed choice of what the second receiver does and of the sender's ties."""

    def __init__(self, message: Message, mixture: tuple[Fraction, ...], plan) -> None:
        self.message, self.mixture, self.plan = message, mixture, plan

    def pays(self, reply: int, t: int) -> list[Fraction]:
        """Payoffs of all players when type t meets a reply."""
        found = self.message.replies[reply]
        rows = found.payoffs[t]
        if found.mover == "sender":
            return list(rows[self.plan[t][reply]])
        if found.mover == "second":
            weighted = zip(self.mixture, rows, strict=True)
            return [
                sum(x) for x in zip(*([w * p for p in row] for w, row in weighted), strict=True)
            ]
        return list(rows[0])

    def worth(self, reply: int, belief: Fraction, player: int) -> Fraction:
        """Expected payoff of a receiver when the second type has this probability."""
        return (1 - belief) * self.pays(reply, 0)[player] + belief * self.pays(reply, 1)[player]

    def receivers_content(self, weights: tuple[Fraction, ...], belief: Fraction) -> bool:
        """Whether the replies are optimal, and the second receiver's move."""
        values = [self.worth(a, belief, 1) for a in range(len(weights))]
        if any(w and v < max(values) for w, v in zip(weights, values, strict=True)):
            return False
        for reply in self.message.replies:
            if reply.mover == "second":
                gains = [
                    (1 - belief) * reply.payoffs[0][j][2] + belief * reply.payoffs[1][j][2]
                    for j in range(len(reply.moves))
                ]
                if any(y and g < max(gains) for y, g in zip(self.mixture, gains, strict=True)):
                    return False
        return True

    def some_belief(self, weights: tuple[Fraction, ...]) -> bool:
        """Whether some belief makes the replies optimal."""
        lines = [(self.worth(a, ZERO, 1), self.worth(a, ONE, 1)) for a in range(len(weights))]
        for reply in self.message.replies:
            if reply.mover == "second":
                lines += [
                    (reply.payoffs[0][j][2], reply.payoffs[1][j][2])
                    for j in range(len(reply.moves))
                ]
        points = {ZERO, ONE}
        for (a0, a1), (b0, b1) in itertools.combinations(lines, 2):
            slope = (a1 - a0) - (b1 - b0)
            if slope and 0 <= (b0 - a0) / slope <= 1:
                points.add((b0 - a0) / slope)
        ordered = sorted(points)
        between = [(a + b) / 2 for a, b in itertools.pairwise(ordered)]
        return any(self.receivers_content(weights, mu) for mu in [*ordered, *between])


def plans(message: Message, types: int) -> Iterator[tuple[tuple[int, ...], ...]]:
    """[type][reply]: every choice of best later moves."""
    options = []
    for t in range(types):
        for reply in message.replies:
            best = [row[0] for row in reply.payoffs[t]]
            moves = [j for j, pay in enumerate(best) if pay == max(best)]
            options.append(moves if reply.mover == "sender" else [0])
    width = len(message.replies)
    for flat in itertools.product(*options):
        yield tuple(flat[t * width : (t + 1) * width] for t in range(types))


def equilibria(game: SignallingGame, steps: int):
    """Yield (sender [type][message], replies [message][reply], mixtures [message]) on the grid."""
    types = len(game.types)
    locals_of = []
    for message in game.messages:
        second = next((r for r in message.replies if r.mover == "second"), None)
        mixtures = grid(len(second.moves), steps) if second else [()]
        locals_of.append(
            [
                (weights, Local(message, mixture, plan))
                for weights in grid(len(message.replies), steps)
                for mixture in mixtures
                for plan in plans(message, types)
            ]
        )
    sent = grid(len(game.messages), steps)
    for sender in itertools.product(sent, repeat=types):
        kept = []
        for m, cases in enumerate(locals_of):
            mass = [game.prior[t] * sender[t][m] for t in range(types)]
            if any(mass):
                belief = mass[1] / sum(mass)
                kept.append([c for c in cases if c[1].receivers_content(c[0], belief)])
            else:
                kept.append([c for c in cases if c[1].some_belief(c[0])])
        for chosen in itertools.product(*kept):
            values = [
                [
                    sum(w * local.pays(a, t)[0] for a, w in enumerate(weights) if w)
                    for weights, local in chosen
                ]
                for t in range(types)
            ]
            if all(
                not sender[t][m] or values[t][m] == max(values[t])
                for t in range(types)
                for m in range(len(chosen))
            ):
                yield sender, [w for w, _ in chosen], [local.mixture for _, local in chosen]
