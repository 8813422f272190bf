"""The picture of a moving balance of power: policy, worth and the time until conflict.

One row per equilibrium. Left, the probability with which each party seeks power, over the states
(the share of party 1, where power is the state); green bands are states from which peace is
absorbing. Middle, what each state is worth to each party. Right, in which period after the start
the first conflict comes, and with which probability later or never. Where only one approximate
profile is known the title says so, with the proved bound on any one-shot gain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from games.errors import GameError
from games.forms.stationary import StationaryProfile, draws
from games.forms.stochastic import StochasticGame
from solver.report.plots.style import FAINT, INK, PALETTE, RULE, colours, house

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from games.spec import Spec

#: Equilibria drawn; further ones are counted.
MOST = 3
#: Periods of which the probability of first conflict is drawn one by one.
PERIODS = 10


@dataclass(frozen=True)
class Course:
    """One stationary profile to be drawn.

    profile: [s][i][a]. values: [i][s]. peace: [s], where peace is absorbing; None where that is not
    known. title: what it is.
    """

    profile: StationaryProfile
    values: Sequence[Sequence[Any]]
    peace: Sequence[bool] | None
    title: str


def places(game: StochasticGame, shares: bool) -> list[float]:
    """Where the states lie along x: their shares of power, or their numbers."""
    last = max(len(game.states) - 1, 1)
    return [s / last if shares else float(s) for s in range(len(game.states))]


def policy(axes: Axes, game: StochasticGame, course: Course, shares: bool) -> Axes:
    """Draw with which probability each player seeks power in each state."""
    assert game.seeking is not None
    x = places(game, shares)
    for s, quiet in enumerate(course.peace or ()):
        if quiet:
            half = (x[-1] - x[0]) / max(len(x) - 1, 1) / 2 or 0.5
            axes.axvspan(x[s] - half, x[s] + half, color=PALETTE["green"], alpha=0.14, lw=0)
    for player, shade in enumerate(colours(game.players)):
        y = [
            sum(float(row[player][a]) for a in game.seeking[s][player])
            for s, row in enumerate(course.profile)
        ]
        # drawn a little apart, so that equal policies are both seen
        shift = 0.012 * (player - (len(game.players) - 1) / 2)
        _curve(axes, x, [value + shift for value in y], shade, game.players[player], steps=True)
    axes.set_ylim(-0.06, 1.06)
    axes.set_yticks([0, 0.5, 1], ["0", "1/2", "1"])
    axes.set_ylabel("probability of seeking")
    _states(axes, game, x, shares)
    return axes


def worths(axes: Axes, game: StochasticGame, course: Course, shares: bool) -> Axes:
    """Draw what each state is worth to each player."""
    x = places(game, shares)
    for own, shade, name in zip(course.values, colours(game.players), game.players, strict=True):
        _curve(axes, x, [float(value) for value in own], shade, name)
    axes.set_ylabel("worth")
    _states(axes, game, x, shares)
    return axes


def first_conflict(
    game: StochasticGame, profile: StationaryProfile, periods: int = PERIODS
) -> list[float]:
    """Probability, in floats, that the first conflict comes in period 1, 2, .. of play."""
    assert game.peaceful is not None
    size = len(game.states)
    moves: list[dict[int, float]] = [{} for _ in range(size)]
    for s in range(size):
        for actions, odds in draws(game, s, profile[s]):
            cell: Any = game.peaceful[s]
            for action in actions:
                cell = cell[action]
            for target, chance in cell:
                moves[s][target] = moves[s].get(target, 0.0) + float(odds) * float(chance)
    here = {s: float(weight) for s, weight in game.initial}
    found = []
    for _ in range(periods):
        ahead: dict[int, float] = {}
        for s, weight in here.items():
            for target, chance in moves[s].items():
                ahead[target] = ahead.get(target, 0.0) + weight * chance
        found.append(max(0.0, sum(here.values()) - sum(ahead.values())))
        here = ahead
    return found


def time_to_conflict(
    axes: Axes, game: StochasticGame, course: Course, ever: float | None = None
) -> Axes:
    """Draw the distribution of the period of first conflict.

    ever: the probability of conflict at some time; without it what comes after the last period
    drawn, or never, is one bar.
    """
    odds = first_conflict(game, course.profile)
    axes.bar(range(1, PERIODS + 1), odds, width=0.72, color=INK, lw=0)
    rest = max(0.0, 1 - sum(odds))
    bars = {"later\nor never": rest}
    if ever is not None:
        bars = {"later": max(0.0, ever - sum(odds)), "never": 1 - ever}
    for place, (name, height) in enumerate(bars.items(), PERIODS + 2):
        quiet = name == "never"
        axes.bar(place, height, width=0.9, color=PALETTE["green"] if quiet else FAINT, lw=0)
    axes.set_xticks(
        [1, PERIODS // 2, PERIODS, *range(PERIODS + 2, PERIODS + 2 + len(bars))],
        ["1", str(PERIODS // 2), str(PERIODS), *bars],
    )
    for label in axes.get_xticklabels()[3:]:
        label.set_rotation(50)
        label.set_fontsize(7.5)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("period of the first conflict")
    axes.set_ylabel("probability")
    return axes


def _curve(
    axes: Axes, x: list[float], y: list[float], shade: str, name: str, steps: bool = False
) -> None:
    """A curve over the states; in steps where nothing is said of what lies between them."""
    style: dict[str, Any] = {"marker": "o", "ms": 3.5} if len(x) <= 40 else {}
    style["drawstyle"] = "steps-mid" if steps else "default"
    axes.plot(x, y, color=shade, label=name, clip_on=False, **style)


def _states(axes: Axes, game: StochasticGame, x: list[float], shares: bool) -> None:
    axes.grid(axis="y", color=RULE, lw=0.6)
    axes.set_axisbelow(True)
    if shares:
        axes.set_xlabel(f"share of {game.players[0]}")
        axes.set_xlim(-0.02, 1.02)
        return
    axes.set_xlabel("state")
    if len(x) <= 12:
        axes.set_xticks(x, game.states, rotation=30, ha="right", fontsize=7.5)


def balance_figure(
    game: StochasticGame,
    courses: Sequence[Course],
    ever: Sequence[float | None],
    *,
    shares: bool = True,
    title: str = "",
    note: str = "",
) -> Figure:
    """The three pictures of each course, one row each."""
    from matplotlib.figure import Figure

    with house():
        figure = Figure(figsize=(9.6, 0.7 + 2.5 * len(courses)), layout="constrained")
        grid = figure.subplots(len(courses), 3, squeeze=False)
        for row, course, total in zip(grid, courses, ever, strict=True):
            policy(row[0], game, course, shares)
            worths(row[1], game, course, shares)
            if game.peaceful is not None:
                time_to_conflict(row[2], game, course, total)
            else:
                row[2].set_axis_off()
            row[0].set_title(course.title, fontsize=9)
        handles, names = grid[0][0].get_legend_handles_labels()
        from matplotlib.patches import Patch

        if any(any(course.peace or ()) for course in courses):
            handles.append(Patch(color=PALETTE["green"], alpha=0.14, lw=0))
            names.append("peace is absorbing")
        figure.legend(handles, names, loc="outside lower center", ncols=4, fontsize=8)
        heading = f"{title}\n" if title and note else title
        if heading or note:
            figure.suptitle(heading + note, fontsize=11, fontweight="bold")
    return figure


def figure(spec: Spec) -> Figure:
    """The figure of a spec; raises `GameError` where there is nothing of the kind to draw."""
    game = spec.realise().game
    if not isinstance(game, StochasticGame) or game.seeking is None:
        raise GameError(
            f"plot: a game of kind {spec.kind!r} has no policy of seeking power over states",
            found=spec.kind,
            allowed="dynamic_balance, or stochastic with `seeking`",
            hint="try escalation/shifting-power",
        )
    from solver.solve import solve
    from solver.solve.kinds.stochastic.markov import MarkovAnswer

    answer: Any = solve(spec)
    courses: list[Course] = []
    ever: list[float | None] = []
    note = ""
    if isinstance(answer, MarkovAnswer):
        listed = answer.found.equilibria
        for item in listed[:MOST]:
            timing = answer.passages[item.id]
            name = f"Equilibrium {item.id + 1}"
            courses.append(
                Course(item.profile, item.values, None if timing is None else timing.peace, name)
            )
            ever.append(
                None
                if timing is None
                else sum(float(weight) * float(timing.ever[s]) for s, weight in game.initial)
            )
        if len(listed) > MOST:
            note = f"the first {MOST} of {len(listed)} vectors of equilibrium values"
        if answer.found.families:
            note = (note + "; " if note else "") + "families of equilibria are not drawn"
        if answer.status != "complete":
            note = (note + "; " if note else "") + "not known to be all"
    elif answer.found is not None:
        found = answer.found
        words = f"numerical, one-shot gains at most {float(found.gain):.1g}"
        courses.append(Course(found.profile, found.values, None, "One profile"))
        ever.append(None)
        note = words
    if not courses:
        raise GameError(f"plot: no equilibrium of {spec.label!r} was found to draw")
    return balance_figure(
        game,
        courses,
        ever,
        shares=spec.kind == "dynamic_balance",
        title=spec.title,
        note=note,
    )
