"""Exact linear algebra over integers and ordered fields: determinants and ranks.

Integer matrices are eliminated without fractions (Bareiss 1968); others by Gaussian elimination.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from games.exact import Number


def determinant_sign(matrix: Sequence[Sequence[Any]]) -> int:
    """Sign of the determinant of a square matrix of integers or of Numbers; 1 for size 0."""
    if all(isinstance(entry, int) for row in matrix for entry in row):
        return _determinant_sign_integers(matrix)
    rows = [list(row) for row in matrix]
    n = len(rows)
    result = 1
    for k in range(n):
        found = next((i for i in range(k, n) if rows[i][k] != 0), None)
        if found is None:
            return 0
        if found != k:
            rows[k], rows[found] = rows[found], rows[k]
            result = -result
        pivot = rows[k][k]
        if pivot < 0:
            result = -result
        for i in range(k + 1, n):
            if rows[i][k] != 0:
                factor = rows[i][k] / pivot
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return result


def _determinant_sign_integers(matrix: Sequence[Sequence[int]]) -> int:
    rows = [list(row) for row in matrix]
    n = len(rows)
    result = 1
    previous = 1
    for k in range(n - 1):
        found = next((i for i in range(k, n) if rows[i][k]), None)
        if found is None:
            return 0
        if found != k:
            rows[k], rows[found] = rows[found], rows[k]
            result = -result
        top = rows[k]
        pivot = top[k]
        for i in range(k + 1, n):
            row = rows[i]
            factor = row[k]
            for j in range(k + 1, n):
                row[j] = (row[j] * pivot - factor * top[j]) // previous
        previous = pivot
    last = rows[n - 1][n - 1] if n else 1
    return result * ((last > 0) - (last < 0))


def rank(matrix: Sequence[Sequence[Any]]) -> int:
    """Rank of a matrix of integers or Numbers."""
    rows = [list(row) for row in matrix]
    width = len(rows[0]) if rows else 0
    done = 0
    for column in range(width):
        found = next((i for i in range(done, len(rows)) if rows[i][column] != 0), None)
        if found is None:
            continue
        rows[done], rows[found] = rows[found], rows[done]
        top = rows[done]
        pivot = top[column]
        for i in range(done + 1, len(rows)):
            factor = rows[i][column]
            if factor != 0:
                rows[i] = [a * pivot - factor * b for a, b in zip(rows[i], top, strict=True)]
        done += 1
        if done == len(rows):
            break
    return done


def affine_dimension(points: Sequence[Sequence[Any]]) -> int:
    """Dimension of the affine hull of distinct points; -1 for none."""
    if len(points) <= 2:
        return len(points) - 1
    base = points[0]
    return rank([[a - b for a, b in zip(p, base, strict=True)] for p in points[1:]])


def solve_unique(
    matrix: Sequence[Sequence[Number]], rhs: Sequence[Number]
) -> tuple[Number, ...] | None:
    """Solution of a linear system with any number of equations, if there is exactly one.

    matrix: [equation][unknown], Numbers. None where there is no solution or more than one.
    """
    rows = [[*row, b] for row, b in zip(matrix, rhs, strict=True)]
    width = len(matrix[0])
    for column in range(width):
        found = next((i for i in range(column, len(rows)) if rows[i][column] != 0), None)
        if found is None:
            return None
        rows[column], rows[found] = rows[found], rows[column]
        pivot = rows[column][column]
        rows[column] = [entry / pivot for entry in rows[column]]
        for i, row in enumerate(rows):
            if i != column and row[column] != 0:
                factor = row[column]
                rows[i] = [a - factor * b for a, b in zip(row, rows[column], strict=True)]
    if any(row[width] != 0 for row in rows[width:]):
        return None
    return tuple(row[width] for row in rows[:width])
