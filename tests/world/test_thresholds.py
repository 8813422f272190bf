"""The thresholds derived with sympy, against the closed forms and against the numbers."""

import random
from fractions import Fraction as F

import pytest
import sympy

from games.errors import WorldError
from games.world import Decision
from games.world.thresholds import (
    SYMBOLS,
    symbolic_gain,
    symbolic_threshold,
    symbolic_thresholds,
    symbols,
)

X = symbols()
c, d, k, p, s = (
    X[name] for name in ("cosine", "expected_loss", "stakes", "win_probability", "share")
)
V = s + (1 - s) * c
b = (1 - d) * k * (p - s) + d * (1 - s)
g = k * (p - s) * (1 - c)

CLOSED = {
    "cosine": 1 - d / b,
    "expected_loss": g / (g + V),
    "stakes": d * V / ((1 - d) * (p - s) * (1 - c)),
    "win_probability": s + d * V / ((1 - d) * k * (1 - c)),
}


def test_gain_is_the_written_one():
    assert sympy.expand(symbolic_gain() - ((1 - d) * g - d * V)) == 0
    assert sympy.expand(symbolic_gain() - (b * (1 - c) - d)) == 0


@pytest.mark.parametrize("parameter", CLOSED)
def test_closed_forms(parameter):
    assert sympy.simplify(symbolic_threshold(parameter).value - CLOSED[parameter]) == 0


@pytest.mark.parametrize(
    ("parameter", "conditions", "seek"),
    [
        ("stakes", {1 - c > 0, 1 - d > 0, p - s > 0}, "above"),
        ("stakes", {1 - c > 0, 1 - d > 0, p - s < 0}, "below"),
        ("win_probability", {1 - c > 0, 1 - d > 0, k > 0}, "above"),
    ],
)
def test_conditions_and_direction(parameter, conditions, seek):
    cases = symbolic_threshold(parameter).cases
    assert (conditions, seek) in [(set(case.conditions), case.seek) for case in cases]


def _upward(case):
    """The side of the only condition that is positive, times the direction of seeking."""
    (condition,) = case.conditions
    positive = condition.lhs if isinstance(condition, sympy.Gt) else -condition.lhs
    return positive * (1 if case.seek == "above" else -1)


def test_direction_of_the_angle_is_the_sign_of_b():
    for case in symbolic_threshold("cosine").cases:
        assert sympy.expand(_upward(case) + b) == 0


def test_direction_of_the_loss_is_the_sign_of_g_plus_V():
    for case in symbolic_threshold("expected_loss").cases:
        assert sympy.expand(_upward(case) + g + V) == 0


def test_symbolic_and_numeric_thresholds_agree():
    draw = random.Random(2023)
    derived = symbolic_thresholds()
    compared = 0
    for _ in range(40):
        values = {
            name: F(draw.randint(low * 12, high * 12), 12)
            for name, (_, low, high) in SYMBOLS.items()
            if name != "expected_loss"
        }
        choice = Decision(party="red", **values)
        numbers = {X[name]: sympy.Rational(str(value)) for name, value in values.items()}
        numbers[d] = sympy.Rational(str(choice.expected_loss))
        for item in derived:
            numeric = choice.threshold(item.parameter)
            slope = item.slope.subs(numbers)
            if slope == 0:
                assert numeric.value is None
                assert not any(all(q.subs(numbers) for q in case.conditions) for case in item.cases)
                continue
            assert sympy.Rational(str(numeric.value)) == item.value.subs(numbers)
            (case,) = [case for case in item.cases if all(q.subs(numbers) for q in case.conditions)]
            assert case.seek == ("above" if slope > 0 else "below")
            assert numeric.seek in (case.seek, "always", "never")
            compared += 1
    assert compared > 100


def test_an_unknown_parameter_is_named():
    with pytest.raises(WorldError, match="no parameter 'speed'"):
        symbolic_threshold("speed")
