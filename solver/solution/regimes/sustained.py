"""Whether the path of a repeated game is sustained in a regime: words, sums and data."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from games.display import Section, Span, Table
from games.display.cells import Cell as Entry
from solver.solution.discounting import PathVerdict
from solver.solution.regimes.partition import Regime, RegimePartition


def path_sentence(subject: str, path: PathVerdict) -> str:
    """The verdict in a sentence or two. subject: "peace", or "the path"."""
    what = subject[:1].upper() + subject[1:]
    if path.reversion == "untempted":
        return f"{what} holds: nobody is tempted."
    if path.reversion == "holds":
        binds = (
            f"; {_names(path.binding)} bind{'' if len(path.binding) > 1 else 's'}"
            if path.binding
            else ""
        )
        edge = f" Critical for {_names(path.indifferent)}." if path.indifferent else ""
        return f"{what} holds by reversion{binds}.{edge}"
    without = (
        "there is no pure stage equilibrium to revert to"
        if path.reversion == "no equilibrium"
        else f"reversion does not keep {_names(path.leaving)}"
    )
    if path.penal == "holds":
        return f"{what} holds by harsher punishments only: {without}."
    if path.penal == "open":
        return f"Whether {subject} holds is not known: {without}."
    when = " at every discount factor" if path.penal == "never" else ""
    return f"{what} fails{when}: {_names(path.breaking)} would break it."


def _names(names: tuple[str, ...]) -> str:
    return " and ".join(names)


#: What a regime says of the path, most peaceful first.
_CLASSES = (
    "holds, nobody is tempted",
    "holds by reversion",
    "holds by harsher punishments only",
    "does not hold by reversion; whether otherwise is not known",
    "fails, whatever the punishment",
    "fails at every discount factor",
)


def class_of(path: PathVerdict) -> int:
    """The position in the list above of what a regime says."""
    if path.reversion in ("untempted", "holds"):
        return ("untempted", "holds").index(path.reversion)
    return 2 + ("holds", "open", "fails", "never").index(path.penal)


def class_words(number: int) -> str:
    """What the regimes of a class have in common."""
    return _CLASSES[number]


def summary(found: RegimePartition) -> Section | None:
    """The share of the map on which the path is sustained, and how."""
    from solver.solution.regimes.document import share_text

    groups: dict[int, list[Regime]] = {}
    for regime in found.regimes:
        if regime.path is not None and regime.dimension == len(found.axes):
            groups.setdefault(class_of(regime.path), []).append(regime)
    if not groups:
        return None
    total = Fraction(1)
    for axis in found.axes:
        total *= axis.high - axis.low
    rows: list[list[Entry]] = []
    for number in sorted(groups):
        sizes = [r.measure for r in groups[number] if r.measure is not None]
        low = sum((size.low for size in sizes), Fraction(0))
        high = min(sum((size.high for size in sizes), Fraction(0)), total)
        regimes = ", ".join(f"R{regime.id + 1}" for regime in groups[number])
        rows.append([class_words(number), regimes, share_text(Span(low, high), total)])
    columns = [found.subject, "regimes", "share of the map"]
    return Section(f"Where {found.subject} is sustained", (Table("", columns, rows),))


def path_json(path: PathVerdict) -> dict[str, Any]:
    """The verdict as JSON types."""
    return {
        "reversion": path.reversion,
        "leaving": list(path.leaving),
        "indifferent": list(path.indifferent),
        "binding": list(path.binding),
        "penal": path.penal,
        "breaking": list(path.breaking),
    }
