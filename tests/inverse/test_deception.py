"""Feigned holding against direct payoffs, and the shares of the prior that sets leave."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction as F

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

from games.world import conflict_value, value
from games.world.history import History, RecordedChoice
from games.world.observation import Observation
from solver.errors import DataError
from solver.inverse.deception import deception_aware, hold_evidence
from solver.inverse.identified import identified_set
from solver.inverse.informative import most_informative, share
from solver.inverse.prior import Prior
from solver.inverse.records import read_frame
from tests.inverse.test_identified import history


@pytest.mark.parametrize("seed", range(40))
def test_striking_after_trust_beats_open_seeking(seed: int) -> None:
    source = random.Random(seed)
    s, p, eta, phi = (F(source.randint(0, 5), 10) for _ in range(4))
    k, d = F(source.randint(0, 10), 10), F(source.randint(1, 10), 10)
    c = F(source.randint(-10, 9), 10)
    later = conflict_value(s + eta, c, k, p + phi, d)
    now = conflict_value(s, c, k, p, d)
    assert later - now == (1 - d) * (1 - c) * (eta * (1 - k) + k * phi)
    assert later >= now


@pytest.mark.parametrize("seed", range(40))
def test_threshold_of_trust_by_payoffs(seed: int) -> None:
    source = random.Random(seed)
    s, p, eta, phi = (F(source.randint(0, 5), 10) for _ in range(4))
    k, d = F(source.randint(0, 10), 10), F(source.randint(1, 9), 10)
    aligned, misaligned = F(source.randint(0, 9), 10), F(source.randint(-9, -1), 10)

    def incumbent(share: F, win: F, c: F) -> F:
        return conflict_value(1 - share, c, k, 1 - win, d)

    reward = value(1 - s - eta, aligned) - incumbent(s, p, aligned)
    cost = incumbent(s, p, misaligned) - incumbent(s + eta, p + phi, misaligned)
    common = {"share": s, "win_probability": p, "stakes": k, "loss": d, "aligned": aligned,
              "misaligned": misaligned, "growth": eta, "surprise": phi}  # fmt: skip
    found = hold_evidence(prior=F(1, 2), **common)
    assert (found.reward, found.cost) == (reward, cost)
    if reward > 0 and cost > 0:
        mu = found.trusted_up_to
        assert mu is not None
        assert (1 - mu) * reward == mu * cost
        assert hold_evidence(prior=mu, **common).likelihood_ratio == 1
        above = hold_evidence(prior=(1 + mu) / 2, **common)
        # Bayes: prior odds on aligned times the ratio are the odds of the belief after the hold.
        odds = (1 - (1 + mu) / 2) / ((1 + mu) / 2)
        assert above.likelihood_ratio is not None
        assert odds * above.likelihood_ratio == (1 - mu) / mu
        assert above.belief == mu
    elif reward <= 0:
        assert found.belief is None


def test_feigned_holds_are_void_and_restraint_is_not() -> None:
    choices = [
        RecordedChoice("x", "seek", F(1, 2), F(3, 4), F(3, 4), name="strike"),
        RecordedChoice("x", "hold", F(2, 5), F(1, 2), F(3, 4), growth=F(1, 10), surprise=F(1, 5),
                       name="wait"),
    ]  # fmt: skip
    found = deception_aware(choices)
    assert found.void == ("wait",)
    assert "wait" in found.naive.binding
    assert (
        found.aware.polygon.corners
        == identified_set(choices[0].readings("decision")).polygon.corners
    )
    after = deception_aware(choices, restrained=True).aware
    line = after.polygon.half_planes[-1]
    assert (line.a, line.b, line.c) == (F(3, 4) * (F(7, 10) - F(1, 2)), -1, -F(1, 2))
    assert share(found.naive.polygon).value < share(found.aware.polygon).value


def test_shares_against_a_fine_grid() -> None:
    for seed, prior in ((1, Prior(3)), (2, Prior(2, (2.0, 3.0))), (7, Prior(5))):
        found = identified_set(history(seed, 5))
        steps = 400
        c = np.cos((np.arange(steps) + 0.5) * np.pi / steps)
        d = (np.arange(steps) + 0.5) / steps
        edges = np.cos(np.arange(steps + 1) * np.pi / steps)
        weight = prior.share_below(edges)
        inside = np.ones((steps, steps), dtype=bool)
        for o in found.observations:
            line = float(1 - o.share) + float(o.stakes * (o.win_probability - o.share)) * (
                (1 - d) / d
            )
            seeks = 1 / (1 - c)[:, None] < line[None, :]
            inside &= seeks == (o.action == "seek")
        cells = beta(*prior.loss).cdf(np.arange(steps + 1) / steps)
        expected = (-np.diff(weight))[:, None] * np.diff(cells)[None, :]
        assert share(found.polygon, prior).value == pytest.approx(
            float(expected[inside].sum()), abs=2e-3
        )


def test_the_most_informative_choice_halves_the_set() -> None:
    found = identified_set(history(1, 4))
    best = most_informative(found)
    assert best.bits > 0.999
    whole = share(found.polygon).value
    seek = share(identified_set([*found.observations, best.observation]).polygon).value
    assert seek / whole == pytest.approx(best.seek, abs=2e-3)
    only = Observation("hold", F(1, 2), F(1, 2), F(1, 2))
    assert most_informative(found, among=[only]).observation == only


def test_a_set_between_the_lines_of_the_grid_is_split_too() -> None:
    found = identified_set(history(2, 3000, denominator=1000))
    assert 0 < share(found.polygon).value < 1e-3
    best = most_informative(found)
    assert best.bits > 0.97
    parts = [
        share(
            identified_set([*found.observations, replace(best.observation, action=action)]).polygon
        )
        for action in ("seek", "hold")
    ]
    total = parts[0].value + parts[1].value
    assert total == pytest.approx(share(found.polygon).value, rel=1e-6)
    assert parts[0].value / total == pytest.approx(best.seek, abs=1e-3)


def test_histories_from_data_frames_are_exact() -> None:
    rows = {"action": ["seek", "hold"], "share": ["0.1", "1/3"], "stakes": [1, F(1, 2)],
            "win_probability": ["0.7", None]}  # fmt: skip
    found = read_frame(pd.DataFrame(rows)).choices
    assert [choice.share for choice in found] == [F(1, 10), F(1, 3)]
    assert [choice.stakes for choice in found] == [1, F(1, 2)]
    assert found[1].win_probability is None
    with pytest.raises(DataError, match=r"binary float 0\.1"):
        read_frame(pd.DataFrame({**rows, "share": [0.1, 0.2]}))


def test_histories_know_their_choosers() -> None:
    choices = (
        RecordedChoice("x", "seek", F(1, 2), F(3, 4), F(3, 4)),
        RecordedChoice("y", "hold", F(1, 2), F(1, 4), F(3, 4), against="seek"),
    )
    found = History(choices)
    assert found.choosers == ("x", "y")
    assert found.of("y") == choices[1:]
    assert choices[1].readings("best-reply") == ()  # resistance 1: conflict comes either way
    assert len(choices[1].readings("decision")) == 1
