"""`detente cite`: how to quote a table."""

from __future__ import annotations

import click

from solver.atlas.cite import FORMS, cite
from solver.atlas.labelled import make
from solver.atlas.register import shipped
from solver.cli.inputs import read
from solver.cli.options import shared
from solver.cli.output import write


@click.command()
@click.argument("label", metavar="LABEL|GAME")
@click.option("--question", metavar="NAME", help="Which table of a GAME.")
@click.option("--format", "form", type=click.Choice(FORMS), help="One form instead of all.")
@shared("output", "set")
def command(
    label: str,
    question: str | None,
    form: str | None,
    output: str | None,
    settings: dict[str, str],
) -> None:
    """Cite a table by its LABEL: plain text, BibTeX and CSL-JSON, with version and digest.

    For a GAME of your own the table is made first; its label is built from digests.
    """
    if label.startswith("T."):
        entry = shipped().find(label)
    else:
        table = make(read(label, settings), question)
        entry = table.entry(table.revision)
    write("\n".join(cite(entry, each) for each in ((form,) if form else FORMS)), output)
