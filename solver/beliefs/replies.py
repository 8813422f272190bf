"""What is optimal after a message, for every belief.

A belief after message m is a point of the simplex over states: a state is a type t together with
what t would do, of the moves that are best for it, after those replies to m at which several are
best (backward reasoning; where no type is ever indifferent, a state is a type). The receiver's
payoff of a reply is linear in the belief, so the beliefs at which all of a set A of replies are
optimal form a polytope Q(A). A is closed if nothing else is optimal throughout Q(A). Closed sets
are the intersections of the best-reply sets at the vertices of the Q({a}); they and their polytopes
are all that beliefs can do.

A second receiver shares the belief, for it has seen nothing more about the type than the message.
Where it plays one of its moves for sure its condition is linear in the belief as well. Where it
mixes, the belief must make it indifferent; where that leaves one belief only (always so for two
types unless it is indifferent whatever it believes) the receiver's condition is linear in the
mixture. Where it leaves a polytope B of them, what the receiver gains by the reply before the
mixture, against another reply, is bilinear in belief and mixture: positive or negative throughout
if it is so at every pair of extreme points, and then nothing turns and the regimes are products
again. Where it does turn, the pairs (belief, mixture) at which the reply is optimal lie on one side
of a quadric and are no finite union of products of polytopes: that is reported as open.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from games.exact import Number, sign
from games.forms.signalling import Reply, SignallingGame
from solver.geometry.cone import Vector, polytope_vertices

_ONE, _ZERO = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class Regime:
    """Beliefs and the replies that are optimal at every one of them.

    beliefs: vertices of the polytope of beliefs, [state]. conditions: rows over [state], >= 0
    exactly on the cone over that polytope among the states allowed. outcomes: numbers, in the
    message's list, of those that may have weight. equalities, inequalities (>= 0): further linear
    conditions on the weights of all outcomes. idle: vertices of the set of what the second receiver
    may do where the replies do not reach it, [move]; () where there is none. reaches: whether
    replies that reach it are among the outcomes; should they have no weight for other reasons,
    `idle` holds, and where that is () another regime has the case.
    """

    beliefs: tuple[Vector, ...]
    conditions: tuple[Vector, ...]
    outcomes: tuple[int, ...]
    equalities: tuple[tuple[Number, ...], ...] = ()
    inequalities: tuple[tuple[Number, ...], ...] = ()
    idle: tuple[Vector, ...] = ()
    reaches: bool = False

    def replies(self, count: int) -> tuple[Vector, ...]:
        """Vertices of the set of weights of the message's outcomes, [outcome]."""
        barred = [
            (*(int(i == o) for i in range(count)), 0)
            for o in range(count)
            if o not in self.outcomes
        ]
        return polytope_vertices(
            count,
            [(*[1] * count, 1), *barred, *((*row, 0) for row in self.equalities)],
            [(*row, 0) for row in self.inequalities],
        )


