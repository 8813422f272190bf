"""Preferences: a direction u_i in R^n for each party, a unit vector.

A direction given with another length is normalised exactly: its length says nothing, for power
is the magnitude. Length is the square root of an exact number, hence exact itself; the alignment
of two arrows x and y is x.y / sqrt((x.x)(y.y)), one square root and not two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from games.errors import WorldError
from games.exact import Scalar, sqrt
from games.world.scalars import is_number, is_zero, scalar

Direction = tuple[Scalar, ...]


def dot(x: Sequence[Scalar], y: Sequence[Scalar]) -> Scalar:
    """Inner product of two vectors of equal length."""
    products = [a * b for a, b in zip(x, y, strict=True)]
    return sum(products[1:], start=products[0])


def check_direction(name: str, direction: Sequence[Any]) -> Direction:
    """Return the coordinates as Scalars; refuse an empty or zero vector."""
    result = tuple(scalar(coordinate) for coordinate in direction)
    if not result:
        raise WorldError(f"direction of {name!r}: a direction needs at least one coordinate")
    if all(is_zero(coordinate) for coordinate in result):
        raise WorldError(
            f"direction of {name!r}: the zero vector points nowhere",
            found=f"({', '.join(map(str, result))})",
            allowed="any vector but zero; its length does not matter",
        )
    return result


def cosine_between(x: Direction, y: Direction) -> Scalar:
    """u.v of the unit vectors along x and y."""
    inner = dot(x, y)
    squares = dot(x, x) * dot(y, y)
    if is_zero(squares - 1):
        return inner
    if not is_number(squares):
        raise WorldError(
            "direction: a direction with free parameters must be a unit vector for all their "
            f"values; its squared length is {squares}",
            hint="give the alignment as a cosine or an angle instead",
        )
    return inner / sqrt(squares)


def unit(direction: Direction) -> Direction:
    """The direction divided by its length."""
    squared = dot(direction, direction)
    if is_zero(squared - 1):
        return direction
    length = sqrt(squared)
    return tuple(coordinate / length for coordinate in direction)
