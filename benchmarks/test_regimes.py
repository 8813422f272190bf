"""Maps of regimes, exact, beside sympy's solver of inequalities for the one that decides alone.

Each case is timed in a process that has imported everything. Peak memory is measured in a process
of its own. The targets are those of a machine with two cores.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from games import catalogue
from games.exact import Scalar, parameter
from games.spec import Spec, loads
from games.spec.realisation import Tables
from solver.regimes import partition
from solver.solution.regimes import RegimePartition

ROOT = Path(__file__).parent.parent

POSTURE = """
detente: 1
parties: [{{name: red, power: 2}}, {{name: blue, power: 3}}]
alignment: {{cosine: -1/4}}
conflict: {{stakes: 3/5, contest: {{kind: ratio, decisiveness: 2}},
           destruction_probability: 1/2, destruction_fraction: 1/2}}
game: {{kind: posture, levels: {levels}, resistance: 1/3}}
"""


def posture(levels: int) -> Spec:
    return loads(POSTURE.format(levels=levels))


def random_tables(size: int, seed: int, names: str = "xy") -> Tables:
    """Entries linear in the parameters, with small integers."""
    rng = random.Random(seed)
    free = [parameter(name) for name in names]

    def entry() -> Scalar:
        return rng.randint(-3, 3) + sum((rng.randint(-2, 2) * x for x in free), Fraction(0))

    def table() -> tuple[tuple[Scalar, ...], ...]:
        return tuple(tuple(entry() for _ in range(size)) for _ in range(size))

    actions = tuple(f"a{i}" for i in range(size))
    return Tables(("row", "column"), (actions, actions), (table(), table()))


def over_box(subject: Spec | Tables, x: str = "x", y: str | None = "y") -> RegimePartition:
    bounds = {} if isinstance(subject, Spec) else {"x_range": (-1, 1), "y_range": (-1, 1)}
    found = partition(subject, x=x, y=y, **bounds)  # type: ignore[arg-type]
    assert found.status == "complete"
    return found


#: name -> (seconds that are allowed, arguments)
CASES: dict[str, tuple[float, Any]] = {
    **{
        f"{size}x{size} over one": (limit, (random_tables(size, size, "x"), "x", None))
        for size, limit in ((2, 0.05), (3, 0.1), (4, 0.3))
    },
    **{
        f"posture, {levels + 1}x{levels + 1} over one": (limit, (posture(levels), "share", None))
        for levels, limit in ((1, 0.05), (2, 0.1), (3, 0.3))
    },
    **{
        f"{size}x{size} over two": (limit, (random_tables(size, size), "x", "y"))
        for size, limit in ((2, 0.1), (3, 2), (4, 15))
    },
    **{
        f"posture, {levels + 1}x{levels + 1} over {x} and {y}": (limit, (posture(levels), x, y))
        for levels, limit in ((1, 0.1), (2, 2), (3, 15))
        for x, y in (
            ("angle", "expected_loss"),
            ("share", "expected_loss"),
            ("stakes", "resistance"),
        )
    },
}


@pytest.mark.benchmark(group="regimes")
@pytest.mark.parametrize("name", CASES)
def test_map(benchmark: Any, name: str) -> None:
    limit, arguments = CASES[name]
    over_box(posture(1), "share", "expected_loss")  # everything is imported
    found = benchmark.pedantic(over_box, arguments, rounds=3)
    benchmark.extra_info |= {
        "target_seconds": limit,
        "cells": len(found.cells),
        "regimes": len(found.regimes),
    }
    if benchmark.stats is not None:
        benchmark.extra_info["of_target"] = benchmark.stats.stats.median / limit
        assert benchmark.stats.stats.median < limit


@pytest.mark.benchmark(group="regimes")
def test_one_inequality_beside_sympy(benchmark: Any) -> None:
    """post/left over its angle; the peer solves red's inequality alone, one of six polynomials."""
    import sympy

    spec = catalogue.load("post/left")
    found = benchmark(over_box, spec, "angle", None)
    c = sympy.Symbol("c", real=True)
    d, k, p, s = (sympy.Rational(*pair) for pair in ((1, 5), (1, 2), (11, 20), (2, 5)))
    started = time.perf_counter()
    answer = sympy.reduce_inequalities(
        [(1 - d) * k * (p - s) * (1 - c) - d * (s + (1 - s) * c) > 0, c >= -1, c <= 1], [c]
    )
    seconds = time.perf_counter() - started
    ends = [run.low.rational for run in found.runs if run.is_point]
    assert any(
        sympy.Rational(end.numerator, end.denominator) in answer.atoms(sympy.Rational)
        for end in ends
        if end is not None
    )
    benchmark.extra_info["sympy_seconds"] = seconds
    if benchmark.stats is not None:
        benchmark.extra_info["ratio"] = seconds / benchmark.stats.stats.median


MEMORY = """
import resource
from benchmarks.test_regimes import over_box, posture, random_tables
over_box(random_tables(4, 4))
over_box(posture(3), "share", "expected_loss")
over_box(posture(3), "stakes", "resistance")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak if __import__("sys").platform == "darwin" else peak * 1024)
"""


@pytest.mark.benchmark(group="regimes")
def test_peak_memory(benchmark: Any) -> None:
    """The largest maps of the list one after another, in a process of their own."""

    def peak() -> int:
        done = subprocess.run(
            [sys.executable, "-c", MEMORY], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return int(done.stdout)

    used = benchmark.pedantic(peak, rounds=1)
    benchmark.extra_info["peak_bytes"] = used
    assert used < 10**9
