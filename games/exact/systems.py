"""Square systems of linear equations over any field; rational ones by FLINT."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from games.exact.number import Scalar


def solve_square(
    rows: Sequence[Sequence[Scalar]], right: Sequence[Scalar]
) -> tuple[Scalar, ...] | None:
    """Return x with rows x = right, or None where the matrix is singular; [equation][unknown]."""
    if not rows:
        return ()
    if all(isinstance(entry, (int, Fraction)) for row in (*rows, right) for entry in row):
        from games.exact import bridge

        columns = [[bridge.rational(row[j]) for row in rows] for j in range(len(rows))]
        found = bridge.solve(columns, [[bridge.rational(entry) for entry in right]])
        if found is None:
            return None
        return tuple(bridge.fraction(entry) for entry in bridge.padded(found[0], len(rows)))
    work = [[*row, value] for row, value in zip(rows, right, strict=True)]
    size = len(work)
    for column in range(size):
        pivot = next((r for r in range(column, size) if work[r][column] != 0), None)
        if pivot is None:
            return None
        work[column], work[pivot] = work[pivot], work[column]
        head = work[column] = [entry / work[column][column] for entry in work[column]]
        for r in range(size):
            factor = work[r][column]
            if r != column and factor != 0:
                work[r] = [
                    a if b == 0 else a - factor * b for a, b in zip(work[r], head, strict=True)
                ]
    return tuple(row[size] for row in work)
