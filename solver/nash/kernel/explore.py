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

Nothing here allocates, so the functions are compiled without counting references to arrays
(`_nrt`), which would cost as much as the arithmetic.
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
#: Numbers below this are pivoted in one word; what stands for the size of numbers of several limbs.
_NARROW, _WIDE = np.int64(1 << 30), np.int64(1 << 62)
_OVERFLOW = np.int64(-1)
#: Ratios of numbers of 62 bits have a relative error below 2^-51 in double precision. A ratio that
#: exceeds this multiple of another is larger.
_CLOSE = 1.0 + 2.0**-48


@numba.njit(cache=True, _nrt=False, forceinline=True)
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


@numba.njit(cache=True, _nrt=False)
def contains(keys: Any, key: int) -> bool:
    """Whether a mask other than 0 is in a hash table that `insert` filled."""
    last = keys.size - 1
    spread = np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)
    place = np.int64(spread >> np.uint64(20)) & last
    while keys[place] != 0:
        if keys[place] == key:
            return True
        place = (place + 1) & last
    return False


@numba.njit(cache=True, _nrt=False)
def _used(width: Any, table: Any) -> Any:
    """The bits that occur in the numbers of a table; _WIDE for numbers of several limbs."""
    used = np.int64(0)
    if len(width) > 1:
        return _WIDE
    for k in range(table.size):
        used |= table[k] ^ (table[k] >> 63)
    return used


@numba.njit(cache=True, _nrt=False, forceinline=True)
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
    used: Any,
) -> Any:
    """Pivot on row r and column c. used: as `_used`; returns it anew, _OVERFLOW beyond the range.

    While all entries are below _NARROW, a p - c r is below 2^61 and needs no second word; neither
    does the quotient, which is no larger.
    """
    stride = columns + 1
    shift = invert_odd_part(width, det, inverse)
    pivot, top = r * stride + c, r * stride
    bad = False
    if used < _NARROW:
        divisor, factor = inverse[0], table[pivot]
        used |= det[0]
        for i in range(rows):
            if i != r:
                base = i * stride
                left = table[base + c]
                for j in range(stride):
                    entry = ((table[base + j] * factor - left * table[top + j]) >> shift) * divisor
                    table[base + j] = entry
                    used |= entry ^ (entry >> 63)
                table[base + c] = -left
    else:
        used = det[0] if len(width) == 1 else _WIDE
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
                if len(width) == 1:
                    for j in range(stride):
                        used |= table[base + j] ^ (table[base + j] >> 63)
        if len(width) == 1:
            for j in range(stride):
                used |= table[top + j] ^ (table[top + j] >> 63)
    swap(width, table, pivot, det)
    if sign(width, det, 0) < 0:
        negate(width, det, 0)
        for k in range(rows * stride):
            negate(width, table, k)
    leaving, entering = labels[r], labels[rows + c]
    labels[r], labels[rows + c] = entering, leaving
    where[entering], where[leaving] = r, rows + c
    return _OVERFLOW if bad else used


@numba.njit(cache=True, _nrt=False, forceinline=True)
def _compare(width: Any, table: Any, narrow: bool, a: int, b: int, c: int, d: int) -> Any:
    """Sign of table[a] table[b] - table[c] table[d]; narrow: both below 2^60."""
    if narrow:
        left, right = table[a] * table[b], table[c] * table[d]
        return np.int64(left > right) - np.int64(left < right)
    return compare_products(width, table, a, b, c, d)


@numba.njit(cache=True, _nrt=False, forceinline=True)
def _guess(table: Any, ratios: Any) -> None:
    """Ratio test of all columns in double precision: what it leaves open is left open.

    ratios [i, c]: value of row i over its entry in column c, infinite where that is not positive.
    ratios [rows, c]: a bound on the ratios that may be the smallest; ratios [rows + 1, c]: how many
    are below it; ratios [rows + 2, c]: the last row of which this is true.
    """
    rows, columns = ratios.shape[0] - 3, ratios.shape[1]
    stride = columns + 1
    for c in range(columns):
        ratios[rows, c], ratios[rows + 1, c] = np.inf, 0.0
    for i in range(rows):
        value = float(table[i * stride + columns])
        for c in range(columns):
            entry = float(table[i * stride + c])
            ratio = value / entry if entry > 0.0 else np.inf
            ratios[i, c] = ratio
            ratios[rows, c] = min(ratios[rows, c], ratio)
    for c in range(columns):
        ratios[rows, c] *= _CLOSE
    for i in range(rows):
        for c in range(columns):
            below = ratios[i, c] <= ratios[rows, c]
            ratios[rows + 1, c] += 1.0 if below else 0.0
            ratios[rows + 2, c] = float(i) if below else ratios[rows + 2, c]


