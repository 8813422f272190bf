"""Rational functions of named parameters: what builders yield when quantities are left free.

A polynomial is a map from monomials to nonzero Numbers; a monomial is a sorted tuple of
(name, exponent >= 1). A `RationalFunction` is a quotient of two polynomials that is not constant;
constant results are Numbers. With rational coefficients numerator and denominator are coprime,
have coprime integer coefficients and a positive leading term below, so equal functions have equal
forms; with irrational ones the denominator's leading coefficient is 1 and common factors may stay.
Equality is decided by cross-multiplication in either case.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import gcd, lcm
from typing import Any, TypeAlias

from games.errors import GameError, LimitError, NumberError
from games.exact.limits import MAX_TERMS
from games.exact.notation import text
from games.exact.number import Number, Real, Scalar

Monomial: TypeAlias = tuple[tuple[str, int], ...]
Polynomial: TypeAlias = Mapping[Monomial, Number]

_ONE: Polynomial = {(): Fraction(1)}


def parameter(name: str) -> RationalFunction:
    """Return the free parameter of that name; `NumberError` unless it is an identifier."""
    if not name.isidentifier():
        raise NumberError(
            f"parameter(): {name!r} is not a name",
            found=name,
            allowed="a letter or underscore, then letters, digits and underscores",
        )
    return RationalFunction({((name, 1),): Fraction(1)}, _ONE)


class RationalFunction:
    """A quotient of polynomials in named parameters that depends on at least one of them.

    Mixes with `int`, `Fraction` and `Real` through + - * / and whole powers. There is no order;
    `==` decides equality as functions. Build with `parameter` and arithmetic.
    """

    __slots__ = ("denominator", "numerator")

    def __init__(self, numerator: Polynomial, denominator: Polynomial) -> None:
        self.numerator = numerator
        self.denominator = denominator

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that occur, sorted."""
        return tuple(
            sorted({n for p in (self.numerator, self.denominator) for m in p for n, _ in m})
        )

    def degree(self, name: str) -> tuple[int, int]:
        """Degrees of numerator and denominator in one parameter."""
        return _degree(self.numerator, name), _degree(self.denominator, name)

    def coefficients(self, name: str) -> tuple[list[Scalar], list[Scalar]]:
        """Numerator and denominator as polynomials in one parameter, constant term first."""
        return _in(self.numerator, name), _in(self.denominator, name)

    def at(self, values: Mapping[str, Scalar]) -> Scalar:
        """Put values in the place of parameters; the others stay free.

        Raises `GameError` where the denominator vanishes.
        """
        below = _evaluate(self.denominator, values)
        if below == 0:
            where = ", ".join(f"{name} = {value}" for name, value in values.items())
            raise GameError(
                f"{self} has a pole at {where}", hint="choose values at which nothing divides by 0"
            )
        return _evaluate(self.numerator, values) / below

    def __add__(self, other: Any) -> Scalar:
        pair = _parts(other)
        if pair is None:
            return NotImplemented
        top, below = pair
        return _quotient(
            _sum(_product(self.numerator, below), _product(top, self.denominator)),
            _product(self.denominator, below),
        )

    __radd__ = __add__

    def __neg__(self) -> RationalFunction:
        return RationalFunction({m: -c for m, c in self.numerator.items()}, self.denominator)

    def __pos__(self) -> RationalFunction:
        return self

    def __sub__(self, other: Any) -> Scalar:
        return NotImplemented if _parts(other) is None else self + -other

    def __rsub__(self, other: Any) -> Scalar:
        return NotImplemented if _parts(other) is None else -self + other

    def __mul__(self, other: Any) -> Scalar:
        pair = _parts(other)
        if pair is None:
            return NotImplemented
        return _quotient(_product(self.numerator, pair[0]), _product(self.denominator, pair[1]))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Scalar:
        pair = _parts(other)
        if pair is None:
            return NotImplemented
        if not pair[0]:
            raise NumberError(f"cannot divide {self} by zero")
        return _quotient(_product(self.numerator, pair[1]), _product(self.denominator, pair[0]))

    def __rtruediv__(self, other: Any) -> Scalar:
        pair = _parts(other)
        if pair is None:
            return NotImplemented
        return _quotient(_product(pair[0], self.denominator), _product(pair[1], self.numerator))

    def __pow__(self, exponent: Any) -> Scalar:
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            exponent = int(exponent)
        if not isinstance(exponent, int):
            return NotImplemented
        if exponent < 0:
            return 1 / self**-exponent
        _check(exponent)
        result: Scalar = Fraction(1)
        for _ in range(exponent):
            result = self * result
        return result

    def __eq__(self, other: object) -> bool:
        pair = _parts(other)
        if pair is None:
            return NotImplemented
        left = _product(self.numerator, pair[1])
        return left == _product(pair[0], self.denominator)

    def __hash__(self) -> int:
        # Forms with irrational coefficients are not unique, so equal functions share one bucket.
        return hash(RationalFunction)

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        top = _text(self.numerator)
        if self.denominator == _ONE:
            return top
        below = _text(self.denominator)
        return f"({top})/({below})"

    def __repr__(self) -> str:
        return f"RationalFunction({self})"


