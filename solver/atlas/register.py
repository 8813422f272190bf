"""Every label ever given to a table of the catalogue: permanent, never reused, never removed.

`register.json` ships with the package. An entry is written once. Where a result changes, a new
revision is added with the cause, the old one stays, and the two together are an erratum. `formerly`
lists labels under which a table was known before its game was renamed.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from games.errors import DetenteError, Place
from solver.label import table_label

SCHEMA = "detente/register/1"
#: The file beside this one.
NAME = "register.json"


class LabelError(DetenteError):
    """A label that names no table, or one of another version."""

    kind = "label"


@dataclass(frozen=True)
class Entry:
    """One revision of one table.

    spec, question_digest, method, result: four identities. says: the result in one sentence.
    version: of the program that first gave it. cause: why it differs from the revision before;
    "" for the first.
    """

    entry: str
    question: str
    revision: int
    title: str
    says: str
    spec: str
    question_digest: str
    method: str
    result: str
    version: str
    cause: str = ""
    formerly: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The permanent label; by digests where the register gave no revision."""
        if self.revision:
            return table_label(self.entry, self.question, self.revision)
        return table_label(self.spec, self.question, self.result)

    def as_json(self) -> dict[str, Any]:
        """The entry as JSON types."""
        return {
            "label": self.label,
            "entry": self.entry,
            "question": self.question,
            "revision": self.revision,
            "title": self.title,
            "says": self.says,
            "digests": {
                "spec": self.spec,
                "question": self.question_digest,
                "method": self.method,
                "result": self.result,
            },
            "detente": self.version,
            "cause": self.cause,
            "formerly": list(self.formerly),
        }


@dataclass(frozen=True)
class Register:
    """All entries, by entry of the catalogue, question and revision."""

    entries: tuple[Entry, ...] = field(default=())

    def latest(self, entry: str, question: str) -> Entry | None:
        """The last revision of a table; None for one that has no label yet."""
        found = [e for e in self.entries if (e.entry, e.question) == (entry, question)]
        return max(found, key=lambda e: e.revision, default=None)

    def errata(self) -> tuple[tuple[Entry, Entry], ...]:
        """Every changed result: before and after."""
        return tuple(
            (before, after)
            for after in self.entries
            if after.revision > 1
            for before in self.entries
            if (before.entry, before.question) == (after.entry, after.question)
            and before.revision == after.revision - 1
        )

    def find(self, label: str) -> Entry:
        """The current table of a label.

        Raises `LabelError`, with `did you mean`, for a label that was never given, and with the
        erratum for one whose result has changed since.
        """
        known = {entry.label: entry for entry in self.entries}
        for entry in self.entries:
            for old in entry.formerly:
                known.setdefault(old, entry)
        found = known.get(label)
        if found is None:
            raise self._unknown(label, known)
        last = self.latest(found.entry, found.question)
        assert last is not None
        if last.revision != found.revision:
            raise LabelError(
                f"{label} is a table of detente {found.version}; its result has changed since "
                f"({last.cause})",
                found=label,
                allowed=last.label,
                hint=f"cite {last.label}; the errata keep both",
            )
        return found

    def _unknown(self, label: str, known: Iterable[str]) -> LabelError:
        stem, _, revision = label.rpartition(".")
        same = [name for name in known if name.rpartition(".")[0] == stem]
        if same and revision.isdigit():
            return LabelError(
                f"{label} is of another version of detente; this one has {same[-1]}",
                found=label,
                allowed=same[-1],
                hint="the register of the version that printed it says what it was",
            )
        close = difflib.get_close_matches(label, list(known), 1, 0.5)
        return LabelError(
            f"there is no table {label!r}",
            found=label,
            hint=f"did you mean {close[0]}?" if close else "`detente atlas list` shows all labels",
        )

    def with_entries(self, added: Iterable[Entry]) -> Register:
        """The register with further entries, in order."""
        entries = sorted((*self.entries, *added), key=lambda e: (e.entry, e.question, e.revision))
        return Register(tuple(entries))

    def to_json(self) -> str:
        """The file's text: one line per entry."""
        lines = ",\n".join(
            "    " + json.dumps(entry.as_json(), ensure_ascii=False) for entry in self.entries
        )
        return f'{{\n  "schema": "{SCHEMA}",\n  "tables": [\n{lines}\n  ]\n}}\n'


@cache
def shipped() -> Register:
    """The register of this version."""
    place = files("solver.atlas").joinpath(NAME)
    return parse(place.read_text("utf-8"), NAME) if place.is_file() else Register()


def load(path: str) -> Register:
    """Read a register, from its file or from a folder that holds one.

    Raises `LabelError` for a file that is none.
    """
    place = Path(path)
    try:
        if place.is_dir():
            place /= NAME
        text = place.read_text("utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise LabelError(
            f"the register cannot be read: {reason}",
            place=Place(str(place)),
            hint="name a folder that `detente atlas build` wrote, or its register.json",
        ) from None
    return parse(text, str(place))


def parse(text: str, name: str) -> Register:
    """Read a register from its text."""
    try:
        body = json.loads(text)
        if body["schema"] != SCHEMA:
            raise ValueError(f"the schema is {body['schema']!r}")
        return Register(tuple(_entry(item) for item in body["tables"]))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        what = f"{type(error).__name__}: {error}"
        raise LabelError(
            f"this is no register of tables: {what[:200]}", place=Place(name)
        ) from None


def _entry(item: Mapping[str, Any]) -> Entry:
    digests = item["digests"]
    found = Entry(
        item["entry"],
        item["question"],
        item["revision"],
        item["title"],
        item["says"],
        digests["spec"],
        digests["question"],
        digests["method"],
        digests["result"],
        item["detente"],
        item["cause"],
        tuple(item["formerly"]),
    )
    if found.label != item["label"]:
        raise ValueError(f"the label {item['label']!r} is not that of its entry")
    return found
