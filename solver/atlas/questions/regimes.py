"""The table of regimes: where the set of equilibria changes, exactly, as one quantity varies.

The quantity is the cosine between two parties where the game has one, else the named parameter of
the spec where there is one only.
"""

from __future__ import annotations

from games.display import Cell, Document, Table
from games.spec import Spec
from solver.atlas.body import Body, Method, NoTable, by_value
from solver.atlas.questions import Ask
from solver.regimes import partition
from solver.solution.equilibrium import Completeness
from solver.solution.regimes import RegimePartition


def make(spec: Spec, ask: Ask) -> Body:
    """The map over the alignment of the parties, or over the parameter of the spec."""
    del ask  # the map has its own method
    found = partition(spec, x=freed(spec))
    axis = found.axes[0]
    envelope = found.to_dict()
    limits = "; ".join(found.limits)
    return Body(
        f"Regimes of {found.title} over {axis.name}",
        f"{found.headline[0].upper()}{found.headline[1:]}",
        _tables(found.document()),
        _rows(found),
        by_value(
            {
                "axis": axis.address,
                "runs": [
                    {key: run[key] for key in ("low", "high", "closed", "regime")}
                    for run in envelope["runs"]
                ],
                "regimes": [
                    {key: regime[key] for key in ("structure", "formulas")}
                    for regime in envelope["regimes"]
                ],
            }
        ),
        Completeness(
            found.status == "complete",
            limits or f"the intervals and points cover all of {axis.low} to {axis.high}",
            "one quantity varies, all others are as in the spec",
        ),
        Method(found.method.partition(", detente")[0], found.arithmetic, {"x": axis.address}),
        ("the boundaries are the exact zeros of the polynomials that decide the equilibria",),
    )


def freed(spec: Spec) -> str:
    """The quantity that varies; raises `NoTable` where the spec suggests none."""
    addresses = {quantity.address for quantity in spec.quantities()}
    named = list(spec.document.parameters or {})
    if "cosine" in addresses:
        return "cosine"
    if len(named) == 1:
        return str(named[0])
    raise NoTable(
        f"{spec.label!r} has no table of regimes: it has neither a cosine nor exactly one named "
        "parameter",
        found=spec.label,
        hint="`detente regimes GAME --x NAME` maps any quantity",
    )


def _tables(document: Document) -> tuple[Table, ...]:
    """The map, and the boundaries with what happens at them."""
    found = [
        Table(section.title, block.columns, block.rows, block.notes)
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table)
        and (section.title.startswith("The map") or section.title == "Boundaries")
    ]
    return tuple(found)


def _rows(found: RegimePartition) -> Table:
    axis = found.axes[0].address
    columns = (f"{axis} from", "included", f"{axis} to", "also included", "regime", "verdict")
    rows: list[list[Cell]] = []
    for run in found.runs:
        low, high = run.low.number, run.high.number
        regime = None if run.regime is None else found.regimes[run.regime]
        rows.append(
            [
                str(run.low.approx) if low is None else low,
                str(run.closed[0]).lower(),
                str(run.high.approx) if high is None else high,
                str(run.closed[1]).lower(),
                "pole" if run.regime is None else f"R{run.regime + 1}",
                regime.verdict.headline if regime and regime.verdict else "",
            ]
        )
    return Table("", columns, rows)
