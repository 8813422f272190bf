"""The checker of Markov perfect equilibria refuses what is changed."""

import copy

import pytest

from games import catalogue
from solver.dynamic.certificate import markov_certificate
from solver.dynamic.markov import markov_perfect
from solver.solution.certificate import Certificate
from solver.verify import check

GAME = catalogue.load("escalation/shifting-power").realise().game
PLAIN = markov_certificate(GAME, markov_perfect(GAME))


def changed(change):
    game, witnesses = copy.deepcopy(dict(PLAIN.game)), copy.deepcopy(dict(PLAIN.witnesses))
    change(game, witnesses)
    return check(Certificate(PLAIN.claim, game, witnesses))


def test_the_claim_holds():
    assert check(PLAIN).valid


def _value(game, witnesses):
    witnesses["equilibria"][0]["values"][0][1] = "1/7"


def _action(game, witnesses):
    own = witnesses["equilibria"][0]["stages"][1][0][0]
    own.reverse()


def _weights(game, witnesses):
    witnesses["equilibria"][0]["stages"][1][0][0] = ["1", "1"]


def _payoff(game, witnesses):
    game["payoffs"][1][0][0][0] = "-5"


def _mass(game, witnesses):
    game["transitions"][1][0][0] = [[2, "1"]]


def _no_profile(game, witnesses):
    witnesses["equilibria"][0]["stages"][1] = []


def _no_discount(game, witnesses):
    game["discounts"] = ["1", "1"]


def _heavy(game, witnesses):
    game["transitions"][1][0][0] = [[1, "1"], [2, "1"]]


def _short(game, witnesses):
    witnesses["equilibria"][0]["values"].pop()


@pytest.mark.parametrize(
    "change",
    [_value, _action, _weights, _payoff, _mass, _no_profile, _no_discount, _heavy, _short],
)
def test_every_change_is_seen(change):
    assert not changed(change).valid
