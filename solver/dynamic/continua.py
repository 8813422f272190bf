"""Continua of values: what is left where weights stay free after a player's indifference is solved.

Given supports, player i's indifference holds its values and the other's weights alone (`mixing`),
so that the equilibria with these supports are a product S_1 x S_2. Here S_i is described whole:

1. Its equations are split into pieces (`pieces`), on each of which some weights are rational
   functions of the ones left free.
2. Values that move with free weights t make a family. Where each function hangs on one t, it is a
   product of curves: roots of all conditions (weights > 0, no other action better) cut each range
   (0, 1) of t into cells on which every condition has one sign. Otherwise it is the region of the
   unit box in which the conditions hold, shown by a member, or shown to be empty (`regions`).
3. Weights that move no value are held to a polytope in their state, given by its vertices
   (`replies`), which are the same functions over a whole cell.

The set of equilibria is closed, so that cells keep their ends.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import DetenteError
from games.exact import Number, RationalFunction, Scalar, parameter
from games.forms.stochastic import StochasticGame
from solver.dynamic.bounds import Choice
from solver.dynamic.families import between, corners, extent, roots_of
from solver.dynamic.mixing import Open, SupportSystem, beyond, names_in, value_at
from solver.dynamic.pieces import Piece, joined, pieces_of
from solver.dynamic.regions import member
from solver.dynamic.replies import Replies, Vertices, replies
from solver.solution.markov import FamilySide, Span

#: Parts of the box after which a system beyond elimination is no longer asked to be empty.
FEW_PARTS = 400
_ZERO, _ONE = Fraction(0), Fraction(1)


def sides(
    game: StochasticGame,
    player: int,
    choices: Sequence[Choice],
    points: Sequence[Mapping[str, Number]] | None = None,
) -> list[FamilySide] | Open:
    """All (values of the player, weights of the other) with these supports that do for the player.

    points: solutions of the equations where they are known. Weights on the edge of the supports may
    be left out, for they belong to smaller ones.
    """
    try:
        system = SupportSystem(game, player, choices)
        reduced = system.reduced()
        if reduced is None:
            return []
        values, equations = reduced
        pieces = pieces_of(equations, {}) if points is None else [{**point} for point in points]
        found: list[FamilySide] = []
        for piece in [] if isinstance(pieces, Open) else pieces:
            own = _Curves(system, values, piece).sides()
            if isinstance(own, Open):
                pieces = own
                break
            found += own
        if isinstance(pieces, Open) and _Curves(system, values, {}).excluded(equations):
            return []
        return pieces if isinstance(pieces, Open) else found
    except DetenteError as error:
        return Open(beyond(error))


@dataclass
class _Cell:
    """A range of one parameter on which all conditions hold, with the vertices of loose states."""

    name: str
    low: Number
    high: Number
    vertices: dict[int, Vertices]


class _Curves:
    """One piece: which of its members do for the player."""

    def __init__(self, system: SupportSystem, values: Sequence[Scalar], piece: Piece) -> None:
        self.system, self.given, self.piece = system, values, piece
        self.whole = all(value is not None for value in piece.values())
        self.values: list[Any] = [value_at(value, piece) for value in values] if self.whole else []
        self.weights = (
            [[value_at(weight, piece) for weight in own] for own in system.weights]
            if self.whole
            else []
        )
        if any(part is None for own in (self.values, *self.weights) for part in own):
            self.whole = False

    def sides(self) -> list[FamilySide] | Open:
        """The sides that the piece holds."""
        if not self.whole:  # a pole: not a point of the simplex
            return []
        moving = sorted({name for value in self.values for name in names_in(value)})
        strict: list[Scalar] = []
        weak: list[Scalar] = []
        loose: list[Replies] = []
        fixed: dict[int, Vertices] = {}
        for s, own in enumerate(self.weights):
            if {name for weight in own for name in names_in(weight)} <= set(moving):
                strict += own
                weak += self._gaps(s)
                fixed[s] = (tuple(own),)
                continue
            system = self.system
            found = replies(system.game, system.player, s, system.choices[s], self.values)
            if isinstance(found, Open):
                return found
            loose.append(found)
        return self._described(moving, strict, weak, loose, fixed)

    def excluded(self, equations: Sequence[Scalar]) -> bool:
        """Whether equations and conditions are shown to hold nowhere at once."""
        gaps = [gap for s in range(len(self.values)) for gap in self._gaps(s)]
        weights = [own[-1] for own in self.weights if len(own) > 2]
        signed = [part for equation in equations for part in (equation, -equation)]
        conditions = [*gaps, *weights, *signed]
        if any(not names_in(part) and part < 0 for part in conditions):
            return True
        conditions = [part for part in conditions if names_in(part)]
        tied = {name for part in (*self.values, *equations) for name in names_in(part)}
        names = sorted({name for part in conditions for name in names_in(part)})
        return member(conditions, names, set(names) - tied, FEW_PARTS) is None

    def _gaps(self, s: int) -> list[Scalar]:
        """How much worse each action outside the player's support is in a state."""
        found = []
        player = self.system.player
        for a in range(self.system.game.shape(s)[player]):
            if a in self.system.choices[s][player]:
                continue
            slope, base = self.system.row(s, a)
            gap = self.values[s] - value_at(base, self.piece)
            for t, entry in enumerate(slope):
                gap = gap - value_at(entry, self.piece) * self.values[t]
            found.append(gap)
        return found

    def _described(
        self,
        moving: Sequence[str],
        strict: Sequence[Scalar],
        weak: Sequence[Scalar],
        loose: Sequence[Replies],
        fixed: dict[int, Vertices],
    ) -> list[FamilySide] | Open:
        for bound, conditions in ((True, strict), (False, weak)):
            for condition in conditions:
                if not names_in(condition) and (condition < 0 or (bound and condition == 0)):
                    return []
        tied = [names_in(part) for part in (*strict, *weak, *self.values)]
        tied += [tuple(own.moved_by) for own in loose]
        if any(len(names) > 1 for names in tied):
            return self._regions(fixed, loose)
        still = dict(fixed)
        for own in loose:
            if not own.moved_by:
                vertices = own.at({})
                if vertices is None:
                    return []
                still[own.state] = vertices
        found: list[FamilySide] = []
        ranges: list[list[_Cell]] = []
        for name in moving:
            cells, points = self._cells(
                name,
                [c for c in strict if names_in(c) == (name,)],
                [c for c in weak if names_in(c) == (name,)],
                [own for own in loose if own.moved_by == {name}],
            )
            for point in points:
                further = _Curves(
                    self.system, self.given, joined(self.piece, {name: point})
                ).sides()
                if isinstance(further, Open):
                    return further
                found += further
            ranges.append(cells)
        for chosen in itertools.product(*ranges):
            side = self._side(chosen, still)
            if isinstance(side, Open):
                return side
            found.append(side)
        return found

    def _regions(
        self, fixed: Mapping[int, Vertices], loose: Sequence[Replies]
    ) -> list[FamilySide] | Open:
        """The part of the unit box in which all conditions hold, where they hang together.

        It is closed, so that only where no weight z of a loose state does inside, z = 0 and z = 1
        are asked too; the edge of other weights belongs to smaller supports.
        """
        found = self._region(fixed)
        if found != [] or not loose:
            return found
        sides: list[FamilySide] = []
        state = loose[0].state
        names = {name for weight in self.weights[state] for name in names_in(weight)}
        if len(self.weights[state]) > 2 or len(names) > 1:
            return Open("three or more weights that move no value where values move together")
        for end in (_ZERO, _ONE):
            further = _Curves(
                self.system, self.given, joined(self.piece, dict.fromkeys(names, end))
            ).sides()
            if isinstance(further, Open):
                return further
            sides += further
        return sides

    def _region(self, fixed: Mapping[int, Vertices]) -> list[FamilySide] | Open:
        still = {s: fixed.get(s, (tuple(own),)) for s, own in enumerate(self.weights)}
        weights = [w for row in still.values() for vertex in row for w in vertex]
        gaps = [gap for s in range(len(self.values)) for gap in self._gaps(s)]
        names = sorted({name for part in (*weights, *self.values) for name in names_in(part)})
        trivial = [part for name in names for part in (parameter(name), 1 - parameter(name))]
        conditions: list[Scalar] = []
        for part in (*weights, *gaps):
            if not names_in(part):
                if part < 0:
                    return []
            elif part not in trivial and part not in conditions:
                conditions.append(part)
        inside = member(conditions, names)
        if inside is None or isinstance(inside, Open):
            return [] if inside is None else inside
        spans = tuple(Span(name, _ZERO, _ONE) for name in names)
        ranges = [corners(value, spans) for value in self.values]
        known = [own for own in ranges if own is not None]
        if len(known) < len(ranges):
            return Open("values that move with several weights at once, of higher degree")
        sample = tuple(inside[name] for name in names)
        full = self._spread(still)
        return [
            FamilySide(spans, tuple(self.values), full, tuple(known), tuple(conditions), sample)
        ]

    def _spread(
        self, vertices: Mapping[int, Vertices]
    ) -> tuple[tuple[tuple[Scalar, ...], ...], ...]:
        """Mixed actions over all actions of the other, from those over its supports."""
        full = []
        for s in range(len(self.values)):
            size = self.system.game.shape(s)[1 - self.system.player]
            actions = self.system.choices[s][1 - self.system.player]
            row = []
            for vertex in vertices[s]:
                weights: list[Scalar] = [_ZERO] * size
                for action, weight in zip(actions, vertex, strict=True):
                    weights[action] = weight
                row.append(tuple(weights))
            full.append(tuple(row))
        return tuple(full)

    def _cells(
        self,
        name: str,
        strict: Sequence[Scalar],
        weak: Sequence[Scalar],
        loose: Sequence[Replies],
    ) -> tuple[list[_Cell], list[Number]]:
        """Ranges of one parameter where the conditions hold, and single points that do besides."""
        parts = [*strict, *weak, *(v for v in self.values if names_in(v) == (name,))]
        for own in loose:
            parts += own.events()
        cuts: set[Number] = set()
        for part in parts:
            if isinstance(part, RationalFunction):
                cuts.update(roots_of(part, name))
                cuts.update(roots_of(part.denominator, name))
        borders = [_ZERO, *sorted(cut for cut in cuts if 0 < cut < 1), _ONE]
        cells: list[_Cell] = []
        for low, high in itertools.pairwise(borders):
            vertices = self._holds(name, between(low, high), strict, weak, loose)
            if vertices is None:
                continue
            known = [*strict, *weak, *(v for v in self.values if names_in(v) == (name,))]
            joins = cells and cells[-1].high == low and cells[-1].vertices == vertices
            if joins and self._defined(known, {name: low}):
                cells[-1].high = high
            else:
                cells.append(_Cell(name, low, high, vertices))
        # At a border inside the cells a loose state may have more vertices than next to it.
        points = [
            cut
            for cut in borders[1:-1]
            if (loose or not any(cell.low <= cut <= cell.high for cell in cells))
            and self._defined((*strict, *weak), {name: cut})
            and self._holds(name, cut, strict, weak, ()) is not None
        ]
        return cells, points

    @staticmethod
    def _defined(parts: Sequence[Scalar], point: Piece) -> bool:
        return all(value_at(part, point) is not None for part in parts)

    def _holds(
        self,
        name: str,
        x: Number,
        strict: Sequence[Scalar],
        weak: Sequence[Scalar],
        loose: Sequence[Replies],
    ) -> dict[int, Vertices] | None:
        """Vertices of the loose states where every condition holds at x, else None."""
        point: Piece = {name: x}
        if any(value_at(part, point) <= 0 for part in strict):
            return None
        if any(value_at(part, point) < 0 for part in weak):
            return None
        found: dict[int, Vertices] = {}
        for own in loose:
            vertices = own.at(point)
            if vertices is None:
                return None
            found[own.state] = vertices
        return found

    def _side(self, cells: Sequence[_Cell], still: Mapping[int, Vertices]) -> FamilySide | Open:
        vertices = dict(still)
        for cell in cells:
            vertices |= cell.vertices
        full = self._spread(vertices)
        for cell in cells:
            parts = (*self.values, *(w for row in full for vertex in row for w in vertex))
            if not all(
                self._defined([p for p in parts if cell.name in names_in(p)], {cell.name: end})
                for end in (cell.low, cell.high)
            ):
                return Open("a family of weights without a limit at its end")
        spans = tuple(Span(cell.name, cell.low, cell.high) for cell in cells)
        ranges = tuple(extent(value, spans) for value in self.values)
        return FamilySide(spans, tuple(self.values), full, ranges)
