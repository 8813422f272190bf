"""Text, LaTeX, sympy, decimals and JSON: written numbers read back as themselves."""

from __future__ import annotations

import copy
import json
import pickle
from fractions import Fraction

import pytest
import sympy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from games.errors import NumberError
from games.exact import enclosure, from_json, latex, parse, text, to_json, to_sympy
from tests.exact.strategies import RATIONALS, TEXTS

relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WRITTEN = [
    ("cos(30 deg)", "sqrt(3)/2"),
    ("sqrt(3)/2", "sqrt(3)/2"),
    ("cos(36 deg)", "(1 + sqrt(5))/4"),
    ("-sqrt(8)/6", "-sqrt(2)/3"),
    ("cos(15 deg)", "(sqrt(2) + sqrt(6))/4"),
    ("sqrt(5 + 2*sqrt(6))", "sqrt(2) + sqrt(3)"),
    ("cos(22.5 deg)", "sqrt(2 + sqrt(2))/2"),
    ("cos(18 deg)", "sqrt(10 + 2*sqrt(5))/4"),
    ("cos(24 deg)", "(1 + sqrt(5) + sqrt(30 - 6*sqrt(5)))/8"),
    ("sqrt(1 + sqrt(7))", "sqrt(1 + sqrt(7))"),
    ("1 - sqrt(1 + sqrt(7))", "1 - sqrt(1 + sqrt(7))"),
    ("16^(1/3)/3", "2*2^(1/3)/3"),
    ("cos(25 deg)", "cos(25 deg)"),
    ("cos(155 deg)", "cos(155 deg)"),
    ("cos(22.5 deg)*2^(1/3)", "2^(1/3)*sqrt(2 + sqrt(2))/2"),
    ("cos(70.5 deg)/3", "cos(70.5 deg)/3"),
    ("cos(360/7 deg)", "cos(360/7 deg)"),
    ("1 + cos(155 deg)", "1 - cos(25 deg)"),
    ("2/5 + 3/5*cos(25 deg)", "(2 + 3*cos(25 deg))/5"),
    ("(1 - cos(25 deg))/(3 + 2*cos(25 deg))", "(1 - cos(25 deg))/(3 + 2*cos(25 deg))"),
    ("cos(25 deg)^2", "(1 + cos(50 deg))/2"),
    ("root(8*x^3 - 6*x - 1, 3)", "cos(20 deg)"),
    ("root(x^5 - x - 1, 1)", "root(x^5 - x - 1, 1)"),
    ("sqrt(2)*cos(20 deg)", "sqrt(2)*cos(20 deg)"),
    ("(1 + sqrt(2))*cos(20 deg) + sqrt(2)", "cos(20 deg) + sqrt(2) + sqrt(2)*cos(20 deg)"),
    ("exp(-1/2)", "exp(-1/2)"),
    ("1/(1 + exp(-3/5))", "exp(3/5)/(1 + exp(3/5))"),
    ("sqrt(2)*cos(1)/3", "sqrt(2)*cos(1)/3"),
]


@pytest.mark.parametrize(("written", "shown"), WRITTEN)
def test_shown_as(written: str, shown: str) -> None:
    x = parse(written)
    assert text(x) == shown
    assert parse(text(x)) == x


@relaxed
@given(TEXTS)
def test_text_json_and_pickle_round_trip(written: str) -> None:
    x = parse(written)
    stored = json.loads(json.dumps(to_json(x)))
    for back in (parse(text(x)), from_json(stored), pickle.loads(pickle.dumps(x))):
        assert back == x
        assert hash(back) == hash(x)
    if isinstance(stored, dict) and "minimal_polynomial" in stored:
        low, high = (Fraction(end) for end in stored["interval"])
        assert low < x < high
        value = sum(c * x**i for i, c in enumerate(stored["minimal_polynomial"]))
        assert value == 0
        bare = copy.copy(stored)
        del bare["exact"]
        assert from_json(bare) == x


@settings(max_examples=25, deadline=None)
@given(TEXTS)
def test_sympy_has_the_same_value(written: str) -> None:
    x = parse(written)
    low, high = enclosure(x, 60)
    middle = (low + high) / 2
    assert abs(to_sympy(x).evalf(40) - sympy.Rational(middle.numerator, middle.denominator)) < (
        abs(float(middle)) + 1
    ) * sympy.Float("1e-15")
    assert latex(x).count("{") == latex(x).count("}")


