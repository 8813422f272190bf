"""One parameter: the closed interval cut at the real roots of the pool.

Between two neighbouring roots no sign changes. At a root the polynomials that vanish there are
zero, and all others have the sign they have next to it: so nothing is computed in the field of the
root, and its complete equilibrium structure follows all the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from games.display import Span
from solver.geometry.line import Line, Located, cut, irreducible_roots, roots_over_field
from solver.regimes.budget import Budget
from solver.regimes.label import Label, Labeller, limits_of, spelled
from solver.regimes.pool import Pool
from solver.solution.regimes import (
    Boundary,
    Cell,
    KnifeEdge,
    Place,
    Regime,
    RegimePartition,
    Run,
)

if TYPE_CHECKING:
    from solver.regimes.partition import Question

#: An open interval about which nothing is known.
Gap = tuple[Fraction, Fraction]


def map_line(question: Question, pool: Pool, labeller: Labeller, budget: Budget) -> RegimePartition:
    """The map over one parameter."""
    from solver.regimes.partition import base, nothing

    axis = question.axes[0]
    members = members_of(question, pool)
    roots: list[tuple[int, Located]] = []
    gaps: list[Gap] = []
    for number in range(len(pool.members)):
        if budget():
            return nothing(question, pool, budget)
        own, left = members.zeros(number, axis.low, axis.high)
        roots += [(number, root) for root in own]
        gaps += left
    roots, gaps = members.apart(roots, gaps)
    ends = [min(max(end, axis.low), axis.high) for gap in gaps for end in gap]
    line = cut(roots, axis.low, axis.high, ends)
    signs = sign_table(line, len(pool.members), members, gaps)
    cells, regimes, labels = label_cells(line, signs, labeller, budget)
    if not cells:
        return nothing(question, pool, budget)
    undecided = sum((min(b, axis.high) - max(a, axis.low) for a, b in gaps), Fraction(0))
    status = "undecided" if gaps else "complete"
    notes = tuple(
        f"Between {axis.address} = {float(a):.6g} and {float(b):.6g} the map is undecided: balls "
        "neither prove nor exclude that two boundaries meet."
        for a, b in gaps
    )
    if len(cells) < len(signs):
        end = place(line.points[len(cells) // 2][0])
        undecided = axis.high - end.low
        status = "incomplete"
        notes = (
            f"{budget.reason}. Everything below {axis.address} = {end.approx:.6g} is certain, from "
            "there on nothing is known.",
        )
    return RegimePartition(
        **base(question, pool),
        status=status,
        cells=tuple(cells),
        regimes=tuple(measured(regimes, cells, line)),
        boundaries=tuple(_boundaries(pool, line, axis.symbol)),
        knife_edges=tuple(_knife_edges(cells, labels, line)),
        runs=tuple(runs(cells, line)),
        neighbours=_neighbours(cells),
        undecided=undecided,
        limits=notes,
    )


class Members(Protocol):
    """The members of a pool along the line."""

    def zeros(self, number: int, low: Fraction, high: Fraction) -> tuple[list[Located], list[Gap]]:
        """The zeros of a member in [low, high], and the intervals that stay open."""

    def sign_at(self, number: int, t: Fraction) -> int:
        """The sign of a member at a rational value that is no zero."""

    def apart(
        self, located: Sequence[tuple[int, Located]], gaps: Sequence[Gap]
    ) -> tuple[list[tuple[int, Located]], list[Gap]]:
        """Zeros that differ, and disjoint open intervals around everything else."""


def members_of(question: Question, pool: Pool) -> Members:
    """The members as functions of the parameter, algebraic or not."""
    if pool.units or question.followers:
        from solver.regimes.trace import Tracer

        return Tracer(question, pool)
    return _Algebraic(pool, question.axes[0].symbol)


class _Algebraic:
    """Members without any symbol but the parameter: their zeros are algebraic."""

    def __init__(self, pool: Pool, symbol: str) -> None:
        from games.exact.polynomials import dense

        self.field = pool.home.field
        position = pool.names.index(symbol)
        order = (position,) if self.field is None else (position, len(pool.names))
        # As polynomials, or over a field as their rows by powers of the parameter.
        self.rows = [dense(member, order) for member in pool.members]

    def zeros(self, number: int, low: Fraction, high: Fraction) -> tuple[list[Located], list[Gap]]:
        """Nothing stays open."""
        if self.field is None:
            return list(irreducible_roots(self.rows[number], low, high)), []
        return list(roots_over_field(self.rows[number], self.field, low, high)), []

    def sign_at(self, number: int, t: Fraction) -> int:
        """Exact."""
        from games.exact import bridge, sign
        from games.exact.algebraic import number as element_of

        rows = self.rows[number]
        if self.field is None:
            value = rows(bridge.rational(t))
            return int(value > 0) - int(value < 0)
        element = bridge.row([])
        for row in reversed(rows):
            element = (element * bridge.rational(t) + row) % self.field.modulus
        return sign(element_of(self.field, element))

    def apart(
        self, located: Sequence[tuple[int, Located]], gaps: Sequence[Gap]
    ) -> tuple[list[tuple[int, Located]], list[Gap]]:
        """Equal roots are known to be equal, and others to differ."""
        return list(located), list(gaps)


def sign_table(
    line: Line, count: int, members: Members, gaps: Sequence[Gap]
) -> list[tuple[int, ...] | None]:
    """Signs of all members on point, interval, point, .., point; None where they are open."""
    between = [
        None
        if any(a < sample < b for a, b in gaps)
        else tuple(members.sign_at(number, sample) for number in range(count))
        for sample in line.samples
    ]
    table: list[tuple[int, ...] | None] = []
    for number, (_, zero) in enumerate(line.points):
        near = [between[k] for k in (number - 1, number) if 0 <= k < len(between)]
        beside = next((signs for signs in near if signs is not None), None)
        if beside is None:
            table.append(None)
        else:
            table.append(tuple(0 if k in zero else s for k, s in enumerate(beside)))
        if number < len(between):
            table.append(between[number])
    return table


def place(root: Located) -> Place:
    """A root as a coordinate."""
    low, high = root.enclosure()
    return Place(low, high, None if low == high else root.polynomial, root.index)


def label_cells(
    line: Line,
    signs: Sequence[tuple[int, ...] | None],
    labeller: Labeller,
    stop: Callable[[], bool] = lambda: False,
) -> tuple[list[Cell], list[Regime], list[Label | None]]:
    """Cells from left to right, and the regimes of their labels in order of dimension.

    Where `stop` says so the rest is missing; the last cell is then an interval. A cell without
    signs has no label.
    """
    labels: list[Label | None] = []
    for number, pattern in enumerate(signs):
        if number % 2 == 0 and number < len(signs) - 1 and stop():
            break
        labels.append(None if pattern is None else labeller(pattern))
    numbers = number_labels([(label, k % 2) for k, label in enumerate(labels)])
    cells = []
    for k, (pattern, label) in enumerate(zip(signs, labels, strict=False)):
        if k % 2:
            sample = line.samples[k // 2]
            where = Place(sample, sample)
        else:
            where = place(line.points[k // 2][0])
        regime = None if label is None else numbers[label]
        cells.append(Cell(k, k % 2, pattern or (), (where,), regime, undecided=pattern is None))
    return cells, build_regimes(numbers, cells, labeller), labels


def number_labels(labelled: Sequence[tuple[Label | None, int]]) -> dict[Label, int]:
    """Numbers of labels: those of the largest cells first, then in order of occurrence."""
    highest: dict[Label, int] = {}
    for label, dimension in labelled:
        if label is not None:
            highest[label] = max(highest.get(label, 0), dimension)
    ordered = sorted(highest, key=lambda label: -highest[label])
    return {label: number for number, label in enumerate(ordered)}


def build_regimes(
    numbers: dict[Label, int], cells: Sequence[Cell], labeller: Labeller
) -> list[Regime]:
    """One regime per label, with closed forms of its equilibria."""
    members: list[list[Cell]] = [[] for _ in numbers]
    for cell in cells:
        if cell.regime is not None:
            members[cell.regime].append(cell)
    found = []
    for label, number in numbers.items():
        own = sorted(members[number], key=lambda cell: (-cell.dimension, cell.id))
        patterns = list(dict.fromkeys(cell.signs for cell in own))
        found.append(
            Regime(
                id=number,
                dimension=own[0].dimension,
                structure=spelled(label.structure),
                verdict=label.verdict,
                formulas=labeller.formulas(patterns, label.structure),
                cells=tuple(cell.id for cell in own),
                path=label.path,
            )
        )
    return found


def measured(regimes: Sequence[Regime], cells: Sequence[Cell], line: Line) -> list[Regime]:
    """Regimes with the length of their intervals, enclosed, and the number of pieces."""
    ends = [place(root) for root, _ in line.points]
    found = []
    for regime in regimes:
        low = high = Fraction(0)
        pieces = 0
        for cell in cells:
            if cell.regime != regime.id or cell.dimension == 0:
                continue
            left, right = ends[cell.id // 2], ends[cell.id // 2 + 1]
            low += right.low - left.high
            high += right.high - left.low
            joined = cell.id > 1 and (
                cells[cell.id - 1].regime == cells[cell.id - 2].regime == regime.id
            )
            pieces += not joined
        found.append(replace(regime, measure=Span(low, high), pieces=pieces))
    return found


def runs(cells: Sequence[Cell], line: Line) -> list[Run]:
    """Neighbouring cells of one regime joined, from left to right."""
    ends = [place(root) for root, _ in line.points]
    groups: list[list[Cell]] = []
    for cell in cells:
        if groups and groups[-1][-1].regime == cell.regime and cell.regime is not None:
            groups[-1].append(cell)
        else:
            groups.append([cell])
    found = []
    for group in groups:
        first, last = group[0], group[-1]
        found.append(
            Run(
                ends[first.id // 2],
                ends[(last.id + 1) // 2],
                (first.dimension == 0, last.dimension == 0),
                first.regime,
                tuple(cell.id for cell in group),
            )
        )
    return found


def _neighbours(cells: Sequence[Cell]) -> tuple[tuple[int, int], ...]:
    full = [cell.regime for cell in cells if cell.dimension == 1]
    pairs = {
        (min(a, b), max(a, b))
        for a, b in itertools.pairwise(full)
        if a is not None and b is not None and a != b
    }
    return tuple(sorted(pairs))


def _boundaries(pool: Pool, line: Line, symbol: str) -> list[Boundary]:
    from games.exact import text

    where: dict[int, list[Located]] = {}
    for root, zero in line.points:
        for number in zero:
            where.setdefault(number, []).append(root)
    found = []
    for number in sorted(where):
        values = [place(root).number for root in where[number]]
        found.append(
            Boundary(
                number,
                pool.function(number),
                tuple(pool.meanings[number]),
                number in pool.poles,
                {symbol: tuple(text(value) for value in values if value is not None)},
            )
        )
    return found


def _knife_edges(
    cells: Sequence[Cell], labels: Sequence[Label | None], line: Line
) -> list[KnifeEdge]:
    found = []
    for cell in cells:
        label = labels[cell.id]
        if cell.dimension or label is None or cell.regime is None:
            continue
        sides = [labels[k] for k in (cell.id - 1, cell.id + 1) if 0 <= k < len(cells)]
        reached: set[int] = set()
        for side in sides:
            if side is not None:
                reached |= limits_of(label.structure, side.structure)
        alone = tuple(k for k in range(len(label.structure.components)) if k not in reached)
        if alone:
            zero = tuple(sorted(line.points[cell.id // 2][1]))
            found.append(KnifeEdge(cell.id, cell.regime, alone, zero))
    return found
