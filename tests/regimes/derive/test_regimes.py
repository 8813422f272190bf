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
from solver.regimes.derive.arranged import arrangement
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


TWO_LETTERS = """
detente: 1
parameters: {x: {value: 1/4, range: [0, 1]}, y: {value: 1/4, range: [-1, 1]}}
players: [{name: row, actions: [a, b]}, {name: column, actions: [c, d]}]
game:
  kind: matrix
  payoffs:
    row: [[(x - 1/3)*(x - 2/3), x], [0, 1 - y]]
    column: [[0, y*(x - y)], [x*y, 1]]
"""


def gains_at(spec, values):
    (a, b), (u, v) = spec.realise(values).game.payoffs
    return tuple(map(sign, (b[0] - a[0], b[1] - a[1], u[1] - u[0], v[1] - v[0])))


def test_two_letters_are_settled_by_the_exact_map():
    """Curves of degree two: every pattern has a point or is empty, and drawn points agree."""
    spec = loads(TWO_LETTERS)
    (found,) = derive(spec, "regimes").regimes
    assert found.settled
    known = {}
    for stratum in found.strata:
        for pattern in stratum.patterns:
            if pattern.existence == "occurs":
                assert gains_at(spec, pattern.witness) == pattern.gains
                known[stratum.conditions, pattern.signs] = pattern
    draw = random.Random(9)
    for _ in range(400):
        point = {"x": F(draw.randint(0, 6), 6), "y": F(draw.randint(-6, 6), 6)}
        where = 0 if point["x"] * point["y"] < 1 else 1
        stratum = found.strata[where]
        signs = tuple(sign(F(at(p, point))) for p in stratum.polynomials)
        assert known[stratum.conditions, signs].gains == gains_at(spec, point)


def test_a_corner_at_which_a_factor_of_one_sign_vanishes_has_its_own_list():
    (found,) = derive(loads(TWO_LETTERS), "regimes").regimes
    assert [s.conditions for s in found.strata] == [("1 - x*y > 0",), ("x = 1", "y = 1")]


def test_without_seeking_actions_go_by_their_names_and_nothing_is_judged():
    (found,) = derive(loads(TWO_LETTERS), "regimes").regimes
    every = [p for stratum in found.strata for p in stratum.patterns]
    assert {p.kind for p in every} == {None}
    assert {name for p in every for name in p.equilibria} <= {
        "(a, c)", "(a, d)", "(b, c)", "(b, d)"
    }  # fmt: skip
    assert "headline" not in str(derive(loads(TWO_LETTERS), "regimes"))


def test_the_headline_goes_by_the_action_that_seeks_wherever_it_stands():
    text = """
detente: 1
parameters: {{x: {{value: 1/4, range: [-1, 1]}}}}
players:
  - {{name: row, actions: [{0}, {1}], seeking: [fight]}}
  - {{name: column, actions: [rest, fight], seeking: [fight]}}
game: {{kind: matrix, payoffs: {{row: [[{2}], [{3}]], column: [[{4}], [{5}]]}}}}
"""
    rows, columns = ("x, 1", "0, 0"), ("0, x", "0, x - 1/2")
    said = {(0, 1): set(), (1, 0): set()}
    for order in ((0, 1), (1, 0)):
        names = [("rest", "fight")[k] for k in order]
        tables = [table[k] for table in (rows, columns) for k in order]
        spec = loads(text.format(*names, *tables))
        for stratum in derive(spec, "regimes").regimes[0].strata:
            for p in stratum.patterns:
                if p.witness:
                    assert solve(spec.realise(p.witness).game).verdict.kind == p.kind
                    said[order].add(p.kind)
    assert said[0, 1] == said[1, 0]
    assert len(said[0, 1]) == 2


def test_where_a_denominator_vanishes_there_is_no_game():
    spec = loads(
        """
detente: 1
parameters: {x: {value: 1/4, range: [0, 1]}}
players: [{name: a, actions: [l, r]}, {name: b, actions: [l, r]}]
game: {kind: matrix, payoffs: {a: [[1/(x - 1/2), 0], [0, x]], b: [[1, 0], [0, 2]]}}
"""
    )
    (found,) = derive(spec, "regimes").regimes
    assert found.strata[0].conditions == ("x > 0", "1 - 2*x is not 0")
    assert all(0 not in p.signs for p in found.strata[0].patterns)
    assert found.settled


@pytest.mark.parametrize("slope", [1, 2])
def test_an_arrangement_has_its_arcs_and_its_corners(slope):
    """A circle and a line: they meet at (1/2, 1/2), or at irrational coordinates."""
    box = {"x": (F(0), F(1)), "y": (F(0), F(1))}
    polynomials = [X["x"] ** 2 + X["y"] ** 2 - F(1, 2), X["y"] - slope * X["x"]]
    found = arrangement(polynomials, box)
    assert set(found) == set(itertools.product((1, 0, -1), repeat=2))
    for signs, point in found.items():
        assert point is not None
        assert tuple(sign(at(p, point)) for p in polynomials) == signs
        assert all(box[name][0] <= x <= box[name][1] for name, x in point.items())
    # A line that misses the circle in the box: the pair of zeros is not there.
    missed = arrangement([polynomials[0], X["y"] + X["x"] - F(3, 2)], box)
    assert (0, 0) not in missed
    assert (0, 1) not in missed
