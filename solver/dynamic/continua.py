"""Continua of values: what is left where weights stay free after a player's indifference is solved.

Given supports, player i's indifference holds its values and the other's weights alone (`mixing`),
so that the equilibria with these supports are a product S_1 x S_2. Here S_i is described whole:

1. Its equations are split into pieces: a factor in one unknown gives that number; a factor
   A x + B gives x = -B / A where A is not 0, and A = B = 0 otherwise. On every piece some weights
   are rational functions of the ones left free.
2. Values that move with free weights t make a family; each function must hang on one t, so that
   the family is a product of curves. Roots of all conditions (weights > 0, no other action better)
   cut each range (0, 1) of t into cells on which every condition has one sign.
3. Weights that move no value are held to a polytope in their state, given by its vertices; with two
   actions it is an interval, and which bounds are its ends is the same over a whole cell.

The set of equilibria is closed, so that cells keep their ends.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import DetenteError
from games.exact import Number, RationalFunction, Scalar
from games.forms.stochastic import StochasticGame
from solver.dynamic.bounds import Choice
from solver.dynamic.families import between, extent, roots_of
from solver.dynamic.mixing import (
    Open,
    SupportSystem,
    beyond,
    common_roots,
    live_factors,
    names_in,
    numerator,
    value_at,
)
from solver.solution.markov import FamilySide, Span

#: Terms of a polynomial beyond which elimination is given up.
MAX_TERMS = 2_000
_ZERO, _ONE = Fraction(0), Fraction(1)
#: Unknown weights that are settled: a number or a function of the free ones.
Piece = dict[str, Scalar]
#: Extreme mixed actions of the other in one state, over the actions of its support.
Vertices = tuple[tuple[Scalar, ...], ...]


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
        pieces = _pieces(equations, {}) if points is None else [{**point} for point in points]
        if isinstance(pieces, Open):
            return pieces
        found: list[FamilySide] = []
        for piece in pieces:
            own = _Curves(system, values, piece).sides()
            if isinstance(own, Open):
                return own
            found += own
        return found
    except DetenteError as error:
        return Open(beyond(error))


def _pieces(equations: Sequence[Scalar], given: Piece) -> list[Piece] | Open:
    """Split the solutions with all unknowns in (0, 1) into rational pieces."""
    live: list[tuple[Scalar, list[Any]]] = []
    for equation in equations:
        if equation == 0:
            continue
        factors = live_factors(equation)
        if not factors:
            return []
        live.append((equation, factors))
    if not live:
        return [given]
    chosen = min(live, key=lambda own: max(map(_ease, own[1])))
    if max(map(_ease, chosen[1])) > 1:
        points = common_roots([equation for equation, _ in live])
        names = {name for _, factors in live for factor in factors for name in factor.names}
        if isinstance(points, Open):
            return points
        if any(set(point) != names for point in points):
            return Open("a continuum of mixing probabilities on a curve of higher degree")
        return [_joined(given, {**point}) for point in points]
    rest = [equation for equation, _ in live if equation is not chosen[0]]
    found: list[Piece] = []
    for factor in chosen[1]:
        for way, further in _ways(factor):
            left = [numerator(value_at(equation, way)) for equation in (*rest, *further)]
            if any(_terms(equation) > MAX_TERMS for equation in left):
                return Open("a continuum of mixing probabilities, of high degree")
            onward = _pieces(left, _joined(given, way))
            if isinstance(onward, Open):
                return onward
            found += onward
    return found


def _ease(factor: Any) -> int:
    """0: one unknown; 1: linear in one of several; 2: neither."""
    if len(factor.names) == 1:
        return 0
    return 1 if any(factor.degree(name)[0] == 1 for name in factor.names) else 2


def _terms(equation: Scalar) -> int:
    return len(equation.terms()[0]) if isinstance(equation, RationalFunction) else 1


def _ways(factor: Any) -> Iterator[tuple[Piece, list[Scalar]]]:
    """(unknowns settled, equations added) that together make a factor zero."""
    if len(factor.names) == 1:
        (name,) = factor.names
        for root in roots_of(factor, name):
            if 0 < root < 1:
                yield {name: root}, []
        return
    name = min(
        (name for name in factor.names if factor.degree(name)[0] == 1),
        key=lambda own: (_terms(factor.coefficients(own)[0][1]), own),
    )
    below, slope = factor.coefficients(name)[0]
    yield {name: -below / slope}, []
    if isinstance(slope, RationalFunction):
        yield {}, [slope, below]


def _joined(given: Piece, way: Piece) -> Piece:
    """Settled unknowns with further ones put into them; poles are left to the caller's check."""
    return {name: value_at(value, way) for name, value in given.items()} | way


