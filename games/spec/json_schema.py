"""The JSON Schema of specs, for editors; the loader checks more than a schema can say."""

from __future__ import annotations

from typing import Any

from games.spec.kinds import KINDS, models
from games.spec.validate import ODDS


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of all kinds: the kind of game decides which one applies."""
    definitions: dict[str, Any] = {}
    branches = []
    for kind in sorted(KINDS):
        for over, model in models(kind).items():
            body = _tidy(model.model_json_schema(ref_template="#/$defs/{model}"))
            definitions.update(body.pop("$defs", {}))
            definitions[model.__name__] = body
            game: dict[str, Any] = {"properties": {"kind": {"const": kind}}, "required": ["kind"]}
            if over is not None:
                stage = {"properties": {"kind": {"const": over}}, "required": ["kind"]}
                game["properties"]["stage"] = stage
            branches.append(
                {
                    "if": {"properties": {"game": game}, "required": ["game"]},
                    "then": {"$ref": f"#/$defs/{model.__name__}"},
                }
            )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "detente game spec, version 1",
        "type": "object",
        "required": ["detente", "game"],
        "properties": {
            "detente": {"enum": [1, "1"]},
            "game": {
                "type": "object",
                "required": ["kind"],
                "properties": {"kind": {"enum": sorted(KINDS)}},
            },
        },
        "allOf": branches,
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def _tidy(node: Any) -> Any:
    """Say of an optional key only what it may hold, and allow the names with `odds`."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: _tidy(value) for key, value in node.items()}
    if node.get("default", 0) is None and not node.pop("nullable", False):
        del node["default"]
        others = [option for option in node.get("anyOf", []) if option != {"type": "null"}]
        if "anyOf" in node and len(others) == 1:
            del node["anyOf"]
            node.update(others[0])
        elif "anyOf" in node:
            node["anyOf"] = others
    properties = node.get("properties")
    if isinstance(properties, dict):
        for odds, name in ODDS.items():
            if name in properties:
                properties.setdefault(odds, {**properties[name], "deprecated": True})
        if "detente" in properties:
            properties["detente"]["enum"] = [1, "1"]
    return node
