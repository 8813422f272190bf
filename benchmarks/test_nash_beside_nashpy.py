"""All equilibria of small bimatrix games: ours, exact and complete, beside nashpy's two algorithms.

Run with `make bench`. Every benchmark solves the same batch of random games: integer payoffs from
-99 to 99 ("generic"), or 0, 1 and 2 ("ties"). The name of each row, and `extra_info` in JSON, count
over the batch the extreme equilibria that the algorithm missed, the games with such misses, and the
games on which it raised an error.
"""

import random
import warnings

import pytest

from games.forms.normal import NormalFormGame
from solver.nash import solve_bimatrix

GAMES = 10
NEAR = 1e-6


def batch(size, kind):
    rng = random.Random(f"{size} {kind}")
    low, high = (-99, 99) if kind == "generic" else (0, 2)
    return [
        [[[rng.randint(low, high) for _ in range(size)] for _ in range(size)] for _ in range(2)]
        for _ in range(GAMES)
    ]


def near(pair, other):
    return all(
        abs(float(a) - float(b)) < NEAR
        for own, its in zip(pair, other, strict=True)
        for a, b in zip(own, its, strict=True)
    )


@pytest.mark.parametrize("kind", ["generic", "ties"])
@pytest.mark.parametrize("size", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("engine", ["detente", "nashpy support", "nashpy vertex"])
def test_all_equilibria(benchmark, engine, size, kind):
    benchmark.group = f"{size}x{size} {kind}"
    games = batch(size, kind)
    exact = [solve_bimatrix(NormalFormGame.from_bimatrix(A, B)) for A, B in games]
    if engine == "detente":
        ours = [NormalFormGame.from_bimatrix(A, B) for A, B in games]
        found = [[e.strategies for e in s.extreme] for s in exact]
        benchmark.pedantic(lambda: [solve_bimatrix(game) for game in ours], rounds=3)
    else:
        numpy = pytest.importorskip("numpy")
        nashpy = pytest.importorskip("nashpy")
        theirs = [nashpy.Game(numpy.array(A), numpy.array(B)) for A, B in games]
        method = engine.split()[1] + "_enumeration"

        def solve_one(game):
            try:
                return list(getattr(game, method)())
            except TypeError:
                return None

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = benchmark.pedantic(lambda: [solve_one(g) for g in theirs], rounds=1)
    missed = [
        sum(not any(near(e.strategies, pair) for pair in pairs or []) for e in answer.extreme)
        for answer, pairs in zip(exact, found, strict=True)
    ]
    total = sum(len(answer.extreme) for answer in exact)
    counts = {
        "games": GAMES,
        "games with misses": sum(count > 0 for count in missed),
        "equilibria": total,
        "equilibria missed": sum(missed),
        "errors": sum(pairs is None for pairs in found),
    }
    benchmark.extra_info.update(counts)
    benchmark.stats.name = f"{engine} (misses {sum(missed)} of {total})"
    if engine == "detente":
        assert sum(missed) == 0
