"""Dictionaries: solving linear inequalities for one set of variables in terms of another.

The system s = b - A x is written once for every choice of basic variables,

    x_B[r] = rhs[r] - sum over c of T[r][c] x_N[c],

and a pivot exchanges one basic with one cobasic variable. The entries are kept over the common
denominator D, the (positive) determinant of the current basis, so that integer data stay integer
and every division is exact (Edmonds 1967; Bareiss 1968; the form used by Avis's lrs). The same
formulas hold in any ordered field, where division by D is a multiplication with its inverse.

A dictionary is a list of rows, each [T[r][0], .., T[r][d-1], rhs[r]] over D.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

#: Python integers, or Numbers throughout. The two are never mixed in one dictionary.
Entry = Any
Row = list[Entry]


def pivot_integers(rows: Sequence[Row], r: int, c: int, denominator: int) -> tuple[list[Row], int]:
    """Exchange the basic variable of row r with the cobasic variable of column c.

    rows: integer dictionary over `denominator`. Its entry at (r, c) must not be zero.
    Returns the new rows and their denominator, which is again positive.
    """
    pivot_row = rows[r]
    pivot = pivot_row[c]
    new: list[Row] = []
    for i, row in enumerate(rows):
        if i == r:
            swapped = row[:]
            swapped[c] = denominator
            new.append(swapped)
            continue
        factor = row[c]
        if factor:
            swapped = [
                (a * pivot - factor * b) // denominator for a, b in zip(row, pivot_row, strict=True)
            ]
            swapped[c] = -factor
            new.append(swapped)
        elif pivot == denominator:
            new.append(row)
        else:
            new.append([a * pivot // denominator for a in row])
    if pivot < 0:
        return [[-a for a in row] for row in new], -pivot
    return new, pivot


def pivot_field(rows: Sequence[Row], r: int, c: int, denominator: Entry) -> tuple[list[Row], Entry]:
    """Do the same over an ordered field of Numbers."""
    inverse = 1 / denominator
    pivot_row = rows[r]
    pivot = pivot_row[c]
    scaled_row = [a * inverse for a in pivot_row]
    scaled_pivot = pivot * inverse
    new: list[Row] = []
    for i, row in enumerate(rows):
        if i == r:
            swapped = row[:]
            swapped[c] = denominator
        else:
            factor = row[c]
            if factor == 0:
                swapped = [a * scaled_pivot for a in row]
            else:
                swapped = [
                    a * scaled_pivot - factor * b for a, b in zip(row, scaled_row, strict=True)
                ]
                swapped[c] = -factor
        new.append(swapped)
    if pivot < 0:
        return [[-a for a in row] for row in new], -pivot
    return new, pivot
