"""Maps over one parameter: published ones, and every cell against the exact Nash engine."""

from __future__ import annotations

import random
from fractions import Fraction as F

import pytest

from games import catalogue
from games.errors import DetenteError, GameError, SpecError
from games.exact import parameter, sqrt
from games.spec import Spec, loads
from games.spec.realisation import Tables
from solver.regimes import partition
from solver.solution.regimes import RegimePartition
from tests.regimes.oracle import disagreement

POSTURE = """
detente: 1
parties: [{{name: red, power: 2}}, {{name: blue, power: 3}}]
alignment: {{cosine: {cosine}}}
conflict: {{stakes: 3/5, contest: {{kind: ratio, decisiveness: 2}},
           destruction_probability: 1/2, destruction_fraction: 1/2}}
game: {{kind: posture, levels: {levels}, resistance: 1/3}}
"""

MATRIX = """
detente: 1
parameters: {{x: {{value: 0, range: [-2, 2]}}}}
players: [{{name: row, actions: {actions}}}, {{name: column, actions: {actions}}}]
game: {{kind: matrix, payoffs: {{row: {row}, column: {column}}}}}
"""


def posture(levels: int, cosine: str = "-1/4") -> Spec:
    return loads(POSTURE.format(levels=levels, cosine=cosine))


def random_matrix(rng: random.Random, size: int) -> Spec:
    def table() -> str:
        rows = [
            [f"{rng.randint(-3, 3)} + {rng.randint(-2, 2)}*x" for _ in range(size)]
            for _ in range(size)
        ]
        return str(rows).replace("'", "")

    actions = str([f"a{i}" for i in range(size)]).replace("'", "")
    return loads(MATRIX.format(actions=actions, row=table(), column=table()))


def agree(spec: Spec, found: RegimePartition, rng: random.Random, count: int) -> None:
    """Samples of all cells that are numbers, then random rational points."""
    axis = found.axes[0]
    for cell in found.cells:
        value = cell.sample[0].number
        if value is not None and (cell.sample[0].polynomial is None or len(found.cells) < 12):
            assert found.lookup(**{axis.symbol: value}).regime == cell.regime
            assert disagreement(spec, found, {axis.symbol: value}) is None
    for _ in range(count):
        size = rng.choice([2, 6, 12, 97])
        value = axis.low + (axis.high - axis.low) * F(rng.randint(0, size), size)
        assert disagreement(spec, found, {axis.symbol: value}) is None


def test_the_example_with_two_knife_edges() -> None:
    """A(x) = [[x/2, x], [1-x, (1-x)/2]], B = A^T: at 1/3 and 2/3 two segments in one component."""
    found = partition(catalogue.load("examples/two-regimes"), x="x")
    assert found.status == "complete"
    assert [(run.low.rational, run.high.rational, run.closed) for run in found.runs] == [
        (0, F(1, 3), (True, False)),
        (F(1, 3), F(1, 3), (True, True)),
        (F(1, 3), F(2, 3), (False, False)),
        (F(2, 3), F(2, 3), (True, True)),
        (F(2, 3), 1, (False, True)),
    ]
    for x in (F(1, 3), F(2, 3)):
        regime = found.regime_at(x=x)
        assert regime is not None
        (component,) = regime.structure.components
        assert [subset.dimension for subset in component.subsets] == [1, 1]
    middle = found.regime_at(x=F(1, 2))
    assert middle is not None
    assert len(middle.structure.components) == 3
    assert [str(w) for w in middle.formulas[2].weights] == ["3*x - 1", "-3*x + 2"]
    agree(catalogue.load("examples/two-regimes"), found, random.Random(1), 200)


