"""Posteriors against nested quadrature, closed forms and proven bounds."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction as F

import numpy as np
import pytest
from scipy.integrate import dblquad, tplquad

from games.world.observation import Observation
from solver.errors import DataError
from solver.inverse.posterior import posterior
from solver.inverse.prior import Prior
from tests.inverse.test_identified import history


@pytest.mark.parametrize(
    ("seed", "dimension", "loss"), [(1, 2, (1, 1)), (2, 3, (2, 5)), (3, 6, (1, 3))]
)
def test_evidence_and_means_against_nested_quadrature(
    seed: int, dimension: int, loss: tuple[float, float]
) -> None:
    observations = history(seed, 5, noise=0.2)
    found = posterior(observations, Prior(dimension, loss, 12.0))

    def joint(d: float, theta: float) -> float:
        weight = 1.0
        for o in observations:
            gain = float(o.gain(F(math.cos(theta)), F(d)))
            weight /= 1 + math.exp(-12 * gain if o.action == "seek" else 12 * gain)
        a, b = loss
        beta = math.gamma(a) * math.gamma(b) / math.gamma(a + b)
        sphere = math.sqrt(math.pi) * math.gamma((dimension - 1) / 2) / math.gamma(dimension / 2)
        return (
            weight
            * d ** (a - 1)
            * (1 - d) ** (b - 1)
            / beta
            * math.sin(theta) ** (dimension - 2)
            / sphere
        )

    evidence = dblquad(joint, 0, math.pi, 0, 1, epsabs=1e-9, epsrel=1e-8)[0]
    assert math.exp(found.log_evidence) == pytest.approx(evidence, rel=1e-7)
    assert found.relative_error < 1e-8
    mean = dblquad(lambda d, t: d * joint(d, t), 0, math.pi, 0, 1, epsabs=1e-9, epsrel=1e-8)[0]
    assert found.means["d"] == pytest.approx(mean / evidence, rel=1e-6)
    half = dblquad(joint, 0, math.pi / 2, 0, 1, epsabs=1e-9, epsrel=1e-8)[0]
    assert found.mass((0, math.pi / 2)) == pytest.approx(half / evidence, rel=1e-6)
    assert found.bayes_factor() == pytest.approx(half / (evidence - half), rel=1e-5)
    following = Observation("seek", F(1, 3), F(2, 3), F(3, 4))
    chance = dblquad(
        lambda d, t: joint(d, t)
        / (1 + math.exp(-12 * float(following.gain(F(math.cos(t)), F(d))))),
        0, math.pi, 0, 1, epsabs=1e-8, epsrel=1e-7,
    )[0]  # fmt: skip
    assert found.predictive(following) == pytest.approx(chance / evidence, rel=1e-6)


@pytest.mark.check
def test_unknown_precision_against_nested_quadrature() -> None:
    observations = history(4, 3)
    found = posterior(observations, Prior(2, (1, 1), (2.0, 20.0)))
    choices = found.choices

    def joint(log_precision: float, d: float, theta: float) -> float:
        value = choices.log_likelihood(
            np.array([math.cos(theta)]), np.array([d]), np.array([math.exp(log_precision)])
        )[0]
        return math.exp(value) / math.pi / math.log(10)

    evidence = tplquad(joint, 0, math.pi, 0, 1, math.log(2), math.log(20), epsrel=1e-6)[0]
    assert math.exp(found.log_evidence) == pytest.approx(evidence, rel=1e-5)


def test_no_observations_give_the_prior_back() -> None:
    found = posterior([], Prior(3, (2.0, 3.0)))
    assert found.log_evidence == pytest.approx(0, abs=1e-10)
    assert found.means["c"] == pytest.approx(0, abs=1e-10)
    assert found.means["d"] == pytest.approx(2 / 5, rel=1e-9)
    assert found.bayes_factor(0.3) == pytest.approx(1, rel=1e-6)
    low, high = found.interval("theta", 0.9)
    # n = 3: cos is uniform, so the 5% and 95% points of theta are arccos(0.9) and arccos(-0.9).
    assert low == pytest.approx(math.degrees(math.acos(0.9)), abs=1e-3)
    assert high == pytest.approx(math.degrees(math.acos(-0.9)), abs=1e-3)


def test_proven_bounds_enclose_and_shrink() -> None:
    found = posterior(history(5, 8, noise=0.1), Prior(3, precision=15.0))
    wide, narrow = found.enclosure(40), found.enclosure(160)
    for low, high in (wide, narrow):
        assert low <= found.log_evidence <= high
    assert narrow[1] - narrow[0] < 0.4 * (wide[1] - wide[0])
    low, high = found.enclosure(160, (0.0, 1.0))
    aligned = math.log(found.mass((0, math.pi / 2))) + found.log_evidence
    assert low <= aligned <= high


def test_credible_sets_hold_their_mass() -> None:
    found = posterior(history(6, 12), Prior(2, precision=40.0))
    low, high = found.interval("theta", 0.8)
    assert found.mass((math.radians(low), math.radians(high))) == pytest.approx(0.8, abs=1e-5)
    low, high = found.interval("d", 0.8)
    assert found.mass((0, math.pi), (low, high)) == pytest.approx(0.8, abs=1e-5)
    region, mass = found.highest_density(0.8)
    assert 0.8 <= mass < 0.81
    assert region.mean() < 0.8


def calibration(sets: int) -> float:
    """Return the share of 90% credible intervals of theta and d that hold a truth of the prior."""
    random = np.random.default_rng(11)
    hits = []
    for _ in range(sets):
        theta, loss = random.uniform(0, np.pi), random.uniform()
        chosen = []
        for s, p, k in random.integers(0, 21, (10, 3)):
            o = Observation("seek", F(int(s), 20), F(int(p), 20), F(int(k), 20))
            gain = float(o.gain(F(math.cos(theta)), F(loss)))
            seeks = random.uniform() < 1 / (1 + math.exp(-8 * gain))
            chosen.append(o if seeks else replace(o, action="hold"))
        found = posterior(chosen, Prior(2, precision=8.0))
        for quantity, truth in (("theta", math.degrees(theta)), ("d", loss)):
            low, high = found.interval(quantity, 0.9)
            hits.append(low <= truth <= high)
    return float(np.mean(hits))


def test_credible_intervals_are_calibrated() -> None:
    # 40 intervals: at a true level of 90% fewer than 29 hits happen once in 1,000 such runs.
    assert calibration(20) >= 29 / 40


@pytest.mark.check
def test_credible_intervals_over_two_hundred_data_sets() -> None:
    # 400 intervals in pairs: the standard error of the share is at most 0.021.
    assert calibration(200) == pytest.approx(0.9, abs=0.05)


def test_bad_priors() -> None:
    for arguments, sentence in [
        ({"dimension": 1}, "dimension must be at least 2"),
        ({"loss": (0.0, 1.0)}, "Beta parameters must be positive"),
        ({"precision": -1.0}, "precision must be"),
        ({"precision": (0.0, 2.0)}, "positive lower end"),
    ]:
        with pytest.raises(DataError, match=sentence):
            Prior(**arguments)  # type: ignore[arg-type]
