"""How mu* moves: each statement against solved games at random exact numbers."""

from __future__ import annotations

import random
from fractions import Fraction as F
from functools import cache

import pytest

from games import catalogue
from games.exact import sign
from solver.beliefs import perfect_bayesian_equilibria
from solver.beliefs.coup import HOLD, TRUST, coup
from solver.regimes.derive.private import _names, _on_letters, _trust, letters_of, statics
from solver.regimes.derive.trust import moves

SPEC = catalogue.load("private/surprise-coup")
ADDRESS = {symbol.letter: address for address, symbol in letters_of(SPEC).items()}
FIXED = {"s": -1, "eta": -1, "phi": -1, "c_M": 1, "p": 1}


@cache
def found():
    game = _on_letters(SPEC)
    reward, cost = _trust(game, 0, 0, False), -_trust(game, 0, 1, True)
    symbols = tuple(letters_of(SPEC).values())
    return reward, cost, tuple(moves(reward, cost, symbols, _names(SPEC, game)))


def drawn(draw: random.Random) -> dict[str, F]:
    s = F(draw.randint(2, 12), 20)
    return {
        "s": s,
        "c_A": F(draw.randint(-4, 19), 20),
        "c_M": F(draw.randint(-20, -5), 20),
        "d": F(draw.randint(1, 12), 20),
        "k": F(draw.randint(1, 19), 20),
        "p": F(draw.randint(1, 10), 20),
        "eta": F(draw.randint(0, int(20 * (1 - s)) - 2), 20),
        "phi": F(draw.randint(0, 9), 20),
        "gamma": F(draw.randint(0, 10), 20),
    }


def solved(values: dict[str, F], prior: F):
    """The game at these numbers, its equilibria, and whether only the misaligned strikes."""
    put = {ADDRESS[letter]: x for letter, x in values.items()}
    game = SPEC.realise({**put, "prior": prior}).game
    equilibria = perfect_bayesian_equilibria(game)
    moves_later = [equilibria.later[(t, HOLD, TRUST)] for t in (0, 1)]
    return game, equilibria, moves_later == [(1,), (0,)]


def trusted(equilibria) -> set[bool]:
    """Whether a hold of both types is trusted, in each equilibrium in which both hold for sure."""
    seen = set()
    for item in equilibria.sets:
        if all(item.sends[t][HOLD].low == 1 for t in (0, 1)):
            for vertex in item.assessments.replies:
                seen.add(vertex[HOLD][TRUST] == 1)
    return seen


def star(values: dict[str, F]) -> F | None:
    """mu* of the solved game; None where it has none of the kind."""
    game, equilibria, fits = solved(values, F(1, 2))
    told = coup(game, equilibria).trust
    return told.threshold if fits and told is not None and told.worth[0] > 0 else None


def at(x, values):
    return x.at({letter: v for letter, v in values.items() if letter in x.names})


def test_the_directions_that_hold_everywhere():
    _, _, told = found()
    assert {m.letter: m.direction for m in told if m.direction} == FIXED
    assert {m.letter for m in told if not m.direction} == {"c_A", "d", "k"}
    (form, always) = statics(SPEC)
    assert any("rises where B_1 < d; falls where B_1 > d" in case for case in form.parts)
    assert any("V_g > 0" in case for case in form.parts)
    assert dict(form.here)["stakes"] == "falls"
    assert dict(always.here) == {"here": "trust iff mu < mu*"}


def claimed(letter: str, values: dict[str, F], b1: F, b2: F) -> int:
    """What is said of the direction, worked out from the words by hand."""
    v = values
    if letter in FIXED:
        return FIXED[letter]
    if letter == "c_A":
        return sign(v["d"] - b1)
    if letter == "d":
        return sign(1 - v["s"] - v["eta"] + (v["s"] + v["eta"]) * v["c_A"])
    left = b2 * (1 - v["c_A"]) * (v["p"] - v["s"])
    return sign(left - b1 * (1 - v["c_M"]) * (v["phi"] - v["eta"]))


def check_moves(seed: int, count: int):
    reward, cost, told = found()
    draw = random.Random(seed)
    step, tried, seen = F(1, 10**5), 0, set()
    while tried < count:
        values = drawn(draw)
        b1, b2 = at(reward, values), at(cost, values)
        here = star(values) if b1 > 0 and b2 > 0 else None
        if here is None:
            continue
        tried += 1
        assert here == b1 / (b1 + b2)
        for move in told:
            slope = at(move.derivative, values)
            assert sign(slope) in (0, claimed(move.letter, values, b1, b2))
            if abs(slope) > F(1, 1000):  # far from a turn: two solved games show it
                moved = {**values, move.letter: values[move.letter] + step}
                beyond = star(moved)
                assert beyond is not None
                assert sign(beyond - b1 / (b1 + b2)) == sign(slope), (move.letter, values)
                seen.add((move.letter, sign(slope)))
    return seen


def test_solved_games_move_as_is_said():
    assert len(check_moves(1, 4)) >= len(FIXED)


@pytest.mark.check
def test_solved_games_move_both_ways_where_it_turns():
    seen = check_moves(2, 60)
    both = {(letter, way) for letter in ("c_A", "k") for way in (1, -1)}
    assert both | set(FIXED.items()) | {("d", 1)} <= seen


def test_loss_may_lower_trust():
    """Where power is worth less than nothing to the incumbent, V_g < 0, it fears no destruction."""
    values = {"s": F(3, 5), "c_A": F(-4, 5), "c_M": F(-1), "d": F(3, 5), "k": F(4, 5),
              "p": F(9, 10), "eta": F(1, 20), "phi": F(1, 10), "gamma": F(1, 10)}  # fmt: skip
    reward, cost, _ = found()
    assert claimed("d", values, at(reward, values), at(cost, values)) == -1
    assert star({**values, "d": F(61, 100)}) < star(values)


def pooled(seed: int, wanted: int, choose):
    """Games in which only the misaligned would strike and `choose` likes B_1, B_2."""
    reward, cost, _ = found()
    draw = random.Random(seed)
    got = 0
    while got < wanted:
        values = drawn(draw)
        b1, b2 = at(reward, values), at(cost, values)
        if not choose(b1, b2) or not solved(values, F(1, 2))[2]:
            continue
        got += 1
        yield values, b1, b2


def test_trust_turns_at_mu_star_in_solved_games():
    """Below mu* a hold of both types is trusted in every equilibrium in which both hold."""
    seen = set()
    for values, b1, b2 in pooled(3, 6, lambda x, y: x > 0 and y > 0):
        mu = b1 / (b1 + b2)
        below = trusted(solved(values, mu - min(mu, 1 - mu) / 1000)[1])
        above = trusted(solved(values, mu + min(mu, 1 - mu) / 1000)[1])
        assert below <= {True}
        assert above <= {False}
        seen |= below | above
    assert seen == {True, False}


def test_without_a_positive_b1_there_is_no_trust():
    """B_1 <= 0 < B_2: a hold of both types is pre-empted at every prior."""
    seen = set()
    for values, _, _ in pooled(4, 3, lambda x, y: x <= 0 < y):
        for prior in (F(1, 1000), F(1, 2), F(999, 1000)):
            told = trusted(solved(values, prior)[1])
            assert told <= {False}
            seen |= told
        point = SPEC.with_values({ADDRESS[letter]: x for letter, x in values.items()})
        (_, always) = statics(point)
        assert dict(always.here) == {"here": "pre-empt always"}
    assert seen == {False}
