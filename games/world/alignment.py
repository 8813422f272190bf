"""Alignment: a_ij = u_i . u_j, the cosine of the angle between two preferences.

A matrix is the alignment of some unit vectors in R^n if and only if it is symmetric with unit
diagonal, positive semidefinite and of rank at most n (it is then their Gram matrix). Decided by
symmetric elimination, A = L D L^T, with exact signs: every pivot chosen is positive; a negative
diagonal entry, or a nonzero entry beside zero diagonals, shows a negative principal minor.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from games.errors import WorldError
from games.exact import Number, Scalar, exact, sign, sqrt
from games.world.preferences import Direction, cosine_between
from games.world.scalars import is_number, is_zero, scalar

Matrix = tuple[tuple[Scalar, ...], ...]


@dataclass(frozen=True)
class Elimination:
    """Outcome of the elimination.

    pivots: indices eliminated, in order; their number is the rank of a semidefinite matrix.
    witness: indices of a negative principal minor, empty if the matrix is semidefinite.
    minor: that minor's value, None if there is none.
    """

    pivots: tuple[int, ...]
    witness: tuple[int, ...]
    minor: Number | None


def eliminate(matrix: Matrix, among: Sequence[int] | None = None) -> Elimination:
    """Run the elimination on the principal submatrix of the given indices (default: all)."""
    remaining = list(range(len(matrix))) if among is None else list(among)
    entry = {(i, j): matrix[i][j] for i in remaining for j in remaining}
    pivots: list[int] = []
    minor: Number = exact(1)
    while remaining:
        signs = {i: sign(entry[i, i]) for i in remaining}
        for i in remaining:
            if signs[i] < 0:
                return Elimination(tuple(pivots), (*pivots, i), minor * entry[i, i])
        pivot = next((i for i in remaining if signs[i] > 0), None)
        if pivot is None:
            for i, j in itertools.combinations(remaining, 2):
                if not is_zero(entry[i, j]):
                    square = entry[i, j] * entry[i, j]
                    return Elimination(tuple(pivots), (*pivots, i, j), -minor * square)
            break
        remaining.remove(pivot)
        minor = minor * entry[pivot, pivot]
        for i in remaining:
            factor = entry[i, pivot] / entry[pivot, pivot]
            for j in remaining:
                entry[i, j] = entry[i, j] - factor * entry[pivot, j]
        pivots.append(pivot)
    return Elimination(tuple(pivots), (), None)


def smallest_violation(matrix: Matrix, witness: tuple[int, ...]) -> tuple[int, ...]:
    """Drop parties from a negative principal minor until every one left is needed."""
    for index in witness:
        rest = tuple(i for i in witness if i != index)
        smaller = eliminate(matrix, rest).witness
        if smaller:
            return smallest_violation(matrix, smaller)
    return tuple(sorted(witness))


def _three_party_words(names: Sequence[str], matrix: Matrix, three: tuple[int, ...]) -> str:
    """Say which inequality between three angles fails.

    Three unit vectors exist iff every angle is at most the sum of the other two and all three sum
    to at most 360 deg. Where the minor is negative exactly one of the four fails, and the signs of
    c_12 - c_13 c_23 and of c_13 + c_23 say which.
    """
    i, j, k = three
    c_ij, c_ik, c_jk = matrix[i][j], matrix[i][k], matrix[j][k]
    pair = "{}-{}".format
    if sign(c_ij - c_ik * c_jk) < 0:
        if sign(c_ik + c_jk) < 0:
            return (
                "three parties cannot be opposed that strongly pairwise: their angles sum to more "
                "than 360 deg"
            )
        wide, others = (i, j), ((i, k), (j, k))
    elif sign(c_ik - c_jk) < 0:
        wide, others = (i, k), ((i, j), (j, k))
    else:
        wide, others = (j, k), ((i, j), (i, k))
    first, second = (pair(names[a], names[b]) for a, b in others)
    return (
        f"the angle {pair(names[wide[0]], names[wide[1]])} is wider than the angles {first} and "
        f"{second} together"
    )


def _refusal(names: Sequence[str], matrix: Matrix, witness: tuple[int, ...]) -> WorldError:
    """The error for a matrix that no directions have."""
    members = smallest_violation(matrix, witness)
    minor = eliminate(matrix, members).minor
    who = ", ".join(names[i] for i in members)
    reason = (
        _three_party_words(names, matrix, members)
        if len(members) == 3
        else "every smaller group of them would be possible"
    )
    return WorldError(
        f"alignment: no directions of {who} have these alignments: {reason} (the principal minor "
        f"of {who} is {minor}, and must not be negative)",
        found=str(minor),
        allowed="a positive semidefinite alignment matrix",
    )


def check_alignment(names: Sequence[str], matrix: Sequence[Sequence[Any]]) -> tuple[Matrix, int]:
    """Return the matrix as Scalars with its rank; refuse what no unit vectors have.

    With symbolic entries only symmetry and diagonal are checked, and the rank returned is the
    number of parties (an upper bound).
    """
    size = len(names)
    if len(matrix) != size or any(len(row) != size for row in matrix):
        shape = f"{len(matrix)} rows of {', '.join(str(len(row)) for row in matrix)}"
        raise WorldError(
            f"alignment: {size} parties need a {size}x{size} matrix; got {shape}",
            found=shape,
            allowed=f"{size}x{size}",
        )
    result = tuple(tuple(scalar(value) for value in row) for row in matrix)
    for i, j in itertools.combinations_with_replacement(range(size), 2):
        value, pair = result[i][j], f"{names[i]}-{names[j]}"
        if i == j and not is_zero(value - 1):
            raise WorldError(
                f"alignment of {names[i]!r} with itself must be 1; got {value}",
                found=str(value),
                allowed="1",
            )
        if not is_zero(value - result[j][i]):
            raise WorldError(
                f"alignment {pair} is {value} one way and {result[j][i]} the other; the matrix "
                "must be symmetric",
                found=f"{value} and {result[j][i]}",
            )
        if is_number(value) and (sign(value - 1) > 0 or sign(value + 1) < 0):
            raise WorldError(
                f"alignment {pair}: a cosine must be in [-1, 1]; got {value}",
                found=str(value),
                allowed="[-1, 1]",
            )
    if not all(is_number(value) for row in result for value in row):
        return result, size
    elimination = eliminate(result)
    if elimination.witness:
        raise _refusal(names, result, elimination.witness)
    return result, len(elimination.pivots)


def from_directions(directions: Sequence[Direction]) -> Matrix:
    """Alignment matrix of the unit vectors along the given directions, [party][party]."""
    one = exact(1)
    size = len(directions)
    upper = {
        (i, j): cosine_between(directions[i], directions[j])
        for i, j in itertools.combinations(range(size), 2)
    }
    return tuple(
        tuple(one if i == j else upper[min(i, j), max(i, j)] for j in range(size))
        for i in range(size)
    )


def from_pairs(names: Sequence[str], cosines: Mapping[tuple[str, str], Any]) -> Matrix:
    """Alignment matrix of the cosine of each pair of parties, in either order of the pair."""
    position = {name: index for index, name in enumerate(names)}
    known: dict[tuple[int, int], Scalar] = {}
    for (first, second), value in cosines.items():
        for name in (first, second):
            if name not in position:
                raise WorldError(
                    f"alignment {first}-{second}: there is no party {name!r}",
                    found=name,
                    allowed=", ".join(names),
                )
        i, j = sorted((position[first], position[second]))
        if i == j:
            raise WorldError(f"alignment {first}-{second}: a party is aligned with itself always")
        if (i, j) in known:
            raise WorldError(f"alignment {first}-{second}: this pair is given twice")
        known[i, j] = scalar(value)
    for i, j in itertools.combinations(range(len(names)), 2):
        if (i, j) not in known:
            raise WorldError(
                f"alignment {names[i]}-{names[j]}: this pair is missing; {len(names)} parties "
                f"have {len(names) * (len(names) - 1) // 2} pairs",
                hint=f"add {names[i]}-{names[j]}",
            )
    one = exact(1)
    return tuple(
        tuple(one if i == j else known[min(i, j), max(i, j)] for j in range(len(names)))
        for i in range(len(names))
    )


def coordinates(matrix: Matrix) -> tuple[Direction, ...]:
    """Unit vectors with the given alignment matrix, [party][coordinate], in R^rank.

    The first party with a pivot points along the first axis, the next lies in the plane of the
    first two, and so on: the rows of L sqrt(D).
    """
    size = len(matrix)
    entry = {(i, j): matrix[i][j] for i in range(size) for j in range(size)}
    remaining = list(range(size))
    columns: list[list[Number]] = []
    for pivot in eliminate(matrix).pivots:
        root = sqrt(entry[pivot, pivot])
        columns.append(
            [entry[i, pivot] / root if i in remaining else exact(0) for i in range(size)]
        )
        remaining.remove(pivot)
        for i in remaining:
            factor = entry[i, pivot] / entry[pivot, pivot]
            for j in remaining:
                entry[i, j] = entry[i, j] - factor * entry[pivot, j]
    return tuple(tuple(column[i] for column in columns) for i in range(size))
