"""The table of any other answer, by its own rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from games.display import Table
from games.spec import Spec
from solver.atlas.body import Body, Method, by_value
from solver.atlas.questions import Ask
from solver.solution.certificate import Certificate
from solver.solution.equilibrium import Completeness

#: status -> whether the answer is all there is.
_KNOWN = {"complete": True, "incomplete": False, "undecided": None}
#: Not part of the result: how it was found, who wrote it, what only a reader needs, and what has a
#: table of its own.
_SILENT = {
    "schema", "detente", "title", "headline", "certificate", "method", "spec", "approx", "limits",
    "reason", "thresholds",
}  # fmt: skip


def make(spec: Spec, ask: Ask, question: str) -> Body:
    """The answer to one question of the form of the game."""
    found = ask(question)
    envelope = found.envelope()
    rows = found.csv()
    complete = _completeness(found.status, envelope)
    methods = [item for item in _all(envelope, "method") if isinstance(item, Mapping)]
    names = ", ".join(dict.fromkeys(str(item["name"]) for item in methods if "name" in item))
    arithmetic = dict.fromkeys(str(item.get("arithmetic", "exact")) for item in methods)
    checked = [
        f"{item.claim} checked by definition"
        if isinstance(item, Certificate)
        else f"{item.claim}: {item.standing}"
        for item in found.proofs()
    ]
    return Body(
        f"{found.title} ({question})",
        found.headline,
        (Table("", rows.columns, rows.rows, rows.notes),),
        rows,
        by_value(_content(envelope)),
        complete,
        Method(
            f"the solver of the question {question!r}" + (f" ({names})" if names else ""),
            "float" if _floats(_content(envelope)) else " and ".join(arithmetic) or "exact",
            {},
        ),
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


def _floats(value: Any) -> bool:
    """Whether a binary float is part of the answer."""
    if isinstance(value, Mapping):
        return "exact" not in value and any(map(_floats, value.values()))
    return any(map(_floats, value)) if isinstance(value, list) else isinstance(value, float)


def _completeness(status: str, envelope: Mapping[str, Any]) -> Completeness:
    """The record of the answer where it has one that agrees with its status, else the status."""
    value = _KNOWN[status]
    for stated in _all(envelope, "complete"):
        if isinstance(stated, Mapping) and "reason" in stated and stated.get("value") is value:
            return Completeness(value, str(stated["reason"]), stated.get("caveat"))
    limits = envelope.get("limits")
    if isinstance(limits, list) and limits:
        return Completeness(value, "; ".join(map(str, limits)))
    return Completeness(value, f"the answer says of itself that it is {status}")


def _all(value: Any, name: str) -> Iterator[Any]:
    """Every entry of that name, outer ones first."""
    if isinstance(value, Mapping):
        if name in value:
            yield value[name]
        for entry in value.values():
            yield from _all(entry, name)
    elif isinstance(value, list):
        for entry in value:
            yield from _all(entry, name)
