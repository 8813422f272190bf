"""Transcendental numbers: rational functions of cos(u), tan(u/2) and exp(v), u and v rational.

For rational v > 0 and u > 0 the numbers exp(v) and exp(i u) are algebraically independent over
the algebraic numbers (Lindemann-Weierstrass: v and i u are linearly independent over Q), and so
are exp(v) and cos(u), or exp(v) and tan(u/2). A rational function of them with algebraic
coefficients therefore vanishes only if it is zero identically, and is algebraic only
if it is constant: every zero test is a comparison of polynomials, and signs come from balls.

One generator serves all rational angles: with u the greatest common measure of two of them,
cos(m u) is a polynomial in cos(u); where sines occur, cosines and sines are rational functions of
tan(u/2). In the same way exp(m v) = exp(v)^m.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, Any

from games.errors import LimitError, NumberError
from games.exact.cosines import cosine
from games.exact.number import Number, Real, Scalar
from games.exact.rational_function import RationalFunction, parameter
from games.exact.real import BallReal

if TYPE_CHECKING:
    from games.exact.forms import Form

#: Largest multiple of the common measure of two angles, or of two exponents.
MAX_MULTIPLE = 64
#: Largest argument of exp: the result is a double.
MAX_EXPONENT = 700

_COSINE, _TANGENT, _EXPONENTIAL = "c", "t", "e"


class Transcendental(BallReal):
    """A transcendental real number: `function` of the generators c, t and e named in `units`.

    units: c -> u for cos(u), t -> u for tan(u/2), e -> v for exp(v); never both c and t.
    """

    __slots__ = ("function", "units")

    arithmetic = "transcendental"

    def __init__(self, function: RationalFunction, units: Mapping[str, Fraction]) -> None:
        self.function = function
        self.units = {name: units[name] for name in function.names}
        self._sign = 0
        self._hash = 0

    def ball(self, bits: int) -> Any:
        """Return a ball that contains the number."""
        from games.exact import bridge

        generators = {name: _generator_ball(name, unit, bits) for name, unit in self.units.items()}
        parts = []
        for polynomial in (self.function.numerator, self.function.denominator):
            total = bridge.exact_ball(Fraction(0), bits)
            for monomial, coefficient in polynomial.items():
                term = _ball(coefficient, bits)
                for name, exponent in monomial:
                    for _ in range(exponent):
                        term = bridge.product(term, generators[name], bits)
                total = bridge.combine([(1, total), (1, term)], bits)
            parts.append(total)
        return bridge.quotient(parts[0], parts[1], bits)

    def same(self, other: BallReal) -> bool:
        """Decide equality."""
        if not isinstance(other, Transcendental):
            return False
        _, mine, theirs = _aligned(self, other)
        return bool(mine == theirs)

    def form(self) -> Form:
        """Return how the number is written."""
        from games.exact.forms import Symbol
        from games.exact.recognise import of_function

        symbols = {
            _COSINE: lambda unit: Symbol("cos", unit),
            _TANGENT: lambda unit: Symbol("tan", unit / 2),
            _EXPONENTIAL: lambda unit: Symbol("exp", unit),
        }
        return of_function(
            self.function, {name: symbols[name](unit) for name, unit in self.units.items()}
        )

    def __add__(self, other: Any) -> Number:
        return _apply(self, other, lambda a, b: a + b)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Number:
        return _apply(self, other, lambda a, b: a - b)

    def __rsub__(self, other: Any) -> Number:
        return _apply(self, other, lambda a, b: b - a)

    def __mul__(self, other: Any) -> Number:
        return _apply(self, other, lambda a, b: a * b)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Number:
        if isinstance(other, (int, Fraction)) and other == 0:
            raise ZeroDivisionError(f"{self} / 0")
        return _apply(self, other, lambda a, b: a / b)

    def __rtruediv__(self, other: Any) -> Number:
        return _apply(self, other, lambda a, b: b / a)

    def __neg__(self) -> Number:
        return Transcendental(-self.function, self.units)

    def __pow__(self, exponent: Any) -> Number:
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            exponent = int(exponent)
        if not isinstance(exponent, int):
            return NotImplemented
        if abs(exponent) > MAX_MULTIPLE:
            raise LimitError(
                f"the power {exponent} of a transcendental number is too long to write down",
                allowed=f"at most {MAX_MULTIPLE}",
                hint="use a smaller exponent",
            )
        return _number(self.function**exponent, self.units)

    def __reduce__(self) -> tuple[Any, ...]:
        from games.exact.json_form import from_json, to_json

        return from_json, (to_json(self),)


def _ball(x: Number, bits: int) -> Any:
    from games.exact import bridge

    return x.ball(bits) if isinstance(x, BallReal) else bridge.exact_ball(Fraction(x), bits)  # type: ignore[arg-type]


def _generator_ball(name: str, unit: Fraction, bits: int) -> Any:
    from games.exact import bridge

    if name == _COSINE:
        return bridge.cos_ball(unit, bits)
    return bridge.tan_ball(unit / 2, bits) if name == _TANGENT else bridge.exp_ball(unit, bits)


def _number(function: Scalar, units: Mapping[str, Fraction]) -> Number:
    """A function that is constant is an algebraic number."""
    if isinstance(function, RationalFunction):
        return Transcendental(function, units)
    constant: Number = function
    return constant


def _apply(x: Transcendental, other: Any, operation: Any) -> Number:
    if isinstance(other, Transcendental):
        units, mine, theirs = _aligned(x, other)
        return _number(operation(mine, theirs), units)
    if isinstance(other, (int, Fraction, Real)):
        return _number(operation(x.function, other), x.units)
    return NotImplemented  # type: ignore[no-any-return]


def _aligned(
    x: Transcendental, y: Transcendental
) -> tuple[dict[str, Fraction], RationalFunction, RationalFunction]:
    """Return common units, and both functions written in them."""
    if x.units == y.units:
        return x.units, x.function, y.function
    circle = _TANGENT if _TANGENT in (x.units | y.units) else _COSINE
    units: dict[str, Fraction] = {}
    for names, target in (((_COSINE, _TANGENT), circle), ((_EXPONENTIAL,), _EXPONENTIAL)):
        present = [z.units[name] for z in (x, y) for name in names if name in z.units]
        if present:
            units[target] = _common_measure(present)
    return units, _rewritten(x, units), _rewritten(y, units)


def _common_measure(values: list[Fraction]) -> Fraction:
    """Return the largest rational of which all the positive rationals are whole multiples."""
    common = lcm(*(x.denominator for x in values))
    measure = Fraction(gcd(*(int(x * common) for x in values)), common)
    multiple = int(max(values) / measure)
    if multiple > MAX_MULTIPLE:
        raise LimitError(
            f"angles or exponents that are {multiple} times their common measure cannot be "
            "combined exactly",
            allowed=f"at most {MAX_MULTIPLE} times",
            hint="use angles in degrees, or rounder values",
        )
    return measure


def _rewritten(x: Transcendental, units: Mapping[str, Fraction]) -> RationalFunction:
    images: dict[str, Scalar] = {}
    for name, unit in x.units.items():
        if name == _EXPONENTIAL:
            images[name] = parameter(name) ** int(unit / units[name])
        elif _TANGENT in units:
            real, imaginary = _circle_power(int(unit / units[_TANGENT]))
            if name == _TANGENT:
                images[name] = imaginary / real
            else:
                images[name] = (real**2 - imaginary**2) / (real**2 + imaginary**2)
        else:
            images[name] = _chebyshev(int(unit / units[name]))
    result: RationalFunction = x.function.at(images)
    return result


def _chebyshev(m: int) -> Scalar:
    """Return T_m(c), with T_m(cos t) = cos(m t)."""
    c = parameter(_COSINE)
    before: Scalar = Fraction(1)
    now: Scalar = c
    for _ in range(m - 1):
        before, now = now, 2 * c * now - before
    return now


def _circle_power(m: int) -> tuple[Scalar, Scalar]:
    """Return real and imaginary part of (1 + i t)^m, whose quotient is tan(m arctan t)."""
    t = parameter(_TANGENT)
    real: Scalar = Fraction(1)
    imaginary: Scalar = Fraction(0)
    for _ in range(m):
        real, imaginary = real - t * imaginary, imaginary + t * real
    return real, imaginary


def exp(x: Number) -> Number:
    """Return exp(x) for a rational x, exactly."""
    if not isinstance(x, Fraction):
        raise NumberError(
            f"exp() needs a rational number; got {x}", hint="give the exponent as a fraction"
        )
    if abs(x) > MAX_EXPONENT:
        raise LimitError(
            f"exp() of a number beyond {MAX_EXPONENT} in size", hint="use a smaller exponent"
        )
    if x == 0:
        return Fraction(1)
    positive = Transcendental(parameter(_EXPONENTIAL), {_EXPONENTIAL: abs(x)})
    return positive if x > 0 else 1 / positive


def cosine_of_arc(turn: Fraction, radians: Fraction) -> Number:
    """Return cos(pi turn + radians), exactly; radians not zero."""
    size = abs(radians)
    along, across = cosine(turn), cosine(turn - Fraction(1, 2))
    if across == 0:
        return along * Transcendental(parameter(_COSINE), {_COSINE: size})
    t = parameter(_TANGENT)
    real, imaginary = _number(1 - t**2, {_TANGENT: size}), _number(2 * t, {_TANGENT: size})
    if radians < 0:
        imaginary = -imaginary
    return (along * real - across * imaginary) / _number(1 + t**2, {_TANGENT: size})


def tangent_of_arc(turn: Fraction, radians: Fraction) -> Number:
    """Return tan(pi turn + radians), exactly; radians not zero."""
    if turn.denominator == 1:
        tangent = Transcendental(parameter(_TANGENT), {_TANGENT: 2 * abs(radians)})
        return tangent if radians > 0 else -tangent
    return cosine_of_arc(turn - Fraction(1, 2), radians) / cosine_of_arc(turn, radians)
