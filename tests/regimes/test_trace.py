"""Maps over one parameter with exponentials or transcendental constants, against the engine."""

from __future__ import annotations

import math
import random
from fractions import Fraction as F

import pytest

from games.errors import GameError
from games.exact import bridge, sqrt
from games.spec import Spec, loads
from solver.geometry.analytic import Analytic, Logistic, zeros
from solver.geometry.line import Located
from solver.regimes import partition
from solver.regimes.one import Gap
from solver.regimes.trace import Tracer
from solver.solution.certificate import Unproved
from solver.solution.regimes import RegimePartition
from tests.regimes.oracle import disagreement

LOGISTIC = """
detente: 1
parties: [{{name: red, power: {power}}}, {{name: blue, power: 3}}]
alignment: {{{alignment}}}
conflict: {{stakes: 4/5, contest: {{kind: difference, decisiveness: {decisiveness}}},
           destruction_probability: 1/5, destruction_fraction: 1/2}}
game: {{kind: posture, levels: {levels}, resistance: 1/3}}
"""

MATRIX = """
detente: 1
parameters: {{x: {{value: 0, range: [-2, 2]}}}}
players: [{{name: row, actions: {actions}}}, {{name: column, actions: {actions}}}]
game: {{kind: matrix, payoffs: {{row: {row}, column: {column}}}}}
"""


def logistic(
    levels: int = 1, decisiveness: str = "4", alignment: str = "cosine: -1/4", power: str = "2"
) -> Spec:
    return loads(
        LOGISTIC.format(levels=levels, decisiveness=decisiveness, alignment=alignment, power=power)
    )


def matrix(rng: random.Random, size: int, constants: tuple[str, ...]) -> Spec:
    def entry() -> str:
        words = [f"{rng.randint(-2, 2)} + {rng.randint(-2, 2)}*x"]
        if rng.random() < 0.6:
            words.append(f"{rng.choice(constants)}*({rng.randint(-2, 2)} + {rng.randint(-1, 1)}*x)")
        return " + ".join(words)

    def table() -> str:
        return str([[entry() for _ in range(size)] for _ in range(size)]).replace("'", "")

    actions = str([f"a{i}" for i in range(size)]).replace("'", "")
    return loads(MATRIX.format(actions=actions, row=table(), column=table()))


def agree(spec: Spec, found: RegimePartition, rng: random.Random, count: int) -> None:
    """Rational points, those beside each boundary among them; boundaries are where signs change."""
    assert found.status == "complete"
    (axis,) = found.axes
    values: list[F] = []
    for cell in found.cells:
        low, high = cell.sample[0].low, cell.sample[0].high
        if low == high:
            assert found.signs(**{axis.symbol: low}) == cell.signs
        else:
            before, after = found.cells[cell.id - 1], found.cells[cell.id + 1]
            assert found.signs(**{axis.symbol: low}) == before.signs
            assert found.signs(**{axis.symbol: high}) == after.signs
            values += [F(round(low * 10**4), 10**4), F(round(low * 997), 997)]
    values = [value for value in rng.sample(values, min(len(values), 4)) if value <= axis.high]
    for _ in range(count):
        size = rng.choice([2, 6, 12, 97])
        values.append(axis.low + (axis.high - axis.low) * F(rng.randint(0, size), size))
    for value in values:
        assert disagreement(spec, found, {axis.symbol: value}) is None


@pytest.mark.parametrize("levels", [1, 2])
@pytest.mark.parametrize("address", ["share", "angle", "stakes", "expected_loss", "power.red"])
def test_difference_contests_against_the_engine(levels: int, address: str) -> None:
    spec = logistic(levels)
    bounds = (F(1, 4), F(9)) if address == "power.red" else None
    found = partition(spec, x=address, x_range=bounds)
    assert found.arithmetic == "transcendental"
    agree(spec, found, random.Random(levels), {1: 12, 2: 4}[levels])


@pytest.mark.parametrize(
    ("alignment", "power"),
    [("angle: 2 rad", "2"), ("angle: 100 deg", "2"), ("cosine: -sqrt(2)/4", "2")],
)
def test_beside_irrational_constants(alignment: str, power: str) -> None:
    """In radians nothing proves that two boundaries differ, and balls tell them apart."""
    spec = logistic(alignment=alignment, power=power)
    agree(spec, partition(spec, x="share"), random.Random(4), 6)


CONSTANTS = {
    "an angle in radians": ("cos(1)",),
    "both kinds": ("cos(1)", "exp(1/3)"),
    "with a root": ("exp(-1)", "sqrt(2)"),
    "several measures": ("exp(1/2)", "exp(1/3)", "cos(2)", "sin(1)"),
}


@pytest.mark.parametrize("constants", CONSTANTS.values(), ids=CONSTANTS)
@pytest.mark.parametrize("seed", range(3))
def test_random_games_with_transcendental_constants(constants: tuple[str, ...], seed: int) -> None:
    rng = random.Random(seed)
    spec = matrix(rng, 2, constants)
    agree(spec, partition(spec, x="x"), rng, 12)


@pytest.mark.check
@pytest.mark.parametrize("constants", CONSTANTS.values(), ids=CONSTANTS)
@pytest.mark.parametrize("seed", range(10))
def test_many_points_of_games_with_transcendental_constants(
    constants: tuple[str, ...], seed: int
) -> None:
    rng = random.Random(50 + seed)
    spec = matrix(rng, 2 + seed % 2, constants)
    agree(spec, partition(spec, x="x"), rng, 200 if seed % 2 == 0 else 40)


