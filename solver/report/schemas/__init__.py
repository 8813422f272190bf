"""The JSON Schemas of every document the commands print, shipped as files beside this one."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

#: The outputs with a schema; each is the file <name>.json, but for "solve".
OUTPUTS = (
    "solve",
    "certificate",
    "verify",
    "table",
    "list",
    "infer",
    "estimate",
    "derive",
    "regimes",
    "feigning",
    "error",
)

#: The forms of answer of `detente solve`; each is the file solve_<form>.json.
SOLVE = (
    "normal",
    "repeated_discount",
    "repeated_payoffs",
    "markov",
    "path",
    "value",
    "bargain",
    "tree",
    "tree_mixed",
    "signalling",
    "reputation",
)


def output_schema(name: str) -> Any:
    """Return the JSON Schema (draft 2020-12) of a command's JSON output."""
    return _solve() if name == "solve" else json.loads(_text(name))


def _solve() -> dict[str, Any]:
    """One schema of all forms; the references within each are told where it now stands."""
    forms = []
    for place, form in enumerate(SOLVE):
        text = _text(f"solve_{form}").replace('"#/$defs/', f'"#/oneOf/{place}/$defs/')
        forms.append(json.loads(text))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "detente/solve/1",
        "title": "The answer of `detente solve`",
        "oneOf": forms,
    }


def _text(name: str) -> str:
    return files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8")
