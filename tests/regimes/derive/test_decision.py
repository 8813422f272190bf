"""The threshold theorem, derived, against its closed forms typed here and against numbers."""

from __future__ import annotations

import random
from fractions import Fraction as F

import pytest

from games import catalogue
from games.exact import RationalFunction, parse, sign
from games.spec import loads
from games.world import Decision
from solver.regimes.derive.decision import derive, letter_values, question, threshold
from solver.regimes.derive.derivation import expression
from solver.regimes.derive.here import at_values
from solver.regimes.derive.turning import language
from solver.regimes.derive.writing import condition_text

V = "(s + (1 - s)*c)"
G = "(k*(p - s)*(1 - c))"
B = "((1 - d)*k*(p - s) + d*(1 - s))"
LOSS = question()
SPLIT = question(split=True)

#: Typed by hand from the theory, not taken from the program.
CLOSED = {
    "c": (f"1 - d/{B}", "1 - d/b"),
    "d": (f"{G}/({G} + {V})", "g/(g + V)"),
    "k": (f"d*{V}/((1 - d)*(p - s)*(1 - c))", "d*V/((1 - c)*(1 - d)*(p - s))"),
    "p": (f"s + d*{V}/((1 - d)*k*(1 - c))", "s + d*V/(k*(1 - c)*(1 - d))"),
    "s": ("((1 - d)*k*p*(1 - c) - d*c)/((1 - c)*((1 - d)*k + d))", None),
    "q": (f"{G}/(D*({G} + {V}))", "g/(D*(g + V))"),
    "D": (f"{G}/(q*({G} + {V}))", "g/(q*(g + V))"),
}
PARAMETERS = {symbol.letter: symbol.name for symbol in (*LOSS.symbols, *SPLIT.symbols)}


def names(function):
    from games.exact import parameter

    return {letter: parameter(letter) for letter in "cdkpsqD"}


@pytest.mark.parametrize("letter", CLOSED)
def test_closed_forms(letter):
    found = threshold(letter)
    assert found.value == parse(CLOSED[letter][0], names(None))
    if CLOSED[letter][1]:
        assert found.text == CLOSED[letter][1]


@pytest.mark.parametrize(
    ("letter", "cases"),
    [
        ("c", {("b > 0",): "below", ("b < 0",): "never", ("b = 0",): "never"}),
        ("d", {("g + V > 0",): "below", ("g + V < 0",): "above", ("g + V = 0",): "sign"}),
        (
            "k",
            {
                ("c < 1", "d < 1", "p > s"): "above",
                ("c < 1", "d < 1", "p < s"): "below",
                ("(1 - c)*(1 - d)*(p - s) = 0",): "sign",
            },
        ),
        ("p", {("c < 1", "d < 1", "k > 0"): "above", ("k*(1 - c)*(1 - d) = 0",): "sign"}),
        (
            "s",
            {("c < 1", "d + k - d*k > 0"): "below", ("(1 - c)*(d + k - d*k) = 0",): "never"},
        ),
    ],
)
def test_conditions_and_direction(letter, cases):
    found = threshold(letter)
    words = language(found.symbols, found.names)
    said = {
        tuple(sorted(condition_text(item, words) for item in case.conditions)): case.side
        for case in found.cases
    }
    assert said == cases


def draw_game(draw):
    def part(low=0):
        return draw.choice([F(low), F(1), F(1, 2), F(draw.randint(low * 12, 12), 12)])

    return Decision("", part(), part(-1), part(), part(), part(), part())


def test_random_games_against_the_numerical_threshold():
    """Value and side of `games.world.decision`, degenerate games included."""
    draw = random.Random(11)
    compared = 0
    derived = {letter: threshold(letter) for letter in PARAMETERS}
    for _ in range(60):
        choice = draw_game(draw)
        for letter, name in PARAMETERS.items():
            here = at_values(derived[letter], "x", letter_values(choice))
            known = choice.threshold(name)
            assert here.value == known.value, (choice, letter)
            assert here.side == known.seek, (choice, letter)
            assert here.positive == (choice.gain > 0)
            compared += here.value is not None
    assert compared > 200


