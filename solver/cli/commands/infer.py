"""`detente infer`: from observed choices back to alignment and expected loss."""

from __future__ import annotations

import json
from pathlib import PurePath

import click

from games.errors import Place, SpecError
from games.exact import Number
from games.world.history import Assumption, History
from solver.cli.inputs import read
from solver.cli.options import shared
from solver.cli.output import write

_FORMS = ("text", "json", "markdown", "latex", "html")


@click.command()
@click.argument("history", metavar="HISTORY")
@click.option(
    "--assume",
    type=click.Choice(["decision", "best-reply", "equilibrium"]),
    default="decision",
    show_default=True,
    help="What is assumed of the chooser.",
)
@click.option("--chooser", help="Only the choices of this party.")
@click.option("--posterior", is_flag=True, help="Add the posterior under logit choice.")
@click.option(
    "--precision",
    default="10",
    show_default=True,
    metavar="NUMBER[,NUMBER]",
    help="Precision of logit choice, or the ends of a log-uniform prior.",
)
@click.option(
    "--dimension", type=click.IntRange(2), default=2, show_default=True, help="Of preferences."
)
@click.option(
    "--loss-prior", default="1,1", show_default=True, metavar="A,B", help="Beta prior of the loss."
)
@click.option(
    "--loss",
    "losses",
    metavar="D[,D]",
    help="Expected losses at which alignments among coalitions are read.",
)
@click.option(
    "--missing",
    type=click.Choice(["refuse", "drop"]),
    default="refuse",
    show_default=True,
    help="Incomplete rows of a CSV file.",
)
@shared("output", "format", "set", "digits")
def command(
    history: str,
    assume: Assumption,
    chooser: str | None,
    posterior: bool,
    precision: str,
    dimension: int,
    loss_prior: str,
    losses: str | None,
    missing: str,
    output: str | None,
    form: str,
    settings: dict[str, str],
    digits: int,
) -> int:
    """Infer what the parties of a HISTORY must want and believe from what they did.

    HISTORY is a catalogue label, a spec of kind history, or a CSV file of choices.
    """
    if form not in _FORMS:
        raise click.UsageError(f"infer writes {', '.join(_FORMS)}; got {form}")
    from solver.inverse.inference import LOSSES, infer
    from solver.inverse.prior import Prior
    from solver.report.inference import inference_envelope
    from solver.report.render import render_document

    found, title, label, digest = read_history(history, settings, missing)
    if chooser is not None:
        found = found.only(chooser)
    ends = _numbers(precision, "--precision")
    loss = _numbers(loss_prior, "--loss-prior")
    if len(loss) != 2 or len(ends) > 2:
        raise click.UsageError("--loss-prior takes A,B; --precision takes one or two numbers")
    prior = Prior(dimension, (loss[0], loss[1]), ends[0] if len(ends) == 1 else (ends[0], ends[1]))
    chosen = LOSSES if losses is None else _losses(losses)
    result = infer(
        found, assume=assume, prior=prior, with_posterior=posterior, losses=chosen, title=title
    )
    if form == "json":
        body = inference_envelope(result, label, digest)
        text = json.dumps(body, indent=2, ensure_ascii=False) + "\n"
    else:
        text = render_document(result.document(), form, digits, 96)
    write(text, output)
    return 1 if result.empty else 0


def _numbers(text: str, option: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise click.UsageError(
            f"{option} takes numbers with a comma between; got {text!r}"
        ) from None


def _losses(text: str) -> tuple[Number, ...]:
    from games.errors import NumberError
    from games.exact import parse

    found = []
    for part in text.split(","):
        try:
            value = parse(part)
        except NumberError as error:
            raise click.UsageError(f"--loss: {error.message}") from None
        if not 0 <= value <= 1:
            raise click.UsageError(f"--loss must be between 0 and 1; found {part}")
        found.append(value)
    return tuple(found)


def read_history(
    argument: str, settings: dict[str, str], missing: str
) -> tuple[History, str, str, str | None]:
    """Return (history, title, label, digest) of a label, spec or CSV file."""
    if argument.lower().endswith(".csv"):
        from games.spec.source import read as read_text
        from solver.inverse.records import read_csv

        if settings:
            raise click.UsageError("--set changes a spec; a CSV file is edited instead")
        path = PurePath(argument)
        found = read_csv(read_text(argument)[0], argument, missing=missing)
        return found, path.name, path.stem, None
    source = read(argument, settings)
    if source.kind != "history":
        raise SpecError(
            f"{argument!r} is a game of kind {source.kind}, not a history of choices",
            place=Place(file=argument, key="game.kind"),
            found=source.kind,
            allowed="history",
            hint="`detente solve` solves games; `detente new --kind history` starts a history",
        )
    return source.realise().form, source.title, source.label, source.digest
