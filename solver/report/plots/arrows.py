"""The picture of preferences and power: one arrow per party, before and after conflict.

An arrow points along the party's preference and is as long as its power. The second party's arrow
is projected, dashed, on the direction of the first: what the second party's power is worth to the
first. After conflict the lengths are expected power, with the arrows from before in outline.

Worlds of more than two dimensions are drawn in the plane of the two parties named; the others'
arrows are projected on that plane, and look shorter than they are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from games.errors import GameError, WorldError
from games.world import Conflict, World, coalition_conflict
from solver.report.plots.style import FAINT, INK, RULE, colours, house

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from games.spec import Spec

Point = tuple[float, float]
_HEAD_LENGTH = 0.42
_HEAD_SCALE = 18.0


def plane(world: World, first: int, second: int) -> tuple[Point, ...]:
    """Directions of all parties in the plane of two, the first along (1, 0), [party]."""
    a = [[float(entry) for entry in row] for row in world.alignment]
    c = a[first][second]
    sine = math.sqrt(max(0.0, 1 - c * c))
    across = [
        (a[second][j] - c * a[first][j]) / sine if sine > 1e-9 else 0.0 for j in range(len(a))
    ]
    return tuple(zip(a[first], across, strict=True))


def expected_power(world: World, conflict: Conflict, first: str, second: str) -> tuple[float, ...]:
    """Power of every party expected after a conflict of the first against the second."""
    result = coalition_conflict(world, conflict, [first], [second])
    return tuple(float(amount) for amount in result.power)


def extent(points: Sequence[Point], label: int = 8) -> tuple[Point, Point]:
    """Limits of x and y that hold the origin, all the points and labels of so many letters."""
    xs, ys = [0.0, *(x for x, _ in points)], [0.0, *(y for _, y in points)]
    size = max(max(xs) - min(xs), max(ys) - min(ys))
    across, below = (0.08 + 0.03 * label) * size, 0.2 * size
    above = max(0.13 * size, 0.3 * size - max(ys))  # room for a name, and for the arc of an angle
    return (
        (min(xs) - across, max(xs) + across),
        (min(ys) - below, max(ys) + above),
    )


def _arrow(
    axes: Axes, tail: Point, tip: Point, colour: str, *, ghost: bool = False, dashed: bool = False
) -> None:
    """One arrow from tail to tip, exact at both ends; a dashed one has a solid head."""
    from matplotlib.patches import FancyArrowPatch

    length = math.dist(tail, tip)
    if length < 1e-9:
        return
    start = tail
    if dashed:
        axes.add_patch(
            FancyArrowPatch(
                tail,
                tip,
                arrowstyle="-",
                shrinkA=0,
                shrinkB=_HEAD_LENGTH * _HEAD_SCALE,
                linewidth=1.6,
                linestyle=(0, (3.2, 2.0)),
                edgecolor=colour,
                capstyle="butt",
                zorder=4,
            )
        )
        start = (tip[0] - 0.01 * (tip[0] - tail[0]), tip[1] - 0.01 * (tip[1] - tail[1]))
    axes.add_patch(
        FancyArrowPatch(
            start,
            tip,
            arrowstyle=f"-|>,head_length={_HEAD_LENGTH},head_width=0.17",
            mutation_scale=_HEAD_SCALE,
            shrinkA=0,
            shrinkB=0,
            linewidth=1.0 if ghost or dashed else 2.2,
            edgecolor=colour,
            facecolor="white" if ghost else colour,
            alpha=0.4 if ghost else 1.0,
            joinstyle="miter",
            capstyle="butt",
            zorder=2 if ghost else 4,
        )
    )


def arrows(
    axes: Axes,
    world: World,
    *,
    first: str | None = None,
    second: str | None = None,
    power: Sequence[float] | None = None,
    limits: tuple[Point, Point] | None = None,
) -> Axes:
    """Draw the arrows on the axes and return them.

    first, second: the parties whose plane it is (default: the first two). power: the lengths
    drawn in full (default: the world's own); where given, the world's own are drawn in outline.
    """
    names = world.names
    i = world.index(first or names[0])
    j = world.index(second or next(name for name in names if name != names[i]))
    if i == j:
        raise WorldError("arrows(): the plane needs two different parties", found=names[i])
    own = tuple(float(amount) for amount in world.power)
    lengths = own if power is None else tuple(power)
    directions, colour = plane(world, i, j), colours(names)
    tips = [(m * x, m * y) for m, (x, y) in zip(lengths, directions, strict=True)]
    old = [(m * x, m * y) for m, (x, y) in zip(own, directions, strict=True)]
    labels = [f"{name} {length:.4g}" for name, length in zip(names, lengths, strict=True)]
    xlim, ylim = limits or extent([*tips, *old], max(map(len, labels)))
    size = max(xlim[1] - xlim[0], ylim[1] - ylim[0])
    tails = _tails(directions, own, i, size)

    axes.set_xlim(*xlim)
    axes.set_ylim(*ylim)
    axes.set_aspect("equal")
    axes.set_axis_off()
    axes.plot(xlim, (0, 0), color=RULE, linewidth=0.8, zorder=1)
    if power is not None:
        for tail, tip, ink in zip(tails, old, colour, strict=True):
            _arrow(axes, tail, _moved(tip, tail), ink, ghost=True)
    _projection(axes, tips[j], colour[j], size)
    for tail, tip, ink in zip(tails, tips, colour, strict=True):
        _arrow(axes, tail, _moved(tip, tail), ink)
    axes.plot([0], [0], marker="o", markersize=3.5, color=INK, zorder=6)
    _angle(axes, math.atan2(directions[j][1], directions[j][0]), size)
    for party, (tip, outline) in enumerate(zip(tips, old, strict=True)):
        farthest = max(tip, outline, key=lambda point: math.hypot(*point))
        if tails[party] == (0.0, 0.0):
            _name(axes, labels[party], tip, farthest, directions[party], colour[party])
        else:
            _name(axes, labels[party], _moved(tip, tails[party]), tip, (0.8, 0.6), colour[party])
    return axes


def _moved(point: Point, by: Point) -> Point:
    return (point[0] + by[0], point[1] + by[1])


def _tails(
    directions: Sequence[Point], power: Sequence[float], first: int, size: float
) -> list[Point]:
    """Where arrows start: the origin, or a little above it where they would cover the first."""
    tails: list[Point] = []
    lifted = 0
    for party, (m, (x, y)) in enumerate(zip(power, directions, strict=True)):
        covers = party != first and x > 0 and abs(m * y) < 0.05 * size
        lifted += covers
        tails.append((0.0, 0.035 * size * lifted) if covers else (0.0, 0.0))
    return tails


def _projection(axes: Axes, tip: Point, colour: str, size: float) -> None:
    """The dashed arrow of the second party on the first one's line, and the line it falls along.

    It is set off a little below the line, so that both arrows can be seen.
    """
    offset = -0.035 * size
    _arrow(axes, (0, offset), (tip[0], offset), colour, dashed=True)
    axes.plot(
        (tip[0], tip[0]), (tip[1], offset), color=colour, linewidth=0.9, linestyle=":", zorder=3
    )
    axes.annotate(
        f"{tip[0]:.4g}".replace("-", "−"),
        (tip[0] / 2, offset),
        xytext=(0, -5),
        textcoords="offset points",
        ha="center",
        va="top",
        color=colour,
        fontsize=8.5,
    )


def _angle(axes: Axes, angle: float, size: float) -> None:
    """The arc from the first direction to the second, with the angle in degrees."""
    from matplotlib.patches import Arc

    degrees = math.degrees(angle)
    if degrees < 1:
        return
    radius = 0.13 * size
    axes.add_patch(
        Arc((0, 0), 2 * radius, 2 * radius, theta1=0, theta2=degrees, color=FAINT, linewidth=0.9)
    )
    middle = angle / 2
    axes.annotate(
        f"{degrees:.4g}°",
        (radius * math.cos(middle), radius * math.sin(middle)),
        xytext=(4 * math.cos(middle), 4 * math.sin(middle)),
        textcoords="offset points",
        ha="left" if degrees < 170 else "center",
        va="center" if degrees < 60 else "bottom",
        color=INK,
        fontsize=8,
        zorder=7,
        bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none"},
    )


def _name(
    axes: Axes, text: str, tip: Point, farthest: Point, direction: Point, colour: str
) -> None:
    """The party's name and power: beyond every tip on the first line, else to the arrow's left."""
    x, y = direction
    on_line = abs(y) < 0.17
    side = (math.copysign(1, x), 0.0) if on_line else (-y, x) if y > 0 else (y, -x)
    axes.annotate(
        text,
        farthest if on_line else tip,
        xytext=(6 * side[0], 6 * side[1]),
        textcoords="offset points",
        ha="left" if side[0] > 0.3 else "right" if side[0] < -0.3 else "center",
        va="center" if on_line else "bottom" if side[1] > 0.3 else "top",
        color=colour,
        fontweight="bold",
        zorder=7,
        bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"},
    )


def worth(name: str, own: float, total: float) -> str:
    """What the outcome is worth to a party: own power and the others', projected."""
    others = total - own
    text = f"worth to {name}:  {own:.4g} {'+' if others >= 0 else '-'} {abs(others):.4g}"
    return f"{text} = {total:.4g}".replace("-", "−")


def arrows_figure(
    world: World,
    conflict: Conflict,
    *,
    first: str | None = None,
    second: str | None = None,
    title: str = "",
) -> Figure:
    """Both panels side by side, on one scale, with what the outcome is worth to the first party."""
    from matplotlib.figure import Figure

    one = first or world.names[0]
    two = second or next(name for name in world.names if name != one)
    i, j = world.index(one), world.index(two)
    after = expected_power(world, conflict, one, two)
    before = tuple(float(amount) for amount in world.power)
    directions = plane(world, i, j)
    limits = extent(
        [
            (m * x, m * y)
            for lengths in (before, after)
            for m, (x, y) in zip(lengths, directions, strict=True)
        ],
        max(len(f"{name} {m:.4g}") for name, m in zip(world.names, after, strict=True)),
    )
    result = coalition_conflict(world, conflict, [one], [two])
    worths = [float(payoffs[i]) for payoffs in (result.before, result.after)]
    colour = colours(world.names)[i]
    panel_width, gap = 3.7, 0.2
    (left, right), (bottom, top) = limits
    panel_height = min(3.6, panel_width * (top - bottom) / (right - left))
    head, foot = (0.75 if title else 0.4), 0.4
    width, height = 2 * panel_width + 3 * gap, head + panel_height + foot
    with house():
        figure = Figure(figsize=(width, height))
        for column, lengths, own, heading in (
            (0, None, before[i], "Before conflict"),
            (1, after, after[i], "After conflict, in expectation"),
        ):
            start = gap + column * (panel_width + gap)
            panel = figure.add_axes(
                (start / width, foot / height, panel_width / width, panel_height / height)
            )
            arrows(panel, world, first=one, second=two, power=lengths, limits=limits)
            figure.text(
                start / width, 1 - (head - 0.2) / height, heading, fontsize=10, fontweight="bold"
            )
            caption = worth(one, own, worths[column])
            if column == 1:
                caption += f"   (gain {worths[1] - worths[0]:.4g})".replace("-", "−")
            figure.text(start / width, 0.16 / height, caption, color=colour)
        if title:
            figure.text(gap / width, 1 - 0.28 / height, title, fontsize=11.5, fontweight="bold")
    return figure


def figure(spec: Spec) -> Figure:
    """The figure of a spec; raises `GameError` where it has no world or no conflict."""
    real = spec.realise()
    if real.world is None or real.conflict is None:
        raise GameError(
            f"plot: a game of kind {spec.kind!r} has no world of directions and power to draw",
            found=spec.kind,
            hint="draw it with --kind evidence" if spec.kind == "history" else None,
        )
    return arrows_figure(real.world, real.conflict, title=spec.title)
