"""Newton's method for an equilibrium near a given profile, its support corrected on the way.

On given supports, every action of player i's support is worth v_i(s). With two players these
equations hold v_i and the OTHER player's weights y alone,

    sum_b y_b(s) cells_i(s, a, b) = v_i(s)   for a in the support,

so each player's system is solved apart. It is square only if both supports have as many actions in
all. What comes out corrects the supports: actions with negative weight leave, actions worth more
than the value enter, until nothing changes.
"""

from __future__ import annotations

from typing import Any

from solver.dynamic.arrays import Arrays, solve

#: Weights above one of these are taken for part of the support at first.
PRESENT = (1e-2, 1e-4, 1e-6)
#: Corrections of the support, and Newton steps on each.
CORRECTIONS, ROUNDS = 6, 12
#: Relative size of what counts as rounding.
ROUNDING = 1e-12


def polish(arrays: Arrays, sigma: list[Any], v: list[Any]) -> tuple[list[Any], list[Any]] | None:
    """(weights, values) of an equilibrium found from sigma and v; None where none is."""
    seen: set[bytes] = set()
    for least in PRESENT:
        used = [(w > least) & arrays.live[i] for i, w in enumerate(sigma)]
        found = _corrected(arrays, used, sigma, v, seen)
        if found is not None:
            return found
    return None


def _corrected(
    arrays: Arrays, used: list[Any], sigma: list[Any], v: list[Any], seen: set[bytes]
) -> tuple[list[Any], list[Any]] | None:
    """`polish` from given supports, leaving out those seen before."""
    import numpy as np

    for _ in range(CORRECTIONS):
        key = used[0].tobytes() + used[1].tobytes()
        if key in seen or used[0].sum() != used[1].sum():
            return None
        seen.add(key)
        w = [_restricted(own, on) for own, on in zip(sigma, used, strict=True)]
        first = _on_support(arrays, 0, used, w[1], v[0])
        second = None if first is None else _on_support(arrays, 1, used, w[0], v[1])
        if first is None or second is None:
            return None
        w, worth = [second[1], first[1]], [first[0], second[0]]
        right = True
        for i in (0, 1):
            q = arrays.worths(arrays.cells(i, worth[i]), w[1 - i])
            slack = ROUNDING * max(arrays.scale, float(np.abs(worth[i]).max()))
            enter = arrays.live[i] & ~used[i] & (q > worth[i][:, None] + slack)
            leave = used[i] & (w[i] < -ROUNDING)
            right = right and not enter.any() and not leave.any()
            used[i] = (used[i] & ~leave) | enter
        if right:
            w = [_restricted(np.maximum(own, 0.0), on) for own, on in zip(w, used, strict=True)]
            return w, arrays.values(w)
    return None


def _restricted(weights: Any, used: Any) -> Any:
    """Weights on the support, summing to 1; equal ones where none of them is there."""
    import numpy as np

    held = np.where(used, weights, 0.0)
    held = np.where(held.sum(axis=1, keepdims=True) > 0, held, used * 1.0)
    return held / held.sum(axis=1, keepdims=True)


def _on_support(arrays: Arrays, i: int, used: list[Any], y: Any, v: Any) -> tuple[Any, Any] | None:
    """Player i's values and the other's weights that make i indifferent over its support."""
    import numpy as np
    from scipy import sparse

    size, own, other = arrays.size, arrays.most[i], arrays.most[1 - i]
    rows = np.flatnonzero(used[i].ravel())
    state = rows // own
    # The first action of the other's support takes what the rest leave.
    base = used[1 - i].argmax(axis=1)
    rest = used[1 - i].copy()
    rest[np.arange(size), base] = False
    free_s, free_b = np.nonzero(rest)
    pairs = np.repeat(np.arange(free_s.size), own)
    column_rows = free_s[pairs] * own + np.tile(np.arange(own), free_s.size)
    place = np.full(size * own, -1)
    place[rows] = np.arange(rows.size)
    held = place[column_rows] >= 0
    entries = (place[column_rows][held], size + pairs[held])
    y = y.copy()
    minus = sparse.csr_matrix(
        (np.ones(rows.size), (np.arange(rows.size), state)), (rows.size, size)
    )
    if arrays.dense:
        minus = minus.toarray()
    for _ in range(ROUNDS):
        cells = arrays.cells(i, v)
        q = arrays.worths(cells, y)
        residual = q.ravel()[rows] - v[state]
        spread = np.broadcast_to(y[:, None, :], (size, own, other)).reshape(size * own, other)
        lands = arrays.combine(i, spread)[rows] - minus
        differences = cells[free_s, :, free_b] - cells[free_s, :, base[free_s]]
        if not (np.abs(differences) * used[i][free_s]).any(axis=1).all():
            return None  # a weight on which nothing hangs
        if arrays.dense:
            matrix = np.zeros((rows.size, size + free_s.size))
            matrix[:, :size] = lands
            matrix[entries] = differences.ravel()[held]
        else:
            entry = (differences.ravel()[held], (entries[0], entries[1] - size))
            matrix = sparse.hstack(
                [lands, sparse.csr_matrix(entry, (rows.size, free_s.size))], format="csr"
            )
        move = solve(matrix, -residual)
        if move is None or not np.isfinite(move).all():
            return None
        v = v + move[:size]
        y[free_s, free_b] += move[size:]
        y[np.arange(size), base] = 1.0 - np.where(rest, y, 0.0).sum(axis=1)
        if np.abs(move).max() < 1e-13 * (1 + np.abs(v).max()):
            break
        if np.abs(y).max() > 1e6:
            return None
    return v, y
