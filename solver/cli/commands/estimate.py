"""`detente estimate`: strategic choice models fitted to records of conflicts."""

from __future__ import annotations

import json
import re

import click

from games.errors import Place
from solver.cli.options import shared
from solver.cli.output import write
from solver.errors import DataError, MissingError

_FORMS = ("text", "json", "markdown", "latex", "html")
_UTILITY = re.compile(r"\s*([^~=]+?)\s*([~=])\s*(.+?)\s*", re.DOTALL)


@click.command()
@click.argument("data", metavar="DATA")
@click.option(
    "--outcome", required=True, metavar="COLUMN[,..]", help="Outcome column, or 0/1 ones."
)
@click.option("--outcomes", metavar="NAME,..", help="Outcomes in the order of the tree.")
@click.option(
    "--utility",
    "utilities",
    multiple=True,
    metavar="'A.war ~ x + z'",
    help="Utility of a player at an outcome: a formula, or 'A.war = -1'; repeatable.",
)
@click.option("--model", default="agent", show_default=True, help="agent or private.")
@click.option("--link", default="probit", show_default=True, help="probit or logit.")
@click.option("--players", default="A,B", show_default=True, metavar="A,B", help="Their names.")
@click.option("--scale", multiple=True, metavar="common|player|'A ~ x'", help="Error scales.")
@click.option("--missing", default="refuse", show_default=True, help="refuse or drop such rows.")
@click.option("--cluster", metavar="COLUMN", help="Cluster standard errors by this column.")
@click.option("--errors", metavar="KIND", help="Standard errors: hessian, robust, clustered.")
@click.option("--bootstrap", type=click.IntRange(2), metavar="N", help="Add N bootstrap refits.")
@click.option(
    "--starts", type=click.IntRange(1), default=1, show_default=True, help="Of the search."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of starts and bootstrap.")
@click.option("--effects", is_flag=True, help="Add average marginal effects.")
@shared("output", "format", "digits")
def command(
    data: str,
    outcome: str,
    outcomes: str | None,
    utilities: tuple[str, ...],
    model: str,
    link: str,
    players: str,
    scale: tuple[str, ...],
    missing: str,
    cluster: str | None,
    errors: str | None,
    bootstrap: int | None,
    starts: int,
    seed: int,
    effects: bool,
    output: str | None,
    form: str,
    digits: int,
) -> None:
    """Fit a two-player strategic choice model to the records in DATA, a CSV file.

    Three outcomes: A ends it, B gives way, B resists. Four: B's answers to either move of A.
    """
    if form not in _FORMS:
        raise click.UsageError(f"estimate writes {', '.join(_FORMS)}; got {form}")
    try:
        import pandas as pd
    except ImportError:
        raise MissingError(
            "`detente estimate` reads data with pandas, which is not installed",
            hint="pip install 'detente[data]'",
        ) from None
    from games.display import Document, Section, Table
    from solver.inverse.strategic import bootstrap as resample
    from solver.inverse.strategic import effects_table, estimate
    from solver.report.inference import estimate_envelope
    from solver.report.render import render_document

    try:
        frame = pd.read_csv(data)
    except FileNotFoundError:
        raise DataError("there is no such file", place=Place(file=data), found=data) from None
    except (OSError, UnicodeDecodeError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise DataError(
            f"the file cannot be read as CSV: {reason}", place=Place(file=data)
        ) from None
    columns = [part.strip() for part in outcome.split(",")]
    fit = estimate(
        frame,
        outcome=columns[0] if len(columns) == 1 else columns,
        outcomes=None if outcomes is None else [part.strip() for part in outcomes.split(",")],
        utilities=_utilities(utilities),
        model=model,
        link=link,
        players=[part.strip() for part in players.split(",")],
        scale=_scale(scale),
        missing=missing,
        cluster=cluster,
        starts=starts,
        seed=seed,
    )
    if form == "json":
        text = json.dumps(estimate_envelope(fit, errors), indent=2, ensure_ascii=False) + "\n"
    else:
        document = fit.document(errors)
        sections = list(document.sections)
        if effects:
            sections.append(Section("Average marginal effects", (effects_table(fit, errors),)))
        if bootstrap is not None:
            drawn = resample(fit.model, fit.coefficients, bootstrap, seed, fit.clusters)
            rows = [(n, f"{e:.6f}") for n, e in zip(fit.names, drawn.errors, strict=True)]
            note = f"{len(drawn.draws)} refits, {drawn.failed} samples without a maximum."
            sections.append(
                Section("Bootstrap", (Table("", ("parameter", "std. error"), rows, (note,)),))
            )
        document = Document(document.title, document.lead, tuple(sections))
        text = render_document(document, form, digits, 96)
    write(text, output)


def _utilities(texts: tuple[str, ...]) -> dict[str, str | float]:
    found: dict[str, str | float] = {}
    for text in texts:
        match = _UTILITY.fullmatch(text)
        if match is None:
            raise click.UsageError(f"--utility {text!r} is not 'A.war ~ x + z' or 'A.war = -1'")
        name, sign, value = match.groups()
        if name in found:
            raise click.UsageError(f"--utility {name} is given twice")
        if sign == "~":
            found[name] = value
            continue
        try:
            found[name] = float(value)
        except ValueError:
            raise click.UsageError(
                f"--utility {text!r}: after = stands a number; a formula follows ~"
            ) from None
    return found


def _scale(texts: tuple[str, ...]) -> str | dict[str, str] | None:
    if not texts:
        return None
    if len(texts) == 1 and "~" not in texts[0]:
        return texts[0]
    parts = [text.partition("~") for text in texts]
    return {name.strip(): formula.strip() for name, _, formula in parts}
