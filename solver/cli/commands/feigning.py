"""`detente feigning`: over which part of a box types feign, with bounds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from solver.cli.inputs import read
from solver.cli.interrupt import interruptible
from solver.cli.options import shared
from solver.cli.output import write

if TYPE_CHECKING:
    from games.spec import Spec
    from solver.beliefs.boxes import Interval


@click.command()
@click.argument("game", metavar="GAME")
@click.option(
    "--over",
    "overs",
    multiple=True,
    required=True,
    metavar="NAME[=LOW..HIGH]",
    help="A quantity that varies; repeatable.",
)
@click.option(
    "--boxes",
    type=click.IntRange(1),
    default=2000,
    show_default=True,
    help="Most boxes an enclosure may look at.",
)
@click.option("--samples", type=click.IntRange(1), help="Draw so many points, enclose nothing.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draws.")
@shared("output", "format", "set", "limit_time", "digits")
def command(
    game: str,
    overs: tuple[str, ...],
    boxes: int,
    samples: int | None,
    seed: int,
    output: str | None,
    form: str,
    settings: dict[str, str],
    limit_time: float | None,
    digits: int,
) -> int:
    """How common feigned misalignment is in a GAME of private alignment, over a box of quantities.

    The part in which the aligned type seeks though it would hold if it were known, beside the parts
    in which the misaligned type feigns alignment and deceives; in some and in every equilibrium,
    with the spec's third party and without. One or two quantities: proved bounds. More, or with
    --samples: estimates with error bars. Without LOW..HIGH a quantity runs over its domain.
    """
    from solver.beliefs.regions import feigning_regions
    from solver.report.render import render

    spec = read(game, settings)
    box = box_of(spec, overs)
    started = time.monotonic()
    with interruptible() as interrupt:

        def stop() -> bool:
            late = limit_time is not None and time.monotonic() - started > limit_time
            return late or interrupt()

        found = feigning_regions(spec, box, boxes=boxes, samples=samples, seed=seed, stop=stop)
    write(render(found, form, digits, 96), output)
    if interrupt.asked:
        click.echo("detente: interrupted; the bounds are what was found by then", err=True)
        return 130
    return 0 if found.status == "complete" else 3


def box_of(spec: Spec, overs: tuple[str, ...]) -> dict[str, Interval]:
    """The box that options NAME or NAME=LOW..HIGH name; angles run over their cosines."""
    from solver.beliefs.regions import ranges
    from solver.cli.commands.regimes import axis

    return ranges(spec, [axis(text, "--over") for text in overs])
