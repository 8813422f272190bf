"""Thresholds at the edges of the domain: every side, derivative and limit holds there too."""

from __future__ import annotations

import random
from fractions import Fraction as F

import pytest

from games import catalogue
from games.errors import GameError
from games.exact import RationalFunction, parameter, sign
from games.spec import loads
from solver.regimes.derive import derive
from solver.regimes.derive.turning import Question, derive_thresholds
from solver.solution.threshold import Case, DerivedThreshold, Symbol

X, A = parameter("x"), parameter("a")
SYMBOLS = (Symbol("x", "x", F(0), F(1)), Symbol("a", "a", F(-1), F(1)))


def at(f, values):
    """A number; None at a pole."""
    try:
        return f.at(values) if isinstance(f, RationalFunction) else f
    except GameError:
        return None


@pytest.fixture(scope="module")
def thresholds() -> list[DerivedThreshold]:
    found = [t for t in derive(catalogue.load("post/left")).thresholds if t.topic != "bargaining"]
    return [*found, *derive(catalogue.load("post/left"), "grab").thresholds]


def drawn(t: DerivedThreshold, draw: random.Random) -> dict[str, F]:
    """Values at the ends of the domain half of the time, and coincidences such as p = s."""
    values = {}
    for symbol in t.symbols:
        ends = [symbol.low, symbol.high]
        inner = symbol.low + (symbol.high - symbol.low) * F(draw.randint(0, 6), 6)
        values[symbol.letter] = draw.choice([*ends, inner, inner])
    if "p" in values and draw.random() < 1 / 3:
        values["p"] = values["s"]
    return values


def says(case: Case, t: DerivedThreshold, others: dict[str, F], x: F) -> bool:
    """Whether a case says that the function is positive at a value."""
    if any(not item.holds(at(item.polynomial, {**others, t.letter: x})) for item in case.also):
        return False
    if case.side in ("above", "below"):
        root = at(t.value, others)
        return x > root if case.side == "above" else x < root
    if case.decides is not None:
        return at(case.decides, others) > 0
    return case.side == "always"


def test_one_case_holds_and_is_right_also_at_the_ends(thresholds):
    draw = random.Random(5)
    for t in thresholds:
        (symbol,) = (s for s in t.symbols if s.letter == t.letter)
        for _ in range(40):
            values = drawn(t, draw)
            others = {name: x for name, x in values.items() if name != t.letter}
            (case,) = (
                c for c in t.cases if all(i.holds(at(i.polynomial, others)) for i in c.conditions)
            )
            for x in (symbol.low, values[t.letter], symbol.high):
                gains = at(t.function, {**others, t.letter: x}) > 0
                assert says(case, t, others, x) == gains, (t.question, t.letter, others, x)


def test_always_is_not_said_of_a_threshold_at_the_end(thresholds):
    """With nothing to grab, taking without conflict is worth nothing at risk 0."""
    (risk,) = (t for t in thresholds if t.letter == "pi")
    (case,) = (c for c in risk.cases if c.conditions[0].relation == "<")
    assert (case.side, case.beyond) == ("above", 0)
    here = {"c": F(-1), "d": F(0), "k": F(1), "p": F(1), "s": F(1, 3), "gamma": F(0), "pi": F(0)}
    assert case.conditions[0].holds(at(case.conditions[0].polynomial, here))
    assert at(risk.function, here) == 0


def test_a_derivative_vanishes_where_it_is_said_to_and_nowhere_else(thresholds):
    draw = random.Random(6)
    step = F(1, 10**25)
    moved = 0
    for t in thresholds:
        for _ in range(12):
            values = drawn(t, draw)
            del values[t.letter]
            for item in t.statics:
                ends = [
                    at(t.value, {**values, item.letter: values[item.letter] + h})
                    for h in (-step, 0, step)
                ]
                if None in ends:
                    continue
                change = ends[2] - ends[0]
                slope = 0 if abs(change) < 100 * step**2 else sign(change)
                said = item.sign
                for p in item.open:
                    said *= sign(at(p, values))
                for p in item.still:
                    assert at(p, values) >= 0
                    said *= sign(at(p, values))
                assert said == slope, (t.question, t.letter, item.letter, values)
                moved += slope != 0
    assert moved > 500


