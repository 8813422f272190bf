"""Outer bounds on the set of subgame-perfect payoffs: the operator B, exact, rounded outwards.

V lies in W_0, the feasible payoffs at or above the pure minmax, and V = B(V), B increasing (Abreu,
Pearce and Stacchetti 1990), so that V lies in every W_n = B(W_(n-1)). The threat points may be
raised to the least T_i(a) over the profiles a with Q(a) not empty (see `abreu_sannikov`). To keep
numbers short each extreme point is replaced by the corners of the grid cell around it, which only
makes W_n larger. V is compact, and so are the W_n: if V is empty some W_n is.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from games.exact import Number, Real
from solver.repeated.polygon import above, hull
from solver.repeated.structure import ExactStage

ExactPoint = tuple[Number, Number]


@dataclass(frozen=True)
class OuterBound:
    """A polygon that contains V, threat points at or below those of V, and the profiles left.

    The part of the polygon at or above the threat points contains V too.

    alive: profiles with Q(a) not empty in the last round; the others are played in no equilibrium.
    """

    points: tuple[ExactPoint, ...]
    threats: tuple[Number, Number]
    alive: tuple[int, ...]
    rounds: int


def start(stage: ExactStage, profiles: tuple[int, ...]) -> OuterBound:
    """The feasible payoffs of the given profiles at or above the pure minmax."""
    payoffs = [(stage.payoffs[0][a], stage.payoffs[1][a]) for a in profiles]
    polygon = [payoffs[i] for i in hull(payoffs)]
    return OuterBound(tuple(above(polygon, stage.minmax)), stage.minmax, profiles, 0)


def shrink(stage: ExactStage, discount: Number, bound: OuterBound, bits: int = 60) -> OuterBound:
    """Apply B once. bits: of the grid, relative to the largest payoff."""
    size = max(1.0, *(abs(float(x)) for row in stage.payoffs for x in row))
    grid = Fraction(2) ** (bits - ceil(size).bit_length())
    ratio = (1 - discount) / discount
    u1, u2 = bound.threats
    alive: list[int] = []
    found: list[ExactPoint] = []
    for a in bound.alive if bound.points else ():
        corner = (u1 + ratio * stage.gain(0, a), u2 + ratio * stage.gain(1, a))
        region = above(bound.points, corner)
        if not region:
            continue
        alive.append(a)
        base = ((1 - discount) * stage.payoffs[0][a], (1 - discount) * stage.payoffs[1][a])
        found += [(base[0] + discount * x, base[1] + discount * y) for x, y in region]
    if not found:
        return OuterBound((), bound.threats, (), bound.rounds + 1)
    cells = []
    for x, y in found:
        xs, ys = _cell(x, grid), _cell(y, grid)
        cells += [(a, b) for a in set(xs) for b in set(ys)]
    kept = [cells[i] for i in hull(cells)]
    threats = []
    for i, old in enumerate((u1, u2)):
        lowest = stage.best[i][alive[0]]
        for a in alive[1:]:
            if stage.best[i][a] < lowest:
                lowest = stage.best[i][a]
        least = min(point[i] for point in kept) / grid
        threats.append(max(old, lowest, least))
    polygon = tuple((Fraction(x) / grid, Fraction(y) / grid) for x, y in kept)
    return OuterBound(polygon, (threats[0], threats[1]), tuple(alive), bound.rounds + 1)


def _cell(x: Number, grid: Fraction) -> tuple[int, int]:
    """The integers around x * grid."""
    if isinstance(x, Real):
        low, high = x.enclosure(160)
        return floor(low * grid), ceil(high * grid)
    scaled = x * grid
    return floor(scaled), ceil(scaled)
