"""`detente new`: a commented spec to start from."""

from __future__ import annotations

import os

import click

from games.errors import Place
from games.spec import template
from solver.cli.output import OutputError, write


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--kind", default="posture", show_default=True, help="Kind of game.")
@click.option("--force", is_flag=True, help="Overwrite FILE if it exists.")
def command(file: str, kind: str, force: bool) -> None:
    """Write a commented spec to FILE (- for standard output), to be edited and solved."""
    text = template(kind)
    if file != "-" and os.path.exists(file) and not force:
        raise OutputError(
            "the file exists and is left as it is",
            place=Place(file=file),
            hint="name another, or add --force to overwrite it",
        )
    write(text, file)
    if file != "-":
        click.echo(f"wrote {file}; edit it, then: detente solve {file}", err=True)
