"""The walk to another verdict of a stochastic game, over stretches that bounds cover at once.

Bounds for all games of a stretch leave few combinations of supports that can carry an equilibrium
anywhere in it (`solver.dynamic.supports`); where these begin or cease to is found exactly
(`solver.dynamic.events`). So between two neighbouring events the set of supports that carry an
equilibrium is the same, and with it the verdict, which is asked of the game at one rational number
in between and at the events themselves. Floats choose and rule out with a proved margin; every
boundary is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from games.errors import DetenteError, LimitError, UndecidedError
from games.exact import Number, Real
from games.exact.followed import TieError, Trail
from games.forms.stochastic import StochasticGame
from solver.dynamic.bounds import Bounds, Choice, Tables
from solver.dynamic.events import Events, UnfollowedError, events
from solver.dynamic.supports import Allowance, possible_supports
from solver.dynamic.varying import Stretch, VaryingGame
from solver.geometry.line import Root, arranged
from solver.verdict.flips import gap
from solver.verdict.walk import Cell, Domain, Judge, Sayings, StoppedError, Walk, around

#: Nodes per state of the search for supports that a stretch may take; the next one after it failed
#: twice as many.
NODES_PER_STATE = 16
#: Combinations of supports that may be left on one.
MOST_LEFT = 40
#: A stretch begins with this part of the way.
FIRST_PART = Fraction(1, 8)
#: Shorter than this part, a stretch is not cut further for supports that cannot be followed.
LEAST_PART = Fraction(1, 200)
#: Bits to which an end that is irrational is rounded outwards.
END_BITS = 64


class Piece:
    """What holds between two neighbouring changes of the game's own form.

    low, high: the changes, None where there is none.
    """

    def __init__(self, game: StochasticGame, low: Number | None, high: Number | None) -> None:
        self.low, self.high = low, high
        self.varying = VaryingGame(game)
        self._bounds: Bounds | None = None
        self._events: dict[tuple[tuple[Choice, ...], ...], Events] = {}

    @property
    def known(self) -> list[Events]:
        """The events of all supports that have been followed."""
        return list(self._events.values())

    def holds(self, sample: Fraction) -> bool:
        """Whether the form holds at a value."""
        return (self.low is None or self.low < sample) and (self.high is None or sample < self.high)

    def end(self, direction: int) -> Number | None:
        """Its end in a direction."""
        return self.high if direction > 0 else self.low

    def bounds(self, mixed: bool, tables: Tables) -> Bounds:
        """Bounds for all games of a stretch."""
        if self._bounds is None:
            self._bounds = Bounds(self.varying.game, mixed, tables)
        return self._bounds.over(tables)

    def left(
        self,
        stretch: Stretch,
        mixed: bool,
        allowance: Allowance,
        nodes: int,
        stop: Callable[[], bool],
    ) -> list[Events] | None:
        """Events of all supports that are possible somewhere; None: the stretch is too long.

        Raises `UnfollowedError` where supports that are possible cannot be followed.
        """
        tables = self.varying.tables(stretch)
        if tables is None:
            return None
        bounds = self.bounds(mixed, tables)
        chosen = possible_supports(bounds, allowance, nodes, MOST_LEFT, stop)
        if chosen is None:
            return None
        found = []
        for combination in chosen:
            groups = tuple(
                tuple(bounds.states[s].groups[group]) for s, group in enumerate(combination)
            )
            if groups not in self._events:
                self._events[groups] = events(self.varying, groups)
            own = self._events[groups]
            if not own.excluded(stretch):
                found.append(own)
        return found


class CoveredWalk(Walk):
    """Both directions from one value; build: the game with the quantity at a value."""

    def __init__(
        self,
        judge: Judge,
        current: Number,
        here: Sayings,
        domain: Domain,
        stop: Callable[[], bool],
        build: Callable[[Number], StochasticGame],
        mixed: bool,
        allowance: Allowance,
    ) -> None:
        super().__init__(judge, current, here, domain, stop)
        self.build, self.mixed, self.allowance = build, mixed, allowance
        self._pieces: list[Piece] = []

    def _beyond(
        self, place: Number, edge: Number | None, direction: int, left: int
    ) -> tuple[Cell, int]:
        if left <= 0:
            raise StoppedError(place, "more samples would be needed than are taken")
        piece = self._piece(place, edge, direction)
        if piece is None:
            return self._bounded(place, edge, direction, None), 1
        end = piece.end(direction)
        if end is None or (edge is not None and (end - edge) * direction > 0):
            end = edge
        stop = self._event(piece, place, end, direction)
        verdict = self._judged(gap(place, stop, direction))
        return self._bounded(place, stop, direction, verdict), 1

    @staticmethod
    def _bounded(place: Number, end: Number | None, direction: int, verdict: Any) -> Cell:
        return Cell(place, end, verdict) if direction > 0 else Cell(end, place, verdict)

    def _piece(self, place: Number, edge: Number | None, direction: int) -> Piece | None:
        """The piece that begins at a place; None where the model does not go on."""
        bound = edge
        while True:
            sample = gap(place, bound, direction)
            for piece in self._pieces:
                near = piece.end(-direction)
                if piece.holds(sample) and (near is None or (near - place) * direction <= 0):
                    return piece
            if self.stop():
                raise StoppedError(place, "the work was stopped")
            trail = Trail(sample)
            game = None
            try:
                game = self.build(trail.variable())
            except TieError:
                bound = sample
                continue
            except (LimitError, UndecidedError):
                raise
            except DetenteError:
                if self._judged(sample) is not None:
                    raise
            low, high = around(sample, (function for function, _ in trail.asked.values()))
            near = low if direction > 0 else high
            if near is not None and (near - place) * direction > 0:
                bound = near
                continue
            if game is None:
                return None
            piece = Piece(game, low, high)
            self._pieces.append(piece)
            return piece

    def _event(
        self, piece: Piece, place: Number, end: Number | None, direction: int
    ) -> Number | None:
        """The nearest event beyond a place, or the end where there is none."""
        if piece.varying.constant:
            return end
        at, target, part = place, end, FIRST_PART
        nodes = NODES_PER_STATE * len(piece.varying.game.states)
        ahead = self._ahead(piece.known, at, end, direction)
        if ahead is not None:
            target, part = ahead, Fraction(1)
        while True:
            if self.stop():
                raise StoppedError(at, "the work was stopped")
            stretch, reached = _stretch(at, target, part, direction)
            own = self._covered(piece, stretch, nodes, at, part)
            if own is None:
                part, nodes = part / 4, 2 * nodes
                continue
            found = _next_root(own, stretch, place, direction)
            if found is not None and (end is None or (found - end) * direction < 0):
                return found
            if reached is None or reached == end:
                return end
            # What is possible here is followed ahead: its next event is as far as one has to go.
            at, target, part = reached, end, min(Fraction(1), part * 2)
            ahead = self._ahead(own, at, end, direction)
            if ahead is not None:
                target, part = ahead, Fraction(1)

    @staticmethod
    def _ahead(
        own: Sequence[Events], at: Number, end: Number | None, direction: int
    ) -> Number | None:
        """The next event of supports that are known, short of the end."""
        whole = _stretch(at, end, Fraction(1), direction)[0]
        found = _next_root(own, whole, at, direction)
        if found is None or (end is not None and (found - end) * direction >= 0):
            return None
        return found

    def _covered(
        self, piece: Piece, stretch: Stretch, nodes: int, at: Number, part: Fraction
    ) -> list[Events] | None:
        """Events on a stretch, None where a shorter one has to be tried."""
        self.allowance.left -= 1
        if self.allowance.left <= 0:
            raise StoppedError(at, "the search for supports would take too many steps")
        try:
            return piece.left(stretch, self.mixed, self.allowance, nodes, self.stop)
        except UnfollowedError:
            if part < LEAST_PART:
                raise
            return None


def _stretch(
    at: Number, target: Number | None, part: Fraction, direction: int
) -> tuple[Stretch, Number | None]:
    """The part of the way to a target, and where it ends; None: without end."""
    start = _outwards(at, -direction)
    if target is None and start * direction <= 0:
        target = Fraction(direction)
        if start * direction > -1 and part == 1:
            return Stretch(start, target), target
    if target is None:
        if part == 1:
            return Stretch(start, None), None
        reached = gap(start / (1 - part / 2), start / (1 - part), direction)
        return Stretch(start, reached), reached
    if part == 1:
        return Stretch(start, _outwards(target, direction)), target
    last = _outwards(target, direction)
    low, high = start + part / 2 * (last - start), start + part * (last - start)
    reached = gap(low, high, direction)
    return Stretch(start, reached), reached


def _outwards(value: Number, direction: int) -> Fraction:
    """A rational number at or just beyond a value."""
    if isinstance(value, Real):
        low, high = value.enclosure(END_BITS)
        return high if direction > 0 else low
    return value


def _next_root(
    own: Sequence[Events], stretch: Stretch, place: Number, direction: int
) -> Number | None:
    """The nearest root on a stretch beyond a place."""
    from games.exact import bridge

    factors: set[tuple[int, ...]] = set()
    for each in own:
        for p in each.polynomials:
            if p.degree() > 0 and stretch.may_vanish(p):
                factors.update(map(bridge.primitive, bridge.factor(p)))
    roots: set[Root] = set()
    for factor in factors:
        roots.update(stretch.roots(factor))
    placed = [root for root, _, _ in arranged(roots)]
    for root in placed if direction > 0 else reversed(placed):
        value = root.number()
        if (value - place) * direction > 0:
            return value
    return None
