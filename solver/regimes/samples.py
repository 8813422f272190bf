"""Sample points of the cells of a box."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from games.exact.limits import finer
from solver.geometry.line import FIRST_BITS, simplest_between
from solver.geometry.projection import Curve
from solver.geometry.stack import HIGH, LOW, crossing, over_point, zeros
from solver.geometry.sweep import Arrangement, Face
from solver.regimes.one import place
from solver.solution.regimes import Place

Box = tuple[Fraction, Fraction, Fraction, Fraction]


class Sampler:
    """A point of a face: rational in the interior, exact on arcs, enclosed at vertices."""

    def __init__(self, found: Arrangement, curves: Sequence[Curve], box: Box) -> None:
        from games.exact import bridge

        self.found, self.curves = found, curves
        self.low, self.high = box[2:]
        self.bottom, self.top = bridge.rational(box[2]), bridge.rational(box[3])
        self._zeros: dict[tuple[int, int, int], list[tuple[Fraction, Fraction]]] = {}

    def __call__(self, face: Face) -> tuple[Place, Place]:
        """The point of a face, per axis."""
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
