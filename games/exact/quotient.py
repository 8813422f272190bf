"""Quotients of polynomials in symbols over the rationals or a real number field.

A ring is K[symbols]: K is Q, or a field Q(g), whose generator is one more variable of FLINT's
polynomials, reduced by its modulus. A quotient keeps numerator and denominator in normal form:

- over Q: coprime, with coprime integer coefficients and the leading one below (by total degree,
  then by name) positive, or 1 below where that is constant; equal functions have equal forms;
- over Q(g): without common factors that show over Q, the leading coefficient below 1. Common
  factors over Q(g) may stay, so equality is decided by cross-multiplication.

Symbols are independent: parameters, or numbers that are algebraically independent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from games.errors import LimitError
from games.exact.algebraic import Algebraic, number
from games.exact.fields import NumberField, join
from games.exact.limits import MAX_TERMS
from games.exact.number import Number

#: Symbols with their exponents, sorted by symbol.
Monomial: TypeAlias = tuple[tuple[str, int], ...]


class Ring:
    """K[symbols]; one object per field and symbols."""

    def __init__(self, field: NumberField | None, symbols: tuple[str, ...]) -> None:
        from games.exact import bridge

        self.field = field
        self.symbols = symbols
        self.size = len(symbols)
        self.context = bridge.context(symbols, field is not None)
        self.generators = bridge.generators(self.context)
        self.one = bridge.multivariate(self.context, {(0,) * len(self.generators): Fraction(1)})
        self.modulus: Any = None
        if field is not None:
            self.modulus = self.lift(field.modulus)

    def symbol(self, name: str) -> Any:
        """Return a symbol as a polynomial."""
        return self.generators[self.symbols.index(name)]

    def lift(self, element: Any) -> Any:
        """Return an element of the field, a polynomial in its generator, as a constant."""
        from games.exact import bridge

        zero = (0,) * self.size
        terms = {(*zero, i): c for i, c in enumerate(bridge.coefficients(element)) if c}
        return bridge.multivariate(self.context, terms)

    def constant(self, x: Number) -> Any:
        """Return a number of the field as a polynomial."""
        from games.exact import bridge

        if isinstance(x, Algebraic):
            assert self.field is not None
            return self.lift(self.field.embed(x.field, x.element))
        assert isinstance(x, Fraction)
        return self.one * bridge.rational(x)

    def reduced(self, p: Any) -> Any:
        """Return p modulo the field's modulus."""
        return p if self.modulus is None else p % self.modulus

    def terms(self, p: Any) -> dict[Monomial, Number]:
        """Return monomials with their coefficients."""
        from games.exact import bridge

        if self.field is None:
            return {
                self._monomial(exponents): c
                for exponents, c in bridge.multivariate_terms(p).items()
            }
        rows: dict[Monomial, list[Fraction]] = {}
        for exponents, c in bridge.multivariate_terms(p).items():
            row = rows.setdefault(self._monomial(exponents), [Fraction(0)] * self.field.degree)
            row[exponents[-1]] = c
        return {m: number(self.field, bridge.poly(row)) for m, row in rows.items()}

    def _monomial(self, exponents: tuple[int, ...]) -> Monomial:
        return tuple((name, e) for name, e in zip(self.symbols, exponents, strict=False) if e)


@lru_cache(maxsize=512)
def ring(field: NumberField | None, symbols: tuple[str, ...]) -> Ring:
    """Return the ring over a field (None: the rationals) in sorted symbols."""
    return Ring(field, symbols)


def leading_first(monomial: Monomial) -> tuple[int, list[tuple[str, int]]]:
    """Sort by total degree, then by the names that occur with the larger exponents."""
    return -sum(e for _, e in monomial), [(name, -exponent) for name, exponent in monomial]


