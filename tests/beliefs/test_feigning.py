"""Regions in which types feign: signs over boxes, and the enclosure against single games."""

from __future__ import annotations

import random
from fractions import Fraction as F

import pytest

from games import catalogue
from games.errors import GameError
from games.exact import parameter, sqrt
from solver.beliefs.feigning import CLAIMS, _Signs, claims, enclosed, sampled, sign_on

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


def test_one_answer_holds_wherever_the_signs_are_certain():
    """The theorem behind the subdivision: equal signs, equal equilibria, at random points."""
    game = SPEC.realise({"prior": parameter("x0"), "growth": parameter("x1")}).form
    signs = _Signs(game, 2)
    draw = random.Random(4)
    answers: dict[object, frozenset] = {}
    certain = 0
    while certain < 24:
        x, y = F(draw.randint(1, 98), 100), F(draw.randint(1, 60), 100)
        key = signs.settle(((x, x + F(1, 100)), (y, y + F(1, 100))), {})
        if key is None:
            continue
        certain += 1
        point = {
            "prior": x + F(draw.randint(0, 100), 10000),
            "growth": y + F(draw.randint(0, 100), 10000),
        }
        found = claims(SPEC.realise(point).form)
        assert answers.setdefault(key, found) == found
    assert len(answers) > 2


def test_the_enclosure_narrows_and_holds_a_sample():
    box = {"prior": (F(0), F(1)), "growth": (F(0), F(1, 2))}
    coarse, fine = (enclosed(SPEC, box, boxes=n) for n in (60, 300))
    assert fine.undecided < coarse.undecided
    points = sampled(SPEC, box, 20)
    assert points.samples == 20
    for claim in CLAIMS:
        low, high = fine.measures[claim]
        assert coarse.measures[claim][0] <= low <= high <= coarse.measures[claim][1]
        assert low - F(points.error) <= points.measures[claim] <= high + F(points.error)
    assert fine.measures["feigned misalignment", "some"][0] > 0


def test_what_cannot_be_enclosed_is_refused():
    with pytest.raises(GameError, match="one or two quantities"):
        enclosed(SPEC, dict.fromkeys(("prior", "growth", "stakes"), (F(0), F(1))))
    with pytest.raises(GameError, match="no third party"):
        enclosed(catalogue.load("private/third-party"), {"prior": (F(0), F(1))})
