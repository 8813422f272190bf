"""Search of all feasible bases of a polytope in double precision, every basis proved.

The polytope is {z >= 0 : C z <= 1}, C of shape (rows, columns), nonnegative, each column with a
positive entry, and every entry a double without rounding (the caller scales integers below 2^53 by
a power of two). The search is that of `explore` with a dictionary of doubles; nothing that a double
says is believed until it is proved, as follows.

*What has to be proved.* Let S be the set of visited bases. If every basis in S is feasible for the
lexicographically perturbed polytope, and for every basis in S and every one of its nonbasic labels
some other basis in S shares all the other labels, then S is everything: the perturbed polytope is
simple, the other basis is *the* neighbour along that edge, and the graph is connected. The second
condition is a matter of bit masks and holds by construction, however the neighbour was guessed: the
search ends only when every guessed neighbour has been visited. So feasibility is left, basis by
basis. A strictly feasible basis is also lexicographically feasible.

*Bound* (a standard residual bound; Rump 2010 for a survey). Take a basis with basic variables z_I
and tight rows J, |I| = |J| = k, M = C[J, I]. Let R be the computed inverse and z the computed
values, both as they stand in the dictionary and however inaccurate. With G = 1 - R M and
r = 1 - M z (a vector of ones), if |G| < 1 in the norm of row sums then M is regular and

    |M^-1 1 - z| <= |R| |r| / (1 - |G|).

A sum of k products in any order is computed with an error of at most g = (k + 2) u / (1 - (k+2) u)
times the sum of the absolute products, u = 2^-53 (Higham 2002, section 3.1). Below, `slip` is
4 (k + 3) u > g with room for the rounding of the bounds themselves, and we demand |G| <= 1/4 with
the rounding error of G counted, |r| <= 1/10, and use the doubled bound 2 |R| |r| / (3/4). The basis
is proved when z_i exceeds that error, and every slack 1 - C_j z exceeds k max(C) times that error
plus its own rounding error. Products of numbers this size neither overflow nor come near the
subnormal range, except to zero, where `slip` covers them.

Bases that this does not prove are listed as undecided, for the caller to settle exactly.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from solver.nash.kernel.explore import FAULT, FOUND, PENDING, PIVOTS, insert

#: Index into `state`: number of undecided bases.
UNDECIDED = 4
_UNIT = 2.0**-53
#: Smaller entries of the dictionary are not pivoted on. Wrong guesses are found by the proof.
_TINY = 1e-9
#: Ratios closer than this are treated as equal.
_CLOSE = 1e-9
_TIE = -2


@numba.njit(cache=True, _nrt=False, fastmath={"reassoc", "contract"})
def _exchange(table: Any, labels: Any, r: int, c: int) -> None:
    rows, stride = table.shape
    scale = 1.0 / table[r, c]
    for j in range(stride):
        table[r, j] *= scale
    table[r, c] = scale
    for i in range(rows):
        if i != r:
            factor = table[i, c]
            table[i, c] = 0.0
            for j in range(stride):
                table[i, j] -= factor * table[r, j]
    labels[r], labels[rows + c] = labels[rows + c], labels[r]


@numba.njit(cache=True, _nrt=False)
def _move(table: Any, labels: Any, target: int) -> int:
    """Pivot on the largest entries until the nonbasic labels are `target`; number of pivots."""
    rows = table.shape[0]
    columns = table.shape[1] - 1
    pivots = 0
    while True:
        best, row, column = 0.0, -1, -1
        for c in range(columns):
            if (target >> labels[rows + c]) & 1 == 0:
                for r in range(rows):
                    if (target >> labels[r]) & 1 and abs(table[r, c]) > best:
                        best, row, column = abs(table[r, c]), r, c
        if row < 0:
            return pivots
        _exchange(table, labels, row, column)
        pivots += 1


@numba.njit(cache=True, _nrt=False)
def _restart(matrix: Any, table: Any, labels: Any) -> None:
    """The dictionary of the origin."""
    rows, columns = matrix.shape
    for i in range(rows):
        for j in range(columns):
            table[i, j] = matrix[i, j]
        table[i, columns] = 1.0
        labels[i] = columns + i
    for j in range(columns):
        labels[rows + j] = j


@numba.njit(cache=True, _nrt=False)
def _ratio_tests(table: Any, leaving: Any, ratio: Any) -> None:
    """For each column: the row that leaves, -1 for none, or _TIE; and the smallest ratio."""
    rows = table.shape[0]
    columns = table.shape[1] - 1
    for c in range(columns):
        leaving[c] = -1
        ratio[c] = np.inf
    for i in range(rows):
        right = table[i, columns]
        for c in range(columns):
            entry = table[i, c]
            quotient = right / entry if entry > _TINY else np.inf
            if quotient < ratio[c] + _CLOSE:
                leaving[c] = _TIE if quotient > ratio[c] - _CLOSE else i
                ratio[c] = min(ratio[c], quotient)


@numba.njit(cache=True)
def _untie(table: Any, labels: Any, c: int, ratio: float) -> int:
    """Guess the lexicographically smallest of the rows whose ratio is `ratio`."""
    rows, stride = table.shape
    columns = stride - 1
    tied = np.empty(rows, np.int64)
    count = 0
    for i in range(rows):
        if table[i, c] > _TINY and table[i, columns] / table[i, c] <= ratio + _CLOSE:
            tied[count] = i
            count += 1
    slack = columns
    while count > 1 and slack < rows + columns:
        place = 0
        while labels[place] != slack:
            place += 1
        smallest = np.inf
        for k in range(count):
            i = tied[k]
            top = table[i, place - rows] if place >= rows else (1.0 if place == i else 0.0)
            smallest = min(smallest, top / table[i, c])
        kept = 0
        for k in range(count):
            i = tied[k]
            top = table[i, place - rows] if place >= rows else (1.0 if place == i else 0.0)
            if top / table[i, c] <= smallest + _CLOSE:
                tied[kept] = i
                kept += 1
        count = kept
        slack += 1
    return tied[0]


@numba.njit(cache=True, fastmath={"reassoc", "contract"})
def _proved(matrix: Any, largest: float, table: Any, labels: Any, work: Any) -> bool:
    """Whether the current basis is proved strictly feasible. See the head of this file."""
    rows, columns = matrix.shape
    variables, inverse, block, values, product = work[0], work[1], work[2], work[3], work[4]
    k = 0
    for i in range(rows):
        if labels[i] < columns:
            values[k, 0] = i
            k += 1
    tight = 0
    for j in range(columns):
        if labels[rows + j] >= columns:
            values[tight, 1] = j
            tight += 1
    slip = 4.0 * (k + 3) * _UNIT
    norm = 0.0
    for i in range(k):
        row = np.int64(values[i, 0])
        if not table[row, columns] > 0.0:
            return False
        total = 0.0
        for j in range(k):
            entry = table[row, np.int64(values[j, 1])]
            inverse[i, j] = entry
            total += abs(entry)
        if not total < 1e100:
            return False
        norm = max(norm, total)
        variables[0, i] = table[row, columns]
    residual = 0.0
    for j in range(k):
        constraint = labels[rows + np.int64(values[j, 1])] - columns
        total = 1.0
        for i in range(k):
            entry = matrix[constraint, labels[np.int64(values[i, 0])]]
            block[j, i] = entry
            total -= entry * variables[0, i]
        residual = max(residual, abs(total))
    if not residual <= 0.1:
        return False
    residual += 2.0 * slip
    defect = 0.0
    for i in range(k):
        for j in range(k):
            product[0, j] = 0.0
        product[0, i] = -1.0
        for p in range(k):
            factor = inverse[i, p]
            for j in range(k):
                product[0, j] += factor * block[p, j]
        total = 0.0
        for j in range(k):
            total += abs(product[0, j])
        defect = max(defect, total)
    defect = 2.0 * defect + 2.0 * k * slip * (1.0 + norm * largest)
    if not defect <= 0.25:
        return False
    error = 2.0 * norm * residual / 0.75
    for i in range(k):
        if not variables[0, i] > error:
            return False
    for i in range(rows):
        if labels[i] >= columns:
            constraint = labels[i] - columns
            total = 1.0
            for p in range(k):
                total -= matrix[constraint, labels[np.int64(values[p, 0])]] * variables[0, p]
            if not total > 2.0 * (k * largest * error + slip * (2.0 + abs(total))):
                return False
    return True


@numba.njit(cache=True)
def explore_certified(
    matrix: Any,
    table: Any,
    labels: Any,
    keys: Any,
    stack: Any,
    bases: Any,
    undecided: Any,
    state: Any,
    limit: int,
) -> None:
    """Visit bases until `limit` are found, room runs out, the guesses fail or none is left.

    bases [visited]: nonbasic labels; the first state[UNDECIDED] of `undecided` are not proved.
    """
    rows, columns = matrix.shape
    largest = 0.0
    for i in range(rows):
        for j in range(columns):
            largest = max(largest, matrix[i, j])
    size = max(rows, columns)
    work = np.empty((5, size, max(size, 2)))
    ratio = np.empty(columns)
    leaving = np.empty(columns, np.int64)
    room = min(stack.size, keys.size // 2)
    while state[PENDING] > 0 and state[FOUND] < limit:
        if state[FOUND] + state[PENDING] + columns > room:
            return
        target = stack[state[PENDING] - 1]
        state[PIVOTS] += _move(table, labels, target)
        state[PENDING] -= 1
        if not _proved(matrix, largest, table, labels, work):
            _restart(matrix, table, labels)
            state[PIVOTS] += _move(table, labels, target)
            if not _proved(matrix, largest, table, labels, work):
                if state[UNDECIDED] == undecided.size:
                    state[FAULT] = 1
                    return
                undecided[state[UNDECIDED]] = target
                state[UNDECIDED] += 1
        bases[state[FOUND]] = target
        state[FOUND] += 1
        _ratio_tests(table, leaving, ratio)
        for c in range(columns):
            if leaving[c] == _TIE:
                leaving[c] = _untie(table, labels, c, ratio[c])
            if leaving[c] < 0:
                state[FAULT] = 1
                return
            dropped, added = labels[rows + c], labels[leaving[c]]
            neighbour = target ^ (np.int64(1) << dropped) ^ (np.int64(1) << added)
            if insert(keys, neighbour):
                stack[state[PENDING]] = neighbour
                state[PENDING] += 1
