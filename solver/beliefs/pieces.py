"""Enumeration of the perfect Bayesian equilibria of a signalling game, as products of polytopes.

Fix for every message the set T of types that send it (empty: off the path) and a regime, that is
the replies and the beliefs they are best for (`replies`). Then the conditions fall apart:

- the sender's side: masses x[message][state] >= 0 that sum to the prior for every type, nothing
  outside T, and after every message on the path a belief in the regime's polytope. Beliefs are the
  masses up to scale, so this is linear: a polytope X;
- the receivers' side: weights of outcomes, within the regime, such that no type in T would rather
  send another message: a polytope R;
- off the path: a belief in the regime's polytope, a free factor.

Every choice gives X x R x beliefs; every equilibrium lies in the one of its own supports and best
replies. The search goes message by message and leaves a branch when R has become empty. Where a
face of X has no mass on a message, any belief of the regime serves there, so the closed polytope
consists of equilibria. Of the sets found only the maximal ones are kept.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from games.exact import Number, sign
from games.forms.signalling import SignallingGame
from solver.beliefs.replies import Correspondence, Regime
from solver.geometry.cone import System, Vector

_ZERO = Fraction(0)


@dataclass(frozen=True)
class Option:
    """One message in one case: who sends it, and what follows."""

    types: frozenset[int]
    regime: Regime


@dataclass(frozen=True)
class Piece:
    """One case with its two polytopes. masses: vertices of X; replies: vertices of R."""

    options: tuple[Option, ...]
    sender: System
    receiver: System
    masses: tuple[Vector, ...]
    replies: tuple[Vector, ...]

    @property
    def path(self) -> tuple[bool, ...]:
        """[message]: whether anybody sends it."""
        return tuple(bool(option.types) for option in self.options)

    @cached_property
    def used(self) -> tuple[frozenset[int], frozenset[int]]:
        """Masses and weights that are positive somewhere in the set."""
        masses, replies = (
            frozenset(k for vertex in side for k, x in enumerate(vertex) if x != 0)
            for side in (self.masses, self.replies)
        )
        return masses, replies

    def within(self, other: Piece) -> bool:
        """Whether every assessment of this set is one of the other's."""
        return (
            self.path == other.path
            and self.used[0] <= other.used[0]
            and self.used[1] <= other.used[1]
            and all(map(other.sender.holds, self.masses))
            and all(map(other.receiver.holds, self.replies))
            and all(
                _hull_within(mine.regime.idle, its.regime.idle)
                and (mine.types or _hull_within(mine.regime.beliefs, its.regime.beliefs))
                for mine, its in zip(self.options, other.options, strict=True)
            )
        )

    def meets(self, other: Piece) -> bool:
        """Whether some strategies belong to both."""
        return all(
            _overlap(mine, its) and (bool(set(mine) & set(its)) or a.and_also(b).feasible())
            for mine, its, a, b in (
                (self.masses, other.masses, self.sender, other.sender),
                (self.replies, other.replies, self.receiver, other.receiver),
            )
        )


