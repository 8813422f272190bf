"""`detente regimes`: the exact map of equilibrium regimes over one or two quantities."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from solver.cli.inputs import read
from solver.cli.interrupt import interruptible
from solver.cli.options import shared
from solver.cli.output import write

if TYPE_CHECKING:
    from games.exact import Number
    from solver.solution.limits import Limits
    from solver.solution.regimes import RegimePartition


@click.command()
@click.argument("game", metavar="GAME")
@click.option(
    "--limit-cells", type=click.IntRange(min=1), metavar="N", help="Most cells over two quantities."
)
@shared("output", "format", "set", "x", "y", "limit_time", "limit_memory", "digits")
def command(
    game: str,
    x: str | None,
    y: str | None,
    output: str | None,
    form: str,
    settings: dict[str, str],
    limit_time: float | None,
    limit_memory: int | None,
    limit_cells: int | None,
    digits: int,
) -> int:
    """Divide the range of one or two quantities of a GAME into regimes, exactly.

    Each interval, boundary point, region, arc and corner has its complete set of equilibria and the
    verdict; boundaries are in closed form. Without LOW..HIGH a quantity runs over its domain. An
    angle runs over its cosine; its range may be given in degrees, as in angle=0..90.
    """
    from solver.report.render import render_document
    from solver.solution.limits import Limits

    if x is None:
        raise click.UsageError("Missing option '--x'.")
    with interruptible() as interrupt:
        limits = Limits(seconds=limit_time, memory=limit_memory, cells=limit_cells, stop=interrupt)
        found = mapped(game, settings, x, y, limits)
    if form in ("json", "jsonl"):
        indent = 2 if form == "json" else None
        text = json.dumps(found.to_dict(), indent=indent, ensure_ascii=False) + "\n"
    elif form == "csv":
        text = found.csv().to_csv()
    else:
        text = render_document(found.document(), form, digits, 96)
    write(text, output)
    if interrupt.asked:
        click.echo("detente: interrupted; the map is labelled incomplete", err=True)
        return 130
    return 0 if found.status == "complete" else 3


def mapped(
    game: str, settings: dict[str, str], x: str, y: str | None, limits: Limits | None = None
) -> RegimePartition:
    """The map of the game an argument names, over axes as the options name them."""
    from solver.regimes import partition

    spec = read(game, settings)
    (first, x_range), (second, y_range) = axis(x, "--x"), axis(y, "--y") if y else (None, None)
    return partition(
        spec,
        x=first,
        y=second,
        x_range=x_range,
        y_range=y_range,
        limits=limits,
    )


def axis(text: str, option: str) -> tuple[str, tuple[Number, Number] | None]:
    """Read NAME or NAME=LOW..HIGH; the range of an angle is in degrees."""
    name, equals, span = text.partition("=")
    name = name.strip()
    if not equals:
        return name, None
    low, dots, high = span.partition("..")
    if not dots or not low.strip() or not high.strip():
        raise click.UsageError(f"{option} takes NAME or NAME=LOW..HIGH; got {text!r}")
    from games.exact import parse, parse_angle

    if name.split(".")[0] == "angle":
        ends = [
            parse_angle(end if any(ch.isalpha() for ch in end) else f"({end}) deg").cosine()
            for end in (high, low)
        ]
    else:
        ends = [parse(end) for end in (low, high)]
    return name, (ends[0], ends[1])
