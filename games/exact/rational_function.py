"""Rational functions of named parameters: what builders yield when quantities are left free.

Coefficients are any exact numbers. Equal functions with rational coefficients have equal forms
and texts; with irrational ones common factors may stay, and `==` decides by cross-multiplication.
Constant results are Numbers, so code written for Scalars needs no case for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from games.errors import GameError, NumberError
from games.exact import generators, quotient
from games.exact.algebraic import Algebraic
from games.exact.generators import Units
from games.exact.limits import check_terms
from games.exact.number import Number, Real, Scalar
from games.exact.quotient import Monomial, Quotient
from games.exact.transcendental import Transcendental


def parameter(name: str) -> RationalFunction:
    """Return the free parameter of that name; `NumberError` unless it is an identifier."""
    if not (name.isidentifier() and name.isascii()):
        raise NumberError(
            f"parameter(): {name!r} is not a name",
            found=name,
            allowed="a letter or underscore, then letters, digits and underscores",
        )
    return RationalFunction(quotient.of_symbol(name), {})


def scalar(whole: Quotient, units: Units) -> Scalar:
    """Return a quotient as what it is: a Number, or a `RationalFunction`."""
    constant = whole.constant()
    if constant is not None:
        return constant
    if all(map(generators.is_generator, whole.symbols)):
        return Transcendental(whole, units)
    return RationalFunction(whole, units)


class RationalFunction:
    """A quotient of polynomials in named parameters that depends on at least one of them.

    Mixes with `int`, `Fraction` and `Real` through + - * / and whole powers. There is no order;
    `==` decides equality as functions. Build with `parameter` and arithmetic.
    """

    __slots__ = ("quotient", "units")

    def __init__(self, whole: Quotient, units: Units) -> None:
        self.quotient = whole
        self.units = {name: units[name] for name in whole.symbols if generators.is_generator(name)}

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that occur, sorted."""
        return tuple(n for n in self.quotient.symbols if not generators.is_generator(n))

    @property
    def numerator(self) -> Scalar:
        """The numerator, as a function or number."""
        return self._polynomial(self.quotient.top)

    @property
    def denominator(self) -> Scalar:
        """The denominator, as a function or number."""
        return self._polynomial(self.quotient.bottom)

    def _polynomial(self, p: Any) -> Scalar:
        home = self.quotient.ring
        return scalar(quotient.quotient(home, p, home.one), self.units)

    def terms(self) -> tuple[dict[Monomial, Number], dict[Monomial, Number]]:
        """Numerator and denominator: monomials, as (symbol, exponent) pairs, with coefficients."""
        q = self.quotient
        return q.ring.terms(q.top), q.ring.terms(q.bottom)

    def constant(self, symbol: str) -> Scalar:
        """The number that a symbol of `terms` stands for which is no parameter."""
        return scalar(quotient.of_symbol(symbol), self.units)

    def degree(self, name: str) -> tuple[int, int]:
        """Degrees of numerator and denominator in one parameter."""
        top, bottom = (
            max((dict(m).get(name, 0) for m in terms), default=0) for terms in self.terms()
        )
        return top, bottom

    def coefficients(self, name: str) -> tuple[list[Scalar], list[Scalar]]:
        """Numerator and denominator as polynomials in one parameter, constant term first."""
        top, bottom = (self._coefficients(terms, name) for terms in self.terms())
        return top, bottom

    def _coefficients(self, terms: Mapping[Monomial, Number], name: str) -> list[Scalar]:
        degree = max((dict(m).get(name, 0) for m in terms), default=0)
        parts: list[dict[Monomial, Number]] = [{} for _ in range(degree + 1)]
        for monomial, coefficient in terms.items():
            rest = tuple((n, e) for n, e in monomial if n != name)
            parts[dict(monomial).get(name, 0)][rest] = coefficient
        symbols = {n: RationalFunction(quotient.of_symbol(n), self.units) for n in self.names}
        symbols |= {n: scalar(quotient.of_symbol(n), self.units) for n in self.units}
        return [quotient.evaluate(part, symbols) for part in parts]

    def at(self, values: Mapping[str, Scalar]) -> Scalar:
        """Put values in the place of parameters; the others stay free.

        Raises `GameError` where the denominator vanishes.
        """
        given = {name: values[name] for name in self.names if name in values}
        try:
            if all(isinstance(value, (int, Fraction)) for value in given.values()):
                return self._at_rationals(given)
            symbols = {n: scalar(quotient.of_symbol(n), self.units) for n in self.quotient.symbols}
            top, bottom = (quotient.evaluate(t, symbols | given) for t in self.terms())
            if bottom == 0:
                raise ZeroDivisionError
            return top / bottom
        except ZeroDivisionError:
            where = ", ".join(f"{name} = {value}" for name, value in values.items())
            raise GameError(
                f"{self} has a pole at {where}", hint="choose values at which nothing divides by 0"
            ) from None

    def _at_rationals(self, values: Mapping[str, Fraction]) -> Scalar:
        from games.exact import bridge

        q = self.quotient
        top, bottom = (bridge.partly_evaluated(p, values) for p in (q.top, q.bottom))
        return scalar(quotient.quotient(q.ring, top, bottom), self.units)

    def derivative(self, name: str) -> Scalar:
        """Return the partial derivative with respect to one parameter."""
        q = self.quotient
        if name not in q.symbols:
            return Fraction(0)
        top, bottom = q.top, q.bottom
        rise = top.derivative(name) * bottom - top * bottom.derivative(name)
        return scalar(quotient.quotient(q.ring, rise, bottom * bottom), self.units)

    def factors(self) -> tuple[Fraction, list[tuple[RationalFunction, int]]]:
        """Return content and irreducible factors over Q with exponents (negative: below).

        Raises `NumberError` where coefficients are irrational.
        """
        from games.exact import bridge

        self._require_rational("factors()")
        home = self.quotient.ring
        content, found = Fraction(1), []
        for p, sign in ((self.quotient.top, 1), (self.quotient.bottom, -1)):
            constant, parts = bridge.multivariate_factors(p)
            content *= constant**sign
            for part, exponent in parts:
                factor = scalar(quotient.quotient(home, part, home.one), {})
                found.append((factor, sign * exponent))
        return content, found

    def resultant(self, other: RationalFunction, name: str) -> Scalar:
        """Return the resultant of two polynomials with rational coefficients in one parameter."""
        from games.exact import bridge

        a, b = quotient.aligned(self.quotient, other.quotient)
        for function in (self, other):
            function._require_rational("resultant()")
        if not a.bottom == b.bottom == a.ring.one or name not in a.symbols:
            raise NumberError(f"resultant(): needs two polynomials in {name}")
        eliminated = bridge.resultant(a.top, b.top, name)
        return scalar(quotient.quotient(a.ring, eliminated, a.ring.one), {})

    def _require_rational(self, method: str) -> None:
        if self.quotient.ring.field is not None or self.units:
            raise NumberError(f"{method}: coefficients must be rational; got {self}")

    def _with(self, other: Any, operation: Any) -> Scalar:
        pair = _parts(other)
        if pair is None:
            return NotImplemented
        if self.units != pair[1]:
            a, b, units = generators.meet(self.quotient, self.units, *pair)
            return scalar(operation(a, b), units)
        return scalar(operation(self.quotient, pair[0]), self.units)

    def __add__(self, other: Any) -> Scalar:
        return self._with(other, lambda a, b: a + b)

    __radd__ = __add__

    def __neg__(self) -> RationalFunction:
        return RationalFunction(-self.quotient, self.units)

    def __pos__(self) -> RationalFunction:
        return self

    def __sub__(self, other: Any) -> Scalar:
        return self._with(other, lambda a, b: a - b)

    def __rsub__(self, other: Any) -> Scalar:
        return self._with(other, lambda a, b: b - a)

    def __mul__(self, other: Any) -> Scalar:
        return self._with(other, lambda a, b: a * b)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Scalar:
        if isinstance(other, (int, Fraction)) and other == 0:
            raise NumberError(f"cannot divide {self} by zero")
        return self._with(other, lambda a, b: a * b.inverse())

    def __rtruediv__(self, other: Any) -> Scalar:
        return self._with(other, lambda a, b: b * a.inverse())

    def __pow__(self, exponent: Any) -> Scalar:
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            exponent = int(exponent)
        if not isinstance(exponent, int):
            return NotImplemented
        q = self.quotient
        for p in (q.top, q.bottom):
            check_terms(len(q.symbols), int(p.total_degree()) * abs(exponent))
        return scalar(generators.power(q, exponent), self.units)

    def __eq__(self, other: object) -> bool:
        pair = _parts(other)
        if pair is None:
            return NotImplemented
        a, b, _ = generators.meet(self.quotient, self.units, *pair)
        return a.same(b)

    def __hash__(self) -> int:
        # Forms with irrational coefficients are not unique, so equal functions share one bucket.
        return hash(RationalFunction)

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        top, below = (self._text(terms) for terms in self.terms())
        return top if below == "1" else f"({top})/({below})"

    def __repr__(self) -> str:
        return f"RationalFunction({self})"

    def __reduce__(self) -> tuple[Any, ...]:
        from games.exact.expression import read_function

        return read_function, (str(self), self.names)

    def _text(self, terms: Mapping[Monomial, Number]) -> str:
        """Terms from the leading one down, in the syntax that `parse` reads."""
        from games.exact.notation import base_text, text

        whole = ""
        for monomial in sorted(terms, key=quotient.leading_first):
            coefficient = terms[monomial]
            factors = [
                base_text(generators.written(n, self.units)) + ("" if e == 1 else f"**{e}")
                for n, e in monomial
            ]
            negative = coefficient < 0
            size = -coefficient if negative else coefficient
            number = text(size)
            if factors and size == 1:
                body = "*".join(factors)
            else:
                bracketed = (factors and not number.isalnum()) or (negative and _is_sum(number))
                body = "*".join([f"({number})" if bracketed else number, *factors])
            whole += (" - " if negative else " + ") if whole else ("-" if negative else "")
            whole += body
        return whole


def _is_sum(written: str) -> bool:
    """Whether a minus sign in front would not reach the whole of a text."""
    depth = 0
    for at, letter in enumerate(written):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and written[at : at + 3] in (" + ", " - "):
            return True
    return False


def parts(value: Scalar) -> tuple[Quotient, Units]:
    """A scalar as a quotient, with the units of its transcendental numbers."""
    if isinstance(value, (RationalFunction, Transcendental)):
        return value.quotient, value.units
    if isinstance(value, Algebraic):
        return quotient.of_number(value), {}
    return quotient.of_number(Fraction(value)), {}


def _parts(value: object) -> tuple[Quotient, Units] | None:
    """The same for a scalar, None for anything else."""
    if isinstance(value, RationalFunction):
        return parts(value)
    if isinstance(value, bool) or not isinstance(value, (int, Fraction, Real)):
        return None
    return parts(value)
