"""The picture of a strategic fit: estimates with their 95% intervals, one line per parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.report.plots.style import FAINT, INK, house

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from solver.inverse.strategic import StrategicFit

#: Half the width of a 95% normal interval, in standard errors.
_WIDTH = 1.959964


def estimates(axes: Axes, fit: StrategicFit, kind: str | None = None) -> Axes:
    """Draw the estimates, first at the top; kind: of standard errors."""
    errors = fit.standard_errors(kind)
    places = list(range(len(fit.names)))[::-1]
    axes.axvline(0.0, color=FAINT, lw=0.8)
    axes.errorbar(
        fit.coefficients, places, xerr=_WIDTH * errors, fmt="o", color=INK, ms=4, lw=1.0, capsize=0
    )
    axes.set_yticks(places, fit.names)
    axes.set_xlabel("estimate, in units of the error scale, with 95% intervals")
    return axes


def estimates_figure(fit: StrategicFit, kind: str | None = None, *, title: str = "") -> Figure:
    """Return the estimates of a fit as a figure of their own."""
    from matplotlib.figure import Figure

    with house():
        figure = Figure(figsize=(6.4, 1.0 + 0.28 * len(fit.names)), layout="constrained")
        axes = estimates(figure.subplots(), fit, kind)
        axes.set_title(title or f"{fit.model.link.name}, {fit.rows} rows")
    return figure
