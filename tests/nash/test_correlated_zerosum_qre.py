"""Zero-sum values, correlated equilibria and logit equilibria against published and own results."""

import random
from fractions import Fraction
from math import exp, inf

import pytest

from games.errors import GameError
from games.forms.normal import NormalFormGame
from solver.nash import solve_bimatrix
from solver.nash.correlated import correlated_optimum, correlated_polytope, correlated_welfare
from solver.nash.qre import fit_precision, logit_equilibrium, logit_path, selecting_precision
from solver.nash.zerosum import is_constant_sum, zero_sum_value

F = Fraction
CHICKEN = NormalFormGame.from_bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]])


def test_matching_pennies_and_a_saddle_point():
    value = zero_sum_value([[F(1), F(-1)], [F(-1), F(1)]])
    assert value.value == 0
    assert value.row == value.column == (F(1, 2), F(1, 2))
    assert zero_sum_value([[F(3), F(2)], [F(1), F(0)]]).value == 2


@pytest.mark.parametrize("seed", range(40))
def test_zero_sum_value_is_the_payoff_of_every_equilibrium(seed):
    rng = random.Random(seed)
    m, n = rng.randint(1, 5), rng.randint(1, 5)
    A = [[F(rng.randint(-6, 6), rng.choice([1, 3])) for _ in range(n)] for _ in range(m)]
    game = NormalFormGame.from_bimatrix(A, [[-entry for entry in row] for row in A])
    assert is_constant_sum(game)
    found = zero_sum_value(A)
    assert {e.payoffs[0] for e in solve_bimatrix(game).extreme} == {found.value}
    assert sum(found.row) == sum(found.column) == 1


def test_polytope_of_chicken():
    """Five vertices (Calvo-Armengol 2006), best total 21/2 (Aumann 1974)."""
    polytope = correlated_polytope(CHICKEN)
    assert polytope.dimension == 3
    flat = {tuple(p for row in vertex for p in row) for vertex in polytope.vertices}
    assert flat == {
        (0, 1, 0, 0),
        (0, 0, 1, 0),
        (F(4, 9), F(2, 9), F(2, 9), F(1, 9)),
        (F(1, 2), F(1, 4), F(1, 4), 0),
        (0, F(2, 5), F(2, 5), F(1, 5)),
    }
    assert correlated_welfare(CHICKEN).value == F(21, 2)
    worst = min(
        sum(
            vertex[i][j] * (CHICKEN.payoffs[0][i][j] + CHICKEN.payoffs[1][i][j])
            for i in range(2)
            for j in range(2)
        )
        for vertex in polytope.vertices
    )
    assert correlated_welfare(CHICKEN, worst=True).value == worst


@pytest.mark.parametrize("seed", range(20))
def test_programme_and_vertices_agree_and_nash_equilibria_belong(seed):
    rng = random.Random(seed)
    m, n = rng.choice([(2, 2), (2, 3), (3, 2), (1, 3)])
    tables = [[[rng.randint(0, 3) for _ in range(n)] for _ in range(m)] for _ in range(2)]
    game = NormalFormGame.from_bimatrix(*tables)
    vertices = correlated_polytope(game).vertices
    goal = [[rng.randint(-5, 5) for _ in range(n)] for _ in range(m)]
    values = [sum(v[i][j] * goal[i][j] for i in range(m) for j in range(n)) for v in vertices]
    assert correlated_optimum(game, goal).value == max(values)
    assert correlated_optimum(game, goal, worst=True).value == min(values)
    for e in solve_bimatrix(game).extreme:
        x, y = e.strategies
        reached = sum(x[i] * y[j] * goal[i][j] for i in range(m) for j in range(n))
        assert min(values) <= reached <= max(values)


CONSTANT_SUM = NormalFormGame.from_bimatrix([[1, 1], [0, 1]], [[1, 1], [2, 1]])
PENNIES = NormalFormGame.from_bimatrix([[320, 40], [40, 80]], [[40, 80], [80, 40]])
COORDINATION = NormalFormGame.from_bimatrix([[1, 0], [0, 1]], [[1, 0], [0, 1]])


