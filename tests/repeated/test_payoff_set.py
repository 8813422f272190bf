"""The set of subgame-perfect payoffs: published sets, every shape, proofs and broken proofs."""

from __future__ import annotations

import copy
import random
from fractions import Fraction

import pytest

from games.errors import GameError
from games.exact import sqrt
from games.forms.normal import NormalFormGame
from games.forms.repeated import RepeatedGame
from solver.repeated import (
    automaton_certificate,
    numerical_payoffs,
    one_shot_test,
    payoff_certificate,
    payoff_set,
    supporting_automaton,
)
from solver.solution import Certificate
from solver.verify.repeated import check_automaton, check_payoff_set
from tests.repeated.games import bimatrix, dilemma, repeated


def vertices(stage: NormalFormGame, discount: str) -> set[tuple[object, object]]:
    """Extreme points of the set, proved."""
    game = repeated(stage, discount)
    found = payoff_set(game)
    assert found.status == "complete"
    assert check_payoff_set(payoff_certificate(game, found)) is None
    return {vertex.payoffs for vertex in found.extreme}


# Test game of QuantEcon.py.
QUANTECON = NormalFormGame.from_bimatrix([[9, 1], [10, 3]], [[9, 10], [1, 3]])
# Judd, Yeltekin and Conklin (2003); Stahl (1991) and Mailath and Samuelson (2006).
JUDD = NormalFormGame.from_bimatrix([[4, 0], [6, 2]], [[4, 6], [0, 2]])
MAILATH = NormalFormGame.from_bimatrix([[2, -1], [3, 0]], [[2, 3], [-1, 0]])
PUBLISHED = [
    (QUANTECON, "9/10", {(3, 3), (Fraction(39, 4), 3), (9, 9), (3, Fraction(39, 4))}),
    *((JUDD, d, {(2, 2), (5, 2), (4, 4), (2, 5)}) for d in ("1/2", "3/5", "4/5")),
    (JUDD, "2/5", {(2, 2)}),
    *(
        (MAILATH, d, {(0, 0), (Fraction(8, 3), 0), (2, 2), (0, Fraction(8, 3))})
        for d in ("1/3", "2/5", "9/10")
    ),
    (MAILATH, "3/10", {(0, 0)}),
]


@pytest.mark.parametrize(("stage", "discount", "expected"), PUBLISHED)
def test_published_sets(stage: NormalFormGame, discount: str, expected: set[object]) -> None:
    assert vertices(stage, discount) == expected


def test_one_step_below_the_critical_discount_the_set_collapses() -> None:
    step = Fraction(1, 10**12)
    assert len(vertices(MAILATH, str(Fraction(1, 3)))) == 4
    assert vertices(MAILATH, str(Fraction(1, 3) - step)) == {(0, 0)}
    assert len(vertices(MAILATH, str(Fraction(1, 3) + step))) == 4
    assert vertices(JUDD, str(Fraction(1, 2) - step)) == {(2, 2)}


def test_empty_point_segment_and_static() -> None:
    pennies = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    game = repeated(pennies, "9/10")
    empty = payoff_set(game)
    assert (empty.status, empty.shape, empty.extreme) == ("complete", "empty", ())
    assert check_payoff_set(payoff_certificate(game, empty)) is None
    common = NormalFormGame.from_bimatrix([[2, 0], [0, 1]], [[2, 0], [0, 1]])
    assert payoff_set(repeated(common, "9/10")).shape == "segment"
    battle = NormalFormGame.from_bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    assert vertices(battle, "0") == {(2, 1), (1, 2)}
    assert vertices(dilemma(5, 3, 1, 0), "0") == {(1, 1)}


def test_floats_add_no_corner_on_the_line_beyond_a_segment() -> None:
    stage = NormalFormGame.from_bimatrix(
        [[9, 9, 8], [6, 8, 1], [0, 8, 3]], [[7, 4, 9], [8, 9, 3], [1, 1, 5]]
    )
    game = repeated(stage, "11/20")
    found = numerical_payoffs(game)
    assert found.points == ((8.0, 9.0),)
    assert payoff_set(game).inner == ((8, 9),)


def test_algebraic_payoffs_stay_exact() -> None:
    root = sqrt(Fraction(2))
    stage = NormalFormGame.from_bimatrix([[2, 0], [1 + root, 1]], [[2, 1 + root], [0, 1]])
    # T = 1 + sqrt 2, R = 2, P = 1: critical (sqrt 2 - 1)/sqrt 2 = 1 - sqrt(2)/2.
    critical = 1 - root / 2
    above = payoff_set(RepeatedGame.with_common_discount(stage, critical))
    assert above.status == "complete"
    assert (2, 2) in {vertex.payoffs for vertex in above.extreme}
    below = payoff_set(RepeatedGame.with_common_discount(stage, critical - Fraction(1, 10**9)))
    assert [vertex.payoffs for vertex in below.extreme] == [(1, 1)]


