"""Vertices of polytopes against every basis, and extreme rays of degenerate cones."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest

from games.exact import sqrt
from solver.geometry.cone import System, extreme_rays, polytope_vertices
from solver.geometry.linear import solve_unique


def by_bases(n: int, equalities, inequalities) -> set[tuple[Fraction, ...]]:
    """Every feasible point at which n constraints with one common point are tight."""
    units = [(*(int(i == j) for j in range(n)), 0) for i in range(n)]
    system = System(n, tuple(equalities), tuple(inequalities))
    found = set()
    free = [*units, *inequalities]
    for chosen in itertools.combinations(free, n - min(n, len(equalities))):
        rows = [*equalities, *chosen]
        point = solve_unique(
            [[Fraction(x) for x in row[:-1]] for row in rows], [Fraction(row[-1]) for row in rows]
        )
        if point is not None and system.holds(point):
            found.add(point)
    return found


def test_vertices_are_the_feasible_bases():
    draw = random.Random(5)
    nonempty = 0
    for _ in range(60):
        n = draw.randint(2, 4)
        equalities = [(*[1] * n, 1)]
        inequalities = [
            (*(draw.randint(-2, 2) for _ in range(n)), draw.randint(-1, 1))
            for _ in range(draw.randint(0, 4))
        ]
        found = polytope_vertices(n, equalities, inequalities)
        assert len(set(found)) == len(found)
        assert set(found) == by_bases(n, equalities, inequalities)
        assert bool(found) == System(n, tuple(equalities), tuple(inequalities)).feasible()
        nonempty += bool(found)
    assert nonempty > 20


def test_redundant_and_repeated_constraints_change_nothing():
    square = [(-1, 0, -1), (0, -1, -1)]
    corners = set(polytope_vertices(2, [], square))
    assert corners == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert set(polytope_vertices(2, [], [*square, *square, (-1, -1, -2), (1, 1, 0)])) == corners


def test_irrational_data():
    half = sqrt(2) / 2
    assert polytope_vertices(2, [(1, 1, 1)], [(-1, 0, -half)]) == ((0, 1), (half, 1 - half))


def test_cones_without_rays_and_unbounded_sets():
    assert extreme_rays(2, [(1, 1)]) == []
    with pytest.raises(ValueError, match="unbounded"):
        polytope_vertices(2, [], [(1, 0, 1)])