@dataclass(frozen=True)
class Correspondence:
    """The best-reply correspondence after one message."""

    game: SignallingGame
    message: int

    @property
    def _replies(self) -> tuple[Reply, ...]:
        return self.game.messages[self.message].replies

    @cached_property
    def choices(self) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """[type][reply]: the moves that may follow; those best for a sender that moves."""
        return tuple(
            tuple(_best_moves(self._replies[self.place(n)], t) for n in range(len(self._replies)))
            for t in range(len(self.game.types))
        )

    def place(self, number: int) -> int:
        """The reply whose later move this one shares: itself, unless an inspection comes first."""
        reply = self._replies[number]
        moved = (n for n in reply.leads_to if self._replies[n].mover)
        return next(moved, number)

    @cached_property
    def states(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """(type, [reply] -> move): every type with every way to break its own ties."""
        found: list[tuple[int, tuple[int, ...]]] = []
        for t, own in enumerate(self.choices):
            options = [
                own[n] if reply.mover == "sender" and reply.inspection is None else (0,)
                for n, reply in enumerate(self._replies)
            ]
            shared = [self.place(n) for n in range(len(self._replies))]
            found += [(t, tuple(plan[n] for n in shared)) for plan in itertools.product(*options)]
        return tuple(found)

    @cached_property
    def node(self) -> int | None:
        """The reply after which the second receiver moves."""
        found = [n for n, reply in enumerate(self._replies) if reply.mover == "second"]
        return found[0] if found else None

    @cached_property
    def outcomes(self) -> tuple[tuple[int, int], ...]:
        """(reply, move of the second receiver, 0 where it has none)."""
        return tuple(
            (number, move)
            for number, reply in enumerate(self._replies)
            for move in range(len(reply.moves) if reply.mover == "second" else 1)
        )

    def payoff(self, player: int, state: int, outcome: int) -> Number:
        """Payoff of a player when the state is met with an outcome."""
        t, plan = self.states[state]
        reply, move = self.outcomes[outcome]
        row = self._replies[reply].payoffs[t]
        number: Number = row[move if reply == self.node else plan[reply]][player]
        return number

    def sender_payoff(self, t: int, outcome: int) -> Number:
        """Payoff of a type from an outcome, with its best move after it."""
        return self.payoff(0, self._first_state[t], outcome)

    @cached_property
    def _first_state(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for number, (t, _) in enumerate(self.states):
            found.setdefault(t, number)
        return found

    def regimes(self, types: frozenset[int]) -> tuple[list[Regime], str | None]:
        """Every regime whose beliefs reach the inside of the face of these types, and what is open.

        Beliefs give no weight to other types; some belief of each regime gives weight to each.
        """
        states = [n for n, (t, _) in enumerate(self.states) if t in types]
        found: list[Regime] = []
        for regime in self._all(states):
            weights = [sum(v[n] for v in regime.beliefs) for n in range(len(self.states))]
            if all(any(weights[n] != 0 for n in states if self.states[n][0] == t) for t in types):
                found.append(regime)
        return found, self._open(states)

    def regimes_anywhere(self) -> Iterator[Regime]:
        """Every regime, with beliefs anywhere: what can be replied off the path."""
        yield from self.regimes_on(frozenset(range(len(self.game.types))))

    def regimes_on(self, types: frozenset[int]) -> Iterator[Regime]:
        """Every regime whose beliefs give weight to these types only."""
        yield from self._all([n for n, (t, _) in enumerate(self.states) if t in types])

    def _all(self, states: Sequence[int]) -> Iterator[Regime]:
        if self.node is None:
            outcomes = range(len(self.outcomes))
            yield from self._closed(states, {o: o for o in outcomes}, ())
            return
        reply = self._replies[self.node]
        numbers = [n for n, (r, _) in enumerate(self.outcomes) if r == self.node]
        others = {r: n for n, (r, _) in enumerate(self.outcomes) if r != self.node}
        for move in range(len(reply.moves)):
            best = [
                [
                    self.payoff(2, n, numbers[move]) - self.payoff(2, n, numbers[other])
                    for n in states
                ]
                for other in range(len(reply.moves))
                if other != move
            ]
            served = others | {self.node: numbers[move]}
            alone = tuple(Fraction(int(m == move)) for m in range(len(reply.moves)))
            for regime in self._closed(states, served, best):
                reached = numbers[move] in regime.outcomes
                yield replace(regime, idle=(alone,), reaches=reached)
        for size in range(2, len(reply.moves) + 1):
            for mixed in itertools.combinations(range(len(reply.moves)), size):
                yield from self._mixed(states, numbers, others, mixed)

    def _closed(
        self, states: Sequence[int], served: dict[int, int], conditions: Sequence[Sequence[Number]]
    ) -> Iterator[Regime]:
        """Closed sets of replies with their beliefs; served: reply -> outcome that it leads to."""
        pay = {r: [self.payoff(1, n, o) for n in states] for r, o in served.items()}

        def rows(chosen: Sequence[int]) -> list[Sequence[Number]]:
            return [*conditions] + [
                [a - b for a, b in zip(pay[r], pay[other], strict=True)]
                for r in chosen
                for other in pay
                if other != r
            ]

        def region(chosen: Sequence[int]) -> tuple[Vector, ...]:
            cuts = [(*row, 0) for row in rows(chosen)]
            return polytope_vertices(len(states), [(*[1] * len(states), 1)], cuts)

        def best(belief: Vector) -> frozenset[int]:
            worth = {r: _dot(row, belief) for r, row in pay.items()}
            top = max(worth.values())
            return frozenset(r for r, value in worth.items() if value == top)

        family = {best(v) for r in pay for v in region([r])}
        while True:
            more = {a & b for a in family for b in family if a & b} - family
            if not more:
                break
            family |= more
        for chosen in sorted(family, key=lambda a: (len(a), sorted(a))):
            kept = sorted(chosen)
            yield Regime(
                tuple(self._spread(states, v) for v in region(kept)),
                tuple(self._spread(states, row) for row in rows(kept)),
                tuple(sorted(served[r] for r in kept)),
            )

    def _mixed(
        self,
        states: Sequence[int],
        numbers: Sequence[int],
        others: dict[int, int],
        mixed: tuple[int, ...],
    ) -> Iterator[Regime]:
        """Regimes in which the second receiver mixes these moves."""
        beliefs = self._indifferent(states, numbers, mixed)
        used = [numbers[m] for m in mixed]
        if not beliefs:
            return
        if self._same_to_receiver(states, used):
            # The receiver does not care: its own conditions are those against either move.
            served = others | {self.node or 0: used[0]}
            equal = self._indifference_rows(states, numbers, mixed)
            for regime in self._closed(states, served, equal):
                reached = used[0] in regime.outcomes
                yield replace(
                    regime,
                    outcomes=tuple(sorted({*regime.outcomes, *(used if reached else ())})),
                    idle=_units(mixed, len(numbers)),
                    reaches=reached,
                )
            return
        if len(beliefs) != 1:
            yield from self._unturned(states, beliefs, numbers, others, mixed)
            return
        (belief,) = beliefs
        point = ((self._spread(states, belief),), self._ray(states, belief))
        count = len(self.outcomes)
        value = {o: _dot([self.payoff(1, n, o) for n in states], belief) for o in range(count)}
        rest = max((value[o] for o in others.values()), default=None)
        top = tuple(o for o in others.values() if value[o] == rest)
        if rest is not None:
            gaps = [value[numbers[m]] - rest if m in mixed else _ZERO for m in range(len(numbers))]
            barred = [
                (*(int(m == k) for k in range(len(numbers))), 0)
                for m in range(len(numbers))
                if m not in mixed
            ]
            idle = polytope_vertices(
                len(numbers), [(*[1] * len(numbers), 1), *barred], [(*(-g for g in gaps), 0)]
            )
            if idle:
                yield Regime(*point, top, idle=idle)
            row = tuple(value[o] - rest if o in used else _ZERO for o in range(count))
            yield Regime(*point, tuple(sorted({*top, *used})), equalities=(row,), reaches=True)
            yield Regime(*point, tuple(used), inequalities=(row,), reaches=True)
        else:
            yield Regime(*point, tuple(used), reaches=True)

    def _unturned(
        self,
        states: Sequence[int],
        beliefs: Sequence[Vector],
        numbers: Sequence[int],
        others: dict[int, int],
        mixed: tuple[int, ...],
    ) -> Iterator[Regime]:
        """Regimes of a mixture at many beliefs, where the receiver does not mind which it is."""
        used = [numbers[m] for m in mixed]
        side = self._side(states, beliefs, used, others)
        equal = self._indifference_rows(states, numbers, mixed)
        if side > 0:
            yield Regime(
                tuple(self._spread(states, v) for v in beliefs),
                tuple(self._spread(states, row) for row in equal),
                tuple(used),
                reaches=True,
            )
        elif side < 0:
            for regime in self._closed(states, others, equal):
                yield replace(regime, idle=_units(mixed, len(numbers)))

    def _side(
        self,
        states: Sequence[int],
        beliefs: Sequence[Vector],
        used: Sequence[int],
        others: dict[int, int],
    ) -> int:
        """1 if the reply before the mixture is strictly best whatever the belief and the mixture,
        -1 if some other reply is strictly better throughout, 0 if neither is shown."""
        worth = {
            o: [_dot([self.payoff(1, n, o) for n in states], belief) for belief in beliefs]
            for o in (*used, *others.values())
        }
        gaps = [
            {sign(a - b) for move in used for a, b in zip(worth[move], worth[o], strict=True)}
            for o in others.values()
        ]
        if all(found == {1} for found in gaps):
            return 1
        return -1 if any(found == {-1} for found in gaps) else 0

    def _indifference_rows(
        self, states: Sequence[int], numbers: Sequence[int], mixed: tuple[int, ...]
    ) -> list[list[Number]]:
        """Rows (>= 0): the mixed moves pay the second receiver the same, the others no more."""
        pay = [[self.payoff(2, n, o) for n in states] for o in numbers]
        rows: list[list[Number]] = []
        for move in range(len(numbers)):
            gap = [a - b for a, b in zip(pay[mixed[0]], pay[move], strict=True)]
            if move != mixed[0]:
                rows.append(gap)
                if move in mixed:
                    rows.append([-x for x in gap])
        return rows

    def _indifferent(
        self, states: Sequence[int], numbers: Sequence[int], mixed: tuple[int, ...]
    ) -> tuple[Vector, ...]:
        rows = self._indifference_rows(states, numbers, mixed)
        return polytope_vertices(
            len(states), [(*[1] * len(states), 1)], [(*row, 0) for row in rows]
        )

    def _same_to_receiver(self, states: Sequence[int], outcomes: Sequence[int]) -> bool:
        return all(
            self.payoff(1, n, outcomes[0]) == self.payoff(1, n, o) for n in states for o in outcomes
        )

    def _open(self, states: Sequence[int]) -> str | None:
        """Why some mixtures of the second receiver are not described, or None."""
        if self.node is None:
            return None
        numbers = [n for n, (r, _) in enumerate(self.outcomes) if r == self.node]
        for size in range(2, len(numbers) + 1):
            for mixed in itertools.combinations(range(len(numbers)), size):
                beliefs = self._indifferent(states, numbers, mixed)
                used = [numbers[m] for m in mixed]
                others = {r: n for n, (r, _) in enumerate(self.outcomes) if r != self.node}
                if (
                    len(beliefs) > 1
                    and not self._same_to_receiver(states, used)
                    and not self._side(states, beliefs, used, others)
                ):
                    return (
                        f"after {self.game.messages[self.message].name!r} many beliefs leave "
                        f"{self.game.players[2]} indifferent, what {self.game.receiver} prefers "
                        "turns on them and on the mixture together, and equilibria there are no "
                        "union of products of polytopes: mixtures there are not listed"
                    )
        return None

    def _ray(self, states: Sequence[int], belief: Vector) -> tuple[Vector, ...]:
        """Conditions that leave multiples of one belief over these states only."""
        first = next(k for k, weight in enumerate(belief) if weight != 0)
        found = []
        for k in range(len(states)):
            if k != first:
                row: list[Number] = [_ZERO] * len(states)
                row[k], row[first] = belief[first], -belief[k]
                found += [self._spread(states, row), self._spread(states, [-x for x in row])]
        return tuple(found)

    def _spread(self, states: Sequence[int], values: Sequence[Number]) -> Vector:
        """Values at some states as values at all, 0 elsewhere."""
        whole: list[Number] = [_ZERO] * len(self.states)
        for n, value in zip(states, values, strict=True):
            whole[n] = value
        return tuple(whole)


def _best_moves(reply: Reply, t: int) -> tuple[int, ...]:
    if reply.mover != "sender":
        return tuple(range(len(reply.moves)))
    pays = [row[0] for row in reply.payoffs[t]]
    top = pays[0]
    for pay in pays[1:]:
        top = pay if sign(pay - top) > 0 else top
    return tuple(move for move, pay in enumerate(pays) if pay == top)


def _dot(row: Sequence[Number], point: Sequence[Number]) -> Number:
    total: Number = _ZERO
    for a, x in zip(row, point, strict=True):
        if x != 0:
            total = total + a * x
    return total


def _units(chosen: Sequence[int], count: int) -> tuple[Vector, ...]:
    return tuple(tuple(Fraction(int(k == m)) for k in range(count)) for m in chosen)
