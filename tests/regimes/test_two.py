"""Maps over two parameters: every cell against the exact Nash engine, on curves and corners too."""

from __future__ import annotations

import random
from fractions import Fraction as F

import pytest

from games import catalogue
from games.exact import Number, Scalar, parameter
from games.forms.normal import NormalFormGame
from games.spec import Spec
from games.spec.realisation import Tables
from solver.regimes import partition
from solver.solution.limits import Limits
from solver.solution.regimes import RegimePartition
from tests.regimes.oracle import difference, disagreement
from tests.regimes.test_one import POSTURE, posture

PAIRS = [("angle", "expected_loss"), ("share", "expected_loss"), ("stakes", "resistance")]


def points(found: RegimePartition, rng: random.Random, count: int) -> list[dict[str, Number]]:
    """Rational samples of cells of every dimension, then events, and coarse and fine grids.

    Every third of the rest has the abscissa of one corner or sample and the ordinate of another, so
    that it lies over an event.
    """
    chosen: list[dict[str, Number]] = []
    exact = [c for c in found.cells if all(p.rational is not None for p in c.sample)]
    for dimension in (0, 1, 2):
        own = [cell for cell in exact if cell.dimension == dimension]
        chosen += [
            {axis.symbol: place.low for axis, place in zip(found.axes, cell.sample, strict=True)}
            for cell in rng.sample(own, min(len(own), count // 4))
        ]
    met = [[c.sample[k].low for c in exact if c.dimension < 2] for k in range(len(found.axes))]
    while len(chosen) < count:
        point: dict[str, Number] = {}
        if len(chosen) % 3 == 0 and met[0]:
            own = zip(found.axes, met, strict=True)
            chosen.append({axis.symbol: rng.choice(values) for axis, values in own})
            continue
        for axis in found.axes:
            size = rng.choice([1, 2, 3, 4, 6, 12, 97])
            point[axis.symbol] = axis.low + (axis.high - axis.low) * F(rng.randint(0, size), size)
        chosen.append(point)
    return chosen[:count]


def signs_hold(found: RegimePartition) -> None:
    """The signs of every cell with a rational sample are those of the pool there."""
    exact = [cell for cell in found.cells if all(p.rational is not None for p in cell.sample)]
    for cell in random.Random(len(exact)).sample(exact, min(len(exact), 150)):
        point = {a.symbol: p.low for a, p in zip(found.axes, cell.sample, strict=True)}
        assert found.signs(**point) == cell.signs


def agree(spec: Spec, found: RegimePartition, rng: random.Random, count: int) -> None:
    assert found.status == "complete"
    signs_hold(found)
    for point in points(found, rng, count):
        assert disagreement(spec, found, point) is None


@pytest.mark.parametrize(
    ("levels", "x", "y"),
    [(levels, *pair) for levels in (1, 2, 3) for pair in PAIRS],
)
def test_posture_games_against_the_engine(levels: int, x: str, y: str) -> None:
    spec = posture(levels)
    found = partition(spec, x=x, y=y)
    agree(spec, found, random.Random(levels), 200)


@pytest.mark.check
@pytest.mark.parametrize("levels", [1, 2, 3])
@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_ten_thousand_points_of_posture_games(levels: int, x: str, y: str) -> None:
    spec = posture(levels)
    agree(spec, partition(spec, x=x, y=y), random.Random(50 + levels), 10_000)


def random_game(rng: random.Random, size: int) -> Tables:
    x, y = parameter("x"), parameter("y")
    actions = tuple(f"a{i}" for i in range(size))

    def table() -> tuple[tuple[Scalar, ...], ...]:
        return tuple(
            tuple(
                rng.randint(-3, 3) + rng.randint(-2, 2) * x + rng.randint(-2, 2) * y
                for _ in range(size)
            )
            for _ in range(size)
        )

    return Tables(("row", "column"), (actions, actions), (table(), table()))


def game_at(tables: Tables, point: dict[str, Number]) -> NormalFormGame:
    def value(entry: Scalar) -> Number:
        return entry.at(point) if hasattr(entry, "at") else entry  # type: ignore[no-any-return]

    return NormalFormGame(
        tables.players,
        tables.actions,
        tuple(tuple(tuple(value(e) for e in row) for row in table) for table in tables.payoffs),
    )


def against_engine(tables: Tables, count: int, seed: int) -> None:
    found = partition(tables, x="x", y="y", x_range=(-1, 1), y_range=(-1, 1))
    signs_hold(found)
    for point in points(found, random.Random(seed), count):
        regime = found.regime_at(**point)
        assert regime is not None
        assert difference(game_at(tables, point), regime, point, None) is None


@pytest.mark.parametrize("seed", range(6))
def test_random_games_against_the_engine(seed: int) -> None:
    """Entries are linear with small coefficients, so lines meet in threes and at corners."""
    against_engine(random_game(random.Random(seed), 2 if seed < 4 else 3), 200, seed)


def test_a_game_of_four_actions_each_against_the_engine() -> None:
    against_engine(random_game(random.Random(0), 4), 100, 0)


@pytest.mark.check
@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("size", [2, 3])
def test_many_points_of_random_games(size: int, seed: int) -> None:
    against_engine(random_game(random.Random(seed), size), 500, seed)


@pytest.mark.check
@pytest.mark.parametrize("seed", range(4))
def test_many_points_of_random_games_of_four_actions(seed: int) -> None:
    against_engine(random_game(random.Random(seed), 4), 2_500, seed)


def curved(top: Scalar) -> Tables:
    """A 2x2 game in which row's first action pays `top` more than the second, always."""
    zero = F(0)
    return Tables(
        ("row", "column"),
        (("a", "b"), ("c", "d")),
        (((top, top), (zero, zero)), ((F(1), zero), (F(1), zero))),
    )


@pytest.mark.parametrize(
    ("expression", "cells"),
    [
        # A circle inside the box: inside, outside and the curve itself.
        (lambda x, y: x**2 + y**2 - F(1, 4), {2: 2, 1: 1, 0: 0}),
        # A circle that touches the box from within: the touching points are no cells of their own.
        (lambda x, y: x**2 + y**2 - 1, {2: 5, 1: 1, 0: 0}),
        # A single real point of a curve.
        (lambda x, y: x**2 + y**2, {2: 1, 1: 0, 0: 1}),
        # A node: the curve crosses itself, and no sign changes along it.
        (lambda x, y: y**2 - x**2 * (x + F(1, 2)), {2: 3, 1: 1, 0: 0}),
        # A cusp.
        (lambda x, y: y**2 - x**3, {2: 2, 1: 1, 0: 0}),
        # Two lines, one of them vertical.
        (lambda x, y: x * (y - F(1, 2)), {2: 4, 1: 4, 0: 1}),
        # A line along an edge of the box, and one through its corners.
        (lambda x, y: (y + 1) * (x - y), {2: 2, 1: 2, 0: 1}),
        # A parabola and its tangent: they touch without crossing.
        (lambda x, y: (y - x**2) * y, {2: 4, 1: 4, 0: 1}),
    ],
)
def test_arrangements_of_known_curves(expression: object, cells: dict[int, int]) -> None:
    top = expression(parameter("x"), parameter("y"))  # type: ignore[operator]
    found = partition(curved(top), x="x", y="y", x_range=(-1, 1), y_range=(-1, 1))
    signs_hold(found)
    assert {d: sum(c.dimension == d for c in found.cells) for d in (2, 1, 0)} == cells
    for point in points(found, random.Random(1), 40):
        regime = found.regime_at(**point)
        assert regime is not None
        assert difference(game_at(curved(top), point), regime, point, None) is None


def test_regions_of_the_post_are_told_in_closed_form() -> None:
    found = partition(catalogue.load("post/left"), x="angle", y="destruction_probability")
    solved = {str(b.polynomial): b.solved for b in found.boundaries}
    key = "21*cosine*destruction_probability + 6*cosine + 19*destruction_probability - 6"
    assert solved[key]["destruction_probability"] == ("(-6*cosine + 6)/(21*cosine + 19)",)
    assert found.neighbours == ((0, 1), (1, 2))


def test_exchange_of_the_parties_leaves_the_map_mirrored() -> None:
    found = partition(posture(2), x="angle", y="expected_loss")
    text = POSTURE.format(levels=2, cosine="-1/4").replace("red, power: 2", "red, power: 3")
    from games.spec import loads

    other = partition(
        loads(text.replace("blue, power: 3", "blue, power: 2")), x="angle", y="expected_loss"
    )
    assert sorted(str(p) for p in found.polynomials) == sorted(str(p) for p in other.polynomials)
    assert sorted(r.pieces for r in found.regimes if r.pieces) == sorted(
        r.pieces for r in other.regimes if r.pieces
    )
    assert len(found.cells) == len(other.cells)


def test_a_map_that_was_stopped_says_so() -> None:
    found = partition(posture(2), x="angle", y="expected_loss", limits=Limits(stop=lambda: True))
    assert found.status == "incomplete"
    assert found.limits
    assert found.undecided == 2