@dataclass(frozen=True, slots=True)
class Quotient:
    """top / bottom in a ring, in normal form."""

    ring: Ring
    top: Any
    bottom: Any

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols that occur."""
        return self.ring.symbols

    def constant(self) -> Number | None:
        """Return the number this is, or None."""
        if self.symbols and self.ring.field is not None and self.bottom != self.ring.one:
            # A common factor over the field may hide that the quotient is constant.
            top, bottom = (self.ring.terms(p) for p in (self.top, self.bottom))
            if top.keys() != bottom.keys():
                return None
            first = next(iter(bottom))
            ratio = top[first] / bottom[first]
            return ratio if all(c == ratio * bottom[m] for m, c in top.items()) else None
        if self.symbols:
            return None
        return self.ring.terms(self.top).get((), Fraction(0))

    def __add__(self, other: Quotient) -> Quotient:
        a, b = aligned(self, other)
        if a.bottom == b.bottom:
            return quotient(a.ring, a.top + b.top, a.bottom)
        check_size(a.top, b.bottom)
        return quotient(a.ring, a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)

    def __sub__(self, other: Quotient) -> Quotient:
        return self + -other

    def __neg__(self) -> Quotient:
        return Quotient(self.ring, -self.top, self.bottom)

    def __mul__(self, other: Quotient) -> Quotient:
        a, b = aligned(self, other)
        check_size(a.top, b.top)
        return quotient(a.ring, a.top * b.top, a.bottom * b.bottom)

    def inverse(self) -> Quotient:
        """Return 1 / self; `ZeroDivisionError` for zero."""
        return quotient(self.ring, self.bottom, self.top)

    def same(self, other: Quotient) -> bool:
        """Decide equality as functions."""
        a, b = aligned(self, other)
        if a.ring.field is None:
            return bool(a.top == b.top and a.bottom == b.bottom)
        return bool(a.ring.reduced(a.top * b.bottom - b.top * a.bottom) == 0)


def of_number(x: Number) -> Quotient:
    """Return a constant."""
    home = ring(x.field if isinstance(x, Algebraic) else None, ())
    return Quotient(home, home.constant(x), home.one)


def of_symbol(name: str) -> Quotient:
    """Return one symbol."""
    home = ring(None, (name,))
    return Quotient(home, home.symbol(name), home.one)


def check_size(p: Any, q: Any) -> None:
    """Raise `LimitError` if a product could have too many terms."""
    if len(p) * len(q) > MAX_TERMS:
        raise LimitError(
            f"an expression of parameters would exceed {MAX_TERMS} terms",
            allowed=f"at most {MAX_TERMS} terms",
            hint="use smaller exponents or free fewer parameters",
        )


def aligned(a: Quotient, b: Quotient) -> tuple[Quotient, Quotient]:
    """Return both in one ring."""
    if a.ring is b.ring:
        return a, b
    target = aligned_ring(a.ring, b)
    return moved(a, target), moved(b, target)


def aligned_ring(home: Ring, q: Quotient) -> Ring:
    """Return the smallest ring that holds a ring and a quotient."""
    if q.ring is home:
        return home
    fields = [field for field in (home.field, q.ring.field) if field is not None]
    field = fields[0] if fields else None
    for other in fields[1:]:
        field = join(fields[0], other) if other is not fields[0] else fields[0]
    return ring(field, tuple(sorted({*home.symbols, *q.symbols})))


def moved(q: Quotient, target: Ring) -> Quotient:
    """Return a quotient in a ring that holds its symbols and field (not normalised anew)."""
    if q.ring is target:
        return q
    from games.exact import bridge

    images = [target.symbol(name) for name in q.symbols]
    if q.ring.field is not None:
        assert target.field is not None
        generator = bridge.poly([0, 1])
        images.append(target.lift(target.field.embed(q.ring.field, generator)))
    top, bottom = (
        target.reduced(bridge.compose(p, images, target.context)) for p in (q.top, q.bottom)
    )
    return Quotient(target, top, bottom)


def quotient(home: Ring, top: Any, bottom: Any) -> Quotient:
    """Return top / bottom in normal form; `ZeroDivisionError` if bottom vanishes."""
    from games.exact import bridge

    top, bottom = home.reduced(top), home.reduced(bottom)
    if bottom == 0:
        raise ZeroDivisionError("division by zero in an expression of parameters")
    if top == 0:
        home = ring(None, ())
        return Quotient(home, home.one - home.one, home.one)
    if not bridge.is_constant(bottom):
        divisor = top.gcd(bottom)
        if not bridge.is_constant(divisor):
            top, bottom = top // divisor, bottom // divisor
    if home.field is None:
        top, bottom = bridge.integral(top, bottom)
    else:
        scale = home.constant(1 / _leading(home, bottom))
        top, bottom = home.reduced(top * scale), home.reduced(bottom * scale)
    return _smallest(home, top, bottom)


def _leading(home: Ring, p: Any) -> Number:
    terms = home.terms(p)
    return terms[min(terms, key=leading_first)]


def _smallest(home: Ring, top: Any, bottom: Any) -> Quotient:
    """Drop symbols, and the field, that do not occur."""
    from games.exact import bridge

    degrees = [max(pair) for pair in zip(*map(bridge.degrees, (top, bottom)), strict=True)]
    if all(degrees):
        return Quotient(home, top, bottom)
    kept = tuple(name for name, degree in zip(home.symbols, degrees, strict=False) if degree)
    field = home.field if home.field is not None and degrees[-1] else None
    target = ring(field, kept)
    top, bottom = (bridge.project(p, degrees, target.context) for p in (top, bottom))
    if field is None and home.field is not None:
        top, bottom = bridge.integral(top, bottom)
    return Quotient(target, top, bottom)


def evaluate(
    terms: Mapping[Monomial, Any], values: Mapping[str, Any], zero: Any = Fraction(0)
) -> Any:
    """Return the sum of coefficient times powers of values, in whatever field those live."""
    total = zero
    for monomial, coefficient in terms.items():
        term: Any = coefficient
        for name, exponent in monomial:
            term = term * values[name] ** exponent
        total = total + term
    return total
