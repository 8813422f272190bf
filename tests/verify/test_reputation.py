"""The checker of reputations refuses each fault by its name; rules made by hand."""

from __future__ import annotations

import pytest

from solver.solution.certificate import Certificate
from solver.verify import check

GAME = {"prior": "1/2", "deterred": "2", "gain": "1/4", "weight": "1", "periods": 2}
#: With b = 1/4 the prior deters both; whoever comes all the same is fought, and then yielded to.
RIGHT = {
    (2, "1/2"): ("1", "1", "1/2"),
    (1, "1/2"): ("1", "0", "1"),
    (1, "0"): ("0", "0", "0"),
}


def verdict(rules, game=GAME):
    keys = ("stays_out", "fights", "tested")
    stated = [
        {"left": left, "belief": belief, **dict(zip(keys, rule, strict=True))}
        for (left, belief), rule in rules.items()
    ]
    return check(Certificate("reputation", game, {"rules": stated}))


def test_what_is_right_passes():
    assert verdict(RIGHT).reasons == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        # the last period: a fight is never repaid
        ({(1, "1/2"): ("1", "1", "1/2")}, "the weak incumbent gains"),
        # with two to go a fight is repaid by the next who stays out
        ({(2, "1/2"): ("1", "0", "1"), (1, "1"): ("1", "0", "1")}, "the weak incumbent gains"),
        ({(2, "1/2"): ("1", "1/2", "2/3"), (1, "2/3"): ("1", "0", "1")}, "the weak incumbent"),
        ({(1, "1/2"): ("0", "0", "1")}, "the challenger gains"),
        ({(1, "0"): ("1", "0", "0")}, "the challenger gains"),
        ({(2, "1/2"): ("0", "1", "1/2")}, "the challenger gains"),
        ({(2, "1/2"): ("1", "1", "1")}, "not by Bayes' rule"),
        ({(1, "0"): ("0", "0", "1")}, "not by Bayes' rule"),
        ({(1, "1/2"): ("1", "-1", "1")}, "outside"),
        ({(1, "0"): None}, "no rule says what follows"),
        ({(2, "1/2"): None}, "there is no rule for the first period"),
    ],
)
def test_each_fault_has_its_reason(change, reason):
    rules = {key: rule for key, rule in {**RIGHT, **change}.items() if rule is not None}
    found = verdict(rules)
    assert not found.valid
    assert any(reason in item for item in found.reasons)


@pytest.mark.parametrize(
    "change", [{"gain": "1"}, {"deterred": "1"}, {"weight": "0"}, {"prior": "2"}, {"periods": 0}]
)
def test_a_game_outside_the_domain_is_none(change):
    assert "malformed" in verdict(RIGHT, {**GAME, **change}).reasons[0]
