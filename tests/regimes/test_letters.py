"""The decisiveness of a contest as an axis: thresholds by hand, and the engine at both ends."""

from __future__ import annotations

import math
from fractions import Fraction as F

import pytest

from games import catalogue
from games.errors import DetenteError, GameError
from games.exact import Number
from games.spec import Spec, loads
from solver.regimes import partition
from tests.regimes.oracle import difference

SPEC = """
detente: 1
parties: [{{name: red, power: {red}}}, {{name: blue, power: {blue}}}]
alignment: {{cosine: -3/4}}
conflict: {{stakes: 1, contest: {{kind: {kind}, decisiveness: 2}}, expected_loss: 1/20}}
game: {{kind: posture, levels: 1, resistance: 1}}
"""


def spec(kind: str, red: int = 2, blue: int = 3) -> Spec:
    return loads(SPEC.format(kind=kind, red=red, blue=blue))


@pytest.mark.parametrize(("red", "blue"), [(2, 3), (3, 2)])
@pytest.mark.parametrize("kind", ["ratio", "difference"])
def test_thresholds_of_decisiveness_by_hand(kind: str, red: int, blue: int) -> None:
    """MODEL 3: p* = s + d V / ((1-d) k (1-c)), then r from p/(1-p) as the contest has it."""
    d, k, c, s = F(1, 20), F(1), F(-3, 4), F(red, red + blue)
    found = partition(spec(kind, red, blue), x="decisiveness")
    (axis,) = found.axes
    assert axis.odds is not None
    assert found.arithmetic == "rational"
    first = s + d * (s + (1 - s) * c) / ((1 - d) * k * (1 - c))
    second = 1 - ((1 - s) + d * ((1 - s) + s * c) / ((1 - d) * k * (1 - c)))
    places = [cell.sample[0] for cell in found.cells[2:-2:2]]
    assert {place.rational for place in places} == {first, second}
    for place in places:
        assert place.rational is not None
        low, high = axis.odds.decisiveness(place.low, place.high)
        p = float(place.rational)
        rate = math.log(s / (1 - s)) if kind == "ratio" else float(2 * s - 1)
        assert high is not None
        assert float(low) == pytest.approx(math.log(p / (1 - p)) / rate, abs=1e-12)
        assert high - low < F(1, 2**40)


@pytest.mark.parametrize("kind", ["ratio", "difference"])
def test_the_regime_at_a_decisiveness_is_that_of_the_game(kind: str) -> None:
    subject = spec(kind)
    found = partition(subject, x="decisiveness")
    for r in (F(0), F(1), F(2), F(3), F(9)):
        real = subject.realise({"decisiveness": r})
        assert real.conflict is not None
        assert real.conflict.contest is not None
        assert real.world is not None
        p: Number = real.conflict.contest.win_probability(real.world.shares[0])  # type: ignore[assignment]
        regime = found.regime_at(x=p)
        assert regime is not None
        point = {found.axes[0].symbol: p}
        assert difference(real.game, regime, point, real.world.share_payoffs) is None  # type: ignore[arg-type]


def test_a_range_of_decisiveness_is_covered() -> None:
    found = partition(spec("difference"), x="decisiveness", x_range=(1, 4))
    (axis,) = found.axes
    assert axis.odds is not None
    low, high = axis.odds.decisiveness(axis.low, axis.high)
    assert high is not None
    assert F(999, 1000) < low <= 1
    assert 4 <= high < F(4001, 1000)
    assert any("outwards" in note for note in found.notes)
    exact = partition(spec("ratio"), x="decisiveness", x_range=(0, 2))
    assert (exact.axes[0].low, exact.axes[0].high) == (F(4, 13), F(1, 2))


def test_two_quantities_are_exact_with_decisiveness_as_one() -> None:
    found = partition(spec("difference"), x="decisiveness", y="angle")
    assert found.status == "complete"
    assert found.arithmetic == "rational"
    assert "decisiveness" in str(found)
    axes = found.to_dict()["axes"]
    assert axes[0]["odds"] == {"contest": "difference", "share": "2/5"}


@pytest.mark.parametrize(
    ("subject", "options"),
    [
        (spec("ratio", 2, 2), {"x": "decisiveness"}),
        (spec("ratio"), {"x": "decisiveness", "y": "share"}),
        (spec("ratio"), {"x": "decisiveness", "x_range": (2, 1)}),
        (spec("ratio"), {"x": "decisiveness", "x_range": (-1, 1)}),
    ],
)
def test_what_has_no_axis_of_decisiveness_is_refused(
    subject: Spec, options: dict[str, object]
) -> None:
    with pytest.raises(GameError):
        partition(subject, **options)  # type: ignore[arg-type]


def test_a_given_win_probability_has_no_decisiveness() -> None:
    with pytest.raises(DetenteError):
        partition(catalogue.load("post/left"), x="decisiveness")
