"""Two parameters: the closed box cut by the curves of the pool, cells of every dimension labelled.

The signs of the pool on every cell come out of the sweep (`solver.geometry.sweep`): each is
evaluated once, at a rational point, and changes where its own curve is crossed. Cells with equal
label are one regime.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from solver.geometry.projection import Curve, project
from solver.geometry.sweep import Arrangement, Face, Sweep
from solver.regimes.area import PARTS, areas
from solver.regimes.balls import map_balls
from solver.regimes.budget import Budget
from solver.regimes.conjugates import coarser, doubled, norms
from solver.regimes.label import Label, Labeller, limits_of
from solver.regimes.one import build_regimes, number_labels, place
from solver.regimes.pool import Pool
from solver.regimes.samples import Sampler
from solver.solution.regimes import Boundary, Cell, KnifeEdge, Place, Regime, RegimePartition

if TYPE_CHECKING:
    from solver.regimes.partition import Question

Box = tuple[Fraction, Fraction, Fraction, Fraction]
#: Shares of the time after which a map whose curves are not cut is drawn by balls, and after which
#: no further cells are looked for.
_BEFORE, _SWEPT = Fraction(1, 2), Fraction(3, 4)
#: Parts by which areas of a map that was stopped are measured.
_FEWER = 300


@dataclass(frozen=True)
class Sorted:
    """The members of a pool by the part they play in a box."""

    rows: tuple[tuple[Any, ...], ...]
    curves: tuple[Curve, ...]
    vertical: tuple[tuple[int, Any], ...]
    edges: tuple[tuple[int, ...], tuple[int, ...]]


def map_box(question: Question, pool: Pool, labeller: Labeller, budget: Budget) -> RegimePartition:
    """The map over two parameters."""
    from solver.regimes.partition import base, nothing

    x, y = question.axes
    box: Box = (x.low, x.high, y.low, y.high)
    names = (x.symbol, y.symbol)
    over_field = None if pool.home.field is None else norms(pool, names)
    parts = sort_members(over_field.pool if over_field else pool, names, box)
    cut = project(
        parts.curves, parts.vertical, names, box, lambda: budget.spent(_BEFORE), budget.degree
    )
    if cut is None:
        if budget.reason or question.repeated is not None or over_field:
            return nothing(question, pool, budget)
        why = budget.too_high or "The time limit was half over before the curves were cut"
        return map_balls(question, pool, labeller, budget, why)
    sweep = Sweep(
        parts.curves,
        cut,
        box,
        parts.edges,
        lambda a, b: signs_at(parts.rows, a, b),
        lambda member, a: sign_at(parts.rows[member], a, y.low),
    )
    # What is found has to be labelled and measured too.
    found = sweep.run(lambda cells: budget(cells) or budget.spent(_SWEPT))
    done = found.reached == len(cut.points) - 1
    faces, kept = _faces(found)
    around, rows = _around(found, kept), parts.rows
    sample = Sampler(found, parts.curves, box)
    if over_field:
        meeting = doubled(cut, parts.curves)
        faces, around = coarser(over_field, faces, around, sample, meeting)
        rows = over_field.ball_rows()
    cells = [_cell(number, face, sample(face)) for number, face in enumerate(faces)]
    labels = [labeller(cell.signs) for cell in cells]
    numbers = number_labels(
        [(label, cell.dimension) for label, cell in zip(labels, cells, strict=True)]
    )
    cells = [
        _labelled(cell, None if label is None else numbers[label])
        for cell, label in zip(cells, labels, strict=True)
    ]
    sizes = areas(
        rows,
        box,
        {c.signs: c.regime for c in cells if c.dimension == 2 and c.regime is not None},
        parts=PARTS if done else _FEWER,
        whole=done,
    )
    regimes = [
        replace(regime, measure=sizes.get(regime.id))
        for regime in build_regimes(numbers, cells, labeller)
    ]
    undecided = Fraction(0)
    notes: tuple[str, ...] = ()
    if not done:
        budget.expire()
        end = place(cut.points[found.reached][0])
        undecided = (x.high - end.low) * (y.high - y.low)
        notes = (
            f"{budget.reason}. Everything up to {x.address} = {end.approx:.6g} is certain, "
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


def _faces(found: Arrangement) -> tuple[list[Face], dict[int, int]]:
    """One face of each cell, in order, and the cell of each face."""
    groups: dict[int, list[int]] = {}
    for number in range(len(found.faces)):
        groups.setdefault(found.find(number), []).append(number)
    kept = {number: cell for cell, own in enumerate(groups.values()) for number in own}
    chosen = [
        max(own, key=lambda number: (found.faces[number].dimension, -number))
        for own in groups.values()
    ]
    return [found.faces[number] for number in chosen], kept


def _cell(number: int, face: Face, sample: tuple[Place, Place]) -> Cell:
    stack = (face.column if face.point is None else face.point, face.position)
    return Cell(number, face.dimension, face.signs, sample, None, stack)


def _labelled(cell: Cell, regime: int | None) -> Cell:
    return Cell(cell.id, cell.dimension, cell.signs, cell.sample, regime, cell.stack)


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
