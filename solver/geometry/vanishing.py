"""Whether a polynomial over a real number field vanishes at a point, and its sign, exactly.

Let f have coefficients in Q(a), a of degree n with minimal polynomial m, and let P be a point with
algebraic coordinates. The resultant in z of w - f(x, y, z) and m(z),

    e_0(x, y) + e_1(x, y) w + .. + e_n w^n,

has the values of all conjugates of f at P as its roots w. Its coefficients are rational, so which
of them vanish at P is decided over the rationals. With e_k the first that does not, every root but
zero is at least |e_k| / (|e_k| + max |e_j|, j > k) in size (Cauchy 1829, for the reciprocals):
a ball around f(P) that shrinks far enough either excludes zero or proves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from typing import Any

from games.exact.limits import finer
from solver.geometry.line import FIRST_BITS, Root
from solver.geometry.tower import Tower

#: The symbol of a conjugate's value; no parameter can have this name.
VALUE = "@"


def nested(rows: Any, balls: Sequence[Any], bits: int) -> Any:
    """A ball of a polynomial given by powers of its variables, outermost first."""
    from games.exact import bridge

    if len(balls) == 1:
        return bridge.evaluate(rows, balls[0], bits)
    total = bridge.exact_ball(Fraction(0), bits)
    for row in reversed(rows):
        value = nested(row, balls[1:], bits)
        total = bridge.combine([(1, bridge.product(total, balls[0], bits)), (1, value)], bits)
    return total


class Point:
    """A point of the plane with algebraic coordinates.

    x: a root. y: a rational, low = high; or the only number in [low, high] at which these curves,
    by powers of y, are all zero over x.
    """

    def __init__(
        self, x: Root, low: Fraction, high: Fraction, curves: Sequence[Sequence[Any]] = ()
    ) -> None:
        self.x = x
        self.low, self.high = low, high
        self.tower = Tower(x.modulus)
        self._curves = curves

    @cached_property
    def own(self) -> list[Any]:
        """A polynomial over Q(x) that has y as a simple root, and no other in [low, high]."""
        from games.exact import bridge

        tower = self.tower
        if self.low == self.high:
            return [tower.constant(bridge.rational(-self.low)), tower.constant(bridge.rational(1))]
        over = [tower.trimmed([tower.reduced(row) for row in rows]) for rows in self._curves]
        return tower.squarefree(reduce(tower.gcd, over))

    def first_balls(self) -> tuple[Any, Any]:
        """Balls of x and y as they are known."""
        from games.exact import bridge

        return self.x.ball(FIRST_BITS), bridge.span(self.low, self.high, FIRST_BITS)

    def balls(self, bits: int) -> tuple[Any, Any]:
        """Balls of x and y that shrink with the precision."""
        from games.exact import bridge

        at = self.x.ball(bits)
        if self.low == self.high:
            return at, bridge.exact_ball(self.low, bits)
        known = bridge.span(self.low, self.high, bits)
        coefficients = self.tower.balls(self.own, at, bits)
        if len(coefficients) == 2:
            return at, bridge.quotient(-coefficients[0], coefficients[1], bits)
        roots = bridge.roots_of_balls(coefficients, bits) or []
        here = [root for root in roots if bridge.overlap(root, known)]
        return at, here[0] if len(here) == 1 else known

    def vanishes(self, rows: Sequence[Any]) -> bool:
        """Whether a polynomial with rational coefficients, by powers of y, is zero here."""
        from games.exact import bridge

        tower = self.tower
        other = tower.trimmed([tower.reduced(row) for row in rows])
        if len(other) < 2:
            return not other
        common = tower.gcd(self.own, other)
        if len(common) in (1, len(self.own)):
            return len(common) > 1
        rest = tower.divided(self.own, common)[0]
        bits = FIRST_BITS
        while True:
            x, y = self.balls(bits)
            if bridge.certain_sign(tower.value(common, x, y, bits)):
                return False
            if bridge.certain_sign(tower.value(rest, x, y, bits)):
                return True
            bits = finer(bits)


@dataclass(frozen=True)
class OverField:
    """A polynomial in x and y over a real number field.

    form: as FLINT's polynomial, the field's generator "~" last. names: of x and y.
    """

    form: Any
    names: tuple[str, str]
    field: Any

    @cached_property
    def rows(self) -> Any:
        """By powers of y, then x; polynomials in the generator."""
        from games.exact.polynomials import dense

        order = sorted(self.names)
        return dense(self.form, (order.index(self.names[1]), order.index(self.names[0]), 2))

    def ball(self, x: Any, y: Any, bits: int) -> Any:
        """A ball of the value at balls."""
        return nested(self.rows, (y, x, self.field.ball(bits)), bits)

    def sign_at(self, x: Fraction, y: Fraction) -> int:
        """The sign at a rational point, exactly."""
        from games.exact import bridge, sign
        from games.exact.algebraic import number

        a, b = bridge.rational(x), bridge.rational(y)
        total = bridge.row([])
        for row in reversed(self.rows):
            inner = bridge.row([])
            for c in reversed(row):
                inner = inner * a + c
            total = total * b + inner
        return sign(number(self.field, total % self.field.modulus))

    @cached_property
    def values(self) -> Any:
        """e_0, e_1, ..: rows by powers of y of polynomials in x."""
        from games.exact.polynomials import dense

        order = sorted(self.names)
        whole = values(self.form, order, self.field)
        return dense(whole, (2, order.index(self.names[1]), order.index(self.names[0])))

    def vanishes(self, point: Point) -> bool:
        """Whether it is zero at a point."""
        from games.exact import bridge

        bits = FIRST_BITS
        if bridge.certain_sign(self.ball(*point.first_balls(), bits)):
            return False
        first = next(k for k, rows in enumerate(self.values) if not point.vanishes(rows))
        if first == 0:
            return False
        while True:
            balls = point.balls(bits)
            found = self.ball(*balls, bits)
            if bridge.certain_sign(found):
                return False
            sizes = [
                size_of(nested(rows, balls[::-1], bits)) for rows in self.values[first:] if rows
            ]
            least, most = sizes[0][0], max(size[1] for size in sizes)
            if least and size_of(found)[1] < least / (least + most):
                return True
            bits = finer(bits)


def norm(form: Any, symbols: Sequence[str], field: Any) -> Any:
    """The product over all conjugates of the field's generator "~", a polynomial over Q.

    form: a polynomial in the symbols and the generator, which comes last.
    """
    from games.exact import bridge

    eliminated = bridge.resultant(form, _in_last(bridge.context(symbols, True), field.modulus), "~")
    kept = [1] * len(symbols)
    return bridge.project(eliminated, [*kept, 0], bridge.context(symbols, False))


def values(form: Any, symbols: Sequence[str], field: Any) -> Any:
    """The polynomial in the symbols and `VALUE` whose roots in it are the values of conjugates."""
    from games.exact import bridge

    ring = bridge.context((*symbols, VALUE), True)
    *own, w, z = bridge.generators(ring)
    moved = bridge.compose(form, (*own, z), ring)
    eliminated = bridge.resultant(w - moved, _in_last(ring, field.modulus), "~")
    kept = [1] * (len(symbols) + 1)
    return bridge.project(eliminated, [*kept, 0], bridge.context((*symbols, VALUE), False))


def size_of(ball: Any) -> tuple[Fraction, Fraction]:
    """Bounds of the absolute value over a ball."""
    from games.exact import bridge

    low, high = bridge.bounds(ball)
    return max(Fraction(0), low, -high), max(abs(low), abs(high))


def _in_last(ring: Any, p: Any) -> Any:
    """A polynomial in one variable as one in the last variable of a ring."""
    from games.exact import bridge

    last = bridge.generators(ring)[-1]
    total = ring.constant(0)
    for c in reversed(p.coeffs()):
        total = total * last + c
    return total
