"""What a table says, before it has a label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from games.display import Table
from games.errors import DetenteError
from games.exact import from_json
from games.spec.canonical import canonical_number
from solver.solution.equilibrium import Completeness


class NoTable(DetenteError):  # noqa: N818 (an answer to a question, as NoVerdict is)
    """A game that has no table of the kind asked for."""

    kind = "table"


@dataclass(frozen=True)
class Method:
    """How a table was found; two tables of the same method differ by their game alone."""

    name: str
    arithmetic: str
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Body:
    """Parts for reading, rows for machines, and what the notes rest on.

    says: the result in one sentence. parts: titled tables, the first one the main one. rows: every
    number exact, one row per item, without the label. data: the mathematical content alone, JSON
    types, for the digest of the result. checked: what was checked, and how, in words.
    """

    title: str
    says: str
    parts: tuple[Table, ...]
    rows: Table
    data: Any
    complete: Completeness
    method: Method
    checked: tuple[str, ...]


def by_value(data: Any) -> Any:
    """JSON types with every irrational number in a form that depends on its value alone."""
    if isinstance(data, Mapping):
        if "exact" in data:
            return canonical_number(from_json(data))
        return {str(key): by_value(entry) for key, entry in data.items()}
    if isinstance(data, (list, tuple)):
        return [by_value(entry) for entry in data]
    return data
