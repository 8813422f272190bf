"""Quotients of polynomials in one freed quantity, over any field of exact numbers.

N(t)/D(t) with coefficients in the field of a game's own numbers, so that a game with irrational
payoffs can have one quantity freed too. Coefficients stand constant first, without trailing zeros;
numerator and denominator have no common factor (Euclid's algorithm; zero tests are exact).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import NumberError
from games.exact import Number, Real, enclosure, parameter, real_roots, sign

Coefficients = tuple[Number, ...]
_ONE: Coefficients = (Fraction(1),)


@dataclass(frozen=True, eq=False)
class Quotient:
    """top(t) / bottom(t); supports + - * / and integer powers, with numbers too."""

    top: Coefficients
    bottom: Coefficients = _ONE

    def __post_init__(self) -> None:
        top, bottom = _trimmed(self.top), _trimmed(self.bottom)
        if not bottom:
            raise NumberError("a quotient of polynomials has denominator zero")
        if len(bottom) > 1:
            common = _gcd(top, bottom)
            if len(common) > 1:
                top, bottom = _divided(top, common)[0], _divided(bottom, common)[0]
        if bottom != _ONE:
            lead = bottom[-1]
            top = tuple(value / lead for value in top)
            bottom = tuple(value / lead for value in bottom)
        object.__setattr__(self, "top", top)
        object.__setattr__(self, "bottom", bottom)

    @classmethod
    def variable(cls) -> Quotient:
        """The freed quantity t itself."""
        return cls((Fraction(0), Fraction(1)))

    def sign_at(self, value: Number) -> int:
        """Sign at a value of t; 0 at a pole as at a root."""
        return sign(_at(self.top, value)) * sign(_at(self.bottom, value))

    def changes(self) -> list[Number]:
        """Every value of t at which the sign can change: roots and poles.

        Raises `NumberError` where they cannot be found exactly.
        """
        found: list[Number] = []
        for polynomial in (self.top, self.bottom):
            if len(polynomial) > 3 and not all(isinstance(c, Fraction) for c in polynomial):
                found += _conjugate_roots(polynomial)
            elif len(polynomial) > 1:
                found += real_roots(polynomial)
        return found

    def __add__(self, other: Any) -> Quotient:
        right = _quotient(other)
        if right is None:
            return NotImplemented
        if self.bottom == right.bottom:
            return Quotient(_sum(self.top, right.top), self.bottom)
        return Quotient(
            _sum(_product(self.top, right.bottom), _product(right.top, self.bottom)),
            _product(self.bottom, right.bottom),
        )

    __radd__ = __add__

    def __neg__(self) -> Quotient:
        return Quotient(tuple(-value for value in self.top), self.bottom)

    def __sub__(self, other: Any) -> Quotient:
        right = _quotient(other)
        return NotImplemented if right is None else self + (-right)

    def __rsub__(self, other: Any) -> Quotient:
        left = _quotient(other)
        return NotImplemented if left is None else left + (-self)

    def __mul__(self, other: Any) -> Quotient:
        right = _quotient(other)
        if right is None:
            return NotImplemented
        return Quotient(_product(self.top, right.top), _product(self.bottom, right.bottom))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Quotient:
        right = _quotient(other)
        if right is None:
            return NotImplemented
        return Quotient(_product(self.top, right.bottom), _product(self.bottom, right.top))

    def __rtruediv__(self, other: Any) -> Quotient:
        left = _quotient(other)
        return NotImplemented if left is None else left / self

    def __pow__(self, exponent: Any) -> Quotient:
        power = Fraction(exponent) if isinstance(exponent, (int, Fraction)) else None
        if power is None or power.denominator != 1:
            raise NumberError("the payoffs are no rational function of it")
        result = Quotient(_ONE)
        for _ in range(abs(int(power))):
            result = result * self
        return result if power >= 0 else 1 / result

    def __eq__(self, other: object) -> bool:
        right = _quotient(other)
        if right is None:
            return NotImplemented
        return self.top == right.top and self.bottom == right.bottom

    def __hash__(self) -> int:
        return hash((self.top, self.bottom))


def _conjugate_roots(polynomial: Coefficients) -> list[Number]:
    """Real roots of a polynomial with algebraic coefficients of any degree.

    They are among the roots of the product over the conjugates of the coefficients' field, which
    is rational; which of those belong to the polynomial itself is decided exactly. Raises
    `NumberError` where a coefficient is not algebraic or a root is of too high a degree.
    """
    from games.exact import bridge
    from solver.geometry.line import roots_over_field

    t = parameter("t")
    whole: Any = Fraction(0)
    for power, coefficient in enumerate(polynomial):
        whole = whole + coefficient * t**power
    home = whole.quotient.ring
    if whole.units or home.field is None:
        raise NumberError("coefficients that are not algebraic")
    rows: list[list[Fraction]] = [[Fraction(0)] * home.field.degree for _ in polynomial]
    for exponents, value in bridge.multivariate_terms(whole.quotient.top).items():
        rows[exponents[0]][exponents[-1]] = value
    bound = _cauchy(polynomial)
    found = roots_over_field([bridge.poly(row) for row in rows], home.field, -bound, bound)
    return [real_roots(root.polynomial)[root.index] for root in found]


def _cauchy(polynomial: Coefficients) -> Fraction:
    """A bound on the size of all roots (Cauchy 1829)."""
    ratios = [enclosure(c / polynomial[-1], 16) for c in polynomial[:-1]]
    return 1 + max(max(abs(low), abs(high)) for low, high in ratios)


def quotient(value: Any) -> Quotient:
    """Return a number as a constant quotient, a quotient as it is."""
    found = _quotient(value)
    if found is None:
        raise NumberError(f"no quotient of polynomials: {type(value).__name__}")
    return found


def _quotient(value: Any) -> Quotient | None:
    if isinstance(value, Quotient):
        return value
    if isinstance(value, Real):
        return Quotient((value,))
    if isinstance(value, (int, Fraction)):
        return Quotient((Fraction(value),))
    return None


def _trimmed(coefficients: Sequence[Number]) -> Coefficients:
    size = len(coefficients)
    while size and coefficients[size - 1] == 0:
        size -= 1
    return tuple(coefficients[:size])


def _sum(left: Coefficients, right: Coefficients) -> Coefficients:
    longer, shorter = (left, right) if len(left) >= len(right) else (right, left)
    return tuple(
        value + shorter[power] if power < len(shorter) else value
        for power, value in enumerate(longer)
    )


def _product(left: Coefficients, right: Coefficients) -> Coefficients:
    if not left or not right:
        return ()
    if right == _ONE:
        return left
    if left == _ONE:
        return right
    result: list[Number] = [Fraction(0)] * (len(left) + len(right) - 1)
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            result[i + j] = result[i + j] + a * b
    return tuple(result)


def _divided(top: Coefficients, bottom: Coefficients) -> tuple[Coefficients, Coefficients]:
    """Quotient and remainder of two polynomials."""
    rest = list(top)
    result: list[Number] = [Fraction(0)] * max(0, len(top) - len(bottom) + 1)
    for power in range(len(result) - 1, -1, -1):
        factor = rest[power + len(bottom) - 1] / bottom[-1]
        result[power] = factor
        if factor != 0:
            for index, value in enumerate(bottom):
                rest[power + index] = rest[power + index] - factor * value
    return tuple(result), _trimmed(rest[: len(bottom) - 1])


def _gcd(left: Coefficients, right: Coefficients) -> Coefficients:
    while right:
        left, right = right, _divided(left, right)[1]
    return left


def _at(coefficients: Coefficients, value: Number) -> Number:
    total: Number = Fraction(0)
    for coefficient in reversed(coefficients):
        total = total * value + coefficient
    return total
