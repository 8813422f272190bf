"""Real roots, minimal polynomials and ties, held against sympy and against the definition."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest
import sympy

from games.errors import LimitError, NumberError
from games.exact import Algebraic, arccos_degrees, bridge, parse, real_roots, sqrt, text

X = sympy.Symbol("x")


def in_sympy(c: list[Fraction]) -> sympy.Poly:
    return sympy.Poly([sympy.Rational(v.numerator, v.denominator) for v in reversed(c)], X)


@pytest.mark.parametrize("seed", range(25))
def test_random_polynomials(seed: int) -> None:
    rng = random.Random(seed)
    c = [Fraction(rng.randint(-5, 5), rng.randint(1, 3)) for _ in range(rng.randint(2, 6))] + [
        Fraction(rng.choice([-2, 1, 3]))
    ]
    if rng.random() < 0.4:  # a double root, kept once
        c = [a * b for a in c[:1] for b in (1,)] + c[1:]
        square = sympy.Poly((X - rng.randint(-2, 2)) ** 2, X)
        whole = (
            sympy.Poly([sympy.Rational(v.numerator, v.denominator) for v in c[::-1]], X) * square
        )
        c = [Fraction(int(v.p), int(v.q)) for v in whole.all_coeffs()[::-1]]
    theirs = sympy.Poly([sympy.Rational(v.numerator, v.denominator) for v in c[::-1]], X)
    expected = sorted(set(sympy.real_roots(theirs)))
    roots = real_roots(c)
    assert len(roots) == len(expected)
    for ours, root in zip(roots, expected, strict=True):
        assert float(ours) == pytest.approx(float(root.evalf(30)), abs=1e-12)
        assert sum(value * ours**i for i, value in enumerate(c)) == 0
    assert all(a < b for a, b in itertools.pairwise(roots))


def test_cos_20_is_the_largest_root_of_its_polynomial() -> None:
    roots = real_roots([-1, -6, 0, 8])
    assert [text(x) for x in roots] == ["cos(140 deg)", "cos(100 deg)", "cos(20 deg)"]
    assert roots[2] == parse("cos(20 deg)")


def test_special_cases() -> None:
    assert real_roots([1, 0, 1]) == []
    assert real_roots([5]) == []
    assert real_roots([0, 0, 1]) == [0]
    assert real_roots([-2, 0, 1]) == [-sqrt(2), sqrt(2)]
    assert real_roots([parse("cos(1)"), 2]) == [-parse("cos(1)") / 2]
    assert real_roots([1, -2 * sqrt(2), 1]) == [sqrt(2) - 1, sqrt(2) + 1]
    assert real_roots([2, -2 * sqrt(2), 1]) == [sqrt(2)]
    with pytest.raises(NumberError, match="every number"):
        real_roots([0, 0])
    with pytest.raises(NumberError, match="rational coefficients"):
        real_roots([sqrt(2), 0, 0, 1])
    with pytest.raises(LimitError):
        real_roots([-2] + [0] * 200 + [1])


MINIMAL = ["sqrt(2) + sqrt(3)", "2^(1/3) + sqrt(2)", "cos(25 deg)", "sqrt(2 + sqrt(2))*sqrt(3)"]
MINIMAL += ["1/(1 + cos(20 deg))", "sqrt(2)*cos(36 deg) - 1/3", "sqrt(1 + sqrt(2)) + sqrt(2)"]


@pytest.mark.parametrize("written", MINIMAL)
def test_minimal_polynomials_equal_those_of_sympy(written: str) -> None:
    python = written.replace("^", "**").replace(" deg", "*pi/180")
    theirs = sympy.Poly(sympy.minimal_polynomial(sympy.sympify(python, rational=True), X), X)
    assert list(parse(written).minimal_polynomial()) == [int(c) for c in theirs.all_coeffs()[::-1]]


def test_a_tie_at_25_degrees_is_decided() -> None:
    """The double-angle and triple-angle forms of one payoff, equal to every digit."""
    c = parse("cos(25 deg)")
    assert isinstance(c, Algebraic)
    assert c.degree == 12
    left = Fraction(2, 5) + Fraction(3, 5) * (4 * c**3 - 3 * c)
    right = Fraction(2, 5) + Fraction(3, 5) * parse("cos(75 deg)")
    assert left == right
    assert not left < right
    assert not left > right
    nudged = right + Fraction(1, 10**200)
    assert left < nudged
    assert left != nudged


def test_twelfth_power_reduces_to_a_rational() -> None:
    c = parse("cos(25 deg)")
    polynomial = c.minimal_polynomial()
    value = sum(k * c**i for i, k in enumerate(polynomial))
    assert value == 0
    assert isinstance(value, Fraction)


def test_fields_that_contain_one_another_stay_small() -> None:
    c = parse("cos(25 deg)")
    assert (c * sqrt(3)).field is c.field
    assert (c + parse("cos(40 deg)")).field.degree == 12
    assert (parse("cos(20 deg)") * sqrt(5)).field.degree == 6
    assert (sqrt(2) * sqrt(3) * sqrt(6)) == 6
    assert (sqrt(2) + sqrt(3) + sqrt(6)).field.degree == 4


@pytest.mark.parametrize(
    ("written", "degrees"),
    [
        ("1", 0),
        ("-1/2", 120),
        ("sqrt(3)/2", 30),
        ("-sqrt(2)/2", 135),
        ("(1 - sqrt(5))/4", 108),
        ("(sqrt(6) + sqrt(2))/4", 15),
        ("sqrt(2 + sqrt(2))/2", Fraction(45, 2)),
        ("cos(25 deg)", 25),
        ("-cos(25 deg)", 155),
        ("cos(80 deg)", 80),
        ("root(8*x^3 - 6*x - 1, 2)", 100),
        ("root(8*x^3 - 6*x + 1, 2)", 80),
    ],
)
def test_angles_are_recognised(written: str, degrees: Fraction) -> None:
    assert arccos_degrees(parse(written)) == (degrees, degrees)


@pytest.mark.parametrize(
    "written", ["1/3", "sqrt(2)/3", "cos(25 deg)/2", "1 - cos(80 deg)", "cos(1)"]
)
def test_other_angles_are_enclosed(written: str) -> None:
    low, high = arccos_degrees(parse(written), 80)
    assert low < high < low + Fraction(1, 2**60)


def test_order_of_combination_does_not_matter() -> None:
    a, b, c = sqrt(2), parse("2^(1/3)"), parse("cos(20 deg)")
    assert ((a + b) + c).field is (a + (c + b)).field
    assert text((a + b) + c) == text(a + (c + b))


@pytest.mark.parametrize("bits", [64, 256, 1024])
def test_roots_of_balls_meet_no_pole_and_shrink(bits: int) -> None:
    """2 x^2 + 4 x + 1 + 2 y - y^2 = 0 over an x where y is 1 -+ sqrt(2) (x + 1), 0.0016 from 1.

    Arb's iteration from its usual start divides by zero here at every precision.
    """
    x = bridge.real_roots(bridge.poly([-952, -848, 300, 236, 41]), bits)[0]
    coefficients = [bridge.evaluate(bridge.poly(row), x, bits) for row in ([1, 4, 2], [2], [-1])]
    roots = bridge.roots_of_balls(coefficients, bits)
    assert roots is not None
    assert len(roots) == 2
    for root, side in zip(roots, (-1, 1), strict=True):
        low, high = bridge.bounds(root)
        assert high - low < Fraction(1, 2 ** (bits // 2 - 1))
        distance = (Fraction(low + high) / 2 - 1) * side
        assert abs(distance - Fraction("0.00156408569251")) < Fraction(1, 10**11)
