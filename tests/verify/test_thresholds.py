"""Claims about thresholds: true ones hold, mutants are judged by evaluation at random points."""

from __future__ import annotations

import random
import re
from fractions import Fraction as F

import pytest

from games.spec import loads
from solver import solve
from solver.solution import Certificate
from solver.solve.proofs import FORMULAS
from solver.verify import check
from solver.verify.thresholds import LETTERS
from tests.verify.mutants import alter, places, plain

SPEC = """\
detente: 1
parties:
  - {{name: red, power: {power}}}
  - {{name: blue, power: 1}}
alignment: {{cosine: {cosine}}}
conflict:
  stakes: {stakes}
  win_probability: {{red: {win}}}
  destruction_probability: {odds}
  destruction_fraction: {fraction}
game: {{kind: posture, levels: 1, resistance: 1/2}}
"""


def spec(seed):
    """Numbers at the edges of their domains as often as inside."""
    rng = random.Random(seed)
    part = [F(0), F(1), F(1, 2), F(1, 3), F(2, 5), F(3, 4)]
    return loads(
        SPEC.format(
            power=rng.choice([F(1), F(2), F(1, 2), F(3)]),
            cosine=rng.choice([F(-1), F(1), F(0), F(1, 2), F(-2, 3)]),
            stakes=rng.choice(part),
            win=rng.choice(part),
            odds=rng.choice(part),
            fraction=rng.choice(part),
        )
    )


def certificate(seed):
    return next(item for item in solve(spec(seed)).proofs() if item.claim == "thresholds")


@pytest.mark.parametrize("seed", range(20))
def test_thresholds_hold_at_every_edge_of_the_domain(seed):
    found = certificate(seed)
    verdict = check(Certificate("thresholds", plain(found.game), plain(found.witnesses)))
    assert verdict.valid, verdict.reasons


def gain(at):
    """The definition, written down once more."""
    V = at["s"] + (1 - at["s"]) * at["c"]
    d = at["d"] if "d" in at else at["q"] * at["D"]
    return (1 - d) * (V + at["k"] * (at["p"] - at["s"]) * (1 - at["c"])) - V


def evaluated(text, at):
    """The text as Python, on Fractions."""
    return F(eval(re.sub(r"\d+", r"F(\g<0>)", text), {"F": F}, dict(at)))


def judged(game, witnesses):
    """By evaluation: formulas at random points, sides at both ends of the domain."""
    rng = random.Random(1)
    try:
        for name, text in witnesses["formulas"].items():
            letter = LETTERS[name]
            for _ in range(4):
                at = {x: F(rng.randint(2, 97), 101) for x in "sckpqD"}
                known = {x: y for x, y in at.items() if x != letter}
                if letter not in "qDd":
                    known["d"] = at["q"] * at["D"]
                value = evaluated(text, known)
                if gain({**at, letter: value}) != 0:
                    return False
        for item in witnesses["thresholds"]:
            if item["decision"] not in range(len(game["decisions"])):
                return False
            own = game["decisions"][item["decision"]]
            at = {x: F(own[name]) for name, x in LETTERS.items() if x != "d"}
            letter = LETTERS[item["parameter"]]
            ends = [gain({**at, letter: F(t)}) for t in (-1 if letter == "c" else 0, 1)]
            words = {(1, 1): "always", (0, 0): "never", (1, 0): "below", (0, 1): "above"}
            if item["seek"] != words[ends[0] > 0, ends[1] > 0]:
                return False
            flat = gain({**at, letter: F(0)}) == gain({**at, letter: F(1)})
            if flat != (item["value"] is None):
                return False
            if not flat and gain({**at, letter: F(item["value"])}) != 0:
                return False
            if not flat and item["parameter"] not in witnesses["formulas"]:
                return False
    except (ArithmeticError, LookupError, NameError, SyntaxError, TypeError, ValueError):
        return False
    return True


def mutant(value, rng):
    """One change: a letter or number of a formula, a value, a side, or an entry left out."""
    value = plain(value)
    while True:
        path = rng.choice(list(places(value)))
        holder = value
        for step in path[:-1]:
            holder = holder[step]
        old = holder[path[-1]]
        if path[0] == "formulas" and isinstance(old, str):
            spot = rng.randrange(len(old))
            holder[path[-1]] = old[:spot] + rng.choice("sckpqDd12+-*()") + old[spot + 1 :]
        elif path[-1] == "seek":
            holder[path[-1]] = rng.choice(["below", "above", "always", "never"])
        elif path[-1] == "parameter":
            holder[path[-1]] = rng.choice(list(LETTERS))
        elif path[-1] == "value":
            holder[path[-1]] = (
                None
                if old is not None and rng.random() < 0.2
                else (alter(old, rng, value) if old is not None else "1/2")
            )
        elif isinstance(old, (dict, list)) and path != ("formulas",):
            changed = alter(old, rng, value) if isinstance(old, list) else None
            if changed is None:
                continue
            holder[path[-1]] = changed
        elif isinstance(old, int):
            holder[path[-1]] = alter(old, rng, value)
        else:
            continue
        return value


def hunt(count, seed):
    rng = random.Random(seed)
    true = 0
    known = [certificate(number) for number in range(12)]
    for _ in range(count):
        before = rng.choice(known)
        game, witnesses = plain(before.game), plain(before.witnesses)
        if rng.random() < 0.8:
            witnesses = mutant(witnesses, rng)
        else:
            own = rng.choice(game["decisions"])
            name = rng.choice([key for key in own if key != "party"])
            own[name] = str(rng.choice([F(0), F(1), F(1, 2), F(1, 7)]))
        verdict = check(Certificate("thresholds", game, witnesses))
        expected = judged(game, witnesses)
        assert verdict.valid == expected, (game, witnesses, verdict)
        assert verdict.valid or all(verdict.reasons)
        true += expected
    return true


def test_forty_mutants():
    assert 0 < hunt(40, 1) < 40


@pytest.mark.check
def test_two_hundred_mutants():
    for seed in range(2, 5):
        assert 5 < hunt(200, seed) < 195


def test_the_formulas_are_those_of_the_table():
    """Those that reports print, with V, g and b written out."""
    from games.world.decision import CASES

    rng = random.Random(5)
    for name, cases in CASES.items():
        shown = next(case for case in cases if "seek iff" in case).split("seek iff ")[1]
        text = re.split(r" [<>] ", shown, maxsplit=1)[1]
        text = re.sub(r"\(1-c\)\(", "(1-c)*(", text)
        text = re.sub(r"(?<=[A-Za-z)]) (?=[A-Za-z(])", "*", text)
        text = re.sub(r"(?<=[)A-Za-z])(?=\()|(?<=\))(?=[A-Za-z(])", "*", text)
        at = {x: F(rng.randint(2, 97), 101) for x in "sckpqD"}
        at["d"] = at["q"] * at["D"]
        at["V"] = at["s"] + (1 - at["s"]) * at["c"]
        at["g"] = at["k"] * (at["p"] - at["s"]) * (1 - at["c"])
        at["b"] = (1 - at["d"]) * at["k"] * (at["p"] - at["s"]) + at["d"] * (1 - at["s"])
        assert evaluated(text, at) == evaluated(FORMULAS[name], at), (name, text)
