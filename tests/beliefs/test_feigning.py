"""Regions in which types feign: signs over boxes, and the enclosure against single games."""

from __future__ import annotations

import math
import random
from fractions import Fraction as F

import pytest

from games import catalogue
from games.errors import GameError
from games.exact import parameter, sqrt
from games.forms.inspection import plans
from games.forms.signalling import Inspection, Message, Reply, SignallingGame
from solver.beliefs.boxes import sign_on
from solver.beliefs.feigning import CLAIMS, claims, enclosed, game_of, sampled
from solver.beliefs.perfect_bayesian import perfect_bayesian_equilibria
from solver.beliefs.signs import Signs, _Play

SPEC = catalogue.load("private/surprise-coup").with_values({"angle.aligned": "60 deg"})


@pytest.mark.parametrize(
    ("terms", "box", "sign"),
    [
        ({(2,): F(1), (0,): F(1)}, ((F(-1), F(1)),), None),  # x^2 + 1: not certain on all of it
        ({(2,): F(1), (0,): F(1)}, ((F(0), F(1)),), 1),
        ({(1,): F(1), (0,): F(-1)}, ((F(0), F(1)),), None),
        ({(1, 1): F(1), (0, 0): F(-2)}, ((F(0), F(1)),) * 2, -1),
        ({(1, 0): sqrt(2), (0, 1): F(-1), (0, 0): F(1)}, ((F(1), F(2)), (F(0), F(1))), 1),
        ({}, ((F(0), F(1)),), 0),
    ],
)
def test_signs_over_a_box(terms, box, sign):
    assert sign_on(terms, box) == sign


def drawn_game(third: bool, x: F | object, y: F | object, seed: int, tested: bool = False):
    """A tree like that of private alignment whose payoffs are affine in x and y, by the seed.

    Being pre-empted pays the same after both messages, as there, in one game of two.
    """
    draw = random.Random(seed)
    players = ("X", "I", "Y") if third else ("X", "I")

    def rows(moves: int):
        def pay():
            a, b, c = (F(draw.randint(-4, 4), 2) for _ in range(3))
            return a + b * x + c * y

        return tuple(tuple(tuple(pay() for _ in players) for _ in range(moves)) for _ in "AM")

    fought = rows(2 if third else 1)
    messages = []
    for name in ("hold", "seek"):
        trusted = Reply("trust", rows(2), "sender", ("strike", "refrain"))
        later = ("second", ("join", "stay out")) if third else ("", ("",))
        here = fought if seed % 2 else rows(2 if third else 1)
        replies = [trusted, Reply("pre-empt", here, *later)]
        if tested:
            test = Inspection((F(1, 3) + x / 4, F(2, 3) + y / 4), (2 + x) * F(seed % 3, 8))
            replies += plans(replies, test)
        messages.append(Message(name, tuple(replies)))
    prior = (F(1, 2) - x / 4, F(1, 2) + x / 4)
    return SignallingGame(players, ("aligned", "misaligned"), prior, tuple(messages))


@pytest.mark.parametrize(("third", "tested"), [(False, False), (True, False), (False, True)])
def test_one_answer_holds_wherever_the_signs_are_certain(third: bool, tested: bool):
    """The theorem behind the subdivision: equal signs, equal equilibria, at random points."""
    draw = random.Random(4)
    shared = mixed = 0
    for seed in range(4 if tested else 12):
        signs = Signs(
            drawn_game(third, parameter("x0"), parameter("x1"), seed, tested), ("x0", "x1")
        )
        answers: dict[object, frozenset | None] = {}
        for _ in range(7):
            x, y = (F(draw.randint(-16, 15), 16) for _ in range(2))
            box = ((x, x + F(1, 16)), (y, y + F(1, 16)))
            key = signs.settle(box, {})
            if key is None:
                continue
            for _ in "ab":
                point = [a + (b - a) * F(draw.randint(0, 20), 20) for a, b in box]
                found = claims(drawn_game(third, *point, seed, tested))
                shared += key in answers
                assert answers.setdefault(key, found) == found
        mixed += any("K" in key for key in signs._polynomials)
    assert shared > (2 if tested else 12)
    assert (mixed > 0) == third


def test_the_node_on_the_side_is_where_the_solver_mixes_all_three():
    """Wherever trust, joining and staying out all have weight, the last two stand as at K."""
    seen = 0
    for seed in range(40):
        game = drawn_game(True, F(1, 3), F(-1, 5), seed)
        play = _Play(Signs(game, ()), _strikes(game))
        for item in perfect_bayesian_equilibria(game).sets:
            for vertex in item.assessments.replies:
                for m, (trust, join, stay) in enumerate(vertex):
                    if trust * join * stay != 0:
                        payoffs = [play.pay(m, 0, node, 0) for node in "JS"]
                        y = join / (join + stay)
                        assert play.worth(m, 0, "K") == y * payoffs[0] + (1 - y) * payoffs[1]
                        seen += payoffs[0] != payoffs[1]
    assert seen >= 3


