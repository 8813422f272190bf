"""What must not change when a game is only written differently."""

import random
from fractions import Fraction

import pytest

from games.exact import parse
from games.forms.normal import NormalFormGame
from solver.nash import solve_bimatrix

SEEDS = range(60)


def matrices(seed):
    rng = random.Random(seed)
    m, n = rng.randint(1, 4), rng.randint(1, 4)
    high = 2 if seed % 2 else 20
    return [[[rng.randint(-high, high) for _ in range(n)] for _ in range(m)] for _ in range(2)]


def solve(A, B):
    return solve_bimatrix(NormalFormGame.from_bimatrix(A, B))


def picture(answer, first=lambda x: x, second=lambda y: y, swap=False):
    """Components as sets: (equilibria, subsets, dimension, index), whatever the order."""
    weights = [{s.id: s.weights for s in own} for own in answer.strategies]

    def pair(x, y):
        return (y, x) if swap else (x, y)

    def sides(ids):
        x, y = ids
        return pair(
            frozenset(first(weights[0][name]) for name in x),
            frozenset(second(weights[1][name]) for name in y),
        )

    return {
        (
            frozenset(
                pair(first(e.strategies[0]), second(e.strategies[1]))
                for e in answer.extreme
                if e.component == c.id
            ),
            frozenset(sides(subset.strategy_ids) for subset in c.subsets),
            c.dimension,
            c.index,
        )
        for c in answer.components
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_relabelling_actions(seed):
    A, B = matrices(seed)
    rng = random.Random(seed)
    rows = rng.sample(range(len(A)), len(A))
    columns = rng.sample(range(len(A[0])), len(A[0]))

    def move(matrix):
        return [[matrix[i][j] for j in columns] for i in rows]

    moved = solve(move(A), move(B))
    back = picture(
        moved,
        lambda x: tuple(x[rows.index(i)] for i in range(len(rows))),
        lambda y: tuple(y[columns.index(j)] for j in range(len(columns))),
    )
    assert back == picture(solve(A, B))


@pytest.mark.parametrize("seed", SEEDS)
def test_positive_affine_payoffs(seed):
    A, B = matrices(seed)
    a, b = Fraction(3, 7), Fraction(-22, 5)
    plain = solve(A, B)
    moved = solve([[a * u + b for u in row] for row in A], [[5 * u + 1 for u in row] for row in B])
    assert picture(moved) == picture(plain)
    assert [e.payoffs for e in moved.extreme] == [
        (a * u + b, 5 * v + 1) for u, v in (e.payoffs for e in plain.extreme)
    ]
    assert [e.tags for e in moved.extreme] == [e.tags for e in plain.extreme]
    assert [e.undominated for e in moved.extreme] == [e.undominated for e in plain.extreme]


@pytest.mark.parametrize("seed", SEEDS)
def test_adding_to_a_column_of_ones_own_payoffs(seed):
    A, B = matrices(seed)
    moved = [[u + 10 * j - 3 for j, u in enumerate(row)] for row in A]
    assert picture(solve(moved, B)) == picture(solve(A, B))


@pytest.mark.parametrize("seed", SEEDS)
def test_swapping_the_players(seed):
    A, B = matrices(seed)
    swapped = solve(list(zip(*B, strict=True)), list(zip(*A, strict=True)))
    assert picture(swapped, swap=True) == picture(solve(A, B))


@pytest.mark.parametrize("seed", SEEDS)
def test_indices_sum_to_one(seed):
    answer = solve(*matrices(seed))
    assert sum(c.index for c in answer.components) == 1
    assert all(
        component.index == 1
        for component in answer.components
        for e in answer.extreme
        if e.component == component.id and "strict" in e.tags
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_adding_a_strictly_dominated_action_changes_nothing(seed):
    A, B = matrices(seed)
    low = [min(column) - 1 for column in zip(*A, strict=True)]
    more = solve([*A, low], [*B, B[0]])
    assert picture(more, lambda x: x[:-1] if x[-1] == 0 else None) == picture(solve(A, B))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("number", ["sqrt(2)", "cos(25 deg)", "cos(1 rad)"])
def test_irrational_payoffs(seed, number):
    A, B = matrices(seed)
    factor = parse(number)
    plain = solve(A, B)
    scaled = solve(
        [[factor * u for u in row] for row in A], [[u + factor for u in row] for row in B]
    )
    assert picture(scaled) == picture(plain)
    assert [e.payoffs for e in scaled.extreme] == [
        (factor * u, v + factor) for u, v in (e.payoffs for e in plain.extreme)
    ]
    assert scaled.method.arithmetic == ("transcendental" if "rad" in number else "algebraic")


def test_payoffs_that_tie_only_exactly():
    # cos 60 deg is 1/2, and sqrt(2)^2 is 2: both columns pay the same, so the game is degenerate.
    half, root = parse("cos(60 deg)"), parse("sqrt(2)")
    answer = solve([[root, 1], [0, 1]], [[half, root * root / 4], [root, 2]])
    tied = [e for e in answer.extreme if e.strategies[0] == (1, 0)]
    assert len(tied) >= 2
    assert answer.index_sum == 1
    assert answer.method.arithmetic == "algebraic"
