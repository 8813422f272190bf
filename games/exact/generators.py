"""The transcendental generators cos(u), tan(u/2) and exp(v), and how two sets of them meet.

Their symbols are no identifiers, so no parameter can have the same name. One generator serves all
rational angles: with u the greatest common measure of two of them, cos(m u) is a polynomial
in cos(u); where sines occur, cosines and sines are rational functions of tan(u/2). In the same way
exp(m v) = exp(v)^m.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import gcd, lcm
from typing import Any, TypeAlias

from games.errors import LimitError
from games.exact.forms import Symbol
from games.exact.quotient import Quotient, evaluate, of_number, of_symbol

COSINE, TANGENT, EXPONENTIAL = "cos()", "tan()", "exp()"
#: For each generator that occurs its rational unit: u for cos(u) and tan(u/2), v for exp(v).
Units: TypeAlias = Mapping[str, Fraction]

#: Largest multiple of the common measure of two angles, or of two exponents.
MAX_MULTIPLE = 64


def is_generator(symbol: str) -> bool:
    """Whether a symbol is one of the three generators."""
    return symbol.endswith(")")


def ball(symbol: str, unit: Fraction, bits: int) -> Any:
    """Return a ball around a generator."""
    from games.exact import bridge

    if symbol == COSINE:
        return bridge.cos_ball(unit, bits)
    return bridge.tan_ball(unit / 2, bits) if symbol == TANGENT else bridge.exp_ball(unit, bits)


def written(symbol: str, units: Units) -> Symbol:
    """Return how a symbol is written: a generator with its argument, a parameter by its name."""
    if symbol == TANGENT:
        return Symbol("tan", units[symbol] / 2)
    return Symbol(symbol[:-2], units[symbol]) if is_generator(symbol) else Symbol(symbol)


def meet(
    a: Quotient, a_units: Units, b: Quotient, b_units: Units
) -> tuple[Quotient, Quotient, Units]:
    """Return both quotients in common generators."""
    if a_units == b_units:
        return a, b, a_units
    circle = TANGENT if TANGENT in a_units or TANGENT in b_units else COSINE
    units: dict[str, Fraction] = {}
    for names, target in (((COSINE, TANGENT), circle), ((EXPONENTIAL,), EXPONENTIAL)):
        present = [u[name] for u in (a_units, b_units) for name in names if name in u]
        if present:
            units[target] = _common_measure(present)
    return _rewritten(a, a_units, units), _rewritten(b, b_units, units), units


def _common_measure(values: list[Fraction]) -> Fraction:
    """Return the largest rational of which all the positive rationals are whole multiples."""
    common = lcm(*(x.denominator for x in values))
    measure = Fraction(gcd(*(int(x * common) for x in values)), common)
    multiple = max(values) / measure
    if multiple > MAX_MULTIPLE:
        raise LimitError(
            f"angles or exponents that are {multiple} times their common measure cannot be "
            "combined exactly",
            allowed=f"at most {MAX_MULTIPLE} times",
            hint="use angles in degrees, or rounder values",
        )
    return measure


def _rewritten(q: Quotient, old: Units, new: Units) -> Quotient:
    if all(new.get(name) == unit for name, unit in old.items()):
        return q
    images = {name: of_symbol(name) for name in q.symbols}
    for name, unit in old.items():
        if name == EXPONENTIAL:
            images[name] = power(of_symbol(name), int(unit / new[name]))
        elif TANGENT in new:
            images[name] = _by_tangent(name, int(unit / new[TANGENT]))
        else:
            images[name] = _chebyshev(int(unit / new[name]))
    return substituted(q, images)


def substituted(q: Quotient, images: Mapping[str, Quotient]) -> Quotient:
    """Put quotients in the place of all symbols."""
    top, bottom = (
        evaluate(
            {m: of_number(c) for m, c in q.ring.terms(p).items()},
            {name: Powers(image) for name, image in images.items()},
            of_number(Fraction(0)),
        )
        for p in (q.top, q.bottom)
    )
    result: Quotient = top * bottom.inverse()
    return result


class Powers:
    """Powers of one quotient, each computed once."""

    def __init__(self, base: Quotient) -> None:
        self._known = [of_number(Fraction(1)), base]

    def __pow__(self, exponent: int) -> Quotient:
        while len(self._known) <= exponent:
            self._known.append(self._known[-1] * self._known[1])
        return self._known[exponent]


def power(q: Quotient, exponent: int) -> Quotient:
    """Return q ** exponent for a whole exponent of either sign."""
    if exponent < 0:
        return power(q.inverse(), -exponent)
    result, square = of_number(Fraction(1)), q
    while exponent:
        if exponent % 2:
            result = result * square
        exponent //= 2
        if exponent:
            square = square * square
    return result


def _chebyshev(m: int) -> Quotient:
    """Return T_m(c), with T_m(cos t) = cos(m t)."""
    c = of_symbol(COSINE)
    before, now, twice = of_number(Fraction(1)), c, of_number(Fraction(2)) * c
    for _ in range(m - 1):
        before, now = now, twice * now - before
    return now


def _by_tangent(name: str, m: int) -> Quotient:
    """Return cos(m u) or tan(m u / 2) as a function of t = tan(u/2).

    With (1 + i t)^m = x + i y: tan(m u / 2) = y / x and cos(m u) = (x^2 - y^2) / (x^2 + y^2).
    """
    t = of_symbol(TANGENT)
    x, y = of_number(Fraction(1)), of_number(Fraction(0))
    for _ in range(m):
        x, y = x - t * y, y + t * x
    if name == TANGENT:
        return y * x.inverse()
    return (x * x - y * y) * (x * x + y * y).inverse()
