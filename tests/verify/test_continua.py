"""The checker of families of Markov perfect equilibria refuses what is changed."""

import copy

import pytest

from solver.dynamic.certificate import markov_certificate
from solver.dynamic.markov import markov_perfect
from solver.solution.certificate import Certificate
from solver.verify import check
from tests.dynamic.test_continua import REGION, balance, toll


def of(game):
    return markov_certificate(game, markov_perfect(game))


TOLL, AREA = of(toll()), of(balance(REGION))


def changed(plain, change):
    game, witnesses = copy.deepcopy(dict(plain.game)), copy.deepcopy(dict(plain.witnesses))
    change(game, witnesses["families"])
    return check(Certificate(plain.claim, game, witnesses))


def test_the_claims_hold():
    assert check(TOLL).valid
    assert check(AREA).valid


def _wider(game, families):
    families[0]["sides"][0]["parameters"][0]["low"] = "1/4"
    families[0]["sides"][0]["ranges"][0][0] = "8/9"  # true of the wider range


def _range(game, families):
    families[0]["sides"][0]["ranges"][0][0] = "9/8"


def _value(game, families):
    families[0]["sides"][0]["values"][0]["numerator"][0]["coefficient"] = "9"


def _swapped(game, families):
    families[0]["sides"][0]["weights"][0][0].reverse()


def _heavy(game, families):
    families[0]["sides"][0]["weights"][0][0][1] = "1/2"


def _other_action(game, families):
    families[0]["sides"][1]["weights"][0] = [["0", "1"]]


def _payoff(game, families):
    game["payoffs"][0][0][1] = ["2", "2"]


def _point(game, families):
    families[0]["sides"][0]["parameters"][0]["low"] = "1"


def _unknown(game, families):
    families[0]["sides"][0]["values"][0]["numerator"][0]["powers"] = {"t9": 1}


def _zero(game, families):
    families[0]["sides"][0]["values"][0]["denominator"] = []


def _still(game, families):
    families[0]["sides"][0]["parameters"] = []


def _idle(game, families):
    families[0]["sides"][1]["parameters"] = [{"name": "t2", "low": "0", "high": "1"}]


def _no_weights(game, families):
    families[0]["sides"][0]["weights"][0] = []


@pytest.mark.parametrize(
    "change",
    [
        _wider,
        _range,
        _value,
        _swapped,
        _heavy,
        _other_action,
        _payoff,
        _point,
        _unknown,
        _zero,
        _still,
        _idle,
        _no_weights,
    ],
)
def test_what_is_changed_is_refused(change):
    verdict = changed(TOLL, change)
    assert not verdict.valid
    assert all(verdict.reasons)


def region(families):
    return next(side for family in families for side in family["sides"] if side["conditions"])


def _no_condition(game, families):
    region(families)["conditions"].pop()


def _no_sample(game, families):
    region(families)["sample"] = ["0", "1"]


def _bounds(game, families):
    side = region(families)
    moved = next(row for row in side["ranges"] if row[0] != row[1])
    moved[1] = "99/100"


@pytest.mark.parametrize("change", [_no_condition, _no_sample, _bounds])
def test_what_is_changed_in_a_region_is_refused(change):
    assert not changed(AREA, change).valid
