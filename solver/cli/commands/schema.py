"""`detente schema`: the JSON Schemas, for editors and for programs that read our output."""

from __future__ import annotations

import json

import click

from solver.cli.options import shared
from solver.cli.output import write
from solver.report.schemas import OUTPUTS, output_schema


@click.command()
@click.option(
    "--output-of",
    type=click.Choice(OUTPUTS),
    help="The schema of this command's JSON output, in place of that of specs.",
)
@shared("output")
def command(output_of: str | None, output: str | None) -> None:
    """Print the JSON Schema of specs, for editors, or of a command's output."""
    if output_of is None:
        from games.spec import schema

        found = schema()
    else:
        found = output_schema(output_of)
    write(json.dumps(found, indent=2, ensure_ascii=False) + "\n", output)
