"""The house style of all pictures, and saving them so that the same input gives the same bytes."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

INK = "#22262b"
FAINT = "#9aa1a9"
RULE = "#d5d9dd"

#: Distinct to colour-blind readers too (after Okabe and Ito), in the order parties take them.
PALETTE = {
    "red": "#c8352b",
    "blue": "#1f66ad",
    "green": "#1a8a63",
    "orange": "#d98a00",
    "purple": "#7b4fa3",
    "brown": "#8a5a32",
    "black": "#22262b",
}

_SETTINGS: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "mathtext.fontset": "dejavusans",
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "xtick.color": INK,
    "ytick.color": INK,
    "lines.linewidth": 1.4,
    "legend.frameon": False,
    "figure.dpi": 100,
    "savefig.dpi": 200,
    "svg.fonttype": "path",
    "svg.hashsalt": "detente",
    "pdf.fonttype": 42,
}

_NO_DATE: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": "detente"},
    "pdf": {"CreationDate": None, "Producer": "detente", "Creator": "detente"},
    "png": {"Software": None},
}


def house() -> AbstractContextManager[None]:
    """Context in which figures take the house style, whatever the user's own settings are."""
    import matplotlib as mpl
    from matplotlib import rc_context

    settings: dict[Any, Any] = dict(mpl.rcParamsDefault)
    del settings["backend"]  # setting it would switch the user's own
    settings.update(_SETTINGS)
    context: AbstractContextManager[None] = rc_context(settings)
    return context


def colours(names: tuple[str, ...]) -> tuple[str, ...]:
    """A colour for each party: its own if it is named after one, else the next that is free."""
    free = [colour for name, colour in PALETTE.items() if name not in names]
    taken = 0
    result = []
    for name in names:
        if name in PALETTE:
            result.append(PALETTE[name])
        else:
            result.append(free[taken % len(free)])
            taken += 1
    return tuple(result)


def save(figure: Figure, target: Path | BinaryIO, kind: str) -> None:
    """Write the figure as "svg", "pdf" or "png" without dates or random identifiers."""
    with house():
        figure.savefig(target, format=kind, metadata=_NO_DATE[kind], facecolor="white")
