"""Correlated equilibria of two players: the polytope, and the best and worst of them.

A distribution p on the profiles (i, j) is a correlated equilibrium (Aumann 1974, 1987) when no
player gains by answering a recommendation with another action:

    sum_j p_ij (A_ij - A_kj) >= 0 for all i, k;   sum_i p_ij (B_ij - B_il) >= 0 for all j, l.

These inequalities, p >= 0 and sum p = 1 bound a polytope that contains every Nash equilibrium.
Extreme values of a linear objective come from one exact linear programme. The vertices come from
the double description method (Motzkin, Raiffa, Thompson, Thrall 1953): start from the simplex, add
one inequality at a time, and put a new vertex on every edge that it cuts. Two vertices span an edge
when no third one lies on all the facets that the two have in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.errors import GameError
from games.exact import Number
from games.forms.normal import NormalFormGame
from solver.geometry import affine_dimension
from solver.geometry.programme import maximise

#: p[i][j], probability of each profile.
Distribution = tuple[tuple[Number, ...], ...]


@dataclass(frozen=True)
class CorrelatedOptimum:
    """value: best or worst of the objective. distribution: where it is attained."""

    value: Number
    distribution: Distribution


@dataclass(frozen=True)
class CorrelatedPolytope:
    """vertices: in descending lexicographic order. dimension: of the polytope."""

    vertices: tuple[Distribution, ...]
    dimension: int


def correlated_optimum(
    game: NormalFormGame, objective: Sequence[Sequence[Number | int]], *, worst: bool = False
) -> CorrelatedOptimum:
    """Maximise (or minimise) the expectation of objective[i][j] over correlated equilibria."""
    incentives = _incentives(game)
    size = len(incentives[0])
    flat = [entry for row in objective for entry in row]
    if len(flat) != size:
        raise GameError(f"correlated_optimum(): the objective needs {size} entries")
    matrix: list[list[Number | int]] = [[-entry for entry in row] for row in incentives]
    matrix += [[1] * size, [-1] * size]
    bounds = [*([0] * len(incentives)), 1, -1]
    sign = -1 if worst else 1
    found = maximise([sign * entry for entry in flat], matrix, bounds)
    if found.value is None or found.primal is None:
        raise AssertionError("every game has a correlated equilibrium")
    return CorrelatedOptimum(sign * found.value, _shaped(game, found.primal))


def correlated_welfare(game: NormalFormGame, *, worst: bool = False) -> CorrelatedOptimum:
    """Best (or worst) sum of both players' payoffs in a correlated equilibrium."""
    a, b = _two(game)
    total = [[u + v for u, v in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]
    return correlated_optimum(game, total, worst=worst)


def correlated_polytope(game: NormalFormGame) -> CorrelatedPolytope:
    """Every vertex of the polytope of correlated equilibria, exactly. For small games."""
    incentives = _incentives(game)
    size = len(incentives[0])
    # A vertex: its coordinates and the facets (coordinates, then inequalities) it lies on.
    one, zero = Fraction(1), Fraction(0)
    vertices: list[tuple[tuple[Number, ...], int]] = [
        (tuple(one if k == c else zero for k in range(size)), ((1 << size) - 1) ^ (1 << c))
        for c in range(size)
    ]
    for number, row in enumerate(incentives):
        facet = 1 << (size + number)
        values = [sum((a * p for a, p in zip(row, v, strict=True)), zero) for v, _ in vertices]
        kept = [
            (point, mask | facet if value == 0 else mask)
            for (point, mask), value in zip(vertices, values, strict=True)
            if value >= 0
        ]
        above = [k for k, value in enumerate(values) if value > 0]
        below = [k for k, value in enumerate(values) if value < 0]
        for p in above:
            for q in below:
                shared = vertices[p][1] & vertices[q][1]
                if any(
                    mask & shared == shared and k not in (p, q)
                    for k, (_, mask) in enumerate(vertices)
                ):
                    continue
                weight = values[p] / (values[p] - values[q])
                point = tuple(
                    a + weight * (b - a)
                    for a, b in zip(vertices[p][0], vertices[q][0], strict=True)
                )
                kept.append((point, shared | facet))
        vertices = kept
    points = sorted((point for point, _ in vertices), reverse=True)
    return CorrelatedPolytope(
        tuple(_shaped(game, point) for point in points), affine_dimension(points)
    )


def _two(game: NormalFormGame) -> tuple[Sequence[Sequence[Number]], Sequence[Sequence[Number]]]:
    if len(game.players) != 2:
        raise GameError(f"correlated equilibria: needs two players; got {len(game.players)}")
    return game.payoffs[0], game.payoffs[1]


def _incentives(game: NormalFormGame) -> list[list[Number]]:
    """Rows g with g p >= 0, over profiles (i, j) in order; an empty game of choice has one row."""
    a, b = _two(game)
    m, n = game.shape
    zero = Fraction(0)
    rows = [
        [a[i][j] - a[k][j] if r == i else zero for r in range(m) for j in range(n)]
        for i in range(m)
        for k in range(m)
        if i != k
    ]
    rows += [
        [b[i][j] - b[i][k] if c == j else zero for i in range(m) for c in range(n)]
        for j in range(n)
        for k in range(n)
        if j != k
    ]
    return rows or [[zero] * (m * n)]


def _shaped(game: NormalFormGame, flat: Sequence[Number]) -> Distribution:
    n = game.shape[1]
    return tuple(tuple(flat[k : k + n]) for k in range(0, len(flat), n))