@pytest.mark.check
@pytest.mark.parametrize("decisiveness", ["1", "3/2", "8"])
@pytest.mark.parametrize("address", ["share", "power.red"])
def test_many_points_of_difference_contests(decisiveness: str, address: str) -> None:
    spec = logistic(1, decisiveness)
    bounds = (F(1, 4), F(9)) if address == "power.red" else None
    agree(spec, partition(spec, x=address, x_range=bounds), random.Random(9), 1000)


def test_the_threshold_share_is_where_the_gain_of_the_model_is_zero() -> None:
    """MODEL 3 with p = 1/(1 + exp(-4 (2s - 1))): (1-d) k (p-s) (1-c) = d (s + (1-s) c)."""
    d, k, c = 1 / 10, 4 / 5, -1 / 4

    def gain(s: float) -> float:
        p = 1 / (1 + math.exp(-4 * (2 * s - 1)))
        return (1 - d) * k * (p - s) * (1 - c) - d * (s + (1 - s) * c)

    low, high = 0.5, 0.6
    assert gain(low) < 0 < gain(high)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if gain(middle) < 0 else (low, middle)
    spec = loads(
        LOGISTIC.format(levels=1, decisiveness=4, alignment="cosine: -1/4", power=2).replace(
            "resistance: 1/3", "resistance: 1"
        )
    )
    found = partition(spec, x="share")
    assert min(abs(cell.sample[0].approx - low) for cell in found.cells[::2]) < 1e-14


def test_a_symmetric_contest_has_a_symmetric_map() -> None:
    found = partition(logistic(), x="share")
    places = [cell.sample[0] for cell in found.cells[::2]]
    for here, there in zip(places, places[::-1], strict=True):
        assert here.low <= 1 - there.low
        assert here.high >= 1 - there.high


def test_the_sign_at_an_even_share_is_exact() -> None:
    """At s = 1/2 the win probability is 1/2, whatever the decisiveness."""
    found = partition(logistic(), x="share")
    assert found.regime_at(x=F(1, 2)) is not None
    assert found.followers[0].at({"share": F(1, 2)}) == F(1, 2)


def test_what_stays_open_is_told_apart_from_what_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An interval that no ball decides: its length is reported, the rest of the map holds."""
    spec = logistic()
    whole = partition(spec, x="share")
    real = Tracer.zeros

    def zeros(self: Tracer, number: int, low: F, high: F) -> tuple[list[Located], list[Gap]]:
        found, gaps = real(self, number, low, high)
        return found, [*gaps, (F(3, 10), F(31, 100))] if number == 0 else gaps

    monkeypatch.setattr(Tracer, "zeros", zeros)
    found = partition(spec, x="share")
    assert found.status == "undecided"
    assert F(1, 100) <= found.undecided <= F(4, 100)
    (hole,) = [cell for cell in found.cells if cell.undecided]
    assert hole.dimension == 1
    assert hole.regime is None
    assert "0.3 and 0.3" in found.limits[0] or "0.29" in found.limits[0]
    assert "undecided  not known" in str(found)
    for value in (F(1, 97), F(1, 4), F(1, 2), F(90, 97)):
        there, here = whole.regime_at(x=value), found.regime_at(x=value)
        assert there is not None
        assert here is not None
        assert there.structure == here.structure
    total = sum((r.measure.high for r in found.regimes if r.measure is not None), F(0))
    assert abs(total + found.undecided - 1) < F(1, 10**9)


def test_zeros_that_are_not_known_to_differ_stay_open_together() -> None:
    """Two objects for one zero, as two members that vanish together would give."""
    text = LOGISTIC.format(levels=1, decisiveness=4, alignment="angle: 2 rad", power=2)
    found = partition(loads(text), x="share")
    curve = Logistic((F(-3), F(6)), (F(1), F(0)))
    f = Analytic({(1,): bridge.poly([4]), (0,): bridge.poly([-3])}, (curve,), lambda _: F(1))
    twice = [zeros(f, F(0), F(1)).enclosed[0] for _ in "ab"]
    assert found.proof is not None
    question, pool = found.proof.args  # type: ignore[attr-defined]
    kept, gaps = Tracer(question, pool).apart([(0, twice[0]), (1, twice[1])], [])
    assert kept == []
    (gap,) = gaps
    assert gap[0] < twice[0].enclosure()[0] < gap[1]
    assert gap[1] - gap[0] < F(1, 10**15)


def test_an_exponent_with_irrational_coefficients_is_refused() -> None:
    with pytest.raises(GameError, match="rational"):
        partition(
            loads(
                LOGISTIC.format(
                    levels=1, decisiveness=4, alignment="cosine: -1/4", power="sqrt(2)"
                ).replace("power: 3", "power: sqrt(2)")
            ),
            x="power.red",
            x_range=(1, 2),
        )


def test_what_is_no_number_has_no_sign_at_an_irrational_point() -> None:
    from games.errors import NumberError

    found = partition(logistic(), x="share")
    with pytest.raises(NumberError):
        found.regime_at(x=sqrt(2) / 2)


def test_no_certificate_covers_a_map_with_an_exponential() -> None:
    shown = partition(logistic(), x="share").shown
    assert isinstance(shown, Unproved)
    assert "transcendental" in shown.reason
