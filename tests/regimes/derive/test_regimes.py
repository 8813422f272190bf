"""The list of all regimes: every witness is played, every proof of emptiness is attacked."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction as F

import pytest

from games import catalogue
from games.exact import parameter, parse, sign
from games.spec import loads
from solver import solve
from solver.regimes.derive import derive, parameters, regimes
from solver.regimes.derive.factors import at
from solver.regimes.derive.letters import spec_letters
from solver.regimes.derive.witnesses import bounded_sums, emptiness, witnesses

BOX = {"x": (F(0), F(1)), "y": (F(0), F(1)), "c": (F(-1), F(1))}
X = {name: parameter(name) for name in BOX}


@pytest.fixture(scope="module", params=["post/left", "post/board-2023"])
def listed(request):
    """With the grab following the stakes, and on its own."""
    spec = catalogue.load(request.param)
    return spec, regimes.derive(spec)[0]


def test_the_posture_game_turns_on_four_polynomials(listed):
    _, found = listed
    whole, edge = found.strata
    assert whole.texts == ("A_1", "B_1", "A_2", "B_2")
    assert whole.conditions == ("1 - rho > 0",)
    assert edge.conditions == ("rho = 1",)
    assert edge.texts == ("G_1", "G_2")
    for p in whole.polynomials:
        assert all(p.degree(letter)[0] == 1 for letter in p.names)
    assert len(whole.patterns) == 81
    assert found.settled
    assert found.count("empty") == 3


def test_full_resistance_never_lets_both_gain(listed):
    edge = listed[1].strata[1]
    empty = {pattern.signs for pattern in edge.patterns if pattern.existence == "empty"}
    assert empty == {(1, 1), (1, 0), (0, 1)}
    assert "= -c*d - d" in edge.patterns[0].proof


def test_witnesses_are_played(listed):
    """The game at a witness has the signs, the pure equilibria and the headline of the list."""
    spec, found = listed
    addresses = {symbol.letter: name for name, symbol in spec_letters(spec).items()}
    draw = random.Random(4)
    every = [p for stratum in found.strata for p in stratum.patterns if p.witness]
    for pattern in draw.sample(every, 20):
        values = {addresses[letter]: x for letter, x in pattern.witness.items()}
        game = spec.realise(values).game
        first, second = game.payoffs
        gains = (
            *(first[1][j] - first[0][j] for j in (0, 1)),
            *(second[i][1] - second[i][0] for i in (0, 1)),
        )
        assert tuple(map(sign, gains)) == pattern.gains
        solution = solve(game)
        assert solution.verdict.kind == pattern.kind
        pure = {
            "({}, {})".format(*("seek" if w[1] == 1 else "hold" for w in item.strategies))
            for item in solution.equilibria.extreme
            if all(max(w) == 1 for w in item.strategies)
        }
        assert pure == set(pattern.equilibria)


def test_a_matrix_with_a_parameter():
    found = derive(catalogue.load("examples/two-regimes"), "regimes").regimes[0]
    (stratum,) = found.strata
    assert [p.existence for p in stratum.patterns].count("occurs") == 5
    assert {str(p.witness["x"]) for p in stratum.patterns if p.witness and 0 in p.signs} == {
        "1/3",
        "2/3",
    }


def test_thresholds_of_a_matrix_game():
    found = parameters.derive(catalogue.load("examples/two-regimes"), "x")
    assert {t.value for t in found} == {F(1, 3), F(2, 3)}
    two = loads(
        """
detente: 1
parameters:
  x: {value: 1/2, range: [0, 1]}
  y: {value: 1/4, range: [0, 1]}
players: [{name: a, actions: [l, r]}, {name: b, actions: [l, r]}]
game:
  kind: matrix
  payoffs: {a: [[x, 0], [y^2, 1]], b: [[1, x*y], [0, 2]]}
"""
    )
    found = parameters.derive(two)
    assert {(t.letter, str(t.value)) for t in found if t.value is not None} == {("x", "y**2")}
    # y^2 = x has no rational solution for y, and its root here is exact.
    (root,) = (t for t in found if t.letter == "y")
    assert str(root.here[0].value) == "sqrt(2)/2"
    assert derive(two, "y").status == "incomplete"


def test_proofs_of_emptiness_are_not_contradicted():
    draw = random.Random(6)
    attacked = 0
    for _ in range(60):
        polynomials = [
            sum((F(draw.randint(-2, 2)) * X[name] for name in BOX), F(draw.randint(-2, 2)))
            + F(draw.randint(-1, 1)) * X["x"] * X["y"]
            for _ in range(2)
        ]
        bounds = bounded_sums(polynomials, ("f", "g"), BOX)
        wanted = set(itertools.product((1, 0, -1), repeat=2))
        empty = {signs for signs in wanted if emptiness(bounds, signs)}
        attacked += len(empty)
        found = witnesses(polynomials, BOX, wanted)
        assert not empty & set(found)
        for signs, point in found.items():
            assert tuple(sign(F(at(p, point))) for p in polynomials) == signs
            assert all(BOX[name][0] <= x <= BOX[name][1] for name, x in point.items())
    assert attacked > 20


def test_linear_functions_of_two_letters_are_settled_completely():
    """Lines in a square: with no other letter every cell of the arrangement is met."""
    f, g = parse("x + y - 1", X), parse("x - y", X)
    wanted = set(itertools.product((1, 0, -1), repeat=2))
    assert set(witnesses([f, g], BOX, wanted)) == wanted


def test_refusals():
    assert "more than one level" in regimes.refusal(
        loads(catalogue.load("post/left").to_yaml().replace("levels: 1", "levels: 2"))
    )
    assert "no named parameters" in regimes.refusal(catalogue.load("classic/chicken"))
