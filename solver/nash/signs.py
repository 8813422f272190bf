"""The complete equilibrium structure of a bimatrix game from the signs of minors alone.

Let A be a player's payoffs, [own action][other's action], and for sets of own actions S and of the
other's actions T with |S| = |T| + 1 let M(S, T) = det [A[S, T] | 1]; M(S, {}) = 1. The strategies
y of the other with the player's best payoff u against them form the polyhedron

    H = { (y, u) : y >= 0, sum y = 1, A y <= u }.

Its vertices come from square choices |S| = |T| = k: the payoffs of S tie on T exactly for

    y_c = (-1)^(c+1) M(S, T \\ c) / D,    D = sum of these numerators,    c = 0 .. k-1,

and an action i outside S, at position p of S + i, then earns less than u by (-1)^p M(S + i, T) / D.
So signs of minors decide which choices are vertices, which weights are zero and which replies tie,
degenerate games included. The extreme equilibria are the pairs of vertices at which every action
of a support is a best reply; maximal Nash subsets are the maximal bicliques of the graph of these
pairs, their hulls are faces of the two polyhedra, and dimensions of faces are lengths of chains of
vertex sets. Nothing else is needed, so games with equal signs have equal structures.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from solver.nash.components import connected, maximal_bicliques

#: Own actions S and the other's actions T of a minor, both increasing, |S| = |T| + 1, T not empty.
Choice = tuple[tuple[int, ...], tuple[int, ...]]


def choices(rows: int, columns: int) -> list[Choice]:
    """Every (S, T) whose minor counts: 2 per player in 2x2 games, 12 in 3x3, 52 in 4x4."""
    return [
        (S, T)
        for k in range(1, min(rows - 1, columns) + 1)
        for S in itertools.combinations(range(rows), k + 1)
        for T in itertools.combinations(range(columns), k)
    ]


def minors(matrix: Sequence[Sequence[Any]], one: Any) -> dict[Choice, Any]:
    """M(S, T) for all choices, over any ring; T empty included, with value `one`.

    Expanded along the last column of T, so that every smaller minor is computed once.
    """
    rows, columns = len(matrix), len(matrix[0])
    found: dict[Choice, Any] = {((i,), ()): one for i in range(rows)}
    for S, T in choices(rows, columns):
        k = len(T)
        total = None
        for p, i in enumerate(S):
            # The column stands at position k - 1 of k + 1 columns, the row at position p.
            rest = found[(S[:p] + S[p + 1 :], T[:-1])] if k > 1 else one
            term = matrix[i][T[-1]] * rest
            if (p + k - 1) % 2:
                term = -term
            total = term if total is None else total + term
        found[S, T] = total
    return found


class Vertex(NamedTuple):
    """A vertex of H as bit masks: the other's actions with weight, own best replies to them.

    basis: actions (S, T) with T the support, from whose minors the weights follow; among those the
    first.
    """

    support: int
    replies: int
    basis: Choice


class _Candidate(NamedTuple):
    """A choice (S, T) and the minors that say whether it is a vertex.

    weights: (minor, sign) whose products have one sign; the first is None where T is single.
    slack: (bit of i, minor, sign) for the actions outside S.
    """

    support: int
    replies: int
    basis: Choice
    weights: tuple[tuple[Choice | None, int], ...]
    slack: tuple[tuple[int, Choice, int], ...]


@lru_cache(maxsize=64)
def _candidates(rows: tuple[int, ...], columns: tuple[int, ...]) -> tuple[_Candidate, ...]:
    """All square choices from these rows and columns, small ones first."""
    found = []
    for k in range(1, min(len(rows), len(columns)) + 1):
        for T in itertools.combinations(columns, k):
            for S in itertools.combinations(rows, k):
                weights = tuple(
                    ((S, T[:c] + T[c + 1 :]) if k > 1 else None, 1 if c % 2 else -1)
                    for c in range(k)
                )
                slack = []
                for i in rows:
                    if i not in S:
                        p = sum(own < i for own in S)
                        slack.append((1 << i, (tuple(sorted((*S, i))), T), -1 if p % 2 else 1))
                masks = [sum(1 << a for a in chosen) for chosen in (T, S)]
                found.append(_Candidate(masks[0], masks[1], (S, T), weights, tuple(slack)))
    return tuple(found)


def vertices(
    rows: Sequence[int], columns: Sequence[int], signs: Mapping[Choice, int]
) -> list[Vertex]:
    """The vertices of H for these own actions and these actions of the other, sorted.

    signs: of M(S, T), T not empty.
    """
    found: dict[tuple[int, int], Choice] = {}
    for candidate in _candidates(tuple(rows), tuple(columns)):
        replies = _replies(candidate, signs)
        if replies:
            found.setdefault((candidate.support, replies), candidate.basis)
    return sorted(Vertex(*masks, basis) for masks, basis in found.items())


def _replies(candidate: _Candidate, signs: Mapping[Choice, int]) -> int:
    """Mask of the best replies at the vertex a candidate gives, 0 if it gives none."""
    total = 0
    for minor, sign in candidate.weights:
        weight = sign if minor is None else sign * signs[minor]
        if weight == 0 or weight * total < 0:
            return 0
        total = weight
    replies = candidate.replies
    for bit, minor, sign in candidate.slack:
        slack = total * sign * signs[minor]
        if slack < 0:
            return 0
        if slack == 0:
            replies |= bit
    return replies


def weights(
    basis: Choice, minor_of: Callable[[tuple[int, ...], tuple[int, ...]], Any]
) -> list[Any]:
    """The numerators of y on T, from minors over any ring; their sum is the denominator D."""
    S, T = basis
    parts = []
    for c in range(len(T)):
        part = minor_of(S, T[:c] + T[c + 1 :])
        parts.append(part if c % 2 else -part)
    return parts


class Subset(NamedTuple):
    """A maximal Nash subset: indices of vertices per player, and the dimension of the product."""

    dimension: int
    members: tuple[tuple[int, ...], tuple[int, ...]]


class Component(NamedTuple):
    """A connected component of the set of equilibria."""

    dimension: int
    subsets: tuple[Subset, ...]


class Structure(NamedTuple):
    """All equilibria of a game up to the values of their weights.

    strategies: [player], the vertices that occur in equilibria as (support, replies) of masks:
    own actions with weight, best replies of the other. extreme: pairs of indices into them, with
    the component. Two games have the same structure iff these are equal.
    """

    strategies: tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
    extreme: tuple[tuple[int, int, int], ...]
    components: tuple[Component, ...]


class ImpossibleSignsError(ValueError):
    """No game has these signs: by them it would have no equilibrium."""


def structure(xs: Sequence[Vertex], ys: Sequence[Vertex]) -> Structure:
    """Join the vertices of both polyhedra to equilibria.

    xs: strategies of player 1 with player 2's best replies; ys: the reverse. Raises
    `ImpossibleSignsError` where nothing is left.
    """
    return _structure(tuple(v[:2] for v in xs), tuple(v[:2] for v in ys))


@lru_cache(maxsize=4096)
def _structure(xs: tuple[tuple[int, int], ...], ys: tuple[tuple[int, int], ...]) -> Structure:
    pairs = [
        (a, b)
        for a, (x, x_replies) in enumerate(xs)
        for b, (y, y_replies) in enumerate(ys)
        if not x & ~y_replies and not y & ~x_replies
    ]
    if not pairs:
        raise ImpossibleSignsError
    used = [sorted({pair[player] for pair in pairs}) for player in (0, 1)]
    rank = [{old: new for new, old in enumerate(kept)} for kept in used]
    edges = [(rank[0][a], rank[1][b]) for a, b in pairs]
    sides = (tuple(xs[a] for a in used[0]), tuple(ys[b] for b in used[1]))
    membership = connected(edges)
    component_of_x = {x: number for (x, _), number in zip(edges, membership, strict=True)}
    subsets: list[list[Subset]] = [[] for _ in range(max(membership) + 1)]
    for u, w in maximal_bicliques(edges, membership):
        dimension = sum(
            face_dimension([_tight(side[v]) for v in chosen])
            for side, chosen in zip(sides, (u, w), strict=True)
        )
        subsets[component_of_x[u[0]]].append(Subset(dimension, (tuple(u), tuple(w))))
    return Structure(
        sides,
        tuple((*edge, number) for edge, number in zip(edges, membership, strict=True)),
        tuple(Component(max(subset.dimension for subset in own), tuple(own)) for own in subsets),
    )


def _tight(vertex: tuple[int, int]) -> int:
    """The inequalities that hold with equality at a vertex, as a mask: even bits weights zero."""
    support, replies = vertex
    mask, bit = 0, 0
    while bit < max(support.bit_length(), replies.bit_length(), 16):
        mask |= (not support >> bit & 1) << 2 * bit | (replies >> bit & 1) << 2 * bit + 1
        bit += 1
    return mask


def face_dimension(tight: Sequence[int]) -> int:
    """Dimension of the face of a polytope with these vertices, each as its mask of equalities.

    A face of dimension d > 0 has facets of dimension d - 1, each cut out by one more equality.
    """
    return _face_dimension(frozenset(tight))


@lru_cache(maxsize=4096)
def _face_dimension(tight: frozenset[int]) -> int:
    if len(tight) <= 1:
        return len(tight) - 1
    union = 0
    for mask in tight:
        union |= mask
    best = -1
    while union:
        bit = union & -union
        union ^= bit
        part = frozenset(mask for mask in tight if mask & bit)
        if part and len(part) < len(tight):
            best = max(best, _face_dimension(part))
    return best + 1


def strictly_dominated(replies: Sequence[Vertex], action: int) -> bool:
    """Whether an action is a best reply to no strategy of the other (Pearce 1984)."""
    return not any(vertex.replies >> action & 1 for vertex in replies)


def weakly_dominated(replies: Sequence[Vertex], action: int, columns: Sequence[int]) -> bool:
    """Whether an action is a best reply to no fully mixed strategy of the other (Pearce 1984).

    The mean of all vertices to which it is a best reply has the union of their supports.
    """
    union = 0
    for vertex in replies:
        if vertex.replies >> action & 1:
            union |= vertex.support
    return any(not union >> j & 1 for j in columns)
