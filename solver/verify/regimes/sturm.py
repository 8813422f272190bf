"""Real zeros counted by Sturm's theorem, over every kind of coefficient that occurs.

For a polynomial f over an ordered field let f_0 = f, f_1 = f', and let each next one be the
negated remainder of the two before it. With V(t) the number of sign changes among the f_i(t),
zeros left out, f has exactly V(a) - V(b) different zeros between a < b, f(a) and f(b) not zero
(Sturm 1829). Positive factors change no sign, so remainders are formed without division.

Coefficients are rationals, exact numbers, or polynomials in x that stand for their values at one
real algebraic number. Polynomials are lists of coefficients, constant first.
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from games.exact import bridge, sign
from solver.verify.plain import Malformed

Polynomial = list[Any]
#: Halvings of an interval at once where a sign is not yet certain.
_HALVINGS = 32
_BITS = 128


class Domain(ABC):
    """Where coefficients live: + and unary - are their own, the rest is here."""

    @abstractmethod
    def sign(self, value: Any) -> int:
        """The sign of a coefficient, exactly."""

    def product(self, a: Any, b: Any) -> Any:
        """The product of two coefficients."""
        return a * b

    def scaled(self, value: Any, by: Fraction) -> Any:
        """A coefficient times a rational."""
        return value * by

    def shrunk(self, p: Polynomial) -> Polynomial:
        """A positive rational multiple with shorter coefficients."""
        return p

    def tidy(self, p: Sequence[Any]) -> Polynomial:
        """Without leading coefficients that are zero."""
        kept = list(p)
        while kept and self.sign(kept[-1]) == 0:
            kept.pop()
        return self.shrunk(kept) if kept else kept

    def at(self, p: Polynomial, t: Fraction) -> Any:
        """The value at a rational."""
        total = p[-1]
        for coefficient in reversed(p[:-1]):
            total = self.scaled(total, t) + coefficient
        return total


class Rationals(Domain):
    """Rational coefficients."""

    def sign(self, value: Any) -> int:
        """Of a Fraction or integer."""
        return int(value > 0) - int(value < 0)

    def shrunk(self, p: Polynomial) -> Polynomial:
        """Coprime integers."""
        common = lcm(*(Fraction(c).denominator for c in p))
        whole = [int(c * common) for c in p]
        divisor = gcd(*whole)
        return [c // divisor for c in whole]

    def at(self, p: Polynomial, t: Fraction) -> Any:
        """In integers where the coefficients are: the value times a positive power."""
        top, below, power, total = t.numerator, t.denominator, 1, p[-1]
        for coefficient in reversed(p[:-1]):
            power *= below
            total = total * top + coefficient * power
        return total


class Numbers(Domain):
    """Exact numbers as coefficients, irrational ones among them."""

    def sign(self, value: Any) -> int:
        """Of a Number."""
        return sign(value)


class Point(Domain):
    """A real algebraic number x, the only zero of a squarefree m in an interval.

    Coefficients are polynomials q in x modulo m. Where the interval does not settle the sign of
    q(x), q(x) is zero iff the greatest common divisor of q and m is; its only possible zero in the
    interval is x, and it is a simple one. Raises `Malformed` where m or the interval do not serve.
    """

    def __init__(self, m: Sequence[int], low: Fraction, high: Fraction) -> None:
        self.m = bridge.poly(m)
        self.low, self.high = low, high
        if self.m.degree() < 1 or self.m.gcd(self.m.derivative()).degree() > 0:
            raise Malformed("the polynomial of a point must have no double zero")
        self._left = self._plain_sign(self.m, low)
        if self._left * self._plain_sign(self.m, high) >= 0:
            raise Malformed("the polynomial of a point must change its sign on the interval")

    @staticmethod
    def _plain_sign(q: Any, t: Fraction) -> int:
        value = q(bridge.rational(t))
        return int(value > 0) - int(value < 0)

    def of(self, q: Any) -> Any:
        """A polynomial in x as a coefficient."""
        return q % self.m

    def product(self, a: Any, b: Any) -> Any:
        """Modulo m."""
        return a * b % self.m

    def scaled(self, value: Any, by: Fraction) -> Any:
        """By a rational of FLINT."""
        return value * bridge.rational(by)

    def shrunk(self, p: Polynomial) -> Polynomial:
        """Divided by the size of the leading coefficient's content."""
        size = abs(p[-1].leading_coefficient())
        return [c / size for c in p]

    def sign(self, value: Any) -> int:
        """The sign of a polynomial at x."""
        if value.degree() < 1:
            return self._plain_sign(value, Fraction(0))
        while True:
            here = bridge.span(self.low, self.high, _BITS)
            found = bridge.certain_sign(bridge.evaluate(value, here, _BITS))
            if found:
                return found
            common = value.gcd(self.m)
            if common.degree() > 0:
                ends = self._plain_sign(common, self.low), self._plain_sign(common, self.high)
                if ends[0] * ends[1] < 0:
                    return 0
            if self.high - self.low < Fraction(1, 2**_BITS):
                return self._sign_by_sturm(value)
            self._narrow()

    def _sign_by_sturm(self, value: Any) -> int:
        """Where balls are too coarse: halve until the polynomial has no zero in the interval."""
        line = Rationals()
        q = line.tidy(bridge.coefficients(value))
        while (ends := self._plain_sign(value, self.low)) == 0 or zeros(q, self.low, self.high):
            self._narrow()
        return ends

    def _narrow(self) -> None:
        for _ in range(_HALVINGS):
            middle = (self.low + self.high) / 2
            found = self._plain_sign(self.m, middle)
            if found == 0:
                quarter = (self.high - self.low) / 4
                self.low, self.high = middle - quarter, middle + quarter
            elif found == self._left:
                self.low = middle
            else:
                self.high = middle


