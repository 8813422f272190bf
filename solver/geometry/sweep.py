"""A closed box cut by curves: every cell of every dimension, by a sweep from left to right.

Between two neighbouring base points (`solver.geometry.projection`) the zeros of the curves stand in
one order, so a column of the box is a stack of open sectors with sections between them. At a base
point each section of either side tends to one section over it (`solver.geometry.events`).

Cells are joined across base points where no sign changes, so what comes out is the arrangement
itself: its faces, arcs and vertices, and nothing of the sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from solver.geometry.events import Events, Meeting
from solver.geometry.line import simplest_between
from solver.geometry.projection import Base, Curve
from solver.geometry.stack import LOW, Section, over_sample

Signs = tuple[int, ...]


@dataclass
class Face:
    """A connected set on which no sign changes.

    signs: of all polynomials. column: a column that it meets, and position: the sector or section
    in it; for a face over a base point, `point` is its number and position the place in the stack
    over it. curve, below, above: for an arc, its curve and the faces on its sides. zero: for a
    point, the curves through it.
    """

    dimension: int
    signs: Signs
    column: int = 0
    position: int = 0
    point: int | None = None
    curve: int | None = None
    below: int | None = None
    above: int | None = None
    zero: frozenset[int] = frozenset()


@dataclass
class Column:
    """The box between two base points: orders of curves, and the faces of sectors and sections.

    left, right: numbers of the base points. sectors has one more entry than sections; edges are the
    faces of the bottom and the top line.
    """

    left: int
    right: int
    sample: Fraction
    sections: list[int]
    sector_faces: list[int] = field(default_factory=list)
    section_faces: list[int] = field(default_factory=list)
    edge_faces: tuple[int, int] = (0, 0)


@dataclass
class Arrangement:
    """The cells of a box. parent: faces that were joined, as a forest.

    links: pairs of faces of which the first lies in the closure of the second. stacks: the zeros
    over those base points at which they were separated.
    """

    base: Base
    columns: list[Column]
    faces: list[Face]
    parent: list[int]
    links: set[tuple[int, int]]
    reached: int
    stacks: dict[int, list[Section]] = field(default_factory=dict)

    def find(self, number: int) -> int:
        """The face that this one was joined to."""
        while self.parent[number] != number:
            self.parent[number] = self.parent[self.parent[number]]
            number = self.parent[number]
        return number


class Sweep:
    """One sweep; `run` yields nothing and fills `result`."""

    def __init__(
        self,
        curves: Sequence[Curve],
        base: Base,
        box: tuple[Fraction, Fraction, Fraction, Fraction],
        edge_members: tuple[Sequence[int], Sequence[int]],
        signs_at: Callable[[Fraction, Fraction], Signs],
        vertical_sign: Callable[[int, Fraction], int],
    ) -> None:
        from games.exact import bridge

        self.curves = curves
        self.base = base
        self.low, self.high = box[2], box[3]
        self.bottom, self.top = bridge.rational(box[2]), bridge.rational(box[3])
        self.edge_members = edge_members
        self.signs_at = signs_at
        self.vertical_sign = vertical_sign
        self.vertical = sorted(
            {r.first for _, why in base.points for r in why if r.kind == "vertical"}
        )
        self.events = Events(curves, base, self.bottom, self.top)
        self.result = Arrangement(base, [], [], [], set(), 0, self.events.stacks)

    # ---- faces

    def _face(self, face: Face) -> int:
        self.result.faces.append(face)
        self.result.parent.append(len(self.result.parent))
        return len(self.result.faces) - 1

    def _join(self, a: int, b: int) -> int:
        a, b = self.result.find(a), self.result.find(b)
        if a != b:
            self.result.parent[max(a, b)] = min(a, b)
        return min(a, b)

    def _link(self, small: int, large: int) -> None:
        if small != large:
            self.result.links.add((small, large))

    def _zeroed(self, signs: Signs, members: Sequence[int]) -> Signs:
        changed = list(signs)
        for number in members:
            changed[number] = 0
        return tuple(changed)

    def _flipped(self, signs: Signs, member: int) -> Signs:
        return (*signs[:member], -signs[member], *signs[member + 1 :])

    def run(self, stop: Callable[[int], bool]) -> Arrangement:
        """Sweep the box, as far as `stop`, told the number of faces, lets it."""
        points = self.base.points
        orders = self.events.order(0)
        first = self.events.stack(0)
        self._event(0, self.events.side(first, [], orders, 0), None, orders)
        for number in range(1, len(points)):
            self.result.reached = number
            if number == len(points) - 1:
                meetings = self.events.side(self.events.stack(number), orders, [], number)
                self._event(number, meetings, orders, None)
            elif stop(len(self.result.faces)):
                break
            else:
                before, orders, meetings = self.events.meet(number, orders)
                self._event(number, meetings, before, orders)
        return self.result

    # ---- joining cells over a base point

    def _event(
        self,
        number: int,
        meetings: Sequence[Meeting],
        left: list[int] | None,
        right: list[int] | None,
    ) -> None:
        """Give the cells over a base point, and those of the column to its right, their faces."""
        columns = self.result.columns
        before = columns[-1] if columns else None
        vertical = [r.first for r in self.base.points[number][1] if r.kind == "vertical"]
        same = before is not None and right is not None and not vertical and left == right
        if same and all(
            not m.zero if m.edge else len(m.left) == len(m.right) == 1 for m in meetings
        ):
            assert before is not None
            before.right = number + 1
            return
        column = None
        if right is not None:
            column = Column(number, number + 1, self.base.samples[number], right)
        self._stack(number, meetings, before, column, vertical)
        if column is not None:
            columns.append(column)

    def _stack(
        self,
        number: int,
        meetings: Sequence[Meeting],
        before: Column | None,
        column: Column | None,
        vertical: Sequence[int],
    ) -> None:
        faces = self.result.faces
        a = b = 0
        over: list[int] = []
        positions: list[tuple[int, int]] = []
        for meeting in meetings[:-1]:
            a, b = a + len(meeting.left), b + len(meeting.right)
            positions.append((a, b))
        if column is not None:
            self._new_sectors(number, column, before, positions, vertical)
        # Sectors over the point: part of the faces on both sides unless a vertical line is here.
        for p, q in positions:
            sides = []
            if before is not None:
                sides.append(before.sector_faces[p])
            if column is not None:
                sides.append(column.sector_faces[q])
            if vertical:
                signs = self._zeroed(faces[sides[0]].signs, vertical)
                face = self._face(Face(1, signs, point=number, position=len(over)))
                for side in sides:
                    self._link(face, side)
            else:
                face = sides[0]
                for side in sides[1:]:
                    face = self._join(face, side)
            over.append(face)
        if column is not None:
            self._new_sections(column, meetings, before, vertical)
        for t, meeting in enumerate(meetings):
            self._section(number, t, meeting, over, before, column, vertical)

    def _new_sectors(
        self,
        number: int,
        column: Column,
        before: Column | None,
        positions: Sequence[tuple[int, int]],
        vertical: Sequence[int],
    ) -> None:
        faces, columns = self.result.faces, self.result.columns
        size = len(column.sections) + 1
        column.sector_faces = [-1] * size
        if before is not None and not vertical:
            for p, q in positions:
                column.sector_faces[q] = before.sector_faces[p]
        # Signs are known in one sector, the anchor; each section crossed turns that of its curve.
        anchor = 0 if before is None else positions[0][1]
        if before is None:
            signs = self._signs_at_bottom(column)
        else:
            changed = list(faces[before.sector_faces[positions[0][0]]].signs)
            for member in self.vertical if vertical else ():
                changed[member] = self.vertical_sign(member, column.sample)
            signs = tuple(changed)
        known = {anchor: signs}
        for position in range(anchor - 1, -1, -1):
            member = self.curves[column.sections[position]].number
            known[position] = self._flipped(known[position + 1], member)
        for position in range(size):
            face = column.sector_faces[position]
            if face >= 0:
                known[position] = faces[face].signs
                continue
            if position not in known:
                member = self.curves[column.sections[position - 1]].number
                known[position] = self._flipped(known[position - 1], member)
            column.sector_faces[position] = self._face(
                Face(2, known[position], len(columns), position)
            )

    def _signs_at_bottom(self, column: Column) -> Signs:
        from games.exact import bridge

        found = over_sample(
            self.curves, range(len(self.curves)), column.sample, self.bottom, self.top
        )
        above = bridge.bounds(found[0][1])[0] if found else self.high
        return self.signs_at(column.sample, simplest_between(self.low, above))

    def _new_sections(
        self,
        column: Column,
        meetings: Sequence[Meeting],
        before: Column | None,
        vertical: Sequence[int],
    ) -> None:
        """Arcs of the new column: those that go straight on keep their face."""
        faces, number = self.result.faces, len(self.result.columns)
        column.section_faces = [-1] * len(column.sections)
        if before is not None and not vertical:
            for meeting in meetings:
                if meeting.edge or len(meeting.left) != 1 or len(meeting.right) != 1:
                    continue
                if meeting.zero == {column.sections[meeting.right[0]]}:
                    column.section_faces[meeting.right[0]] = before.section_faces[meeting.left[0]]
        for position, known in enumerate(column.section_faces):
            below, above = column.sector_faces[position : position + 2]
            if known < 0:
                member = self.curves[column.sections[position]].number
                signs = self._zeroed(faces[below].signs, [member])
                arc = self._face(
                    Face(1, signs, number, position, None, column.sections[position], below, above)
                )
                column.section_faces[position] = arc
                self._link(arc, below)
                self._link(arc, above)
        edges = []
        for members, side in zip(self.edge_members, (0, -1), strict=True):
            inner = column.sector_faces[side]
            if not members:
                edges.append(inner)
                continue
            signs = self._zeroed(faces[inner].signs, members)
            known_edge = None
            if before is not None and not vertical:
                old = before.edge_faces[0 if side == 0 else 1]
                crossed = meetings[0 if side == 0 else -1].zero
                known_edge = old if faces[old].signs == signs and not crossed else None
            if known_edge is None:
                known_edge = self._face(Face(1, signs, number, side))
                self._link(known_edge, inner)
            edges.append(known_edge)
        column.edge_faces = (edges[0], edges[1])

    def _section(
        self,
        number: int,
        t: int,
        meeting: Meeting,
        over: Sequence[int],
        before: Column | None,
        column: Column | None,
        vertical: Sequence[int],
    ) -> None:
        """The face of a section over a base point: joined to its sides where no sign changes."""
        faces = self.result.faces
        beside = over[max(t - 1, 0)]
        members = [self.curves[k].number for k in meeting.zero]
        if meeting.edge:
            members += self.edge_members[0 if meeting.edge == LOW else 1]
        signs = self._zeroed(faces[beside].signs, members)
        sides = []
        for side, own in ((before, meeting.left), (column, meeting.right)):
            if side is None:
                continue
            if meeting.edge:
                sides.append(side.edge_faces[0 if meeting.edge == LOW else 1])
            sides += [side.section_faces[position] for position in own]
        around = [over[i] for i in (t - 1, t) if 0 <= i < len(over)]
        same = [f for f in (*sides, *around) if faces[f].signs == signs]
        if same and (not meeting.zero or all(faces[f].signs == signs for f in sides)):
            face = same[0]
            for other in same[1:]:
                face = self._join(face, other)
            return
        if same:
            # A curve touches or leaves an edge here: the point belongs to the cells it equals.
            face = same[0]
            for other in same[1:]:
                face = self._join(face, other)
            for other in (*sides, *around):
                if faces[other].signs != signs:
                    self._link(face, other)
            return
        face = self._face(Face(0, signs, point=number, position=t, zero=meeting.zero))
        for other in (*sides, *around):
            self._link(face, other)
