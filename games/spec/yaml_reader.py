"""YAML text to a tree, from the event stream of PyYAML, so that limits hold while it is read.

No schema of YAML is applied: every scalar stays text. Tags and several documents are refused.
Anchors and aliases work; an alias counts as many values as what it stands for, so a file that
would unfold into millions is refused at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from games.errors import Place, SpecError
from games.spec.tree import MAX_DEPTH, Builder, List, Map, Mark, Node, Text, add_key, shorten

#: What the scanner of libyaml says of text nested beyond its own limit, which is larger than ours.
_TOO_DEEP = "maximum nesting depth"

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_yaml(text: str, file: str) -> Node:
    """Parse YAML; raises `SpecError` with its place for anything that is not one plain document."""
    return _Reader(text, file).read()


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.builder = Builder()
        self.events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        #: anchor -> (node, values it unfolds into, its height); None while it is being read.
        self.anchors: dict[str, tuple[Node, int, int] | None] = {}

    def read(self) -> Node:
        root: Node | None = None
        try:
            for event in self.events:
                if isinstance(event, yaml.DocumentStartEvent):
                    if root is not None:
                        self.fail(event, "the file holds more than one YAML document", "keep one")
                    root, _ = self.node(next(self.events), 0)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            problem = getattr(error, "problem", None) or getattr(error, "reason", None)
            line, column = (mark.line + 1, mark.column + 1) if mark is not None else (None, None)
            if problem is not None and _TOO_DEEP in problem and line and column:
                # Newer scanners look ahead and give up by themselves: it is our limit all the same.
                self.builder.enter(Mark(self.file, line, column), MAX_DEPTH + 1)
            raise SpecError(
                f"this is not valid YAML: {problem or 'it cannot be parsed'}",
                place=Place(self.file, line, column),
                hint="indent with spaces, write `key: value`, and quote texts with `:` or `#`",
            ) from None
        if root is None:
            raise SpecError(
                "the file holds nothing but comments",
                place=Place(self.file),
                hint="`detente new FILE` writes a spec to edit",
            )
        return root

    def mark(self, event: Any) -> Mark:
        return Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def fail(self, event: Any, message: str, hint: str) -> NoReturn:
        raise SpecError(message, place=self.mark(event).place(), hint=hint)

    def node(self, event: Any, depth: int) -> tuple[Node, int]:
        """Read the node that starts with `event`; return it and its height."""
        mark = self.mark(event)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, mark, depth)
        if event.tag is not None:
            self.fail(
                event,
                f"the tag `{shorten(event.tag)}` is not allowed: a spec holds texts, lists and "
                "mappings only",
                "remove the tag",
            )
        anchor = event.anchor
        if anchor is not None:
            self.anchors[anchor] = None
        before = self.builder.nodes
        self.builder.count(mark)
        node: Node
        height = 0
        if isinstance(event, yaml.ScalarEvent):
            node = Text(mark, event.value, not event.style)
        elif isinstance(event, yaml.SequenceStartEvent):
            node, height = self.list(mark, depth + 1)
        else:
            node, height = self.mapping(mark, depth + 1)
        if anchor is not None:
            self.anchors[anchor] = (node, self.builder.nodes - before, height)
        return node, height

    def alias(self, event: Any, mark: Mark, depth: int) -> tuple[Node, int]:
        if event.anchor not in self.anchors:
            self.fail(event, f"the alias `*{event.anchor}` has no anchor before it", "define it")
        known = self.anchors[event.anchor]
        if known is None:
            self.fail(event, f"the alias `*{event.anchor}` contains itself", "write it out")
        node, size, height = known
        self.builder.count(mark, size)
        self.builder.enter(mark, depth + height)
        return node, height

    def list(self, mark: Mark, depth: int) -> tuple[Node, int]:
        self.builder.enter(mark, depth)
        items, height = [], 0
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            item, inner = self.node(event, depth)
            items.append(item)
            height = max(height, inner)
        return List(mark, tuple(items)), height + 1

    def mapping(self, mark: Mark, depth: int) -> tuple[Node, int]:
        self.builder.enter(mark, depth)
        entries: dict[str, Node] = {}
        keys: dict[str, Mark] = {}
        height = 0
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, _ = self.node(event, depth)
            if not isinstance(key, Text):
                self.fail(event, "a key must be a text, not a list or mapping", "quote the key")
            add_key(keys, key)
            entries[key.text], inner = self.node(next(self.events), depth)
            height = max(height, inner)
        return Map(mark, entries, keys), height + 1
