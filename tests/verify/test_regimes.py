"""Certified maps of regimes: what is written holds; false mutants are refused, true ones not."""

from __future__ import annotations

import functools
import random
import re
from fractions import Fraction as F

import pytest

from games import catalogue
from games.exact import parameter
from games.spec import loads
from games.spec.realisation import Tables
from solver.regimes import partition
from solver.solution import Certificate, Unproved
from solver.solution.limits import Limits
from solver.verify import check
from solver.verify.file import CertificateFile, read, verify
from solver.verify.regimes.stack import Refuted, cells
from solver.verify.regimes.sturm import Point, Rationals, zeros
from tests.regimes.test_one import posture
from tests.verify.judge_of_regimes import judged
from tests.verify.mutants import mutant, places, plain
from tests.verify.test_file import redigested

CIRCLES = """
detente: 1
parameters: {x: {value: 0, range: [-2, 2]}, y: {value: 0, range: [-2, 2]}}
players: [{name: row, actions: [a, b]}, {name: column, actions: [a, b]}]
game: {kind: matrix, payoffs: {row: [[x^2 + y^2 - 2, 0], [0, x - y^2]],
                               column: [[x*y - 1, 0], [0, (x - 1)^2 + y^2]]}}
"""


def pole() -> Tables:
    x = parameter("x")
    payoffs = (((1 / (x - F(1, 3)), F(0)), (F(0), F(1))), ((x, F(0)), (F(0), 1 - x)))
    return Tables(("row", "column"), (("a", "b"), ("a", "b")), payoffs)  # type: ignore[arg-type]


@functools.cache
def maps() -> dict[str, Certificate]:
    left = catalogue.load("post/left")
    found = {
        "left": partition(left, x="angle"),
        "left box": partition(left, x="angle", y="destruction_probability"),
        "two regimes": partition(catalogue.load("examples/two-regimes"), x="x"),
        "pole": partition(pole(), x="x", x_range=(-1, 1)),
        "three": partition(posture(2), x="resistance"),
    }
    certificates = {}
    for name, drawn in found.items():
        assert drawn.certificate is not None, name
        certificates[name] = drawn.certificate
    return certificates


@pytest.mark.parametrize("name", ["left", "left box", "two regimes", "pole", "three"])
def test_a_map_is_shown(name: str) -> None:
    certificate = maps()[name]
    game, witnesses = plain(certificate.game), plain(certificate.witnesses)
    assert check(Certificate("regimes", game, witnesses)).reasons == ()
    assert judged(game, witnesses)


@pytest.mark.parametrize(
    ("label", "axes"),
    [
        ("post/board-2023", {"x": "angle"}),
        ("post/left", {"x": "destruction_probability"}),
        ("post/left", {"x": "stakes", "y": "angle"}),
    ],
)
def test_a_file_holds_and_an_edited_one_does_not(label: str, axes: dict[str, str]) -> None:
    spec = catalogue.load(label)
    certificate = partition(spec, **axes).certificate
    assert certificate is not None
    document = plain(CertificateFile(spec, (certificate,)).document())
    assert verify(read(redigested(document), "x")).valid
    axis = document["claims"][0]["game"]["axes"][0]
    axis["address"] = "nothing"
    found = verify(read(redigested(document), "x"))
    assert not found.valid
    assert "cannot be built from the spec" in found.claims[0][1].reasons[0]


def test_algebraic_base_points_and_events_of_every_kind_are_shown() -> None:
    drawn = partition(loads(CIRCLES), x="x", y="y")
    assert drawn.certificate is not None
    assert check(drawn.certificate).reasons == ()
    degrees = {len(p["polynomial"]) - 1 for p in drawn.certificate.witnesses["map"]["points"]}
    assert max(degrees) > 1
    witnesses = plain(drawn.certificate.witnesses)
    for k in range(1, len(witnesses["map"]["points"]) - 1):
        less = plain(witnesses)
        del less["map"]["points"][k], less["map"]["samples"][k]
        del less["map"]["stacks"][2 * k : 2 * k + 2]
        found = check(Certificate("regimes", drawn.certificate.game, less))
        assert not found.valid, k


