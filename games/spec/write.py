"""A tree as YAML or JSON text. Reading it back gives the same texts, lists and mappings."""

from __future__ import annotations

import json
import re
from typing import Any

from games.spec.tree import List, Node, Text

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORDS = frozenset({"true", "false", "null"})


def to_yaml(tree: Node) -> str:
    """YAML: mappings in block style, lists and mappings of scalars on one line."""
    import yaml

    def build(node: Node) -> Any:
        if isinstance(node, Text):
            style = None if node.plain else '"'
            if "\n" in node.text.rstrip("\n"):
                style = "|" if _literal(node.text) else '"'
            return yaml.ScalarNode("tag:yaml.org,2002:str", node.text, style=style)
        if isinstance(node, List):
            return yaml.SequenceNode(
                "tag:yaml.org,2002:seq",
                [build(item) for item in node.items],
                flow_style=all(isinstance(item, Text) for item in node.items),
            )
        return yaml.MappingNode(
            "tag:yaml.org,2002:map",
            [
                (yaml.ScalarNode("tag:yaml.org,2002:str", key), build(child))
                for key, child in node.entries.items()
            ],
            flow_style=all(isinstance(child, Text) for child in node.entries.values())
            and tree is not node,
        )

    text: str = yaml.serialize(build(tree), Dumper=yaml.BaseDumper, allow_unicode=True, width=100)
    return text


def _literal(text: str) -> bool:
    """Whether a text of several lines survives YAML's block style."""
    return all(line == line.strip() for line in text.splitlines()) and "\t" not in text


def to_json(tree: Node) -> str:
    """JSON: plain numbers and true, false, null as such, everything else in quotes."""
    return _json(tree, "") + "\n"


def _json(node: Node, indent: str) -> str:
    if isinstance(node, Text):
        if node.plain and (node.text in _WORDS or _NUMBER.fullmatch(node.text)):
            return node.text
        return json.dumps(node.text, ensure_ascii=False)
    inner = indent + "  "
    if isinstance(node, List):
        parts = [_json(item, inner) for item in node.items]
        if all(isinstance(item, Text) for item in node.items):
            return f"[{', '.join(parts)}]"
        opening, closing = "[", "]"
    else:
        parts = [
            f"{json.dumps(key, ensure_ascii=False)}: {_json(child, inner)}"
            for key, child in node.entries.items()
        ]
        opening, closing = "{", "}"
    if not parts:
        return opening + closing
    body = ",\n".join(inner + part for part in parts)
    return f"{opening}\n{body}\n{indent}{closing}"
