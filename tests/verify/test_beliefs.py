"""Certificates of perfect Bayesian equilibria that claim too much."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest

from games import catalogue
from solver.beliefs import perfect_bayesian_equilibria
from solver.beliefs.certificate import perfect_bayesian_certificate
from solver.solution.certificate import Certificate
from solver.verify import check
from tests.beliefs.games import random_game


def certificate(label: str = "classic/beer-quiche") -> Certificate:
    game = catalogue.load(label).realise().game
    return perfect_bayesian_certificate(game, perfect_bayesian_equilibria(game))


def spoilt(spoil: Any) -> tuple[str, ...]:
    """Reasons for refusing beer and quiche after a change to the first set."""
    whole = certificate()
    witnesses = copy.deepcopy(dict(whole.witnesses))
    spoil(witnesses["sets"][0])
    return check(Certificate(whole.claim, whole.game, witnesses)).reasons


def test_the_equilibria_pass():
    assert check(certificate()).valid


# The first set pools on quiche: nobody sends message 0, beer, after which the bully fights.
@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda s: s["replies"][0].__setitem__(0, ["0", "1"]), "gains by sending message 0"),
        (lambda s: s["replies"][0].__setitem__(1, ["1", "0"]), "the receiver gains"),
        (lambda s: s["messages"][0]["beliefs"].append(["1", "0"]), "the receiver gains"),
        (lambda s: s["messages"][0].__setitem__("beliefs", []), "there is no belief"),
        (lambda s: s["masses"][0].__setitem__(1, ["9/10", "0"]), "do not sum to its prior"),
        (
            lambda s: s.__setitem__("masses", [[["9/10", "0"], ["0", "1/10"]]]),
            "gains by sending",
        ),
        (lambda s: s["replies"][0].__setitem__(1, ["1/2", "1/3"]), "does not sum to 1"),
        (lambda s: s.__setitem__("replies", []), "malformed"),
        (lambda s: s["messages"][0]["states"][0].__setitem__("type", 2), "malformed"),
    ],
)
def test_a_false_claim_is_refused(spoil: Any, reason: str):
    assert any(reason in found for found in spoilt(spoil))


def test_a_later_move_or_a_second_receiver_that_is_not_best_is_refused():
    draw = random.Random(11)
    refused = {"sender": 0, "second": 0}
    for kind in ("sender", "second"):
        for _ in range(8):
            options = {"later": 0.6} if kind == "sender" else {"second": 0.8}
            game = random_game(draw, highest=5, **options)
            whole = perfect_bayesian_certificate(game, perfect_bayesian_equilibria(game))
            for number in range(len(whole.witnesses["sets"])):
                witnesses = copy.deepcopy(dict(whole.witnesses))
                item = witnesses["sets"][number]
                changed = False
                for m, message in enumerate(item["messages"]):
                    for r, reply in enumerate(game.messages[m].replies):
                        for state in message["states"]:
                            pays = [row[0] for row in reply.payoffs[state["type"]]]
                            if kind == "sender" == reply.mover and pays[0] != pays[1]:
                                state["plan"][r] = 1 - state["plan"][r]
                                changed = True
                    if kind == "second" and len(message["idle"]) == 1:
                        (own,) = message["idle"]
                        if sorted(own) == ["0", "1"]:
                            message["idle"] = [own[::-1]]
                            changed = True
                if changed:
                    again = check(Certificate(whole.claim, whole.game, witnesses))
                    refused[kind] += not again.valid
    assert refused["sender"] > 5
    assert refused["second"] > 5
