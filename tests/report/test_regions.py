"""The picture of regions: its grid is the exact map, and the same map gives the same bytes."""

from __future__ import annotations

import io
from fractions import Fraction as F

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="pictures need the extra `plot`")

from games import catalogue
from games.errors import GameError
from solver.regimes import partition
from solver.report.plots.regions import figure, knife_edges, regime_grid, regions_figure
from solver.report.plots.style import save
from tests.regimes.test_trace import logistic


def test_the_grid_agrees_with_the_exact_map() -> None:
    found = partition(catalogue.load("post/left"), x="angle", y="destruction_probability")
    xs, ys, grid = regime_grid(found, 23)
    assert set(grid.ravel().tolist()) == {0, 1, 2}
    for column in range(0, 23, 4):
        for row in range(0, 23, 4):
            point = {"x": F(-1) + 2 * F(2 * column + 1, 46), "y": F(2 * row + 1, 46)}
            assert found.lookup(**point).regime == grid[row, column]
    assert len(xs) == len(ys) == 23


@pytest.mark.parametrize(("x", "y"), [("share", "angle"), ("decisiveness", "angle")])
def test_the_grid_of_a_map_with_other_symbols_agrees_too(x: str, y: str) -> None:
    found = partition(logistic(), x=x, y=y)
    xs, ys, grid = regime_grid(found, 13)
    step = [(axis.high - axis.low) / 100_000 for axis in found.axes]
    for column in range(0, 13, 3):
        for row in range(0, 13, 3):
            place = (F(xs[column]).limit_denominator(10**6), F(ys[row]).limit_denominator(10**6))
            near = {found.signs(x=place[0] + d * step[0], y=place[1]) for d in (-1, 0, 1)}
            if len(near) == 1 and grid[row, column] >= 0:
                assert found.lookup(x=place[0], y=place[1]).regime == grid[row, column]
    assert (grid >= 0).mean() > 0.9
    buffer = io.BytesIO()
    save(regions_figure(found), buffer, "svg")
    assert b"<svg" in buffer.getvalue()


def test_equal_maps_give_equal_pictures() -> None:
    found = partition(catalogue.load("post/left"), x="angle", y="destruction_probability")
    pictures = []
    for _ in range(2):
        buffer = io.BytesIO()
        save(regions_figure(found, "Left"), buffer, "svg")
        pictures.append(buffer.getvalue())
    assert pictures[0] == pictures[1]
    assert b"<svg" in pictures[0]


def test_one_axis_is_not_enough() -> None:
    with pytest.raises(GameError, match="two quantities"):
        figure(catalogue.load("post/left"), x=("angle", None))


def test_a_knife_edge_is_drawn_broken_on_its_own_part_of_the_curve() -> None:
    from matplotlib.figure import Figure

    found = partition(catalogue.load("examples/knife-edge"), x="expected_loss", y="stakes")
    axes = Figure().add_subplot()
    xs, ys, _ = regime_grid(found)
    (handle,) = knife_edges(axes, found, *np.meshgrid(xs, ys))
    assert handle.get_label().startswith("knife edge")
    drawn = np.concatenate([path.vertices for c in axes.collections for path in c.get_paths()])
    assert len(drawn) > 100
    assert np.abs(drawn[:, 0] - drawn[:, 1]).max() < 1e-9
    none = partition(catalogue.load("post/left"), x="angle", y="destruction_probability")
    assert knife_edges(axes, none, *np.meshgrid(xs, ys)) == []
