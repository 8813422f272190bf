"""`detente derive`: thresholds in closed form."""

from __future__ import annotations

import click

from solver.cli.inputs import read
from solver.cli.options import shared
from solver.cli.output import write


@click.command()
@click.argument("game", metavar="GAME")
@click.option("--for", "target", metavar="TARGET", help="One quantity, or one topic: see below.")
@shared("output", "format", "set", "digits")
def command(
    game: str,
    target: str | None,
    output: str | None,
    form: str,
    settings: dict[str, str],
    digits: int,
) -> int:
    """Derive the thresholds of a GAME's model: formula, conditions, value here, proof, LaTeX.

    TARGET is a quantity (angle, loss, stakes, win_probability, share ..) or a topic (decision ..);
    a wrong one is answered with the list.
    """
    from solver.regimes.derive import derive
    from solver.report.render import render

    found = derive(read(game, settings), target)
    if form == "latex" and not found.regimes:
        from solver.regimes.derive.latex import to_latex

        write(to_latex(found), output)
    else:
        write(render(found, form, digits, 96), output)
    return 0 if found.status == "complete" else 3
