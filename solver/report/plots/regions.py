"""The picture of a map of regimes over two quantities.

Regions are filled by evaluating the signs of the pool on a fine grid; what each sign pattern means
comes from the exact map, never from the grid. Boundary curves are drawn where the regimes on their
sides differ; broken lines and dots are knife edges, with equilibria that exist only there. A ring
marks where the spec is. An angle is drawn over its cosine, marked in degrees.
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from games.errors import GameError
from games.exact import RationalFunction
from solver.report.plots.style import FAINT, INK, house
from solver.solution.regimes import Axis, Odds, Regime, RegimePartition

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from games.spec import Spec

#: Points of the grid along each axis. Odd and prime, so that it meets few boundaries.
GRID = 401
#: Fills by headline, then further ones for regimes of the same headline.
FILLS = (
    "#9ecae1", "#fdae6b", "#a1d99b", "#e7969c", "#bcbddc", "#e7cb94",
    "#6baed6", "#fdd0a2", "#74c476", "#d6616b", "#9e9ac8", "#bd9e39",
)  # fmt: skip
_NAMED = 10


def numbers_of(polynomial: Any, values: Mapping[str, Any]) -> Any:
    """Values of a polynomial on a grid, in floating point; values: of its symbols there."""
    if not isinstance(polynomial, RationalFunction):
        return next(iter(values.values())) * 0.0 + float(polynomial)
    top, bottom = (_sum(terms, polynomial, values) for terms in polynomial.terms())
    return top / bottom


def _sum(terms: Mapping[Any, Any], polynomial: RationalFunction, values: Mapping[str, Any]) -> Any:
    total = next(iter(values.values())) * 0.0
    for monomial, c in terms.items():
        term: Any = float(c)
        for name, exponent in monomial:
            known = values[name] if name in values else float(polynomial.constant(name))
            term = term * known**exponent
        total = total + term
    return total


def grid_values(found: RegimePartition, x: Any, y: Any) -> dict[str, Any]:
    """The symbols of a map on a grid: its axes, and what follows them."""
    import numpy as np

    values = {found.axes[0].symbol: x, found.axes[1].symbol: y}
    for follower in found.followers:
        exponent = numbers_of(follower.exponent, values)
        values[follower.symbol] = 1 / (1 + np.exp(-exponent))
    return values


def regime_grid(found: RegimePartition, size: int = GRID) -> tuple[Any, Any, Any]:
    """(x, y, regime): cell centres along each axis and the regime at each, [row][column].

    -1 where a pattern is unknown to the map: on a boundary to the last digit, or not reached.
    """
    import numpy as np

    first, second = found.axes
    # A little beside the middles, so that lines through simple points meet no point of the grid.
    xs = float(first.low) + float(first.high - first.low) * (np.arange(size) + 0.487_13) / size
    ys = float(second.low) + float(second.high - second.low) * (np.arange(size) + 0.511_79) / size
    x, y = np.meshgrid(xs, ys)
    known = {cell.signs: cell.regime for cell in found.cells if cell.dimension == 2}
    values = grid_values(found, x, y)
    patterns = np.stack(
        [np.sign(numbers_of(p, values)).astype(np.int8) for p in found.polynomials]
        or [np.zeros_like(x, dtype=np.int8)],
        axis=-1,
    ).reshape(size * size, -1)
    unique, where = np.unique(patterns, axis=0, return_inverse=True)
    meaning = []
    for pattern in unique:
        signs = tuple(int(s) for s in pattern)[: len(found.polynomials)]
        regime = known.get(signs)
        meaning.append(-1 if regime is None else regime)
    return xs, ys, np.array(meaning)[where.reshape(-1)].reshape(size, size)


def regions(axes: Axes, found: RegimePartition) -> Axes:
    """Draw the map on axes that are given; returns them."""
    import numpy as np
    from matplotlib.colors import ListedColormap
    from matplotlib.patches import Patch

    first, second = found.axes
    xs, ys, grid = regime_grid(found)
    extent = (float(first.low), float(first.high), float(second.low), float(second.high))
    order = sorted(set(grid.ravel().tolist()) - {-1}, key=lambda r: -int((grid == r).sum()))
    rank = {regime: number for number, regime in enumerate(order)}
    image = np.vectorize(lambda r: rank.get(r, -1) % len(FILLS) if r >= 0 else -1)(grid)
    axes.imshow(
        np.ma.masked_less(image, 0),
        extent=extent,
        origin="lower",
        aspect="auto",
        interpolation="nearest",
        cmap=ListedColormap(FILLS),
        vmin=0,
        vmax=len(FILLS) - 1,
    )
    x, y = np.meshgrid(xs, ys)
    symbols = grid_values(found, x, y)
    for boundary in found.boundaries:
        values = numbers_of(boundary.polynomial, symbols)
        shown = np.ma.masked_where(~_divides(grid, values > 0), values)
        if shown.count() and shown.min() < 0 < shown.max():
            axes.contour(x, y, shown, levels=[0.0], colors=[INK], linewidths=0.9)
    knives = knife_edges(axes, found, x, y)
    if first.value is not None and second.value is not None:
        here = (float(first.value), float(second.value))
        axes.plot(*here, "o", mfc="none", mec=INK, ms=7, mew=1.4, clip_on=False, zorder=5)
    _marks(axes, first, "x")
    _marks(axes, second, "y")
    axes.set_xlim(extent[0], extent[1])
    axes.set_ylim(extent[2], extent[3])
    handles = [
        Patch(facecolor=FILLS[rank[r] % len(FILLS)], label=caption(found, found.regimes[r]))
        for r in order[:_NAMED]
    ]
    if len(order) > _NAMED:
        handles.append(Patch(facecolor="none", label=f"and {len(order) - _NAMED} smaller regimes"))
    axes.legend(
        handles=[*handles, *knives],
        loc="upper left",
        bbox_to_anchor=(1.02, 1.0),
        fontsize=7.5,
        borderaxespad=0.0,
    )
    return axes


def knife_edges(axes: Axes, found: RegimePartition, x: Any, y: Any) -> list[Any]:
    """Draw the arcs and points with equilibria that exist only there; returns a handle if any.

    x, y: the grid. An arc is the part of its curve on which no other sign differs.
    """
    import numpy as np
    from matplotlib.lines import Line2D

    symbols = grid_values(found, x, y)
    values = [numbers_of(p, symbols) for p in found.polynomials]
    signs = [np.sign(v) for v in values]
    drawn = False
    for edge in found.knife_edges:
        cell = found.cells[edge.cell]
        if cell.dimension == 0:
            at = [place.approx for place in cell.sample]
            axes.plot(*at, "o", color=INK, ms=2.5, clip_on=False, zorder=4)
            drawn = True
            continue
        here = np.ones(x.shape, dtype=bool)
        for own, s in zip(signs, cell.signs, strict=True):
            here &= (own == s) | (s == 0)
        if len(edge.boundaries) != 1:
            continue
        shown = np.ma.masked_where(~here, values[edge.boundaries[0]])
        if shown.count() and shown.min() < 0 < shown.max():
            axes.contour(x, y, shown, levels=[0.0], colors=[INK], linewidths=1.4, linestyles="--")
            drawn = True
    if not drawn:
        return []
    return [Line2D([], [], color=INK, lw=1.4, ls="--", label="knife edge: equilibria only here")]


def _divides(grid: Any, side: Any) -> Any:
    """Where a curve passes between cells of the grid that lie in different regimes, one cell wide.

    side: on which side of the curve each cell lies.
    """
    import numpy as np

    near = np.zeros(grid.shape, dtype=bool)
    for one, other in (
        ((slice(1, None), slice(None)), (slice(None, -1), slice(None))),
        ((slice(None), slice(1, None)), (slice(None), slice(None, -1))),
    ):
        between = (grid[one] != grid[other]) & (side[one] != side[other])
        near[one] |= between
        near[other] |= between
    wide = near.copy()
    wide[1:] |= near[:-1]
    wide[:-1] |= near[1:]
    wide[:, 1:] |= near[:, :-1]
    wide[:, :-1] |= near[:, 1:]
    return wide


def caption(found: RegimePartition, regime: Regime) -> str:
    """A regime in a line or two: its number, its points by support, for whom destruction pays."""
    from solver.solution.regimes.document import equilibria_words, regime_name
    from solver.solution.regimes.sustained import path_sentence

    words = equilibria_words(found, regime)
    if len(words) > 46:
        words = f"{words[:44].rstrip(' ;,/')} .."
    paid = regime.verdict.destruction_pays if regime.verdict else None
    also = f"\ndestruction pays for {', '.join(paid)}" if paid else ""
    if regime.path is not None:
        also = "".join(f"\n{line}" for line in wrap(path_sentence(found.subject, regime.path), 48))
    return f"{regime_name(regime.id)}: {words}{also}"


def _marks(axes: Axes, axis: Axis, side: str) -> None:
    """Name an axis; one of an angle is marked in degrees at its cosines."""
    import math

    label: Any = axes.set_xlabel if side == "x" else axes.set_ylabel
    ticks: Any = axes.set_xticks if side == "x" else axes.set_yticks
    if axis.odds is not None:
        label("decisiveness (by win probability)")
        marks = _decisiveness_marks(axis, axis.odds)
        ticks(list(marks), list(marks.values()))
        return
    if not axis.angle:
        label(axis.name.replace("_", " "))
        return
    label(f"{axis.name.replace('_', ' ')} (degrees, by cosine)")
    angles = [
        a
        for a in (0, 30, 45, 60, 75, 90, 105, 120, 135, 150, 180)
        if axis.low <= math.cos(math.radians(a)) + 1e-12
        and math.cos(math.radians(a)) - 1e-12 <= axis.high
    ]
    ticks([math.cos(math.radians(a)) for a in angles], [str(a) for a in angles])


def _decisiveness_marks(axis: Axis, odds: Odds) -> dict[float, str]:
    """Win probability -> decisiveness, for round values on the axis."""
    import math

    s = float(odds.share)
    rate = math.log(s / (1 - s)) if odds.ratio else 2 * s - 1
    low, high = float(axis.low), float(axis.high)
    found: dict[float, str] = {}
    for r in (math.inf, 0, 1, 2, 3, 4, 6, 8, 12, 20):
        p = 1 / (1 + math.exp(-r * rate))
        apart = all(abs(p - q) > (high - low) / 16 for q in found)
        if low - 1e-12 <= p <= high + 1e-12 and apart:
            found[p] = "no end" if r == math.inf else f"{r}"
    return found


def _shortcoming(found: RegimePartition) -> str:
    """What a map that is not complete leaves out."""
    if found.status == "incomplete":
        return "incomplete: white was not reached"
    first, second = found.axes
    share = found.undecided / ((first.high - first.low) * (second.high - second.low))
    return f"undecided around boundaries: {float(share):.2g} of the area"


def regions_figure(found: RegimePartition, title: str = "") -> Figure:
    """The map on a figure of its own."""
    with house():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(7.6, 4.4))
        axes = figure.add_axes((0.09, 0.12, 0.5, 0.78))
        regions(axes, found)
        if title:
            axes.set_title(title if len(title) < 60 else f"{title[:58]}..")
        if found.status != "complete":
            axes.text(
                0.02,
                0.97,
                _shortcoming(found),
                transform=axes.transAxes,
                va="top",
                color=FAINT,
            )
    return figure


def figure(spec: Spec, *, x: Any = None, y: Any = None) -> Figure:
    """The figure of a spec. x, y: (address, range or None); raises `GameError` without both."""
    from solver.regimes import partition

    if x is None or y is None:
        raise GameError(
            "plot: a picture of regions needs two quantities",
            hint="--x angle --y destruction_probability, for example",
        )
    found = partition(spec, x=x[0], y=y[0], x_range=x[1], y_range=y[1])
    return regions_figure(found, spec.title)
