"""Maximal Nash subsets and components from the extreme equilibria.

Draw the extreme equilibria as edges of a bipartite graph between the strategies x and the
strategies y that occur in them. Theorem (Winkels 1979; Avis, Rosenberg, Savani, von Stengel 2010):
conv(U) x conv(W) is a set of equilibria exactly when every pair in U x W is an edge, so the maximal
Nash subsets are the maximal bicliques (U, W) of the graph. The topologically connected components
of the set of equilibria are the connected components of the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def maximal_bicliques(edges: Iterable[tuple[int, int]]) -> list[tuple[list[int], list[int]]]:
    """Return every maximal biclique (U, W) of a bipartite graph without isolated nodes, sorted.

    The sets W are exactly the nonempty intersections of neighbourhoods N(x); given W, U is the set
    of all x with N(x) containing W.
    """
    neighbours: dict[int, int] = {}
    for x, y in edges:
        neighbours[x] = neighbours.get(x, 0) | (1 << y)
    closed: set[int] = set()
    for mask in neighbours.values():
        if mask not in closed:
            closed |= {mask & other for other in closed}
            closed.add(mask)
    closed.discard(0)
    found = [
        (sorted(x for x, mask in neighbours.items() if mask & w == w), _bits(w)) for w in closed
    ]
    found.sort()
    return found


def connected(edges: Sequence[tuple[int, int]]) -> list[int]:
    """Component number of each edge; components are numbered by their first edge."""
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for x, y in edges:
        parent[root((0, x))] = root((1, y))
    numbers: dict[tuple[int, int], int] = {}
    return [numbers.setdefault(root((0, x)), len(numbers)) for x, _ in edges]


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