def test_every_case_is_right_on_both_sides():
    """Where a case's conditions hold, the gain is positive exactly on its side of the value."""
    draw = random.Random(3)
    for letter in CLOSED:
        found = threshold(letter)
        seen = set()
        for _ in range(150):
            values = letter_values(draw_game(draw))
            others = {x: values[x] for x in "cdkpsqD" if x != letter}
            for number, case in enumerate(found.cases):
                if not all(c.holds(at(c.polynomial, others)) for c in case.conditions):
                    continue
                seen.add(number)
                gains = {x: sign(at(found.function, {**others, letter: x})) > 0 for x in GRID}
                if case.side == "never":
                    inside = [x for x in GRID if x >= 0 or letter == "c"]
                    assert not any(gains[x] for x in inside)
                elif case.side == "sign":
                    assert set(gains.values()) == {at(case.decides, others) > 0}
                else:
                    root = at(found.value, others)
                    for x in GRID:
                        expected = x < root if case.side == "below" else x > root
                        assert gains[x] == (expected and x != root)
        assert len(seen) == len(found.cases), letter


GRID = [F(n, 7) for n in range(-7, 8)]


def at(f, values):
    return f.at(values) if isinstance(f, RationalFunction) else f


@pytest.mark.parametrize("letter", CLOSED)
def test_statics_against_differences(letter):
    found = threshold(letter)
    draw = random.Random(17)
    compared = 0
    for _ in range(60):
        values = {x: F(draw.randint(-6 if x == "c" else 1, 6), 7) for x in "cdkpsqD"}
        for item in found.statics:
            derivative = found.value.derivative(item.letter)
            if at(derivative.denominator, values) == 0:
                continue
            exact = at(derivative, values)
            expected = item.sign
            for factor in item.open:
                expected *= sign(at(factor, values))
            assert sign(exact) == expected
            # The derivative itself against a difference quotient of the closed form typed here.
            step = F(1, 10**9)
            closed = parse(CLOSED[letter][0], names(None))
            there = {**values, item.letter: values[item.letter] + step}
            slope = (at(closed, there) - at(closed, values)) / step
            assert abs(slope - exact) < F(1, 10**3) * (1 + exact * exact + abs(exact) ** 3)
            compared += 1
    assert compared > 100


@pytest.mark.parametrize("letter", CLOSED)
def test_limits_against_values_close_by(letter):
    found = threshold(letter)
    values = {x: F(n, 17) for x, n in zip("cdkpsqD", (3, 5, 11, 13, 4, 7, 2), strict=True)}
    for item in found.limits:
        inward = 1 if item.end < 1 else -1
        near = at(found.value, {**values, item.letter: item.end + inward * F(1, 10**12)})
        if item.value is not None:
            assert abs(near - at(item.value, values)) < F(1, 10**6)
        else:
            assert abs(near) > 10**6
            assert sign(near) == sign(at(item.direction, values))


def test_sympy_agrees():
    import sympy

    c, d, k, p, s = sympy.symbols("c d k p s")
    gain = (1 - d) * k * (p - s) * (1 - c) - d * (s + (1 - s) * c)
    for letter, symbol in (("c", c), ("d", d), ("k", k), ("p", p), ("s", s)):
        (root,) = sympy.solve(gain, symbol)
        assert sympy.simplify(expression(threshold(letter)) - root) == 0


def test_formulas_read_back():
    """The formula as written, abbreviations put in, is the value."""
    for letter in CLOSED:
        found = threshold(letter)
        known = {a.letter: a.value for a in found.names if " " not in a.letter}
        assert parse(found.text, {**names(None), **known}) == found.value


def test_own_beliefs_enter_each_partys_own_value():
    spec = loads(
        """
detente: 1
parties:
  - {name: red, power: 2, beliefs: {win_probability: 9/10}}
  - {name: blue, power: 3}
alignment: {cosine: 0}
conflict:
  stakes: 1/2
  win_probability: {red: 1/2}
  destruction_probability: 1/2
  destruction_fraction: 1/2
game: {kind: posture}
"""
    )
    (angle,) = (t for t in derive(spec) if t.letter == "c")
    values = {item.party: item.values["p"] for item in angle.here}
    assert values == {"red": F(9, 10), "blue": F(1, 2)}


def test_the_post():
    angle = next(t for t in derive(catalogue.load("post/left")) if t.letter == "c")
    red, blue = angle.here
    assert (red.value, red.side, red.positive) == (F(-1, 9), "below", False)
    assert (blue.value, blue.side) == (F(-9), "never")
