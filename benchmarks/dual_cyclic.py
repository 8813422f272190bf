"""Bimatrix games from dual cyclic polytopes: as many vertices as there can be, hard numbers.

A cyclic polytope is the hull of 2d points (t, t^2, .., t^d) of the moment curve; its polar is
simple and has the most vertices of all polytopes with 2d facets in dimension d (McMullen 1970).
Facets 1 .. d meet in a vertex (Gale's evenness condition, d even), which becomes the origin; their
slacks are the player's own weights, and the other facets are the other player's actions. Both
players' best-reply polytopes are this one, so the game is symmetric. Games from dual cyclic
polytopes have very many equilibria (von Stengel 1999), or with permuted labels a single one that
is hard to find (Savani and von Stengel 2006).
"""

from fractions import Fraction
from math import lcm


def _facets(d):
    """Rows C[k][i] of {x >= 0 : C x <= 1}: facets d + 1 .. 2 d of the polar in slacks of 1 .. d."""
    points = [[Fraction(t) ** e for e in range(1, d + 1)] for t in range(1, 2 * d + 1)]
    centre = [sum(column) / (2 * d) for column in zip(*points, strict=True)]
    points = [[a - b for a, b in zip(p, centre, strict=True)] for p in points]
    # write each later point as a combination of the first d
    system = [
        [*(points[i][e] for i in range(d)), *(points[d + k][e] for k in range(d))] for e in range(d)
    ]
    for c in range(d):
        found = next(r for r in range(c, d) if system[r][c] != 0)
        system[c], system[found] = system[found], system[c]
        system[c] = [entry / system[c][c] for entry in system[c]]
        for r in range(d):
            if r != c:
                factor = system[r][c]
                system[r] = [a - factor * b for a, b in zip(system[r], system[c], strict=True)]
    rows = []
    for k in range(d):
        weights = [system[i][d + k] for i in range(d)]
        rest = 1 - sum(weights)
        assert rest > 0
        rows.append([-w / rest for w in weights])
    return rows


def _whole(matrix):
    common = lcm(*(entry.denominator for row in matrix for entry in row))
    return [[int(entry * common) for entry in row] for row in matrix]


def dual_cyclic_game(d):
    """Integer payoff matrices (A, B) of a symmetric d x d game, d even."""
    A = _whole(_facets(d))
    return A, [list(column) for column in zip(*A, strict=True)]