def test_without_a_proof_it_is_said_why() -> None:
    left, axes = catalogue.load("post/left"), {"x": "angle", "y": "stakes"}
    drawn = partition(left, **axes, limits=Limits(stop=lambda: True))
    assert drawn.certificate is None
    assert isinstance(drawn.shown, Unproved)
    assert drawn.shown.standing == "not complete"


def test_zeros_are_counted_at_an_algebraic_number() -> None:
    """(y^2 - x)(y - 3/2) at x = sqrt 2 has three zeros, at 2^(1/4) twice up to sign."""
    from games.exact import bridge

    x = bridge.poly([0, 1])
    one = bridge.poly([1])
    half = bridge.poly([F(-3, 2)])
    at = Point((-2, 0, 1), F(1), F(2))
    p = [at.of(-x * half), at.of(-x), half, one]
    assert zeros(p, F(-2), F(2), at) == 3
    assert zeros(p, F(1), F(3, 2), at) == 2
    assert at.sign(at.of(x * x - 2)) == 0
    assert at.sign(at.of(x - bridge.poly([F(141421356237, 10**11)]))) == 1


def test_a_touching_zero_and_an_end_are_counted_once() -> None:
    line = Rationals()
    square = [F(1, 4), F(-1), F(1)]
    assert zeros(line.tidy(square), F(0), F(1)) == 1
    assert cells([square], line, (F(0), F(1)), [F(1, 3), F(2, 3)]) == [
        (1,), (1,), (0,), (1,), (1,),
    ]  # fmt: skip
    assert cells([square], line, (F(1, 2), F(1)), [F(2, 3)]) == [(0,), (1,), (1,)]
    with pytest.raises(Refuted, match="between 0 and the sample"):
        cells([square], line, (F(0), F(1)), [F(2, 3)])
    with pytest.raises(Refuted, match="2 points"):
        cells([[F(2), F(-9), F(9)]], line, (F(0), F(1)), [F(1, 4), F(3, 4)])


def test_zero_at_a_number_whose_polynomial_has_factors() -> None:
    from games.exact import bridge

    at = Point((6, 0, -5, 0, 1), F(1), F(3, 2))
    assert at.sign(at.of(bridge.poly([-2, 0, 1]))) == 0
    assert at.sign(at.of(bridge.poly([-3, 0, 1]))) == -1


def test_two_points_between_samples_are_not_one() -> None:
    line, third = Rationals(), [F(-1, 3), F(1)]
    near = [F(-1, 3) - F(1, 10**9), F(1)]
    with pytest.raises(Refuted, match="two different points"):
        cells([third, near], line, (F(0), F(1)), [F(1, 4), F(1, 2)])
    double = [F(1, 9), F(-2, 3), F(1)]
    assert cells([third, double], line, (F(0), F(1)), [F(1, 4), F(1, 2)])[2] == (0, 0)


@pytest.mark.parametrize("name", ["two regimes", "left box"])
def test_a_cell_with_another_pattern_and_a_pattern_too_many_are_refused(name: str) -> None:
    game, right = maps()[name].game, plain(maps()[name].witnesses)
    stacks = right["map"].get("stacks", [right["map"]])
    for number, stack in enumerate(stacks):
        for k, pattern in enumerate(stack["cells"]):
            wrong = plain(right)
            holder = wrong["map"].get("stacks", [wrong["map"]])[number]
            holder["cells"][k] = (pattern + 1) % len(right["patterns"])
            assert "other signs" in check(Certificate("regimes", game, wrong)).reasons[0]
    wrong = plain(right)
    known = {item["signs"] for item in wrong["patterns"]}
    wrong["patterns"].append({"signs": "0" * len(min(known)), "regime": 0})
    assert "occurs nowhere" in check(Certificate("regimes", game, wrong)).reasons[0]


