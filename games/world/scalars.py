"""Domain checks for values that may still be symbols.

A world or conflict may hold numbers, or elements of another field (a rational function of
parameters, a sympy expression). Numbers are checked against their domain; an element that has no
order is passed through, because its domain belongs to whoever sets the parameters.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from games.errors import WorldError
from games.exact import Real, Scalar, exact, sign


def scalar(value: Any) -> Scalar:
    """Return a plain number as an exact Number; pass an element of another field through.

    Raises `NumberError` for floats, texts, booleans and containers.
    """
    if value is None or isinstance(value, (int, float, str, bytes, Fraction, Real, list, tuple)):
        return exact(value)
    return value


def is_number(value: Scalar) -> bool:
    """Whether the value is an exact number, and so can be compared."""
    return isinstance(value, (Fraction, Real))


def is_zero(value: Scalar) -> bool:
    """Whether the value is zero; of a symbolic value, whether it is zero identically."""
    return bool(value == 0)


def within(value: Any, low: int, high: int | None, what: str, hint: str | None = None) -> Scalar:
    """Return the value as a Scalar; raise `WorldError` if it is a number outside [low, high]."""
    result = scalar(value)
    if not is_number(result):
        return result
    if sign(result - low) < 0 or (high is not None and sign(result - high) > 0):
        allowed = f"[{low}, {high}]" if high is not None else f">= {low}"
        raise WorldError(
            f"{what} must be in {allowed}; got {result}"
            if high is not None
            else f"{what} must be {allowed}; got {result}",
            found=str(result),
            allowed=allowed,
            hint=hint,
        )
    return result


def probability(value: Any, what: str, hint: str | None = None) -> Scalar:
    """Return the value as a Scalar; raise `WorldError` if it is a number outside [0, 1]."""
    return within(value, 0, 1, what, hint)
