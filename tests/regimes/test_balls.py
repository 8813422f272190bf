"""Maps over two parameters by balls: every claim against the engine, and against exact maps."""

from __future__ import annotations

import random
from fractions import Fraction as F
from functools import lru_cache

import pytest

from games.exact import Number, parameter, parse
from games.spec import Spec
from games.spec.realisation import Tables
from solver.regimes import partition
from solver.regimes.balls import _Part, _Search
from solver.regimes.label import Labeller
from solver.solution.limits import Limits
from solver.solution.regimes import RegimePartition
from tests.regimes.oracle import disagreement
from tests.regimes.test_trace import logistic
from tests.regimes.test_two import curved


def agree(spec: Spec, found: RegimePartition, rng: random.Random, count: int) -> None:
    """Cells have the signs of their samples; points with a known pattern have its regime."""
    for cell in rng.sample(found.cells, min(len(found.cells), 40)):
        point: dict[str, Number] = {
            axis.symbol: place.low for axis, place in zip(found.axes, cell.sample, strict=True)
        }
        assert found.signs(**point) == cell.signs
    known = {cell.signs for cell in found.cells}
    hits = 0
    for _ in range(count):
        point = {
            axis.symbol: axis.low + (axis.high - axis.low) * F(rng.randint(0, 97), 97)
            for axis in found.axes
        }
        if found.signs(**point) in known:
            hits += 1
            assert disagreement(spec, found, point) is None
    assert hits > count * 3 // 4


@lru_cache(maxsize=1)
def plane() -> RegimePartition:
    return partition(logistic(), x="share", y="angle")


def test_a_difference_contest_against_the_engine() -> None:
    spec, found = logistic(), plane()
    assert found.status == "undecided"
    assert 0 < found.undecided < F(1, 25)
    agree(spec, found, random.Random(1), 25)


def test_with_a_time_limit_less_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    from solver.regimes import balls

    monkeypatch.setattr(balls, "PARTS", 400)
    monkeypatch.setattr(balls, "PARTS_IN_TIME", 1600)
    short = partition(logistic(), x="share", y="angle")
    long = partition(logistic(), x="share", y="angle", limits=Limits(seconds=1000))
    assert long.undecided < short.undecided * F(2, 3)
    assert "--limit-time" in short.limits[-1]
    assert "--limit-time" not in long.limits[-1]


@pytest.mark.check
@pytest.mark.parametrize(("x", "y"), [("share", "angle"), ("share", "stakes"), ("angle", "stakes")])
def test_a_thousand_points_of_difference_contests(x: str, y: str) -> None:
    spec = logistic()
    agree(spec, partition(spec, x=x, y=y), random.Random(2), 1000)


def test_areas_are_bounds_and_add_up() -> None:
    found = plane()
    spans = [r.measure for r in found.regimes if r.measure is not None]
    low = sum((span.low for span in spans), F(0))
    assert low + found.undecided == 2
    assert all(span.high - span.low == found.undecided for span in spans)


def test_a_line_through_the_map_is_the_exact_map_over_one_quantity() -> None:
    """At cosine -1/4 every regime of full length lies in the plane too, where that is decided."""
    box = plane()
    line = partition(logistic(), x="share")
    known = {cell.signs for cell in box.cells}
    seen = 0
    for cell in line.cells[1::2]:
        point = {"share": cell.sample[0].low, "cosine": F(-1, 4)}
        if box.signs(**point) in known:
            seen += 1
            there, here = box.regime_at(**point), line.regime_at(share=point["share"])
            assert there is not None
            assert here is not None
            assert (there.structure, there.verdict) == (here.structure, here.verdict)
    assert seen >= 3


def test_the_area_of_a_transcendental_circle() -> None:
    """x^2 + y^2 < cos(1)^2 has the area pi cos(1)^2 = 0.9171.."""
    c = parse("cos(1)")
    x, y = parameter("x"), parameter("y")
    found = partition(curved(x**2 + y**2 - c * c), x="x", y="y", x_range=(-1, 1), y_range=(-1, 1))
    inside = found.regime_at(x=0, y=0)
    assert inside is not None
    assert inside.measure is not None
    assert inside.measure.low < F(91710, 100000) < F(91711, 100000) < inside.measure.high
    assert inside.measure.high - inside.measure.low < F(1, 50)
    assert len(found.cells) == 2


def test_a_map_without_a_boundary_is_complete() -> None:
    found = partition(
        curved(parse("exp(1)") + parameter("x") + parameter("y")),
        x="x",
        y="y",
        x_range=(0, 1),
        y_range=(0, 1),
    )
    assert found.status == "complete"
    assert found.undecided == 0
    assert len(found.cells) == 1


def test_a_limit_leaves_more_undecided_and_says_so() -> None:
    found = partition(logistic(), x="share", y="angle", limits=Limits(cells=5))
    assert found.status == "undecided"
    assert found.undecided > F(1, 25)
    assert "limit" in " ".join(found.limits)


def test_exchange_of_the_parties_leaves_the_areas() -> None:
    found = plane()
    known = {cell.signs for cell in found.cells}
    rng = random.Random(3)
    for _ in range(60):
        s, c = F(rng.randint(0, 97), 97), F(rng.randint(-60, 60), 61)
        if {found.signs(x=s, y=c), found.signs(x=1 - s, y=c)} <= known:
            here, there = found.regime_at(x=s, y=c), found.regime_at(x=1 - s, y=c)
            assert here is not None
            assert there is not None
            assert here.verdict is not None
            assert there.verdict is not None
            assert here.verdict.parties == there.verdict.parties[::-1]
            assert here.measure is not None
            assert there.measure is not None
            assert abs(here.measure.low - there.measure.low) <= found.undecided


def test_tables_with_poles_are_mapped() -> None:
    x, y = parameter("x"), parameter("y")
    e = parse("exp(-1)")
    tables = Tables(
        ("row", "column"),
        (("a", "b"), ("a", "b")),
        (((1 / (x - e), F(0)), (F(0), y)), ((F(1), F(0)), (F(0), F(1)))),
    )
    found = partition(tables, x="x", y="y", x_range=(0, 1), y_range=(-1, 1))
    assert any(boundary.pole for boundary in found.boundaries)
    assert all(cell.regime is not None for cell in found.cells)


def test_a_sign_that_is_proved_holds_all_over_a_part() -> None:
    """Parts of every size and place, against the exact signs at points of them."""
    found = plane()
    assert found.proof is not None
    question, pool = found.proof.args  # type: ignore[attr-defined]
    search = _Search(question, pool, Labeller(pool, ("red", "blue"), (2, 2), None))
    rng = random.Random(6)
    proved = 0
    for _ in range(300):
        size = F(1, rng.choice([2, 3, 5, 9, 17]))
        s, c = F(rng.randint(0, 60), 60) * (1 - size), F(rng.randint(0, 60), 60) * (2 - size) - 1
        part = search._proved(_Part((s, c), (s + size, c + size), (0,) * len(pool.members)))
        for _ in range(4):
            point = {
                "x": s + size * F(rng.randint(0, 3), 3),
                "y": c + size * F(rng.randint(0, 3), 3),
            }
            for said, true in zip(part.signs, found.signs(**point), strict=True):
                proved += said != 0
                assert said in (0, true)
    assert proved > 3000
