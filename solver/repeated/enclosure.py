"""Proof that nothing lies outside: duality along a path of shrinking polygons.

Let W be a candidate that generates itself, so that W lies in V, the set of subgame-perfect
payoffs. To show V = W take directions n_k (the outward normals of W and of the feasible set, and
both axes) and let e_k >= 0 be the excess of V over W in direction n_k: max of n_k v over V is
b_k + e_k, b_k the same maximum over W. The threat points of V are u_i = -(b_k + e_k) with n_k
minus the i-th axis.
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
contradiction. Hence V = W. The path is piecewise linear, so that (*) is settled by affine functions
of t. Floats propose its nodes, solutions of e = c + max_a L_ka(e) for multiples c of the known
bound, and the multipliers y; the inequalities are checked exactly. Directions whose known bound is
that of W already are closed: their excess is 0 and nothing is to show for them.

The argument is ours; its ingredients are Abreu, Pearce and Stacchetti (1990) and linear duality, as
in the outer approximations of Judd, Yeltekin and Conklin (2003).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.exact import Number
from solver.repeated.outer import ExactPoint
from solver.repeated.polygon import sides
from solver.repeated.prover import Bound, Direction, Prover, scaled
from solver.repeated.structure import ExactStage


@dataclass(frozen=True)
class Piece:
    """A straight piece of the path, from `start` to `end` ([k]).

    bounds: [position in the open directions][a], in increasing order of `until`, the last 1.
    """

    start: tuple[Number, ...]
    end: tuple[Number, ...]
    bounds: tuple[tuple[tuple[Bound, ...], ...], ...]


@dataclass(frozen=True)
class Enclosure:
    """The proof: directions, the supports of W, which directions are open, the path.

    open: directions k in which the known bound exceeds W.
    """

    directions: tuple[Direction, ...]
    supports: tuple[Number, ...]
    open: tuple[int, ...]
    pieces: tuple[Piece, ...]


def _path(prover: Prover, straight: bool) -> list[Any] | None:
    """Nodes of a path from 0 to the excess on which (*) holds in floats; None where none is found.

    A straight path is tried first; where it fails, nodes for smaller and smaller multiples of the
    excess are put in, until near 0 the inequalities are homogeneous.
    """
    np = prover.np
    top = prover.node(1.0)
    if top is None:
        return None
    zero = np.zeros(len(top))
    nodes = [(1.0, top)]
    while not _plausible(prover, zero, nodes[-1][1]):
        share = nodes[-1][0] / 4
        node = None if straight else prover.node(share)
        if share < 1e-8 or node is None:
            return None
        nodes.append((share, node))
    path = [(0.0, zero), *reversed(nodes)]
    index = 0
    while index + 1 < len(path):
        (low, start), (high, end) = path[index], path[index + 1]
        if index == 0 or _plausible(prover, start, end):
            index += 1
            continue
        node = prover.node((low + high) / 2)
        if node is None or high - low < 1e-2 * high or len(path) > 40:
            return None
        path.insert(index + 1, ((low + high) / 2, node))
    return [node for _, node in path]


def _plausible(prover: Prover, start: Any, end: Any) -> bool:
    """Whether (*) holds on a straight piece, in floats."""
    return all(prover.cover(k, start, end) is not None for k in prover.open)


def _prove(prover: Prover, straight: bool) -> Enclosure | None:
    """Propose a path in floats and check its inequalities exactly; None if one fails."""
    path = _path(prover, straight)
    if path is None:
        return None
    exact = [[Fraction(float(x)) for x in node] for node in path]
    if any(exact[-1][k] < prover.excess[k] for k in prover.open):
        return None
    pieces = []
    for number in range(len(path) - 1):
        start, end = exact[number], exact[number + 1]
        if any(end[k] <= start[k] for k in prover.open):
            return None
        rows = []
        for k in prover.open:
            row = _exact_row(prover, k, path[number], path[number + 1], start, end)
            if row is None:
                return None
            rows.append(row)
        pieces.append(Piece(tuple(start), tuple(end), tuple(rows)))
    return Enclosure(tuple(prover.directions), tuple(prover.b), tuple(prover.open), tuple(pieces))


def _exact_row(
    prover: Prover, k: int, low: Any, high: Any, start: list[Fraction], end: list[Fraction]
) -> tuple[tuple[Bound, ...], ...] | None:
    """The bounds of one direction on one piece, checked exactly."""
    cover = prover.cover(k, low, high)
    assert cover is not None
    row = []
    for a in prover.profiles:
        early, late, split = (column[a] for column in cover)
        cuts = [(late, Fraction(1))]
        if early != late:
            cuts.insert(0, (early, Fraction(float(split))))
        since = Fraction(0)
        bounds = []
        for candidate, until in cuts:
            bound = prover.bound(k, int(candidate), until)
            if not prover.holds(k, a, bound, (start, end), since):
                return None
            bounds.append(bound)
            since = until
        row.append(tuple(bounds))
    return tuple(row)


def enclose(
    stage: ExactStage,
    discount: Number,
    candidate: Sequence[ExactPoint],
    known: tuple[Sequence[ExactPoint], Sequence[ExactPoint]],
    straight: bool = True,
    fineness: int = 0,
) -> Enclosure | None:
    """Prove that the subgame-perfect payoffs lie in the hull of the candidate, or return None.

    candidate: extreme points; that they generate themselves is not checked here. known: two
    polygons that contain the subgame-perfect payoffs; the first, the feasible and individually
    rational payoffs, lends its directions, the second bounds the excess. straight: whether only a
    path of one piece is tried. fineness: how often directions are put between others.
    """
    feasible, outer = known
    extra = [scaled(a, b) for a, b, _ in sides(feasible)]
    prover = Prover(stage, discount, candidate, outer, extra, fineness)
    if not prover.open:
        return Enclosure(tuple(prover.directions), tuple(prover.b), (), ())
    return _prove(prover, straight)
