"""Intersections of half-planes against exact linear programmes and the definition."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from games.exact import sqrt
from solver.geometry.polygon import HalfPlane, Polygon, contradiction, intersect
from solver.inverse.polyhedron import Constraint, has_solution, supremum

DOMAIN = (
    HalfPlane(Fraction(-1), Fraction(0), Fraction(0), False, "x >= 0"),
    HalfPlane(Fraction(0), Fraction(-1), Fraction(0), False, "y >= 0"),
)
ORIGIN = (Fraction(0), Fraction(0))


def random_planes(seed: int, count: int) -> list[HalfPlane]:
    """Small integers, so that parallels, common points and empty interiors are frequent."""
    source = random.Random(seed)
    planes = []
    for n in range(count):
        a, b, c = (Fraction(source.randint(-3, 3)) for _ in range(3))
        planes.append(HalfPlane(a, b, c, source.random() < 0.4, str(n)))
    return planes


def system(planes: list[HalfPlane]) -> list[Constraint]:
    return [Constraint((p.a, p.b), p.c, p.strict, p.name) for p in planes]


def inside_hull(polygon: Polygon, x: Fraction, y: Fraction) -> bool:
    """Whether a point lies in the closure, by its corners in their order alone."""
    points = [(*c.position, Fraction(0 if c.infinite else 1)) for c in polygon.corners]
    for u, v in zip(points, [*points[1:], points[0]], strict=True):
        turn = u[0] * (v[1] - v[2] * y) - u[1] * (v[0] - v[2] * x) + u[2] * (v[0] * y - v[1] * x)
        if turn < 0:
            return False
    return True


@pytest.mark.parametrize("seed", range(300))
def test_random_intersections(seed: int) -> None:
    planes = random_planes(seed, 1 + seed % 7)
    polygon = intersect(planes, ORIGIN, DOMAIN)
    assert polygon.empty == (not has_solution(system(planes), 2))
    if polygon.empty:
        chosen = [polygon.half_planes[n] for n in polygon.conflict]
        assert len(chosen) <= 3
        y = polygon.multipliers
        assert all(weight > 0 for weight in y)
        sums = [
            sum((w * entry for w, entry in zip(y, column, strict=True)), Fraction(0))
            for column in zip(*((p.a, p.b, p.c) for p in chosen), strict=True)
        ]
        assert sums[0] == sums[1] == 0
        assert sums[2] < 0 or (sums[2] == 0 and any(p.strict for p in chosen))
        for left_out in range(len(chosen)):
            rest = chosen[:left_out] + chosen[left_out + 1 :]
            assert all(contradiction([p]) is None for p in rest)
            assert len(rest) < 2 or contradiction(rest) is None
        return
    for u, v in ((1, 0), (-1, 0), (0, 1), (0, -1), (2, -3), (1, 1)):
        assert polygon.supremum(u, v) == supremum(system(planes), (u, v))
    if polygon.dimension == 2:
        for i in range(13):
            for j in range(13):
                x, y = Fraction(i, 4), Fraction(j, 4)
                closed = all(p.slack(x, y) >= 0 for p in polygon.half_planes)
                assert inside_hull(polygon, x, y) == closed


def test_open_and_closed_corners() -> None:
    planes = [
        HalfPlane(Fraction(1), Fraction(0), Fraction(1), True, "x < 1"),
        HalfPlane(Fraction(0), Fraction(1), Fraction(1), False, "y <= 1"),
    ]
    polygon = intersect(planes, ORIGIN, DOMAIN)
    assert {c.position: c.included for c in polygon.corners} == {
        (0, 0): True, (0, 1): True, (1, 0): False, (1, 1): False,
    }  # fmt: skip
    assert polygon.supremum(1, 0).value == 1
    assert not polygon.supremum(1, 0).attained
    assert polygon.binding == (0, 1, 2, 3)


def test_unbounded_and_pointlike() -> None:
    whole = intersect([], ORIGIN, DOMAIN)
    assert [c.infinite for c in whole.corners] == [False, True, True]
    assert whole.supremum(1, 1).value is None
    line = HalfPlane(Fraction(1), Fraction(1), Fraction(1), False, "x + y <= 1")
    back = HalfPlane(Fraction(-1), Fraction(-1), Fraction(-1), False, "x + y >= 1")
    segment = intersect([line, back], ORIGIN, DOMAIN)
    assert segment.dimension == 1
    assert intersect([line, HalfPlane(back.a, back.b, back.c, True, "")], ORIGIN, DOMAIN).empty
    low = HalfPlane(Fraction(1), Fraction(0), Fraction(0), False, "x <= 0")
    assert intersect([line, back, low], ORIGIN, DOMAIN).dimension == 0


def test_irrational_borders_are_decided() -> None:
    root = sqrt(2)
    planes = [
        HalfPlane(root, Fraction(0), Fraction(2), True, "sqrt 2 x < 2"),
        HalfPlane(Fraction(-1), Fraction(0), -root, False, "x >= sqrt 2"),
    ]
    polygon = intersect(planes, ORIGIN, DOMAIN)
    assert polygon.empty
    assert polygon.conflict == (2, 3)
    closed = intersect(
        [HalfPlane(root, Fraction(0), Fraction(2), False, ""), planes[1]], ORIGIN, DOMAIN
    )
    assert closed.corners[0].position[0] ** 2 == 2
