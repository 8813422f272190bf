"""Closed forms of private alignment against the game's payoffs at random numbers."""

from __future__ import annotations

import random
from fractions import Fraction as F

import pytest

from games import catalogue
from games.errors import DetenteError
from solver.beliefs import perfect_bayesian_equilibria
from solver.regimes.derive import derive
from solver.regimes.derive.private import letters_of, mixtures, questions

SPEC = catalogue.load("private/surprise-coup")


def test_mu_star_is_the_models_formula():
    found = derive(SPEC, "prior")
    (mu,) = [
        t
        for t in found.thresholds
        if "only misaligned strikes" in t.question and "after hold" in t.question
    ]
    assert mu.text == "B_1/B"
    draw = random.Random(1)
    for _ in range(20):
        s, k, d, p, eta, phi = (F(draw.randint(1, 9), 20) for _ in range(6))
        c_a, c_m = F(draw.randint(1, 9), 10), F(-draw.randint(1, 9), 10)
        B1 = d * (1 - s + s * c_a) + ((1 - d) * k * (p - s) - eta) * (1 - c_a)
        B2 = (1 - d) * (1 - c_m) * (eta * (1 - k) + k * phi)
        values = {
            "s": s, "k": k, "d": d, "p": p, "eta": eta, "phi": phi, "c_A": c_a, "c_M": c_m,
        }  # fmt: skip
        assert mu.value.at(values) == B1 / (B1 + B2)


def test_every_function_is_the_games_payoffs():
    """The functions on free letters, at the spec's numbers, from the tree as realised there."""
    game = SPEC.realise().game
    values = {
        symbol.letter: SPEC.quantity(address).value for address, symbol in letters_of(SPEC).items()
    }
    trust = [q for q in questions(SPEC) if "trusting after seek" in q.question]
    trusted, fought = game.messages[1].replies
    for asked, moves in zip(trust, ((1, 0), (1, 1), (0, 0)), strict=True):
        worth = sum(
            weight * (trusted.payoffs[t][moves[t]][1] - fought.payoffs[t][0][1])
            for t, weight in enumerate(game.prior)
        )
        assert asked.function.at(values) == worth


@pytest.mark.parametrize("prior", ["1/4", "1/5", "1/10"])
def test_mixtures_are_those_of_the_solver(prior: str):
    """A semi-separating equilibrium found by enumeration has the derived probabilities."""
    spec = SPEC.with_values(
        {
            "cosine.aligned": "1/2",
            "cosine.misaligned": "-2/5",
            "prior": prior,
            "growth": "1/20",
            "surprise": "3/20",
            "grab": "0",
            "stakes": "7/20",
            "win_probability": "2/5",
            "expected_loss": "1/10",
            "share": "3/10",
        }
    )
    sets = perfect_bayesian_equilibria(spec.realise().game).sets
    mixed = [item for item in sets if item.kind == "semi-separating"]
    (item,) = [item for item in mixed if item.sends[1][0].low == 1]
    assert item.dimension == 0
    hold, trust = mixtures(spec)
    assert hold.here == (("here", item.sends[0][0].low),)
    assert trust.here == (("here", item.assessments.replies[0][0][0]),)


@pytest.mark.parametrize("label", ["private/third-party", "classic/beer-quiche"])
def test_what_has_no_closed_form_is_refused(label: str):
    with pytest.raises(DetenteError):
        derive(catalogue.load(label), "prior")
