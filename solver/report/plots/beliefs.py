"""The picture of a reputation: beliefs and choices, period by period.

Above, the belief that the incumbent is tough on the path on which every challenger that may enter
does and is fought, and the threshold above which the challenger of that period stays out, on a
logarithmic scale. Below, the probabilities that the challenger stays out and that the weak
incumbent would fight it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from games.errors import GameError
from games.exact import Number
from games.forms.reputation import ReputationGame
from solver.beliefs.reputation import solve_reputation
from solver.report.plots.style import FAINT, INK, RULE, colours, house
from solver.solution.reputation import ReputationOutcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from games.spec import Spec


def _point(x: Number) -> float:
    """A belief for a logarithmic axis: 0 is not on it."""
    return math.nan if x == 0 else float(x)


def beliefs(axes: Axes, game: ReputationGame, found: ReputationOutcome) -> Axes:
    """Draw belief and threshold by period."""
    periods = range(1, game.periods + 1)
    tough = game.types[1]
    axes.plot(
        periods,
        [_point(here.threshold) for here in found.path],
        "--",
        color=FAINT,
        zorder=5,
        label=f"threshold: above it {game.players[1]} stays out",
    )
    axes.plot(
        periods,
        [_point(here.belief) for here in found.path],
        "-o",
        color=INK,
        ms=4,
        label=f"belief that {game.players[0]} is {tough}",
    )
    from matplotlib.ticker import FuncFormatter, NullFormatter

    axes.set_yscale("log")
    # Powers of ten in mathematical type would ask for fonts that need not be there.
    axes.yaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set_ylabel(f"P({tough})")
    axes.grid(axis="y", color=RULE, lw=0.6, zorder=0)
    return axes


def choices(axes: Axes, game: ReputationGame, found: ReputationOutcome) -> Axes:
    """Draw what is done by period."""
    periods = range(1, game.periods + 1)
    incumbent, challenger = game.players
    shades = colours(game.players)
    for shade, name, values, mark in (
        (shades[1], f"{challenger} stays out", [x.stays_out for x in found.path], "-s"),
        (shades[0], f"{incumbent}, if {game.types[0]}, would fight",
         [x.fights for x in found.path], "-o"),
    ):  # fmt: skip
        axes.plot(periods, [float(x) for x in values], mark, color=shade, ms=4, label=name)
    axes.set_ylim(-0.05, 1.05)
    axes.set_ylabel("probability")
    axes.set_xlabel(f"period (of {game.periods})")
    return axes


def figure(spec: Spec) -> Figure:
    """The figure of a spec; raises `GameError` without a reputation."""
    game = spec.realise().game
    if not isinstance(game, ReputationGame):
        raise GameError(
            f"plot: a game of kind {spec.kind!r} has no reputation to draw",
            found=spec.kind,
            allowed="reputation",
            hint="try classic/chain-store",
        )
    found = solve_reputation(game)
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    with house():
        drawn = Figure(figsize=(7.4, 4.8), layout="constrained")
        above, below = drawn.subplots(2, 1, sharex=True, height_ratios=(3, 2))
        beliefs(above, game, found)
        choices(below, game, found)
        below.xaxis.set_major_locator(MaxNLocator(integer=True))
        drawn.legend(loc="outside lower center", ncols=2, fontsize=8)
        if spec.title:
            above.set_title(spec.title)
    return drawn