@pytest.mark.parametrize(
    ("game", "precision", "first"),
    [
        (CONSTANT_SUM, 1, (0.64297935896, 0.588319024425)),
        (CONSTANT_SUM, 2, (0.772676607122, 0.6117434792)),
        (CONSTANT_SUM, 3, (0.859536709589, 0.603815785962)),
        (PENNIES, 0.01, (0.740154573354, 0.452116283117)),
        (PENNIES, 0.05, (0.817987859143, 0.218923381344)),
        (PENNIES, 0.1, (0.71342403099, 0.153502259193)),
    ],
)
def test_logit_equilibria(game, precision, first):
    point = logit_equilibrium(game, precision)
    assert [s[0] for s in point.strategies] == pytest.approx(first, abs=1e-10)
    assert point.error is not None
    assert point.error < 1e-9


@pytest.mark.parametrize(
    ("precision", "p"), [(2.1, 0.685352866285), (3, 0.92927981832), (4, 0.978752012039)]
)
def test_branches_of_the_coordination_game(precision, p):
    """The symmetric path stays at 1/2; beyond precision 2 there are two more equilibria."""
    start = ((0.9, 0.1), (0.9, 0.1))
    point = logit_equilibrium(COORDINATION, precision, start)
    assert point.strategies[0][0] == pytest.approx(p, abs=1e-10)
    middle = logit_equilibrium(COORDINATION, precision)
    assert middle.strategies[0][0] == pytest.approx(0.5, abs=1e-9)
    low = logit_equilibrium(COORDINATION, 1.9, start)
    assert low.strategies[0][0] == pytest.approx(0.5, abs=1e-6)


@pytest.mark.parametrize("seed", range(10))
def test_points_on_the_path_satisfy_the_definition(seed):
    rng = random.Random(seed)
    m, n = rng.randint(2, 4), rng.randint(2, 4)
    A, B = ([[rng.randint(-5, 5) for _ in range(n)] for _ in range(m)] for _ in range(2))
    points = list(logit_path(NormalFormGame.from_bimatrix(A, B), most=50))
    assert points[0].precision == 0
    assert points[-1].precision == pytest.approx(50)
    for point in points[:: max(1, len(points) // 25)]:
        p, q = point.strategies
        for own, table, other in ((p, A, q), (q, list(zip(*B, strict=True)), p)):
            u = [
                point.precision * sum(a * w for a, w in zip(row, other, strict=True))
                for row in table
            ]
            weights = [exp(v - max(u)) for v in u]
            assert list(own) == pytest.approx([w / sum(weights) for w in weights], abs=1e-8)


def test_selection_of_the_risk_dominant_equilibrium():
    game = NormalFormGame.from_bimatrix([[9, 0], [8, 7]], [[9, 8], [0, 7]])
    chosen = selecting_precision(game, ((0, 1), (0, 1)))
    assert chosen is not None
    assert 0 < chosen < 10
    assert selecting_precision(game, ((1, 0), (1, 0))) is None


def test_precision_from_frequencies():
    point = logit_equilibrium(PENNIES, 0.03)
    counts = [[1000 * p for p in strategy] for strategy in point.strategies]
    fit = fit_precision(PENNIES, counts)
    assert fit.precision == pytest.approx(0.03, rel=1e-5)
    flat = fit_precision(PENNIES, [[50, 50], [50, 50]])
    assert flat.precision < 0.02
    assert fit_precision(CHICKEN, [[0, 10], [10, 0]]).precision >= 0
    sure = NormalFormGame.from_bimatrix([[2, 2], [0, 0]], [[2, 0], [2, 0]])
    assert fit_precision(sure, [[9, 0], [9, 0]]).precision == inf


def test_three_players_and_wrong_counts_are_refused():
    table = (((1, 2), (3, 4)), ((5, 6), (7, 8)))
    game = NormalFormGame(("a", "b", "c"), (("s", "t"),) * 3, (table,) * 3)
    for refused in (is_constant_sum, correlated_polytope, lambda g: next(logit_path(g))):
        with pytest.raises(GameError, match="two players"):
            refused(game)
    with pytest.raises(GameError, match="count"):
        fit_precision(PENNIES, [[1, 2], [3]])
