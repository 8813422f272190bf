"""Joining the vertices of two polytopes into completely labelled pairs.

All masks here are in the labels of the game. A pair of vertices is completely labelled when the
labels that the first lacks are among the tight ones of the second. Where both vertices have as
many labels as their polytope has dimensions, the second's labels are exactly those missing, and a
hash table finds it. Where one has more, every vertex of the other side is a candidate: those are
kept sorted in blocks, and a block is skipped when the union of its labels lacks a missing one.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from solver.nash.kernel.explore import contains, insert

BLOCK = 64


@numba.njit(cache=True)
def complements(masks: Any, others: Any, everything: int, found: Any) -> int:
    """Positions of the masks whose complement is among `others`; their number."""
    size = 4
    while size < 2 * others.size + 2:
        size *= 2
    keys = np.zeros(size, np.int64)
    for other in others:
        insert(keys, other)
    count = 0
    for position in range(masks.size):
        if contains(keys, everything ^ masks[position]):
            found[count] = position
            count += 1
    return count


@numba.njit(cache=True)
def covers(first: Any, second: Any, everything: int, start: int, pairs: Any, state: Any) -> int:
    """Fill `pairs` [k] = (mask of first, mask of second) that together have all labels.

    second: sorted. Begins at position `start` of first; returns the position to go on from
    where `pairs` is full (state[0] holds the number of pairs in either case).
    """
    blocks = (second.size + BLOCK - 1) // BLOCK
    union = np.zeros(blocks, np.int64)
    for k in range(second.size):
        union[k // BLOCK] |= second[k]
    count = 0
    for position in range(start, first.size):
        missing = everything & ~first[position]
        before = count
        for block in range(blocks):
            if missing & ~union[block]:
                continue
            for k in range(block * BLOCK, min(second.size, (block + 1) * BLOCK)):
                if missing & ~second[k] == 0:
                    if count == pairs.shape[0]:
                        state[0] = before
                        return position
                    pairs[count, 0] = first[position]
                    pairs[count, 1] = second[k]
                    count += 1
    state[0] = count
    return first.size
