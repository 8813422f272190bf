"""The picture of the ridge: what a history leaves where the stakes are not known.

Left, for choices without error: the expected loss that explains them, if the stakes were other than
assumed. Dashed curves hold d/((1-d) k) constant: decisions to start a conflict leave a band between
two of them, however many are seen. Right, for choices that err with a known precision: the
likelihood averaged over all directions. Its crest follows the ridge; only the size of the gain,
which a known precision measures, tells places on it apart.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.world.history import History, RecordedChoice
from solver.inverse.identified import identified_set
from solver.inverse.stakes import along, at_factor
from solver.report.plots.evidence import drawable
from solver.report.plots.style import FAINT, INK, colours, house

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from games.spec import Spec

#: Precision of logit choice in the right-hand picture.
PRECISION = 10.0
#: Points per axis: factors of the stakes, losses, angles.
_FACTORS, _LOSSES, _ANGLES = 33, 80, 48


def _factors(choices: tuple[RecordedChoice, ...]) -> list[Fraction]:
    """Factors of the stakes from 1/8 to the largest that keeps them within 1, evenly in ratio."""
    most = float(max(float(choice.stakes) for choice in choices)) or 1.0
    low, high = 0.125, max(1 / most, 0.25)
    steps = [low * (high / low) ** (n / (_FACTORS - 1)) for n in range(_FACTORS)]
    return [min(Fraction(step).limit_denominator(10_000), Fraction(1 / most)) for step in steps]


def _constant(axes: Axes, factors: list[Fraction]) -> None:
    """Curves of constant d/((1-d) k)."""
    x = [float(f) for f in factors]
    for ratio in (1 / 16, 1 / 4, 1.0, 4.0, 16.0):
        axes.plot(x, [ratio * f / (1 + ratio * f) for f in x], "--", color=FAINT, lw=0.7)


def band(axes: Axes, choices: tuple[RecordedChoice, ...], colour: str) -> Axes:
    """Draw the losses that explain error-free choices at each factor of the stakes."""
    factors = _factors(choices)
    assumed = identified_set([o for choice in choices for o in choice.readings("decision")])
    straight = not assumed.empty and all(o.spoils == 0 for o in assumed.observations)
    places: list[float] = []
    ends: list[tuple[float, float]] = []
    for factor in factors:
        if straight:
            loss = along(assumed.bounds()[0], factor)
        else:
            found = at_factor(choices, "decision", factor)
            if found.empty:
                continue
            loss = found.bounds()[0]
        places.append(float(factor))
        ends.append((float(loss.low), float(loss.high)))
    _constant(axes, factors)
    if places:
        low, high = [e[0] for e in ends], [e[1] for e in ends]
        axes.fill_between(places, low, high, color=colour, alpha=0.18, lw=0)
        axes.plot(places, low, color=colour)
        axes.plot(places, high, color=colour)
    _frame(axes, factors)
    return axes


def crest(axes: Axes, choices: tuple[RecordedChoice, ...], colour: str) -> Axes:
    """Draw the likelihood of choices that err over stakes and loss, averaged over directions."""
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap

    from solver.inverse.gains import Circumstances

    factors = _factors(choices)
    loss = (np.arange(_LOSSES) + 0.5) / _LOSSES
    cosine = np.cos((np.arange(_ANGLES) + 0.5) * np.pi / _ANGLES)
    c, d = (grid.ravel() for grid in np.meshgrid(cosine, loss, indexing="ij"))
    rows: list[Any] = []
    for factor in factors:
        scaled = [replace(choice, stakes=choice.stakes * factor) for choice in choices]
        seen = Circumstances.of([o for choice in scaled for o in choice.readings("decision")])
        log = seen.log_likelihood(c, d, np.full(len(c), PRECISION)).reshape(_ANGLES, _LOSSES)
        top = log.max()
        rows.append(np.log(np.exp(log - top).mean(axis=0)) + top)
    table = np.exp(np.array(rows) - np.max(rows))
    shades = LinearSegmentedColormap.from_list("evidence", ["white", colour])
    axes.pcolormesh([float(f) for f in factors], loss, table.T, cmap=shades, shading="nearest",
                    vmin=0.0, vmax=1.0, rasterized=True)  # fmt: skip
    _constant(axes, factors)
    _frame(axes, factors)
    return axes


def _frame(axes: Axes, factors: list[Fraction]) -> None:
    axes.axvline(1.0, color=INK, lw=0.7)
    axes.set_xscale("log", base=2)
    axes.set(xlim=(float(factors[0]), max(float(factors[-1]), 1.0)), ylim=(0, 1))
    ticks = [t for t in (0.125, 0.25, 0.5, 1.0, 2.0, 4.0) if t <= float(factors[-1]) * 1.001]
    axes.set_xticks(ticks, [str(Fraction(t)) for t in ticks])
    axes.set_xlabel("stakes, as a multiple of those assumed")
    axes.set_ylabel("expected loss d")


def ridge_figure(history: History, *, title: str = "") -> Figure:
    """Both pictures for every party of a history whose win probabilities are known."""
    from matplotlib.figure import Figure

    names = history.choosers
    with house():
        figure = Figure(figsize=(7.6, 0.5 + 3.1 * len(names)), layout="constrained")
        grid = figure.subplots(len(names), 2, squeeze=False)
        for row, (name, colour) in enumerate(zip(names, colours(names), strict=True)):
            choices = history.of(name)
            band(grid[row][0], choices, colour)
            crest(grid[row][1], choices, colour)
            grid[row][0].set_title(f"{name}: choices without error")
            grid[row][1].set_title(f"{name}: likelihood at precision {PRECISION:g}")
        if title:
            figure.suptitle(title, fontsize=11.5, fontweight="bold")
    return figure


def figure(spec: Spec) -> Figure:
    """The figure of a spec; raises `GameError` where it is no history that can be drawn."""
    return ridge_figure(drawable(spec), title=spec.title)
