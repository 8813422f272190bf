"""The checker of identified sets accepts what is right and refuses every mutation."""

from __future__ import annotations

import copy
from fractions import Fraction as F

import pytest

from games.world.observation import Observation
from solver.inverse.certificate import certify
from solver.inverse.identified import identified_set
from solver.solution import Certificate
from solver.verify import check
from tests.inverse.test_identified import history


@pytest.mark.parametrize("seed", range(30))
def test_own_certificates_hold(seed: int) -> None:
    found = identified_set(history(seed, 3 + seed, noise=0.3 * (seed % 2)))
    if found.polygon.dimension not in (-1, 2):
        return
    verdict = check(certify(found))
    assert verdict.valid, verdict.reasons


def test_mutations_of_a_polygon_fail() -> None:
    found = identified_set(
        [
            Observation("seek", F(2, 5), F(7, 10), F(1, 2)),
            Observation("hold", F(3, 5), F(7, 10), F(1, 2)),
            Observation("hold", F(1, 2), F(1, 4), F(1, 2)),
        ]
    )
    certificate = certify(found)
    assert check(certificate).valid
    corners = certificate.witnesses["corners"]
    for number, corner in enumerate(corners):
        for change in (
            {"w": "1/7"}, {"z": "9/2"}, {"included": not corner["included"]},
            {"direction": not corner["direction"]},
        ):  # fmt: skip
            if all(corner[key] == value for key, value in change.items()):
                continue
            changed = copy.deepcopy(corners)
            changed[number].update(change)
            mutant = Certificate(certificate.claim, certificate.game, {"corners": changed})
            assert not check(mutant).valid, (number, change)
        fewer = [c for n, c in enumerate(corners) if n != number]
        assert not check(Certificate(certificate.claim, certificate.game, {"corners": fewer})).valid
    for number, o in enumerate(certificate.game["observations"]):
        game = copy.deepcopy(dict(certificate.game))
        game["observations"][number]["action"] = "hold" if o["action"] == "seek" else "seek"
        assert not check(Certificate(certificate.claim, game, certificate.witnesses)).valid


def test_a_set_that_forgets_a_choice_fails() -> None:
    choices = [
        Observation("seek", F(2, 5), F(7, 10), F(1, 2)),
        Observation("hold", F(3, 5), F(7, 10), F(1, 2)),
    ]
    whole, part = certify(identified_set(choices)), certify(identified_set(choices[:1]))
    verdict = check(Certificate(whole.claim, whole.game, part.witnesses))
    assert not verdict.valid
    assert "wrong there" in verdict.reasons[0] or "bounded" in verdict.reasons[0]
    assert not check(Certificate(whole.claim, part.game, whole.witnesses)).valid


def test_mutations_of_a_conflict_fail() -> None:
    certificate = certify(identified_set(history(3, 200, noise=0.2)))
    assert check(certificate).valid
    weights = certificate.witnesses["multipliers"]
    for changed in ([*weights[:-1], "1/1000003"], ["-1"] * len(weights), weights[:-1]):
        witnesses = {**certificate.witnesses, "multipliers": changed}
        assert not check(Certificate(certificate.claim, certificate.game, witnesses)).valid


POLYGON = [Observation("seek", F(2, 5), F(7, 10), F(1, 2))]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"corners": []}, "at least three corners"),
        ({"conflict": [0, 1, 2, 2], "multipliers": ["1"] * 4}, "one to three constraints"),
        ({"conflict": [0, 0], "multipliers": ["1", "1"]}, "do not cancel"),
    ],
)
def test_shapes_that_are_no_witness(change: dict[str, object], sentence: str) -> None:
    certificate = certify(identified_set(POLYGON))
    verdict = check(Certificate(certificate.claim, certificate.game, change))
    assert not verdict.valid
    assert sentence in verdict.reasons[0]


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [("action", "wait", "seek or hold"), ("share", "3/2", "between 0 and 1")],
)
def test_observations_outside_the_model(key: str, value: str, sentence: str) -> None:
    certificate = certify(identified_set(POLYGON))
    game = copy.deepcopy(dict(certificate.game))
    game["observations"][0][key] = value
    verdict = check(Certificate(certificate.claim, game, certificate.witnesses))
    assert not verdict.valid
    assert sentence in verdict.reasons[0]


def test_corners_outside_the_domain() -> None:
    certificate = certify(identified_set(POLYGON))
    corners = copy.deepcopy(certificate.witnesses["corners"])
    place = next(n for n, corner in enumerate(corners) if not corner["direction"])
    corners[place].update({"z": "1/3"})
    verdict = check(Certificate(certificate.claim, certificate.game, {"corners": corners}))
    assert any("outside 0 < d <= 1" in reason for reason in verdict.reasons)


def test_constraints_that_cancel_without_contradiction() -> None:
    # z < 3/5 + 3/20 w and z >= 3/5 + 3/20 w conflict; z >= 2/5 + 3/20 w does not.
    seek = Observation("seek", F(2, 5), F(7, 10), F(1, 2))
    certificate = certify(identified_set([seek, Observation("hold", F(2, 5), F(7, 10), F(1, 2))]))
    assert check(certificate).valid
    game = copy.deepcopy(dict(certificate.game))
    game["observations"][1].update({"share": "3/5", "win_probability": "9/10"})
    verdict = check(Certificate(certificate.claim, game, certificate.witnesses))
    assert not verdict.valid
    assert verdict.reasons == ("the weighted constraints do not contradict each other",)
