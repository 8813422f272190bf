"""Two parameters in a game with irrational constants: the map over the rationals, made coarser.

A member f of the pool has coefficients in Q(a). Its norm, the product over all conjugates of a, is
rational and vanishes wherever f does, so the irreducible factors of all norms cut the box into
cells that refine those of the pool, by the same exact sweep. The curves of other conjugates are
superfluous, and are taken away again:

- On an open cell no norm vanishes; the sign of f is its sign at the rational sample.
- Let g be an irreducible factor of the norm of f. Over the algebraic numbers g splits into
  different curves, of which f contains some. Two of them meet only at an x at which the
  discriminant of g has a root of order two or more: the product of their resultants enters it
  squared. There the sweep is made to cut the box from bottom to top, so that every cell on which g
  vanishes lies on curves that f contains, or on none; at one point of it this is decided exactly
  (`solver.geometry.vanishing`).

Cells with equal signs of the pool, one in the closure of the other, then become one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from games.exact import quotient as quotients
from solver.geometry.line import Root, rational_point
from solver.geometry.projection import Base, Curve
from solver.geometry.sweep import Face, Signs
from solver.geometry.vanishing import OverField, Point, norm
from solver.regimes.pool import Pool
from solver.solution.regimes import Place

#: Precision of the coefficients with which areas are bounded.
_BITS = 128


@dataclass(frozen=True)
class Norms:
    """The rational polynomials that stand for a pool over a number field.

    members: the pool's. parts: of each member, the factors of its norm, as numbers in `pool`.
    whole: of each member, those factors on all of which it vanishes. pool: the factors, and the
    places of discriminants at which conjugates may meet.
    """

    members: tuple[OverField, ...]
    parts: tuple[frozenset[int], ...]
    whole: tuple[frozenset[int], ...]
    pool: Pool

    def rows(self, number: int) -> list[Any]:
        """A factor by powers of y, as polynomials in x."""
        from games.exact.polynomials import dense

        x, y = self.members[0].names
        order = sorted((x, y))
        rows: list[Any] = dense(self.pool.members[number], (order.index(y), order.index(x)))
        return rows

    def ball_rows(self) -> tuple[tuple[Any, ...], ...]:
        """The members by powers of y, as polynomials in x whose coefficients are balls."""
        from games.exact import bridge

        found = []
        for member in self.members:
            at = member.field.ball(_BITS)
            found.append(
                tuple(
                    bridge.poly_of_balls([bridge.evaluate(c, at, _BITS) for c in row])
                    for row in member.rows
                )
            )
        return tuple(found)


def norms(pool: Pool, names: tuple[str, str]) -> Norms:
    """Replace the members of a pool over a number field by the factors of their norms."""
    from games.exact import bridge
    from games.exact.polynomials import normal_factor

    order = tuple(sorted(names))
    rational = Pool(quotients.ring(None, order))
    known: dict[str, int] = {}

    def number(form: Any) -> int:
        normal = normal_factor(form)[1]
        key = str(normal)
        if key not in known:
            known[key] = len(rational.members)
            rational.members.append(normal)
        return known[key]

    members, parts, whole = [], [], []
    for form in pool.members:
        reduced = pool.home.reduced(form)
        member = OverField(reduced, names, pool.home.field)
        members.append(member)
        free = bridge.degrees(reduced)[-1] == 0
        own = (
            bridge.project(reduced, (1, 1, 0), rational.home.context)
            if free
            else norm(reduced, order, pool.home.field)
        )
        factors = {number(factor) for factor, _ in bridge.multivariate_factors(own)[1]}
        parts.append(frozenset(factors))
        # A factor of degree one in a variable is irreducible over the algebraic numbers too.
        whole.append(
            frozenset(k for k in factors if free or 1 in bridge.degrees(rational.members[k]))
        )
    split = sorted({k for all_of, own in zip(parts, whole, strict=True) for k in all_of - own})
    height = order.index(names[1])
    for k in split:
        form = rational.members[k]
        if bridge.degrees(form)[height] > 1:
            turning = bridge.resultant(form, form.derivative(names[1]), names[1])
            for factor, times in bridge.multivariate_factors(turning)[1]:
                if times > 1:
                    number(factor)
    return Norms(tuple(members), tuple(parts), tuple(whole), rational)


def doubled(base: Base, curves: Sequence[Curve]) -> dict[int, set[int]]:
    """For each base point the norms that may have a multiple zero over it."""
    return {
        number: {curves[r.first].number for r in reasons if r.kind == "double"}
        for number, (_, reasons) in enumerate(base.points)
    }


def coarser(
    known: Norms,
    faces: Sequence[Face],
    around: Mapping[int, set[int]],
    sample: Callable[[Face], tuple[Place, Place]],
    meeting: Mapping[int, set[int]],
) -> tuple[list[Face], dict[int, set[int]]]:
    """One face of each cell of the members, and what lies around each, from those of the norms.

    faces: one of each cell of the norms; around: the cells in whose closures each lies. meeting:
    by base point, the norms that may have a multiple zero over it.
    """
    signs: dict[int, Signs] = {}
    for number in sorted(range(len(faces)), key=lambda k: -faces[k].dimension):
        face = faces[number]
        if face.dimension == 2:
            x, y = (place.low for place in sample(face))
            signs[number] = tuple(member.sign_at(x, y) for member in known.members)
        else:
            near = [(faces[k], signs[k]) for k in sorted(around.get(number, ()))]
            over = set() if face.point is None else meeting[face.point]
            signs[number] = _Boundary(known, face, near, over, sample).signs()
    parent = list(range(len(faces)))

    def find(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for small, sides in around.items():
        for side in sides:
            if signs[small] == signs[side]:
                a, b = find(small), find(side)
                parent[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = {}
    for number in range(len(faces)):
        groups.setdefault(find(number), []).append(number)
    place = {number: cell for cell, own in enumerate(groups.values()) for number in own}
    found = []
    for own in groups.values():
        first = max(own, key=lambda number: (faces[number].dimension, -number))
        found.append(replace(faces[first], signs=signs[first]))
    beside: dict[int, set[int]] = {}
    for small, sides in around.items():
        for side in sides:
            if place[small] != place[side]:
                beside.setdefault(place[small], set()).add(place[side])
    return found, beside


class _Boundary:
    """A face on which norms vanish, with the signs on the faces around it."""

    def __init__(
        self,
        known: Norms,
        face: Face,
        near: Sequence[tuple[Face, Signs]],
        over: set[int],
        sample: Callable[[Face], tuple[Place, Place]],
    ) -> None:
        self.known, self.face, self.near, self.sample = known, face, near, sample
        self.zero = {k for k, s in enumerate(face.signs) if s == 0}
        # A norm with a simple zero at a point has one branch there: where that branch is an arc
        # around the point, a member vanishes at the point only if it vanishes on the arc.
        passing = {k for side, _ in near for k in self.zero if side.signs[k] == 0}
        self.open = self.zero if face.dimension else self.zero - (passing - over)

    def signs(self) -> Signs:
        """The signs of the members.

        A member that is zero on a face around this one, or has different signs there, is zero
        here; otherwise it has their sign, unless it vanishes.
        """
        found = []
        for k, member in enumerate(self.known.members):
            seen = {signs[k] for _, signs in self.near}
            sign = seen.pop() if len(seen) == 1 else 0
            if sign and (
                self.known.whole[k] & self.zero
                or (self.known.parts[k] & self.open and member.vanishes(self._point))
            ):
                sign = 0
            found.append(sign)
        return tuple(found)

    @cached_property
    def _point(self) -> Point:
        first, second = self.sample(self.face)
        x = rational_point(first.low)
        if first.polynomial is not None:
            x = Root(first.polynomial, first.index)
        curves = [self.known.rows(k) for k in sorted(self.zero)]
        return Point(x, second.low, second.high, [rows for rows in curves if len(rows) > 1])
