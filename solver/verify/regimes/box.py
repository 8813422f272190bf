"""A closed box covered by the cells over finitely many values of x.

Between two neighbouring base points the zeros in y of all members stay apart from one another and
from the edges of the box, so that what stands over one sample there stands over every x between
them; over the base points themselves it is counted exactly (`solver.verify.regimes.stack`). To be
base points are all x within the box at which

- a member that does not depend on y is zero,
- a member is zero on the lower or upper edge,
- a member has a double zero in y, or its leading coefficient vanishes (the resultant of the member
  and its derivative),
- two members have a zero in common (their resultant).

Two members of degree one in y whose leading coefficient vanishes have lost their zero through an
edge before. (Collins 1975.) A member that is shown to keep one sign on the box takes no part, and a
member that is zero on the whole of an edge is zero nowhere else.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

from games.exact import RationalFunction, Scalar, bridge
from solver.verify.plain import Malformed
from solver.verify.regimes.stack import Refuted, Signs, cells
from solver.verify.regimes.sturm import Domain, Point, Polynomial, Rationals, zeros

#: How often a box is halved in each direction to show that a polynomial keeps its sign on it.
_DEPTH = 4

Ends = tuple[Fraction, Fraction]
#: Coefficients by powers of y, each by powers of x.
Rows = list[list[Fraction]]


@dataclass(frozen=True)
class Member:
    """A member of the pool as the box needs it. form: in the letters of the axes."""

    form: RationalFunction
    rows: Rows


@dataclass(frozen=True)
class BasePoint:
    """A zero of a squarefree polynomial (integers, constant first), alone in an interval."""

    polynomial: tuple[int, ...]
    low: Fraction
    high: Fraction


def member(form: RationalFunction, names: tuple[str, str]) -> Member:
    """Read a polynomial in x and y with rational coefficients."""
    rows = [_numbers(part, names[0]) for part in _coefficients(form, names[1])]
    return Member(form, rows)


def _coefficients(form: Scalar, name: str) -> list[Scalar]:
    if isinstance(form, RationalFunction):
        return form.coefficients(name)[0]
    return [form]


def _numbers(form: Scalar, name: str) -> list[Fraction]:
    numbers = _coefficients(form, name)
    if not all(isinstance(value, (int, Fraction)) for value in numbers):
        raise Malformed("over two quantities all coefficients must be rational")
    return [Fraction(value) for value in numbers]


# ---- which members take part


def turning(members: Sequence[Member], x: Ends, y: Ends) -> list[int]:
    """The members that depend on y, lie on no edge, and may change their sign on the box."""
    return [
        number
        for number, item in enumerate(members)
        if len(item.rows) > 1 and not _is_edge(item, y) and not keeps_sign(item.rows, x, y)
    ]


def _is_edge(item: Member, y: Ends) -> bool:
    """Whether it is a constant times y minus an end."""
    return (
        len(item.rows) == 2
        and all(len(row) == 1 for row in item.rows)
        and -item.rows[0][0] / item.rows[1][0] in y
    )


def keeps_sign(rows: Rows, x: Ends, y: Ends, depth: int = _DEPTH) -> bool:
    """Whether Bernstein coefficients show that a polynomial has no zero on a closed box.

    On the unit box a polynomial is a weighted mean of its Bernstein coefficients, with positive
    weights that sum to 1; those at the corners are its values there.
    """
    table = [_on_unit(row, x) for row in _on_unit_rows(rows, y)]
    values = [value for row in _bernstein_rows(table) for value in _bernstein(row)]
    if all(value > 0 for value in values) or all(value < 0 for value in values):
        return True
    corners = [
        sum(Fraction(c) * a**i * b**j for j, row in enumerate(rows) for i, c in enumerate(row))
        for a in x
        for b in y
    ]
    if depth == 0 or min(corners) <= 0 <= max(corners):
        return False
    halves = [[(a, (a + b) / 2), ((a + b) / 2, b)] for a, b in (x, y)]
    return all(
        keeps_sign(rows, part, other, depth - 1) for part, other in itertools.product(*halves)
    )


def _on_unit(row: Sequence[Fraction], ends: Ends) -> list[Fraction]:
    """The polynomial in t with x = low + (high - low) t."""
    found = [Fraction(0)] * len(row)
    for power, c in enumerate(row):
        for k in range(power + 1):
            found[k] += c * comb(power, k) * ends[0] ** (power - k) * (ends[1] - ends[0]) ** k
    return found


def _on_unit_rows(rows: Rows, ends: Ends) -> Rows:
    width = max(map(len, rows))
    columns = [
        _on_unit([row[i] if i < len(row) else Fraction(0) for row in rows], ends)
        for i in range(width)
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def _bernstein(row: Sequence[Fraction]) -> list[Fraction]:
    n = len(row) - 1
    return [
        sum((Fraction(comb(i, k), comb(n, k)) * row[k] for k in range(i + 1)), Fraction(0))
        for i in range(n + 1)
    ]


def _bernstein_rows(rows: Rows) -> Rows:
    columns = [_bernstein(column) for column in zip(*rows, strict=True)]
    return [list(row) for row in zip(*columns, strict=True)]


# ---- the base


def projections(
    members: Sequence[Member], chosen: Sequence[int], names: tuple[str, str], y: Ends
) -> Iterator[tuple[str, list[Fraction]]]:
    """Every polynomial in x whose zeros must be base points, and what it is."""
    for number, item in enumerate(members):
        if len(item.rows) == 1:
            yield f"member {number}", item.rows[0]
    for place, number in enumerate(chosen):
        item = members[number]
        for end in y:
            yield f"member {number} on an edge", _on_line(item.rows, end)
        if len(item.rows) > 2:
            slope = item.form.derivative(names[1])
            assert isinstance(slope, RationalFunction)
            double = item.form.resultant(slope, names[1])
            yield f"a double zero of member {number}", _numbers(double, names[0])
        for other in chosen[:place]:
            shared = item.form.resultant(members[other].form, names[1])
            yield f"a common zero of members {other} and {number}", _numbers(shared, names[0])


def _on_line(rows: Rows, y: Fraction) -> list[Fraction]:
    width = max(map(len, rows))
    return [
        sum((row[i] * y**j for j, row in enumerate(rows) if i < len(row)), Fraction(0))
        for i in range(width)
    ]


def check_base(
    needed: Iterator[tuple[str, list[Fraction]]],
    points: Sequence[BasePoint],
    samples: Sequence[Fraction],
    x: Ends,
) -> None:
    """Show that the points are where they are said to be, and that none is missing."""
    if (points[0].low, points[0].high) != (x[0], x[0]) or points[-1].low != x[1]:
        raise Refuted("the base does not run from one end of the box to the other")
    if len(samples) != len(points) - 1:
        raise Refuted("the base needs one sample between each two points")
    for before, sample, after in zip(points, samples, points[1:], strict=False):
        if not before.high < sample < after.low:
            raise Refuted(f"the sample {sample} does not lie between its base points")
    line = Rationals()
    by_polynomial: dict[tuple[int, ...], list[BasePoint]] = {}
    for point in points:
        by_polynomial.setdefault(point.polynomial, []).append(point)
    for m, own in by_polynomial.items():
        if len(m) < 2 or m[-1] == 0:
            raise Malformed("the polynomial of a base point needs a leading coefficient")
        for point in own:
            if _zeros_within(list(m), point.low, point.high, line) != 1:
                raise Refuted(f"there is not one base point between {point.low} and {point.high}")
    known = [(m, bridge.poly(m)) for m in by_polynomial]
    seen: set[tuple[int, ...]] = set()
    for what, f in needed:
        p = line.tidy(f)
        if not p:
            raise Refuted(f"{what} vanishes for every value of x")
        if tuple(p) in seen:
            continue
        seen.add(tuple(p))
        rest = _divided(p, known)
        if len(rest) > 1 and zeros(line.tidy(rest), *x):
            raise Refuted(f"a base point is missing: {what}")
    for m, own in by_polynomial.items():
        if zeros(list(m), *x) != len(own):
            raise Refuted("a base point is missing: another zero of the polynomial of one")


def _zeros_within(p: Polynomial, low: Fraction, high: Fraction, line: Domain) -> int:
    if low == high:
        return int(line.at(p, low) == 0)
    return zeros(p, low, high) if low < high else 0


def _divided(p: Polynomial, known: Sequence[tuple[tuple[int, ...], Any]]) -> Polynomial:
    """What is left of a polynomial in coprime integers after division by those that divide it."""
    rest = bridge.poly(p)
    for m, divisor in known:
        if len(m) > len(p) or p[-1] % m[-1] or (p[0] % m[0] if m[0] else p[0]):
            continue
        while rest.degree() >= divisor.degree() and (rest % divisor) == 0:
            rest = rest // divisor
    return bridge.coefficients(rest)


# ---- what stands over one value of x


def over_point(
    members: Sequence[Member], point: BasePoint, y: Ends, samples: Sequence[Fraction]
) -> list[Signs]:
    """The signs on every cell over a base point."""
    if point.low == point.high:
        return over_sample(members, point.low, y, samples)
    domain = Point(point.polynomial, point.low, point.high)
    rows = [[domain.of(bridge.poly(row)) for row in item.rows] for item in members]
    return cells(rows, domain, y, samples)


def over_sample(
    members: Sequence[Member], x: Fraction, y: Ends, samples: Sequence[Fraction]
) -> list[Signs]:
    """The signs on every cell over a rational x."""
    line = Rationals()
    rows = [[_value(row, x) for row in item.rows] for item in members]
    return cells(rows, line, y, samples)


def _value(row: Sequence[Fraction], x: Fraction) -> Fraction:
    total = Fraction(0)
    for c in reversed(row):
        total = total * x + c
    return total
