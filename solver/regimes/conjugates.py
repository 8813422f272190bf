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

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from games.exact import quotient as quotients
from solver.geometry.line import Root, rational_point
from solver.geometry.tower import Tower
from solver.geometry.vanishing import OverField, Point
from solver.regimes.pool import Pool
from solver.solution.regimes import Cell, Place

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
            bridge.project(reduced, (1, 1, 0), rational.home.context) if free else member.norm
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


def coarser(
    known: Norms, cells: Sequence[Cell], around: Mapping[int, set[int]]
) -> tuple[list[Cell], dict[int, set[int]]]:
    """The cells of the members, and what lies around each, from those of the norms."""
    signs: dict[int, tuple[int, ...]] = {}
    for cell in sorted(cells, key=lambda cell: -cell.dimension):
        signs[cell.id] = _signs(known, cell, [signs[k] for k in around.get(cell.id, ())])
    parent = list(range(len(cells)))

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
    groups: dict[int, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(find(cell.id), []).append(cell)
    place: dict[int, int] = {}
    found = []
    for members in groups.values():
        first = max(members, key=lambda cell: (cell.dimension, -cell.id))
        for cell in members:
            place[cell.id] = len(found)
        found.append(replace(first, id=len(found), signs=signs[first.id]))
    beside: dict[int, set[int]] = {}
    for small, sides in around.items():
        for side in sides:
            if place[small] != place[side]:
                beside.setdefault(place[small], set()).add(place[side])
    return found, beside


def _signs(known: Norms, cell: Cell, near: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """The signs of the members on a cell, from those on the cells around it.

    A member that is zero on one of them, or has different signs, is zero here; otherwise it has
    their sign, unless it vanishes.
    """
    if cell.dimension == 2:
        x, y = (place.low for place in cell.sample)
        return tuple(member.sign_at(x, y) for member in known.members)
    zero = {k for k, s in enumerate(cell.signs) if s == 0}
    point: Point | None = None
    found = []
    for k, member in enumerate(known.members):
        seen = {signs[k] for signs in near}
        sign = seen.pop() if len(seen) == 1 else 0
        if sign and known.whole[k] & zero:
            sign = 0
        elif sign and known.parts[k] & zero:
            point = point or _point(known, cell, zero)
            if member.vanishes(point):
                sign = 0
        found.append(sign)
    return tuple(found)


def _point(known: Norms, cell: Cell, zero: Iterable[int]) -> Point:
    """The sample of a cell, with a polynomial over Q(x) that has y as a simple root."""
    from games.exact.polynomials import dense

    first, second = cell.sample
    x = _root(first)
    if second.rational is not None:
        return Point(x, second.low, second.high)
    tower = Tower(x.modulus)
    names = known.members[0].names
    order = sorted(names)
    over = []
    for k in zero:
        rows = dense(known.pool.members[k], (order.index(names[1]), order.index(names[0])))
        if len(rows) > 1:
            over.append(tower.trimmed([tower.reduced(row) for row in rows]))
    return Point(x, second.low, second.high, tower.squarefree(reduce(tower.gcd, over)))


def _root(place: Place) -> Root:
    if place.polynomial is None:
        return rational_point(place.low)
    return Root(place.polynomial, place.index)
