"""The enumeration against a brute-force reference, and its shapes at the edges."""

import random
from fractions import Fraction

import pytest

from games.errors import GameError
from games.forms.normal import NormalFormGame
from solver.nash import extreme_equilibria, solve_bimatrix
from solver.solution import Limits
from tests import reference


def random_game(seed):
    """Up to 5x5; half of the games with payoffs in {0, 1, 2}."""
    rng = random.Random(seed)
    m, n = rng.randint(1, 5), rng.randint(1, 5)
    if seed % 2:
        cell = lambda: rng.randint(0, 2)  # noqa: E731
    else:
        cell = lambda: Fraction(rng.randint(-9, 9), rng.choice([1, 1, 2, 7]))  # noqa: E731
    return [[[cell() for _ in range(n)] for _ in range(m)] for _ in range(2)]


def check(A, B):
    answer = solve_bimatrix(NormalFormGame.from_bimatrix(A, B))
    expected = reference.extreme_equilibria(A, B)
    assert {e.strategies for e in answer.extreme} == expected
    assert len(answer.extreme) == len(expected)
    assert answer.complete.value is True
    assert answer.index_sum == 1
    for e in answer.extreme:
        x, y = e.strategies
        assert reference.is_equilibrium(A, B, x, y)
        assert e.payoffs == tuple(
            sum(M[i][j] * x[i] * y[j] for i in range(len(x)) for j in range(len(y))) for M in (A, B)
        )
    return answer


@pytest.mark.parametrize("block", range(20))
def test_2000_random_games_equal_the_reference(block):
    for seed in range(100 * block, 100 * (block + 1)):
        check(*random_game(seed))


@pytest.mark.parametrize("seed", range(1, 300, 2))
def test_subsets_and_components_equal_the_definition(seed):
    A, B = random_game(seed)
    answer = check(A, B)
    equilibria = {e.strategies for e in answer.extreme}
    weights = [{s.id: s.weights for s in side} for side in answer.strategies]
    subsets = {
        tuple(frozenset(weights[p][name] for name in subset.strategy_ids[p]) for p in (0, 1))
        for component in answer.components
        for subset in component.subsets
    }
    assert subsets == reference.maximal_nash_subsets(equilibria)
    # Two extreme equilibria share a component iff a chain of common strategies joins them.
    component = {e.strategies: e.component for e in answer.extreme}
    for a in equilibria:
        reached = {a}
        while True:
            more = {b for b in equilibria for c in reached if b[0] == c[0] or b[1] == c[1]}
            if more <= reached:
                break
            reached |= more
        assert reached == {b for b in equilibria if component[b] == component[a]}


@pytest.mark.parametrize(
    ("A", "B", "count"),
    [
        ([[5]], [[-3]], 1),
        ([[1, 2, 2]], [[4, 4, 1]], 2),
        ([[1], [2], [2]], [[0], [0], [0]], 2),
        ([[0, 0], [0, 0]], [[0, 0], [0, 0]], 4),
        ([[7] * 4] * 5, [[-7] * 4] * 5, 20),
        ([[1, 1], [1, 1], [0, 0]], [[2, 2], [2, 2], [2, 2]], 4),
    ],
)
def test_edges(A, B, count):
    assert len(check(A, B).extreme) == count


def test_duplicate_actions():
    answer = check([[3, 0], [3, 0], [0, 2]], [[2, 0], [2, 0], [0, 3]])
    assert len(answer.components) == 3
    assert sorted(c.index for c in answer.components) == [-1, 1, 1]
    assert sorted(c.dimension for c in answer.components) == [0, 1, 1]


def test_order_and_names():
    answer = solve_bimatrix(NormalFormGame.from_bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
    assert [s.id for s in answer.strategies[0]] == ["x1", "x2", "x3"]
    assert [s.weights for s in answer.strategies[0]] == [
        (1, 0),
        (Fraction(2, 3), Fraction(1, 3)),
        (0, 1),
    ]
    assert [e.strategy_ids for e in answer.extreme] == [("x1", "y1"), ("x2", "y2"), ("x3", "y3")]
    assert [c.index for c in answer.components] == [1, -1, 1]


def test_tags():
    stag = solve_bimatrix(NormalFormGame.from_bimatrix([[4, 1], [3, 3]], [[4, 3], [1, 3]]))
    assert [e.tags for e in stag.extreme] == [
        ("pure", "strict", "payoff-dominant"),
        (),
        ("pure", "strict", "risk-dominant"),
    ]
    tie = solve_bimatrix(NormalFormGame.from_bimatrix([[1, 0], [0, 1]], [[1, 0], [0, 1]]))
    assert [e.tags for e in tie.extreme] == [
        ("pure", "strict", "payoff-dominant"),
        (),
        ("pure", "strict", "payoff-dominant"),
    ]


def test_undominated():
    # The second action of each player is weakly dominated; (2, 2) is an equilibrium all the same.
    answer = solve_bimatrix(NormalFormGame.from_bimatrix([[1, 0], [0, 0]], [[1, 0], [0, 0]]))
    assert [(e.strategy_ids, e.undominated) for e in answer.extreme] == [
        (("x1", "y1"), True),
        (("x2", "y2"), False),
    ]
    assert [c.index for c in answer.components] == [1, 0]


def test_stops_after_so_many_equilibria():
    game = NormalFormGame.from_bimatrix(*[[[int(i == j) for j in range(4)] for i in range(4)]] * 2)
    answer = solve_bimatrix(game, Limits(equilibria=3))
    assert answer.complete.value is False
    assert "3 equilibria" in answer.complete.reason
    assert len(answer.extreme) == 3
    assert answer.index_sum is None
    assert all(c.index is None for c in answer.components)
    everything = {e.strategies for e in solve_bimatrix(game).extreme}
    assert {e.strategies for e in answer.extreme} <= everything


@pytest.mark.parametrize(
    ("limits", "word"),
    [(Limits(bases=3), "bases"), (Limits(seconds=0), "time"), (Limits(memory=1), "memory")],
)
def test_limits_leave_an_incomplete_answer_that_says_why(limits, word):
    rng = random.Random(7)
    A, B = ([[rng.randint(-99, 99) for _ in range(8)] for _ in range(8)] for _ in range(2))
    answer = solve_bimatrix(NormalFormGame.from_bimatrix(A, B), limits)
    assert answer.complete.value is False
    assert word in answer.complete.reason
    assert "raise it" in answer.complete.reason


def test_the_generator_gives_the_same_equilibria():
    A, B = random_game(11)
    game = NormalFormGame.from_bimatrix(A, B)
    found = list(extreme_equilibria(game))
    assert len(found) == len(set(found))
    assert set(found) == {e.strategies for e in solve_bimatrix(game).extreme}


def test_three_players_are_refused():
    table = (((1, 2), (3, 4)), ((5, 6), (7, 8)))
    game = NormalFormGame(("a", "b", "c"), (("s", "t"),) * 3, (table,) * 3)
    with pytest.raises(GameError, match="two-player"):
        solve_bimatrix(game)
