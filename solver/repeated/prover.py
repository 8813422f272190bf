"""The linear programmes of an outer proof, for all directions and profiles at once.

Notation as in `enclosure`: directions n_k, supports b_k of the candidate, excess e, programmes
L_ka(e). A candidate inequality is a basis of the dual, a pair of constraints whose normals have n_k
in their cone, or a barrier: a direction n_l >= 0 that cuts the incentive constraints' corner off.
Floats (numpy) choose among them; `Prover.holds` decides exactly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.exact import Number, sign
from solver.repeated.outer import ExactPoint
from solver.repeated.polygon import sides
from solver.repeated.structure import ExactStage

Direction = tuple[Number, Number]


@dataclass(frozen=True)
class Bound:
    """One affine inequality that settles (*) for one direction and profile up to t = until.

    weights: pairs (constraint c, y_c): c < K is direction c, K + i the incentive constraint of
    player i. With no weights, `barrier` is the direction l that shows there is no solution.
    """

    until: Number
    weights: tuple[tuple[int, Number], ...]
    barrier: int = -1


def support(points: Sequence[tuple[Number, Number]], n: Direction) -> Number:
    """Largest n v over the points."""
    best: Number | None = None
    for x, y in points:
        value = n[0] * x + n[1] * y
        if best is None or value > best:
            best = value
    assert best is not None
    return best


AXES: tuple[Direction, ...] = (
    (Fraction(-1), Fraction(0)),
    (Fraction(0), Fraction(-1)),
    (Fraction(1), Fraction(0)),
    (Fraction(0), Fraction(1)),
)


class Prover:
    """Search for an enclosure of one candidate."""

    def __init__(
        self,
        stage: ExactStage,
        discount: Number,
        candidate: Sequence[ExactPoint],
        outer: Sequence[ExactPoint],
        extra: Sequence[Direction],
        fineness: int,
    ) -> None:
        """See `enclose`."""
        import numpy as np

        self.stage, self.discount = stage, discount
        directions = list(AXES)
        directions += [scaled(a, b) for a, b, _ in sides(candidate)]
        directions += extra
        if fineness:
            directions += _between(_distinct(directions), fineness)
        self.directions = _distinct(directions)
        self.b = [support(candidate, n) for n in self.directions]
        self.excess = [support(outer, n) - b for n, b in zip(self.directions, self.b, strict=True)]
        self.open = [k for k, value in enumerate(self.excess) if sign(value) > 0]
        self.profiles = range(len(stage.payoffs[0]))
        ratio = (1 - discount) / discount
        self.shift = [[ratio * stage.gain(i, a) for a in self.profiles] for i in (0, 1)]
        self.np = np
        self._weights: dict[tuple[int, int], tuple[tuple[int, Number], ...]] = {}
        self._tables()

    def _tables(self) -> None:
        """Float tables: feasible dual bases per direction, right-hand sides per profile."""
        np = self.np
        n = np.array([[float(x), float(y)] for x, y in self.directions])
        size = len(n)
        normals = np.vstack([n, [[-1.0, 0.0], [0.0, -1.0]]])
        d = float(self.discount)
        b = np.array([float(x) for x in self.b])
        g = np.array([[float(x) for x in row] for row in self.stage.payoffs])
        shift = np.array([[float(x) for x in row] for row in self.shift])
        self.rhs = np.vstack([np.repeat(b[:, None], g.shape[1], 1), b[:2, None] - shift])
        self.index = np.array([*range(size), 0, 1])
        self.gain = (1 - d) * n @ g - b[:, None]
        first, second = np.triu_indices(size + 2, 1)
        det = normals[first, 0] * normals[second, 1] - normals[first, 1] * normals[second, 0]
        fine = np.abs(det) > 1e-12
        first, second, det = first[fine], second[fine], det[fine]
        self.bases = []
        for k in range(size):
            y1 = (n[k, 0] * normals[second, 1] - n[k, 1] * normals[second, 0]) / det
            y2 = (normals[first, 0] * n[k, 1] - normals[first, 1] * n[k, 0]) / det
            keep = (y1 >= -1e-12) & (y2 >= -1e-12)
            self.bases.append((first[keep], second[keep], y1[keep], y2[keep]))
        self.barriers = [
            row for row, (x, y) in enumerate(self.directions) if sign(x) >= 0 and sign(y) >= 0
        ]
        self.barrier_rows = np.array(self.barriers)
        self.barrier_normals = n[self.barrier_rows]
        self.delta = d
        self.size = max(1.0, float(np.abs(g).max()))

    def bound(self, k: int, candidate: int, until: Number) -> Bound:
        """The exact inequality behind one candidate."""
        first, second, _, _ = self.bases[k]
        if candidate >= len(first):
            return Bound(until, (), self.barriers[candidate - len(first)])
        key = (k, candidate)
        if key not in self._weights:
            pair = (int(first[candidate]), int(second[candidate]))
            (p, q), (r, s) = (self.normal(c) for c in pair)
            x, y = self.directions[k]
            det = p * s - q * r
            weights = ((x * s - y * r) / det, (p * y - q * x) / det)
            self._weights[key] = tuple(
                (c, w) for c, w in zip(pair, weights, strict=True) if sign(w) != 0
            )
        return Bound(until, self._weights[key])

    def normal(self, c: int) -> Direction:
        """Normal of constraint c."""
        return self.directions[c] if c < len(self.directions) else AXES[c - len(self.directions)]

    def cover(self, k: int, start: Any, end: Any) -> tuple[Any, Any, Any] | None:
        """What settles direction k on a straight piece, in floats; see `_cover`."""
        return _cover(self.np, self.values(k, start) - start[k], self.values(k, end) - end[k])

    def holds(
        self,
        k: int,
        a: int,
        bound: Bound,
        ends: tuple[Sequence[Number], Sequence[Number]],
        since: Number,
    ) -> bool:
        """Whether the affine inequality is negative on (since, bound.until] of a piece, exactly."""
        count = len(self.directions)
        start, end = ends
        if any(sign(weight) < 0 for _, weight in bound.weights):
            return False

        def at(c: int, t: Number) -> Number:
            row = c if c < count else c - count
            value = self.b[row] + start[row] + t * (end[row] - start[row])
            return value if c < count else value - self.shift[c - count][a]

        def value(t: Number) -> Number:
            if bound.barrier >= 0:
                x, y = self.directions[bound.barrier]
                return at(bound.barrier, t) + x * at(count, t) + y * at(count + 1, t)
            total = self.base(k, a) - at(k, t)
            for c, weight in bound.weights:
                total = total + self.discount * weight * at(c, t)
            return total

        return sign(value(bound.until)) < 0 and sign(value(since)) <= 0

    def base(self, k: int, a: int) -> Number:
        """(1 - delta) n_k g(a)."""
        x, y = self.directions[k]
        g = self.stage.payoffs
        return (1 - self.discount) * (x * g[0][a] + y * g[1][a])

    def barrier_gap(self, e: Any) -> Any:
        """[barrier][a]: how far the incentive corner lies beyond barrier l at excess e."""
        corner = -(self.rhs[-2:] + e[self.index[-2:], None])
        limit = self.rhs[self.barrier_rows, 0] + e[self.barrier_rows]
        return self.barrier_normals @ corner - limit[:, None]

    def values(self, k: int, e: Any) -> Any:
        """L_ka(e) by every dual basis and barrier, as [candidate][a], in floats."""
        np = self.np
        right = self.rhs + e[self.index][:, None]
        first, second, y1, y2 = self.bases[k]
        by_basis = self.gain[k] + self.delta * (
            y1[:, None] * right[first] + y2[:, None] * right[second]
        )
        return np.vstack([by_basis, -self.barrier_gap(e) + e[k]])

    def node(self, share: float) -> Any:
        """The least z with z = c + max_a L(z), c a share of the excess, by Newton's method.

        Returns None where no such z is found: the directions are too few.
        """
        np = self.np
        count = len(self.directions)
        z = np.zeros(count)
        excess = np.array([float(x) for x in self.excess])
        # Near 0 the bounds are homogeneous: a path that starts larger loses nothing.
        target = share * excess * max(1.0, 1e-4 * self.size / excess.max())
        for _ in range(60):
            matrix, constant = np.zeros((count, count)), target.copy()
            for k in self.open:
                table = self.values(k, z)
                best = table.argmin(0)
                closed = best >= len(self.bases[k][0])
                worth = np.where(closed, -np.inf, table[best, np.arange(len(best))])
                a = int(worth.argmax())
                if worth[a] <= 0:
                    continue
                first, second, y1, y2 = (row[best[a]] for row in self.bases[k])
                constant[k] += worth[a]
                for c, y in ((first, y1), (second, y2)):
                    matrix[k, self.index[c]] += self.delta * y
                constant[k] -= matrix[k] @ z
            following = np.linalg.solve(np.eye(count) - matrix, constant)
            following[excess == 0] = 0
            if (following < -1e-9).any() or not np.isfinite(following).all():
                return None
            if np.abs(following - z).max() <= 1e-12 * max(1.0, np.abs(z).max()):
                return following * (1 + 1e-9)
            z = following
        return None


def _cover(np: Any, at_start: Any, at_end: Any) -> tuple[Any, Any, Any] | None:
    """Per profile, a candidate valid up to t = split and one from there on; or None.

    A candidate with F(0) <= 0 > F(1) serves alone and stands twice.
    """
    tolerance = 1e-12
    early = at_start <= tolerance
    late = at_end < 0
    with np.errstate(all="ignore"):
        root = at_start / (at_start - at_end)
        single = np.where(early & late, at_end, np.inf)
        reach = np.where(early & ~late, root, -1.0)
        reach = np.where(early & late, 2.0, reach)
        since = np.where(late & ~early, root, 2.0)
        since = np.where(early & late, -1.0, since)
    columns = np.arange(at_start.shape[1])
    first, second = reach.argmax(0), since.argmin(0)
    best = single.argmin(0)
    alone = np.isfinite(single[best, columns])
    until, start = reach[first, columns], since[second, columns]
    if not (alone | (start < until)).all():
        return None
    split = np.where(alone, 1.0, (np.maximum(start, 0) + np.minimum(until, 1)) / 2)
    return np.where(alone, best, first), np.where(alone, best, second), split


def _between(directions: Sequence[Direction], times: int) -> list[Direction]:
    """Directions between neighbours in angle: finer supports, which move more independently."""
    current = sorted(directions, key=lambda n: math.atan2(float(n[1]), float(n[0])))
    added: list[Direction] = []
    for _ in range(times):
        middle = []
        for p, q in zip(current, [*current[1:], current[0]], strict=True):
            x, y = float(p[0]) + float(q[0]), float(p[1]) + float(q[1])
            size = max(abs(x), abs(y))
            if size > 1e-6:
                middle.append(
                    (
                        Fraction(x / size).limit_denominator(1000),
                        Fraction(y / size).limit_denominator(1000),
                    )
                )
        added += middle
        current = sorted([*current, *middle], key=lambda n: math.atan2(float(n[1]), float(n[0])))
    return added


def scaled(a: Number, b: Number) -> Direction:
    """The direction with largest coordinate 1 in absolute value."""
    size = max(_absolute(a), _absolute(b))
    return a / size, b / size


def _absolute(x: Number) -> Number:
    """Absolute value of an exact number."""
    return -x if sign(x) < 0 else x


def _distinct(directions: Sequence[Direction]) -> list[Direction]:
    out: list[Direction] = []
    for direction in directions:
        if direction not in out:
            out.append(direction)
    return out
