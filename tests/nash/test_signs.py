"""The structure from signs of minors against the enumeration, degenerate games first."""

from __future__ import annotations

import random
from fractions import Fraction as F

import pytest

from games.forms.normal import NormalFormGame
from solver.dominance import Domination, decide
from solver.nash import solve_bimatrix
from solver.nash.signs import (
    Vertex,
    choices,
    minors,
    strictly_dominated,
    structure,
    vertices,
    weakly_dominated,
    weights,
)


def test_numbers_of_minors() -> None:
    assert [len(choices(n, n)) for n in (2, 3, 4)] == [2, 12, 52]


def test_a_minor_is_the_determinant_with_a_column_of_ones() -> None:
    matrix = [[F(2), F(7)], [F(1), F(8)], [F(2), F(8)]]
    found = minors(matrix, F(1))
    assert found[(0, 1), (0,)] == 2 - 1
    assert found[(1, 2), (1,)] == 8 - 8
    a, b, c = matrix
    direct = a[0] * (b[1] - c[1]) - a[1] * (b[0] - c[0]) + (b[0] * c[1] - b[1] * c[0])
    assert found[(0, 1, 2), (0, 1)] == direct


def check(A: tuple[tuple[F, ...], ...], B: tuple[tuple[F, ...], ...]) -> None:
    m, n = len(A), len(A[0])
    tables = [A, tuple(zip(*B, strict=True))]
    values = [minors(table, F(1)) for table in tables]
    signs = [{k: (v > 0) - (v < 0) for k, v in own.items()} for own in values]
    ys = vertices(range(m), range(n), signs[0])
    xs = vertices(range(n), range(m), signs[1])
    found = structure(xs, ys)

    def strategy(vertex: Vertex, own: dict[object, F], size: int) -> tuple[F, ...]:
        parts = weights(vertex.basis, lambda S, T: own[S, T])
        place = dict(zip(vertex.basis[1], parts, strict=True))
        return tuple(place.get(a, F(0)) / sum(parts) for a in range(size))

    first = {v[:2]: strategy(v, values[1], m) for v in xs}
    second = {v[:2]: strategy(v, values[0], n) for v in ys}
    names = [
        [first[masks] for masks in found.strategies[0]],
        [second[masks] for masks in found.strategies[1]],
    ]
    game = NormalFormGame(
        ("one", "two"),
        (tuple(f"a{i}" for i in range(m)), tuple(f"b{j}" for j in range(n))),
        (A, B),
    )
    truth = solve_bimatrix(game)
    assert {(names[0][a], names[1][b]) for a, b, _ in found.extreme} == {
        item.strategies for item in truth.extreme
    }
    own = [{s.id: s.weights for s in side} for side in truth.strategies]
    assert sorted(
        (
            component.dimension,
            sorted(
                (s.dimension, *(sorted(names[p][k] for k in s.members[p]) for p in (0, 1)))
                for s in component.subsets
            ),
        )
        for component in found.components
    ) == sorted(
        (
            component.dimension,
            sorted(
                (s.dimension, *(sorted(own[p][k] for k in s.strategy_ids[p]) for p in (0, 1)))
                for s in component.subsets
            ),
        )
        for component in truth.components
    )
    for player, replies in enumerate((ys, xs)):
        for action in range((m, n)[player]):
            answer = decide(game, player, action)
            weak = isinstance(answer, Domination)
            strict = isinstance(answer, Domination) and answer.kind == "strict"
            assert weakly_dominated(replies, action, range((n, m)[player])) == weak
            assert strictly_dominated(replies, action) == strict


def _random(rng: random.Random, m: int, n: int, spread: int) -> tuple[tuple[F, ...], ...]:
    return tuple(tuple(F(rng.randint(-spread, spread)) for _ in range(n)) for _ in range(m))


def _sample(seed: int, count: int) -> None:
    rng = random.Random(seed)
    for _ in range(count):
        m, n = rng.randint(1, 4), rng.randint(1, 4)
        spread = rng.choice([0, 1, 1, 2, 5, 50])
        check(_random(rng, m, n, spread), _random(rng, m, n, spread))


def test_structures_of_small_random_games_most_of_them_degenerate() -> None:
    _sample(1, 200)


@pytest.mark.check
def test_structures_of_many_random_games() -> None:
    _sample(2, 10_000)
