"""A table with its label, its identities and three notes that nobody types.

Completeness: is this all there is, and why. Reliability: how it was found, in what arithmetic, and
what checked it. Source: where the game and its parameters come from. They are made from the
records of the answer, so that they cannot go stale.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from games import __version__
from games.display import Document, Items, Section, Table
from games.display.escape import escape_latex
from games.display.latex import packages
from games.exact import to_json
from games.spec import Spec
from solver.atlas.body import Body
from solver.atlas.questions import Ask, asker, body, questions
from solver.atlas.register import Entry, Register, shipped
from solver.label import digest, question_digest, table_label
from solver.report.render import page

#: Hexadecimal digits of a digest that a caption shows.
_SHOWN = 12


@dataclass(frozen=True)
class LabelledTable:
    """A table that can be cited.

    revision: of the register; 0 where it does not have this result, and then the label is made of
    digests. digests: of spec, question, method and result, four identities.
    """

    label: str
    revision: int
    formerly: tuple[str, ...]
    spec: Spec
    question: str
    body: Body
    digests: dict[str, str]

    @property
    def notes(self) -> tuple[str, str, str]:
        """Completeness, reliability, source."""
        return _completeness(self.body), _reliability(self.body), _source(self.spec)

    @property
    def caption(self) -> str:
        """Title, label, version and the start of the result's digest."""
        short = self.digests["result"].removeprefix("sha256:")[:_SHOWN]
        return f"{self.body.title}. {self.label}, detente {__version__}, sha256:{short}"

    def entry(self, revision: int, cause: str = "") -> Entry:
        """The table as an entry of the register."""
        return Entry(
            self.spec.label,
            self.question,
            revision,
            self.body.title,
            self.body.says,
            self.digests["spec"],
            self.digests["question"],
            self.digests["method"],
            self.digests["result"],
            __version__,
            cause,
            self.formerly,
        )

    def parts(self) -> tuple[Table, ...]:
        """The tables for reading, the main one under the caption and with the notes."""
        main, *others = self.body.parts
        first = Table(self.caption, main.columns, main.rows, (*main.notes, *self.notes))
        return (first, *others)

    def write(self, form: str, digits: int = 6, columns: int = 96) -> str:
        """The table as text, Markdown, LaTeX, CSV, JSON, JSON on one line, or an HTML page."""
        if form == "csv":
            return self.rows().to_csv()
        if form in ("json", "jsonl"):
            indent = 2 if form == "json" else None
            return json.dumps(self.document(), indent=indent, ensure_ascii=False) + "\n"
        if form == "latex":
            return self._latex(digits)
        shown = self.shown()
        if form == "markdown":
            return shown.to_markdown(digits)
        if form == "html":
            return page(self.caption, shown.to_html(digits))
        return shown.to_text(digits, columns)

    def shown(self) -> Document:
        """The table as a document."""
        main, *others = self.body.parts
        sections = [Section(self.label, (Table("", main.columns, main.rows, main.notes),))]
        sections += [
            Section(part.title, (Table("", part.columns, part.rows, part.notes),))
            for part in others
        ]
        former = f"Formerly {', '.join(self.formerly)}." if self.formerly else ""
        identities = tuple(f"{name}: {value}" for name, value in self.digests.items())
        sections += [
            Section("Notes", (Items(tuple(filter(None, (*self.notes, former)))),)),
            Section("Identities", (Items((f"detente {__version__}", *identities)),)),
        ]
        return Document(self.body.title, (self.body.says,), tuple(sections))

    def rows(self) -> Table:
        """The rows for machines, each with the label."""
        plain = self.body.rows
        return Table("", ("label", *plain.columns), [(self.label, *row) for row in plain.rows])

    def document(self) -> dict[str, Any]:
        """The table as the JSON types of `detente/table/1`."""
        complete = self.body.complete
        plain = self.body.rows
        return {
            "schema": "detente/table/1",
            "detente": __version__,
            "label": self.label,
            "formerly": list(self.formerly),
            "title": self.body.title,
            "says": self.body.says,
            "question": self.question,
            "spec": {"label": self.spec.label, "digest": self.spec.digest},
            "digests": dict(self.digests),
            "notes": {
                "completeness": {
                    "value": complete.value,
                    "reason": complete.reason,
                    "caveat": complete.caveat,
                    "text": self.notes[0],
                },
                "reliability": {
                    "method": self.body.method.name,
                    "arithmetic": self.body.method.arithmetic,
                    "checked": list(self.body.checked),
                    "text": self.notes[1],
                },
                "source": {"text": self.notes[2]},
            },
            "columns": ["label", *plain.columns],
            "rows": [[self.label, *(_json(cell) for cell in row)] for row in plain.rows],
        }

    def _latex(self, digits: int) -> str:
        first, *others = self.parts()
        caption = rf"\caption{{{escape_latex(first.title)}}}"
        main = first.to_latex(digits).replace(
            caption + "\n", f"{caption}\n\\label{{{self.label}}}\n", 1
        )
        rest = [_titled(part, f"{part.title}. {self.label}").to_latex(digits) for part in others]
        body = "\n".join([main, *rest])
        return packages(body) + body