def test_sympy_expressions_mix() -> None:
    x = sympy.Symbol("x")
    assert parse("sqrt(2)") * x == sympy.sqrt(2) * x
    assert x - parse("cos(25 deg)") == x - sympy.cos(5 * sympy.pi / 36)


def test_the_contract_s_example() -> None:
    stored = to_json(parse("cos(45 deg)"))
    assert stored["exact"] == "sqrt(2)/2"
    assert stored["minimal_polynomial"] == [-1, 0, 2]
    assert stored["approx"] == pytest.approx(0.7071, abs=1e-4)
    assert to_json(Fraction(3, 6)) == "1/2"
    assert to_json(4) == "4"


LATEX = [
    ("-1/2", r"-\frac{1}{2}"),
    ("sqrt(2)/2", r"\frac{\sqrt{2}}{2}"),
    ("-sqrt(2)/2", r"-\frac{\sqrt{2}}{2}"),
    ("2^(1/3)", r"\sqrt[3]{2}"),
    ("cos(25 deg)", r"\cos 25^\circ"),
    ("cos(1)^2", r"\cos^{2} 1"),
    ("exp(1/2)", r"e^{\frac{1}{2}}"),
]


def test_a_transcendental_number_is_written_as_it_was_made() -> None:
    """Whichever of two equal ones was written first."""
    first, second = parse("(1 + cos(2))/2"), parse("cos(1)^2")
    assert first == second
    assert (text(first), text(second)) == ("(1 + cos(2))/2", "cos(1)^2")
    assert to_json(first)["exact"] != to_json(second)["exact"]


@pytest.mark.parametrize(("written", "shown"), LATEX)
def test_latex(written: str, shown: str) -> None:
    assert latex(parse(written)) == shown


DECIMALS = [
    ("sqrt(2)", 10, "1.414213562"),
    ("1/3", 5, "0.33333"),
    ("2/3", 1, "0.7"),
    ("1/2", 4, "0.5"),
    ("-999.96", 4, "-1000"),
    ("1/8", 2, "0.12"),
    ("3/8", 2, "0.38"),
    ("10^-9*sqrt(2)", 4, "1.414e-9"),
    ("0", 3, "0"),
    ("100", 2, "100"),
    ("123456789", 3, "123000000"),
]


@pytest.mark.parametrize(("written", "digits", "shown"), DECIMALS)
def test_decimals_are_correctly_rounded(written: str, digits: int, shown: str) -> None:
    assert text(parse(written), digits) == shown


@given(RATIONALS, st.integers(1, 12))
def test_decimals_of_rationals_agree_with_python(x: Fraction, digits: int) -> None:
    import decimal

    with decimal.localcontext() as context:
        context.prec = digits
        expected = decimal.Decimal(x.numerator) / decimal.Decimal(x.denominator)
    assert decimal.Decimal(text(x, digits)) == expected


def test_long_rationals() -> None:
    x = Fraction(3**20000, 2**30001)
    assert from_json(to_json(x)) == x


WRONG = [
    (0.5, "float"),
    (None, "NoneType"),
    ({}, "needs"),
    ({"exact": "sqrt(2)", "minimal_polynomial": [-3, 0, 1]}, "another minimal polynomial"),
    ({"exact": "sqrt(2)", "interval": ["2", "3"]}, "outside its interval"),
    ({"exact": "sqrt(2)", "value": 1}, "unknown key"),
    ({"minimal_polynomial": [-2, 0, 1], "interval": ["-2", "2"]}, "holds 2 roots"),
    ({"minimal_polynomial": [-2, 0, 1], "interval": ["2", "1"]}, "smaller first"),
    ({"minimal_polynomial": ["-2", 0, 1], "interval": ["1", "2"]}, "whole numbers"),
    ({"exact": "cos(1)", "minimal_polynomial": [-2, 0, 1]}, "no minimal polynomial"),
    ("1/0", "division by zero"),
]


@pytest.mark.parametrize(("stored", "words"), WRONG, ids=[w for _, w in WRONG])
def test_stored_numbers_that_contradict_themselves(stored: object, words: str) -> None:
    with pytest.raises(NumberError, match=words):
        from_json(stored)
