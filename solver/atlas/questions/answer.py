"""The table of any other answer, by its own rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from games.display import Table
from games.spec import Spec
from solver.atlas.body import Body, Method, by_value
from solver.atlas.questions import Ask
from solver.solution.certificate import Certificate
from solver.solution.equilibrium import Completeness

#: status -> whether the answer is all there is.
_KNOWN = {"complete": True, "incomplete": False, "undecided": None}
#: Not part of the result: how it was found, who wrote it, and what only a reader needs.
_SILENT = {"schema", "detente", "title", "certificate", "method", "spec", "approx", "timing"}


def make(spec: Spec, ask: Ask, question: str) -> Body:
    """The answer to one question of the form of the game."""
    found = ask(question)
    envelope = found.envelope()
    rows = found.csv()
    stated = _find(envelope, "complete")
    if isinstance(stated, Mapping) and "reason" in stated:
        complete = Completeness(stated.get("value"), stated["reason"], stated.get("caveat"))
    else:
        complete = Completeness(_KNOWN[found.status], f"the answer is {found.status}")
    method = _find(envelope, "method")
    words = method if isinstance(method, Mapping) else {"name": method or question}
    checked = [
        f"{item.claim} checked by definition"
        if isinstance(item, Certificate)
        else f"{item.claim}: {item.standing}"
        for item in found.proofs()
    ]
    return Body(
        f"{question.replace('-', ' ').replace('_', ' ').capitalize()} of {found.title}",
        found.headline,
        (Table("", rows.columns, rows.rows, rows.notes),),
        rows,
        by_value(_content(envelope)),
        complete,
        Method(str(words.get("name", question)), str(words.get("arithmetic", "exact")), {}),
        tuple(checked) or ("nothing beside the computation itself",),
    )


def _content(value: Any) -> Any:
    """The mathematical content of an envelope."""
    if isinstance(value, Mapping):
        if "exact" in value:
            return value
        return {key: _content(entry) for key, entry in value.items() if key not in _SILENT}
    if isinstance(value, list):
        return [_content(entry) for entry in value]
    return value


def _find(value: Any, name: str) -> Any:
    """The first entry of that name, outermost first."""
    level = [value]
    while level:
        below: list[Any] = []
        for item in level:
            if isinstance(item, Mapping):
                if name in item:
                    return item[name]
                below += item.values()
            elif isinstance(item, list):
                below += item
        level = below
    return None
