"""A stochastic game whose numbers are rational functions of one quantity t.

Taken from a game built with t followed (`games.exact.followed`), whose functions hold as far as the
signs asked while it was built. On an interval every number of it is a mean of its values at the two
ends up to its curvature. For f = p/q, with t a fraction x of the way and l the line between the
ends, f - l = (p - l q)/q: both polynomials lie between the least and greatest of their Bernstein
coefficients on [0, 1] (Bernstein 1912), which bounds the difference, zero for what is linear in t.
An interval without end, t = a/x, is one in x, with payoffs scaled by a power of x per player.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import pairwise
from math import comb
from typing import Any, TypeAlias

from games.errors import NumberError
from games.exact.followed import Followed
from games.exact.univariate import Univariate
from games.forms.normal import Profile
from games.forms.stochastic import StochasticGame
from solver.dynamic.bounds import Tables
from solver.geometry.line import Root, roots_between

#: A number, or a function of the quantity that is not constant.
Rational: TypeAlias = Fraction | Univariate


@dataclass(frozen=True)
class Stretch:
    """The closed interval between two rationals; `end` None: from `start` away from 0, for ever."""

    start: Fraction
    end: Fraction | None

    def roots(self, factor: tuple[int, ...]) -> list[Root]:
        """The roots of an irreducible polynomial on it."""
        if self.end is not None:
            return roots_between(factor, min(self.start, self.end), max(self.start, self.end))
        # Cauchy: no root is larger than 1 plus the largest coefficient over the leading one.
        bound = 2 + Fraction(max(map(abs, factor)), abs(factor[-1]))
        ends = (self.start, bound) if self.start > 0 else (-bound, self.start)
        return roots_between(factor, *ends) if ends[0] <= ends[1] else []

    def sign(self, p: Any) -> int | None:
        """The sign of a polynomial that keeps one, by its Bernstein coefficients; None: unknown."""
        signs = {(c > 0) - (c < 0) for c in bernstein(self.placed(p, p.degree()))}
        return signs.pop() if len(signs) == 1 else None

    def sign_of(self, function: Rational) -> int | None:
        """The sign of a function that keeps one; None: not known to."""
        if isinstance(function, Fraction):
            return (function > 0) - (function < 0)
        top, bottom = self.sign(function.top), self.sign(function.bottom)
        return None if top is None or bottom is None else top * bottom

    def may_vanish(self, p: Any) -> bool:
        """Whether Descartes' rule leaves room for a root, ends included."""
        coefficients = bernstein(self.placed(p, p.degree()))
        if coefficients[0] == 0 or coefficients[-1] == 0:
            return True
        signs = [c > 0 for c in coefficients if c != 0]
        return any(a != b for a, b in pairwise(signs))

    def placed(self, p: Any, degree: int) -> Any:
        """p as a polynomial in x on [0, 1]; times x^degree where there is no end."""
        from games.exact import bridge

        if self.end is not None:
            return p(bridge.poly([self.start, self.end - self.start]))
        a = bridge.rational(self.start)
        turned = [Fraction(0)] * (degree + 1)
        for k, c in enumerate(p.coeffs()):
            turned[degree - k] = bridge.fraction(c * a**k)
        return bridge.poly(turned)


def bernstein(p: Any) -> list[Any]:
    """Coefficients of a polynomial in the Bernstein basis of its degree on [0, 1]."""
    own = list(p.coeffs())
    n = max(len(own) - 1, 0)
    weights = _weights(n)
    return [
        sum((w * c for w, c in zip(row, own, strict=False)), start=p[0] - p[0]) for row in weights
    ]


@lru_cache(maxsize=64)
def _weights(n: int) -> list[list[Any]]:
    from games.exact import bridge

    return [
        [bridge.rational(Fraction(comb(k, j), comb(n, j))) for j in range(k + 1)]
        for k in range(n + 1)
    ]


