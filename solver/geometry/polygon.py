"""Intersections of half-planes, exact: convex polygons that may be unbounded, open or closed.

A half-plane is a x + b y <= c, or < c. The closure of an intersection is kept as the cone
{(x, y, t) : a x + b y <= c t, t >= 0}: its extreme rays with t > 0 are the corners, those with
t = 0 the directions in which the polygon is unbounded, so that one clipping rule (Sutherland and
Hodgman 1974) serves both. The intersection itself is the closure without the points at which a
strict constraint is tight; by convexity it is empty iff the closure is, or a strict constraint is
tight on all of it.

An empty intersection of convex sets in the plane has at most three members whose intersection is
empty already (Helly 1923). Three half-planes a_i v <= c_i have no common point iff some y >= 0 with
sum y_i a_i = 0 has sum y_i c_i < 0, or = 0 with y_i > 0 for a strict one (Motzkin 1936).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import combinations
from math import gcd, lcm
from typing import Any, TypeAlias

from games.exact import Number, sign

#: (x, y, t), integers where everything is rational; only positive multiples are equivalent.
_Point: TypeAlias = tuple[Any, Any, Any]
Vector: TypeAlias = tuple[Number, Number]


@dataclass(frozen=True)
class HalfPlane:
    """a x + b y <= c, or < c where `strict`; `name` says where it comes from."""

    a: Number
    b: Number
    c: Number
    strict: bool
    name: str

    def slack(self, x: Number, y: Number) -> Number:
        """Return c - a x - b y: positive inside."""
        return self.c - self.a * x - self.b * y

    def holds(self, x: Number, y: Number) -> bool:
        """Return whether the point lies in it."""
        side = sign(self.slack(x, y))
        return side > 0 or (side == 0 and not self.strict)


@dataclass(frozen=True)
class Corner:
    """A corner of the closure, or a direction (`infinite`) in which it is unbounded.

    tight: numbers of the half-planes whose border it lies on (is parallel to). included: whether it
    belongs to the polygon; directions never do.
    """

    position: Vector
    infinite: bool
    tight: tuple[int, ...]
    included: bool


@dataclass(frozen=True)
class Edge:
    """The border from one corner to the next; tight: the half-planes whose border it is."""

    start: int
    end: int
    tight: tuple[int, ...]
    included: bool


@dataclass(frozen=True)
class Extent:
    """Supremum of a linear function: None if unbounded; whether it is attained."""

    value: Number | None
    attained: bool


@dataclass(frozen=True)
class Polygon:
    """An intersection of half-planes. dimension: 2, 1, 0, or -1 where it is empty.

    corners: in cyclic order, directions among them. conflict: numbers of at most three half-planes
    that have no common point, where it is empty; multipliers: their proof.
    """

    half_planes: tuple[HalfPlane, ...]
    corners: tuple[Corner, ...]
    dimension: int
    conflict: tuple[int, ...] = ()
    multipliers: tuple[Number, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether no point satisfies all constraints."""
        return self.dimension < 0

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Borders between neighbouring corners, without the one at infinity."""
        count = len(self.corners)
        pairs = [(i, (i + 1) % count) for i in range(count)] if count > 2 else [(0, 1)][: count - 1]
        found = []
        for start, end in pairs:
            first, second = self.corners[start], self.corners[end]
            if first.infinite and second.infinite:
                continue
            tight = tuple(number for number in first.tight if number in second.tight)
            closed = not any(self.half_planes[number].strict for number in tight)
            found.append(Edge(start, end, tight, closed))
        return tuple(found)

    @property
    def binding(self) -> tuple[int, ...]:
        """Numbers of the half-planes that contain an edge of the polygon, or all of it."""
        return tuple(sorted({number for edge in self.edges for number in edge.tight}))

    def contains(self, x: Number, y: Number) -> bool:
        """Return whether a point lies in the polygon."""
        return all(half.holds(x, y) for half in self.half_planes)

    def supremum(self, u: Number | int, v: Number | int) -> Extent:
        """Return the supremum of u x + v y; the polygon must not be empty."""
        values = [u * corner.position[0] + v * corner.position[1] for corner in self.corners]
        if any(c.infinite and sign(x) > 0 for c, x in zip(self.corners, values, strict=True)):
            return Extent(None, False)
        pairs = list(zip(self.corners, values, strict=True))
        best = reduce(_larger, (x for corner, x in pairs if not corner.infinite))
        face = [c for c, x in pairs if sign(x if c.infinite else x - best) == 0]
        common = set(face[0].tight).intersection(*(corner.tight for corner in face))
        return Extent(best, not any(self.half_planes[number].strict for number in common))


def _size(x: Any) -> Any:
    return x if x > 0 else -x


def _larger(x: Number, y: Number) -> Number:
    return x if sign(x - y) >= 0 else y


def intersect(
    half_planes: Iterable[HalfPlane], corner: Vector, domain: tuple[HalfPlane, HalfPlane]
) -> Polygon:
    """Intersect with the quadrant x >= corner[0], y >= corner[1], given as `domain`.

    The domain's two half-planes come first in the numbering of the result.
    """
    planes = (*domain, *half_planes)
    rows = [_scaled(plane.a, plane.b, plane.c) for plane in planes]
    shape: list[_Point] = [_scaled(*corner, Fraction(1)), (1, 0, 0), (0, 1, 0)]
    for number in range(2, len(planes)):
        clipped = _clip(shape, rows[number])
        if not any(point[2] for point in clipped) or _nowhere(clipped, planes, rows, number):
            return _conflicting(planes, rows, shape, number)
        shape = clipped
    dimension = min(len(shape), 3) - 1
    return Polygon(planes, tuple(_corners(shape, planes, rows)), dimension)


def _scaled(x: Number, y: Number, z: Number) -> _Point:
    """Return a positive multiple of a triple, in coprime integers where it is rational."""
    if not (isinstance(x, Fraction) and isinstance(y, Fraction) and isinstance(z, Fraction)):
        return x, y, z
    scale = lcm(x.denominator, y.denominator, z.denominator)
    return _coprime(*(entry.numerator * (scale // entry.denominator) for entry in (x, y, z)))


def _coprime(x: int, y: int, z: int) -> _Point:
    divisor = gcd(x, y, z) or 1
    return x // divisor, y // divisor, z // divisor


def _excess(row: _Point, point: _Point) -> Any:
    """Return a x + b y - c t: positive outside."""
    return row[0] * point[0] + row[1] * point[1] - row[2] * point[2]


def _clip(shape: list[_Point], row: _Point) -> list[_Point]:
    """Keep the part of the cone on which the excess is not positive."""
    excess = [_excess(row, point) for point in shape]
    if not any(value > 0 for value in excess):
        return shape
    kept: list[_Point] = []
    for i, (point, value) in enumerate(zip(shape, excess, strict=True)):
        following, next_value = shape[(i + 1) % len(shape)], excess[(i + 1) % len(shape)]
        if not value > 0:
            kept.append(point)
        if (value > 0 and next_value < 0) or (value < 0 and next_value > 0):
            kept.append(_crossing(point, _size(value), following, _size(next_value)))
    if len(shape) == 2 and len(kept) == 3:  # a segment meets the border twice at one point
        kept.pop()
    return kept


def _crossing(point: _Point, value: Any, other: _Point, other_value: Any) -> _Point:
    """Return where the excess vanishes between two points on either side of the border."""
    x, y, t = (other_value * a + value * b for a, b in zip(point, other, strict=True))
    if isinstance(x, int) and isinstance(y, int) and isinstance(t, int):
        return _coprime(x, y, t)
    size = t if t > 0 else _larger(_size(x), _size(y))
    return x / size, y / size, t / size


def _nowhere(
    shape: list[_Point], planes: Sequence[HalfPlane], rows: Sequence[_Point], last: int
) -> bool:
    """Return whether a strict constraint up to number `last` is tight on the whole closure."""
    if len(shape) > 2:
        return False
    return any(
        planes[number].strict and all(_excess(rows[number], point) == 0 for point in shape)
        for number in range(last + 1)
    )


def _corners(
    shape: list[_Point], planes: Sequence[HalfPlane], rows: Sequence[_Point]
) -> Iterable[Corner]:
    for point in shape:
        tight = tuple(n for n, row in enumerate(rows) if _excess(row, point) == 0)
        x, y, t = (Fraction(entry) if isinstance(entry, int) else entry for entry in point)
        infinite = not t > 0
        position = (x, y) if infinite else (x / t, y / t)
        included = not infinite and not any(planes[number].strict for number in tight)
        yield Corner(position, infinite, tight, included)


def _conflicting(
    planes: Sequence[HalfPlane], rows: Sequence[_Point], shape: list[_Point], last: int
) -> Polygon:
    """Return the empty polygon with at most three half-planes that already conflict.

    The constraints tight somewhere on the closure before the last one determine it, and it is not
    empty: so the conflict consists of the last and at most two of them.
    """
    pool = [n for n in range(last) if any(_excess(rows[n], point) == 0 for point in shape)]
    for size in range(3):
        for chosen in combinations(pool, size):
            numbers = (*chosen, last)
            multipliers = contradiction([planes[number] for number in numbers])
            if multipliers is not None:
                return Polygon(tuple(planes), (), -1, numbers, multipliers)
    raise AssertionError("Helly's theorem promises a conflict of at most three constraints")


def contradiction(planes: Sequence[HalfPlane]) -> tuple[Number, ...] | None:
    """Return y >= 0 that proves one to three half-planes to have no common point, or None.

    All of the y are positive: a conflict of fewer half-planes is not reported.
    """
    normals = [(plane.a, plane.b) for plane in planes]
    if len(planes) == 1:
        candidates: list[tuple[Number, ...]] = (
            [(Fraction(1),)] if normals[0][0] == 0 and normals[0][1] == 0 else []
        )
    elif len(planes) == 2:
        first, second = normals
        opposite = _cross(first, second) == 0
        sizes = [_size(a if a != 0 else b) for a, b in normals]
        candidates = [(sizes[1], sizes[0])] if opposite and sign(sizes[0]) > 0 else []
    else:
        first, second, third = normals
        crosses = (_cross(second, third), _cross(third, first), _cross(first, second))
        candidates = [crosses, (-crosses[0], -crosses[1], -crosses[2])]
    for y in candidates:
        if _refutes(planes, y):
            return y
    return None


def _refutes(planes: Sequence[HalfPlane], y: Sequence[Number]) -> bool:
    if not all(sign(weight) > 0 for weight in y):
        return False
    a, b, c = (
        sum((weight * entry for weight, entry in zip(y, column, strict=True)), Fraction(0))
        for column in zip(*((plane.a, plane.b, plane.c) for plane in planes), strict=True)
    )
    if a != 0 or b != 0:
        return False
    return sign(c) < 0 or (sign(c) == 0 and any(plane.strict for plane in planes))


def _cross(u: tuple[Number, Number], v: tuple[Number, Number]) -> Number:
    return u[0] * v[1] - u[1] * v[0]
