"""Fields: what lies in what, and numbers that are almost, but not, the same."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import pytest

from games.exact import Algebraic, bridge, from_json, parse, real_roots, sqrt, to_json
from games.exact.algebraic import number
from games.exact.cyclotomic import chebyshev, gauss_sum
from games.exact.fields import Atom, primitive_field


@pytest.mark.parametrize("d", [2, 3, 5, 6, 7, 10, 13, 15, 17, 21, 26, 29, 30])
@pytest.mark.parametrize("times", [1, 3])
def test_square_roots_in_cyclotomic_fields(d: int, times: int) -> None:
    """Gauss's sums, with their sign."""
    order = lcm(d if d % 4 == 1 else 4 * d, 4) * times
    element = gauss_sum(d, order)
    field = primitive_field(Atom("cos", (order,)))
    found = number(field, element)
    assert found * found == d
    assert found > 0
    assert found == sqrt(d)


def test_square_roots_elsewhere() -> None:
    assert gauss_sum(5, 9) is None
    assert gauss_sum(3, 9) is None
    assert gauss_sum(2, 12) is None


@pytest.mark.parametrize("order", [5, 9, 16, 36, 72])
def test_multiples_of_an_angle(order: int) -> None:
    field = primitive_field(Atom("cos", (order,)))
    for k in range(order + 3):
        value = number(field, chebyshev(k, order))
        expected = 2 * parse(f"cos({Fraction(360 * k, order)} deg)")
        assert value == expected


def test_a_field_that_holds_another_is_kept() -> None:
    outer = parse("sqrt(1 + sqrt(7))")
    assert isinstance(outer, Algebraic)
    joined = outer + sqrt(7)
    assert joined.field is outer.field
    assert joined - outer == sqrt(7)
    cube, square = parse("2^(1/3)"), parse("4^(1/3)")
    assert (cube + square).field.degree == 3
    assert cube * square == 2
    assert cube * cube == square


def test_conjugates_closer_than_any_double_are_told_apart() -> None:
    """x^3 = 2 (10^15 x - 1)^2 has two roots within 10^-37 of each other (Mignotte's kind)."""
    big = 10**15
    roots = real_roots([-2, 4 * big, -2 * big * big, 1])
    first, second = roots[:2]
    assert 0 < second - first < Fraction(1, 10**36)
    assert first != second
    assert first < second
    assert first.minimal_polynomial() == second.minimal_polynomial()
    for x in (first, second):
        stored = to_json(x)
        assert from_json(stored) == x
        del stored["exact"]
        assert from_json(stored) == x


def test_a_sum_that_almost_vanishes() -> None:
    tiny = parse("sqrt(10^40 + 1) - 10^20")
    assert tiny > 0
    assert tiny * (tiny + 2 * 10**20) == 1
    difference = parse("sqrt(2) + sqrt(3)") - parse("sqrt(5 + 2*sqrt(6)) + 10^-100")
    assert difference == Fraction(-1, 10**100)


def test_fractions_of_field_elements_are_reduced() -> None:
    x = parse("cos(25 deg)")
    assert bridge.minimal_polynomial(x.element, x.field.modulus).degree() == 12
    assert (x * x - 1) / (x - 1) == x + 1
    assert (1 / (1 / x)) == x
    assert x**5 / x**3 == x * x
    assert x**0 == 1