def _strikes(game: SignallingGame) -> tuple[int, ...]:
    rows = [m.replies[0].payoffs[t] for m in game.messages for t in (0, 1)]
    return tuple(1 if strike[0] > refrain[0] else -1 for strike, refrain in rows)


def test_the_enclosure_narrows_and_holds_a_sample():
    box = {"prior": (F(0), F(1)), "growth": (F(0), F(1, 2))}
    coarse, fine = (enclosed(SPEC, box, boxes=n) for n in (60, 300))
    assert fine.undecided < coarse.undecided
    points = sampled(SPEC, box, 20)
    assert points.samples == 20
    for claim in CLAIMS:
        low, high = fine.measures[claim]
        assert coarse.measures[claim][0] <= low <= high <= coarse.measures[claim][1]
        assert points.bounds[claim][0] <= high
        assert low <= points.bounds[claim][1]
    assert fine.measures["feigned misalignment", "some"][0] > 0


def test_a_third_party_makes_feigned_misalignment_commoner():
    """The post's claim before an audience: refuted for every equilibrium over this box."""
    spec = catalogue.load("private/third-party")
    box = {"prior": (F(0), F(1)), "growth": (F(0), F(1, 2))}
    before, alone = (enclosed(spec, box, 1000, third=third) for third in (True, False))
    assert before.measures["feigned misalignment", "every"][0] > F(1, 4)
    assert before.measures["deception", "every"][1] < F(1, 4)
    assert before.measures["feigned misalignment", "some"][0] > F(4, 5)
    assert alone.measures["feigned misalignment", "some"][1] < F(1, 2)
    assert alone.measures["feigned misalignment", "every"][1] < F(1, 10)


def test_cells_fill_the_box_and_agree_with_single_games():
    spec = catalogue.load("private/third-party")
    box = {"prior": (F(0), F(1)), "growth": (F(0), F(1, 2))}
    found = enclosed(spec, box, 120)
    assert sum(math.prod(b - a for a, b in here) for here, _ in found.cells) == F(1, 2)
    draw = random.Random(8)
    settled = [cell for cell in found.cells if cell[1] is not None]
    for here, told in draw.sample(settled, 10):
        point = {
            name: a + (b - a) * F(draw.randint(1, 99), 100)
            for name, (a, b) in zip(box, here, strict=True)
        }
        assert claims(game_of(spec, point)) == told


def test_cells_of_a_game_with_a_test_agree_with_single_games():
    spec = catalogue.load("private/inspection")
    box = {"prior": (F(0), F(1)), "inspection.cost": (F(0), F(1, 10))}
    found = enclosed(spec, box, 1500)
    assert found.undecided < F(2, 3)
    draw = random.Random(3)
    settled = [cell for cell in found.cells if cell[1] is not None]
    assert len({told for _, told in settled}) >= 2
    for here, told in draw.sample(settled, 12):
        point = {
            name: a + (b - a) * F(draw.randint(1, 99), 100)
            for name, (a, b) in zip(box, here, strict=True)
        }
        assert claims(game_of(spec, point)) == told


def test_draws_with_and_without_the_third_party_are_the_same():
    spec = catalogue.load("private/third-party")
    box = {name: (F(0), F(1, 2)) for name in ("prior", "growth", "stakes")}
    before, alone = (sampled(spec, box, 8, third=third) for third in (True, False))
    assert (before.samples, before.impossible) == (alone.samples, alone.impossible)
    for low, high in before.measures.values():
        assert 0 <= low <= high <= 1


@pytest.mark.parametrize(
    ("label", "box", "sentence"),
    [
        ("private/surprise-coup", {"prior": (0, 1), "growth": (0, 1), "stakes": (0, 1)}, "one or"),
        ("private/surprise-coup", {"prior": (0, 2)}, "cannot run over"),
        ("private/surprise-coup", {"prior": (1, 0)}, "cannot run over"),
        ("private/surprise-coup", {"growth": (0, 1)}, "the box reaches growth = 1"),
        ("classic/beer-quiche", {"prior": (0, 1)}, "two types"),
    ],
)
def test_what_cannot_be_enclosed_is_refused(label, box, sentence):
    spec = catalogue.load(label)
    with pytest.raises(GameError, match=sentence):
        enclosed(spec, {name: (F(low), F(high)) for name, (low, high) in box.items()})
