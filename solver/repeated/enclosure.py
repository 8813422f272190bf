"""Proof that nothing lies outside: duality along a path of shrinking polygons.

Let W be a candidate that generates itself, so that W lies in V, the set of subgame-perfect payoffs.
To show V = W take unit directions n_k (the outward normals of W, of the feasible set, and both axes)
and let e_k >= 0 be the excess of V over W in direction n_k: max of n_k v over V is b_k + e_k, b_k the
same maximum over W. The threat points of V are u_i = -(b_k + e_k) with n_k = minus the i-th axis.
V = B(V) (see `abreu_sannikov`) gives e_k <= max over profiles a of L_ka(e), where

    L_ka(e) = (1 - delta) n_k g(a) - b_k + delta max {n_k w : n_l w <= b_l + e_l for all l,
                                                        w_i >= u_i + (1 - delta)/delta h_i(a)}

and a profile whose programme has no solution does not count. By duality L_ka(e) is at most

    (1 - delta) n_k g(a) - b_k + delta (sum of y_c r_c(e)),     y >= 0, sum of y_c n_c = n_k,

c ranging over the constraints in the form n_c w <= r_c(e): affine in e. The programme has no
solution where some n_l >= 0 has n_l (corner of the incentive constraints) > b_l + e_l: affine too.

Suppose a path e(t), 0 <= t <= 1, increases strictly in every component from e(0) = 0 to e(1) not
below a known bound on the excess (that of the feasible, individually rational payoffs), and

    L_ka(e(t)) < e_k(t)   for all k, a and 0 < t <= 1.                                          (*)

If V were larger than W, the least t with e <= e(t) would be positive, some k would have
e_k = e_k(t), and e_k <= max_a L_ka(e) <= max_a L_ka(e(t)) < e_k(t), as L_ka is increasing: a
contradiction. Hence V = W. The path is piecewise linear, so that (*) is settled, piece by piece, by
affine functions of one variable. Floats propose the path and the multipliers y; the inequalities
are checked exactly.

The argument is ours; its ingredients are Abreu, Pearce and Stacchetti (1990) and linear duality, as
in the outer approximations of Judd, Yeltekin and Conklin (2003).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.exact import Number, sign
from solver.repeated.polygon import hull, sides
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


@dataclass(frozen=True)
class Piece:
    """One linear piece of the path, from `start` to `end` ([k]).

    bounds: [position in the open directions][a], in increasing order of `until`, the last 1.
    """

    start: tuple[Number, ...]
    end: tuple[Number, ...]
    bounds: tuple[tuple[tuple[Bound, ...], ...], ...]


@dataclass(frozen=True)
class Enclosure:
    """The proof: directions with the supports of W, which of them need proof, and the path."""

    directions: tuple[Direction, ...]
    supports: tuple[Number, ...]
    open: tuple[int, ...]
    pieces: tuple[Piece, ...]


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
        candidate: Sequence[tuple[Number, Number]],
        outer: Sequence[tuple[Number, Number]],
        extra: Sequence[Direction] = (),
    ) -> None:
        """candidate: the extreme points of W. outer: those of a polygon known to contain V."""
        import numpy as np

        self.stage, self.discount = stage, discount
        directions = list(AXES)
        directions += [_scaled(a, b) for a, b, _ in sides(candidate)]
        directions += extra
        self.directions = _distinct(directions)
        self.b = [support(candidate, n) for n in self.directions]
        self.excess = [support(outer, n) - b for n, b in zip(self.directions, self.b, strict=True)]
        self.open = [k for k, value in enumerate(self.excess) if sign(value) > 0]
        self.profiles = range(len(stage.payoffs[0]))
        ratio = (1 - discount) / discount
        self.shift = [[ratio * stage.gain(i, a) for a in self.profiles] for i in (0, 1)]
        self._np = np
        self._weights: dict[tuple[int, int], tuple[tuple[int, Number], ...]] = {}
        self._tables()

    def _tables(self) -> None:
        """Float tables: feasible dual bases per direction, right-hand sides per profile."""
        np = self._np
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

    def ends(
        self,
        k: int,
        a: int,
        bound: Bound,
        start: Sequence[Number],
        end: Sequence[Number],
        since: Number,
        until: Number,
    ) -> tuple[Number, Number]:
        """Exact value of the inequality at t = since and t = until; it must be negative between."""
        count = len(self.directions)

        def at(c: int, t: Number) -> Number:
            row = c if c < count else c - count
            value = start[row] if t == 0 else end[row] if t == 1 else None
            if value is None:
                value = start[row] + t * (end[row] - start[row])
            value = value + self.b[row]
            return value if c < count else value - self.shift[c - count][a]

        out = []
        for t in (since, until):
            if bound.barrier >= 0:
                x, y = self.directions[bound.barrier]
                corner = x * at(count, t) + y * at(count + 1, t)
                out.append(at(bound.barrier, t) + corner)
                continue
            if any(sign(weight) < 0 for _, weight in bound.weights):
                return Fraction(1), Fraction(1)
            total: Number = Fraction(0)
            for c, weight in bound.weights:
                total = total + weight * at(c, t)
            out.append(self.base(k, a) + self.discount * total - at(k, t))
        return out[0], out[1]

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
        np = self._np
        right = self.rhs + e[self.index][:, None]
        first, second, y1, y2 = self.bases[k]
        by_basis = self.gain[k] + self.delta * (
            y1[:, None] * right[first] + y2[:, None] * right[second]
        )
        return np.vstack([by_basis, -self.barrier_gap(e) + e[k]])

    def node(self, share: float) -> Any:
        """The least z with z = share * excess + max_a L(z), by Newton's method, in floats.

        Returns None where no such z is found: the directions are too few.
        """
        np = self._np
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
            following[np.array(self.excess) == 0] = 0
            if (following < -1e-9).any() or not np.isfinite(following).all():
                return None
            if np.abs(following - z).max() <= 1e-12 * max(1.0, np.abs(z).max()):
                return following
            z = following
        return None


def _pieces(prover: Prover) -> tuple[Piece, ...] | None:
    """Find a path from 0 to the excess and prove each piece, splitting where a piece fails."""
    np = prover._np
    top = prover.node(1.0)
    if top is None:
        return None
    zero = np.zeros(len(prover.directions))
    share = 1.0
    nodes = [(1.0, top)]
    while not _plausible(prover, zero, nodes[-1][1]):
        share /= 4
        node = prover.node(share)
        if share < 1e-9 or node is None:
            return None
        nodes.append((share, node))
    ends = [(0.0, zero), *reversed(nodes)]
    pieces: list[Piece] = []
    index = 0
    while index + 1 < len(ends):
        (low, start), (high, end) = ends[index], ends[index + 1]
        piece = _prove(prover, start, end) if _plausible(prover, start, end) else None
        if piece is not None:
            pieces.append(piece)
            index += 1
            continue
        node = prover.node((low + high) / 2)
        if node is None or high - low < 1e-4 * high or len(ends) > 64:
            return None
        ends.insert(index + 1, ((low + high) / 2, node))
    return tuple(pieces)


def _candidates(prover: Prover, k: int, start: Any, end: Any) -> tuple[Any, Any]:
    """Values of every inequality for direction k at both ends, as [candidate][a], less e_k."""
    return prover.values(k, start) - start[k], prover.values(k, end) - end[k]


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


def _plausible(prover: Prover, start: Any, end: Any) -> bool:
    """Whether the piece holds in floats."""
    np = prover._np
    return all(_cover(np, *_candidates(prover, k, start, end)) is not None for k in prover.open)


def _prove(prover: Prover, start: Any, end: Any) -> Piece | None:
    """Check one piece exactly; None where an inequality fails."""
    np = prover._np
    exact_start = [Fraction(float(x)) for x in start]
    exact_end = [Fraction(float(x)) for x in end]
    rows = []
    for k in prover.open:
        cover = _cover(np, *_candidates(prover, k, start, end))
        if cover is None:
            return None
        row = []
        for a in prover.profiles:
            early, late, split = (column[a] for column in cover)
            bounds: list[Bound] = []
            cuts = [(late, Fraction(1))]
            if early != late:
                cuts.insert(0, (early, Fraction(float(split))))
            since = Fraction(0)
            for candidate, until in cuts:
                bound = prover.bound(k, int(candidate), until)
                low, high = prover.ends(k, a, bound, exact_start, exact_end, since, until)
                if sign(high) >= 0 or sign(low) > 0:
                    return None
                bounds.append(bound)
                since = until
            row.append(tuple(bounds))
        rows.append(tuple(row))
    return Piece(tuple(exact_start), tuple(exact_end), tuple(rows))


def enclose(
    stage: ExactStage,
    discount: Number,
    candidate: Sequence[tuple[Number, Number]],
    outer: Sequence[tuple[Number, Number]],
) -> Enclosure | None:
    """Prove that the subgame-perfect payoffs lie in the hull of the candidate, or return None.

    outer: the extreme points of a polygon known to contain them. The candidate must generate
    itself; that is not checked here.
    """
    extra: list[Direction] = []
    for attempt in range(3):
        prover = Prover(stage, discount, candidate, outer, extra)
        if not prover.open:
            return Enclosure(tuple(prover.directions), tuple(prover.b), (), ())
        pieces = _pieces(prover)
        if pieces is not None:
            return Enclosure(
                tuple(prover.directions), tuple(prover.b), tuple(prover.open), pieces
            )
        extra = _between(prover.directions, attempt + 1)
    return None


def _between(directions: Sequence[Direction], times: int) -> list[Direction]:
    """Directions between neighbours in angle: finer supports, which move more independently."""
    import math

    current = sorted(directions, key=lambda n: math.atan2(float(n[1]), float(n[0])))
    added: list[Direction] = []
    for _ in range(times):
        middle = []
        for p, q in zip(current, [*current[1:], current[0]], strict=True):
            x, y = float(p[0]) + float(q[0]), float(p[1]) + float(q[1])
            size = max(abs(x), abs(y))
            if size > 1e-6:
                middle.append(
                    (Fraction(x / size).limit_denominator(1000),
                     Fraction(y / size).limit_denominator(1000))
                )
        added += middle
        current = sorted([*current, *middle], key=lambda n: math.atan2(float(n[1]), float(n[0])))
    return added


def _scaled(a: Number, b: Number) -> Direction:
    """The direction with largest coordinate 1 in absolute value."""
    size = max(abs_(a), abs_(b))
    return a / size, b / size


def abs_(x: Number) -> Number:
    """Absolute value of an exact number."""
    return -x if sign(x) < 0 else x


def _distinct(directions: Sequence[Direction]) -> list[Direction]:
    out: list[Direction] = []
    for direction in directions:
        if direction not in out:
            out.append(direction)
    return out
