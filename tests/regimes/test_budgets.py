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


def test_a_map_stopped_before_all_its_polynomials_says_nothing_of_its_quantities() -> None:
    for y in (None, "angle"):
        found = partition(
            catalogue.load("post/left"), x="stakes", y=y, limits=Limits(stop=After(0))
        )
        assert found.notes == ()
        assert found.polynomials == ()
        assert "0 irreducible" not in found.document().to_text()


def test_a_map_stopped_while_its_roots_are_isolated_lists_what_boundaries_there_can_be() -> None:
    spec = posture(2)
    whole = partition(spec, x="expected_loss")
    met = {str(b.polynomial) for b in whole.boundaries}
    seen = False
    for times in range(100):
        part = partition(spec, x="expected_loss", limits=Limits(stop=After(times)))
        if not part.cells and part.polynomials:
            assert met <= {str(b.polynomial) for b in part.boundaries}
            assert "every boundary is a zero" in part.limits[0]
            seen = True
    assert seen


def test_where_time_is_short_for_cutting_curves_balls_prove_regions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The clock jumps to a little more than half of the limit once the curves are to be cut."""
    from solver.regimes import two

    spec = posture(1)
    whole = partition(spec, x="angle", y="expected_loss")
    plain = two.sort_members

    def late(*arguments: object) -> two.Sorted:
        monkeypatch.setattr(budgets.time, "monotonic", lambda: clock() + 60.0)
        return plain(*arguments)  # type: ignore[arg-type]

    clock = budgets.time.monotonic
    monkeypatch.setattr(two, "sort_members", late)
    part = partition(spec, x="angle", y="expected_loss", limits=Limits(seconds=110))
    consistent(part, whole, F(2))
    assert "half over" in part.limits[0]
    assert part.arithmetic == "ball"
    assert part.undecided < F(1, 20)


def test_a_degree_too_high_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = parameter("x"), parameter("y")
    game = curved(y**6 - x**5 - x * y - F(1, 3))
    options = {"x": "x", "y": "y", "x_range": (-1, 1), "y_range": (-1, 1)}
    whole = partition(game, **options)  # type: ignore[arg-type]
    assert whole.status == "complete"
    monkeypatch.setattr(budgets, "MAX_RESULTANT", 20)
    found = partition(game, **options)  # type: ignore[arg-type]
    assert found.status == "incomplete"
    assert "degree 60" in found.limits[0]
    # What is certain is given all the same: regions proved by balls.
    consistent(found, whole, F(4))
    assert found.undecided < F(1, 25)
    assert sum(r.measure.low for r in found.regimes if r.measure) + found.undecided == 4


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
    # Where there is no game nobody is indifferent.
    assert pole.meanings == ("payoffs of row are not defined",)
    assert [c.dimension for c in found.cells if c.regime is None] == [1]
    assert found.regime_at(x=F(1, 7), y=F(1, 7)) is None
    assert found.status == "complete"


def test_a_quantity_that_does_not_occur_is_said_in_two_dimensions() -> None:
    found = partition(catalogue.load("post/left"), x="angle", y="grab")
    assert "No payoff depends on grab." in found.notes
