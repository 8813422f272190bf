"""All equilibria of bimatrix games beside lrsnash, quantecon, nashpy and Gambit, one core each.

Ours: from the game to the exact strategies of every extreme equilibrium, kernels loaded. lrsnash:
CPU time of its process, from the same game to the same strategies in print; what its start takes (a
1 x 1 game) is printed, with the ratio that is left without it. Components, subsets and indices are
computed by neither. Both are the least of a few runs, so that a busy machine disturbs them
less. Gambit runs where DETENTE_GAMBIT_PYTHON names an interpreter that can import pygambit; its
own clock counts, without the start. Each group prints a line: median of both, ratio of the two.
"""

import json
import os
import random
import resource
import statistics
import subprocess
import time
import warnings

import pytest

from benchmarks.dual_cyclic import dual_cyclic_game
from games.forms.normal import NormalFormGame
from solver.nash import extreme_equilibria
from solver.nash.kernel import tiers
from tests.nash.kernel.families import escalation, lrsnash, lrsnash_present, matrices

pytest.importorskip("numba")
tiers.load()

FAMILIES = {
    "random [-99,99]": lambda rng, n: matrices(rng, n, n, -99, 99),
    "escalation": lambda rng, n: escalation(rng, n, n),
    "{0,1,2}": lambda rng, n: matrices(rng, n, n, 0, 2),
    "dual cyclic": lambda rng, n: dual_cyclic_game(n),
}
SIZES = [
    *((family, n) for family in FAMILIES if family != "dual cyclic" for n in (8, 10, 12)),
    ("random [-99,99]", 14),
    ("random [-99,99]", 16),
    ("escalation", 14),
    ("escalation", 16),
    ("dual cyclic", 10),
    ("dual cyclic", 12),
]


def games_of(family, n):
    count = 1 if family == "dual cyclic" else 3 if n > 12 else 9
    return [FAMILIES[family](random.Random(1000 * n + k), n) for k in range(count)]


def ours(tables):
    """CPU seconds and the extreme equilibria."""
    game = NormalFormGame.from_bimatrix(*tables)
    start = time.process_time()
    found = set(extreme_equilibria(game))
    return time.process_time() - start, found


def children(work):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, result


def cpu(work):
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def least(work, runs):
    return min((work() for _ in range(runs)), key=lambda pair: pair[0])


def report(capsys, benchmark, name, n, mine, theirs):
    ratio = statistics.median(b / a for a, b in zip(mine, theirs, strict=True))
    benchmark.extra_info["ratio"] = ratio
    with capsys.disabled():
        print(
            f"\n{name:>28} {n:>2}x{n:<2} ours {1e3 * statistics.median(mine):10.2f} ms"
            f"  peer {1e3 * statistics.median(theirs):10.1f} ms  ratio {ratio:8.1f}"
            f"  (least {min(b / a for a, b in zip(mine, theirs, strict=True)):.1f})"
        )


@pytest.mark.skipif(not lrsnash_present(), reason="lrsnash is not on PATH")
@pytest.mark.parametrize(("family", "n"), SIZES)
def test_lrsnash(benchmark, capsys, tmp_path, family, n):
    runs = 1 if n > 12 else 3
    mine, theirs = [], []
    ours(games_of(family, n)[0])
    for tables in games_of(family, n):
        seconds, found = least(lambda tables=tables: ours(tables), 3)
        other, expected = least(
            lambda tables=tables: children(lambda: lrsnash(*tables, tmp_path)), runs
        )
        assert found == expected
        mine.append(seconds)
        theirs.append(other)
    start, _ = least(lambda: children(lambda: lrsnash([[1]], [[1]], tmp_path)), 5)
    benchmark.group = f"{family} {n}x{n}"
    benchmark.pedantic(ours, args=(games_of(family, n)[0],), rounds=3)
    report(capsys, benchmark, f"lrsnash, {family}", n, mine, theirs)
    rest = statistics.median((b - start) / a for a, b in zip(mine, theirs, strict=True))
    with capsys.disabled():
        print(f"{'':>28} its start takes {1e3 * start:.1f} ms; without it the ratio is {rest:.1f}")


