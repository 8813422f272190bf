"""`detente show`: a game as it stands, unsolved."""

from __future__ import annotations

import click

from games.display import Document, Section
from solver.cli.inputs import read
from solver.cli.options import shared
from solver.cli.output import write
from solver.report.render import render_document
from solver.report.tables import payoff_table

_FORMS = ("text", "markdown", "latex", "html")


@click.command()
@click.argument("game", metavar="GAME")
@shared("output", "format", "digits")
def command(game: str, output: str | None, form: str, digits: int) -> None:
    """Show the players, actions and payoffs of a GAME."""
    if form not in _FORMS:
        raise click.UsageError(f"show writes {', '.join(_FORMS)}; for {form} see `detente export`")
    found = read(game)
    document = Document(
        found.title or game,
        (f"Game {found.digest}.",),
        (Section("Payoffs", (payoff_table(found),)),),
    )
    write(render_document(document, form, digits, 96), output)
