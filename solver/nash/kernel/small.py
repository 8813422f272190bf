"""Many small games in one call: extreme equilibria, components, indices and dimensions.

Every game is searched as in `explore`, in 64-bit integers with every overflow caught; a game in
which a number overflows, or which has more equilibria than the fixed tables hold, is passed over
for the caller to solve in another way. Components are joined from the label sets alone; the steps
are in `small_steps`.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from solver.nash.kernel.explore import values
from solver.nash.kernel.small_steps import (
    STRATEGIES,
    determinant_sign,
    dimensions,
    join_components,
    number,
    polytope,
    prepare,
    vertices,
)

#: Most bases of one polytope (at most 112: McMullen 1970), extreme equilibria and closed sets of
#: one game.
_BASES, _PAIRS, _CLOSED = 256, 512, 256


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
    targets, numerators = np.empty(STRATEGIES, np.int64), np.empty((STRATEGIES, 6), np.int64)
    low_a, low_b = np.empty(m, np.int64), np.empty(m, np.int64)
    work, ratios = np.empty(38, np.int64), np.empty((0, 1))
    for g in range(start, games):
        extreme, components = starts[g], component_starts[g]
        if extreme + _PAIRS > home.size or components + _PAIRS > index.size:
            return g
        starts[g + 1], component_starts[g + 1] = extreme, components
        passed[g] = True
        prepare(column[g], True, table_x, divisors_x)
        prepare(row[g], False, table_y, divisors_y)
        if not polytope(
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
            ratios,
        ):
            continue
        count_x = state[0]
        used[0], used[1] = 0, 0
        vertices_x = vertices(bases_x, tight_x, count_x, m, n, False, place_x)
        if not polytope(
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
            ratios,
        ):
            continue
        count_y = state[0]
        vertices_y = vertices(bases_y, tight_y, count_y, n, m, True, place_y)
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
                    x = number(v, number_x, listed_x, used, 0)
                    y = number(w, number_y, listed_y, used, 1)
                    if x < 0 or y < 0 or count == _PAIRS:
                        fits = False
                        break
                    pairs[count, 0], pairs[count, 1] = x, y
                    count += 1
            if not fits:
                break
        if not fits:
            continue
        found = join_components(pairs, count, used, component)
        for x in range(used[0]):
            used_tight_x[x] = tight_x[place_x[listed_x[x]]]
        for y in range(used[1]):
            used_tight_y[y] = tight_y[place_y[listed_y[y]]]
        if not dimensions(
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


@numba.njit(cache=True, _nrt=False)
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
                signs = determinant_sign(width, row, low_a, rows, columns, work)
                signs *= determinant_sign(width, column, low_b, rows, columns, work)
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


@numba.njit(cache=True, _nrt=False)
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
