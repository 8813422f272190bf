"""One basis of a best-reply polytope, in Python integers: is it feasible, and which vertex is it?

For the polytope {z >= 0 : C z <= 1} and a basis with nonbasic labels N let I be the variables not
in N and J the rows whose slack is in N. The vertex solves C[J, I] z = 1. It is lexicographically
feasible when for each basic variable the vector (value, row of the inverse of the basis in the
order of the slacks) has a positive first entry that is not zero: its value under the perturbation
1 + (e, e^2, ..) of the right-hand side.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from typing import NamedTuple

from solver.geometry.dictionary import pivot_integers

Rows = Sequence[Sequence[int]]


class Vertex(NamedTuple):
    """Numerators of a vertex over the positive denominator `scale`."""

    point: tuple[int, ...]
    scale: int


def vertex(rows: Rows, cobasis: int) -> Vertex:
    """Solve the equations of a regular basis by fraction-free elimination (Bareiss 1968)."""
    d = len(rows[0])
    inside = [i for i in range(d) if not cobasis >> i & 1]
    system = [[*(row[i] for i in inside), 1] for j, row in enumerate(rows) if cobasis >> d + j & 1]
    k = len(inside)
    previous = 1
    for c in range(k):
        found = next(r for r in range(c, k) if system[r][c])
        system[c], system[found] = system[found], system[c]
        top = system[c]
        pivot = top[c]
        for r in range(k):
            if r != c:
                row = system[r]
                factor = row[c]
                system[r] = [
                    (a * pivot - factor * b) // previous for a, b in zip(row, top, strict=True)
                ]
        previous = pivot
    point = [0] * d
    turn = -1 if previous < 0 else 1
    for i, row in zip(inside, system, strict=True):
        point[i] = turn * row[-1]
    return Vertex(tuple(point), turn * previous)


def scaled(rows: Rows, cobasis: int, point: Sequence[int]) -> Vertex:
    """The vertex from a positive multiple of it: any tight row says which (the origin has none)."""
    d = len(rows[0])
    tight = cobasis >> d
    j = (tight & -tight).bit_length() - 1
    return Vertex(tuple(point), sum(map(mul, rows[j], point)))


def settle(rows: Rows, cobasis: int) -> int | None:
    """All tight labels of a basis; None if it is singular or not lexicographically feasible."""
    d = len(rows[0])
    dictionary = [[*row, 1] for row in rows]
    columns = list(range(d))
    basic = list(range(d, d + len(rows)))
    denominator = 1
    for c in range(d):
        if cobasis >> columns[c] & 1:
            continue
        r = next(
            (r for r, label in enumerate(basic) if cobasis >> label & 1 and dictionary[r][c]), None
        )
        if r is None:
            return None
        dictionary, denominator = pivot_integers(dictionary, r, c, denominator)
        columns[c], basic[r] = basic[r], columns[c]
    column_of = {label: c for c, label in enumerate(columns)}
    tight = cobasis
    for row, label in zip(dictionary, basic, strict=True):
        if row[d] < 0:
            return None
        if row[d] == 0:
            tight |= 1 << label
            if not _positive(row, label, column_of, range(d, d + len(rows))):
                return None
    return tight


def _positive(row: Sequence[int], label: int, column_of: dict[int, int], slacks: range) -> bool:
    """Sign of the first coefficient among the slacks; a basic slack has a unit in its own row."""
    for slack in slacks:
        if slack == label:
            return True
        c = column_of.get(slack)
        if c is not None and row[c] != 0:
            return row[c] > 0
    raise AssertionError("a row of the inverse of a basis cannot be zero")
