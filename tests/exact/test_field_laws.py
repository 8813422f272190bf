"""Exact numbers are an ordered field: the axioms, on random numbers of every kind."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from games.exact import Number, Real, approx, enclosure, exact, parse, sign
from tests.exact.strategies import (
    ALGEBRAIC_TEXTS,
    COSINE_TEXTS,
    RATIONALS,
    ROOT_TEXTS,
    TEXTS,
    TRANSCENDENTAL_TEXTS,
)

relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
KINDS = pytest.mark.parametrize(
    "texts",
    [COSINE_TEXTS, ROOT_TEXTS, ALGEBRAIC_TEXTS, TRANSCENDENTAL_TEXTS],
    ids=["cosines", "roots", "mixed", "transcendental"],
)


def normal(x: Number) -> bool:
    """Rational results are Fractions, everything else is irrational."""
    if isinstance(x, Fraction):
        return True
    low, high = x.enclosure(40)
    return isinstance(x, Real) and low < x < high


@KINDS
@relaxed
@given(data=st.data())
def test_field_axioms(texts: st.SearchStrategy[str], data: st.DataObject) -> None:
    a, b, c = (parse(data.draw(texts)) for _ in range(3))
    assert a + b == b + a
    assert a * b == b * a
    assert (a + b) + c == a + (b + c)
    assert a * (b + c) == a * b + a * c
    assert a - a == 0
    assert a + 0 == a
    assert a * 1 == a
    assert 1 - a == -(a - 1)
    assert normal(a + b)
    assert normal(a * b)
    if b != 0:
        assert b * (1 / b) == 1
        assert (a / b) * b == a
        assert normal(a / b)
        assert b**-2 == 1 / (b * b)


@KINDS
@relaxed
@given(data=st.data(), q=RATIONALS)
def test_order_axioms(texts: st.SearchStrategy[str], data: st.DataObject, q: Fraction) -> None:
    a, b, c = (parse(data.draw(texts)) for _ in range(3))
    assert [a < b, a == b, a > b].count(True) == 1
    assert (a <= b) is (not a > b)
    assert (a < b) is (sign(b - a) > 0)
    assert (a < b) is (a + c < b + c)
    if c > 0:
        assert (a < b) is (a * c < b * c)
    assert (a < q) is (sign(a - q) < 0)
    assert (q < a) is (a > q)
    assert max(a, b, c) == sorted([a, b, c])[2]
    if a == b:
        assert hash(a) == hash(b)


@relaxed
@given(TEXTS)
def test_values_agree_with_mpmath(written: str) -> None:
    names = {name: getattr(mpmath, name) for name in ("sqrt", "cos", "sin", "exp")}
    with mpmath.workdps(60):
        python = written.replace(" deg", "*pi/180").replace("^", "**")
        digits = __import__("re").sub(r"(?<![\w.])(\d+)", r"mpf(\1)", python)
        theirs = eval(digits, {**names, "mpf": mpmath.mpf, "pi": mpmath.pi})
        low, high = enclosure(parse(written), 100)
        slack = mpmath.mpf(10) ** -50
        assert mpmath.mpf(low.numerator) / low.denominator <= theirs + slack
        assert theirs - slack <= mpmath.mpf(high.numerator) / high.denominator
        assert approx(parse(written)) == pytest.approx(float(theirs), rel=1e-15, abs=1e-40)


@relaxed
@given(TEXTS, st.integers(4, 200))
def test_enclosures_are_narrow_and_nested(written: str, bits: int) -> None:
    x = parse(written)
    assume(isinstance(x, Real))
    low, high = enclosure(x, bits)
    assert low < x < high
    assert high - low <= abs(x) * Fraction(2) ** (1 - bits)
    inner = enclosure(x, bits + 7)
    assert low <= inner[0] <= inner[1] <= high


def test_foreign_types_are_left_to_the_other_side() -> None:
    x = exact(parse("sqrt(2)"))
    with pytest.raises(TypeError):
        x + 0.5
    with pytest.raises(TypeError):
        x < 0.5  # noqa: B015
    assert x != 1.4142135623730951
    assert x.__add__("1") is NotImplemented
    y = parse("cos(1)")
    assert y.__mul__(0.5) is NotImplemented
    with pytest.raises(TypeError):
        y / 0.5
    with pytest.raises(ZeroDivisionError):
        x / 0
    with pytest.raises(ZeroDivisionError):
        y / 0
