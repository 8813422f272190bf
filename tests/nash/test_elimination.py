"""Leaving out strictly dominated actions changes no answer."""

import random
from fractions import Fraction

import pytest

from games.forms.normal import NormalFormGame
from solver.nash import extreme_equilibria, solve_bimatrix
from solver.nash.budget import Budget
from solver.nash.certificate import completeness_certificate
from solver.nash.elimination import undominated
from solver.nash.solve import COMPLETE, assemble, method_record
from solver.nash.tier import begin
from solver.solution import Completeness, Limits
from solver.verify import check
from tests.nash.kernel.families import escalation, matrices


def whole(game):
    """The answer of a search that leaves nothing out."""
    search = begin(game, Limits(), "python-integers", whole=True)
    for _ in search.run():
        Budget(Limits()).bases(search.visited, None)
    return assemble(game, search, Completeness(True, COMPLETE), method_record(game))


def with_dominated(seed):
    """A game with ties among its actions, and more actions that are strictly worse in turn."""
    rng = random.Random(seed)
    m, n = rng.randint(1, 4), rng.randint(1, 4)
    A, B = matrices(rng, m, n, -2, 2)
    while len(A) < 7 or len(A[0]) < 8:
        if len(A) < 7 and (len(A[0]) == 8 or rng.random() < 0.5):
            worse = rng.choice(A)
            A.append([entry - rng.randint(1, 3) for entry in worse])
            B.append([rng.randint(-2, 2) for _ in worse])
        else:
            place = rng.randrange(len(B[0]))
            for row in B:
                row.append(row[place] - rng.randint(1, 3))
            for row in A:
                row.append(rng.randint(-2, 2))
    rows, columns = list(range(7)), list(range(8))
    rng.shuffle(rows)
    rng.shuffle(columns)
    return [[[table[i][j] for j in columns] for i in rows] for table in (A, B)], (m, n)


@pytest.mark.parametrize("seed", range(40))
def test_the_answer_is_that_of_the_whole_game(seed):
    tables, (m, n) = with_dominated(seed)
    game = NormalFormGame.from_bimatrix(*tables)
    kept = undominated(*tables)
    assert len(kept[0]) <= m
    assert len(kept[1]) <= n
    answer = solve_bimatrix(game)
    assert "without its strictly dominated actions" in answer.method.name
    expected = whole(game)
    assert answer.extreme == expected.extreme
    assert answer.strategies == expected.strategies
    assert answer.components == expected.components
    assert {e.strategies for e in answer.extreme} == set(extreme_equilibria(game))


@pytest.mark.parametrize("seed", range(12))
def test_ladders_of_escalation(seed):
    game = NormalFormGame.from_bimatrix(*escalation(random.Random(seed), 7, 8))
    assert solve_bimatrix(game).extreme == whole(game).extreme


def test_weakly_dominated_actions_stay():
    table = [[1, 1], [1, 0]]
    assert undominated(table, [[0, 0], [0, 0]]) == ((0, 1), (0, 1))


def test_elimination_goes_on():
    """The prisoners' dilemma with a third action that is worth removing only after the first."""
    row = [[3, 0, 9], [5, 1, 0], [4, 0, 0]]
    column = [[3, 5, 0], [0, 1, 0], [0, 2, -1]]
    assert undominated(row, column) == ((1,), (1,))


def test_completeness_is_proved_for_the_whole_game():
    tables, _ = with_dominated(3)
    certificate = completeness_certificate(NormalFormGame.from_bimatrix(*tables))
    assert check(certificate).valid
    assert all(len(x) == 7 for x, _ in certificate.witnesses["equilibria"])


def test_a_game_solved_by_dominance_is_one_pure_equilibrium():
    size = 9
    row = [[Fraction(i - j) for j in range(size)] for i in range(size)]
    column = [[Fraction(j - i) for j in range(size)] for i in range(size)]
    answer = solve_bimatrix(NormalFormGame.from_bimatrix(row, column))
    assert len(answer.extreme) == 1
    assert answer.extreme[0].tags == ("pure", "strict")
    assert answer.index_sum == 1