class Search:
    """The enumeration; `open` says what it could not describe, `stopped` that it was cut short."""

    def __init__(self, game: SignallingGame, stop: Callable[[], bool] = lambda: False) -> None:
        self.game = game
        self.after = [Correspondence(game, m) for m in range(len(game.messages))]
        self.open: list[str] = []
        self.stopped = False
        self.cases = 0
        self._stop = stop
        #: Where the variables of each message begin in the masses and in the weights of outcomes.
        self.states_from = list(
            itertools.accumulate((len(c.states) for c in self.after), initial=0)
        )
        self.outcomes_from = list(
            itertools.accumulate((len(c.outcomes) for c in self.after), initial=0)
        )

    @cached_property
    def options(self) -> list[list[Option]]:
        """[message]: every case of it."""
        every = range(len(self.game.types))
        found: list[list[Option]] = []
        for after in self.after:
            cases: list[Option] = []
            whole, open_ = after.regimes(frozenset(every))
            everything = list(after.regimes_anywhere())
            if open_ is not None:
                self.open.append(open_)
            cases += [Option(frozenset(), regime) for regime in everything]
            for size in range(1, len(every) + 1):
                for chosen in itertools.combinations(every, size):
                    types = frozenset(chosen)
                    regimes = whole if size == len(every) else after.regimes(types)[0]
                    cases += [Option(types, regime) for regime in regimes]
            found.append(cases)
        return found

    def run(self) -> list[Piece]:
        """Every maximal piece."""
        found: list[Piece] = []
        for chosen in self._chosen([]):
            piece = self._piece(tuple(chosen))
            if piece is not None and not any(piece.within(other) for other in found):
                found = [other for other in found if not other.within(piece)]
                found.append(piece)
        return found

    def _chosen(self, options: list[Option]) -> Iterator[list[Option]]:
        if self._stop():
            self.stopped = True
            return
        depth = len(options)
        if depth == len(self.after):
            if frozenset().union(*(o.types for o in options)) == set(range(len(self.game.types))):
                yield options
            return
        for option in self.options[depth]:
            longer = [*options, option]
            self.cases += 1
            if self._plausible(longer) and (depth == 0 or self.receiver(longer).feasible()):
                yield from self._chosen(longer)
            if self.stopped:
                return

    def _plausible(self, options: Sequence[Option]) -> bool:
        """Whether the newest option could suit every type, looking at bounds on payoffs alone."""
        new = len(options) - 1
        for m, option in enumerate(options[:-1]):
            for t in option.types | options[new].types:
                here, there = self._span(m, option, t), self._span(new, options[new], t)
                if t in option.types and sign(here[1] - there[0]) < 0:
                    return False
                if t in options[new].types and sign(there[1] - here[0]) < 0:
                    return False
        return True

    def _span(self, m: int, option: Option, t: int) -> tuple[Number, Number]:
        pays = [self.after[m].sender_payoff(t, o) for o in option.regime.outcomes]
        return min(pays), max(pays)

    def receiver(self, options: Sequence[Option]) -> System:
        """Weights of outcomes under which nobody would rather send another of these messages."""
        width = self.outcomes_from[-1]
        equalities: list[tuple[Any, ...]] = []
        inequalities: list[tuple[Any, ...]] = []
        for m, option in enumerate(options):
            start, count = self.outcomes_from[m], len(self.after[m].outcomes)
            regime = option.regime
            equalities.append((*(int(start <= k < start + count) for k in range(width)), 1))
            barred = [start + o for o in range(count) if o not in regime.outcomes]
            equalities += [_unit(k, width) for k in barred]
            equalities += [_placed(row, start, width) for row in regime.equalities]
            inequalities += [_placed(row, start, width) for row in regime.inequalities]
            inequalities += [
                (*self.advantage(t, m, other), 0)
                for t in option.types
                for other in range(len(options))
                if other != m
            ]
        later = range(self.outcomes_from[len(options)], width)
        equalities += [_unit(k, width) for k in later]
        return System(width, tuple(equalities), tuple(inequalities))

    def advantage(self, t: int, m: int, other: int) -> list[Number]:
        """Row over all outcomes: what type t gets from message m, less what from the other."""
        row: list[Number] = [_ZERO] * self.outcomes_from[-1]
        for message, factor in ((m, 1), (other, -1)):
            after = self.after[message]
            for o in range(len(after.outcomes)):
                row[self.outcomes_from[message] + o] = factor * after.sender_payoff(t, o)
        return row

    def sender(self, options: Sequence[Option]) -> System:
        """Masses that sum to the prior and lead to beliefs in the regimes."""
        width = self.states_from[-1]
        owners = [t for after in self.after for t, _ in after.states]
        equalities: list[tuple[Any, ...]] = [
            (*(int(own == t) for own in owners), weight) for t, weight in enumerate(self.game.prior)
        ]
        inequalities: list[tuple[Any, ...]] = []
        for m, option in enumerate(options):
            start, end = self.states_from[m], self.states_from[m + 1]
            barred = [k for k in range(start, end) if owners[k] not in option.types]
            equalities += [_unit(k, width) for k in barred]
            if option.types:
                inequalities += [_placed(row, start, width) for row in option.regime.conditions]
        return System(width, tuple(equalities), tuple(inequalities))

    def _piece(self, options: tuple[Option, ...]) -> Piece | None:
        sender = self.sender(options)
        masses = sender.vertices()
        if not masses or not self._full(options, masses):
            return None
        receiver = self.receiver(options)
        replies = receiver.vertices()
        settled = []
        for m, option in enumerate(options):
            regime = option.regime
            if regime.reaches and any(self._reached(m, vertex) for vertex in replies):
                regime = replace(regime, idle=())
            elif regime.reaches and not regime.idle:
                return None
            settled.append(replace(option, regime=regime))
        return Piece(tuple(settled), sender, receiver, masses, replies)

    def _reached(self, m: int, replies: Vector) -> bool:
        """Whether the second receiver moves after this message."""
        after, start = self.after[m], self.outcomes_from[m]
        return any(
            replies[start + o] != 0
            for o, (reply, _) in enumerate(after.outcomes)
            if reply == after.node
        )

    def _full(self, options: Sequence[Option], masses: Sequence[Vector]) -> bool:
        """Whether every type has weight on every message it is to send, somewhere in X."""
        for m, (option, after) in enumerate(zip(options, self.after, strict=True)):
            for t in option.types:
                places = [self.states_from[m] + n for n, s in enumerate(after.states) if s[0] == t]
                if all(vertex[k] == 0 for vertex in masses for k in places):
                    return False
        return True


def _unit(k: int, width: int) -> tuple[Any, ...]:
    """The row x[k] = 0."""
    return (*(int(j == k) for j in range(width)), 0)


def _placed(row: Sequence[Number], start: int, width: int) -> tuple[Any, ...]:
    """A row over one message's variables as one over all, with right-hand side 0."""
    return (*[0] * start, *row, *[0] * (width - start - len(row)), 0)


def connected(pieces: Sequence[Piece]) -> list[int]:
    """Component of each piece: the sets of strategies that touch, numbered by their first."""
    parent = list(range(len(pieces)))

    def root(k: int) -> int:
        while parent[k] != k:
            k = parent[k]
        return k

    for first, second in itertools.combinations(range(len(pieces)), 2):
        if root(first) != root(second) and pieces[first].meets(pieces[second]):
            parent[root(second)] = root(first)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(root(k), len(numbers)) for k in range(len(pieces))]


def in_hull(point: Sequence[Number], vertices: Sequence[Vector]) -> bool:
    """Whether a point is a convex combination of the vertices."""
    if tuple(point) in vertices:
        return True
    rows = [(*(v[k] for v in vertices), point[k]) for k in range(len(point))]
    return System(len(vertices), ((*[1] * len(vertices), 1), *rows)).feasible()


def _overlap(first: Sequence[Vector], second: Sequence[Vector]) -> bool:
    """Whether the ranges of every coordinate overlap."""
    return all(
        min(a) <= max(b) and min(b) <= max(a)
        for a, b in zip(zip(*first, strict=True), zip(*second, strict=True), strict=True)
    )


def _hull_within(first: Sequence[Vector], second: Sequence[Vector]) -> bool:
    if not first or not second:
        return not first and not second
    return all(in_hull(point, second) for point in first)
