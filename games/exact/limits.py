"""The bounds that keep hostile or careless input from taking the machine: stated once, here.

Every bound is checked before the work it bounds, so that `9**9**9` or an angle of 1/9999999 deg is
refused in milliseconds. Each refusal is one sentence with the way out.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

from games.errors import LimitError, NumberError

#: Characters of an expression that a user writes.
MAX_TEXT = 4_096
#: Characters of an exact number read back from JSON.
MAX_STORED_TEXT = 1_000_000
#: Brackets, signs and powers inside one another.
MAX_DEPTH = 64
#: Digits of one number as written, and the largest decimal exponent.
MAX_DIGITS = 1_000
#: Bits of a numerator or denominator at any step of an expression.
MAX_BITS = 16_384
#: Degree of a field of roots, or of roots and angles, over the rationals.
MAX_DEGREE = 64
#: Degree of a field of angles alone (25 deg needs 12, half a degree 96).
MAX_ANGLE_DEGREE = 96
#: Degree of the product in which two fields are joined, or of a polynomial that is factored.
MAX_JOINT_DEGREE = 2 * MAX_DEGREE
#: Terms of a polynomial in several parameters.
MAX_TERMS = 100_000


#: Bits to which a number is computed to tell it from another before giving up.
MAX_PRECISION = 1 << 20


def finer(bits: int) -> int:
    """Return the next precision to try; raise `LimitError` when it is beyond any use."""
    if bits >= MAX_PRECISION:
        raise LimitError(
            f"two numbers agree to {bits} bits and would need more to be told apart",
            hint="simplify the expression",
        )
    return 2 * bits


def check_bits(x: Fraction) -> Fraction:
    """Return x, or raise `LimitError` if its numerator or denominator is too long."""
    if max(x.numerator.bit_length(), x.denominator.bit_length()) > MAX_BITS:
        raise LimitError(
            f"an intermediate value has more than {MAX_BITS} bits",
            allowed=f"at most {MAX_BITS} bits",
            hint="use smaller exponents or fewer digits",
        )
    return x


def check_power(base: Fraction, exponent: int) -> None:
    """Raise `LimitError` if base ** exponent would be too long to compute."""
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if bits > 1 and bits * abs(exponent) > MAX_BITS:
        raise LimitError(
            f"a power would have about {bits * abs(exponent) if bits < 64 else 'too many'} bits"
            if abs(exponent) < 10**12
            else "a power has an exponent beyond any use",
            allowed=f"at most {MAX_BITS} bits",
            hint="use a smaller exponent",
        )


def check_degree(degree: int, what: str, hint: str, limit: int = MAX_DEGREE) -> None:
    """Raise `LimitError` if an algebraic number would need a field of too high a degree."""
    if degree > limit:
        raise LimitError(
            f"{what} needs an algebraic number of degree up to {degree}; the limit is {limit}",
            allowed=f"degree at most {limit}",
            hint=hint,
        )


def check_terms(variables: int, degree: int) -> None:
    """Raise `LimitError` if a polynomial of that many variables and degree could be too long."""
    if degree > MAX_TERMS or comb(variables + degree, degree) > MAX_TERMS:
        raise LimitError(
            f"a polynomial of degree {degree} in {variables} parameters may exceed "
            f"{MAX_TERMS} terms",
            allowed=f"at most {MAX_TERMS} terms",
            hint="use smaller exponents or free fewer parameters",
        )


def shorten(text: str, length: int = 60) -> str:
    """Quote a text for an error message, cut if long."""
    return repr(text if len(text) <= length else text[: length - 1] + "…")


def refuse(message: str, *, found: str | None = None, hint: str | None = None) -> NumberError:
    """Build the error for text or a value that is no exact number."""
    return NumberError(message, found=found, hint=hint)
