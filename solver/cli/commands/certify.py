"""`detente certify`: an answer with everything that shows it, for anybody to check."""

from __future__ import annotations

import click

from solver.cli.commands.regimes import mapped
from solver.cli.inputs import read
from solver.cli.interrupt import interruptible
from solver.cli.options import shared
from solver.cli.output import write
from solver.solution.certificate import Certificate, Unproved
from solver.solution.limits import Limits
from solver.solve import solve
from solver.verify.file import CertificateFile, verify


@click.command()
@click.argument("game", metavar="GAME")
@click.option("--question", metavar="NAME", help="What to ask, as for `detente solve`.")
@click.option(
    "--cross-check", is_flag=True, help="Ask every engine at hand too, and say who agrees."
)
@shared("output", "set", "x", "y", "limit_time", "limit_memory", "quiet")
def command(
    game: str,
    question: str | None,
    cross_check: bool,
    output: str | None,
    settings: dict[str, str],
    x: str | None,
    y: str | None,
    limit_time: float | None,
    limit_memory: int | None,
    quiet: bool,
) -> int:
    """Solve a GAME and write a certificate that `detente verify` checks without trust.

    It holds the spec, every claim with its witnesses, and what is known without a proof. With
    `--question regimes` it is the map over --x, and --y, that is certified.
    """
    if (question == "regimes") != (x is not None) or (y is not None and x is None):
        raise click.UsageError(
            "a map takes both `--question regimes` and --x NAME, and may take --y"
        )
    with interruptible() as interrupt:
        limits = Limits(seconds=limit_time, memory=limit_memory, stop=interrupt)
        spec = read(game, settings)
        shown: tuple[Certificate | Unproved, ...]
        if x is not None:
            drawn = mapped(game, settings, x, y, limits)
            status, shown = drawn.status, () if drawn.shown is None else (drawn.shown,)
        else:
            answer = solve(spec, question, cross_check=cross_check, limits=limits)
            status, shown = answer.status, answer.proofs()
    file = CertificateFile(
        spec,
        tuple(item for item in shown if isinstance(item, Certificate)),
        tuple(item for item in shown if isinstance(item, Unproved)),
    )
    # What our own checker refuses is a bug of ours and does not leave.
    for claim, found in verify(file).claims:
        if not found.valid:
            raise AssertionError(f"the checker refused {claim}: {found.reasons[0]}")
    write(file.to_json(), output)
    if not quiet:
        for item in file.unproved:
            checks = "; ".join(item.checks)
            words = f"{item.claim}: {item.standing}, not proved: {item.reason}"
            click.echo(f"detente: {words} ({checks})" if checks else f"detente: {words}", err=True)
        if not file.certificates:
            click.echo("detente: there is no certificate of such an answer yet", err=True)
    return 0 if status == "complete" and file.certificates else 3
