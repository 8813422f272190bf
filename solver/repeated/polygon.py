"""Convex polygons in the plane, over any ordered field (floats for guesses, Numbers for proofs).

A polygon is the list of its extreme points counter-clockwise, starting with the least (x, then y);
a segment has two, a point one, the empty set none. Hulls by the monotone chain (Andrew 1979).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Point = tuple[Any, Any]


def cross(o: Point, a: Point, b: Point) -> Any:
    """Twice the signed area of the triangle o, a, b: positive for a left turn."""
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])


def hull(points: Sequence[Point], tolerance: Any = 0) -> list[int]:
    """Indices of the extreme points, counter-clockwise from the least point.

    Of equal points the first is taken. tolerance: for floats, points and lines closer than it count
    as one.
    """
    order = sorted(range(len(points)), key=lambda i: (points[i][0], points[i][1]))
    distinct: list[int] = []
    for i in order:
        x, y = points[i]
        for j in reversed(distinct):
            if x - points[j][0] > tolerance:
                distinct.append(i)
                break
            if abs(y - points[j][1]) <= tolerance:
                break
        else:
            distinct.append(i)
    if len(distinct) <= 2:
        return distinct

    def chain(indices: Sequence[int]) -> list[int]:
        kept: list[int] = []
        for i in indices:
            behind = False
            while len(kept) >= 2:
                o, p, q = points[kept[-2]], points[kept[-1]], points[i]
                x, y = q[0] - o[0], q[1] - o[1]
                turn = (p[0] - o[0]) * y - (p[1] - o[1]) * x
                bound = tolerance and tolerance * max(abs(x), abs(y))
                if turn > bound:
                    break
                # On a line within the tolerance the sorting may be noise: q may lie before p.
                behind = turn >= -bound and (
                    (p[0] - o[0]) * (q[0] - p[0]) + (p[1] - o[1]) * (q[1] - p[1]) < 0
                )
                if behind:
                    break
                kept.pop()
            if not behind:
                kept.append(i)
        return kept

    lower = chain(distinct)
    upper = chain(distinct[::-1])
    return lower[:-1] + upper[:-1]


def sides(polygon: Sequence[Point]) -> list[tuple[Any, Any, Any]]:
    """Half-planes (a, b, c), a x + b y <= c, whose intersection is the polygon.

    A segment or point gets opposite half-planes too. The empty polygon has no sides to give:
    it must not be asked.
    """
    count = len(polygon)
    if count == 1:
        x, y = polygon[0]
        return [(1, 0, x), (-1, 0, -x), (0, 1, y), (0, -1, -y)]
    out = []
    for index, p in enumerate(polygon):
        q = polygon[(index + 1) % count]
        a, b = q[1] - p[1], p[0] - q[0]
        out.append((a, b, a * p[0] + b * p[1]))
    if count == 2:
        p, q = polygon
        x, y = q[0] - p[0], q[1] - p[1]
        out.append((x, y, x * q[0] + y * q[1]))
        out.append((-x, -y, -x * p[0] - y * p[1]))
    return out


def contains(polygon: Sequence[Point], point: Point) -> bool:
    """Whether the point lies in the polygon, boundary included."""
    if not polygon:
        return False
    return all(a * point[0] + b * point[1] <= c for a, b, c in sides(polygon))


def clip(polygon: Sequence[Point], inside: Callable[[Point], Any]) -> list[Point]:
    """Intersect with a half-plane {inside >= 0}, inside affine (Sutherland and Hodgman 1974)."""
    out: list[Point] = []
    count = len(polygon)
    values = [inside(p) for p in polygon]
    for index, p in enumerate(polygon):
        here = values[index]
        if here >= 0:
            out.append(p)
        if count == 1 or (count == 2 and index == 1):
            break
        there = values[(index + 1) % count]
        if (here > 0 > there) or (here < 0 < there):
            q = polygon[(index + 1) % count]
            share = here / (here - there)
            out.append((p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])))
    return out


def above(polygon: Sequence[Point], corner: Point) -> list[Point]:
    """Intersect with {x >= corner x, y >= corner y}."""
    right = clip(polygon, lambda p: p[0] - corner[0])
    return clip(right, lambda p: p[1] - corner[1])
