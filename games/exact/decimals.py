"""Exact numbers as decimals and floats, correctly rounded, and long integers as text."""

from __future__ import annotations

from fractions import Fraction

from games.exact.limits import finer
from games.exact.number import Number, Real

#: Python converts integers of up to 4,300 digits to text in one go.
_CHUNK_DIGITS = 4_000
_CHUNK_BITS = 13_000


def integer_text(n: int) -> str:
    """Return an integer as text, however long."""
    if n.bit_length() < _CHUNK_BITS:
        return str(n)
    if n < 0:
        return "-" + integer_text(-n)
    parts = []
    while n:
        n, rest = divmod(n, 10**_CHUNK_DIGITS)
        parts.append(str(rest).rjust(_CHUNK_DIGITS, "0"))
    return "".join(reversed(parts)).lstrip("0")


def integer_value(text: str) -> int:
    """Return the integer that a text of digits (with a sign) stands for, however long."""
    sign = -1 if text.startswith("-") else 1
    digits = text.lstrip("+-")
    value = 0
    for start in range(0, len(digits), _CHUNK_DIGITS):
        chunk = digits[start : start + _CHUNK_DIGITS]
        value = value * 10 ** len(chunk) + int(chunk)
    return sign * value


def enclosure(x: Number | int, bits: int = 64) -> tuple[Fraction, Fraction]:
    """Return rational (low, high) with low <= x <= high; equal where x is rational."""
    if isinstance(x, Real):
        return x.enclosure(bits)
    return Fraction(x), Fraction(x)


def approx(x: Number | int) -> float:
    """Return the nearest float."""
    return float(x)


def decimal(x: Number, digits: int) -> str:
    """Return x rounded to significant digits (half to even), without superfluous zeros."""
    if x == 0:
        return "0"
    bits = 64 + 4 * digits
    while True:
        low, high = (_rounded(end, digits) for end in enclosure(x, bits))
        if low == high:
            return low
        bits = finer(bits)


def _rounded(x: Fraction, digits: int) -> str:
    if x == 0:
        return "0"
    size = abs(x)
    exponent = len(str(size.numerator)) - len(str(size.denominator))
    if size < Fraction(10) ** exponent:
        exponent -= 1
    whole = round(size / Fraction(10) ** (exponent - digits + 1))
    if whole == 10**digits:
        whole, exponent = whole // 10, exponent + 1
    sign = "-" if x < 0 else ""
    figures = str(whole)
    if -6 < exponent < max(digits, 16):
        if exponent < 0:
            body = "0." + "0" * (-exponent - 1) + figures
        elif exponent >= digits - 1:
            return sign + figures + "0" * (exponent - digits + 1)
        else:
            body = figures[: exponent + 1] + "." + figures[exponent + 1 :]
        return sign + body.rstrip("0").rstrip(".")
    tail = figures[1:].rstrip("0")
    return f"{sign}{figures[0]}{'.' + tail if tail else ''}e{exponent}"