# ---- mutants

KINDS = (
    *("any", "any", "sign", "regime", "sample", "sample", "factor", "constant", "member"),
    *("drop", "repeat", "structure", "verdict", "payoff", "bounds", "words"),
)


def changed(game, witnesses, rng):
    """A copy with one change of a kind that a forger, or a slip, would make."""
    game, witnesses = plain(game), plain(witnesses)
    drawn = witnesses["map"]
    kind = rng.choice(KINDS)
    if kind == "any":
        witnesses = mutant(witnesses, rng)
    elif kind == "sign":
        item = rng.choice(witnesses["patterns"])
        k = rng.randrange(len(item["signs"]))
        other = rng.choice("-0+")
        item["signs"] = item["signs"][:k] + other + item["signs"][k + 1 :]
    elif kind == "regime":
        item = rng.choice(witnesses["patterns"])
        item["regime"] = rng.choice([None, *range(len(witnesses["regimes"]))])
    elif kind == "sample":
        holder = rng.choice([drawn, *drawn.get("stacks", [])])
        k = rng.randrange(len(holder["samples"]))
        t = F(holder["samples"][k])
        step = rng.choice([F(1, 2), F(1, 10), F(1, 1000)]) * rng.choice([-1, 1])
        holder["samples"][k] = str(t + step)
    elif kind in ("factor", "constant"):
        product = rng.choice([p for table in witnesses["minors"] for *_, p in table])
        if kind == "constant":
            product[0] = str(F(product[0]) * rng.choice([-1, 2, F(1, 3)]))
        elif product[1]:
            rng.choice(product[1])[rng.randrange(2)] += rng.choice([-1, 1])
    elif kind in ("member", "payoff"):
        holder = witnesses["pool"] if kind == "member" else rng.choice(rng.choice(game["payoffs"]))
        k = rng.randrange(len(holder))
        holder[k] = re.sub(r"\d+", lambda m: str(int(m[0]) + rng.randrange(2)), holder[k])
    elif kind in ("drop", "repeat"):
        k = rng.randrange(len(drawn["samples"]))
        rows = [(drawn["points"], k, 1), (drawn["samples"], k, 1)]
        rows.append((drawn["cells" if "cells" in drawn else "stacks"], 2 * k, 2))
        for row, at, length in rows:
            row[at : at + length] = row[at : at + length] * (2 if kind == "repeat" else 0)
    elif kind in ("structure", "verdict"):
        item = rng.choice(witnesses["regimes"])
        if item[kind] is not None:
            item[kind] = mutant(item[kind], rng)
    elif kind == "bounds":
        item = rng.choice(drawn["points"])
        pair = item["within"] if isinstance(item, dict) else item
        pair[0] = str(F(pair[0]) - F(1, rng.choice([3, 100])))
        pair[1] = str(F(pair[1]) + F(1, rng.choice([3, 100])))
    else:
        path = rng.choice([p for p in places(drawn) if "samples" in p and p[-1] != "samples"])
        holder = drawn
        for step in path[:-1]:
            holder = holder[step]
        t = F(holder[path[-1]])
        holder[path[-1]] = f"{3 * t.numerator}/{3 * t.denominator}"
    return game, witnesses


def hunt(count: int, seed: int) -> int:
    rng = random.Random(seed)
    true = 0
    for _ in range(count):
        before = rng.choice(list(maps().values()))
        game, witnesses = changed(before.game, before.witnesses, rng)
        verdict = check(Certificate("regimes", game, witnesses))
        expected = judged(game, witnesses)
        assert verdict.valid == expected, (game, witnesses, verdict)
        assert verdict.valid or all(verdict.reasons)
        true += expected
    return true


def test_forty_mutants() -> None:
    assert 0 < hunt(40, 1) < 40


@pytest.mark.check
def test_two_hundred_mutants() -> None:
    for seed in range(2, 7):
        assert 10 < hunt(200, seed) < 190
