"""Expressions: what they mean, and what they refuse."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest

from games.errors import DetenteError, LimitError, NumberError
from games.exact import parse, parse_angle, sqrt, text

MEANINGS = [
    ("0.6", Fraction(3, 5)),
    ("1e-3", Fraction(1, 1000)),
    (".5", Fraction(1, 2)),
    ("2.", Fraction(2)),
    ("1.25E2", Fraction(125)),
    ("1/3", Fraction(1, 3)),
    ("-2^2", Fraction(-4)),
    ("(-2)**2", Fraction(4)),
    ("2^3^2", Fraction(512)),
    ("2**-2", Fraction(1, 4)),
    ("1 - 2 - 3", Fraction(-4)),
    ("12/3/2", Fraction(2)),
    ("1/2 + 1/3*6", Fraction(5, 2)),
    ("--3", Fraction(3)),
    ("sqrt(9/4)", Fraction(3, 2)),
    ("8**(2/3)", Fraction(4)),
    ("0**0", Fraction(1)),
    ("min(3, 1, 2) + max(sqrt(2), 1)*0", Fraction(1)),
    ("abs(-7/2)", Fraction(7, 2)),
    ("cos(60 deg)", Fraction(1, 2)),
    ("cos(pi/3)", Fraction(1, 2)),
    ("cos(1/3*pi)", Fraction(1, 2)),
    ("cos(2*30 deg)", Fraction(1, 2)),
    ("cos(90 deg - 30 deg)", parse("sqrt(3)/2") * 0 + Fraction(1, 2)),
    ("cos(-60°)", Fraction(1, 2)),
    ("sin(30 deg)", Fraction(1, 2)),
    ("tan(45 deg)", Fraction(1)),
    ("sin(pi)", Fraction(0)),
    ("cos(480 deg)", Fraction(-1, 2)),
]


@pytest.mark.parametrize(("written", "value"), MEANINGS)
def test_meaning(written: str, value: Fraction) -> None:
    result = parse(written)
    assert result == value
    assert isinstance(result, Fraction)


def test_names() -> None:
    assert parse("2*x + y_1", {"x": Fraction(1, 2), "y_1": 3}) == 4
    assert parse("x*x", {"x": sqrt(2)}) == 2


REFUSED = [
    ("", "empty"),
    ("   ", "empty"),
    ("nan", "finite"),
    ("-inf", "finite"),
    ("Infinity", "finite"),
    ("40%", "instead of 40%"),
    ("1:3", "a/(a+b)"),
    ("1,000", "separators"),
    ("1_000", "unexpected"),
    ("2x", "2*x"),
    ("__import__('os')", "unexpected"),
    ("__import__", "unknown name"),
    ("(1).real", "unexpected"),
    ("x.y", "attributes"),
    ("lambda: 1", "unexpected"),
    ("[1]", "one expression"),
    ("1 == 1", "value"),
    ("1 if 1 else 2", "unexpected"),
    ("1/0", "division by zero"),
    ("0**-1", "division by zero"),
    ("1/(sqrt(2)*sqrt(2) - 2)", "division by zero"),
    ("tan(90 deg)", "division by zero"),
    ("sqrt(-1)", "not negative"),
    ("(-8)**(1/3)", "not negative"),
    ("2**sqrt(2)", "rational exponent"),
    ("pi", "angle"),
    ("2*pi + 1", "cannot be added"),
    ("pi*pi", "angle"),
    ("1/pi", "divided by an angle"),
    ("60 deg", "angle"),
    ("cos()", "unexpected"),
    ("cos(1 deg, 2 deg)", "one angle"),
    ("cos(sqrt(2))", "rational"),
    ("sqrt(60 deg)", "angle"),
    ("foo(1)", "unknown function"),
    ("sqrt", "sqrt(...)"),
    ("1 +", "too early"),
    ("(1", "too early"),
    ("1)", "unexpected"),
    ("\x00", "unexpected"),
    ("١", "unexpected"),
]


@pytest.mark.parametrize(("written", "words"), REFUSED)
def test_refused(written: str, words: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse(written)
    assert words in str(caught.value)


def test_did_you_mean() -> None:
    with pytest.raises(NumberError, match="did you mean 'stakes'"):
        parse("stake/2", {"stakes": Fraction(1)})


HOSTILE = [
    "9**9**9",
    "((9**64)**64)**64",
    "((((2**99)**99)**99)**99)",
    "2**-99999999",
    "1e999999999",
    "1e-999999999",
    "1e" + "9" * 4000,
    "9" * 5000,
    "9" * 2000,
    "0." + "3" * 3000,
    "(" * 3000 + "1" + ")" * 3000,
    "-" * 3000 + "1",
    "1+" * 5000 + "1",
    "*".join(["(10**900)"] * 40),
    "2**(1/9999999)",
    "sqrt(" * 20 + "2" + ")" * 20,
    "+".join(f"sqrt({p})" for p in (2, 3, 5, 7, 11, 13, 17, 19, 23)),
    "cos(1/9999999 deg)",
    "cos(0.0001 deg)",
    "cos(1/7 deg) + cos(1/11 deg)",
    "(sqrt(2) + 1)**999999999",
    "(2**(1/97))",
    "((1+sqrt(2))**500)**500",
    "(sqrt(2)**(1/11))**(1/13)",
]


@pytest.mark.parametrize("written", HOSTILE, ids=lambda text: text[:30])
def test_hostile_input_is_refused_at_once(written: str) -> None:
    sqrt(2)
    start = time.process_time()
    with pytest.raises((LimitError, NumberError)) as caught:
        parse(written)
    assert time.process_time() - start < 0.5
    assert len(str(caught.value)) < 400


def test_only_text() -> None:
    with pytest.raises(NumberError, match="must be text"):
        parse(0.1)  # type: ignore[arg-type]


def test_angles() -> None:
    assert parse_angle("70 deg").degrees == 70
    assert parse_angle("pi/3").degrees == 60
    assert parse_angle("pi/3 rad").degrees == 60
    assert parse_angle("0").degrees == 0
    assert parse_angle("1/2 rad").degrees is None
    assert parse_angle("1/2 rad").radians == Fraction(1, 2)
    assert parse_angle("2*t", {"t": Fraction(0)}).cosine() == 1
    assert text(parse_angle("45 deg").cosine()) == "sqrt(2)/2"
    assert parse_angle("0.5 rad").text == "1/2 rad"
    assert parse_angle("180 deg").cosine() == -1
    assert parse_angle("3.1415926535897932 rad").radians < 4


@pytest.mark.parametrize(
    "written", ["60", "1/2", "181 deg", "-1 deg", "22/7 rad", "3.1415926535897933 rad", "2*pi"]
)
def test_angles_refused(written: str) -> None:
    with pytest.raises(DetenteError, match=r"unit|\[0, 180 deg\]"):
        parse_angle(written)
