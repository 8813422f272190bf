"""Quotients of polynomials over exact numbers: a field, with exact roots."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.errors import NumberError
from games.exact import parse, sign
from solver.verdict.quotient import Quotient, quotient

T = Quotient.variable()
ROOT = parse("sqrt(2)")


def test_arithmetic_with_numbers_on_both_sides() -> None:
    assert (1 + T) * (1 - T) == 1 - T**2
    assert (T**2 - 1) / (T - 1) == T + 1
    assert F(1, 2) - T == -(T - F(1, 2))
    assert 1 / (1 / T) == T
    assert ROOT * T / ROOT == T
    assert (ROOT + T) * (T - ROOT) == T**2 - 2
    assert T**-1 * T == 1
    assert T - T == 0
    assert quotient(3) == 3


def test_signs_and_changes() -> None:
    function = (T**2 - 2) / (T - 3)
    assert function.changes() == [-ROOT, ROOT, 3]
    assert [function.sign_at(F(x)) for x in (-2, 0, 2, 3, 4)] == [-1, 1, -1, 0, 1]
    assert (T * ROOT - 1).changes() == [1 / ROOT]


def test_what_is_no_rational_function_is_refused() -> None:
    with pytest.raises(NumberError):
        _ = T ** F(1, 2)
    with pytest.raises(NumberError):
        _ = 1 / (T - T)
    with pytest.raises(NumberError):
        (T**3 * parse("cos(1 rad)") + T - 1).changes()


def test_irrational_coefficients_in_any_degree() -> None:
    (root,) = (T**3 * ROOT + T - 1).changes()
    assert 0 < root < 1
    assert ROOT * root**3 + root == 1


@given(*[st.lists(st.integers(-3, 3), min_size=1, max_size=4)] * 2, st.integers(-5, 5))
def test_values_agree_with_plain_arithmetic(top: list[int], bottom: list[int], x: int) -> None:
    def at(values: list[int], t: object) -> object:
        return sum(value * t**power for power, value in enumerate(values))  # type: ignore[operator]

    below = at(bottom, F(x))
    if below == 0 or not any(bottom):
        return
    function = quotient(at(top, T)) / at(bottom, T)
    assert function.sign_at(F(x)) == sign(at(top, F(x)) / below)  # type: ignore[operator]
