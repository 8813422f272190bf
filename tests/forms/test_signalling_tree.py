"""The tree of a signalling game: same payoffs, and its equilibria are Nash equilibria of it."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction as F

from games import catalogue
from games.forms.behaviour import expected_payoffs
from games.forms.extensive import ExtensiveGame
from games.forms.signalling import SignallingGame
from games.forms.signalling_tree import extensive
from solver.beliefs import perfect_bayesian_equilibria
from solver.beliefs.replies import Correspondence
from tests.beliefs.games import random_game


def profile(game: SignallingGame, tree: ExtensiveGame, sender, masses, replies, idle):
    """The lotteries of an assessment at the information sets of the tree."""
    after = [Correspondence(game, m) for m in range(len(game.messages))]
    found = []
    for each in tree.information_sets:
        node = tree.nodes[each.nodes[0]]
        if node.player == 0 and node.label in game.types:
            found.append(sender[game.types.index(node.label)])
            continue
        path = [int(step) for step in node.label.split(".")]
        t, m = path[:2]
        own = replies[m]
        if len(path) == 2:
            weights = [F(0)] * len(node.actions)
            for (reply, _), w in zip(after[m].outcomes, own, strict=True):
                weights[reply] += w
        elif node.player == 0:
            weights = [F(0)] * len(node.actions)
            states = [(x, s) for x, s in zip(masses[m], after[m].states, strict=True) if s[0] == t]
            total = sum(x for x, _ in states)
            if total == 0:
                weights[states[0][1][1][path[2]]] = F(1)
            else:
                for x, (_, plan) in states:
                    weights[plan[path[2]]] += x / total
        else:
            outcomes = zip(after[m].outcomes, own, strict=True)
            reached = [w for (reply, _), w in outcomes if reply == path[2]]
            total = sum(reached)
            weights = [w / total for w in reached] if total else list(idle[m][0])
        found.append(tuple(weights))
    return found


def test_equilibria_are_nash_equilibria_of_the_tree():
    draw = random.Random(9)
    checked = 0
    for options in ({}, {"later": 0.6}, {"second": 0.7}):
        for _ in range(4):
            game = random_game(draw, highest=3, **options)
            tree = extensive(game)
            for item in perfect_bayesian_equilibria(game).sets:
                kept = item.assessments
                masses, replies = kept.masses[0], kept.replies[0]
                sender = tuple(
                    tuple(
                        sum(
                            x
                            for x, s in zip(masses[m], Correspondence(game, m).states, strict=True)
                            if s[0] == t
                        )
                        / weight
                        for m in range(len(game.messages))
                    )
                    for t, weight in enumerate(game.prior)
                )
                if any(idle and not any(replies[m]) for m, idle in enumerate(kept.idle)):
                    continue
                reached = [
                    kept.idle[m]
                    or Correspondence(game, m).node is None
                    or any(
                        w != 0 and o[0] == Correspondence(game, m).node
                        for o, w in zip(Correspondence(game, m).outcomes, replies[m], strict=True)
                    )
                    for m in range(len(game.messages))
                ]
                if not all(reached):
                    continue
                play = profile(game, tree, sender, masses, replies, kept.idle)
                value = expected_payoffs(tree, play)
                assert item.payoffs[0].low <= value[1] <= item.payoffs[0].high
                for player in range(len(game.players)):
                    sets = [
                        n for n, each in enumerate(tree.information_sets) if each.player == player
                    ]
                    options_of = [range(len(tree.information_sets[n].actions)) for n in sets]
                    for plan in itertools.product(*options_of):
                        other = list(play)
                        for n, action in zip(sets, plan, strict=True):
                            size = len(tree.information_sets[n].actions)
                            other[n] = tuple(F(int(a == action)) for a in range(size))
                        assert expected_payoffs(tree, other)[player] <= value[player]
                checked += 1
    assert checked > 15


def test_the_tree_of_the_surprise_coup():
    game = catalogue.load("private/third-party").realise().game
    tree = extensive(game)
    sizes = sorted(
        (each.player, len(each.nodes), len(each.actions)) for each in tree.information_sets
    )
    assert sizes == [(0, 1, 2)] * 6 + [(1, 2, 2)] * 2 + [(2, 2, 2)] * 2
    assert tree.measures == game.measures
