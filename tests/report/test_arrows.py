import io
from fractions import Fraction as F

import pytest

pytest.importorskip("matplotlib", reason="pictures need the extra `plot`")

from matplotlib.figure import Figure

from games.errors import WorldError
from games.world import Conflict, Party, World
from solver.report.plots.arrows import arrows, arrows_figure, expected_power, plane, worth
from solver.report.plots.style import PALETTE, colours, save

WAR = Conflict(
    stakes=F(1, 2),
    win_probability=F(11, 20),
    destruction_probability=F(2, 5),
    destruction_fraction=F(1, 2),
)


def two(cosine=F(3, 5)):
    return World.of_two(Party("red", 2), Party("blue", 3), cosine)


def three():
    directions = ((0, 0, 1), (0, F(3, 5), F(4, 5)), (1, 0, 0))
    return World(tuple(Party(n, 2, u) for n, u in zip("abc", directions, strict=True)))


def test_plane_keeps_the_angle_and_shortens_what_leaves_it():
    red, blue = plane(two(), 0, 1)
    assert red == pytest.approx((1, 0))
    assert blue == pytest.approx((0.6, 0.8))
    a, b, c = plane(three(), 0, 1)
    assert a == pytest.approx((1, 0))
    assert b == pytest.approx((0.8, 0.6))
    assert c == pytest.approx((0, 0))


def test_expected_power_is_the_shift_times_what_survives():
    # share 2/5, shift (11/20 - 2/5)/2 = 3/40 of 5, four fifths survive
    assert expected_power(two(), WAR, "red", "blue") == pytest.approx((1.9, 2.1))


def test_axes_in_axes_out():
    axes = Figure().subplots()
    assert arrows(axes, two()) is axes
    texts = [text.get_text() for text in axes.texts]
    assert "red 2" in texts
    assert "blue 3" in texts
    assert "1.8" in texts  # blue's projection on red's direction
    assert "53.13°" in texts


@pytest.mark.parametrize("cosine", [F(1), F(-1), F(0), F(999, 1000)])
def test_every_angle_can_be_drawn(cosine):
    figure = arrows_figure(two(cosine), WAR, title="any")
    assert len(figure.axes) == 2


def test_the_plane_needs_two_parties():
    with pytest.raises(WorldError, match="two different parties"):
        arrows(Figure().subplots(), three(), first="a", second="a")


@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_bytes_are_stable(kind):
    def draw():
        target = io.BytesIO()
        save(arrows_figure(three(), WAR, first="b", second="a", title="three"), target, kind)
        return target.getvalue()

    first = draw()
    assert first == draw()
    assert len(first) > 5000
    assert b"2026-" not in first


def test_worth_adds_up():
    assert worth("red", 2.0, 4.598) == "worth to red:  2 + 2.598 = 4.598"
    assert worth("red", 1.0, -1.4) == "worth to red:  1 − 2.4 = −1.4"


def test_parties_named_after_colours_get_them():
    assert colours(("board", "red", "x")) == (PALETTE["blue"], PALETTE["red"], PALETTE["green"])