def test_vertices_can_be_irrational_though_the_game_is_rational() -> None:
    stage = NormalFormGame.from_bimatrix([[0, 9], [14, 8]], [[13, 5], [19, 4]])
    found = payoff_set(repeated(stage, "9/10"))
    assert found.status == "complete"
    assert found.method.arithmetic == "algebraic"
    game = repeated(stage, "9/10")
    assert check_payoff_set(payoff_certificate(game, found)) is None


def test_random_sets_are_proved_and_supported() -> None:
    rng = random.Random(11)
    shapes = set()
    for _ in range(60):
        stage = bimatrix(rng, rng.randint(2, 3), rng.randint(2, 3), rng.choice((3, 20)))
        game = repeated(stage, rng.choice(["3/10", "1/2", "3/5", "9/10", "99/100"]))
        found = payoff_set(game)
        if found.status != "complete":
            assert found.gap is None or found.gap > 0
            continue
        shapes.add(found.shape)
        assert check_payoff_set(payoff_certificate(game, found)) is None
        if not found.extreme:
            continue
        weights = [Fraction(rng.randint(1, 5)) for _ in found.extreme]
        target = [
            sum(
                (w * v.payoffs[i] for w, v in zip(weights, found.extreme, strict=True)), Fraction(0)
            )
            / sum(weights)
            for i in (0, 1)
        ]
        automaton = supporting_automaton(game, found, target)
        test = one_shot_test(game, automaton)
        assert test.subgame_perfect
        assert list(test.payoffs) == target
        assert check_automaton(automaton_certificate(game, automaton)) is None
    assert shapes == {"empty", "point", "segment", "polygon"}


def mutants(certificate: Certificate) -> list[tuple[str, Certificate]]:
    """Certificates that must be refused."""
    out = []

    def changed(name: str) -> dict[str, object]:
        data = copy.deepcopy(dict(certificate.witnesses))
        out.append((name, Certificate(certificate.claim, certificate.game, data)))
        return data

    changed("vertex")["extreme"][1]["payoffs"][0] = "100"  # type: ignore[index]
    changed("fewer")["extreme"].pop()  # type: ignore[attr-defined]
    changed("profile")["extreme"][1]["profile"] = [0, 0]  # type: ignore[index]
    changed("no proof")["enclosure"] = None
    changed("no chain")["chain"] = []
    changed("threat")["chain"][0]["threats"] = ["4", "4"]  # type: ignore[index]
    return out


def test_the_checker_refuses_broken_certificates() -> None:
    game = repeated(JUDD, "1/2")
    certificate = payoff_certificate(game, payoff_set(game))
    assert check_payoff_set(certificate) is None
    for name, mutant in mutants(certificate):
        assert check_payoff_set(mutant) is not None, name


def test_the_checker_refuses_broken_paths() -> None:
    stage = NormalFormGame.from_bimatrix([[0, 9], [14, 8]], [[13, 5], [19, 4]])
    game = repeated(stage, "3/5")
    found = payoff_set(game)
    certificate = payoff_certificate(game, found)
    assert check_payoff_set(certificate) is None
    pieces = certificate.witnesses["enclosure"]["pieces"]
    assert pieces
    for change in ("end", "weight", "until"):
        data = copy.deepcopy(dict(certificate.witnesses))
        piece = data["enclosure"]["pieces"][-1]
        first = piece["bounds"][0]
        if change == "end":
            piece["end"] = ["0" for _ in piece["end"]]
        elif change == "until":
            for row in first:
                row[-1]["until"] = "1/2"
        else:
            for row in first:
                row[-1]["weights"] = [[c, "0"] for c, _ in row[-1]["weights"]]
                row[-1]["barrier"] = -1
        assert check_payoff_set(Certificate("payoff_set", certificate.game, data)) is not None


def test_a_payoff_outside_has_no_automaton() -> None:
    game = repeated(JUDD, "1/2")
    with pytest.raises(GameError, match="is not a payoff that was shown"):
        supporting_automaton(game, payoff_set(game), (5, 5))


def test_limits_give_labelled_bounds() -> None:
    stage = NormalFormGame.from_bimatrix([[9, 13], [14, 3]], [[17, 13], [13, 0]])
    found = payoff_set(repeated(stage, "9/10"), rounds=3)
    assert found.status == "incomplete"
    assert found.complete.value is False
    assert found.gap is not None
    assert found.gap > 0
    assert found.inner
    assert found.outer


def test_bad_input_is_named() -> None:
    cube = [[[0, 1], [2, 3]], [[4, 0], [1, 1]]]
    three = NormalFormGame(("a", "b", "c"), (("x", "y"),) * 3, (cube, cube, cube))
    with pytest.raises(GameError, match="two players are supported; got 3"):
        payoff_set(RepeatedGame.with_common_discount(three, Fraction(1, 2)))
    with pytest.raises(GameError, match="needs one discount factor for both"):
        payoff_set(RepeatedGame(JUDD, (Fraction(1, 2), Fraction(1, 3))))
