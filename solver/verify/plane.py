"""Convex polygons for checkers, exact and by the plainest means."""

from __future__ import annotations

from collections.abc import Sequence

from games.exact import Number, sign

Point = tuple[Number, Number]


def support(points: Sequence[Point], n: Point) -> Number:
    """Largest n v over the points."""
    return max(n[0] * x + n[1] * y for x, y in points)


def turn(o: Point, a: Point, b: Point) -> int:
    """1 for a left turn o, a, b; -1 for a right turn; 0 for none."""
    return sign((a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]))


def inside(points: Sequence[Point], v: Point) -> bool:
    """Whether v lies in the polygon with these extreme points, counter-clockwise."""
    if len(points) == 1:
        return points[0] == v
    if len(points) == 2:
        p, q = points
        return turn(p, q, v) == 0 and all(sign((v[i] - p[i]) * (q[i] - v[i])) >= 0 for i in (0, 1))
    return all(turn(points[k - 1], points[k], v) >= 0 for k in range(len(points)))


def hull(points: list[Point]) -> list[Point]:
    """Extreme points counter-clockwise, by gift wrapping."""
    rest = sorted(set(points))
    if len(rest) <= 2:
        return rest
    out = [rest[0]]
    while True:
        here = out[-1]
        best = next(p for p in rest if p != here)
        for p in rest:
            if p == here:
                continue
            side = turn(here, best, p)
            if side < 0 or (side == 0 and _length(here, p) > _length(here, best)):
                best = p
        if best == out[0]:
            return out
        out.append(best)


def _length(p: Point, q: Point) -> Number:
    return (q[0] - p[0]) * (q[0] - p[0]) + (q[1] - p[1]) * (q[1] - p[1])


def above(points: Sequence[Point], corner: Point) -> list[Point]:
    """The part of a convex polygon at or above a corner."""
    out = list(points)
    for i in (0, 1):
        kept: list[Point] = []
        for k, q in enumerate(out):
            p = out[k - 1]
            sp, sq = sign(p[i] - corner[i]), sign(q[i] - corner[i])
            if sp * sq < 0:
                share = (corner[i] - p[i]) / (q[i] - p[i])
                cut = (p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1]))
                if cut not in kept:
                    kept.append(cut)
            if sq >= 0:
                kept.append(q)
        out = kept
    return out
