"""The picture of where types feign over two quantities, from a certified enclosure.

One panel per notion and audience. Dark: in every equilibrium; light: in some; white: in none; grey:
not decided. Each rectangle is a box on which that is proved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from games.errors import GameError
from solver.beliefs.feigning import NOTIONS, Claim, Enclosure
from solver.beliefs.regions import feigning_regions, ranges
from solver.report.plots.style import INK, PALETTE, RULE, house

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from games.spec import Spec

_COLOURS = {NOTIONS[0]: PALETTE["orange"], NOTIONS[2]: PALETTE["blue"]}
#: The notions drawn: the two that the post compares.
SHOWN = (NOTIONS[0], NOTIONS[2])
_BOXES = 4000


def shade(told: frozenset[Claim] | None, notion: str) -> tuple[str, float]:
    """(colour, opacity) of a box."""
    if told is None:
        return RULE, 1.0
    if (notion, "every") in told:
        return _COLOURS[notion], 0.9
    return _COLOURS[notion], 0.35 if (notion, "some") in told else 0.0


def panel(axes: Axes, found: Enclosure, notion: str, here: tuple[Any, Any] | None = None) -> Axes:
    """Draw one notion on axes that are given; returns them. here: where the spec is, ringed."""
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    names = tuple(found.box)
    patches, colours = [], []
    for ((x, right), (y, top)), told in found.cells:
        colour, opacity = shade(told, notion)
        if opacity:
            patches.append(Rectangle((float(x), float(y)), float(right - x), float(top - y)))
            colours.append((colour, opacity))
    axes.add_collection(PatchCollection(patches, facecolors=colours, edgecolors="none"))
    (left, right), (bottom, top) = (found.box[name] for name in names)
    axes.set_xlim(float(left), float(right))
    axes.set_ylim(float(bottom), float(top))
    axes.set_xlabel(names[0].replace("_", " "))
    axes.set_ylabel(names[1].replace("_", " "))
    if here is not None and left <= here[0] <= right and bottom <= here[1] <= top:
        axes.plot(float(here[0]), float(here[1]), "o", mfc="none", mec=INK, ms=7, clip_on=False)
    return axes


def figure(spec: Spec, *, x: Any = None, y: Any = None) -> Figure:
    """The figure of a spec. x, y: (address, range or None); raises `GameError` without both."""
    if x is None or y is None:
        raise GameError(
            "plot: a picture of feigning needs two quantities",
            hint="--x prior --y growth=0..1/4, for example",
        )
    found = feigning_regions(spec, ranges(spec, [x, y]), boxes=_BOXES)
    audiences = list(found.audiences())
    here = (spec.quantity(x[0]).value, spec.quantity(y[0]).value)
    with house():
        from matplotlib.figure import Figure
        from matplotlib.patches import Patch

        figure = Figure(figsize=(7.6, 0.7 + 2.9 * len(audiences)), layout="constrained")
        grid = figure.subplots(len(audiences), 2, squeeze=False)
        for row, (words, each) in zip(grid, audiences, strict=True):
            assert isinstance(each, Enclosure)
            for axes, notion in zip(row, SHOWN, strict=True):
                panel(axes, each, notion, here)
                axes.set_title(f"{notion}{', ' if words else ''}{words}")
        handles = [Patch(facecolor=RULE, label="not decided")]
        for notion in SHOWN:
            for word, opacity in (("every", 0.9), ("some", 0.35)):
                label = f"{notion}: in {word}"
                handles.append(Patch(facecolor=_COLOURS[notion], alpha=opacity, label=label))
        figure.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=7.5)
    return figure