def test_limits_hold_where_nothing_excepts_them(thresholds):
    draw = random.Random(7)
    step = F(1, 10**30)
    seen = {"finite": 0, "infinite": 0, "excepted": 0}
    for t in thresholds:
        for _ in range(8):
            values = drawn(t, draw)
            del values[t.letter]
            for item in t.limits:
                (symbol,) = (s for s in t.symbols if s.letter == item.letter)
                inward = 1 if item.end == symbol.low else -1
                near = at(t.value, {**values, item.letter: item.end + inward * step})
                if near is None:
                    continue
                if item.value is None:
                    assert item.direction is not None
                    toward = sign(at(item.direction, values))
                    if toward:
                        assert abs(near) > 10**10
                        assert sign(near) == toward
                        seen["infinite"] += 1
                elif item.unless is not None and at(item.unless, values) == 0:
                    seen["excepted"] += 1
                elif (there := at(item.value, values)) is not None:
                    assert abs(near - there) < F(1, 10**10) * (1 + abs(there))
                    seen["finite"] += 1
    assert min(seen.values()) > 50


def test_the_words_of_limits_and_derivatives_name_the_exceptions():
    text = str(derive(catalogue.load("post/left"), "stakes"))
    assert "c -> 1: +infinity where p > s, -infinity\nwhere p < s (unless d*(1 - d) = 0)" in text
    assert "d -> 0: 0 (unless (1 - c)*(p - s) = 0)" in text
    assert "k* falls with p where V > 0, rises where V < 0; stays where d = 0" in text
    assert "where (1 - rho)*t_1 = 0: iff A_1 < 0" in str(
        derive(catalogue.load("post/left"), "discount")
    )


def derived(function, parties=()):
    asked = Question("x", "It holds", function, SYMBOLS, parties=parties)
    return derive_thresholds(asked, "x")


def test_a_function_that_turns_twice_is_told_locally():
    """Positive between 1/3 and 2/3 only: neither threshold alone decides."""
    here = (("me", {"x": F(1, 4), "a": F(0)}),)
    low, high = sorted(derived((X - F(1, 3)) * (F(2, 3) - X), here), key=lambda found: found.value)
    for found, side in ((low, "above"), (high, "below")):
        (case,) = found.cases
        assert (case.side, case.local) == (side, True)
        assert (found.here[0].side, found.here[0].positive) == ("sign", False)


def test_a_factor_that_keeps_its_sign_is_a_condition_on_the_quantity():
    """x (x - a) > 0 for every x > 0 where a < 0, not for x below a."""
    (found,) = derived(X * (X - A))
    for a in (F(-1), F(-1, 2), F(0), F(1, 2)):
        (case,) = (
            c for c in found.cases if all(i.holds(at(i.polynomial, {"a": a})) for i in c.conditions)
        )
        for x in (F(0), F(1, 4), F(3, 4), F(1)):
            assert says(case, found, {"a": a}, x) == (x * (x - a) > 0)


def test_where_two_thresholds_meet_nothing_is_claimed():
    """(x - a)(x - 1/2) at a = 1/2 touches zero: neither always nor never."""
    here = (("me", {"x": F(1, 4), "a": F(1, 2)}),)
    for found in derived((X - A) * (X - F(1, 2)), here):
        assert (found.here[0].side, found.here[0].value) == ("sign", None)


def test_greek_letters_are_commands_in_latex():
    text = str(derive(catalogue.load("post/left"), "grab"))
    assert "LaTeX: \\gamma^* = " in text
    body = derive(catalogue.load("post/left"), "transfer").envelope()
    assert body["thresholds"][0]["latex"].startswith("t^* = ")
    assert (
        derive(catalogue.load("post/left"), "risk")
        .envelope()["thresholds"][0]["latex"]
        .startswith("\\pi^* = ")
    )


def test_a_condition_on_one_quantity_is_put_in():
    """Where c = 1 a transfer moves nothing, and what decides is whether fighting destroys."""
    spec = catalogue.load("post/left")
    first = derive(spec, "transfer").thresholds[0]
    assert [str(case.decides) for case in first.cases if case.side == "sign"] == ["d_1"]


def test_a_matrix_game_says_that_it_turns_elsewhere():
    spec = loads(
        """
detente: 1
parameters: {x: {value: 1/4, range: [0, 1]}}
players: [{name: a, actions: [l, r]}, {name: b, actions: [l, r]}]
game:
  kind: matrix
  payoffs: {a: [[(x - 1/3)*(x - 2/3), 0], [0, 1]], b: [[1, 0], [0, 2]]}
"""
    )
    text = str(derive(spec, "x"))
    assert "just above x*; it turns elsewhere too" in text
    assert "turns at 1/3" in text
