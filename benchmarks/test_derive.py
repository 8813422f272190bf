"""Thresholds: one inequality solved for one quantity, beside sympy's reduce_inequalities.

The peer solves the inequality with numbers for every quantity but one (with symbols in place of the
numbers it gives no cases); ours derives the formula with all letters free, its cases, limits,
statics and proof, and puts the same numbers in.
"""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import pytest

from solver.regimes.derive import regimes
from solver.regimes.derive.decision import question
from solver.regimes.derive.turning import at_values, derive_thresholds

VALUES = {
    "c": Fraction(1, 3),
    "d": Fraction(1, 5),
    "k": Fraction(1, 2),
    "p": Fraction(11, 20),
    "s": Fraction(2, 5),
}


def peer(letter: str) -> Any:
    """The set on which the gain is positive, by sympy."""
    import sympy

    x = sympy.Symbol(letter, real=True)
    v = {name: sympy.Rational(str(value)) for name, value in VALUES.items()} | {letter: x}
    gain = (1 - v["d"]) * v["k"] * (v["p"] - v["s"]) * (1 - v["c"]) - v["d"] * (
        v["s"] + (1 - v["s"]) * v["c"]
    )
    return sympy.reduce_inequalities([gain > 0], [x])


@pytest.mark.benchmark(group="derive")
@pytest.mark.parametrize("letter", ["c", "d", "k", "p", "s"])
def test_one_inequality(benchmark: Any, letter: str) -> None:
    import sympy

    def ours() -> Any:
        (found,) = derive_thresholds(question(), letter)
        return at_values(found, "red", VALUES)

    here = benchmark(ours)
    started = time.perf_counter()
    answer = peer(letter)
    seconds = time.perf_counter() - started
    # The peer's answer has the same end.
    assert sympy.Rational(str(here.value)) in {
        number for relation in answer.atoms(sympy.core.relational.Relational)
        for number in relation.args
    }  # fmt: skip
    benchmark.extra_info["sympy_seconds"] = seconds
    if benchmark.stats is not None:
        benchmark.extra_info["ratio"] = seconds / benchmark.stats.stats.median


@pytest.mark.benchmark(group="derive")
def test_putting_numbers_in(benchmark: Any) -> None:
    """The formula once derived, one game after the other."""
    (found,) = derive_thresholds(question(), "c")
    here = benchmark(at_values, found, "red", VALUES)
    started = time.perf_counter()
    peer("c")
    benchmark.extra_info["sympy_seconds"] = time.perf_counter() - started
    assert here.side == "below"


@pytest.mark.benchmark(group="derive")
def test_every_regime_of_the_posture_game(benchmark: Any) -> None:
    from games import catalogue

    spec = catalogue.load("post/left")
    (found,) = benchmark.pedantic(regimes.derive, (spec,), rounds=1)
    benchmark.extra_info["patterns"] = found.count("occurs") + found.count("empty")
    assert found.settled
