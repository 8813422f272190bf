"""Maps that a limit ended: what they give is right, and what they do not know is said."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from games import catalogue
from games.exact import parameter
from games.spec.realisation import Tables
from solver.regimes import budget as budgets
from solver.regimes import partition
from solver.solution.limits import Limits
from solver.solution.regimes import RegimePartition
from tests.regimes.test_one import posture
from tests.regimes.test_two import curved


class After:
    """Says to stop after it was asked a number of times."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


def consistent(part: RegimePartition, whole: RegimePartition, size: F) -> None:
    """What a part says of its cells the whole map says too."""
    assert part.status == "incomplete"
    assert part.limits
    assert 0 < part.undecided <= size
    for cell in part.cells:
        point = {
            axis.symbol: place.rational
            for axis, place in zip(part.axes, cell.sample, strict=True)
            if place.rational is not None
        }
        if len(point) < len(part.axes):
            continue
        there = whole.regime_at(**point)
        here = part.regimes[cell.regime] if cell.regime is not None else None
        assert (here is None) == (there is None)
        assert here is None or (here.structure, here.verdict) == (there.structure, there.verdict)
    sizes = {(r.structure, r.verdict): r.measure for r in whole.regimes}
    for regime in part.regimes:
        if regime.measure is not None:
            assert regime.measure.low <= sizes[regime.structure, regime.verdict].high


def test_a_number_of_cells_ends_a_map_over_two_quantities() -> None:
    spec = posture(2)
    whole = partition(spec, x="angle", y="expected_loss")
    for most in (1, 60, 120):
        part = partition(spec, x="angle", y="expected_loss", limits=Limits(cells=most))
        consistent(part, whole, F(2))
        assert f"limit of {most} cells" in part.limits[0]
        assert len(part.cells) < len(whole.cells)
    generous = partition(spec, x="angle", y="expected_loss", limits=Limits(cells=10_000))
    assert generous == whole


def test_a_map_over_one_quantity_gives_what_lies_below() -> None:
    spec = posture(2)
    whole = partition(spec, x="expected_loss")
    seen = set()
    for times in range(0, 120, 2):
        part = partition(spec, x="expected_loss", limits=Limits(stop=After(times)))
        if part.status == "complete":
            assert part == whole
            break
        consistent(part, whole, F(1))
        seen.add(len(part.cells))
        # The last cell is an interval, and no knife edge is claimed for want of a neighbour.
        assert len(part.cells) % 2 == 0
        assert {e.cell for e in part.knife_edges} <= {e.cell for e in whole.knife_edges}
        ends = [[(run.low, run.high, run.closed) for run in m.runs[:-1]] for m in (part, whole)]
        assert ends[0] == ends[1][: len(ends[0])]
    assert 0 in seen
    assert len(seen) > 3


def test_memory_and_time_are_limits_too() -> None:
    for limits, words in (
        (Limits(memory=1), "memory limit of 1 bytes"),
        (Limits(seconds=1e-9), "time limit"),
    ):
        for y in (None, "share"):
            found = partition(posture(2), x="expected_loss", y=y, limits=limits)
            assert found.status == "incomplete"
            assert words in found.limits[0]
            assert found.undecided == 1


def test_a_degree_too_high_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = parameter("x"), parameter("y")
    game = curved(y**6 - x**5 - x * y - F(1, 3))
    options = {"x": "x", "y": "y", "x_range": (-1, 1), "y_range": (-1, 1)}
    assert partition(game, **options).status == "complete"  # type: ignore[arg-type]
    monkeypatch.setattr(budgets, "MAX_RESULTANT", 20)
    found = partition(game, **options)  # type: ignore[arg-type]
    assert found.status == "incomplete"
    assert "degree 60" in found.limits[0]
    assert found.undecided == 4


def test_a_pole_inside_the_box_is_a_boundary() -> None:
    x, y = parameter("x"), parameter("y")
    zero, one = F(0), F(1)
    game = Tables(
        ("row", "column"),
        (("a", "b"), ("c", "d")),
        (((1 / (x - y), zero), (zero, one)), ((one, zero), (zero, one))),
    )
    found = partition(game, x="x", y="y", x_range=(0, 1), y_range=(0, 1))
    (pole,) = [boundary for boundary in found.boundaries if boundary.pole]
    assert str(pole.polynomial) == "x - y"
    assert [c.dimension for c in found.cells if c.regime is None] == [1]
    assert found.regime_at(x=F(1, 7), y=F(1, 7)) is None
    assert found.status == "complete"


def test_a_quantity_that_does_not_occur_is_said_in_two_dimensions() -> None:
    found = partition(catalogue.load("post/left"), x="angle", y="grab")
    assert "No payoff depends on grab." in found.notes
