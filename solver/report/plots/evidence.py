"""The picture of evidence: what a history leaves of a party's alignment and expected loss.

Left the plane of survival odds and affinity, where every choice is a half-plane and the set a
polygon; right the same set as expected loss and angle. A closed border is solid, an open one
dashed; each line bears the name of its choice.
"""

from __future__ import annotations

from math import acos, degrees
from typing import TYPE_CHECKING

from games.errors import GameError
from games.world.history import History
from solver.geometry.polygon import Polygon
from solver.inverse.identified import IdentifiedSet, identified_set
from solver.report.plots.style import FAINT, INK, RULE, colours, house

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from games.spec import Spec

Point = tuple[float, float]
_MARGIN = 1.5


def window(polygon: Polygon) -> Point:
    """Return how far the picture reaches in w and z: beyond all corners, with room for rays."""
    finite = [c.position for c in polygon.corners if not c.infinite]
    w = max([2.0, *(float(x) for x, _ in finite)]) * _MARGIN
    z = max([1.5, *(float(y) for _, y in finite)]) * _MARGIN
    return w, z


def outline(polygon: Polygon, reach: Point) -> list[Point]:
    """Return the polygon's corners within the window, clipped on its far sides."""
    far = 1e3 * max(reach)
    corners = [(float(c.position[0]), float(c.position[1]), c.infinite) for c in polygon.corners]
    points: list[Point] = []
    for i, (x, y, infinite) in enumerate(corners):
        if not infinite:
            points.append((x, y))
            continue
        size = max(x, y)
        step = (far * x / size, far * y / size)
        points += [
            (neighbour[0] + step[0], neighbour[1] + step[1])
            for neighbour in (corners[i - 1], corners[(i + 1) % len(corners)])
            if not neighbour[2]
        ]
    for axis, limit in enumerate(reach):
        points = _clip(points, axis, limit)
    return points


def _clip(points: list[Point], axis: int, limit: float) -> list[Point]:
    kept: list[Point] = []
    for i, point in enumerate(points):
        following = points[(i + 1) % len(points)]
        if point[axis] <= limit:
            kept.append(point)
        if (point[axis] - limit) * (following[axis] - limit) < 0:
            t = (limit - point[axis]) / (following[axis] - point[axis])
            kept.append(
                (
                    point[0] + t * (following[0] - point[0]),
                    point[1] + t * (following[1] - point[1]),
                )
            )
    return kept


def plane(axes: Axes, found: IdentifiedSet, colour: str) -> Axes:
    """Draw the half-planes and the set in (w, z)."""
    reach = window(found.polygon)
    if found.polygon.dimension == 2:
        points = outline(found.polygon, reach)
        axes.fill([x for x, _ in points], [y for _, y in points], color=colour, alpha=0.18, lw=0)
    for half in found.polygon.half_planes[2:]:
        a, b, c = float(half.a), float(half.b), float(half.c)
        if b == 0:
            continue
        ends = [(w, (c - a * w) / b) for w in (0.0, reach[0])]
        style = "--" if half.strict else "-"
        axes.plot([w for w, _ in ends], [z for _, z in ends], style, color=INK, lw=0.9)
        label = next((e for e in reversed(ends) if 0.5 <= e[1] <= reach[1]), None)
        if label is not None:
            side = "right" if label[0] > 0 else "left"
            axes.annotate(half.name, label, (-3 if label[0] > 0 else 3, 3),
                          textcoords="offset points", fontsize=7, ha=side)  # fmt: skip
    axes.axhline(0.5, color=FAINT, lw=0.8)
    axes.set(xlim=(0, reach[0]), ylim=(0.4, reach[1]))
    axes.set_xlabel("survival odds w = (1−d)/d")
    axes.set_ylabel("affinity z = 1/(1−c)")
    return axes


def preferences(axes: Axes, found: IdentifiedSet, colour: str, steps: int = 400) -> Axes:
    """Draw the set as expected loss d and angle theta."""
    losses: list[float] = []
    lows: list[float] = []
    highs: list[float] = []
    for n in range(1, steps):
        d = n / steps
        w = (1 - d) / d
        low, high = 0.5, float("inf")
        for half in found.polygon.half_planes:
            height, b = float(half.c) - float(half.a) * w, float(half.b)
            if b < 0:
                low = max(low, height / b)
            elif b > 0:
                high = min(high, height / b)
        if high > low:
            losses.append(d)
            lows.append(degrees(acos(1 - 1 / low)))
            highs.append(degrees(acos(1 - 1 / high)))
    if losses:
        axes.fill_between(losses, highs, lows, color=colour, alpha=0.18, lw=0)
        axes.plot(losses, highs, color=colour, lw=0.9)
        axes.plot(losses, lows, color=colour, lw=0.9)
    axes.set(xlim=(0, 1), ylim=(0, 180))
    axes.set_yticks([0, 45, 90, 135, 180])
    axes.grid(color=RULE, lw=0.5)
    axes.set_xlabel("expected loss d")
    axes.set_ylabel("angle θ, degrees")
    return axes


def evidence_figure(history: History, *, title: str = "") -> Figure:
    """Both pictures for every party of a history whose win probabilities are known."""
    from matplotlib.figure import Figure

    names = history.choosers
    with house():
        figure = Figure(figsize=(7.6, 0.5 + 3.1 * len(names)), layout="constrained")
        grid = figure.subplots(len(names), 2, squeeze=False)
        for row, (name, colour) in enumerate(zip(names, colours(names), strict=True)):
            found = identified_set(
                [o for choice in history.of(name) for o in choice.readings("decision")]
            )
            plane(grid[row][0], found, colour)
            preferences(grid[row][1], found, colour)
            state = "no explanation" if found.empty else "what the choices leave"
            grid[row][0].set_title(f"{name}: {state}")
        if title:
            figure.suptitle(title, fontsize=11.5, fontweight="bold")
    return figure


def figure(spec: Spec) -> Figure:
    """The figure of a spec; raises `GameError` where it is no history that can be drawn."""
    return evidence_figure(drawable(spec), title=spec.title)


def drawable(spec: Spec) -> History:
    """Return the history of a spec; refuse what has no half-planes to draw."""
    if spec.kind != "history":
        raise GameError(
            f"plot: a game of kind {spec.kind!r} records no choices to infer from",
            found=spec.kind,
            allowed="history",
            hint="try post/board-2023-history",
        )
    history: History = spec.realise().form
    if not history.choices:
        raise GameError(
            "plot: choices among coalitions have no picture in the plane",
            hint="`detente infer` prints the ranges of the alignments",
        )
    unknown = [choice.name for choice in history.choices if choice.win_probability is None]
    if unknown:
        raise GameError(
            f"plot: {unknown[0]!r} has no win probability, and without it no line to draw",
            found=unknown[0],
            hint="`detente infer` gives the ranges where a belief is unknown",
        )
    return history
