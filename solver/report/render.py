"""An answer in every format of the command line."""

from __future__ import annotations

import json
from typing import Any, Protocol

from games.display import Document, Table
from games.display.escape import escape_html

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;"
    "color:#1a1a1a}table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}"
    "th,td{padding:.25rem .75rem;text-align:left;vertical-align:top}"
    "thead th{border-top:2px solid;border-bottom:1px solid}tbody tr:last-child td"
    "{border-bottom:2px solid}.note{font-size:.85rem;color:#555}"
)


class Printable(Protocol):
    """What every format needs of an answer."""

    def document(self) -> Document:
        """The report."""

    def envelope(self) -> dict[str, Any]:
        """The answer as JSON types."""

    def csv(self) -> Table:
        """The rows that a spreadsheet wants."""


def render(answer: Printable, form: str, digits: int, columns: int) -> str:
    """Return the answer as text of the given format, ending with a newline."""
    if form == "json":
        return json.dumps(answer.envelope(), indent=2, ensure_ascii=False) + "\n"
    if form == "jsonl":
        return json.dumps(answer.envelope(), ensure_ascii=False) + "\n"
    if form == "csv":
        return answer.csv().to_csv()
    return render_document(answer.document(), form, digits, columns)


def render_document(document: Document, form: str, digits: int, columns: int) -> str:
    """Return a document as text, Markdown, LaTeX or a self-contained HTML page."""
    if form == "markdown":
        return document.to_markdown(digits)
    if form == "latex":
        return document.to_latex(digits)
    if form == "html":
        return page(document.title, document.to_html(digits))
    return document.to_text(digits, columns)


def page(title: str, body: str) -> str:
    """Return a self-contained HTML page."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape_html(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{body}</body>\n</html>\n"
    )
