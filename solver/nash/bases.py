"""All lexicographically feasible bases of a best-reply polytope. The seam between tiers.

Mathematics. For a matrix C with positive entries, k rows and d columns, the polytope

    { x in R^d : x >= 0, C x <= 1 }

is full-dimensional and bounded. Its inequalities carry labels: bit i (i < d) for x_i >= 0, bit
d + j for row j of C. A vertex is labelled by all inequalities that are tight there. A basis is a
set of d labels (the cobasic variables, set to zero) whose equations have one solution.

Perturb the right-hand side to 1 + (e, e^2, .., e^k) with e > 0 infinitesimal. Bases that stay
feasible are called lexicographically feasible. The perturbed polytope is simple: each of its
vertices has exactly one basis, and dropping one of the d labels leads along an edge to exactly one
other. Its graph is connected, so a search from the origin that visits every neighbour has found
every basis when it ends; and every vertex of the polytope itself is the limit of a perturbed one,
so no vertex is missed either. (Dantzig, Orden, Wolfe 1955 for the rule; Avis, Rosenberg, Savani,
von Stengel 2010 for its use on games.)

The seam. Anything that yields each lexicographically feasible basis exactly once, as `Basis`
records, in any order, the origin's included, may replace `enumerate_bases`: join, components and
indices (`enumeration`, `components`, `index`) use nothing else. The perturbation of both
polytopes must be this one or another that makes them simple; the sum of indices is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from solver.geometry.dictionary import Entry, Row, pivot_field, pivot_integers

Rows = Sequence[Sequence[Any]]


class Basis(NamedTuple):
    """One lexicographically feasible basis and the vertex it stands for.

    cobasis: bit mask of the d labels that define it. tight: bit mask of all labels that are tight
    at the vertex, a superset of cobasis, and the vertex's identity. point: numerators of the
    vertex, [i], over the positive denominator `scale`.
    """

    cobasis: int
    tight: int
    point: tuple[Any, ...]
    scale: Any


#: What a tier provides: rows [j][i] of C, all entries positive, to its bases.
Enumerator = Callable[[Rows], Iterator[Basis]]


def enumerate_bases(rows: Rows) -> Iterator[Basis]:
    """Yield every lexicographically feasible basis of {x >= 0, rows x <= 1}, the origin first.

    rows: [j][i], either all Python integers (exact fraction-free arithmetic) or Numbers of one
    ordered field. All entries must be positive. The order is deterministic.
    """
    d = len(rows[0])
    integers = all(isinstance(entry, int) for row in rows for entry in row)
    pivot = pivot_integers if integers else pivot_field
    one: Any = 1 if integers else Fraction(1)
    dictionary: list[Row] = [[*row, one] for row in rows]
    cobasic = list(range(d))
    basic = list(range(d, d + len(rows)))
    start = (1 << d) - 1
    seen = {start}
    denominator = one
    yield _basis(start, dictionary, denominator, basic, d)
    pending = _edges(dictionary, denominator, cobasic, basic, start, seen)
    while pending:
        dictionary, denominator, cobasic, basic, r, c, mask = pending.pop()
        dictionary, denominator = pivot(dictionary, r, c, denominator)
        cobasic = cobasic[:]
        basic = basic[:]
        cobasic[c], basic[r] = basic[r], cobasic[c]
        yield _basis(mask, dictionary, denominator, basic, d)
        pending.extend(_edges(dictionary, denominator, cobasic, basic, mask, seen))


_Edge = tuple[list[Row], Entry, list[int], list[int], int, int, int]


def _edges(
    dictionary: list[Row],
    denominator: Entry,
    cobasic: list[int],
    basic: list[int],
    mask: int,
    seen: set[int],
) -> list[_Edge]:
    """Edges to the neighbours not seen yet, one per dropped label; marks them as seen."""
    found: list[_Edge] = []
    for c, entering in enumerate(cobasic):
        r = _leaving_row(dictionary, cobasic, basic, c)
        neighbour = mask ^ (1 << entering) ^ (1 << basic[r])
        if neighbour not in seen:
            seen.add(neighbour)
            found.append((dictionary, denominator, cobasic, basic, r, c, neighbour))
    return found


def _leaving_row(dictionary: list[Row], cobasic: list[int], basic: list[int], c: int) -> int:
    """Row of the lexicographically smallest ratio in column c: the label met first."""
    best = -1
    best_entry: Any = None
    best_rhs: Any = None
    ties: list[int] | None = None
    for r, row in enumerate(dictionary):
        entry = row[c]
        if not entry > 0:
            continue
        rhs = row[-1]
        if best < 0:
            best, best_entry, best_rhs = r, entry, rhs
            continue
        left = rhs * best_entry
        right = best_rhs * entry
        if left < right:
            best, best_entry, best_rhs = r, entry, rhs
            ties = None
        elif left == right:
            if ties is None:
                ties = [best]
            ties.append(r)
    return best if ties is None else _break_tie(dictionary, cobasic, basic, c, ties)


def _break_tie(
    dictionary: list[Row], cobasic: list[int], basic: list[int], c: int, ties: list[int]
) -> int:
    """Compare the coefficients of e, e^2, ..: the columns of the slack variables in order."""
    d = len(cobasic)
    for slack in range(d, d + len(basic)):
        if slack in basic:
            # A unit column: positive in the slack's own row, zero in all others.
            own = basic.index(slack)
            ties = [r for r in ties if r != own]
        else:
            column = cobasic.index(slack)
            smallest = [ties[0]]
            for r in ties[1:]:
                top = smallest[0]
                left = dictionary[r][column] * dictionary[top][c]
                right = dictionary[top][column] * dictionary[r][c]
                if left < right:
                    smallest = [r]
                elif left == right:
                    smallest.append(r)
            ties = smallest
        if len(ties) == 1:
            return ties[0]
    raise AssertionError("a lexicographic ratio test cannot tie: the basis matrix is singular")


def _basis(mask: int, dictionary: list[Row], denominator: Entry, basic: list[int], d: int) -> Basis:
    tight = mask
    point: list[Any] = [0] * d
    for row, variable in zip(dictionary, basic, strict=True):
        value = row[-1]
        if value == 0:
            tight |= 1 << variable
        elif variable < d:
            point[variable] = value
    return Basis(mask, tight, tuple(point), denominator)
