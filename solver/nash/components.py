"""Maximal Nash subsets and components from the extreme equilibria.

Draw the extreme equilibria as edges of a bipartite graph between the strategies x and the
strategies y that occur in them. Theorem (Winkels 1979; Avis, Rosenberg, Savani, von Stengel 2010):
conv(U) x conv(W) is a set of equilibria exactly when every pair in U x W is an edge, so the maximal
Nash subsets are the maximal bicliques (U, W) of the graph. The topologically connected components
of the set of equilibria are the connected components of the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence


def maximal_bicliques(
    edges: Sequence[tuple[int, int]], membership: Sequence[int]
) -> list[tuple[list[int], list[int]]]:
    """Return every maximal biclique (U, W) of a bipartite graph without isolated nodes, sorted.

    membership: the connected component of each edge; a biclique never leaves its component.
    """
    parts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for edge, number in zip(edges, membership, strict=True):
        parts[number].append(edge)
    return sorted(found for part in parts.values() for found in _bicliques(part))


def _bicliques(edges: Sequence[tuple[int, int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Maximal bicliques of one component.

    The sets W are exactly the nonempty intersections of neighbourhoods N(x); given W, U is the set
    of all x with N(x) containing W.
    """
    ys = sorted({y for _, y in edges})
    bit = {y: 1 << position for position, y in enumerate(ys)}
    neighbours: dict[int, int] = {}
    for x, y in edges:
        neighbours[x] = neighbours.get(x, 0) | bit[y]
    closed: set[int] = set()
    for mask in neighbours.values():
        if mask not in closed:
            closed |= {mask & other for other in closed}
            closed.add(mask)
    closed.discard(0)
    for w in closed:
        yield (
            sorted(x for x, mask in neighbours.items() if mask & w == w),
            [y for y in ys if bit[y] & w],
        )


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
