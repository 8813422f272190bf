"""Citations of tables: BibTeX, plain text, CSL-JSON; each with label, version and digest."""

from __future__ import annotations

import json
from typing import Any

from solver.atlas.register import Entry

AUTHORS = "The detente maintainers"
FORMS = ("text", "bibtex", "csl")


def cite(entry: Entry, form: str) -> str:
    """Return the citation of one revision of a table in one of `FORMS`."""
    if form == "bibtex":
        return bibtex(entry)
    if form == "csl":
        return json.dumps([csl(entry)], indent=2, ensure_ascii=False) + "\n"
    return plain(entry)


def plain(entry: Entry) -> str:
    """One line for a list of references."""
    return (
        f"{AUTHORS}. {entry.title}. Equilibrium table {entry.label}, detente {entry.version}, "
        f"{entry.result}.\n"
    )


def bibtex(entry: Entry) -> str:
    """A @misc entry whose key is the label."""
    fields = {
        "author": f"{{{AUTHORS}}}",
        "title": _braced(entry.title),
        "howpublished": f"Equilibrium table {entry.label}, detente {entry.version}",
        "note": f"result {entry.result}, game {entry.spec}",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{entry.label},\n{lines}\n}}\n"


def csl(entry: Entry) -> dict[str, Any]:
    """The item as CSL-JSON, of type dataset."""
    return {
        "id": entry.label,
        "type": "dataset",
        "title": entry.title,
        "author": [{"literal": AUTHORS}],
        "number": entry.label,
        "version": entry.version,
        "publisher": "detente",
        "note": f"result {entry.result}, game {entry.spec}, method {entry.method}",
    }


def _braced(title: str) -> str:
    """A title whose special characters and capitals BibTeX leaves alone."""
    special = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}"}
    special |= {char: "\\" + char for char in "&%$#_"}
    return "{" + "".join(special.get(char, char) for char in title) + "}"
