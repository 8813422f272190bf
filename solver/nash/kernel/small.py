"""Many small games in one call: extreme equilibria, components, indices and dimensions.

Every game is searched as in `explore`, in 64-bit integers with every overflow caught; a game in
which a number overflows, or which has more equilibria than the fixed tables hold, is passed over
for the caller to solve in another way. Components are joined from the label sets alone.

Dimension of a maximal Nash subset conv(U) x conv(W), from labels: U are all vertices of a face of
their polytope. The facets of a face are among its intersections with one more label, and they have
one dimension less; so the dimension is the largest over these intersections, plus one.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from solver.nash.kernel.explore import FAULT, PENDING, explore, insert, values
from solver.nash.kernel.wide import compare_products, invert_odd_part, pivot_entry, sign

#: Bits that determinants may have without reducing the entries.
_PLENTY = 50
#: Most bases of one polytope (at most 112: McMullen 1970), extreme equilibria and closed
#: sets of one game, and distinct strategies of either player in them.
_BASES, _PAIRS, _CLOSED, _STRATEGIES = 256, 512, 256, 62


@numba.njit(cache=True)
def _prepare(payoffs: Any, turned: bool, table: Any, divisors: Any) -> None:
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


@numba.njit(cache=True)
def _polytope(
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
    )
    return state[FAULT] == 0 and state[PENDING] == 0


@numba.njit(cache=True)
def _determinant_sign(
    width: Any, payoffs: Any, low: Any, rows: int, columns: int, work: Any
) -> int:
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


@numba.njit(cache=True)
def _dimension(tight: Any, members: int, labels: int, stack: Any, depth: Any) -> int:
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


@numba.njit(cache=True)
def _vertices(bases: Any, tight: Any, count: int, d: int, k: int, turned: bool, place: Any) -> int:
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


@numba.njit(cache=True)
def _components(pairs: Any, count: int, used: Any, component: Any) -> int:
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


@numba.njit(cache=True)
def _dimensions(
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
        a = _dimension(tight_x, members, labels, stack, depth)
        b = _dimension(tight_y, closed[e], labels, stack, depth)
        if a < 0 or b < 0:
            return False
        dimension[where] = max(dimension[where], a + b)
    return True


@numba.njit(cache=True)
def _number(place: int, numbers: Any, listed: Any, used: Any, side: int) -> int:
    """Number of a vertex among those used, given on first use; -1 if there is no room."""
    if numbers[place] < 0:
        if used[side] == _STRATEGIES:
            return -1
        listed[used[side]] = place
        numbers[place] = used[side]
        used[side] += 1
    return numbers[place]


@numba.njit(cache=True)
def solve_small(
    width: Any,
    row: Any,
    column: Any,
    start: int,
    first: Any,
    second: Any,
    home: Any,
    starts: Any,
    component_starts: Any,
    index: Any,
    dimension: Any,
    passed: Any,
) -> int:
    """Solve games [g, i, j] from `start` on; return the first that no longer fits the outputs.

    width: one limb, see `wide`.
    first, second [e]: positive multiples of the strategies of extreme equilibrium e; home [e]: its
    component, counted over all games. starts, component_starts [g]: where game g begins. index,
    dimension [component]. passed [g]: set for a game that this kernel cannot solve.
    """
    games, m, n = row.shape
    labels_count = m + n
    everything = (np.int64(1) << labels_count) - 1
    table_x, table_y = np.zeros(n * (m + 1), np.int64), np.zeros(m * (n + 1), np.int64)
    det_x, det_y, inverse = np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros(1, np.int64)
    labels_x, where_x = np.empty(labels_count, np.int64), np.empty(labels_count, np.int64)
    labels_y, where_y = np.empty(labels_count, np.int64), np.empty(labels_count, np.int64)
    size = 64 if m + n <= 6 else 2 * _BASES
    keys, stack = np.zeros(size, np.int64), np.empty(_BASES, np.int64)
    bases_x, bases_y = np.empty(_BASES, np.int64), np.empty(_BASES, np.int64)
    tight_x, tight_y = np.empty(_BASES, np.int64), np.empty(_BASES, np.int64)
    place_x, place_y = np.empty(_BASES, np.int64), np.empty(_BASES, np.int64)
    number_x, number_y = np.empty(_BASES, np.int64), np.empty(_BASES, np.int64)
    listed_x, listed_y = np.empty(_BASES, np.int64), np.empty(_BASES, np.int64)
    used_tight_x, used_tight_y = np.empty(_BASES, np.int64), np.empty(_BASES, np.int64)
    divisors_x, divisors_y = np.empty(m, np.int64), np.empty(n, np.int64)
    state, slacks = np.zeros(8, np.int64), np.empty(labels_count, np.int64)
    pairs, component = np.empty((_PAIRS, 2), np.int64), np.empty(_PAIRS, np.int64)
    closed, used = np.empty(_CLOSED, np.int64), np.zeros(2, np.int64)
    room = np.empty((4, 512), np.int64)
    targets, numerators = np.empty(_STRATEGIES, np.int64), np.empty((_STRATEGIES, 6), np.int64)
    low_a, low_b = np.empty(m, np.int64), np.empty(m, np.int64)
    work = np.empty(38, np.int64)
    for g in range(start, games):
        extreme, components = starts[g], component_starts[g]
        if extreme + _PAIRS > home.size or components + _PAIRS > index.size:
            return g
        starts[g + 1], component_starts[g + 1] = extreme, components
        passed[g] = True
        _prepare(column[g], True, table_x, divisors_x)
        _prepare(row[g], False, table_y, divisors_y)
        if not _polytope(
            width,
            table_x,
            det_x,
            inverse,
            labels_x,
            where_x,
            slacks,
            n,
            m,
            keys,
            stack,
            bases_x,
            tight_x,
            state,
        ):
            continue
        count_x = state[0]
        used[0], used[1] = 0, 0
        vertices_x = _vertices(bases_x, tight_x, count_x, m, n, False, place_x)
        if not _polytope(
            width,
            table_y,
            det_y,
            inverse,
            labels_y,
            where_y,
            slacks,
            m,
            n,
            keys,
            stack,
            bases_y,
            tight_y,
            state,
        ):
            continue
        count_y = state[0]
        vertices_y = _vertices(bases_y, tight_y, count_y, n, m, True, place_y)
        for v in range(vertices_x):
            number_x[v] = -1
        for w in range(vertices_y):
            number_y[w] = -1
        count = np.int64(0)
        fits = True
        for v in range(vertices_x):
            missing = everything & ~tight_x[place_x[v]]
            if bases_x[place_x[v]] == (np.int64(1) << m) - 1:
                continue
            for w in range(vertices_y):
                if missing & ~tight_y[place_y[w]] == 0:
                    x = _number(v, number_x, listed_x, used, 0)
                    y = _number(w, number_y, listed_y, used, 1)
                    if x < 0 or y < 0 or count == _PAIRS:
                        fits = False
                        break
                    pairs[count, 0], pairs[count, 1] = x, y
                    count += 1
            if not fits:
                break
        if not fits:
            continue
        found = _components(pairs, count, used, component)
        for x in range(used[0]):
            used_tight_x[x] = tight_x[place_x[listed_x[x]]]
        for y in range(used[1]):
            used_tight_y[y] = tight_y[place_y[listed_y[y]]]
        if not _dimensions(
            pairs,
            count,
            component,
            used_tight_x,
            used_tight_y,
            used,
            labels_count,
            closed,
            room,
            dimension[components:],
        ):
            continue
        if not _indices(
            width,
            row[g],
            column[g],
            bases_x,
            tight_x,
            count_x,
            bases_y,
            count_y,
            used_tight_x,
            used[0],
            pairs,
            count,
            component,
            low_a,
            low_b,
            work,
            index[components : components + found],
        ):
            continue
        if not _coordinates(
            width,
            False,
            n,
            m,
            bases_x,
            place_x,
            listed_x,
            used[0],
            pairs,
            0,
            count,
            divisors_x,
            table_x,
            det_x,
            inverse,
            labels_x,
            where_x,
            targets,
            numerators,
            first[extreme:],
        ) or not _coordinates(
            width,
            True,
            m,
            n,
            bases_y,
            place_y,
            listed_y,
            used[1],
            pairs,
            1,
            count,
            divisors_y,
            table_y,
            det_y,
            inverse,
            labels_y,
            where_y,
            targets,
            numerators,
            second[extreme:],
        ):
            continue
        for p in range(count):
            home[extreme + p] = components + component[p]
        starts[g + 1] = extreme + count
        component_starts[g + 1] = components + found
        passed[g] = False
    return games


@numba.njit(cache=True)
def _indices(
    width: Any,
    row: Any,
    column: Any,
    bases_x: Any,
    tight_x: Any,
    count_x: int,
    bases_y: Any,
    count_y: int,
    used_tight: Any,
    used: int,
    pairs: Any,
    count: int,
    component: Any,
    low_a: Any,
    low_b: Any,
    work: Any,
    index: Any,
) -> bool:
    """Index of each component; False on overflow or where they do not sum to +1."""
    m, n = row.shape
    everything = (np.int64(1) << (m + n)) - 1
    own = (np.int64(1) << m) - 1
    lowest_a, lowest_b = row[0, 0], column[0, 0]
    for i in range(m):
        for j in range(n):
            lowest_a = min(lowest_a, row[i, j])
            lowest_b = min(lowest_b, column[i, j])
    for i in range(m):
        low_a[i], low_b[i] = lowest_a - 1, lowest_b - 1
    for c in range(index.size):
        index[c] = 0
    total = 0
    for b in range(count_x):
        if bases_x[b] == own:
            continue
        other = everything ^ bases_x[b]
        for c in range(count_y):
            if bases_y[c] == other:
                rows, columns = own & ~bases_x[b], bases_x[b] >> m
                signs = _determinant_sign(width, row, low_a, rows, columns, work)
                signs *= _determinant_sign(width, column, low_b, rows, columns, work)
                size = 0
                while rows:
                    rows &= rows - 1
                    size += 1
                if size % 2 == 0:
                    signs = -signs
                if signs == 0:
                    return False
                for p in range(count):
                    if used_tight[pairs[p, 0]] == tight_x[b]:
                        index[component[p]] += signs
                        break
                total += signs
                break
    return total == 1


@numba.njit(cache=True)
def _coordinates(
    width: Any,
    turned: bool,
    k: int,
    d: int,
    bases: Any,
    place: Any,
    listed: Any,
    used: int,
    pairs: Any,
    side: int,
    count: int,
    divisors: Any,
    table: Any,
    det: Any,
    inverse: Any,
    labels: Any,
    where: Any,
    targets: Any,
    numerators: Any,
    out: Any,
) -> bool:
    """Write coprime multiples of the strategies of one player; False on overflow.

    table and what belongs to it: as the search of the polytope left them.
    """
    for v in range(used):
        mask = bases[place[listed[v]]]
        # back to the polytope's own labels
        targets[v] = (mask >> k) | ((mask & ((1 << k) - 1)) << d) if turned else mask
    for v in range(used):
        for i in range(d):
            numerators[v, i] = 0
    done = values(
        width, table, det, inverse, labels, where, k, d, targets[:used], numerators[:used]
    )
    if done < used:
        return False
    common = np.int64(1)
    for i in range(d):
        a, b = common, divisors[i]
        while b:
            a, b = b, a % b
        if common // a > (1 << 30) // divisors[i]:
            return False
        common = common // a * divisors[i]
    for v in range(used):
        shared = np.int64(0)
        for i in range(d):
            if numerators[v, i] > (1 << 58) // (common // divisors[i]):
                return False
            numerators[v, i] *= common // divisors[i]
            a, b = shared, numerators[v, i]
            while b:
                a, b = b, a % b
            shared = a
        for i in range(d):
            numerators[v, i] //= shared
    for p in range(count):
        for i in range(d):
            out[p, i] = numerators[pairs[p, side], i]
    return True
