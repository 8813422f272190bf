"""Maps over two parameters of games with irrational constants: known curves, and the engine."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from fractions import Fraction as F

import pytest

from games import catalogue
from games.exact import Number, RationalFunction, Scalar, parameter, parse, sqrt
from games.spec.realisation import Tables
from solver.regimes import partition
from solver.solution.regimes import RegimePartition
from tests.regimes.oracle import difference, disagreement
from tests.regimes.test_two import curved, game_at, points, signs_hold

A, C = sqrt(2), parse("2**(1/3)")
CONSTANTS = {
    "square root": A,
    "cube root, with complex conjugates": C,
    "cosine of 20 degrees": parse("cos(20 deg)"),
    "two square roots": parse("sqrt(2) + sqrt(3)"),
}


def on_curves(found: RegimePartition, rng: random.Random, count: int) -> list[dict[str, Number]]:
    """Points on curves that are linear in y, with x rational: exact in the field of the game."""
    x, y = found.axes
    chosen: list[dict[str, Number]] = []
    linear = [
        rows
        for p in found.polynomials
        if isinstance(p, RationalFunction) and len(rows := p.coefficients(y.symbol)[0]) == 2
    ]
    for _ in range(20 * count if linear else 0):
        at = x.low + (x.high - x.low) * F(rng.randint(0, 12), 12)
        below, above = (
            row.at({x.symbol: at}) if isinstance(row, RationalFunction) else row
            for row in rng.choice(linear)
        )
        if above != 0 and y.low <= -below / above <= y.high:  # type: ignore[operator]
            chosen.append({x.symbol: at, y.symbol: -below / above})  # type: ignore[dict-item, operator]
        if len(chosen) == count:
            break
    return chosen


def arcs_hold(found: RegimePartition, count: int) -> None:
    """The signs of cells are those of the pool at their samples, on arcs too."""
    signs_hold(found)
    arcs = [c for c in found.cells if c.dimension == 1 and c.sample[0].rational is not None]
    for cell in random.Random(1).sample(arcs, min(len(arcs), count)):
        x, y = (place.number for place in cell.sample)
        if x is not None and y is not None:
            values = {axis.symbol: v for axis, v in zip(found.axes, (x, y), strict=True)}
            assert found.signs(**values) == cell.signs


@pytest.mark.parametrize(
    ("expression", "cells"),
    [
        (lambda x, y: x**2 + y**2 - A / 4, {2: 2, 1: 1, 0: 0}),
        # Conjugate circles that touch each other at a point.
        (lambda x, y: (x - A / 4) ** 2 + y**2 - F(1, 8), {2: 2, 1: 1, 0: 0}),
        # Single real points, of which conjugates have others.
        (lambda x, y: (x - A / 2) ** 2 + y**2, {2: 1, 1: 0, 0: 1}),
        (lambda x, y: (x - A / 2) ** 2 + A * (y - A / 3) ** 2, {2: 1, 1: 0, 0: 1}),
        (lambda x, y: (x - A / 2) ** 2 + (y - C / 2) ** 2, {2: 1, 1: 0, 0: 1}),
        # A node and a cusp.
        (lambda x, y: y**2 - A * (x - A / 4) ** 2 * (x + A / 4), {2: 3, 1: 1, 0: 0}),
        (lambda x, y: y**2 - A * (x - A / 4) ** 3, {2: 2, 1: 1, 0: 0}),
        # Lines that meet their conjugates, and one through a corner.
        (lambda x, y: y - A * x, {2: 2, 1: 1, 0: 0}),
        (lambda x, y: y - C * x, {2: 2, 1: 1, 0: 0}),
        (lambda x, y: (y - 1) - A * (x - 1), {2: 2, 1: 1, 0: 0}),
        (lambda x, y: y**2 - C * x**2, {2: 4, 1: 1, 0: 0}),
        # Factors of different fields, an upright line, a double line, a tangent.
        (lambda x, y: (y - sqrt(A) * x) * (y + sqrt(A) * x / 2), {2: 4, 1: 4, 0: 1}),
        (lambda x, y: (x - A / 2) * (y - F(1, 2)), {2: 4, 1: 4, 0: 1}),
        (lambda x, y: (y - A * x) ** 2 * (y - F(1, 3)), {2: 4, 1: 4, 0: 1}),
        (lambda x, y: (y - A * x) ** 2, {2: 2, 1: 1, 0: 0}),
        (lambda x, y: (y - A * x**2) * y, {2: 4, 1: 4, 0: 1}),
    ],
)
def test_arrangements_of_known_curves(
    expression: Callable[[Scalar, Scalar], Scalar], cells: dict[int, int]
) -> None:
    tables = curved(expression(parameter("x"), parameter("y")))
    found = partition(tables, x="x", y="y", x_range=(-1, 1), y_range=(-1, 1))
    arcs_hold(found, 10)
    assert {d: sum(c.dimension == d for c in found.cells) for d in (2, 1, 0)} == cells
    rng = random.Random(1)
    for point in points(found, rng, 20) + on_curves(found, rng, 10):
        regime = found.regime_at(**point)
        assert regime is not None
        assert difference(game_at(tables, point), regime, point, None) is None


def random_game(rng: random.Random, size: int, constant: Number) -> Tables:
    """Entries are linear in x and y with small coefficients, some of them irrational."""
    x, y = parameter("x"), parameter("y")
    actions = tuple(f"a{i}" for i in range(size))

    def small(bound: int, chance: float) -> Scalar:
        irrational = rng.random() < chance
        return rng.randint(-bound, bound) + (rng.randint(-1, 1) * constant if irrational else 0)

    def table() -> tuple[tuple[Scalar, ...], ...]:
        return tuple(
            tuple(small(2, 0.5) + small(1, 0.3) * x + small(1, 0.3) * y for _ in range(size))
            for _ in range(size)
        )

    return Tables(("row", "column"), (actions, actions), (table(), table()))


def against_engine(tables: Tables, count: int, seed: int) -> None:
    found = partition(tables, x="x", y="y", x_range=(-1, 1), y_range=(-1, 1))
    assert found.status == "complete"
    arcs_hold(found, 10)
    rng = random.Random(seed)
    for point in points(found, rng, count) + on_curves(found, rng, count // 2):
        regime = found.regime_at(**point)
        assert regime is not None
        assert difference(game_at(tables, point), regime, point, None) is None


@pytest.mark.parametrize("constant", CONSTANTS.values(), ids=CONSTANTS)
@pytest.mark.parametrize("seed", range(2))
def test_random_games_against_the_engine(constant: Number, seed: int) -> None:
    against_engine(random_game(random.Random(seed), 2, constant), 60, seed)


def test_a_larger_random_game_against_the_engine() -> None:
    against_engine(random_game(random.Random(13), 3, A), 40, 13)


@pytest.mark.check
@pytest.mark.parametrize("constant", CONSTANTS.values(), ids=CONSTANTS)
@pytest.mark.parametrize("seed", range(20))
def test_many_points_of_random_games(constant: Number, seed: int) -> None:
    against_engine(random_game(random.Random(100 + seed), 2, constant), 400, seed)


@pytest.mark.check
@pytest.mark.parametrize("constant", [A, C], ids=["square root", "cube root"])
@pytest.mark.parametrize("seed", range(4))
def test_many_points_of_larger_random_games(constant: Number, seed: int) -> None:
    against_engine(random_game(random.Random(200 + seed), 3, constant), 200, seed)


AXES = [("stakes", "destruction_probability"), ("win_probability", "destruction_probability")]


@pytest.mark.parametrize(("x", "y"), AXES)
def test_the_post_at_thirty_degrees_against_the_engine(x: str, y: str) -> None:
    spec = catalogue.load("post/left")
    found = partition(spec, x=x, y=y)
    assert found.arithmetic == "algebraic"
    assert found.status == "complete"
    arcs_hold(found, 10)
    rng = random.Random(3)
    for point in points(found, rng, 150) + on_curves(found, rng, 50):
        assert disagreement(spec, found, point) is None


def shape(found: RegimePartition) -> object:
    """What two maps have in common that differ by the place of their curves only."""
    return (
        Counter((c.dimension, c.regime) for c in found.cells),
        [(r.structure, r.verdict, r.dimension, r.pieces) for r in found.regimes],
        found.neighbours,
        [(e.regime, e.components) for e in found.knife_edges],
    )


@pytest.mark.parametrize(("x", "y"), [*AXES, ("stakes", "expected_loss")])
def test_a_rational_cosine_close_by_gives_the_same_map_by_the_rational_path(x: str, y: str) -> None:
    """sqrt(3)/2 = 0.8660254..: no event of these maps lies between it and 866025/1000000."""
    spec = catalogue.load("post/left")
    near = partition(spec.with_values({"cosine": F(866025, 1000000)}), x=x, y=y)
    assert near.arithmetic == "rational"
    found = partition(spec, x=x, y=y)
    assert shape(found) == shape(near)
    for mine, other in zip(found.regimes, near.regimes, strict=True):
        if mine.dimension == 2:
            assert mine.measure is not None
            assert other.measure is not None
            assert mine.measure.low <= other.measure.high + F(1, 10**5)
            assert other.measure.low <= mine.measure.high + F(1, 10**5)


def test_irrational_units_of_payoff_change_no_cell() -> None:
    """Payoffs times sqrt(2), plus what the other's action is worth: strategically the same."""
    rng = random.Random(5)
    x, y = parameter("x"), parameter("y")
    entries = [
        [[rng.randint(-2, 2) + rng.randint(-2, 2) * x + rng.randint(-1, 1) * y for _ in "ab"]
         for _ in "ab"]
        for _ in "rc"
    ]  # fmt: skip
    actions = (("a", "b"), ("a", "b"))
    plain = Tables(("row", "column"), actions, tuple(tuple(map(tuple, t)) for t in entries))  # type: ignore[arg-type]
    moved = tuple(
        tuple(
            tuple(A * e + sqrt(3) * (x * y if (j if n == 0 else i) else 1 - y)
                  for j, e in enumerate(row))
            for i, row in enumerate(table)
        )
        for n, table in enumerate(entries)
    )  # fmt: skip
    maps = [
        partition(tables, x="x", y="y", x_range=(-1, 1), y_range=(-1, 1))
        for tables in (plain, Tables(("row", "column"), actions, moved))  # type: ignore[arg-type]
    ]
    assert maps[0].arithmetic == "rational"
    assert [(c.dimension, c.signs, c.regime) for c in maps[0].cells] == [
        (c.dimension, c.signs, c.regime) for c in maps[1].cells
    ]


def test_areas_add_up_to_the_box() -> None:
    found = partition(catalogue.load("post/left"), x="stakes", y="destruction_probability")
    spans = [r.measure for r in found.regimes if r.dimension == 2 and r.measure is not None]
    assert sum(span.low for span in spans) <= 1 <= sum(span.high for span in spans)
    assert sum(span.high - span.low for span in spans) < F(1, 50)
