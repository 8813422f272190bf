"""The certificate of completeness: accepted as written, refused after any change."""

import copy
import random

import pytest

from games.errors import LimitError
from games.forms.normal import NormalFormGame
from solver.nash.certificate import completeness_certificate
from solver.nash.kernel.exploration import TierError
from solver.nash.kernel.tiers import TIERS
from solver.solution import Certificate
from solver.verify.completeness import check_completeness
from tests.nash.kernel.families import matrices, random_game


@pytest.mark.parametrize("tier", TIERS)
def test_every_tier_is_certified(tier):
    pytest.importorskip("numba")
    for seed in range(12):
        game = NormalFormGame.from_bimatrix(*random_game(seed, 5))
        try:
            certificate = completeness_certificate(game, tier=tier)
        except TierError:
            continue
        assert check_completeness(certificate) is None


def altered(certificate, change):
    witnesses = copy.deepcopy(dict(certificate.witnesses))
    change(witnesses)
    return Certificate(certificate.claim, certificate.game, witnesses)


@pytest.fixture(scope="module")
def certificate():
    game = NormalFormGame.from_bimatrix(*matrices(random.Random(3), 4, 4, 0, 2))
    return completeness_certificate(game, tier="python-integers")


def test_every_missing_basis_is_noticed(certificate):
    for player in (0, 1):
        for k in range(len(certificate.witnesses["polytopes"][player]["bases"])):
            wrong = altered(certificate, lambda w, p=player, k=k: w["polytopes"][p]["bases"].pop(k))
            assert "instead of 2" in check_completeness(wrong)


def test_every_exchanged_label_is_noticed(certificate):
    bases = certificate.witnesses["polytopes"][0]["bases"]
    for k, labels in enumerate(bases):
        for place in range(len(labels)):
            for label in set(range(8)) - set(labels):

                def change(w, k=k, place=place, label=label):
                    w["polytopes"][0]["bases"][k][place] = label

                assert check_completeness(altered(certificate, change)) is not None


def test_a_missing_or_foreign_equilibrium_is_noticed(certificate):
    wrong = altered(certificate, lambda w: w["equilibria"].pop())
    assert check_completeness(wrong) == "1 extreme equilibria are not in the claim"
    pair = [["1/4"] * 4, ["1/4"] * 4]
    wrong = altered(certificate, lambda w: w["equilibria"].append(pair))
    assert check_completeness(wrong) == "1 claimed extreme equilibria are none"


@pytest.mark.parametrize(
    ("key", "value", "word"),
    [("divisor", "-1", "divisors above zero"), ("shift", "99", "negative entry")],
)
def test_a_false_normalisation_is_noticed(certificate, key, value, word):
    def change(w):
        w["polytopes"][1][key][0] = value

    assert word in check_completeness(altered(certificate, change))


def test_too_many_bases_are_refused():
    game = NormalFormGame.from_bimatrix(*matrices(random.Random(3), 6, 6, -9, 9))
    with pytest.raises(LimitError, match="most"):
        completeness_certificate(game, most=20)


@pytest.mark.check
def test_ten_thousand_bases():
    pytest.importorskip("numba")
    game = NormalFormGame.from_bimatrix(*matrices(random.Random(12), 11, 11, -99, 99))
    certificate = completeness_certificate(game)
    assert check_completeness(certificate) is None
