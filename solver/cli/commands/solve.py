"""`detente solve`: games in, reports out."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass

import click

from games.errors import DetenteError
from solver.cli.failure import INTERRUPTED, error_object
from solver.cli.inputs import read
from solver.cli.interrupt import Interrupt, ProgressLine, interruptible
from solver.cli.options import shared
from solver.cli.output import write
from solver.report.render import render
from solver.solution.limits import Limits
from solver.solve import Answer, solve
from solver.solve.answer import styled

#: Our own engine first; the others are listed here so that help needs to import none of them.
ENGINES = ("detente", "nashpy", "lrsnash", "gambit")
#: Of several outcomes the one that a caller must hear of first.
_GRAVEST = (INTERRUPTED, 2, 1, 3, 0)
_ONE_DOCUMENT = ("json", "html", "csv")


@dataclass(frozen=True)
class _Request:
    """How the answers were asked for."""

    question: str | None
    engine: str
    cross_check: bool
    form: str
    settings: dict[str, str]
    digits: int
    seconds: float | None
    memory: int | None
    timing: bool
    progress: ProgressLine
    columns: int
    styled: bool


@click.command()
@click.argument("games", nargs=-1, required=True, metavar="GAME...")
@click.option(
    "--question",
    metavar="NAME",
    help="What to ask, where a kind of game has several questions; `payoffs` of repeated games.",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    show_default=True,
    help="Who finds the equilibria.",
)
@click.option("--cross-check", is_flag=True, help="Ask every engine at hand and compare.")
@shared("output", "format", "set", "limit_time", "limit_memory", "quiet", "digits", "timing")
def command(
    games: tuple[str, ...],
    question: str | None,
    engine: str,
    cross_check: bool,
    output: str | None,
    form: str,
    settings: dict[str, str],
    limit_time: float | None,
    limit_memory: int | None,
    quiet: bool,
    digits: int,
    timing: bool,
) -> int:
    """Find all equilibria of each GAME, and who seeks power in them.

    A kind of game may have other questions: --question.

    Several games: --format jsonl gives one JSON document a line, in order; a game that cannot be
    solved is an error object on its line and the rest go on.
    """
    if len(games) > 1 and form in _ONE_DOCUMENT:
        raise click.UsageError(
            f"--format {form} holds one game; got {len(games)}. Use --format jsonl, text, "
            "markdown or latex for several."
        )
    request = _Request(
        question,
        engine,
        cross_check,
        form,
        settings,
        digits,
        limit_time,
        limit_memory,
        timing,
        ProgressLine(sys.stderr.isatty() and not quiet),
        _columns(),
        sys.stdout.isatty() and output is None and form == "text",
    )
    parts: list[str] = []
    codes: list[int] = []
    with interruptible() as interrupt:
        for number, name in enumerate(games):
            if interrupt.asked:
                break
            text, code = _answer(name, request, interrupt, alone=len(games) == 1)
            codes.append(code)
            if number and form != "jsonl" and text:
                text = "\n" + text
            if output is None:
                write(text, None)
            else:
                parts.append(text)
    if output is not None:
        write("".join(parts), output)
    if interrupt.asked:
        codes.append(INTERRUPTED)
        if not quiet:
            click.echo(f"detente: interrupted after {len(codes) - 1} of {len(games)}", err=True)
    return min(codes, key=_GRAVEST.index)


def _columns() -> int:
    """Columns of the terminal within what reads well; a fixed number for files and pipes."""
    if not sys.stdout.isatty():
        return 96
    return max(72, min(110, shutil.get_terminal_size().columns))


def _answer(name: str, request: _Request, interrupt: Interrupt, alone: bool) -> tuple[str, int]:
    """Return the text for one game and its exit code."""
    limits = Limits(
        seconds=request.seconds,
        memory=request.memory,
        stop=interrupt,
        progress=request.progress,
    )
    try:
        spec = read(name, request.settings)
        answer = solve(
            spec,
            request.question,
            engine=request.engine,
            cross_check=request.cross_check,
            limits=limits,
            timing=_tell if request.timing else None,
        )
    except DetenteError as error:
        if alone:
            raise
        if request.form == "jsonl":
            line = json.dumps(error_object(error), ensure_ascii=False)
            return line + "\n", error.exit_code
        click.echo(f"detente: {error}", err=True)
        return "", error.exit_code
    finally:
        request.progress.clear()
    text = render(answer, request.form, request.digits, request.columns)
    return (_for_terminal(text) if request.styled else text), _code(answer)


def _for_terminal(text: str) -> str:
    """Return the report with its headings set off by the terminal's own means."""
    from rich.console import Console

    console = Console(highlight=False)
    with console.capture() as capture:
        console.print(styled(text), end="", soft_wrap=True)
    return capture.get()


def _code(answer: Answer) -> int:
    """1 where a check turned out false, 3 where the answer is not complete, else 0."""
    if answer.refuted:
        return 1
    return 0 if answer.status == "complete" else 3


def _tell(stage: str, seconds: float) -> None:
    click.echo(f"{stage:>12} {seconds:9.4f} s", err=True)