@numba.njit(cache=True, _nrt=False, forceinline=True)
def _leaving(
    width: Any,
    table: Any,
    where: Any,
    slacks: Any,
    rows: int,
    columns: int,
    c: int,
    used: int,
    ratios: Any,
) -> int:
    """Row that leaves when column c enters, by the lexicographic ratio test.

    ratios: as `_guess` fills it, or empty.
    """
    guessed = ratios.shape[0] > 0
    if guessed and ratios[rows + 1, c] == 1.0:
        return int(ratios[rows + 2, c])
    stride = columns + 1
    narrow = used < _NARROW
    best = -1
    for i in range(rows):
        if guessed and ratios[i, c] > ratios[rows, c]:
            continue
        if sign(width, table, i * stride + c) <= 0:
            continue
        if best < 0:
            best = i
            continue
        a, b = i * stride, best * stride
        order = _compare(width, table, narrow, a + columns, b + c, b + columns, a + c)
        k = 0
        while order == 0 and k < slacks.size:
            place = where[slacks[k]]
            if place == i:
                order = 1
            elif place == best:
                order = -1
            elif place >= rows and place != rows + c:
                j = place - rows
                order = _compare(width, table, narrow, a + j, b + c, b + j, a + c)
            k += 1
        if order < 0:
            best = i
    return best


@numba.njit(cache=True, _nrt=False, forceinline=True)
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
    used: int,
) -> Any:
    """Pivot until the nonbasic labels are `target`; the number of pivots, and `used` as above."""
    pivots = 0
    for c in range(columns):
        if (target >> labels[rows + c]) & 1:
            continue
        r = 0
        while not ((target >> labels[r]) & 1 and sign(width, table, r * (columns + 1) + c) != 0):
            r += 1
        used = _exchange(width, table, det, inverse, labels, where, rows, columns, r, c, used)
        if used == _OVERFLOW:
            break
        pivots += 1
    return pivots, used


@numba.njit(cache=True, _nrt=False)
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
    ratios: Any,
) -> None:
    """Visit bases until `limit` are found, room runs out, a number overflows or none is left.

    labels: label in each row, then in each column; where: its inverse. slacks: their labels in
    lexicographic order. keys: hash table of discovered bases. stack: discovered, not yet visited.
    bases, tight [visited]: nonbasic labels, and these with the labels of basic variables at zero.
    ratios: room of shape [rows + 3, columns] for `_guess`, or empty for small polytopes.
    """
    room = min(stack.size, keys.size // 2)
    used = _used(width, table)
    while state[PENDING] > 0 and state[FOUND] < limit:
        if state[FOUND] + state[PENDING] + columns > room:
            return
        target = stack[state[PENDING] - 1]
        pivots, used = _move(width, table, det, inverse, labels, where, rows, columns, target, used)
        if used == _OVERFLOW:
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
        if len(width) == 1 and ratios.shape[0] > 0:
            _guess(table, ratios)
        for c in range(columns):
            r = _leaving(width, table, where, slacks, rows, columns, c, used, ratios)
            neighbour = target ^ (np.int64(1) << labels[rows + c]) ^ (np.int64(1) << labels[r])
            if insert(keys, neighbour):
                stack[state[PENDING]] = neighbour
                state[PENDING] += 1


@numba.njit(cache=True, _nrt=False)
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
    used = _used(width, table)
    for k in range(targets.size):
        _, used = _move(width, table, det, inverse, labels, where, rows, columns, targets[k], used)
        if used == _OVERFLOW:
            return k
        for r in range(rows):
            if labels[r] < columns:
                here = (r * (columns + 1) + columns) * limbs
                there = labels[r] * limbs
                for limb in range(limbs):
                    numerators[k, there + limb] = table[here + limb]
    return targets.size


@numba.njit(cache=True, _nrt=False)
def rehash(old: Any, new: Any) -> None:
    """Copy a hash table into a larger empty one."""
    for key in old:
        if key != 0:
            insert(new, key)
