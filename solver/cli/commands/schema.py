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
    required=True,
    help="The schema of this command's JSON output.",
)
@shared("output")
def command(output_of: str, output: str | None) -> None:
    """Print the JSON Schema of a command's output."""
    write(json.dumps(output_schema(output_of), indent=2, ensure_ascii=False) + "\n", output)