@pytest.mark.parametrize("n", [8, 10, 12])
def test_quantecon_vertex_enumeration(benchmark, capsys, n):
    """In floating point, right on generic games only: payoffs of five digits."""
    quantecon = pytest.importorskip("quantecon.game_theory")
    import numpy as np

    mine, theirs = [], []
    for seed in range(5):
        A, B = matrices(random.Random(seed), n, n, -99999, 99999)
        game = quantecon.NormalFormGame(
            [quantecon.Player(np.array(A, float)), quantecon.Player(np.array(B, float).T)]
        )
        quantecon.vertex_enumeration(game)
        seconds, found = least(lambda tables=(A, B): ours(tables), 3)
        other, _ = least(lambda game=game: cpu(lambda: quantecon.vertex_enumeration(game)), 2)
        mine.append(seconds)
        theirs.append(other)
        assert found
    benchmark.pedantic(ours, args=((A, B),), rounds=3)
    report(capsys, benchmark, "quantecon vertices", n, mine, theirs)


@pytest.mark.parametrize("method", ["support", "vertex"])
def test_nashpy(benchmark, capsys, method):
    nashpy = pytest.importorskip("nashpy")
    import numpy as np

    n = 8
    tables = matrices(random.Random(8), n, n, -99, 99)
    game = nashpy.Game(*(np.array(table, float) for table in tables))
    work = {"support": game.support_enumeration, "vertex": game.vertex_enumeration}[method]
    seconds, found = least(lambda: ours(tables), 3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other, theirs = cpu(lambda: list(work()))
    benchmark.pedantic(ours, args=(tables,), rounds=3)
    report(capsys, benchmark, f"nashpy {method}", n, [seconds], [other])
    seen = [[round(float(w), 6) for s in pair for w in s] for pair in theirs]
    missed = [pair for pair in found if [round(float(w), 6) for s in pair for w in s] not in seen]
    with capsys.disabled():
        print(f"{'':>28} found {len(theirs)} of {len(found)}; missed {len(missed)}")
        for x, y in sorted(missed):
            print(f"{'':>28} missed ({', '.join(map(str, x))}), ({', '.join(map(str, y))})")


_GAMBIT = """
import json, sys, time
import pygambit
A, B = json.load(sys.stdin)
game = pygambit.Game.from_arrays(A, B)
start = time.process_time()
found = pygambit.nash.enummixed_solve(game, rational=True).equilibria
print(time.process_time() - start, len(found))
"""


@pytest.mark.skipif(
    "DETENTE_GAMBIT_PYTHON" not in os.environ,
    reason="DETENTE_GAMBIT_PYTHON names no interpreter with pygambit",
)
def test_gambit_rational(benchmark, capsys):
    n = 8
    tables = matrices(random.Random(8), n, n, -99, 99)
    result = subprocess.run(
        [os.environ["DETENTE_GAMBIT_PYTHON"], "-c", _GAMBIT],
        input=json.dumps(tables),
        capture_output=True,
        text=True,
        check=True,
    )
    other, count = result.stdout.split()
    seconds, found = least(lambda: ours(tables), 5)
    assert int(count) == len(found)
    benchmark.pedantic(ours, args=(tables,), rounds=3)
    report(capsys, benchmark, "gambit rational", n, [seconds], [float(other)])


@pytest.mark.parametrize(("n", "count"), [(2, 200_000), (3, 100_000), (4, 20_000), (6, 4_000)])
def test_batch(benchmark, capsys, n, count):
    import numpy as np

    from solver.nash.batch import solve_batch

    rng = np.random.default_rng(n)
    tables = [rng.integers(-99, 100, (count, n, n)) for _ in range(2)]
    solve_batch(*(table[:2] for table in tables))
    seconds, _ = least(lambda: cpu(lambda: solve_batch(*tables)), 5)
    benchmark.pedantic(solve_batch, args=tables, rounds=3)
    with capsys.disabled():
        print(f"\n{'batch':>28} {n:>2}x{n:<2} {count / seconds:12,.0f} games/s")
    benchmark.extra_info["games_per_second"] = count / seconds


def test_twenty_by_twenty(benchmark, capsys):
    """Time and peak memory of the process, numba included."""
    tables = matrices(random.Random(20), 20, 20, -99, 99)
    seconds, found = benchmark.pedantic(ours, args=(tables,), rounds=1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    benchmark.extra_info["peak_gib"] = peak
    with capsys.disabled():
        print(f"\n{'20x20':>28} {seconds:.1f} s, {len(found)} equilibria, peak {peak:.2f} GiB")
    assert peak < 2