class VaryingGame:
    """The numbers of a followed game as functions: worth of a cell = base + flow values.

    base: [s, i, profile]; flow: the same -> {t: factor}, discounts included. Raises `NumberError`
    where they are no rational functions with rational coefficients.
    """

    def __init__(self, game: StochasticGame) -> None:
        self.game = game
        self.base: dict[tuple[int, int, Profile], Rational] = {}
        self.flow: dict[tuple[int, int, Profile], dict[int, Rational]] = {}
        for s, profile in game.cells():
            for i in range(len(game.players)):
                now = game.weight(i) * game.payoff(s, i, profile)
                self.base[s, i, profile] = rational(now)
                self.flow[s, i, profile] = {
                    t: rational(game.discounts[i] * mass) for t, mass in game.targets(s, profile, i)
                }

    @cached_property
    def constant(self) -> bool:
        """Whether the quantity moves no payoff and no transition."""
        return all(isinstance(x, Fraction) for x in self.base.values()) and all(
            isinstance(x, Fraction) for own in self.flow.values() for x in own.values()
        )

    @cached_property
    def payoffs(self) -> list[list[Rational]]:
        """[i], the payoffs without their weights; of a normalised game values are means of them."""
        game = self.game
        return [
            [rational(game.payoff(s, i, profile)) for s, profile in game.cells()]
            for i in range(len(game.players))
        ]

    def tables(self, stretch: Stretch) -> Tables | None:
        """The family of all games on a stretch, or None where a number has a pole near it."""
        import numpy as np

        game, n = self.game, len(self.game.players)
        rows = list(game.cells())
        base = np.zeros((2, n, len(rows)))
        flow = np.zeros((2, n, len(rows), len(game.states)))
        reach, slacks = [], []
        known: dict[Any, tuple[float, float, float] | None] = {}

        def span(function: Rational, scale: int) -> tuple[float, float, float] | None:
            key = (function if isinstance(function, Fraction) else function.key, scale)
            if key not in known:
                known[key] = _span(function, stretch, scale)
            return known[key]

        for i in range(n):
            functions = [*self.payoffs[i], *(self.base[s, i, at] for s, at in rows)]
            scale = 0 if stretch.end is not None else max(map(_order, functions))
            off, leak, mass, most = 0.0, 0.0, 0.0, 0.0
            for r, (s, at) in enumerate(rows):
                found = span(self.base[s, i, at], scale)
                pay = span(self.payoffs[i][r], scale)
                if found is None or pay is None:
                    return None
                base[:, i, r] = found[:2]
                off = max(off, found[2])
                most = max(most, abs(pay[0]) + pay[2], abs(pay[1]) + pay[2])
                lost = 0.0
                for t, factor in self.flow[s, i, at].items():
                    part = span(factor, 0)
                    if part is None:
                        return None
                    # Ends that are rounded outwards may leave the range of masses by a trifle.
                    flow[:, i, r, t] = np.maximum(part[:2], 0.0)
                    lost += part[2] + max(0.0, -part[0], -part[1])
                leak = max(leak, lost)
                mass = max(mass, float(flow[:, i, r].sum(axis=1).max()) + lost)
            largest = float(np.abs(base[:, i]).max(initial=0.0)) + off
            bounds = [most] if game.normalised else []
            if mass < 1:
                bounds.append(largest / (1 - mass))
            if not bounds:
                return None
            reach.append(min(bounds) * (1 + 1e-9))
            slacks.append(off + 2 * leak * reach[i])
            if slacks[i] > reach[i]:
                return None
        return Tables(base, flow, reach, max(slacks))


def rational(value: Any) -> Rational:
    """A number of a followed game as a function; raises `NumberError` for any other."""
    found = value.function if isinstance(value, Followed) else value
    if isinstance(found, int):
        found = Fraction(found)
    if not isinstance(found, (Fraction, Univariate)):
        raise NumberError("the game has irrational numbers")
    return found


def _order(function: Rational) -> int:
    """How fast a function grows."""
    if isinstance(function, Fraction):
        return 0
    return max(0, int(function.top.degree() - function.bottom.degree()))


def _span(function: Rational, stretch: Stretch, scale: int) -> tuple[float, float, float] | None:
    """Value at the start, at the end, and how far it is from their mean in between, at most."""
    from games.exact import bridge

    if isinstance(function, Fraction) and (scale == 0 or function == 0):
        return float(function), float(function), 0.0
    if isinstance(function, Fraction):
        top, bottom = bridge.poly([function]), bridge.poly([1])
    else:
        top, bottom = function.top, function.bottom
    if stretch.end is None:
        # x^scale p(a/x) / q(a/x), with numerator and denominator times the same power of x.
        power = max(top.degree() - scale, bottom.degree())
        top, bottom = stretch.placed(top, power + scale), stretch.placed(bottom, power)
    else:
        top, bottom = stretch.placed(top, top.degree()), stretch.placed(bottom, bottom.degree())
    below = bernstein(bottom)
    if not (all(c > 0 for c in below) or all(c < 0 for c in below)):
        return None
    one, zero = bridge.rational(1), bridge.rational(0)
    first, last = top(zero) / bottom(zero), top(one) / bottom(one)
    gap = top - bottom * (bridge.poly([0, 1]) * (last - first) + first)
    curve = max((abs(c) for c in bernstein(gap)), default=zero) / min(abs(c) for c in below)
    return tuple(float(bridge.fraction(x)) for x in (first, last, curve))  # type: ignore[return-value]
