"""The picture of a tree: who moves where, what is best there, and what every end pays.

Play runs from left to right. Thick branches are moves of some subgame-perfect equilibrium (where
players miss something: of the first one found, with its probabilities), thin ones all others;
moves of chance carry their odds. Dashed lines join the nodes of an information set. Where a tree
has too many ends, only what the lines of play pass is drawn, with each move beside them cut off at
what its subgame is worth.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from games.display.cells import cell_text, decimal
from games.errors import GameError, LimitError
from games.exact import Number
from games.forms.extensive import Chance, ExtensiveGame, Terminal, children
from games.forms.unfold import unfold
from solver.dynamic.induction import Induction, backward_induction
from solver.dynamic.play import Lines
from solver.dynamic.subgames import subgame_perfect
from solver.report.plots.style import FAINT, INK, colours, house

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from games.spec import Spec

#: Most ends drawn, and most nodes of a tree that is written out before it is cut.
MOST_ENDS = 48
MOST_NODES = 5_000


@dataclass(frozen=True)
class Layout:
    """Where nodes stand: at[node] = (depth, height). cut: what a subgame not drawn is worth."""

    at: dict[int, tuple[float, float]] = field(default_factory=dict)
    cut: dict[int, str] = field(default_factory=dict)


def layout(game: ExtensiveGame, cut: Mapping[int, str]) -> Layout:
    """Place the nodes of a tree: ends one below the other, others midway between their moves."""
    found = Layout({}, dict(cut))
    order: list[tuple[int, int]] = []
    stack = [(0, 0)]
    while stack:
        node, depth = stack.pop()
        order.append((node, depth))
        if node not in cut:
            stack += [(child, depth + 1) for child in reversed(children(game.nodes[node]))]
    below = 0
    for node, depth in order:
        if node in cut or not children(game.nodes[node]):
            found.at[node] = (depth, -float(below))
            below += 1
    for node, depth in reversed(order):
        if node not in found.at:
            heights = [found.at[child][1] for child in children(game.nodes[node])]
            found.at[node] = (depth, (min(heights) + max(heights)) / 2)
    return found


def tree(
    axes: Axes, game: ExtensiveGame, placed: Layout, weight: Callable[[int, int], Number | None]
) -> Axes:
    """Draw a tree. weight: (node, action) -> None for a move that is not made, else how likely."""
    shades = colours(game.players)
    for node, (x, y) in placed.at.items():
        at = game.nodes[node]
        if node in placed.cut or isinstance(at, Terminal):
            words = placed.cut.get(node)
            if words is None:
                assert isinstance(at, Terminal)
                words = ", ".join(map(_short, at.payoffs))
            colour = FAINT if node in placed.cut else INK
            axes.annotate(words, (x, y), (5, 0), textcoords="offset points", va="center",
                          fontsize=7.5, color=colour, annotation_clip=False)  # fmt: skip
            continue
        shade = INK if isinstance(at, Chance) else shades[at.player]
        names = at.actions or ("",) * len(at.children)
        for action, child in enumerate(at.children):
            odds = at.odds[action] if isinstance(at, Chance) else weight(node, action)
            made = odds is not None
            far = placed.at[child]
            style: dict[str, Any] = (
                {"lw": 1.0, "ls": ":"} if isinstance(at, Chance) else {"lw": 2.4 if made else 0.7}
            )
            axes.plot([x, far[0]], [y, far[1]], color=shade, zorder=2, **style)
            words = names[action]
            if isinstance(at, Chance) or (made and odds != 1):
                words = f"{words} {_short(odds)}".strip()
            on = (x + 0.6 * (far[0] - x), y + 0.6 * (far[1] - y))
            box = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none"}
            axes.annotate(words, on, ha="center", va="center", fontsize=7, color=shade, bbox=box,
                          zorder=5)  # fmt: skip
        mark = "s" if isinstance(at, Chance) else "o"
        axes.plot(x, y, mark, ms=5.5, color=shade, zorder=4)
    for each in game.information_sets:
        shown = [placed.at[node] for node in each.nodes if node in placed.at]
        for first, second in itertools.pairwise(shown):
            axes.plot(*zip(first, second, strict=True), "--", color=shades[each.player], lw=1.0,
                      alpha=0.7, zorder=1)  # fmt: skip
    deep = max(x for x, _ in placed.at.values())
    axes.set_xlim(-0.1, deep + 0.45)
    axes.set_ylim(min(y for _, y in placed.at.values()) - 0.6, 0.8)
    axes.set_axis_off()
    return axes


def _short(x: Any) -> str:
    words = cell_text(x)
    return words if len(words) <= 9 else decimal(x, 4)


def _seen(game: ExtensiveGame, induction: Induction) -> tuple[Layout, Callable[..., Any]]:
    """Layout and best moves of a tree in which everything is seen."""
    best = {node: {a for a, _ in induction.supports(node)} for node, _ in game.decisions()}
    cut: dict[int, str] = {}
    if sum(isinstance(node, Terminal) for node in game.nodes) > MOST_ENDS:
        passed = {node for node, _ in Lines(induction).moves()}
        inside = set(passed)
        for node in range(len(game.nodes) - 1, -1, -1):
            if any(child in inside for child in children(game.nodes[node])):
                inside.add(node)
        for node in inside:
            for child in children(game.nodes[node]):
                if child not in inside and not isinstance(game.nodes[child], Terminal):
                    cut[child] = _worth(game, induction, child)
    return layout(game, cut), lambda node, action: 1 if action in best[node] else None


def _worth(game: ExtensiveGame, induction: Induction, node: int) -> str:
    columns = list(zip(*induction.vectors(node), strict=True))[: len(game.players)]
    spans = [(min(column), max(column)) for column in columns]
    return "worth " + ", ".join(
        _short(low) if low == high else f"[{_short(low)}, {_short(high)}]" for low, high in spans
    )


def tree_figure(game: ExtensiveGame, *, title: str = "") -> Figure:
    """The picture of a game; raises `GameError` where there is too much to draw."""
    try:
        game = unfold(game, MOST_NODES)
    except LimitError as error:
        raise GameError(
            f"plot: {error.message}", hint="a ladder is drawn with --kind ladder"
        ) from error
    note = ""
    if game.has_perfect_information:
        induction = backward_induction(game)
        assert induction is not None
        placed, weight = _seen(game, induction)
    else:
        placed = layout(game, {})
        listed = subgame_perfect(game).equilibria
        if not listed:
            raise GameError("plot: no equilibrium of this tree was found to draw")
        first = listed[0].behaviour
        if len(listed) > 1:
            note = f"the first of {len(listed)} equilibria"

        def weight(node: int, action: int) -> Number | None:
            own = first[game.set_of[node]]
            return None if own is None or own[action] == 0 else own[action]

    ends = sum(node in placed.cut or isinstance(game.nodes[node], Terminal) for node in placed.at)
    if ends > MOST_ENDS:
        raise GameError(
            f"plot: {ends} ends would have to be drawn",
            allowed=f"at most {MOST_ENDS}",
            hint="solve it for the table of moves",
        )
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    with house():
        deep = max(x for x, _ in placed.at.values())
        figure = Figure(figsize=(2.2 + 1.5 * max(deep, 2), 1.3 + 0.27 * ends), layout="constrained")
        tree(figure.subplots(), game, placed, weight)
        handles = [
            Line2D([], [], color=shade, marker="o", ms=5, label=name)
            for name, shade in zip(game.players, colours(game.players), strict=True)
        ]
        if any(isinstance(game.nodes[node], Chance) for node in placed.at):
            handles.append(Line2D([], [], color=INK, marker="s", ms=5, ls=":", label="chance"))
        figure.legend(handles=handles, loc="outside lower center", ncols=4, fontsize=8)
        heading = "\n".join(filter(None, (title, note)))
        if heading:
            figure.suptitle(heading, fontsize=11.5, fontweight="bold")
    return figure


def figure(spec: Spec) -> Figure:
    """The figure of a spec; raises `GameError` where it is no tree, or too large to draw."""
    game = spec.realise().game
    if not isinstance(game, ExtensiveGame):
        raise GameError(
            f"plot: a game of kind {spec.kind!r} is no tree",
            found=spec.kind,
            allowed="extensive, ladder",
            hint="try literature/mckelvey1992/centipede-tree",
        )
    return tree_figure(game, title=spec.title)
