"""Inspection as a move: against the tree, by definition, in closed form and at its limits."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction as F

import pytest

from games.forms.behaviour import expected_payoffs
from games.forms.inspection import plans
from games.forms.signalling import Inspection, Message, Reply, SignallingGame
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


@pytest.mark.parametrize(("highest", "seed"), [(1, 47), (2, 45), (5, 45)])
def test_nothing_on_a_grid_of_the_tree_is_missed(highest: int, seed: int):
    draw = random.Random(seed)
    on_grid = inspected = 0
    for _ in range(4):
        game, test = random_inspected(draw, highest)
        found = perfect_bayesian_equilibria(game)
        assert found.complete.value is True
        assert check(perfect_bayesian_certificate(game, found)).valid
        flat = [
            (
                [tuple(itertools.chain(*v)) for v in item.assessments.sender],
                [
                    tuple(itertools.chain(*(of_plans(game, m, w, test) for m, w in enumerate(v))))
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
                itertools.chain(
                    *(of_behaviour(After(game, m, test), x) for m, x in enumerate(chosen))
                )
            )
            seen.add((strategy, met))
        for strategy, met in seen:
            assert any(
                in_hull(strategy, senders) and in_hull(met, replies) for senders, replies in flat
            ), (game, strategy, met)
    assert on_grid >= 50
    assert inspected >= 5


def test_every_extreme_equilibrium_is_a_nash_equilibrium_of_the_tree():
    draw = random.Random(5)
    inspected = 0
    for _ in range(3):
        game, _ = random_inspected(draw, 3)
        if not all(any(r.leads_to for r in message.replies) for message in game.messages):
            continue
        tree = extensive(game)
        for item in perfect_bayesian_equilibria(game).sets:
            kept = item.assessments
            for masses, replies in itertools.product(kept.masses[:1], kept.replies[:2]):
                play = behaviour(game, tree, masses, replies)
                value = expected_payoffs(tree, play)
                assert item.payoffs[0].low <= value[1] <= item.payoffs[0].high
                for m, message in enumerate(game.messages):
                    chosen = zip(message.replies, replies[m], strict=True)
                    inspected += any(masses[m]) and any(r.leads_to and w for r, w in chosen)
                for player in (0, 1):
                    for other in deviations(tree, play, player):
                        assert expected_payoffs(tree, other)[player] <= value[player]
    assert inspected >= 3


def behaviour(game: SignallingGame, tree, masses, replies):
    """The lotteries of an assessment at the information sets of the tree (Kuhn 1953)."""
    found = []
    for each in tree.information_sets:
        node = tree.nodes[each.nodes[0]]
        if node.label in game.types:
            t = game.types.index(node.label)
            sent = [
                sum(
                    x for x, s in zip(row, Correspondence(game, m).states, strict=True) if s[0] == t
                )
                for m, row in enumerate(masses)
            ]
            found.append(tuple(x / game.prior[t] for x in sent))
            continue
        words = each.name
        m = next(n for n, message in enumerate(game.messages) if f"after {message.name}" in words)
        own = list(zip(game.messages[m].replies, replies[m], strict=True))
        plans_of = {r.leads_to: w for r, w in own if r.leads_to}
        if node.player == 0:
            t = next(n for n, name in enumerate(game.types) if words.startswith(f"{name} "))
            states = Correspondence(game, m).states
            weights = [
                sum(x for x, s in zip(masses[m], states, strict=True) if s[0] == t and s[1][0] == j)
                for j in (0, 1)
            ]
            first = next(s for s in states if s[0] == t)[1][0]
            total = sum(weights)
            found.append(
                tuple(w / total for w in weights)
                if total
                else tuple(F(int(j == first)) for j in (0, 1))
            )
        elif words.endswith(("clear", "alarm")):
            made = 0 if words.endswith("clear") else 1
            total = sum(plans_of.values())
            trusts = sum(w for leads_to, w in plans_of.items() if leads_to[made] == 0)
            odds = trusts / total if total else F(int(next(iter(plans_of))[made] == 0))
            found.append((odds, 1 - odds))
        else:
            at_once = [w for r, w in own if not r.leads_to]
            found.append((*at_once, *([sum(plans_of.values())] if plans_of else [])))
    return found


def deviations(tree, play, player):
    """The play with every pure strategy of one player in place of its own."""
    sets = [n for n, each in enumerate(tree.information_sets) if each.player == player]
    for plan in itertools.product(*(range(len(tree.information_sets[n].actions)) for n in sets)):
        other = list(play)
        for n, action in zip(sets, plan, strict=True):
            size = len(tree.information_sets[n].actions)
            other[n] = tuple(F(int(a == action)) for a in range(size))
        yield other
