"""Reduced normal form: plans, payoffs, and the way back to behaviour strategies."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest

from games.errors import GameError, LimitError
from games.forms import Chance, Decision, ExtensiveGame, Terminal
from games.forms.behaviour import expected_payoffs
from games.forms.extensive import Draft
from games.forms.mixed import expected_payoff
from games.forms.reduced import reduced_normal_form
from tests.forms.test_extensive import TWO, entry, pennies

F = Fraction


def centipede() -> ExtensiveGame:
    """The four-move centipede of McKelvey and Palfrey (1992), low stakes in dollars."""
    nodes: dict[str, Draft] = {
        "1": Decision(0, ("take", "pass"), ("t1", "2")),
        "2": Decision(1, ("take", "pass"), ("t2", "3")),
        "3": Decision(0, ("take", "pass"), ("t3", "4")),
        "4": Decision(1, ("take", "pass"), ("t4", "end")),
        "t1": Terminal((F(2, 5), F(1, 10))),
        "t2": Terminal((F(1, 5), F(4, 5))),
        "t3": Terminal((F(8, 5), F(2, 5))),
        "t4": Terminal((F(4, 5), F(16, 5))),
        "end": Terminal((F(32, 5), F(8, 5))),
    }
    return ExtensiveGame.from_names(TWO, "1", nodes)


def test_the_four_move_centipede_reduces_to_the_published_matrices() -> None:
    reduced = reduced_normal_form(centipede())
    assert reduced.game.actions[0] == ("take", "pass, take", "pass, pass")
    row, column = reduced.game.payoffs
    assert row == tuple(
        tuple(map(F, entries))
        for entries in [("2/5", "2/5", "2/5"), ("1/5", "8/5", "8/5"), ("1/5", "4/5", "32/5")]
    )
    assert column == tuple(
        tuple(map(F, entries))
        for entries in [("1/10", "1/10", "1/10"), ("4/5", "2/5", "2/5"), ("4/5", "16/5", "8/5")]
    )


def test_pennies_and_entry() -> None:
    reduced = reduced_normal_form(ExtensiveGame.from_names(TWO, "red", pennies()))
    assert reduced.game.payoffs[0] == ((1, -1), (-1, 1))
    reduced = reduced_normal_form(ExtensiveGame.from_names(TWO, "start", entry()))
    assert reduced.game.payoffs[0] == ((0, 0), (-1, 1))


def test_a_player_without_decisions_has_one_plan() -> None:
    nodes: dict[str, Draft] = {
        "luck": Chance((F(1, 3), F(2, 3)), ("a", "b")),
        "a": Terminal((3, 0)),
        "b": Terminal((0, 3)),
    }
    reduced = reduced_normal_form(ExtensiveGame.from_names(TWO, "luck", nodes))
    assert reduced.game.actions == (("no choice",), ("no choice",))
    assert reduced.game.payoffs == (((1,),), ((2,),))


def random_tree(generator: random.Random, depth: int, players: int = 2) -> ExtensiveGame:
    """A random tree; sometimes a player does not see the last move of another."""
    nodes: dict[str, Draft] = {}

    def grow(name: str, left: int, hidden: tuple[int, str] | None) -> None:
        roll = generator.random()
        moves = tuple(f"{name}{i}" for i in range(2 if generator.random() < 0.7 else 3))
        if hidden:
            player, info = hidden
            moves = moves[:2]
            nodes[name] = Decision(player, ("x", "y"), moves, info)
        elif left == 0 or roll < 0.15:
            nodes[name] = Terminal(tuple(generator.randint(-3, 3) for _ in range(players)))
            return
        elif roll < 0.3:
            weights = [generator.randint(0, 3) for _ in moves]
            weights[0] += 1
            odds = tuple(F(w, sum(weights)) for w in weights)
            nodes[name] = Chance(odds, moves)
        else:
            player = generator.randrange(players)
            nodes[name] = Decision(player, tuple("abc"[: len(moves)]), moves)
            if left > 1 and generator.random() < 0.4:
                other = (player + 1) % players
                for move in moves:
                    grow(move, left - 1, (other, "i" + name))
                return
        for move in moves:
            grow(move, max(left - 1, 0), None)

    grow("r", depth, None)
    return ExtensiveGame.from_names(tuple("pqs"[:players]), "r", nodes)


def test_mixtures_and_their_behaviour_strategies_pay_the_same() -> None:
    generator = random.Random(6)
    hidden = 0
    for _ in range(60):
        game = random_tree(generator, 4)
        hidden += not game.has_perfect_information
        reduced = reduced_normal_form(game)
        profile = []
        for plans in reduced.plans:
            weights = [generator.randint(0, 2) for _ in plans]
            weights[generator.randrange(len(weights))] += 1
            profile.append([F(weight, sum(weights)) for weight in weights])
        behaviour = reduced.behaviour(0, profile[0]) | reduced.behaviour(1, profile[1])
        lotteries = []
        for index, each in enumerate(game.information_sets):
            weights_here = behaviour[index]
            size = len(each.actions)
            lotteries.append(weights_here or tuple(F(int(a == 0)) for a in range(size)))
        for player, value in enumerate(expected_payoffs(game, lotteries)):
            assert value == expected_payoff(reduced.game, player, profile)
    assert hidden > 10


def test_plans_are_all_and_only_the_reduced_ones() -> None:
    generator = random.Random(7)
    for _ in range(30):
        game = random_tree(generator, 3)
        reduced = reduced_normal_form(game)
        for player, plans in enumerate(reduced.plans):
            own = [i for i, each in enumerate(game.information_sets) if each.player == player]
            full = itertools.product(
                *(range(len(game.information_sets[index].actions)) for index in own)
            )
            expected = set()
            for actions in full:
                choice = dict(zip(own, actions, strict=True))
                expected.add(frozenset(_reached(game, player, choice).items()))
            assert {frozenset(plan.items()) for plan in plans} == expected
            assert len(plans) == len(expected)


def _reached(game: ExtensiveGame, player: int, choice: dict[int, int]) -> dict[int, int]:
    """The part of a full strategy at sets that its own actions do not exclude."""
    found: dict[int, int] = {}
    stack = [0]
    while stack:
        node = game.nodes[index := stack.pop()]
        if isinstance(node, Terminal):
            continue
        if isinstance(node, Decision) and node.player == player:
            own = game.set_of[index]
            found[own] = choice[own]
            stack.append(node.children[choice[own]])
        else:
            stack.extend(node.children)
    return found


def test_shared_nodes_and_large_forms_are_refused() -> None:
    nodes: dict[str, Draft] = {
        "start": Decision(0, ("a", "b"), ("end", "end")),
        "end": Terminal((1, 0)),
    }
    with pytest.raises(GameError, match="several parents"):
        reduced_normal_form(ExtensiveGame.from_names(TWO, "start", nodes))
    with pytest.raises(LimitError, match="9 profiles of plans; at most 8"):
        reduced_normal_form(centipede(), limit=8)
