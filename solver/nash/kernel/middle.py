"""A game of middle size in one call: both polytopes, the extreme equilibria and their coordinates.

Up to about 10 x 10 the search itself takes less time than the steps around it would take one by
one. So both polytopes are searched as in `explore`, in 64-bit integers with every overflow caught,
and joined here. A game whose numbers or bases outgrow this is left to `search`.

Join: for each label the vertices of Q that have it are a bit set over their positions; the partners
of a vertex of P are those in the sets of all labels that it lacks (`enumeration.Partners`).
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from solver.nash.kernel.explore import FOUND, contains, insert, values
from solver.nash.kernel.small_steps import polytope, prepare


@numba.njit(cache=True)
def _searched(width: Any, payoffs: Any, turned: bool, room: int) -> Any:
    """All bases of one polytope, none on overflow or for want of room, and how the search ended.

    Returns bases, tight: masks in the polytope's own labels; keys: the hash table of the bases;
    table, det, inverse, labels, where: the last dictionary; divisors of its columns.
    """
    if turned:
        d, k = payoffs.shape
    else:
        k, d = payoffs.shape
    table, divisors = np.empty(k * (d + 1), np.int64), np.empty(d, np.int64)
    det, inverse, state = np.empty(1, np.int64), np.empty(1, np.int64), np.empty(8, np.int64)
    labels, where = np.empty(k + d, np.int64), np.empty(k + d, np.int64)
    slacks, keys = np.empty(k, np.int64), np.empty(2 * room, np.int64)
    stack, bases, tight = (
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
    )
    prepare(payoffs, turned, table, divisors)
    found, largest = 0, np.int64(0)
    for entry in table:
        largest = max(largest, entry)
    if (
        room
        and largest < 1 << 62
        and polytope(
            width,
            table,
            det,
            inverse,
            labels,
            where,
            slacks,
            k,
            d,
            keys,
            stack,
            bases,
            tight,
            state,
            np.empty((k + 3, d)),
        )
    ):
        found = state[FOUND]
    return bases[:found], tight[:found], keys, table, det, inverse, labels, where, divisors


@numba.njit(cache=True)
def _vertices(bases: Any, tight: Any) -> Any:
    """Position of one basis of each vertex."""
    size = 4
    while size < 2 * bases.size + 2:
        size *= 2
    known, place = np.zeros(size, np.int64), np.empty(bases.size, np.int64)
    found = 0
    for b in range(bases.size):
        if bases[b] == tight[b] or insert(known, tight[b]):
            place[found] = b
            found += 1
    return place[:found]


@numba.njit(cache=True)
def _turn(mask: int, d: int, k: int) -> Any:
    """Exchange the d lower and the k upper labels of a mask."""
    return (mask >> d) | ((mask & ((np.int64(1) << d) - 1)) << k)


@numba.njit(cache=True)
def _pairs(tight_x: Any, place_x: Any, tight_y: Any, place_y: Any, m: int, n: int) -> Any:
    """Positions (in place_x, in place_y) of the completely labelled pairs, the origin excepted."""
    words = (place_y.size + 63) // 64
    with_label = np.zeros((m + n, words), np.uint64)
    for w in range(place_y.size):
        mask = _turn(tight_y[place_y[w]], n, m)
        for label in range(m + n):
            if (mask >> label) & 1:
                with_label[label, w >> 6] |= np.uint64(1) << np.uint64(w & 63)
    pairs, count = np.empty((256, 2), np.int64), 0
    lacking = np.empty(m + n, np.int64)
    for v in range(place_x.size):
        mask = tight_x[place_x[v]]
        if mask == (np.int64(1) << m) - 1:
            continue
        size = 0
        for label in range(m + n):
            if (mask >> label) & 1 == 0:
                lacking[size] = label
                size += 1
        for word in range(words):
            left = ~np.uint64(0)
            for k in range(size):
                left &= with_label[lacking[k], word]
                if left == 0:
                    break
            w = 64 * word
            while left != 0 and w < place_y.size:
                if left & np.uint64(1):
                    if count == pairs.shape[0]:
                        larger = np.empty((2 * count, 2), np.int64)
                        for p in range(count):
                            larger[p, 0], larger[p, 1] = pairs[p, 0], pairs[p, 1]
                        pairs = larger
                    pairs[count, 0], pairs[count, 1] = v, w
                    count += 1
                left >>= np.uint64(1)
                w += 1
    return pairs[:count]


@numba.njit(cache=True)
def _renumber(pairs: Any, side: int, vertices: Any) -> Any:
    """Number the vertices that occur, in order; the positions of the numbered ones."""
    numbers, used = np.zeros(vertices.size, np.int64), np.empty(vertices.size, np.int64)
    count = 0
    for p in range(pairs.shape[0]):
        v = pairs[p, side]
        if numbers[v] == 0:
            used[count] = vertices[v]
            count += 1
            numbers[v] = count
        pairs[p, side] = numbers[v] - 1
    return used[:count]


@numba.njit(cache=True)
def _coordinates(width: Any, found: Any, chosen: Any, k: int, d: int) -> Any:
    """Rows (basis, tight labels, positive multiple of the point), and how many have a point."""
    bases, tight, _, table, det, inverse, labels, where, _ = found
    numerators, targets = np.zeros((chosen.size, d), np.int64), np.empty(chosen.size, np.int64)
    for v in range(chosen.size):
        targets[v] = bases[chosen[v]]
    done = values(width, table, det, inverse, labels, where, k, d, targets, numerators)
    listed = np.empty((chosen.size, 2 + d), np.int64)
    for v in range(chosen.size):
        listed[v, 0], listed[v, 1] = targets[v], tight[chosen[v]]
        for i in range(d):
            listed[v, 2 + i] = numerators[v, i]
    return listed, done


@numba.njit(cache=True)
def _complementary(found: Any, other_keys: Any, d: int, k: int) -> Any:
    """Rows (basis, tight labels) of the bases that some basis of the other side completes."""
    bases, tight = found[0], found[1]
    everything = (np.int64(1) << (d + k)) - 1
    chosen, count = np.empty((bases.size, 2), np.int64), 0
    for b in range(bases.size):
        if contains(other_keys, _turn(everything ^ bases[b], d, k)):
            chosen[count, 0], chosen[count, 1] = bases[b], tight[b]
            count += 1
    return chosen[:count]


@numba.njit(cache=True)
def solve_middle(width: Any, row: Any, column: Any, room: int) -> Any:
    """Solve the game [i, j] of positive integers, if `room` holds the bases of either side.

    width: one limb, see `wide`. Returns for each side, in its own labels: the bases, none where
    the search failed; (basis, tight labels, point) of each vertex in an equilibrium; how many of
    these points did not overflow; the divisors of the point's coordinates; (basis, tight labels) of
    the bases that are complementary to one of the other side. Last the pairs of vertices.
    """
    m, n = row.shape
    x = _searched(width, column, True, room)
    y = _searched(width, row, False, room if x[0].size else 0)
    place_x, place_y = _vertices(x[0], x[1]), _vertices(y[0], y[1])
    pairs = _pairs(x[1], place_x, y[1], place_y, m, n)
    used_x, used_y = _renumber(pairs, 0, place_x), _renumber(pairs, 1, place_y)
    perturbed_x, perturbed_y = _complementary(x, y[2], m, n), _complementary(y, x[2], n, m)
    listed_x, done_x = _coordinates(width, x, used_x, n, m)
    listed_y, done_y = _coordinates(width, y, used_y, m, n)
    return (
        (x[0], listed_x, done_x, x[8], perturbed_x),
        (y[0], listed_y, done_y, y[8], perturbed_y),
        pairs,
    )
