"""Second opinions that share no code with the solver: the definitions, by brute force."""

import itertools
from fractions import Fraction
from math import lcm


def solve_square(rows, rhs):
    """The one solution of a square system of integers, or None; elimination without fractions."""
    n = len(rows)
    work = [[*row, b] for row, b in zip(rows, rhs, strict=True)]
    previous = 1
    for k in range(n):
        found = next((i for i in range(k, n) if work[i][k] != 0), None)
        if found is None:
            return None
        work[k], work[found] = work[found], work[k]
        top, pivot = work[k], work[k][k]
        for i in range(n):
            if i != k:
                factor = work[i][k]
                work[i] = [
                    (v * pivot - factor * w) // previous for v, w in zip(work[i], top, strict=True)
                ]
        previous = pivot
    return tuple(Fraction(row[-1], previous) for row in work)


def whole(matrix):
    """Multiply a matrix by the least common denominator of its entries."""
    common = lcm(*(Fraction(entry).denominator for row in matrix for entry in row))
    return [[int(entry * common) for entry in row] for row in matrix]


def labelled_vertices(rows):
    """Vertices of {(z, u): z in simplex, rows z <= u} with all their labels, by all bases.

    rows: [j][i], the other player's payoffs, integers. Labels: ("own", i) where z_i = 0,
    ("reply", j) where row j attains the maximum u. A vertex makes d linearly
    independent labels tight besides the sum.
    """
    k, d = len(rows), len(rows[0])
    equations = {("own", i): [int(c == i) for c in range(d)] + [0] for i in range(d)}
    equations |= {("reply", j): [*rows[j], -1] for j in range(k)}
    total = [1] * d + [0]
    found = {}
    for chosen in itertools.combinations(equations, d):
        point = solve_square([equations[label] for label in chosen] + [total], [0] * d + [1])
        if point is None:
            continue
        z, u = point[:-1], point[-1]
        values = [sum(c * w for c, w in zip(row, z, strict=True)) for row in rows]
        if min(z) < 0 or max(values) > u:
            continue
        labels = {("own", i) for i in range(d) if z[i] == 0}
        labels |= {("reply", j) for j in range(k) if values[j] == u}
        found[z] = labels
    return found


def extreme_equilibria(A, B):
    """The set of all extreme equilibria (x, y) of the bimatrix game."""
    xs = labelled_vertices([list(column) for column in zip(*whole(B), strict=True)])
    ys = labelled_vertices(whole(A))
    m, n = len(A), len(A[0])
    return {
        (x, y)
        for x, of_x in xs.items()
        for y, of_y in ys.items()
        if all(("own", i) in of_x or ("reply", i) in of_y for i in range(m))
        and all(("own", j) in of_y or ("reply", j) in of_x for j in range(n))
    }


def is_equilibrium(A, B, x, y):
    """By definition: mixed strategies, and no action of either player pays more."""
    m, n = len(A), len(A[0])
    if min(x) < 0 or min(y) < 0 or sum(x) != 1 or sum(y) != 1:
        return False
    rows = [sum(A[i][j] * y[j] for j in range(n)) for i in range(m)]
    columns = [sum(B[i][j] * x[i] for i in range(m)) for j in range(n)]
    return max(rows) <= sum(r * p for r, p in zip(rows, x, strict=True)) and max(columns) <= sum(
        c * p for c, p in zip(columns, y, strict=True)
    )


def maximal_nash_subsets(equilibria):
    """All maximal (U, W) with U x W inside the set of extreme equilibria, from the definition."""
    xs = sorted({x for x, _ in equilibria})
    partners = {x: frozenset(y for other, y in equilibria if other == x) for x in xs}
    found = set()
    for size in range(1, len(xs) + 1):
        for group in itertools.combinations(xs, size):
            w = frozenset.intersection(*(partners[x] for x in group))
            if w:
                found.add((frozenset(x for x in xs if w <= partners[x]), w))
    return found
