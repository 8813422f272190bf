"""The picture of a ladder: how equilibria play it, and what each rung is worth climbing.

Left, the moves that some subgame-perfect equilibrium makes from the start on, move by move over the
rungs, in the colour of who makes them. A disc on an escalation holds the risk of conflict in its
area; a cross is conflict for certain, a triangle backing down, a square the status quo. Right, rung
by rung, as if play had climbed there: the risk of the next step, the probability that conflict
breaks out from there on (a bar where equilibria differ), and what is optimal for whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from games.display.cells import cell_text, decimal
from games.errors import GameError
from games.exact import Number, Scalar
from games.forms.extensive import Chance, Decision
from games.forms.ladder import BACK_DOWN, ESCALATE, LadderGame, Positions
from solver.dynamic.induction import backward_induction
from solver.dynamic.play import Lines
from solver.dynamic.rungs import RungPosition, rung_positions
from solver.report.plots.style import FAINT, INK, RULE, colours, house

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from games.spec import Spec

#: Most rungs and moves that are drawn; what lies beyond is left out, and said.
MOST_RUNGS = 24
MOST_MOVES = 40
#: Area in square points of the disc of a risk of one.
_AREA = 420.0


def play(axes: Axes, game: LadderGame, lines: Lines) -> Axes:
    """Draw the moves that lines of play make, over moves made and rungs."""
    nodes = game.nodes
    assert isinstance(nodes, Positions)
    rules, shades = game.ladder, colours(game.players)
    top = min(nodes.top, MOST_RUNGS)
    ends: dict[tuple[float, float, str], str] = {}
    discs: dict[tuple[float, float], Scalar] = {}
    last = highest = 1
    for node, action in lines.moves():
        at = nodes[node]
        assert isinstance(at, Decision)
        made, rung = nodes.move[node], nodes.rung[node]
        if made >= MOST_MOVES or rung > top:
            continue
        shade, name = shades[at.player], at.actions[action]
        last, highest = max(last, made + 1), max(highest, rung + 1)
        goal: tuple[float, float] = (made + 1, rung)
        if name == ESCALATE:
            step = min(rung + 1, nodes.top)
            risk = rules.rungs[step - 1].risk
            certain = rung == nodes.top or risk == 1
            goal = (made + 1, rung + 1)
            if certain:
                ends[(*goal, "X")] = INK
            elif risk != 0:
                discs[made + 0.5, rung + 0.5] = risk
        elif name == BACK_DOWN:
            goal = (made + 0.7, rung - 0.45)
            ends[(*goal, "v")] = shade
        elif nodes.state[node]:
            goal = (made + 1, max(rung - 1, 0))
        child = at.children[action]
        following = nodes[child]
        if isinstance(following, Chance):
            following = nodes[following.children[1]]
        over = not isinstance(following, Decision)
        if over and name != BACK_DOWN and (*goal, "X") not in ends:
            if made + 1 < rules.moves:  # beside the position where play may go on
                goal = (made + 0.7, goal[1] - 0.35)
            ends[(*goal, "s")] = INK
        axes.annotate(
            "",
            goal,
            (made, rung),
            arrowprops={
                "arrowstyle": "-|>",
                "color": shade,
                "lw": 1.3,
                "shrinkA": 2.5,
                "shrinkB": 2.5,
            },
            zorder=3,
        )
        axes.plot(made, rung, "o", ms=4, color=shade, zorder=4)
    for (x, y), risk in discs.items():
        axes.scatter([x], [y], s=_AREA * float(risk), color=INK, alpha=0.35, lw=0, zorder=2)
        axes.annotate(
            cell_text(risk),
            (x, y),
            (-4, 4),
            textcoords="offset points",
            fontsize=7,
            ha="right",
            zorder=5,
        )
    for (x, y, mark), shade in ends.items():
        axes.plot(x, y, mark, ms=7, color=shade, mec="white", mew=0.6, zorder=5)
    axes.set_xlim(-0.4, last + 0.5)
    top = min(top, highest + 3)  # the rungs far above all play stay out
    axes.set_ylim(-0.6, top + 1.5)
    step = max(1, last // 10)
    axes.set_xticks(range(0, last + 1, step))
    axes.set_yticks(range(0, top + 1, max(1, top // 12)))
    axes.grid(axis="y", color=RULE, lw=0.6, zorder=0)
    axes.set_xlabel("moves made")
    axes.set_ylabel("rung")
    return axes


def rungs(axes: Axes, game: LadderGame, positions: tuple[RungPosition, ...]) -> Axes:
    """Draw what awaits whoever has climbed straight to a rung."""
    rules, shades = game.ladder, colours(game.players)
    top = len(rules.rungs)
    for each in positions[: MOST_RUNGS + 1]:
        risk = 1 if each.rung == top else rules.rungs[each.rung].risk
        axes.barh(each.rung, float(risk), height=0.62, color=RULE, lw=0, zorder=1)
        if each.conflict is not None:
            low, high = (float(x) for x in each.conflict)
            axes.plot([low, high], [each.rung] * 2, "-", color=INK, lw=3, zorder=3)
            axes.plot([low, high], [each.rung] * 2, "o", color=INK, ms=4, clip_on=False, zorder=4)
        words = f"{game.players[each.player]}: {' or '.join(each.optimal)}"
        axes.annotate(
            words,
            (1.03, each.rung),
            fontsize=8,
            va="center",
            color=shades[each.player],
            annotation_clip=False,
        )
    shown = min(len(positions), MOST_RUNGS + 1)
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.6, shown - 0.4)
    axes.set_yticks(range(0, shown, max(1, shown // 12)))
    axes.set_xticks([0, 0.5, 1], ["0", "1/2", "1"])
    axes.set_xlabel("risk of the next step (bar),\nconflict from here on (dots)", fontsize=8)
    return axes


def ladder_figure(game: LadderGame, *, title: str = "") -> Figure:
    """Both pictures side by side; raises `GameError` where ties leave play too large to follow."""
    induction = backward_induction(game)
    assert induction is not None
    if not induction.complete:
        raise GameError(
            "plot: ties leave more values than are kept, so the play of all equilibria is unknown",
            hint="detente solve shows one of them",
        )
    positions = rung_positions(induction)
    vectors = induction.vectors()
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    with house():
        high = 1.5 + 0.34 * (min(len(game.ladder.rungs), MOST_RUNGS) + 2)
        figure = Figure(figsize=(9.2, max(3.4, high)), layout="constrained")
        left, right = figure.subplots(1, 2, width_ratios=(5, 3))
        play(left, game, Lines(induction))
        rungs(right, game, positions)
        place = len(game.players)
        left.set_title(f"Play: conflict with probability {_span(vectors, place)}", fontsize=9)
        right.set_title("Rung by rung", fontsize=9)
        marks = [("X", "conflict"), ("v", "backs down"), ("s", "status quo")]
        handles = [
            Line2D([], [], color=shade, marker="o", ms=4, label=name)
            for name, shade in zip(game.players, colours(game.players), strict=True)
        ]
        handles += [Line2D([], [], color=FAINT, marker=m, ls="", label=t) for m, t in marks]
        figure.legend(handles=handles, loc="outside lower center", ncols=5, fontsize=8)
        if title:
            figure.suptitle(title, fontsize=11.5, fontweight="bold")
        left_out = _left_out(game)
        if left_out:
            left.text(0.01, 0.99, left_out, transform=left.transAxes, va="top", color=FAINT)
    return figure


def _left_out(game: LadderGame) -> str:
    """What the picture does not show, or ""."""
    parts = []
    if len(game.ladder.rungs) > MOST_RUNGS:
        parts.append(f"rungs above {MOST_RUNGS}")
    if game.ladder.moves > MOST_MOVES:
        parts.append(f"moves after the first {MOST_MOVES}")
    return f"not drawn: {' and '.join(parts)}" if parts else ""


def _span(vectors: tuple[tuple[Number, ...], ...], place: int) -> str:
    low, high = min(v[place] for v in vectors), max(v[place] for v in vectors)
    words = [cell_text(x) if len(str(x)) < 12 else f"about {decimal(x)}" for x in (low, high)]
    return words[0] if low == high else f"{words[0]} to {words[1]}"


def figure(spec: Spec) -> Figure:
    """The figure of a spec; raises `GameError` where it is no ladder."""
    game = spec.realise().game
    if not isinstance(game, LadderGame):
        raise GameError(
            f"plot: a game of kind {spec.kind!r} is no ladder",
            found=spec.kind,
            allowed="ladder",
            hint="draw a tree with --kind tree" if spec.kind == "extensive" else None,
        )
    return ladder_figure(game, title=spec.title)