def test_the_threshold_angle_of_the_post_is_the_theorem() -> None:
    """MODEL 3: red seeks iff cos(angle) < 1 - d/b, b = (1-d) k (p-s) + d (1-s)."""
    found = partition(catalogue.load("post/left"), x="angle")
    d, k, p, s = F(1, 5), F(1, 2), F(11, 20), F(2, 5)
    threshold = 1 - d / ((1 - d) * k * (p - s) + d * (1 - s))
    assert found.axes[0].angle
    assert threshold in [run.low.rational for run in found.runs if run.is_point]


def test_irrational_constants_of_a_game_stay_exact() -> None:
    spec = catalogue.load("post/left")
    found = partition(spec, x="destruction_probability")
    (point,) = [run for run in found.runs if run.is_point]
    assert found.arithmetic == "algebraic"
    assert point.low.number == (834 - 480 * sqrt(3)) / 121
    agree(spec, found, random.Random(2), 10)


@pytest.mark.parametrize("levels", [1, 2, 3])
@pytest.mark.parametrize("address", ["angle", "expected_loss", "share", "resistance", "stakes"])
def test_posture_games_against_the_engine(levels: int, address: str) -> None:
    spec = posture(levels)
    found = partition(spec, x=address)
    agree(spec, found, random.Random(levels), {1: 15, 2: 5, 3: 2}[levels])


@pytest.mark.parametrize("size", [2, 3, 4])
def test_random_games_against_the_engine(size: int) -> None:
    rng = random.Random(size)
    for _ in range(2):
        spec = random_matrix(rng, size)
        agree(spec, partition(spec, x="x"), rng, 5)


@pytest.mark.check
@pytest.mark.parametrize("size", [2, 3, 4])
def test_many_points_of_random_games(size: int) -> None:
    rng = random.Random(100 + size)
    for _ in range(20):
        spec = random_matrix(rng, size)
        agree(spec, partition(spec, x="x"), rng, 500)


def test_exchange_of_the_parties_mirrors_the_map() -> None:
    found = partition(posture(2), x="share")
    text = POSTURE.format(levels=2, cosine="-1/4").replace("red, power: 2", "red, power: 3")
    other = partition(loads(text.replace("blue, power: 3", "blue, power: 2")), x="share")
    for value in (F(1, 7), F(2, 5), F(1, 2), F(5, 6)):
        here, there = found.regime_at(x=value), other.regime_at(x=1 - value)
        assert here is not None
        assert there is not None
        assert here.verdict is not None
        assert there.verdict is not None
        assert here.verdict.parties == there.verdict.parties[::-1]


def test_a_pole_inside_the_range_is_a_boundary_of_its_own() -> None:
    tables = Tables(
        ("row", "column"),
        (("a", "b"), ("a", "b")),
        (
            ((1 / (parameter("x") - F(1, 3)), F(0)), (F(0), F(1))),
            ((F(1), F(0)), (F(0), F(1))),
        ),
    )
    found = partition(tables, x="x", x_range=(0, 1))
    (pole,) = [run for run in found.runs if run.regime is None]
    assert pole.is_point
    assert pole.low.rational == F(1, 3)
    assert any(boundary.pole for boundary in found.boundaries)
    assert found.regime_at(x=F(1, 3)) is None


def test_a_quantity_that_nothing_depends_on_is_said() -> None:
    spec = catalogue.load("post/left")
    found = partition(spec, x="grab")
    assert found.notes == ("No payoff depends on grab.",)
    assert len(found.runs) == 1


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"x": "stake"}, SpecError),
        ({"x": "power.red"}, GameError),
        ({"x": "levels"}, GameError),
        ({"x": "stakes", "x_range": (0, 2)}, GameError),
        ({"x": "stakes", "x_range": (1, 0)}, GameError),
        ({"x": "stakes", "x_range": (0, sqrt(2) / 2)}, GameError),
        ({"x": "stakes", "y": "stakes"}, GameError),
    ],
)
def test_what_cannot_be_mapped_is_refused(
    options: dict[str, object], kind: type[DetenteError]
) -> None:
    with pytest.raises(kind):
        partition(catalogue.load("post/left"), **options)  # type: ignore[arg-type]
