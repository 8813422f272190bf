"""The tree of a game of reputation: its equilibrium is a Nash equilibrium of it, in every plan."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction as F

import pytest

from games import catalogue
from games.errors import GameError
from games.forms.behaviour import expected_payoffs
from games.forms.efg import read_efg
from games.forms.reputation import ReputationGame
from games.forms.reputation_tree import extensive
from solver.beliefs.reputation import solve_reputation, thresholds
from solver.cli.commands.export import exported
from tests.beliefs.entry_tree import by_history


def play(game: ReputationGame, tree):
    """The rules as lotteries at the information sets of the tree."""
    out, fights = by_history(game.periods, game.prior, solve_reputation(game).rules)
    found = []
    for each in tree.information_sets:
        node = tree.nodes[each.nodes[0]]
        history = node.label[1:].rstrip("!")
        chance = fights[history] if node.player == 0 else 1 - out[history]
        found.append((1 - chance, chance))
    return found


def test_no_plan_of_anybody_gains():
    draw = random.Random(6)
    for periods in (1, 2, 2, 2, 2, 2):
        game = ReputationGame(
            ("incumbent", "challenger"),
            ("weak", "tough"),
            F(draw.randint(1, 19), 20),
            periods,
            1 + F(draw.randint(1, 8), 4),
            F(draw.randint(1, 7), 8),
            F(draw.randint(1, 6), 3),
        )
        tree = extensive(game)
        profile = play(game, tree)
        value = expected_payoffs(tree, profile)
        for player in range(len(tree.players)):
            sets = [n for n, each in enumerate(tree.information_sets) if each.player == player]
            for plan in itertools.product((0, 1), repeat=len(sets)):
                other = list(profile)
                for n, action in zip(sets, plan, strict=True):
                    other[n] = (F(1 - action), F(action))
                assert expected_payoffs(tree, other)[player] <= value[player]


def test_the_tree_is_that_of_the_game():
    game = catalogue.load("classic/chain-store").with_values({"periods": "3"}).realise().game
    tree = extensive(game)
    sizes = sorted((each.player, len(each.nodes)) for each in tree.information_sets)
    # Thirteen histories; with a yield in them only the weak type is left.
    assert [size for size in sizes if size[0] == 0] == [(0, 1)] * 13
    assert sizes.count((3, 2)) == 4
    assert sizes.count((3, 1)) == 5
    assert thresholds(game)[1] == F(1, 2)


@pytest.mark.parametrize("label", ["classic/chain-store", "classic/beer-quiche"])
def test_it_can_be_exported(label: str):
    spec = catalogue.load(label)
    if spec.kind == "reputation":
        with pytest.raises(GameError, match="at most 6 periods"):
            exported(spec, "efg")
        spec = spec.with_values({"periods": "2"})
    again = read_efg(exported(spec, "efg"))
    assert len(again.information_sets) > 3
    assert exported(spec, "nfg").startswith("NFG")
