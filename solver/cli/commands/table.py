"""`detente table`: an answer as a table that can be cited."""

from __future__ import annotations

import click

from games import catalogue
from games.spec import Spec
from solver.atlas.labelled import make
from solver.atlas.register import shipped
from solver.cli.inputs import read
from solver.cli.options import shared
from solver.cli.output import write


@click.command()
@click.argument("game", metavar="GAME")
@click.option("--question", metavar="NAME", help="equilibria, thresholds, or another of the game.")
@shared("output", "format", "set", "digits")
def command(
    game: str,
    question: str | None,
    output: str | None,
    form: str,
    settings: dict[str, str],
    digits: int,
) -> int:
    """Solve a GAME and print its table: label, digests, and notes on how far it can be relied on.

    GAME may also be the label of a table, such as T.post.left.equilibria.1.
    """
    spec, chosen = _named(game, question, settings)
    table = make(spec, chosen)
    write(table.write(form, digits), output)
    return 0 if table.body.complete.value is True else 3


def _named(game: str, question: str | None, settings: dict[str, str]) -> tuple[Spec, str | None]:
    if not game.startswith("T."):
        return read(game, settings), question
    entry = shipped().find(game)
    if question not in (None, entry.question) or settings:
        raise click.UsageError(f"{game} is the table of one game as it stands, and of one question")
    return catalogue.load(entry.entry), entry.question
