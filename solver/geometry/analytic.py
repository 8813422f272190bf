"""Real zeros of polynomials in t and in functions of t, enclosed and proved apart.

The functions are constants (a cosine of an angle in radians, a power of e), and logistic functions
p(t) = 1/(1 + exp(-h(t))), h a quotient of linear functions with rational coefficients.

**Isolation.** Over an interval, balls enclose f and its derivatives (by power series arithmetic).
If f is not zero anywhere there is no zero; if the derivative is not, there is at most one, and the
signs at the ends tell. At a known zero of order m the m-th derivative takes the place of f. What
neither settles is halved, down to a width at which it stays open.

**When it ends.** Let f be irreducible over the rationals and contain, besides t, either constants
that are algebraically independent transcendental numbers, or one logistic function. Then every zero
of f but those with h(t) = 0 is simple, and no other such polynomial, nor any polynomial in t alone,
vanishes there: the point (t, functions of t) has transcendence degree one, by Lindemann's theorem
(1882) exp(h) is transcendental for algebraic h other than 0, so it is a generic point of f = 0; and
a logistic polynomial divides its own derivative only if it is a power of p times one of 1 - p. With
both kinds together nothing of this is known, and what balls cannot tell apart stays open.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from games.exact import Number, sign
from solver.geometry.line import FIRST_BITS

#: How often an interval is halved before it stays open.
MAX_DEPTH = 48
_START_BITS = 96
#: Precisions at which a sign is looked for before it is computed exactly.
_LOOKS = (FIRST_BITS, 256, 1024)

Jet = list[Any]


@dataclass(frozen=True)
class Constant:
    """A number by its balls, and itself."""

    ball: Callable[[int], Any]
    number: Number

    def jet(self, t: Any, order: int, bits: int) -> Jet:
        """The number, and its derivatives."""
        return _constant(self.ball(bits), order, bits)

    def series(self, t: Fraction, order: int) -> list[Number]:
        """The same, exactly."""
        return [self.number, *[Fraction(0)] * order]


@dataclass(frozen=True)
class Logistic:
    """1/(1 + exp(-(a + b t)/(c + d t))).

    top: (a, b), bottom: (c, d).
    """

    top: tuple[Fraction, Fraction]
    bottom: tuple[Fraction, Fraction]

    @property
    def zero(self) -> Fraction | None:
        """Where the exponent is zero, so that the function is 1/2."""
        return -self.top[0] / self.top[1] if self.top[1] else None

    def jet(self, t: Any, order: int, bits: int) -> Jet:
        """The Taylor coefficients over a ball."""
        from games.exact import bridge

        h = jet_quotient(
            _linear(*self.top, t, order, bits), _linear(*self.bottom, t, order, bits), bits
        )
        h = [bridge.combine([(-1, c)], bits) for c in h]
        power = [bridge.exponential(h[0], bits)]
        for k in range(1, order + 1):
            total = bridge.combine(
                [(i, bridge.product(h[i], power[k - i], bits)) for i in range(1, k + 1)], bits
            )
            power.append(bridge.quotient(total, bridge.exact_ball(Fraction(k), bits), bits))
        one = _constant(bridge.exact_ball(Fraction(1), bits), order, bits)
        below = [bridge.combine([(1, a), (1, b)], bits) for a, b in zip(one, power, strict=True)]
        return jet_quotient(one, below, bits)

    def series(self, t: Fraction, order: int) -> list[Number]:
        """The exact Taylor coefficients at the zero of the exponent."""
        (_, b), (c, d) = self.top, self.bottom
        # h(t + u) = b u / (e + d u), e = c + d t.
        e = c + d * t
        h = [Fraction(0)] + [b / e * (-d / e) ** k for k in range(order)]
        power, found = [Fraction(1)], [Fraction(1, 2)]
        for k in range(1, order + 1):
            power.append(-sum((i * h[i] * power[k - i] for i in range(1, k + 1)), Fraction(0)) / k)
            found.append(-sum((power[i] * found[k - i] for i in range(1, k + 1)), Fraction(0)) / 2)
        return list(found)


Function = Constant | Logistic


def _constant(ball: Any, order: int, bits: int) -> Jet:
    from games.exact import bridge

    return [ball] + [bridge.exact_ball(Fraction(0), bits)] * order


def _linear(a: Fraction, b: Fraction, t: Any, order: int, bits: int) -> Jet:
    from games.exact import bridge

    slope = bridge.exact_ball(b, bits)
    start = bridge.combine(
        [(1, bridge.exact_ball(a, bits)), (1, bridge.product(slope, t, bits))], bits
    )
    return [start, slope, *_constant(slope, order, bits)[2:]][: order + 1]


def jet_product(a: Jet, b: Jet, bits: int) -> Jet:
    """The product of two power series of the same length."""
    from games.exact import bridge

    return [
        bridge.combine([(1, bridge.product(a[i], b[k - i], bits)) for i in range(k + 1)], bits)
        for k in range(len(a))
    ]


def jet_quotient(a: Jet, b: Jet, bits: int) -> Jet:
    """The quotient of two power series; not finite where the divisor may vanish."""
    from games.exact import bridge

    found: Jet = []
    for k in range(len(a)):
        rest = [(-1, bridge.product(b[i], found[k - i], bits)) for i in range(1, k + 1)]
        found.append(bridge.quotient(bridge.combine([(1, a[k]), *rest], bits), b[0], bits))
    return found


@dataclass(frozen=True)
class Analytic:
    """A polynomial in t and functions of t.

    parts: exponents of the functions -> polynomial in t. at: its exact value at a rational t.
    """

    parts: Mapping[tuple[int, ...], Any]
    functions: tuple[Function, ...]
    at: Callable[[Fraction], Number]

    @cached_property
    def _slopes(self) -> dict[tuple[int, ...], list[Any]]:
        return {exponents: [p] for exponents, p in self.parts.items()}

    def jet(self, t: Any, order: int, bits: int) -> Jet:
        """The Taylor coefficients up to an order, each enclosed over a ball."""
        from games.exact import bridge

        powers: list[list[Jet]] = []
        for number, function in enumerate(self.functions):
            own = function.jet(t, order, bits)
            one = _constant(bridge.exact_ball(Fraction(1), bits), order, bits)
            powers.append([one])
            for _ in range(max(exponents[number] for exponents in self.parts)):
                powers[-1].append(jet_product(powers[-1][-1], own, bits))
        sums: list[list[tuple[int, Any]]] = [[] for _ in range(order + 1)]
        for exponents, slopes in self._slopes.items():
            while len(slopes) <= order:
                slopes.append(slopes[-1].derivative() / len(slopes))
            term = [bridge.evaluate(p, t, bits) for p in slopes[: order + 1]]
            for number, exponent in enumerate(exponents):
                if exponent:
                    term = jet_product(term, powers[number][exponent], bits)
            for k, value in enumerate(term):
                sums[k].append((1, value))
        return [bridge.combine(terms, bits) for terms in sums]

    def sign_at(self, t: Fraction) -> int:
        """The sign at a rational number: by balls, and exactly where they do not tell."""
        from games.exact import bridge

        for bits in _LOOKS:
            found = bridge.certain_sign(self.jet(bridge.exact_ball(t, bits), 0, bits)[0])
            if found:
                return found
        return sign(self.at(t))

    def order_at(self, t: Fraction) -> int | None:
        """The order of the zero at t where every logistic function is 1/2, None elsewhere."""
        if any(isinstance(f, Logistic) and f.zero != t for f in self.functions):
            return None
        order = 8
        while True:
            series = self._series(t, order)
            for k, value in enumerate(series):
                if value != 0:
                    return k
            order *= 2

    def _series(self, t: Fraction, order: int) -> list[Number]:
        """The exact Taylor coefficients at such a place."""
        from games.exact import bridge

        total: list[Number] = [Fraction(0)] * (order + 1)
        functions = [f.series(t, order) for f in self.functions]
        for exponents, p in self.parts.items():
            term: list[Number] = []
            for _ in range(order + 1):
                term.append(bridge.fraction(p(bridge.rational(t))))
                p = p.derivative() / len(term)
            for own, exponent in zip(functions, exponents, strict=True):
                for _ in range(exponent):
                    term = series_product(term, own)
            total = [a + b for a, b in zip(total, term, strict=True)]
        return total


def series_product(a: Sequence[Number], b: Sequence[Number]) -> list[Number]:
    """The product of two power series with exact coefficients."""
    return [sum((a[i] * b[k - i] for i in range(k + 1)), Fraction(0)) for k in range(len(a))]


class Enclosed:
    """A zero that is no number in closed form: the only one of a function in an interval.

    The derivative keeps its sign there. Two of them are the same only if they are one object.
    """

    polynomial = None
    index = 0

    def __init__(self, function: Analytic, low: Fraction, high: Fraction) -> None:
        self.function = function
        self._low, self._high = low, high
        self._rises = function.sign_at(high) > 0

    def enclosure(self, bits: int = FIRST_BITS) -> tuple[Fraction, Fraction]:
        """Rational bounds, closer than 2^-bits of the size."""
        while self._high - self._low > max(abs(self._low), abs(self._high)) / (1 << bits):
            self._narrow(bits)
        return self._low, self._high

    def _narrow(self, bits: int) -> None:
        """A step of the interval Newton method, or a bisection where that gains little."""
        from games.exact import bridge

        work = 2 * bits + _START_BITS
        low, high = self._low, self._high
        middle = _rounded((low + high) / 2, high - low)
        slope = self.function.jet(bridge.span(low, high, work), 1, work)[1]
        value = self.function.jet(bridge.exact_ball(middle, work), 0, work)[0]
        step = bridge.quotient(value, slope, work)
        if bridge.is_finite(step):
            below, above = bridge.bounds(step)
            a, b = max(low, middle - above), min(high, middle - below)
            if b - a < (high - low) / 4:
                self._low, self._high = a, b
                return
        if (self.function.sign_at(middle) > 0) == self._rises:
            self._high = middle
        else:
            self._low = middle

    def ball(self, bits: int) -> Any:
        """A ball around it."""
        from games.exact import bridge

        return bridge.span(*self.enclosure(bits), bits)


def _rounded(x: Fraction, width: Fraction) -> Fraction:
    """A dyadic number within an eighth of the width of x."""
    shift = max(0, 4 - (width.numerator.bit_length() - width.denominator.bit_length()))
    return Fraction((x * (1 << shift)).__round__(), 1 << shift)


@dataclass(frozen=True)
class Zeros:
    """All zeros in an interval: those at rational numbers, others, and intervals left open."""

    rational: tuple[Fraction, ...]
    enclosed: tuple[Enclosed, ...]
    open: tuple[tuple[Fraction, Fraction], ...]


def zeros(f: Analytic, low: Fraction, high: Fraction) -> Zeros:
    """The zeros in [low, high] of a function that is not zero everywhere."""
    turning = {g.zero for g in f.functions if isinstance(g, Logistic)}
    marks = sorted({low, high, *(t for t in turning if t is not None and low < t < high)})
    orders: dict[Fraction, int | None] = {
        t: f.order_at(t) if f.sign_at(t) == 0 else 0 for t in marks
    }
    enclosed: list[Enclosed] = []
    left: list[tuple[Fraction, Fraction]] = []
    waiting = [(a, b, 0) for a, b in itertools.pairwise(marks)]
    while waiting:
        a, b, depth = waiting.pop()
        settled = _settled(f, a, b, (orders[a], orders[b]))
        if settled is not None:
            enclosed += settled
            continue
        middle = next((t for t in _middles(a, b) if f.sign_at(t)), None)
        if middle is None or depth >= MAX_DEPTH:
            left.append((a, b))
            continue
        orders[middle] = 0
        waiting += [(a, middle, depth + 1), (middle, b, depth + 1)]
    return Zeros(tuple(t for t in marks if orders[t] != 0), tuple(enclosed), tuple(sorted(left)))


def _middles(a: Fraction, b: Fraction) -> list[Fraction]:
    return [(a + b) / 2, (2 * a + b) / 3, (3 * a + 2 * b) / 5]


def _settled(
    f: Analytic, a: Fraction, b: Fraction, orders: tuple[int | None, int | None]
) -> list[Enclosed] | None:
    """The zeros strictly between a and b, where balls prove them; orders: of zeros at the ends."""
    from games.exact import bridge

    over = bridge.span(a, b, _START_BITS)
    if orders == (0, 0):
        value, slope = f.jet(over, 1, _START_BITS)
        if bridge.certain_sign(value):
            return []
        middle = (a + b) / 2
        centre = f.jet(bridge.exact_ball(middle, _START_BITS), 0, _START_BITS)[0]
        half = bridge.span((a - b) / 2, (b - a) / 2, _START_BITS)
        change = bridge.product(slope, half, _START_BITS)
        if bridge.certain_sign(bridge.combine([(1, centre), (1, change)], _START_BITS)):
            return []
        if not bridge.certain_sign(slope):
            return None
        return [Enclosed(f, a, b)] if f.sign_at(a) != f.sign_at(b) else []
    order = max(orders, key=lambda m: m or 0) if 0 in orders and None not in orders else None
    # f(t) = (t - p)^m times the m-th Taylor coefficient somewhere between.
    if order and bridge.certain_sign(f.jet(over, order, _START_BITS)[order]):
        return []
    return None