def remainder(p: Polynomial, q: Polynomial, domain: Domain) -> Polynomial:
    """A positive multiple of the remainder of p by q."""
    rest, lead = list(p), q[-1]
    turned = domain.sign(lead) < 0
    size = -lead if turned else lead
    while len(rest) >= len(q):
        top = rest.pop()
        if turned:
            top = -top
        shift = len(rest) - len(q) + 1
        rest = [domain.product(c, size) for c in rest]
        for k, c in enumerate(q[:-1]):
            rest[shift + k] = rest[shift + k] - domain.product(c, top)
    return domain.tidy(rest)


def chain(p: Polynomial, domain: Domain) -> list[Polynomial]:
    """Sturm's chain of a polynomial that is not zero."""
    slope = [domain.scaled(c, Fraction(k)) for k, c in enumerate(p)][1:]
    found = [p]
    rest = domain.tidy(slope)
    while rest:
        found.append(rest)
        rest = [-c for c in remainder(found[-2], found[-1], domain)]
    return found


def changes(polynomials: Sequence[Polynomial], t: Fraction, domain: Domain) -> int:
    """V(t)."""
    signs = [s for p in polynomials if (s := domain.sign(domain.at(p, t)))]
    return sum(a != b for a, b in itertools.pairwise(signs))


def without_zero(p: Polynomial, t: Fraction, domain: Domain) -> Polynomial:
    """A polynomial with its zeros at a rational t divided out."""
    while p and domain.sign(domain.at(p, t)) == 0:
        quotient = [p[-1]]
        for coefficient in reversed(p[1:-1]):
            quotient.append(domain.scaled(quotient[-1], t) + coefficient)
        p = domain.tidy(quotient[::-1])
    return p


def zeros(p: Polynomial, low: Fraction, high: Fraction, domain: Domain | None = None) -> int:
    """How many different zeros lie in the closed interval, low < high; p not zero."""
    over = domain or Rationals()
    count = sum(over.sign(over.at(p, t)) == 0 for t in (low, high))
    inner = without_zero(without_zero(p, low, over), high, over)
    if len(inner) < 2:
        return count
    whole = chain(inner, over)
    return count + changes(whole, low, over) - changes(whole, high, over)


def common(p: Polynomial, q: Polynomial, domain: Domain) -> Polynomial:
    """The greatest common divisor, up to a factor (Euclid)."""
    while q:
        p, q = q, remainder(p, q, domain) if len(p) >= len(q) else p
    return p
