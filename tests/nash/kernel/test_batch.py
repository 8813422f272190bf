"""Batches of small games against the same games one by one."""

import random
from fractions import Fraction

import pytest

from games.errors import GameError
from games.forms.normal import NormalFormGame
from solver.nash import batch, solve_bimatrix
from solver.nash.kernel.tiers import PYTHON
from tests.nash.kernel.families import escalation, matrices, whole

np = pytest.importorskip("numpy")


def expected(A, B):
    answer = solve_bimatrix(NormalFormGame.from_bimatrix(A, B), tier=PYTHON)
    return {
        (
            e.strategies,
            answer.components[e.component].index,
            answer.components[e.component].dimension,
        )
        for e in answer.extreme
    }, len(answer.components)


def found(answer, g):
    if g in answer.wide:
        e = answer.wide[g]
        return {
            (
                x.strategies,
                e.components[x.component].index,
                e.components[x.component].dimension,
            )
            for x in e.extreme
        }, len(e.components)
    rows = range(answer.starts[g], answer.starts[g + 1])
    components = range(answer.component_starts[g], answer.component_starts[g + 1])
    assert {int(answer.home[e]) for e in rows} == set(components)
    share = lambda row: tuple(Fraction(int(w), int(row.sum())) for w in row)  # noqa: E731
    result = {
        (
            (share(answer.first[e]), share(answer.second[e])),
            int(answer.index[answer.home[e]]),
            int(answer.dimension[answer.home[e]]),
        )
        for e in rows
    }
    assert len(result) == len(rows)
    return result, len(components)


def compare(games):
    answer = batch.solve_batch([A for A, _ in games], [B for _, B in games])
    for g, (A, B) in enumerate(games):
        assert found(answer, g) == expected(A, B), (A, B)


@pytest.mark.parametrize("shape", [(1, 1), (1, 3), (2, 2), (2, 3), (3, 3), (4, 3), (4, 4), (6, 6)])
@pytest.mark.parametrize("ties", [(0, 1), (0, 2), (-2, 2), (-99, 99)])
def test_equal_to_one_by_one(shape, ties):
    pytest.importorskip("numba")
    rng = random.Random(sum(shape) + ties[1])
    compare([matrices(rng, *shape, *ties) for _ in range(12 if max(shape) > 4 else 60)])


def test_escalation_and_constant_games():
    pytest.importorskip("numba")
    rng = random.Random(1)
    games = [[whole(table) for table in escalation(rng, 4, 4)] for _ in range(40)]
    compare([game for game in games if max(abs(e) for t in game for r in t for e in r) < 2**31])
    compare([([[7] * 5] * 5, [[7] * 5] * 5), ([[0] * 5] * 5, [list(range(5))] * 5)])


def test_large_payoffs_fall_back_to_python():
    pytest.importorskip("numba")
    rng = random.Random(1)
    games = [matrices(rng, 6, 6, -(2**31) + 1, 2**31 - 1) for _ in range(4)]
    games.insert(2, matrices(rng, 6, 6, 0, 2))
    compare(games)


def test_without_numba_the_answer_is_the_same(monkeypatch):
    rng = random.Random(1)
    games = [matrices(rng, 3, 3, 0, 2) for _ in range(20)]
    monkeypatch.setattr(batch, "available", lambda: False)
    compare(games)


@pytest.mark.parametrize(
    ("row", "column", "word"),
    [
        ([[[0.5]]], [[[1]]], "integers"),
        ([[[2**31]]], [[[1]]], "2\\^31"),
        ([[[1] * 7]], [[[1] * 7]], "actions"),
        ([[[1, 2]]], [[[1]]], "same shape"),
    ],
)
def test_what_is_refused(row, column, word):
    with pytest.raises(GameError, match=word):
        batch.solve_batch(row, column)
