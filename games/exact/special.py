"""Functions whose values are rarely exact numbers, enclosed between rationals by ball arithmetic.

Both functions here are monotone, so the ends of an enclosure of x give the ends of theirs.
"""

from __future__ import annotations

from fractions import Fraction

from games.errors import NumberError
from games.exact.cosines import exact_degrees
from games.exact.decimals import enclosure
from games.exact.number import Number, sign

_GUARD = 32


def arccos_degrees(x: Number, bits: int = 64) -> tuple[Fraction, Fraction]:
    """Return rational (low, high) with low <= arccos(x) in degrees <= high, for x in [-1, 1].

    The ends are equal where the angle is a rational number of degrees.
    """
    if sign(x + 1) < 0 or sign(x - 1) > 0:
        raise NumberError(f"arccos_degrees(): argument must be in [-1, 1]; got {x}", found=str(x))
    known = exact_degrees(x)
    if known is not None:
        return known, known
    from games.exact import bridge

    low, high = _clamped(x, -1, bits)
    ends = [
        bridge.bounds(bridge.arccos_degrees_ball(bridge.exact_ball(end, bits + _GUARD), bits))
        for end in (high, low)
    ]
    return max(ends[0][0], Fraction(0)), min(ends[1][1], Fraction(180))


def logarithm(x: Number, bits: int = 64) -> tuple[Fraction, Fraction]:
    """Return rational (low, high) around the natural logarithm of x > 0."""
    if sign(x) <= 0:
        raise NumberError(f"logarithm(): argument must be positive; got {x}", found=str(x))
    from games.exact import bridge

    low, high = enclosure(x, bits + _GUARD)
    return (
        bridge.bounds(bridge.log_ball(low, bits + _GUARD))[0],
        bridge.bounds(bridge.log_ball(high, bits + _GUARD))[1],
    )


def regularised_beta(
    x: Number, a: Fraction, b: Fraction, bits: int = 64
) -> tuple[Fraction, Fraction]:
    """Return rational (low, high) around I_x(a, b) for x in [0, 1] and a, b > 0."""
    if sign(x) < 0 or sign(x - 1) > 0:
        raise NumberError(f"regularised_beta(): argument must be in [0, 1]; got {x}", found=str(x))
    from games.exact import bridge

    low, high = _clamped(x, 0, bits)
    below = bridge.bounds(bridge.beta_ball(low, a, b, bits + _GUARD))[0]
    above = bridge.bounds(bridge.beta_ball(high, a, b, bits + _GUARD))[1]
    return max(below, Fraction(0)), min(above, Fraction(1))


def _clamped(x: Number, lowest: int, bits: int) -> tuple[Fraction, Fraction]:
    """An enclosure of x that stays within [lowest, 1]."""
    low, high = enclosure(x, bits + _GUARD)
    return max(low, Fraction(lowest)), min(high, Fraction(1))