def _titled(table: Table, title: str) -> Table:
    """The same table under another title."""
    return Table(title, table.columns, table.rows, table.notes)


def make(
    spec: Spec,
    question: str | None = None,
    register: Register | None = None,
    ask: Ask | None = None,
) -> LabelledTable:
    """Solve a spec and table the answer to a question, the first one where none is named.

    A game of the catalogue as it stands has the label of the register; any other, or one whose
    result the register does not know, a label made of its digests. Raises `NoTable` where the game
    has no such table.
    """
    known = questions(spec)
    chosen = question or (known[0] if known else "equilibria")
    made = body(spec, chosen, ask or asker(spec))
    digests = {
        "spec": spec.digest,
        "question": question_digest(chosen, spec.digest),
        "method": digest(
            {
                "name": made.method.name,
                "arithmetic": made.method.arithmetic,
                "options": dict(made.method.options),
            }
        ),
        "result": digest({"question": chosen, "result": made.data}),
    }
    entry = (register or shipped()).latest(spec.label, chosen)
    if entry is not None and (entry.spec, entry.result) == (spec.digest, digests["result"]):
        return LabelledTable(
            entry.label, entry.revision, entry.formerly, spec, chosen, made, digests
        )
    label = table_label(spec.digest, chosen, digests["result"])
    return LabelledTable(label, 0, (), spec, chosen, made, digests)


def _json(cell: Any) -> Any:
    if isinstance(cell, (str, int)):
        return cell
    if isinstance(cell, tuple):
        return [_json(entry) for entry in cell]
    if hasattr(cell, "low"):
        return [to_json(cell.low), to_json(cell.high)]
    return to_json(cell)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _completeness(body: Body) -> str:
    complete = body.complete
    word = {True: "complete", False: "not complete", None: "not known"}[complete.value]
    caveat = f" {_sentence(complete.caveat)}." if complete.caveat else ""
    return f"Completeness: {word}. {_sentence(complete.reason)}.{caveat}"


def _reliability(body: Body) -> str:
    checked = "; ".join(body.checked)
    return (
        f"Reliability: found by {body.method.name}, in {body.method.arithmetic} arithmetic. "
        f"{_sentence(checked)}."
    )


def _source(spec: Spec) -> str:
    source = spec.source
    parts = []
    if source is not None and source.cite:
        parts.append(source.cite)
    if source is not None and source.note:
        parts.append(source.note.strip().rstrip("."))
    if source is not None and source.url:
        parts.append(source.url)
    game = ": ".join(parts) if parts else "the spec names none"
    named = spec.document.parameters or {}
    if named:
        told = [
            f"{name} = {parameter.value}" + (f" ({parameter.meaning})" if parameter.meaning else "")
            for name, parameter in named.items()
        ]
        values = f"Parameters: {', '.join(told)}, as the spec states them"
    else:
        values = "Parameters: none are named; all values are those of the spec"
    return f"Source: {game}. {values}."
