"""Rational functions of one variable with rational coefficients, for long computations.

What `RationalFunction` does for any parameters and coefficients, some ten times faster: numerator
and denominator are FLINT's polynomials, coprime, the denominator with leading coefficient 1, so
that equal functions have equal forms.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from games.errors import NumberError
from games.exact.rational_function import RationalFunction, parameter


class Univariate:
    """top(t) / bottom(t), not constant; arithmetic whose result is constant gives a `Fraction`."""

    __slots__ = ("bottom", "top")

    def __init__(self, top: Any, bottom: Any) -> None:
        self.top = top
        self.bottom = bottom

    @classmethod
    def variable(cls) -> Univariate:
        """The variable itself."""
        from games.exact import bridge

        return cls(bridge.poly([0, 1]), bridge.poly([1]))

    @property
    def key(self) -> tuple[Any, ...]:
        """The same for equal functions and for no others; hashable."""
        return (*map(str, self.top.coeffs()), "/", *map(str, self.bottom.coeffs()))

    def parts_at(self, value: Fraction) -> tuple[Fraction, Fraction]:
        """Numerator and denominator at a value."""
        from games.exact import bridge

        at = bridge.rational(value)
        return bridge.fraction(self.top(at)), bridge.fraction(self.bottom(at))

    def general(self, name: str) -> RationalFunction:
        """The function as one of a parameter."""
        from games.exact import bridge

        t = parameter(name)
        top, bottom = (
            sum((c * t**k for k, c in enumerate(bridge.coefficients(p))), Fraction(0))
            for p in (self.top, self.bottom)
        )
        whole = top / bottom
        assert isinstance(whole, RationalFunction)
        return whole

    def __add__(self, other: Any) -> Univariate | Fraction:
        if isinstance(other, Univariate):
            if self.bottom == other.bottom:
                return _made(self.top + other.top, self.bottom)
            top = self.top * other.bottom + other.top * self.bottom
            return _made(top, self.bottom * other.bottom)
        return Univariate(self.top + _rational(other) * self.bottom, self.bottom)

    __radd__ = __add__

    def __neg__(self) -> Univariate:
        return Univariate(-self.top, self.bottom)

    def __sub__(self, other: Any) -> Univariate | Fraction:
        return self.__add__(-other)

    def __rsub__(self, other: Any) -> Univariate | Fraction:
        return (-self).__add__(other)

    def __mul__(self, other: Any) -> Univariate | Fraction:
        if isinstance(other, Univariate):
            return _made(self.top * other.top, self.bottom * other.bottom)
        if other == 0:
            return Fraction(0)
        return Univariate(self.top * _rational(other), self.bottom)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Univariate | Fraction:
        if isinstance(other, Univariate):
            return _made(self.top * other.bottom, self.bottom * other.top)
        if other == 0:
            raise NumberError("a function is divided by zero")
        return Univariate(self.top / _rational(other), self.bottom)

    def __rtruediv__(self, other: Any) -> Univariate | Fraction:
        return _made(self.bottom * _rational(other), self.top)

    def __pow__(self, exponent: Any) -> Univariate | Fraction:
        power = Fraction(exponent) if isinstance(exponent, (int, Fraction)) else None
        if power is None or power.denominator != 1:
            raise NumberError("no rational function of it")
        size = abs(int(power))
        top, bottom = self.top**size, self.bottom**size
        return _made(top, bottom) if power >= 0 else _made(bottom, top)

    def __str__(self) -> str:
        return str(self.general("t"))


def _rational(value: int | Fraction) -> Any:
    from games.exact import bridge

    return bridge.rational(value)


def _made(top: Any, bottom: Any) -> Univariate | Fraction:
    """The function in lowest terms."""
    from games.exact import bridge

    if bottom.degree() > 0:
        common = top.gcd(bottom)
        if common.degree() > 0:
            top, bottom = top // common, bottom // common
    lead = bottom.leading_coefficient()
    if lead != 1:
        top, bottom = top / lead, bottom / lead
    if top.degree() < 1 and bottom.degree() < 1:
        return bridge.fraction(top[0])
    return Univariate(top, bottom)