def _parts(value: object) -> tuple[Polynomial, Polynomial] | None:
    if isinstance(value, RationalFunction):
        return value.numerator, value.denominator
    if isinstance(value, bool) or not isinstance(value, (int, Fraction, Real)):
        return None
    number: Number = Fraction(value) if isinstance(value, int) else value
    return ({(): number} if number != 0 else {}), _ONE


def _check(size: int) -> None:
    if size > MAX_TERMS:
        raise LimitError(
            f"an expression of parameters would exceed {MAX_TERMS} terms",
            allowed=f"at most {MAX_TERMS} terms",
            hint="use smaller exponents or free fewer parameters",
        )


def _sum(p: Polynomial, q: Polynomial) -> Polynomial:
    result = dict(p)
    for monomial, coefficient in q.items():
        total = result.get(monomial, Fraction(0)) + coefficient
        if total == 0:
            del result[monomial]
        else:
            result[monomial] = total
    return result


def _product(p: Polynomial, q: Polynomial) -> Polynomial:
    if q == _ONE:
        return p
    if p == _ONE:
        return q
    _check(len(p) * len(q))
    result: dict[Monomial, Number] = {}
    for left, a in p.items():
        for right, b in q.items():
            exponents = dict(left)
            for name, exponent in right:
                exponents[name] = exponents.get(name, 0) + exponent
            monomial = tuple(sorted(exponents.items()))
            result[monomial] = result.get(monomial, Fraction(0)) + a * b
    return {monomial: c for monomial, c in result.items() if c != 0}


def _order(monomial: Monomial) -> tuple[int, list[tuple[str, int]]]:
    """Leading first: by total degree, then by the names that occur with the larger exponents."""
    return -sum(e for _, e in monomial), [(name, -exponent) for name, exponent in monomial]


def _leading(p: Polynomial) -> Number:
    return p[min(p, key=_order)]


def _quotient(top: Polynomial, below: Polynomial) -> Scalar:
    """Normalise; a constant becomes a Number."""
    if not top:
        return Fraction(0)
    if all(isinstance(c, Fraction) for p in (top, below) for c in p.values()):
        if len(below) > 1 or () not in below:
            top, below = _coprime(top, below)
        top, below = _integers(top, below)
    else:
        leading = _leading(below)
        top = {m: c / leading for m, c in top.items()}
        below = {m: c / leading for m, c in below.items()}
    if set(top) == set(below):
        ratio = _leading(top) / _leading(below)
        if all(c == ratio * below[m] for m, c in top.items()):
            return ratio
    return RationalFunction(top, below)


def _integers(top: Polynomial, below: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Scale both alike to coprime integer coefficients, the leading one below positive.

    A constant denominator stays 1, with fractions above.
    """
    if len(below) == 1 and () in below:
        scale: Number = 1 / below[()]
    else:
        values: list[Any] = [*top.values(), *below.values()]
        common = lcm(*(value.denominator for value in values))
        content = gcd(*(int(value * common) for value in values))
        scale = Fraction(common, content)
        if _leading(below) < 0:
            scale = -scale
    return {m: c * scale for m, c in top.items()}, {m: c * scale for m, c in below.items()}


def _coprime(top: Polynomial, below: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Divide two polynomials with rational coefficients by their greatest common divisor."""
    from games.exact import bridge

    top, below = _integers(top, below)
    names = sorted({name for p in (top, below) for m in p for name, _ in m})
    dense = [
        {tuple(dict(m).get(name, 0) for name in names): c for m, c in p.items()}
        for p in (top, below)
    ]
    return tuple(  # type: ignore[return-value]
        {
            tuple((n, e) for n, e in zip(names, exponents, strict=True) if e): Fraction(c)
            for exponents, c in p.items()
        }
        for p in bridge.coprime(names, *dense)
    )


def _degree(p: Polynomial, name: str) -> int:
    return max((dict(monomial).get(name, 0) for monomial in p), default=0)


def _in(p: Polynomial, name: str) -> list[Scalar]:
    parts: list[dict[Monomial, Number]] = [{} for _ in range(_degree(p, name) + 1)]
    for monomial, coefficient in p.items():
        rest = tuple((n, e) for n, e in monomial if n != name)
        parts[dict(monomial).get(name, 0)][rest] = coefficient
    return [_quotient(part, _ONE) for part in parts]


def _evaluate(p: Polynomial, values: Mapping[str, Scalar]) -> Scalar:
    total: Scalar = Fraction(0)
    for monomial, coefficient in p.items():
        term: Scalar = coefficient
        for name, exponent in monomial:
            base = values[name] if name in values else parameter(name)
            term = term * base**exponent
        total = total + term
    return total


def _text(p: Polynomial) -> str:
    """Terms from the leading one down, in the syntax that `parse` reads."""
    written = ""
    for monomial in sorted(p, key=_order):
        coefficient = p[monomial]
        factors = [n if e == 1 else f"{n}**{e}" for n, e in monomial]
        negative = coefficient < 0
        size = -coefficient if negative else coefficient
        number = text(size)
        if factors and size == 1:
            body = "*".join(factors)
        else:
            body = "*".join(
                [f"({number})" if not number.isalnum() and factors else number, *factors]
            )
        written += (" - " if negative else " + ") if written else ("-" if negative else "")
        written += body
    return written
