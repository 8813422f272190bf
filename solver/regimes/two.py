"""Two parameters: the closed box cut by the curves of the pool, cells of every dimension labelled.

The signs of the pool on every cell come out of the sweep (`solver.geometry.sweep`): each is
evaluated once, at a rational point, and changes where its own curve is crossed. Cells with equal
label are one regime.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.errors import GameError
from games.exact.limits import finer
from solver.geometry.line import FIRST_BITS, simplest_between
from solver.geometry.projection import Curve, project
from solver.geometry.stack import HIGH, LOW, crossing, over_point, zeros
from solver.geometry.sweep import Arrangement, Face, Sweep
from solver.regimes.area import areas
from solver.regimes.label import Label, Labeller, limits_of
from solver.regimes.one import build_regimes, number_labels, place
from solver.regimes.pool import Pool
from solver.solution.limits import Limits
from solver.solution.regimes import Boundary, Cell, KnifeEdge, Place, Regime, RegimePartition

if TYPE_CHECKING:
    from solver.regimes.partition import Question

Box = tuple[Fraction, Fraction, Fraction, Fraction]


@dataclass(frozen=True)
class Sorted:
    """The members of a pool by the part they play in a box."""

    rows: tuple[tuple[Any, ...], ...]
    curves: tuple[Curve, ...]
    vertical: tuple[tuple[int, Any], ...]
    edges: tuple[tuple[int, ...], tuple[int, ...]]


def map_box(question: Question, pool: Pool, labeller: Labeller, limits: Limits) -> RegimePartition:
    """The map over two parameters."""
    from solver.regimes.partition import base

    if pool.home.field is not None:
        raise GameError(
            "regimes: a map over two quantities needs payoffs with rational coefficients",
            hint="make the angle an axis (its cosine is rational there), or --set cosine=..",
        )
    x, y = question.axes
    box: Box = (x.low, x.high, y.low, y.high)
    stop = _stop(limits)
    parts = sort_members(pool, (x.symbol, y.symbol), box)
    cut = project(parts.curves, parts.vertical, (x.symbol, y.symbol), box, stop)
    if cut is None:
        return _nothing(question, pool, base)
    sweep = Sweep(
        parts.curves,
        cut,
        box,
        parts.edges,
        lambda a, b: signs_at(parts.rows, a, b),
        lambda member, a: sign_at(parts.rows[member], a, y.low),
    )
    found = sweep.run(stop)
    done = found.reached == len(cut.points) - 1
    cells, kept = _cells(found, parts.curves, box, labeller)
    labels = [labeller(cell.signs) for cell in cells]
    numbers = number_labels(
        [(label, cell.dimension) for label, cell in zip(labels, cells, strict=True)]
    )
    cells = [
        _labelled(cell, None if label is None else numbers[label])
        for cell, label in zip(cells, labels, strict=True)
    ]
    around = _around(found, kept)
    sizes = areas(
        parts.rows,
        box,
        {c.signs: c.regime for c in cells if c.dimension == 2 and c.regime is not None},
        whole=done,
    )
    regimes = [
        replace(regime, measure=sizes.get(regime.id))
        for regime in build_regimes(numbers, cells, labeller)
    ]
    undecided = Fraction(0)
    notes: tuple[str, ...] = ()
    if not done:
        end = place(cut.points[found.reached][0])
        undecided = (x.high - end.low) * (y.high - y.low)
        notes = (
            f"Stopped at {x.address} = {end.approx:.6g}: everything up to there is certain, "
            "beyond it nothing is known.",
        )
    return RegimePartition(
        **base(question, pool),
        status="complete" if done else "incomplete",
        cells=tuple(cells),
        regimes=tuple(_pieces(regimes, cells, around)),
        boundaries=tuple(_boundaries(pool, cells, around)),
        knife_edges=tuple(_knife_edges(cells, labels, around)),
        neighbours=_neighbours(cells, around),
        undecided=undecided,
        limits=notes,
    )


def _stop(limits: Limits) -> Callable[[], bool]:
    start = time.monotonic()

    def stop() -> bool:
        if limits.stop is not None and limits.stop():
            return True
        return limits.seconds is not None and time.monotonic() - start > limits.seconds

    return stop


def _nothing(question: Question, pool: Pool, base: Any) -> RegimePartition:
    x, y = question.axes
    return RegimePartition(
        **base(question, pool),
        status="incomplete",
        cells=(),
        regimes=(),
        boundaries=(),
        knife_edges=(),
        undecided=(x.high - x.low) * (y.high - y.low),
        limits=("Stopped before the first cell: nothing is known.",),
    )


# ---- the members of the pool


def sort_members(pool: Pool, names: tuple[str, str], box: Box) -> Sorted:
    """Tell curves, vertical lines and edges apart; members without a zero in the box are none."""
    from games.exact import bridge
    from games.exact.polynomials import dense

    order = (pool.names.index(names[1]), pool.names.index(names[0]))
    rows = tuple(tuple(dense(member, order)) for member in pool.members)
    curves: list[Curve] = []
    vertical: list[tuple[int, Any]] = []
    edges: tuple[list[int], list[int]] = ([], [])
    for number, own in enumerate(rows):
        if len(own) == 1:
            vertical.append((number, own[0]))
        elif len(own) == 2 and own[0].degree() < 1 and own[1].degree() < 1:
            height = bridge.fraction(-own[0][0] / own[1][0])
            if height in box[2:]:
                edges[box[2:].index(height)].append(number)
            elif box[2] < height < box[3]:
                curves.append(Curve(number, own, pool.members[number]))
        elif may_vanish(own, box):
            curves.append(Curve(number, own, pool.members[number]))
    return Sorted(rows, tuple(curves), tuple(vertical), (tuple(edges[0]), tuple(edges[1])))


def may_vanish(rows: Sequence[Any], box: Box, depth: int = 3) -> bool:
    """False only where balls prove that a polynomial has no zero in a box."""
    from games.exact import bridge

    ys = bridge.span(box[2], box[3], 64)
    xs = bridge.span(box[0], box[1], 64)
    total = bridge.exact_ball(Fraction(0), 64)
    for row in reversed(rows):
        value = bridge.evaluate(row, xs, 64)
        total = bridge.combine([(1, bridge.product(total, ys, 64)), (1, value)], 64)
    if bridge.certain_sign(total):
        return False
    if depth == 0:
        return True
    middle = ((box[0] + box[1]) / 2, (box[2] + box[3]) / 2)
    corner = sign_at(rows, box[0], box[2])
    if sign_at(rows, middle[0], middle[1]) * corner <= 0:
        return True
    return any(
        may_vanish(rows, (a, b, c, d), depth - 1)
        for a, b in ((box[0], middle[0]), (middle[0], box[1]))
        for c, d in ((box[2], middle[1]), (middle[1], box[3]))
    )


def sign_at(rows: Sequence[Any], x: Fraction, y: Fraction) -> int:
    """The sign of a polynomial at a rational point."""
    from games.exact import bridge

    a, b = bridge.rational(x), bridge.rational(y)
    total = a - a
    for row in reversed(rows):
        total = total * b + row(a)
    return int(total > 0) - int(total < 0)


def signs_at(rows: Sequence[Sequence[Any]], x: Fraction, y: Fraction) -> tuple[int, ...]:
    """The signs of all members at a rational point."""
    return tuple(sign_at(own, x, y) for own in rows)


# ---- from faces to cells


def _cells(
    found: Arrangement, curves: Sequence[Curve], box: Box, labeller: Labeller
) -> tuple[list[Cell], dict[int, int]]:
    """Cells in the order of their faces, and the cell of each face."""
    groups: dict[int, list[int]] = {}
    sampler = _Sampler(found, curves, box)
    for number in range(len(found.faces)):
        groups.setdefault(found.find(number), []).append(number)
    cells: list[Cell] = []
    kept: dict[int, int] = {}
    for members in groups.values():
        first = max(members, key=lambda number: (found.faces[number].dimension, -number))
        face = found.faces[first]
        for number in members:
            kept[number] = len(cells)
        sample = sampler(face)
        stack = (face.column if face.point is None else face.point, face.position)
        cells.append(Cell(len(cells), face.dimension, face.signs, sample, None, stack))
    return cells, kept


def _labelled(cell: Cell, regime: int | None) -> Cell:
    return Cell(cell.id, cell.dimension, cell.signs, cell.sample, regime, cell.stack)


class _Sampler:
    """A point of a face: rational in the interior, exact on arcs, enclosed at vertices."""

    def __init__(self, found: Arrangement, curves: Sequence[Curve], box: Box) -> None:
        from games.exact import bridge

        self.found, self.curves = found, curves
        self.low, self.high = box[2:]
        self.bottom, self.top = bridge.rational(box[2]), bridge.rational(box[3])
        self._zeros: dict[tuple[int, int, int], list[tuple[Fraction, Fraction]]] = {}

    def __call__(self, face: Face) -> tuple[Place, Place]:
        if face.point is not None:
            return self._over_point(face)
        column = self.found.columns[face.column]
        here = Place(column.sample, column.sample)
        if face.dimension == 2:
            y = self._inside(face)
            return here, Place(y, y)
        if face.curve is None:
            height = self.low if face.position == 0 else self.high
            return here, Place(height, height)
        return here, self._on_curve(face)

    def _inside(self, face: Face) -> Fraction:
        """A rational height between the two sections around a sector."""
        column, position = face.column, face.position
        top = position == len(self.found.columns[column].sections)
        bits = FIRST_BITS
        while True:
            low = self._bounds(column, position - 1, bits)[1] if position else self.low
            high = self.high if top else self._bounds(column, position, bits)[0]
            if low < high:
                return simplest_between(low, high)
            bits = finer(bits)

    def _bounds(self, column: int, position: int, bits: int) -> tuple[Fraction, Fraction]:
        """Bounds of a section over the sample of its column."""
        from games.exact import bridge

        own = self.found.columns[column]
        k = own.sections[position]
        known = self._zeros.get((column, k, bits))
        if known is None:
            balls = zeros(self.curves[k], own.sample, self.bottom, self.top, bits)
            known = self._zeros[column, k, bits] = [bridge.bounds(ball) for ball in balls]
        return known[own.sections[:position].count(k)]

    def _on_curve(self, face: Face) -> Place:
        from games.exact import bridge

        column = self.found.columns[face.column]
        p = self.curves[column.sections[face.position]].over(bridge.rational(column.sample))
        if p.degree() == 1:
            value = bridge.fraction(-p[0] / p[1])
            return Place(value, value)
        bits = FIRST_BITS
        while True:
            low, high = self._bounds(face.column, face.position, bits)
            spans = [bridge.bounds(ball) for ball in bridge.real_roots(p, bits)]
            here = [i for i, (a, b) in enumerate(spans) if a <= high and low <= b]
            if len(here) == 1:
                return Place(low, high, bridge.primitive(p), here[0])
            bits = finer(bits)

    def _over_point(self, face: Face) -> tuple[Place, Place]:
        from games.exact import bridge

        assert face.point is not None
        root, reasons = self.found.base.points[face.point]
        curves, ends = self.curves, (self.bottom, self.top)
        if face.dimension == 0 and [(r.kind, r.order) for r in reasons] == [("common", 1)]:
            pair = [curves[k] for k in (reasons[0].first, reasons[0].second)]
            return place(root), self._height(crossing(pair[0], pair[1], root, *ends), 0)
        if face.dimension == 0 and face.zero and face.point not in self.found.stacks:
            chosen = sorted(face.zero)
            part = [curves[k] for k in chosen]
            why = [
                r._replace(first=chosen.index(r.first), second=chosen.index(r.second))
                for r in reasons
                if r.kind != "vertical" and r.first in face.zero and r.second in face.zero
            ]
            whole = set(range(len(chosen)))
            sections = [
                s for s in over_point(part, root, why, *ends) if s.simple | s.multiple == whole
            ]
            if len(sections) == 1:
                return place(root), self._height(sections[0].ball, sections[0].edge)
        sections = self.found.stacks.get(face.point) or over_point(curves, root, reasons, *ends)
        if face.dimension == 0:
            section = sections[face.position]
            return place(root), self._height(section.ball, section.edge)
        below, above = sections[face.position : face.position + 2]
        y = simplest_between(bridge.bounds(below.ball)[1], bridge.bounds(above.ball)[0])
        return place(root), Place(y, y)

    def _height(self, ball: Any, edge: int) -> Place:
        from games.exact import bridge

        if edge:
            value = {LOW: self.low, HIGH: self.high}[edge]
            return Place(value, value)
        low, high = bridge.bounds(ball)
        return Place(low, high)


# ---- what lies beside what


def _around(found: Arrangement, kept: dict[int, int]) -> dict[int, set[int]]:
    """For each cell the cells of higher dimension in whose closure it lies."""
    around: dict[int, set[int]] = {}
    for small, large in found.links:
        a, b = kept[small], kept[large]
        if a != b:
            around.setdefault(a, set()).add(b)
    return around


def _neighbours(cells: Sequence[Cell], around: dict[int, set[int]]) -> tuple[tuple[int, int], ...]:
    pairs = set()
    for cell in cells:
        if cell.dimension == 1:
            pairs |= _pairs(cells, around.get(cell.id, set()))
    return tuple(sorted(pairs))


def _pairs(cells: Sequence[Cell], sides: set[int]) -> set[tuple[int, int]]:
    own = sorted(
        {
            regime
            for side in sides
            if cells[side].dimension == 2 and (regime := cells[side].regime) is not None
        }
    )
    return {(a, b) for i, a in enumerate(own) for b in own[i + 1 :]}


def _pieces(
    regimes: Sequence[Regime], cells: Sequence[Cell], around: dict[int, set[int]]
) -> list[Regime]:
    """Count connected pieces: open cells joined across arcs of the same regime."""
    parent = list(range(len(cells)))

    def find(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for cell in cells:
        if cell.dimension == 1 and cell.regime is not None:
            sides = [
                side
                for side in around.get(cell.id, ())
                if cells[side].dimension == 2 and cells[side].regime == cell.regime
            ]
            for side in sides[1:]:
                parent[find(side)] = find(sides[0])
    pieces: dict[int, set[int]] = {}
    for cell in cells:
        if cell.dimension == 2 and cell.regime is not None:
            pieces.setdefault(cell.regime, set()).add(find(cell.id))
    return [replace(regime, pieces=len(pieces.get(regime.id, ()))) for regime in regimes]


def _boundaries(pool: Pool, cells: Sequence[Cell], around: dict[int, set[int]]) -> list[Boundary]:
    from solver.regimes.closed import closed_forms

    met: dict[int, set[tuple[int, int]]] = {}
    for cell in cells:
        for number, s in enumerate(cell.signs):
            if s == 0:
                own = met.setdefault(number, set())
                if cell.dimension == 1:
                    own |= _pairs(cells, around.get(cell.id, set()))
    return [
        Boundary(
            number,
            pool.function(number),
            tuple(pool.meanings[number]),
            number in pool.poles,
            closed_forms(pool.function(number)),
            tuple(sorted(met[number])),
        )
        for number in sorted(met)
    ]


def _knife_edges(
    cells: Sequence[Cell], labels: Sequence[Label | None], around: dict[int, set[int]]
) -> list[KnifeEdge]:
    found = []
    for cell in cells:
        label = labels[cell.id]
        if cell.dimension == 2 or label is None or cell.regime is None:
            continue
        reached: set[int] = set()
        for side in around.get(cell.id, ()):
            near = labels[side]
            if near is not None:
                reached |= limits_of(label.structure, near.structure)
        alone = tuple(k for k in range(len(label.structure.components)) if k not in reached)
        if alone:
            zero = tuple(k for k, s in enumerate(cell.signs) if s == 0)
            found.append(KnifeEdge(cell.id, cell.regime, alone, zero))
    return found
