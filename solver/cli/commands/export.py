"""`detente export`: the same game in another format; reading it back gives the same game."""

from __future__ import annotations

import json

import click

from games.forms.nfg import write_nfg
from games.forms.normal import NormalFormGame
from solver.cli.inputs import read
from solver.cli.options import shared
from solver.cli.output import write
from solver.report.matrix import matrix_spec


@click.command()
@click.argument("game", metavar="GAME")
@click.option(
    "--to",
    "target",
    type=click.Choice(("nfg", "json", "yaml")),
    required=True,
    help="Format to write.",
)
@shared("output")
def command(game: str, target: str, output: str | None) -> None:
    """Write a GAME as Gambit's .nfg, or as a spec in JSON or YAML, exactly."""
    write(exported(read(game), target), output)


def exported(game: NormalFormGame, target: str) -> str:
    """Return the game in the target format."""
    if target == "nfg":
        return write_nfg(game)
    spec = matrix_spec(game)
    if target == "json":
        return json.dumps(spec, indent=2, ensure_ascii=False) + "\n"
    import yaml

    text: str = yaml.safe_dump(spec, sort_keys=False, allow_unicode=True, width=100)
    return text
