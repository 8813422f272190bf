"""Cosines of rational radians and exponentials of rationals."""

from __future__ import annotations

from fractions import Fraction

from games.errors import NumberError
from games.exact.number import Number


def exp(x: Number) -> Number:
    """Return exp(x)."""
    if x == 0:
        return Fraction(1)
    raise NumberError("exp() of a number other than 0 is not available")


def cosine_of_arc(turn: Fraction, radians: Fraction) -> Number:
    """Return cos(pi turn + radians)."""
    raise NumberError("angles in radians are not available", hint="use degrees")
