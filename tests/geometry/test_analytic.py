"""Zeros of polynomials in t and a logistic function or constants, against mpmath and by hand."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable
from fractions import Fraction as F

import pytest

from games.exact import Number, bridge, parse
from games.exact.transcendental import exp
from solver.geometry.analytic import Analytic, Constant, Logistic, zeros

Parts = dict[tuple[int, ...], list[F | int]]

#: exp(-(6 t - 3)): 1/2 at t = 1/2, with derivative 3/2.
CURVE = Logistic((F(-3), F(6)), (F(1), F(0)))


def logistic(parts: Parts, function: Logistic = CURVE) -> Analytic:
    def at(t: F) -> Number:
        (a, b), (c, d) = function.top, function.bottom
        p = 1 / (1 + exp(-(a + b * t) / (c + d * t)))
        total: Number = F(0)
        for (exponent,), row in parts.items():
            total = total + sum((F(x) * t**k for k, x in enumerate(row)), F(0)) * p**exponent
        return total

    return Analytic({e: bridge.poly(row) for e, row in parts.items()}, (function,), at)


def test_a_zero_of_every_order_where_the_function_is_one_half() -> None:
    """p = 1/2 + (3/2) u - (9/2) u^3 + .., u = t - 1/2: take off what comes first."""
    u = [F(-1, 2), F(1)]
    first: Parts = {(1,): [1], (0,): [F(-1, 2)]}
    third: Parts = {(1,): [1], (0,): [F(-1, 2) - F(3, 2) * u[0], -F(3, 2)]}
    squared: Parts = {(2,): [1], (1,): [-1], (0,): [F(1, 4)]}
    for parts, order in ((first, 1), (third, 3), (squared, 2)):
        f = logistic(parts)
        assert f.order_at(F(1, 2)) == order
        found = zeros(f, F(0), F(1))
        assert found.rational == (F(1, 2),)
        assert found.enclosed == ()
        assert found.open == ()


def test_zeros_beside_a_threefold_one() -> None:
    """A slope a little below that at t = 1/2 gives three zeros, close together."""
    for slope, count in ((F(149999, 100000), 2), (F(150001, 100000), 0)):
        f = logistic({(1,): [1], (0,): [F(-1, 2) + slope / 2, -slope]})
        found = zeros(f, F(0), F(1))
        assert found.rational == (F(1, 2),)
        assert len(found.enclosed) == count
        assert found.open == ()


def test_a_zero_by_hand_to_many_digits() -> None:
    """p = 3/4 at 6 t - 3 = ln 3."""
    (zero,) = zeros(logistic({(1,): [4], (0,): [-3]}), F(0), F(1)).enclosed
    low, high = zero.enclosure(200)
    assert high - low < F(1, 2**199)
    log = bridge.bounds(bridge.log_ball(F(3), 300))
    assert low <= (3 + log[0]) / 6 <= (3 + log[1]) / 6 <= high


def test_constants_that_are_transcendental() -> None:
    """t^2 = cos(1) has one zero in [0, 1]; (t - cos 1)(t - exp(-1)) two."""
    c, e = parse("cos(1)"), parse("exp(-1)")
    functions = (Constant(c.ball, c), Constant(e.ball, e))  # type: ignore[union-attr]
    square = Analytic(
        {(0, 0): bridge.poly([0, 0, 1]), (1, 0): bridge.poly([-1])}, functions, lambda t: t * t - c
    )
    (zero,) = zeros(square, F(0), F(1)).enclosed
    assert abs(float(zero.enclosure()[0]) - math.sqrt(math.cos(1))) < 1e-15
    product = Analytic(
        {
            (0, 0): bridge.poly([0, 0, 1]),
            (1, 0): bridge.poly([0, -1]),
            (0, 1): bridge.poly([0, -1]),
            (1, 1): bridge.poly([1]),
        },
        functions,
        lambda t: (t - c) * (t - e),
    )
    found = sorted(float(z.enclosure()[0]) for z in zeros(product, F(0), F(1)).enclosed)
    assert found == pytest.approx([math.exp(-1), math.cos(1)], abs=1e-15)


def changes(f: Callable[[float], float], steps: int) -> int:
    signs = [f(k / steps) > 0 for k in range(steps + 1)]
    return sum(a != b for a, b in itertools.pairwise(signs))


@pytest.mark.parametrize("seed", range(12))
def test_random_polynomials_have_a_zero_at_every_change_of_sign(seed: int) -> None:
    """By a fine grid in floating point: zeros lie between, and no change goes without one."""
    rng = random.Random(seed)
    parts: Parts = {(k,): [rng.randint(-9, 9) for _ in range(3)] for k in range(3)}
    f = logistic(parts)

    def value(t: float) -> float:
        p = 1 / (1 + math.exp(-(6 * t - 3)))
        return sum(float(x) * t**k * p**e for (e,), row in parts.items() for k, x in enumerate(row))

    found = zeros(f, F(0), F(1))
    assert found.open == ()
    for zero in found.enclosed:
        low, high = zero.enclosure(40)
        assert f.sign_at(low) * f.sign_at(high) == -1
        assert abs(value(float(low))) < 1e-6
    inner = sum(0 < t < 1 and f.order_at(t) == 1 for t in found.rational)
    assert len(found.enclosed) + inner >= changes(value, 997)
    assert (len(found.enclosed) + inner - changes(value, 997)) % 2 == 0
