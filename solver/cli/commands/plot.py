"""`detente plot`: pictures, one kind per function in `solver.report.plots`."""

from __future__ import annotations

import importlib
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver.cli.inputs import read
from solver.cli.options import shared
from solver.cli.output import OutputError, write_bytes
from solver.errors import MissingError

if TYPE_CHECKING:
    from games.spec import Spec

#: kind -> module with `figure(spec, **options) -> Figure`; options: the axes that were named.
KINDS: dict[str, str] = {
    "arrows": "solver.report.plots.arrows",
    "balance": "solver.report.plots.balance",
    "bargain": "solver.report.plots.bargain",
    "beliefs": "solver.report.plots.beliefs",
    "evidence": "solver.report.plots.evidence",
    "feigning": "solver.report.plots.feigning",
    "ladder": "solver.report.plots.ladder",
    "payoffs": "solver.report.plots.payoffs",
    "regions": "solver.report.plots.regions",
    "ridge": "solver.report.plots.ridge",
    "tree": "solver.report.plots.tree",
}
FORMATS = ("svg", "pdf", "png")


@click.command()
@click.argument("game", metavar="GAME")
@click.option("--kind", type=click.Choice(tuple(KINDS)), default="arrows", show_default=True)
@click.option("--type", "suffix", type=click.Choice(FORMATS), help="Default: by the file's suffix.")
@shared("output", "set", "x", "y")
def command(
    game: str,
    kind: str,
    suffix: str | None,
    x: str | None,
    y: str | None,
    output: str | None,
    settings: dict[str, str],
) -> None:
    """Draw a GAME.

    arrows: preferences as directions and power as length, the second party's projection on the
    first dashed, before and after conflict. evidence: what a history of choices leaves of survival
    odds and affinity, and of expected loss and angle. ridge: what it leaves of the expected loss
    where the stakes are not known. payoffs: what a repeated game can pay, and its worst payoffs.
    regions: the exact map of regimes over two quantities. ladder: the moves of its equilibria, and
    each rung's risk. tree: its nodes, best moves and ends. balance: policy, worth and time to
    conflict as power shifts. bargain: the transfers that both prefer to conflict. beliefs: what is
    believed and done of a reputation, period by period. feigning: where types feign misalignment
    and where they deceive, over two quantities.
    """
    target = output or "-"
    chosen = suffix or Path(target).suffix.lower().removeprefix(".")
    if chosen not in FORMATS:
        raise OutputError(
            f"plot: cannot tell the type of picture from {target!r}",
            found=target,
            allowed=", ".join(FORMATS),
            hint="name a file such as -o game.svg, or add --type svg",
        )
    options: dict[str, Any] = {}
    taken = {"regions": ("x", "y"), "feigning": ("x", "y"), "bargain": ("x",)}.get(kind, ())
    named = {name: text for name, text in (("x", x), ("y", y)) if text is not None}
    if not set(named) <= set(taken):
        raise click.UsageError(
            "--x belongs to --kind regions, feigning and bargain; --y to regions and feigning"
        )
    if named:
        from solver.cli.commands.regimes import axis

        options = {name: axis(text, f"--{name}") for name, text in named.items()}
    data = picture(read(game, settings), kind, chosen, **options)
    if target == "-":
        sys.stdout.buffer.write(data)
    else:
        write_bytes(data, target)


def picture(spec: Spec, kind: str, suffix: str, **options: Any) -> bytes:
    """Return the bytes of a picture; the same spec gives the same bytes.

    Raises `GameError` for a spec that has nothing of the kind, `MissingError` without matplotlib.
    """
    try:
        figure = importlib.import_module(KINDS[kind]).figure(spec, **options)
        from solver.report.plots.style import save
    except ModuleNotFoundError as error:
        raise MissingError(
            f"plot: {error.name} is not installed", hint="pip install 'detente[plot]'"
        ) from error
    buffer = io.BytesIO()
    save(figure, buffer, suffix)
    return buffer.getvalue()
