"""Transcendental numbers: rational functions of cos(u), tan(u/2) and exp(v), u and v rational.

For rational v > 0 and u > 0 the numbers exp(v) and exp(i u) are algebraically independent over
the algebraic numbers (Lindemann-Weierstrass: v and i u are linearly independent over Q), and so
are exp(v) and cos(u), or exp(v) and tan(u/2). A rational function of them with algebraic
coefficients therefore vanishes only if it is zero identically, and is algebraic only
if it is constant: every zero test is a comparison of polynomials, and signs come from balls.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from games.errors import LimitError, NumberError
from games.exact import generators, quotient
from games.exact.algebraic import Algebraic
from games.exact.cosines import cosine
from games.exact.decimals import decimal
from games.exact.forms import Form
from games.exact.generators import COSINE, EXPONENTIAL, TANGENT, Units
from games.exact.number import Number
from games.exact.quotient import Quotient
from games.exact.real import BallReal

#: Largest argument of exp: the result is a double.
MAX_EXPONENT = 700
#: Largest whole power.
MAX_POWER = 64


class Transcendental(BallReal):
    """A transcendental real number: a quotient of polynomials in the generators in `units`."""

    __slots__ = ("quotient", "units")

    arithmetic = "transcendental"

    def __init__(self, whole: Quotient, units: Units) -> None:
        self.quotient = whole
        self.units = {name: units[name] for name in whole.symbols}
        self._sign = 0
        self._hash = 0

    def ball(self, bits: int) -> Any:
        """Return a ball that contains the number."""
        from games.exact import bridge

        balls = {name: generators.ball(name, unit, bits) for name, unit in self.units.items()}
        parts = []
        for polynomial in (self.quotient.top, self.quotient.bottom):
            total = bridge.exact_ball(Fraction(0), bits)
            for monomial, coefficient in self.quotient.ring.terms(polynomial).items():
                term = _ball(coefficient, bits)
                for name, exponent in monomial:
                    for _ in range(exponent):
                        term = bridge.product(term, balls[name], bits)
                total = bridge.combine([(1, total), (1, term)], bits)
            parts.append(total)
        return bridge.quotient(parts[0], parts[1], bits)

    def same(self, other: BallReal) -> bool:
        """Decide equality."""
        if not isinstance(other, Transcendental):
            return False
        try:
            a, b, _ = generators.meet(self.quotient, self.units, other.quotient, other.units)
        except LimitError:
            # They cannot be written in common generators: balls tell them apart if they differ.
            return False
        return a.same(b)

    def form(self) -> Form:
        """Return how the number is written."""
        from games.exact.recognise import of_terms

        q = self.quotient
        symbols = {name: generators.written(name, self.units) for name in q.symbols}
        return of_terms(q.ring.terms(q.top), q.ring.terms(q.bottom), symbols)

    def __add__(self, other: Any) -> Number:
        return self._with(other, lambda a, b: a + b)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Number:
        return self._with(other, lambda a, b: a - b)

    def __rsub__(self, other: Any) -> Number:
        return self._with(other, lambda a, b: b - a)

    def __mul__(self, other: Any) -> Number:
        return self._with(other, lambda a, b: a * b)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Number:
        return self._with(other, lambda a, b: a * b.inverse())

    def __rtruediv__(self, other: Any) -> Number:
        return self._with(other, lambda a, b: b * a.inverse())

    def __neg__(self) -> Number:
        return Transcendental(-self.quotient, self.units)

    def __pow__(self, exponent: Any) -> Number:
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            exponent = int(exponent)
        if not isinstance(exponent, int):
            return NotImplemented
        if abs(exponent) > MAX_POWER:
            raise LimitError(
                f"the power {exponent} of a transcendental number is too long to write down",
                allowed=f"at most {MAX_POWER}",
                hint="use a smaller exponent",
            )
        return _number(generators.power(self.quotient, exponent), self.units)

    def _with(self, other: Any, operation: Any) -> Number:
        if isinstance(other, Transcendental):
            a, b, units = generators.meet(self.quotient, self.units, other.quotient, other.units)
            return _number(operation(a, b), units)
        if isinstance(other, (int, Fraction, Algebraic)):
            constant = Fraction(other) if isinstance(other, int) else other
            return _number(operation(self.quotient, quotient.of_number(constant)), self.units)
        return NotImplemented  # type: ignore[no-any-return]

    def __reduce__(self) -> tuple[Any, ...]:
        from games.exact.json_form import from_json, to_json

        return from_json, (to_json(self),)


def _ball(x: Number, bits: int) -> Any:
    from games.exact import bridge

    return x.ball(bits) if isinstance(x, BallReal) else bridge.exact_ball(Fraction(x), bits)  # type: ignore[arg-type]


def _number(whole: Quotient, units: Units) -> Number:
    """A quotient that is constant is an algebraic number."""
    constant = whole.constant()
    return Transcendental(whole, units) if constant is None else constant


def _generator(name: str, unit: Fraction) -> Transcendental:
    return Transcendental(quotient.of_symbol(name), {name: unit})


def exp(x: Number) -> Number:
    """Return exp(x) for a rational x, exactly."""
    if not isinstance(x, Fraction):
        raise NumberError(
            f"exp() needs a rational number; got {decimal(x, 6)}..",
            hint="give the exponent as a fraction",
        )
    if abs(x) > MAX_EXPONENT:
        raise LimitError(
            f"exp() of a number beyond {MAX_EXPONENT} in size", hint="use a smaller exponent"
        )
    if x == 0:
        return Fraction(1)
    positive = _generator(EXPONENTIAL, abs(x))
    return positive if x > 0 else 1 / positive


def cosine_of_arc(turn: Fraction, radians: Fraction) -> Number:
    """Return cos(pi turn + radians), exactly; radians not zero."""
    size = abs(radians)
    along, across = cosine(turn), cosine(turn - Fraction(1, 2))
    if across == 0:
        return along * _generator(COSINE, size)
    t = _generator(TANGENT, size)
    below = 1 + t * t
    sine = 2 * t / below
    return along * ((1 - t * t) / below) - across * (sine if radians > 0 else -sine)


def tangent_of_arc(turn: Fraction, radians: Fraction) -> Number:
    """Return tan(pi turn + radians), exactly; radians not zero."""
    if turn.denominator == 1:
        tangent = _generator(TANGENT, 2 * abs(radians))
        return tangent if radians > 0 else -tangent
    return cosine_of_arc(turn - Fraction(1, 2), radians) / cosine_of_arc(turn, radians)
