"""Solve a square linear system over any field, by elimination."""

from __future__ import annotations

from collections.abc import Sequence

from games.errors import GameError
from games.exact import Scalar


def solve(rows: Sequence[Sequence[Scalar]], right: Sequence[Scalar]) -> list[Scalar]:
    """Return the solution of rows * x = right; raise `GameError` where it is not unique."""
    work = [[*row, value] for row, value in zip(rows, right, strict=True)]
    size = len(work)
    for column in range(size):
        pivot = next((r for r in range(column, size) if work[r][column] != 0), None)
        if pivot is None:
            raise GameError("linear system: the solution is not unique")
        work[column], work[pivot] = work[pivot], work[column]
        head = work[column]
        inverse = 1 / head[column]
        work[column] = head = [entry * inverse if entry else entry for entry in head]
        for r in range(size):
            factor = work[r][column]
            if r != column and factor != 0:
                work[r] = [a - factor * b if b else a for a, b in zip(work[r], head, strict=True)]
    return [row[size] for row in work]
