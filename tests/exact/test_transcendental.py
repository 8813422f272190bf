"""Cosines of radians and exponentials: identities hold exactly, everything else does not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from games.errors import LimitError, NumberError
from games.exact import Real, arithmetic_of, parse, parse_angle, text
from games.exact.transcendental import Transcendental

IDENTITIES = [
    ("2*cos(1)^2 - 1", "cos(2)"),
    ("4*cos(1/3)^3 - 3*cos(1/3)", "cos(1)"),
    ("cos(1/2)*cos(1/3) + sin(1/2)*sin(1/3)", "cos(1/6)"),
    ("sin(1/2)*cos(1/3) + cos(1/2)*sin(1/3)", "sin(5/6)"),
    ("sin(1/2)^2 + cos(1/2)^2", "1"),
    ("sin(3/7)/cos(3/7)", "tan(3/7)"),
    ("tan(-1/4)", "-tan(1/4)"),
    ("2*tan(1/4)/(1 - tan(1/4)^2)", "tan(1/2)"),
    ("cos(pi/3 + 1 rad)", "cos(1)/2 - sqrt(3)/2*sin(1)"),
    ("cos(60 deg + 1 rad) + cos(60 deg - 1 rad)", "cos(1)"),
    ("tan(45 deg + 1 rad)", "(1 + tan(1))/(1 - tan(1))"),
    ("cos(180 deg - 1 rad)", "-cos(1)"),
    ("cos(-1)", "cos(1)"),
    ("exp(1)*exp(1/3)", "exp(4/3)"),
    ("exp(-2/3)*exp(2/3)", "1"),
    ("exp(1/2)^2", "exp(1)"),
    ("1/(1 + exp(-3/5)) + 1/(1 + exp(3/5))", "1"),
    ("(sqrt(2)*cos(1) + sqrt(6))/(cos(1) + sqrt(3))", "sqrt(2)"),
    ("(cos(1)^2 - 2)/(cos(1) - sqrt(2))", "cos(1) + sqrt(2)"),
    ("(exp(1) - cos(2))*(exp(1) + cos(2))", "exp(2) - (1 + cos(4))/2"),
    ("cos(1)*cos(25 deg)/cos(25 deg)", "cos(1)"),
]


@pytest.mark.parametrize(("left", "right"), IDENTITIES)
def test_identities(left: str, right: str) -> None:
    a, b = parse(left), parse(right)
    assert a == b
    assert not a < b
    assert hash(a) == hash(b)
    assert a - b == 0
    assert isinstance(a - b, Fraction)


def test_near_misses_are_told_apart() -> None:
    x = parse("cos(1)")
    low, high = x.enclosure(300)
    assert low < x < high
    assert x != low
    assert parse("exp(1)") < Fraction(2718281828459045235360287471352662498, 10**36)
    assert parse("exp(1)") > Fraction(2718281828459045235360287471352662497, 10**36)
    # exp(pi sqrt(163)) is not available, but cos(355/113 rad) is within 10**-13 of -1.
    assert -1 < parse("cos(355/113)") < -1 + Fraction(1, 10**13)


def test_angle_in_radians() -> None:
    cosine = parse_angle("1/2 rad").cosine()
    assert isinstance(cosine, Transcendental)
    assert text(cosine) == "cos(1/2)"
    assert 2 * cosine * cosine - 1 == parse_angle("1 rad").cosine()


def test_kinds() -> None:
    numbers = [parse("1/2"), parse("sqrt(2)"), parse("cos(1)")]
    assert arithmetic_of(numbers[:1]) == "rational"
    assert arithmetic_of(numbers[:2]) == "algebraic"
    assert arithmetic_of(numbers) == "transcendental"
    assert all(isinstance(x, Real) for x in numbers[1:])


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("exp(sqrt(2))", "rational number"),
        ("exp(100000)", "beyond 700"),
        ("cos(1) + cos(1/1000)", "common measure"),
        ("cos(1)^65", "too long"),
        ("sqrt(cos(1))", "transcendental"),
        ("1/(cos(2) - 2*cos(1)^2 + 1)", "division by zero"),
        ("cos(1)^(1/2)", "transcendental"),
    ],
)
def test_refused(written: str, words: str) -> None:
    with pytest.raises((NumberError, LimitError), match=words):
        parse(written)
