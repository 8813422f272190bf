"""The steps in which many small games are solved: polytopes, vertices, components, dimensions.

Dimension of a maximal Nash subset conv(U) x conv(W), from labels: U are all vertices of a face of
their polytope. The facets of a face are among its intersections with one more label, and they have
one dimension less; so the dimension is the largest over these intersections, plus one.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from solver.nash.kernel.explore import FAULT, PENDING, explore, insert
from solver.nash.kernel.wide import compare_products, invert_odd_part, pivot_entry, sign

#: Bits that determinants may have without reducing the entries.
_PLENTY = 50
#: Most distinct strategies of either player in the extreme equilibria of one game.
STRATEGIES = 62


@numba.njit(cache=True, _nrt=False)
def prepare(payoffs: Any, turned: bool, table: Any, divisors: Any) -> None:
    """Table of {z : C z <= 1}, C[j][i] reduced as in `exploration.reduced`.

    Columns are divided by their common divisor only where that may spare an overflow.
    """
    if turned:
        d, k = payoffs.shape
    else:
        k, d = payoffs.shape
    largest = 0
    for i in range(d):
        low = payoffs[i, 0] if turned else payoffs[0, i]
        for j in range(k):
            low = min(low, payoffs[i, j] if turned else payoffs[j, i])
        high = 0
        for j in range(k):
            entry = (payoffs[i, j] if turned else payoffs[j, i]) - low
            table[j * (d + 1) + i] = entry
            high = max(high, entry)
        if high == 0:
            for j in range(k):
                table[j * (d + 1) + i] = 1
        divisors[i] = 1
        largest = max(largest, high)
    if largest >> (_PLENTY // min(d, k)):
        for i in range(d):
            divisor = 0
            for j in range(k):
                a = table[j * (d + 1) + i]
                while a:
                    divisor, a = a, divisor % a
            divisors[i] = divisor
            for j in range(k):
                table[j * (d + 1) + i] //= divisor
    for j in range(k):
        table[j * (d + 1) + d] = 1


@numba.njit(cache=True, _nrt=False)
def polytope(
    width: Any,
    table: Any,
    det: Any,
    inverse: Any,
    labels: Any,
    where: Any,
    slacks: Any,
    k: int,
    d: int,
    keys: Any,
    stack: Any,
    bases: Any,
    tight: Any,
    state: Any,
    ratios: Any,
) -> bool:
    """Find all bases; False on overflow."""
    det[0] = 1
    for r in range(k):
        labels[r] = d + r
        slacks[r] = d + r
    for c in range(d):
        labels[k + c] = c
    for r in range(k + d):
        where[labels[r]] = r
    for r in range(keys.size):
        keys[r] = 0
    for r in range(state.size):
        state[r] = 0
    stack[0] = (1 << d) - 1
    state[PENDING] = 1
    insert(keys, (1 << d) - 1)
    explore(
        width,
        table,
        det,
        inverse,
        labels,
        where,
        slacks[:k],
        k,
        d,
        keys,
        stack,
        bases,
        tight,
        state,
        1 << 30,
        ratios,
    )
    return state[FAULT] == 0 and state[PENDING] == 0


@numba.njit(cache=True, _nrt=False)
def determinant_sign(width: Any, payoffs: Any, low: Any, rows: int, columns: int, work: Any) -> int:
    """Sign of det (payoffs - low)[rows, columns] by bit masks; 0 stands for overflow.

    work: flat table, followed by the previous pivot and its inverse.
    """
    k = 0
    for i in range(payoffs.shape[0]):
        if (rows >> i) & 1:
            c = 0
            for j in range(payoffs.shape[1]):
                if (columns >> j) & 1:
                    work[k * 6 + c] = payoffs[i, j] - low[i]
                    c += 1
            k += 1
    if k == 1:
        return 1
    if k == 2:
        return compare_products(width, work, 0, 7, 1, 6)
    det, inverse = work[36:37], work[37:38]
    det[0] = 1
    result = 1
    for p in range(k - 1):
        r = p
        while work[r * 6 + p] == 0:
            r += 1
            if r == k:
                return 0
        if r != p:
            result = -result
            for c in range(k):
                work[p * 6 + c], work[r * 6 + c] = work[r * 6 + c], work[p * 6 + c]
        if work[p * 6 + p] < 0:
            # keep the pivots positive, as exact division needs them
            result = -result
            for c in range(k):
                work[p * 6 + c] = -work[p * 6 + c]
        shift = invert_odd_part(width, det, inverse)
        for i in range(p + 1, k):
            for c in range(p + 1, k):
                if pivot_entry(
                    width, work, i * 6 + c, p * 6 + p, i * 6 + p, p * 6 + c, det, inverse, shift
                ):
                    return 0
        det[0] = work[p * 6 + p]
    return result * sign(width, work, (k - 1) * 7)


@numba.njit(cache=True, _nrt=False)
def face_dimension(tight: Any, members: int, labels: int, stack: Any, depth: Any) -> int:
    """Dimension of the face whose vertices are the members (a bit mask over `tight`)."""
    if members & (members - 1) == 0:
        return 0
    stack[0], depth[0] = members, 0
    count, best = 1, 0
    while count:
        count -= 1
        here, deep = stack[count], depth[count]
        best = max(best, deep)
        if here & (here - 1) == 0:
            continue
        for label in range(labels):
            part = np.int64(0)
            rest = here
            v = 0
            while rest:
                if rest & 1 and (tight[v] >> label) & 1:
                    part |= np.int64(1) << v
                rest >>= 1
                v += 1
            if part and part != here:
                if count == stack.size:
                    return -1
                stack[count], depth[count] = part, deep + 1
                count += 1
    return best


@numba.njit(cache=True, _nrt=False)
def vertices(bases: Any, tight: Any, count: int, d: int, k: int, turned: bool, place: Any) -> int:
    """Translate masks into the labels of the game; set place[v] to a basis of vertex v."""
    if turned:
        own = (np.int64(1) << d) - 1
        for b in range(count):
            bases[b] = (bases[b] >> d) | ((bases[b] & own) << k)
            tight[b] = (tight[b] >> d) | ((tight[b] & own) << k)
    found = 0
    for b in range(count):
        known = False
        if bases[b] != tight[b]:
            for v in range(found):
                if tight[place[v]] == tight[b]:
                    known = True
                    break
        if not known:
            place[found] = b
            found += 1
    return found


@numba.njit(cache=True, _nrt=False)
def join_components(pairs: Any, count: int, used: Any, component: Any) -> int:
    """Number the components of the graph of pairs (x, y); `used` are the numbers of x and y."""
    for p in range(count):
        component[p] = -1
    found: Any = np.int64(0)
    for first in range(count):
        if component[first] >= 0:
            continue
        component[first] = found
        grown = True
        xs = np.int64(1) << pairs[first, 0]
        ys = np.int64(1) << pairs[first, 1]
        while grown:
            grown = False
            for p in range(first + 1, count):
                if component[p] < 0:
                    x, y = np.int64(1) << pairs[p, 0], np.int64(1) << pairs[p, 1]
                    if x & xs or y & ys:
                        component[p] = found
                        xs |= x
                        ys |= y
                        grown = True
        found += 1
    return found


@numba.njit(cache=True, _nrt=False)
def dimensions(
    pairs: Any,
    count: int,
    component: Any,
    tight_x: Any,
    tight_y: Any,
    used: Any,
    labels: int,
    closed: Any,
    room: Any,
    dimension: Any,
) -> bool:
    """Largest dimension of a maximal Nash subset of each component; False if a table is full."""
    for p in range(count):
        dimension[component[p]] = 0
    if used[0] == count and used[1] == count:
        return True
    neighbours, home, stack, depth = room[0], room[1], room[2], room[3]
    for x in range(used[0]):
        neighbours[x] = 0
    for p in range(count):
        neighbours[pairs[p, 0]] |= np.int64(1) << pairs[p, 1]
        home[pairs[p, 0]] = component[p]
    sets = 0
    for x in range(used[0]):
        end = sets
        for e in range(-1, end):
            part = neighbours[x] if e < 0 else closed[e] & neighbours[x]
            fresh = part != 0
            for f in range(sets):
                if closed[f] == part:
                    fresh = False
                    break
            if fresh:
                if sets == closed.size:
                    return False
                closed[sets] = part
                sets += 1
    for e in range(sets):
        members = np.int64(0)
        where = -1
        for x in range(used[0]):
            if neighbours[x] & closed[e] == closed[e]:
                members |= np.int64(1) << x
                where = home[x]
        a = face_dimension(tight_x, members, labels, stack, depth)
        b = face_dimension(tight_y, closed[e], labels, stack, depth)
        if a < 0 or b < 0:
            return False
        dimension[where] = max(dimension[where], a + b)
    return True


@numba.njit(cache=True, _nrt=False)
def number(place: int, numbers: Any, listed: Any, used: Any, side: int) -> int:
    """Number of a vertex among those used, given on first use; -1 if there is no room."""
    if numbers[place] < 0:
        if used[side] == STRATEGIES:
            return -1
        listed[used[side]] = place
        numbers[place] = used[side]
        used[side] += 1
    return numbers[place]
