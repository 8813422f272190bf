"""All equilibria of a two-player game from the signs of its minors, and the verdict on them.

For own actions S and the other's actions T, |S| = |T| + 1, let M(S, T) = det [A[S, T] | 1] of a
player's payoffs A, [own action][other's action], and M({i}, {}) = 1. The strategies y of the other
and the payoff u of a best reply make the polyhedron y >= 0, sum y = 1, A y <= u. It has a vertex
with support T where for some S with |S| = |T| all actions of S earn the same and no other more: by
Cramer's rule the weights are (-1)^(c+1) M(S, T - t_c) / D, D their sum, and an action i falls short
of u by (-1)^p M(S + i, T) / D, p its place in S + i. So the signs of minors tell every vertex, as
its support and its best replies. Extreme equilibria are pairs of vertices in which every action
with weight is a best reply; maximal Nash subsets are the maximal products of sets of vertices all
of whose pairs are equilibria (Millham 1974; Winkels 1979); those that meet make a component.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from solver.verify.plain import Malformed, entry, index, sequence

Actions = tuple[int, ...]
#: The sign of M(S, T).
SignOf = Callable[[Actions, Actions], int]
#: A vertex: the actions with weight, and the other player's best replies.
Vertex = tuple[frozenset[int], frozenset[int]]


class Structure(NamedTuple):
    """Extreme equilibria as pairs of vertices, and components.

    A component: its dimension and its maximal Nash subsets; a subset: its dimension and its
    vertices per player.
    """

    extreme: frozenset[tuple[Vertex, Vertex]]
    components: frozenset[tuple[int, frozenset[tuple[int, frozenset[Vertex], frozenset[Vertex]]]]]


def minors_of(rows: int, columns: int) -> list[tuple[Actions, Actions]]:
    """Every (S, T), T not empty, in one order."""
    return [
        (S, T)
        for k in range(1, min(rows - 1, columns) + 1)
        for S in itertools.combinations(range(rows), k + 1)
        for T in itertools.combinations(range(columns), k)
    ]


def vertices(rows: Sequence[int], columns: int, sign_of: SignOf) -> frozenset[Vertex]:
    """The vertices where the player has only the actions `rows`."""
    found = set()
    for k in range(1, min(len(rows), columns) + 1):
        for T in itertools.combinations(range(columns), k):
            for S in itertools.combinations(rows, k):
                replies = _replies(rows, S, T, sign_of)
                if replies is not None:
                    found.add((frozenset(T), replies))
    return frozenset(found)


def _replies(rows: Sequence[int], S: Actions, T: Actions, sign_of: SignOf) -> frozenset[int] | None:
    """The best replies to the strategy on T at which S ties; None where it is no vertex."""
    parts = [
        (-1) ** (c + 1) * (sign_of(S, T[:c] + T[c + 1 :]) if len(T) > 1 else 1)
        for c in range(len(T))
    ]
    if 0 in parts or len(set(parts)) > 1:
        return None
    replies = set(S)
    for i in rows:
        if i not in S:
            wider = tuple(sorted((*S, i)))
            short = parts[0] * (-1) ** wider.index(i) * sign_of(wider, T)
            if short < 0:
                return None
            if short == 0:
                replies.add(i)
    return frozenset(replies)


def structure(xs: Collection[Vertex], ys: Collection[Vertex], shape: tuple[int, int]) -> Structure:
    """Join the vertices of both players. xs: of player 1's strategies; ys: of player 2's."""
    partners: dict[Vertex, frozenset[Vertex]] = {}
    for x in xs:
        fitting = frozenset(y for y in ys if x[0] <= y[1] and y[0] <= x[1])
        if fitting:
            partners[x] = fitting
    closed = set(partners.values())
    while more := {a & b for a in closed for b in closed} - closed - {frozenset()}:
        closed |= more
    subsets = []
    for w in closed:
        u = frozenset(x for x, own in partners.items() if w <= own)
        size = dimension(u, shape) + dimension(w, shape[::-1])
        subsets.append((size, u, w))
    groups: list[list[tuple[int, frozenset[Vertex], frozenset[Vertex]]]] = []
    for subset in subsets:
        near = [g for g in groups if any(subset[1] & s[1] or subset[2] & s[2] for s in g)]
        groups = [g for g in groups if g not in near]
        groups.append([subset, *itertools.chain.from_iterable(near)])
    return Structure(
        frozenset((x, y) for x, own in partners.items() for y in own),
        frozenset((max(s[0] for s in group), frozenset(group)) for group in groups),
    )


def dimension(face: Iterable[Vertex], shape: tuple[int, int]) -> int:
    """The dimension of a face with these vertices: one more than that of its largest facet.

    Each inequality that holds with equality at some but not all of the vertices cuts a face out.
    """
    kept = frozenset(face)
    if len(kept) == 1:
        return 0
    tight = [
        frozenset(vertex for vertex in kept if action not in vertex[0])
        for action in range(shape[0])
    ]
    tight += [
        frozenset(vertex for vertex in kept if action in vertex[1]) for action in range(shape[1])
    ]
    return 1 + max(dimension(part, shape) for part in set(tight) if part and part < kept)


# ---- the verdict


def verdict(
    found: Structure,
    replies: tuple[frozenset[Vertex], frozenset[Vertex]],
    sides: Sequence[SignOf],
    shape: tuple[int, int],
    seeking: Sequence[frozenset[int]],
) -> dict[str, Any]:
    """Kind and classes of both parties, as certificates state them.

    replies: [player], the vertices of the other's strategies. sides: [player], signs of minors.
    """
    supports = [(x[0], y[0]) for x, y in found.extreme]
    undominated = [
        pair
        for pair in supports
        if not any(
            _never(replies[player], action, shape[1 - player])
            for player in (0, 1)
            for action in pair[player]
        )
    ]
    classes = [
        [_class([bool(pair[player] & seeking[player]) for pair in kept]) for player in (0, 1)]
        for kept in (supports, undominated)
    ]
    return {
        "kind": _kind(*classes),
        "parties": [
            {
                "dominance": _dominance(player, sides[player], shape, seeking[player]),
                "seeks": classes[0][player],
                "seeks_undominated": classes[1][player],
            }
            for player in (0, 1)
        ],
    }


def _never(replies: Collection[Vertex], action: int, columns: int) -> bool:
    """Whether an action is a best reply to no strategy with weight everywhere.

    Then, and only then, some mixture dominates it weakly (Pearce 1984).
    """
    reached = [vertex[0] for vertex in replies if action in vertex[1]]
    return len(frozenset().union(*reached)) < columns


def _dominance(
    player: int, sign_of: SignOf, shape: tuple[int, int], seeking: frozenset[int]
) -> str:
    """Whether mixtures of the one sort of actions dominate every action of the other sort."""
    holding = frozenset(range(shape[player])) - seeking
    for name, inside, outside in (("seek", seeking, holding), ("hold", holding, seeking)):
        if not inside or not outside:
            return "none"
        strict = weak = True
        for action in outside:
            part = vertices(sorted(inside | {action}), shape[1 - player], sign_of)
            strict = strict and not any(action in vertex[1] for vertex in part)
            weak = weak and _never(part, action, shape[1 - player])
        if weak:
            return f"{name}-{'strict' if strict else 'weak'}"
    return "none"


def _class(positive: Sequence[bool]) -> str:
    if all(positive):
        return "every"
    return "some" if any(positive) else "no"


def _kind(whole: Sequence[str], undominated: Sequence[str]) -> str:
    """The first that applies: nobody, everybody, or some and not others, by either class."""
    for classes, ending in ((whole, ""), (undominated, "-undominated")):
        if "some" not in classes:
            number = classes.count("every")
            return ("peace", "one-sided", "struggle")[number] + ending
    return "expectations"


# ---- as stated


def stated(item: Any, shape: tuple[int, int]) -> Structure:
    """Read a structure; nothing may be listed twice."""
    sides: list[list[Vertex]] = []
    for player, side in enumerate(sequence(entry(item, "strategies", "it"), "strategies", 2)):
        own = [
            (
                _actions(entry(one, "support", "a strategy"), shape[player]),
                _actions(entry(one, "replies", "a strategy"), shape[1 - player]),
            )
            for one in sequence(side, "strategies")
        ]
        sides.append(_once(own, "a strategy"))
    components = [
        _component(one, sides)
        for one in sequence(entry(item, "components", "a structure"), "components")
    ]
    pairs: set[tuple[Vertex, Vertex]] = set()
    for one in sequence(entry(item, "extreme", "a structure"), "extreme"):
        a, b, number = sequence(one, "an extreme equilibrium", 3)
        x = sides[0][index(a, len(sides[0]), "a strategy")]
        y = sides[1][index(b, len(sides[1]), "a strategy")]
        subsets = components[index(number, len(components), "a component")][1]
        if (x, y) in pairs or not any(x in u and y in w for _, u, w in subsets):
            raise Malformed("an extreme equilibrium is listed twice, or with another component")
        pairs.add((x, y))
    for player, own in enumerate(sides):
        if {pair[player] for pair in pairs} != set(own):
            raise Malformed("a strategy is listed that is in no equilibrium")
    return Structure(frozenset(pairs), frozenset(_once(components, "a component")))


def _once(listed: list[Any], what: str) -> list[Any]:
    if len(set(listed)) != len(listed):
        raise Malformed(f"{what} is listed twice")
    return listed


def _component(
    item: Any, sides: Sequence[Sequence[Vertex]]
) -> tuple[int, frozenset[tuple[int, frozenset[Vertex], frozenset[Vertex]]]]:
    subsets = []
    for one in sequence(entry(item, "subsets", "a component"), "subsets"):
        u, w = (
            frozenset(
                own[index(k, len(own), "a strategy")]
                for k in _once(list(sequence(ids, "strategies")), "a strategy of a subset")
            )
            for own, ids in zip(
                sides, sequence(entry(one, "strategies", "a subset"), "it", 2), strict=True
            )
        )
        subsets.append((_size(one), u, w))
    return _size(item), frozenset(_once(subsets, "a subset"))


def _size(item: Mapping[str, Any]) -> int:
    return index(entry(item, "dimension", "a set"), 1000, "a dimension")


def _actions(value: Any, size: int) -> frozenset[int]:
    found = [index(action, size, "an action") for action in sequence(value, "actions")]
    return frozenset(_once(found, "an action"))
