"""Inspection as a move: against the tree, by definition, in closed form and at its limits."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction as F

import pytest

from games.errors import GameError
from games.forms.inspection import plans
from games.forms.signalling import Inspection, Message, Reply, SignallingGame, inspecting
from games.forms.signalling_tree import extensive
from solver.beliefs import perfect_bayesian_equilibria
from solver.beliefs.certificate import perfect_bayesian_certificate
from solver.beliefs.pieces import in_hull
from solver.beliefs.replies import Correspondence
from solver.verify import check
from tests.beliefs.inspected import After, Local, equilibria

RATES = [F(0), F(1, 4), F(1, 2), F(1)]
COSTS = [F(0), F(0), F(1, 4), F(1, 2), F(1)]


def random_inspected(draw: random.Random, highest: int) -> tuple[SignallingGame, Inspection]:
    """Two types and messages, a sender that moves again when trusted, and a test."""
    test = Inspection((draw.choice(RATES), draw.choice(RATES)), draw.choice(COSTS))
    messages = []
    for m in range(2):
        replies = [
            Reply(
                name,
                tuple(
                    tuple(tuple(F(draw.randint(0, highest)) for _ in "SR") for _ in moves)
                    for _ in range(2)
                ),
                "sender" if len(moves) > 1 else "",
                moves,
                {"inspection": ((F(0),) * len(moves),) * 2},
            )
            for name, moves in (("trust", ("strike", "refrain")), ("pre-empt", ("",)))
        ]
        messages.append(Message(f"m{m}", (*replies, *plans(replies, test))))
    weight = F(draw.randint(1, 3), 4)
    return SignallingGame(("S", "R"), ("a", "b"), (1 - weight, weight), tuple(messages)), test


def of_plans(game: SignallingGame, m: int, weights: tuple[F, ...], test: Inspection):
    """What replies [reply] amount to: odds of trust by type, and of a test where it costs."""
    odds, looked = [F(0), F(0)], F(0)
    for n, (w, reply) in enumerate(zip(weights, game.messages[m].replies, strict=True)):
        looked += w * (reply.inspection is not None)
        for t in (0, 1):
            results = (1 - test.alarm[t], test.alarm[t]) if reply.leads_to else (F(1),)
            made = reply.leads_to or (n,)
            odds[t] += w * sum(o for o, r in zip(results, made, strict=True) if r == 0)
    return (*odds, looked if test.cost else F(0))


def of_behaviour(after: After, local: Local):
    """The same of a behaviour in the tree."""
    looked = local.at_once[2] if after.test.cost else F(0)
    return (*(after.odds_of_trust(t, local) for t in (0, 1)), looked)


@pytest.mark.parametrize("highest", [1, 2, 5])
def test_nothing_on_a_grid_of_the_tree_is_missed(highest: int):
    draw = random.Random(highest)
    on_grid = inspected = 0
    for _ in range(12):
        game, test = random_inspected(draw, highest)
        found = perfect_bayesian_equilibria(game)
        assert found.complete.value is True
        assert check(perfect_bayesian_certificate(game, found)).valid
        flat = [
            (
                [tuple(itertools.chain(*v)) for v in item.assessments.sender],
                [
                    tuple(
                        itertools.chain(*(of_plans(game, m, w, test) for m, w in enumerate(v)))
                    )
                    for v in item.assessments.replies
                ],
            )
            for item in found.sets
        ]
        seen = set()
        for sender, chosen in equilibria(game, test, 2):
            on_grid += 1
            inspected += any(x.at_once[2] != 0 for x in chosen)
            strategy = tuple(itertools.chain(*sender))
            met = tuple(
                itertools.chain(*(of_behaviour(After(game, m, test), x) for m, x in enumerate(chosen)))
            )
            seen.add((strategy, met))
        for strategy, met in seen:
            assert any(
                in_hull(strategy, senders) and in_hull(met, replies) for senders, replies in flat
            ), (game, strategy, met)
    assert on_grid >= 100
    assert inspected >= 10
