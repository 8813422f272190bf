"""`detente atlas`: the labelled tables of the whole catalogue."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from games.display import Table
from solver.atlas.register import NAME, load, shipped
from solver.cli.options import shared
from solver.cli.output import OutputError, write, write_bytes
from solver.report.render import render_document


@click.group(name="atlas")
def command() -> None:
    """Equilibrium tables of every game of the catalogue, with permanent labels."""


@command.command("build")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--cause",
    "causes",
    multiple=True,
    metavar="[LABEL=]TEXT",
    help="Why results changed, for the errata: of all, or of labels that begin so; repeatable.",
)
@click.option("--register", is_flag=True, help="Write new labels into the package's register.")
def build_(folder: Path, causes: tuple[str, ...], register: bool) -> int:
    """Write every table to FOLDER: the same bytes for the same code.

    Where a result is not that of the register, its label stays with the old one and the new one
    needs a --cause. Exit code 1 where results differ and no cause is given.
    """
    from solver.atlas.build import build, stale

    atlas = build(shipped(), dict(map(_cause, causes)))
    try:
        for name in sorted(atlas.pages):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write_bytes(atlas.pages[name].encode("utf-8"), str(folder / name))
        for path in stale(folder, atlas):
            path.unlink()
    except OSError as error:
        raise OutputError(f"cannot write the atlas to {str(folder)!r}: {error.strerror}") from None
    added = len(atlas.register.entries) - len(shipped().entries)
    if register:
        place = files("solver.atlas").joinpath(NAME)
        write_bytes(atlas.register.to_json().encode("utf-8"), str(place))
    elif added:
        click.echo(
            f"detente: {added} tables have no label in this version's register yet; --register "
            "gives them one",
            err=True,
        )
    return 0


def _cause(text: str) -> tuple[str, str]:
    """(beginning of labels, cause); ("", cause) where no label is named."""
    label, equals, cause = text.partition("=")
    return (label.strip(), cause.strip()) if equals and label.startswith("T.") else ("", text)


@command.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@shared("output", "format")
def diff(old: str, new: str, output: str | None, form: str) -> int:
    """Say which tables differ between two versions, in what, and why.

    OLD and NEW are folders written by `detente atlas build`, or their register.json. Exit code 1
    where a label is gone or a result changed without a cause.
    """
    from solver.atlas.compare import changes, lost, report

    if form not in ("text", "markdown", "latex", "html"):
        raise click.UsageError("diff writes text, markdown, latex or html")
    before, after = load(old), load(new)
    write(render_document(report(before, after), form, 6, 96), output)
    faults = lost(before, after) or any("a fault" in item.why for item in changes(before, after))
    return 1 if faults else 0


@command.command("list")
@shared("output", "format")
def list_(output: str | None, form: str) -> None:
    """Name every label, with what its table says."""
    rows = [[entry.label, entry.says] for entry in shipped().entries]
    table = Table("", ("label", "says"), rows)
    if form == "csv":
        write(table.to_csv(), output)
    elif form in ("json", "jsonl"):
        write(shipped().to_json(), output)
    else:
        forms = {"markdown": table.to_markdown, "latex": table.to_latex, "html": table.to_html}
        write(forms.get(form, table.to_text)(), output)
