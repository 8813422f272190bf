"""`detente show`: a game as it stands, unsolved."""

from __future__ import annotations

import click

from solver.cli.inputs import read
from solver.cli.options import shared
from solver.cli.output import write
from solver.report.render import render_document
from solver.report.show import show

_FORMS = ("text", "markdown", "latex", "html")


@click.command()
@click.argument("game", metavar="GAME")
@shared("output", "format", "set", "digits")
def command(
    game: str, output: str | None, form: str, settings: dict[str, str], digits: int
) -> None:
    """Show a GAME as it is read: spec, directions, power, projections, quantities, payoffs."""
    if form not in _FORMS:
        raise click.UsageError(f"show writes {', '.join(_FORMS)}; for {form} see `detente export`")
    write(render_document(show(read(game, settings)), form, digits, 96), output)
