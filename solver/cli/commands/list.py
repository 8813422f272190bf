"""`detente list`: the catalogue."""

from __future__ import annotations

import json

import click

from games import catalogue
from games.display import Table
from solver.cli.options import shared
from solver.cli.output import write


@click.command()
@click.argument("words", nargs=-1, metavar="[WORD...]")
@shared("output", "format")
def command(words: tuple[str, ...], output: str | None, form: str) -> None:
    """Name the games of the catalogue, one line each.

    With WORDs only those whose label or title has all of them.
    """
    found = [
        entry
        for entry in catalogue.entries()
        if all(word.lower() in f"{entry.label} {entry.title}".lower() for word in words)
    ]
    table = Table(
        "", ("label", "kind", "title"), [(entry.label, entry.kind, entry.title) for entry in found]
    )
    if form in ("json", "jsonl"):
        document = {
            "schema": "detente/list/1",
            "games": [
                {"label": entry.label, "kind": entry.kind, "title": entry.title} for entry in found
            ],
        }
        text = json.dumps(document, ensure_ascii=False, indent=2 if form == "json" else None) + "\n"
    else:
        text = {
            "text": table.to_text,
            "markdown": table.to_markdown,
            "latex": table.to_latex,
            "csv": table.to_csv,
            "html": table.to_html,
        }[form]()
    write(text, output)
