"""Deception, feigned misalignment and the worth of trust, worked out by hand."""

from __future__ import annotations

from fractions import Fraction as F

from games import catalogue
from games.exact import sqrt
from solver.beliefs import perfect_bayesian_equilibria
from solver.beliefs.coup import coup, inspection_value


def told(label: str, **values: F):
    game = catalogue.load(label).realise(values).game
    return coup(game, perfect_bayesian_equilibria(game))


def test_the_surprise_coup_needs_a_prior_below_mu_star():
    """mu* = B1/(B1+B2) at the catalogue's numbers, by the formulas of the model."""
    s, k, d, p, eta, phi = F(3, 10), F(3, 4), F(1, 10), F(7, 20), F(1, 5), F(3, 10)
    c_a, c_m = sqrt(3) / 2, F(-1, 2)
    B1 = d * (1 - s + s * c_a) + ((1 - d) * k * (p - s) - eta) * (1 - c_a)
    B2 = (1 - d) * (1 - c_m) * (eta * (1 - k) + k * phi)
    found = told("private/surprise-coup", prior=F(1, 10))
    assert found.trust is not None
    assert found.trust.worth == (B1, -B2)
    assert found.trust.threshold == B1 / (B1 + B2)
    assert F(1, 10) < B1 / (B1 + B2) < F(1, 5)
    aligned, misaligned = found.types
    assert (aligned.deceives, misaligned.deceives) == ("no", "some")
    assert misaligned.strikes == (0,)
    assert aligned.strikes == ()
    # A test without errors saves the loss from trusting the misaligned.
    assert found.trust.tested == F(1, 10) * B2
    above = told("private/surprise-coup", prior=F(1, 5))
    assert [story.deceives for story in above.types] == ["no", "no"]


def test_the_aligned_feign_misalignment_before_a_third_party_only():
    with_press = told("private/third-party")
    aligned, _ = with_press.types
    assert aligned.known == (0,)
    assert aligned.feigns_misalignment == "every"
    assert with_press.trust is None


def test_what_a_test_is_worth():
    worth, belief = (F(1), F(-2)), (F(1, 2), F(1, 2))
    perfect = inspection_value(belief, worth, ((F(1), F(0)), (F(0), F(1))))
    assert perfect == F(1, 2)
    useless = inspection_value(belief, worth, ((F(1, 2), F(1, 2)),) * 2)
    assert useless == 0
    noisy = inspection_value(belief, worth, ((F(9, 10), F(1, 10)), (F(1, 10), F(9, 10))))
    assert noisy == F(9, 20) - F(1, 10)
