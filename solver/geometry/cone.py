"""Extreme rays of polyhedral cones and vertices of polytopes, exact.

The double description method (Motzkin, Raiffa, Thompson and Thrall 1953; Fukuda and Prodon 1996):
the cone {x >= 0 : E x = 0, G x >= 0} begins as the orthant with its unit rays, and one constraint
after another cuts it. The rays of a cut are those on its good side and, for every adjacent pair of
rays on different sides, the ray where their face meets it. Two rays are adjacent iff no third one
is tight wherever both are. A polytope {x >= 0 : E x = e, G x >= g} is the slice t = 1 of the cone
over (x, t).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from games.exact import Number, sign

Vector = tuple[Number, ...]
Row = Sequence[Number | int]


@dataclass(frozen=True)
class System:
    """Linear constraints on x >= 0: equalities and inequalities (>=), each (*coefficients, rhs)."""

    unknowns: int
    equalities: tuple[tuple[Any, ...], ...] = ()
    inequalities: tuple[tuple[Any, ...], ...] = ()

    def holds(self, point: Sequence[Number]) -> bool:
        """Whether a point satisfies every constraint."""
        return (
            all(sign(x) >= 0 for x in point)
            and all(sign(_slack(row, point)) == 0 for row in self.equalities)
            and all(sign(_slack(row, point)) >= 0 for row in self.inequalities)
        )

    def and_also(self, other: System) -> System:
        """The constraints of both."""
        return System(
            self.unknowns,
            self.equalities + other.equalities,
            self.inequalities + other.inequalities,
        )

    def feasible(self) -> bool:
        """Whether some x >= 0 satisfies every constraint."""
        from solver.geometry.programme import maximise

        matrix: list[list[Any]] = []
        bounds: list[Any] = []
        for row in self.equalities:
            matrix += [list(row[:-1]), [-entry for entry in row[:-1]]]
            bounds += [row[-1], -row[-1]]
        for row in self.inequalities:
            matrix.append([-entry for entry in row[:-1]])
            bounds.append(-row[-1])
        return maximise([0] * self.unknowns, matrix, bounds).status == "optimal"

    def vertices(self) -> tuple[Vector, ...]:
        """Vertices of the polytope; () where it is empty."""
        return polytope_vertices(self.unknowns, self.equalities, self.inequalities)


def _slack(row: Sequence[Any], point: Sequence[Number]) -> Number:
    total: Number = Fraction(0) - row[-1]
    for coefficient, x in zip(row, point, strict=False):
        if coefficient != 0 and x != 0:
            total = total + coefficient * x
    return total


def polytope_vertices(
    unknowns: int, equalities: Sequence[Row] = (), inequalities: Sequence[Row] = ()
) -> tuple[Vector, ...]:
    """Vertices of {x >= 0 : equalities, inequalities >=}, rows (*coefficients, right-hand side).

    Raises `ValueError` where the set is unbounded.
    """
    rays = extreme_rays(
        unknowns + 1,
        [(*row[:-1], -row[-1]) for row in equalities],
        [(*row[:-1], -row[-1]) for row in inequalities],
    )
    if any(ray[-1] == 0 for ray in rays) and any(ray[-1] != 0 for ray in rays):
        raise ValueError("polytope_vertices(): the set is unbounded")
    return tuple(
        tuple(Fraction(x) / ray[-1] if isinstance(x, int) else x / ray[-1] for x in ray[:-1])
        for ray in rays
        if ray[-1] != 0
    )


def extreme_rays(
    dimension: int, equalities: Sequence[Row] = (), inequalities: Sequence[Row] = ()
) -> list[tuple[Any, ...]]:
    """Extreme rays of {x >= 0 : E x = 0, G x >= 0}, integers where all data are rational."""
    every = (1 << dimension) - 1
    rays = [
        (tuple(int(i == j) for j in range(dimension)), every ^ (1 << i)) for i in range(dimension)
    ]
    bit = 1 << dimension
    for row, equal in [*((r, True) for r in equalities), *((r, False) for r in inequalities)]:
        scaled = _whole(row)
        rays = _cut(rays, scaled, equal, bit)
        if not equal:
            bit <<= 1
    return [ray for ray, _ in rays]


def _cut(
    rays: list[tuple[Any, int]], row: tuple[Any, ...], equal: bool, bit: int
) -> list[tuple[Any, int]]:
    """Cut a cone, given by its rays and the masks of their tight constraints, with one more."""
    above: list[tuple[Any, int, Any]] = []
    below: list[tuple[Any, int, Any]] = []
    on: list[tuple[Any, int]] = []
    for ray, tight in rays:
        value: Any = sum((a * x for a, x in zip(row, ray, strict=True) if x), 0)
        side = sign(value)
        if side == 0:
            on.append((ray, tight if equal else tight | bit))
        else:
            (above if side > 0 else below).append((ray, tight, value))
    cut = list(on)
    if not equal:
        cut += [(ray, tight) for ray, tight, _ in above]
    masks = [tight for _, tight in rays]
    for up, first, height in above:
        for down, second, depth in below:
            common = first & second
            if sum(1 for mask in masks if common & mask == common) > 2:
                continue
            between = tuple(height * y - depth * x for x, y in zip(up, down, strict=True))
            cut.append((_whole(between), common if equal else common | bit))
    return cut


def _whole(vector: Sequence[Any]) -> tuple[Any, ...]:
    """The smallest whole multiple of a rational vector; another is divided by its largest entry."""
    if all(isinstance(x, (int, Fraction)) for x in vector):
        scale = lcm(*(x.denominator for x in vector))
        whole = [x.numerator * (scale // x.denominator) for x in vector]
        common = gcd(*whole) or 1
        return tuple(x // common for x in whole)
    entries = [Fraction(x) if isinstance(x, int) else x for x in vector]
    largest = max(size for x in entries if (size := x if sign(x) >= 0 else -x) != 0)
    return tuple(x / largest for x in entries)
