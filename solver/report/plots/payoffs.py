"""The picture of a repeated game's payoffs: what is feasible, what the stage pays, what is played.

The hull of the stage payoffs light, the set of subgame-perfect payoffs dark (or, where it is not
settled, the inner polygon dark and the outer one hatched), stage equilibria and the worst payoffs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from games.errors import GameError
from games.forms.repeated import RepeatedGame, payoff_vector, stage_equilibria
from solver.repeated import payoff_set
from solver.repeated.polygon import hull
from solver.report.plots.style import FAINT, INK, RULE, colours, house
from solver.solution.payoff_set import PayoffSet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from games.spec import Spec

Points = Sequence[tuple[Any, Any]]


def region(axes: Axes, points: Points, **style: Any) -> None:
    """Fill a polygon; a segment is a line, a point a dot."""
    xs, ys = ([float(p[i]) for p in points] for i in (0, 1))
    if len(points) > 2:
        axes.fill(xs, ys, **style)
    elif points:
        axes.plot(xs, ys, "-o", color=style.get("edgecolor", INK), lw=2, ms=5, zorder=3)


def payoffs(axes: Axes, game: RepeatedGame, found: PayoffSet, colour: str) -> Axes:
    """Draw one set."""
    stage = game.stage
    profiles = list(stage.profiles())
    pays = [payoff_vector(stage, profile) for profile in profiles]
    feasible: Points = [(pays[i][0], pays[i][1]) for i in hull([(p[0], p[1]) for p in pays])]
    region(axes, feasible, facecolor=RULE, edgecolor=FAINT, lw=0.8, alpha=0.5, zorder=1)
    if found.status != "complete":
        region(axes, found.outer, facecolor="none", edgecolor=colour, hatch="///", lw=0.6, zorder=2)
    region(axes, found.inner, facecolor=colour, edgecolor=colour, lw=1.0, alpha=0.35, zorder=2)
    if found.threats is not None:
        for line, value in zip((axes.axvline, axes.axhline), found.threats, strict=True):
            line(float(value), color=colour, lw=0.8, ls="--", zorder=1)
    equilibria = set(stage_equilibria(stage))
    labelled: dict[tuple[float, float], list[str]] = {}
    for profile, pay in zip(profiles, pays, strict=True):
        here = (float(pay[0]), float(pay[1]))
        solid = profile in equilibria
        axes.plot(*here, "o", ms=4, color=INK, mfc=INK if solid else "white", zorder=4)
        names = ", ".join(known[a] for known, a in zip(stage.actions, profile, strict=True))
        labelled.setdefault(here, []).append(names)
    if len(profiles) <= 16:
        for here, words in labelled.items():
            axes.annotate("; ".join(words), here, (4, 4), textcoords="offset points", fontsize=7)
    axes.margins(0.15)
    axes.set_xlabel(f"payoff {stage.players[0]}")
    axes.set_ylabel(f"payoff {stage.players[1]}")
    return axes


def figure(spec: Spec) -> Figure:
    """The figure of a spec; raises `GameError` where it is no repeated game of two."""
    game = spec.realise().game
    if not isinstance(game, RepeatedGame):
        raise GameError(
            f"plot: a game of kind {spec.kind!r} is not repeated",
            found=spec.kind,
            allowed="repeated",
            hint="try post/board-2023-repeated --set discount=3/5",
        )
    found = payoff_set(game)
    from matplotlib.figure import Figure

    with house():
        drawn = Figure(figsize=(5.6, 4.6), layout="constrained")
        axes = payoffs(drawn.subplots(), game, found, colours(game.players)[0])
        state = {
            "complete": "subgame-perfect payoffs",
            "incomplete": "inner and outer bound of subgame-perfect payoffs",
        }[found.status]
        if found.status == "complete" and not found.extreme:
            state = "no subgame-perfect payoffs in pure actions"
        axes.set_title(f"{state}, discount factor {found.discount}", fontsize=9)
        if spec.title:
            drawn.suptitle(spec.title, fontsize=11.5, fontweight="bold")
    return drawn
