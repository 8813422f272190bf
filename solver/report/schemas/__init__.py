"""The JSON Schemas of every document the commands print, shipped as files beside this one."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

#: The outputs with a schema; each is the file <name>.json.
OUTPUTS = ("solve", "list", "infer", "estimate", "error")


def output_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a command's JSON output."""
    text = files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
