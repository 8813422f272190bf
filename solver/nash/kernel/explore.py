"""Search of all lexicographically feasible bases of a polytope by exact pivoting.

The polytope is {z >= 0 : M z <= 1} with M a nonnegative integer matrix of shape (rows, columns)
without a zero column (so it is bounded). A dictionary writes each basic variable's value as a
row: `det` times the inverse of the basis is integral (Cramer), so the table holds integers

    table[i, j]        det * coefficient of nonbasic variable j in the row of basic variable i
    table[i, columns]  det * value of basic variable i

Variables carry labels: those of z and those of the slacks. A basis is named by the bit mask of its
nonbasic labels. Lexicographic rule (Dantzig, Orden, Wolfe 1955): perturb the right-hand side by
powers of an infinitesimal in the order of the slacks; row i is then the vector (value, coefficients
of the slack columns of the inverse), and the ratio test compares such vectors. The perturbed
polytope is simple: every basis that the rule reaches is one of its vertices, every vertex has
exactly one neighbour per dropped nonbasic label, and the graph of a polytope is connected
(Balinski 1961). A search that visits every neighbour of every visited basis therefore ends with
all lexicographically feasible bases, and each vertex of the unperturbed polytope has at least one.

Bases are marked when discovered and kept on a stack; the search goes from the current dictionary to
the next basis on the stack by exchanging the labels in which they differ.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from solver.nash.kernel.wide import (
    compare_products,
    invert_odd_part,
    negate,
    pivot_entry,
    sign,
    swap,
)

# Indices into `state`.
FOUND, PENDING, PIVOTS, FAULT = 0, 1, 2, 3


@numba.njit(cache=True)
def insert(keys: Any, key: int) -> bool:
    """Put a mask into an open hash table (0 = free, size a power of two); True if it is new."""
    last = keys.size - 1
    spread = np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)
    place = np.int64(spread >> np.uint64(20)) & last
    while keys[place] != 0:
        if keys[place] == key:
            return False
        place = (place + 1) & last
    keys[place] = key
    return True


@numba.njit(cache=True)
def _exchange(
    width: Any,
    table: Any,
    det: Any,
    inverse: Any,
    labels: Any,
    where: Any,
    rows: int,
    columns: int,
    r: int,
    c: int,
) -> bool:
    """Pivot on row r and column c; True where an entry left the range of the numbers."""
    stride = columns + 1
    shift = invert_odd_part(width, det, inverse)
    pivot, top = r * stride + c, r * stride
    bad = False
    for i in range(rows):
        if i != r:
            base = i * stride
            left = base + c
            for j in range(stride):
                if j != c:
                    bad |= pivot_entry(
                        width, table, base + j, pivot, left, top + j, det, inverse, shift
                    )
            negate(width, table, left)
    swap(width, table, pivot, det)
    if sign(width, det, 0) < 0:
        negate(width, det, 0)
        for k in range(rows * stride):
            negate(width, table, k)
    leaving, entering = labels[r], labels[rows + c]
    labels[r], labels[rows + c] = entering, leaving
    where[entering], where[leaving] = r, rows + c
    return bad


@numba.njit(cache=True)
def _leaving(
    width: Any, table: Any, where: Any, slacks: Any, rows: int, columns: int, c: int
) -> int:
    """Row that leaves when column c enters, by the lexicographic ratio test."""
    stride = columns + 1
    best = -1
    for i in range(rows):
        if sign(width, table, i * stride + c) <= 0:
            continue
        if best < 0:
            best = i
            continue
        a, b = i * stride, best * stride
        order = compare_products(width, table, a + columns, b + c, b + columns, a + c)
        k = 0
        while order == 0 and k < slacks.size:
            place = where[slacks[k]]
            if place == i:
                order = 1
            elif place == best:
                order = -1
            elif place >= rows and place != rows + c:
                j = place - rows
                order = compare_products(width, table, a + j, b + c, b + j, a + c)
            k += 1
        if order < 0:
            best = i
    return best


@numba.njit(cache=True)
def _move(
    width: Any,
    table: Any,
    det: Any,
    inverse: Any,
    labels: Any,
    where: Any,
    rows: int,
    columns: int,
    target: int,
) -> int:
    """Pivot until the nonbasic labels are `target`; the number of pivots, or -1 on overflow."""
    pivots = 0
    for c in range(columns):
        if (target >> labels[rows + c]) & 1:
            continue
        r = 0
        while not ((target >> labels[r]) & 1 and sign(width, table, r * (columns + 1) + c) != 0):
            r += 1
        if _exchange(width, table, det, inverse, labels, where, rows, columns, r, c):
            return -1
        pivots += 1
    return pivots


@numba.njit(cache=True)
def explore(
    width: Any,
    table: Any,
    det: Any,
    inverse: Any,
    labels: Any,
    where: Any,
    slacks: Any,
    rows: int,
    columns: int,
    keys: Any,
    stack: Any,
    bases: Any,
    tight: Any,
    state: Any,
    limit: int,
) -> None:
    """Visit bases until `limit` are found, room runs out, a number overflows or none is left.

    labels: label in each row, then in each column; where: its inverse. slacks: their labels in
    lexicographic order. keys: hash table of discovered bases. stack: discovered, not yet visited.
    bases, tight [visited]: nonbasic labels, and these with the labels of basic variables at zero.
    """
    room = min(stack.size, keys.size // 2)
    while state[PENDING] > 0 and state[FOUND] < limit:
        if state[FOUND] + state[PENDING] + columns > room:
            return
        target = stack[state[PENDING] - 1]
        pivots = _move(width, table, det, inverse, labels, where, rows, columns, target)
        if pivots < 0:
            state[FAULT] = 1
            return
        state[PIVOTS] += pivots
        state[PENDING] -= 1
        full = target
        for i in range(rows):
            if sign(width, table, i * (columns + 1) + columns) == 0:
                full |= np.int64(1) << labels[i]
        bases[state[FOUND]] = target
        tight[state[FOUND]] = full
        state[FOUND] += 1
        for c in range(columns):
            r = _leaving(width, table, where, slacks, rows, columns, c)
            neighbour = target ^ (np.int64(1) << labels[rows + c]) ^ (np.int64(1) << labels[r])
            if insert(keys, neighbour):
                stack[state[PENDING]] = neighbour
                state[PENDING] += 1


@numba.njit(cache=True)
def values(
    width: Any,
    table: Any,
    det: Any,
    inverse: Any,
    labels: Any,
    where: Any,
    rows: int,
    columns: int,
    targets: Any,
    numerators: Any,
) -> int:
    """Numerators [target, i] of the polytope's own variables at the vertices of these bases.

    Returns how many were done before a number overflowed; all of them where none did.
    """
    limbs = len(width)
    for k in range(targets.size):
        moved = _move(width, table, det, inverse, labels, where, rows, columns, targets[k])
        if moved < 0:
            return k
        for r in range(rows):
            if labels[r] < columns:
                here = (r * (columns + 1) + columns) * limbs
                there = labels[r] * limbs
                for limb in range(limbs):
                    numerators[k, there + limb] = table[here + limb]
    return targets.size


@numba.njit(cache=True)
def rehash(old: Any, new: Any) -> None:
    """Copy a hash table into a larger empty one."""
    for key in old:
        if key != 0:
            insert(new, key)
