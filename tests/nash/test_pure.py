"""Pure equilibria of games with one, two and three players."""

import itertools
import random

import pytest

from games.forms.mixed import is_equilibrium
from games.forms.nfg import read_nfg
from games.forms.normal import NormalFormGame
from solver.nash import pure_equilibria, solve_bimatrix

# The majority game of three voters who each gain by being in the majority: two pure equilibria
# and a mixed one. Player 1's strategy fastest.
MAJORITY = """NFG 1 R "majority" { "a" "b" "c" } { { "L" "R" } { "L" "R" } { "L" "R" } } ""
1 1 1  0 1 1  1 0 1  1 1 0
1 1 0  1 0 1  0 1 1  1 1 1
"""


def random_game(seed):
    rng = random.Random(seed)
    shape = tuple(rng.randint(1, 3) for _ in range(rng.randint(1, 4)))

    def table(rest):
        return [table(rest[1:]) for _ in range(rest[0])] if rest else rng.randint(0, 2)

    players = tuple(f"p{i}" for i in range(len(shape)))
    actions = tuple(tuple(f"a{k}" for k in range(size)) for size in shape)
    return NormalFormGame(players, actions, tuple(table(shape) for _ in shape))


def point(profile, shape):
    return tuple(tuple(int(k == a) for k in range(n)) for a, n in zip(profile, shape, strict=True))


@pytest.mark.parametrize("seed", range(80))
def test_equal_to_the_definition_of_equilibrium(seed):
    game = random_game(seed)
    expected = [
        profile
        for profile in itertools.product(*map(range, game.shape))
        if is_equilibrium(game, point(profile, game.shape))
    ]
    answer = pure_equilibria(game)
    assert [e.strategies for e in answer.extreme] == [point(p, game.shape) for p in expected]
    for e, profile in zip(answer.extreme, expected, strict=True):
        assert e.payoffs == tuple(game.payoff(i, profile) for i in range(len(game.shape)))
    if len(game.shape) == 2:
        full = solve_bimatrix(game)
        pure = {(e.strategies, "strict" in e.tags) for e in full.extreme if "pure" in e.tags}
        assert pure == {(e.strategies, "strict" in e.tags) for e in answer.extreme}


def test_three_players_from_a_file_are_labelled_incomplete():
    answer = pure_equilibria(read_nfg(MAJORITY))
    assert [e.strategy_ids for e in answer.extreme] == [("x1", "y1", "z1"), ("x2", "y2", "z2")]
    assert all(e.tags == ("pure", "strict") for e in answer.extreme)
    assert all(e.component is None for e in answer.extreme)
    assert answer.complete.value is False
    assert "mixed" in answer.complete.reason
    assert answer.index_sum is None


def test_one_player_chooses_the_best():
    answer = pure_equilibria(NormalFormGame(("a",), (("r", "s", "t"),), ((3, 1, 3),)))
    assert answer.complete.value is True
    assert [e.strategies for e in answer.extreme] == [((1, 0, 0),), ((0, 0, 1),)]
    assert answer.components[0].dimension == 1
    assert answer.index_sum == 1


def test_no_pure_equilibrium_is_an_empty_answer():
    pennies = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    answer = pure_equilibria(pennies)
    assert answer.extreme == ()
    assert answer.complete.value is False
