"""Followed numbers against the numbers that they are at values of the quantity."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.errors import NumberError
from games.exact import Number, parse, sign, sqrt, text, to_json
from games.exact.followed import SYMBOL, Followed, TieError, Trail
from games.exact.univariate import Univariate

rationals = st.fractions(min_value=-5, max_value=5, max_denominator=6)
#: Expressions in t, built up by steps (operation, constant).
steps = st.lists(st.tuples(st.sampled_from("+-*/rn^"), rationals), min_size=1, max_size=4)


def run(t: Number, moves: list[tuple[str, Fraction]], root: Number) -> Number:
    """The same computation for a number and for one that is followed."""
    x: Number = t
    for operation, c in moves:
        if operation == "+":
            x = x + c + t
        elif operation == "-":
            x = c - x * t
        elif operation == "*":
            x = x * (t + c) + root
        elif operation == "/":
            x = x / (t * t + 1 + c * c)
        elif operation == "r":
            x = c / (1 + x * x) + x
        elif operation == "n":
            x = -x + root * t
        else:
            x = x**2 - c
    return x


@settings(max_examples=60, deadline=None)
@given(rationals, steps, st.booleans())
def test_arithmetic_order_and_signs_are_those_at_the_sample(
    at: Fraction, moves: list[tuple[str, Fraction]], irrational: bool
) -> None:
    root: Number = sqrt(2) if irrational else Fraction(1, 3)
    trail = Trail(at)
    plain, followed = run(at, moves, root), run(trail.variable(), moves, root)
    if not isinstance(followed, Followed):
        assert followed == plain
        return
    assert float(followed) == pytest.approx(float(plain), rel=1e-9, abs=1e-9)
    for other in (Fraction(0), Fraction(1, 2), root):
        expected = sign(plain - other)
        if expected == 0:
            with pytest.raises(TieError):
                _ = followed < other
        else:
            assert (followed > other, followed < other, followed == other) == (
                expected > 0,
                expected < 0,
                False,
            )
            assert sign(followed - other) == expected


@given(rationals, rationals)
def test_every_sign_that_is_asked_is_written_down(at: Fraction, bound: Fraction) -> None:
    trail = Trail(at)
    t = trail.variable()
    if at == bound:
        with pytest.raises(TieError):
            max(t, bound)
        return
    assert max(t, bound) == (t if at > bound else bound)
    ((function, found),) = trail.asked.values()
    assert found == sign(at - bound)
    assert isinstance(function, Univariate)
    assert function.parts_at(bound)[0] == 0


def test_division_writes_down_the_pole_even_where_it_cancels() -> None:
    trail = Trail(Fraction(2))
    t = trail.variable()
    assert (t - 1) * (t - 3) / (t - 3) == t - 1
    assert any(f.parts_at(Fraction(3))[0] == 0 for f, _ in trail.asked.values())  # type: ignore[union-attr]


def test_no_bounds_no_floats_in_decisions() -> None:
    t = Trail(Fraction(2)).variable()
    with pytest.raises(NumberError, match="no bounds"):
        t.enclosure()
    with pytest.raises(NumberError):
        _ = t ** Fraction(1, 2)  # type: ignore[operator]
    assert t != "t"


def test_identical_functions_are_equal_and_ties_at_the_sample_are_not_hidden() -> None:
    trail = Trail(Fraction(1))
    t = trail.variable()
    assert t * t - 1 == (t - 1) * (t + 1)
    assert len({t * t - 1, (t - 1) * (t + 1)}) == 1
    with pytest.raises(TieError):
        _ = t == t * t
    assert t - t == 0
    assert t / t == 1


def test_written_as_the_function_it_is() -> None:
    t = Trail(Fraction(1)).variable()
    assert text(1 / (t + 1)) == str(1 / (t + 1)) == "(1)/(t + 1)"
    assert to_json(t + sqrt(2)) == text(t + sqrt(2))
    function = (t + sqrt(2)).function  # type: ignore[union-attr]
    assert function.at({SYMBOL: Fraction(1)}) == 1 + sqrt(2)  # type: ignore[union-attr]
    assert parse("1/2") + t == t + Fraction(1, 2)