@dataclass
class _Loose:
    """A state whose two weights z, 1 - z move no value: alpha + beta z >= 0 for every pair."""

    state: int
    name: str
    pairs: list[tuple[Scalar, Scalar]]

    @property
    def moved_by(self) -> set[str]:
        """The parameters that its bounds hang on."""
        return {name for pair in self.pairs for part in pair for name in names_in(part)}

    def events(self) -> Iterator[Scalar]:
        """Functions between whose roots the ends of the interval are the same bounds."""
        for alpha, beta in self.pairs:
            yield from (alpha, beta, alpha + beta)
        for (alpha, beta), (gamma, delta) in itertools.combinations(self.pairs, 2):
            yield alpha * delta - beta * gamma

    def ends(self, point: Mapping[str, Number]) -> tuple[Scalar, ...] | None:
        """Ends of the interval of z as functions, chosen at a point; None where it is empty."""
        lows, highs = [_ZERO], [_ONE]
        for alpha, beta in self.pairs:
            slope = value_at(beta, point)
            if slope == 0:
                if value_at(alpha, point) < 0:
                    return None
                continue
            (lows if slope > 0 else highs).append(-alpha / beta)
        low = max(lows, key=lambda bound: value_at(bound, point))
        high = min(highs, key=lambda bound: value_at(bound, point))
        gap = value_at(high, point) - value_at(low, point)
        if gap < 0:
            return None
        return (low,) if gap == 0 else (low, high)


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
        gaps = [self._gaps(s) for s in range(len(self.values))]
        moving = sorted({name for value in self.values for name in names_in(value)})
        weak = [gap for own in gaps for gap in own]
        strict: list[Scalar] = []
        loose: list[_Loose] = []
        fixed: dict[int, Vertices] = {}
        for s, own in enumerate(self.weights):
            names = {name for weight in own for name in names_in(weight)} - set(moving)
            if not names:
                strict += own
                fixed[s] = (tuple(own),)
                continue
            sort = self._sort(s, names, gaps[s])
            if isinstance(sort, Open):
                return sort
            if isinstance(sort, _Loose):
                loose.append(sort)
                weak = [gap for gap in weak if not names & set(names_in(gap))]
            else:
                fixed[s] = sort
        return self._described(moving, strict, weak, loose, fixed)

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

    def _sort(self, s: int, names: set[str], gaps: list[Scalar]) -> Vertices | _Loose | Open:
        """What the weights of a state may be that move no value."""
        own = self.weights[s]
        elsewhere = {
            name
            for t, other in enumerate(self.weights)
            if t != s
            for weight in other
            for name in names_in(weight)
        }
        if names & elsewhere or len(names) != len(own) - 1:
            return Open("weights that hang together though they move no value")
        if not any(names & set(names_in(gap)) for gap in gaps):
            return tuple(
                tuple(Fraction(int(j == k)) for j in range(len(own))) for k in range(len(own))
            )
        if len(own) > 2:
            return Open("three or more weights that move no value but other actions' worth")
        (name,) = names
        pairs = []
        for gap in gaps:
            at_zero, at_one = value_at(gap, {name: _ZERO}), value_at(gap, {name: _ONE})
            pairs.append((at_zero, at_one - at_zero))
        return _Loose(s, name, pairs)

    def _described(
        self,
        moving: Sequence[str],
        strict: Sequence[Scalar],
        weak: Sequence[Scalar],
        loose: Sequence[_Loose],
        fixed: dict[int, Vertices],
    ) -> list[FamilySide] | Open:
        for bound, conditions in ((True, strict), (False, weak)):
            for condition in conditions:
                if not names_in(condition) and (condition < 0 or (bound and condition == 0)):
                    return []
        tied = [names_in(part) for part in (*strict, *weak, *self.values)]
        tied += [tuple(own.moved_by) for own in loose]
        if any(len(names) > 1 for names in tied):
            return Open("values that move with several weights at once")
        still = dict(fixed)
        for own in loose:
            if not own.moved_by:
                ends = own.ends({})
                if ends is None:
                    return []
                still[own.state] = self._vertices(own, ends)
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
                    self.system, self.given, _joined(self.piece, {name: point})
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

    def _vertices(self, own: _Loose, ends: Sequence[Scalar]) -> Vertices:
        return tuple(
            tuple(value_at(weight, {own.name: end}) for weight in self.weights[own.state])
            for end in ends
        )

    def _cells(
        self,
        name: str,
        strict: Sequence[Scalar],
        weak: Sequence[Scalar],
        loose: Sequence[_Loose],
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
            if cells and cells[-1].high == low and cells[-1].vertices == vertices:
                cells[-1].high = high
            else:
                cells.append(_Cell(name, low, high, vertices))
        points = [
            cut
            for cut in borders[1:-1]
            if not any(cell.low <= cut <= cell.high for cell in cells)
            and self._defined((*parts,), {name: cut})
            and self._holds(name, cut, strict, weak, loose) is not None
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
        loose: Sequence[_Loose],
    ) -> dict[int, Vertices] | None:
        """Vertices of the loose states where every condition holds at x, else None."""
        point: Piece = {name: x}
        if any(value_at(part, point) <= 0 for part in strict):
            return None
        if any(value_at(part, point) < 0 for part in weak):
            return None
        found: dict[int, Vertices] = {}
        for own in loose:
            ends = own.ends(point)
            if ends is None:
                return None
            found[own.state] = self._vertices(own, ends)
        return found

    def _side(self, cells: Sequence[_Cell], still: Mapping[int, Vertices]) -> FamilySide | Open:
        vertices = dict(still)
        for cell in cells:
            vertices |= cell.vertices
        system, full = self.system, []
        for s in range(len(self.values)):
            size = system.game.shape(s)[1 - system.player]
            actions = system.choices[s][1 - system.player]
            row = []
            for vertex in vertices[s]:
                weights: list[Scalar] = [_ZERO] * size
                for action, weight in zip(actions, vertex, strict=True):
                    weights[action] = weight
                row.append(tuple(weights))
            full.append(tuple(row))
        for cell in cells:
            parts = (*self.values, *(w for row in full for vertex in row for w in vertex))
            if not all(
                self._defined([p for p in parts if cell.name in names_in(p)], {cell.name: end})
                for end in (cell.low, cell.high)
            ):
                return Open("a family of weights without a limit at its end")
        spans = tuple(Span(cell.name, cell.low, cell.high) for cell in cells)
        ranges = tuple(extent(value, spans) for value in self.values)
        return FamilySide(spans, tuple(self.values), tuple(full), ranges)
