"""The tree of a spec file: texts, lists and mappings, each with the place where it stands.

Scalars stay text. `0.1`, `1/3`, `yes` and `null` mean what the key they stand under allows, so that
a decimal is exact and a party may be called `no`. A scalar remembers whether it was written plain
or in quotes; only a plain `null` can mean "nothing", only a plain `true` or `false` a truth value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from games.errors import LimitError, Place, SpecError

#: Limits on what a spec file may hold: bytes, values after expanding aliases, nesting.
MAX_BYTES = 1_000_000
MAX_NODES = 100_000
MAX_DEPTH = 32

#: A path into a tree: keys of mappings and indices of lists.
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """File, 1-based line and 1-based column."""

    file: str
    line: int | None = None
    column: int | None = None

    def place(self, path: Path = ()) -> Place:
        """The place of this mark, with the dotted key of a path."""
        return Place(self.file, self.line, self.column, dotted(path) or None)


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as written; `plain` where it was not quoted."""

    mark: Mark
    text: str
    plain: bool = True


@dataclass(frozen=True, slots=True)
class List:
    """A sequence of nodes."""

    mark: Mark
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping from texts to nodes, in the order of the file, with the place of each key."""

    mark: Mark
    entries: Mapping[str, Node]
    keys: Mapping[str, Mark] = field(default_factory=dict)


Node: TypeAlias = Text | List | Map


class Builder:
    """Counts nodes and depth while a reader builds a tree, and refuses what exceeds the limits."""

    def __init__(self) -> None:
        self.nodes = 0

    def count(self, mark: Mark, size: int = 1) -> None:
        """Add `size` nodes; raise `LimitError` beyond the limit."""
        self.nodes += size
        if self.nodes > MAX_NODES:
            raise LimitError(
                f"the file holds more than {MAX_NODES} values once its aliases are expanded",
                place=mark.place(),
                allowed=f"at most {MAX_NODES} values",
                hint="write the game out without aliases, or make it smaller",
            )

    def enter(self, mark: Mark, depth: int) -> None:
        """Raise `LimitError` where `depth` is beyond the limit."""
        if depth > MAX_DEPTH:
            raise LimitError(
                f"lists and mappings are nested more than {MAX_DEPTH} deep",
                place=mark.place(),
                allowed=f"at most {MAX_DEPTH} levels",
            )


def add_key(keys: dict[str, Mark], key: Text) -> None:
    """Note a key of a mapping; raise `SpecError` where it stands there already."""
    first = keys.get(key.text)
    if first is not None:
        raise SpecError(
            f"the key `{shorten(key.text)}` appears twice in one mapping, "
            f"first in line {first.line}",
            place=Place(key.mark.file, key.mark.line, key.mark.column, key.text),
            found=key.text,
            hint="keep one of the two",
        )
    keys[key.text] = key.mark


def dotted(path: Path) -> str:
    """A path as a key to quote: `parties[0].power`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def shorten(text: str, limit: int = 60) -> str:
    """A text as an error quotes it: one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def at(node: Node, path: Path) -> tuple[Node, Mark]:
    """The deepest node that exists along a path, and the mark to show for the path."""
    mark = node.mark
    for step in path:
        if isinstance(node, Map) and isinstance(step, str) and step in node.keys:
            mark = node.keys[step]
            if step not in node.entries:
                break
            node = node.entries[step]
            if isinstance(node, Text):
                mark = node.mark
        elif isinstance(node, List) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            mark = node.mark
    return node, mark


def walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every node of a tree with its path, in the order of the file."""
    yield path, node
    if isinstance(node, Map):
        for key, child in node.entries.items():
            yield from walk(child, (*path, key))
    elif isinstance(node, List):
        for index, child in enumerate(node.items):
            yield from walk(child, (*path, index))


def describe(node: Node) -> str:
    """What an error says was found."""
    if isinstance(node, Map):
        return "a mapping"
    if isinstance(node, List):
        return "a list"
    return f"`{shorten(node.text)}`" if node.text else "nothing"


def replace(node: Node | None, path: Path, new: Node | None, mark: Mark) -> Node:
    """The tree with `new` at a path (None: with what stands there taken away).

    Mappings on the way are made where they are missing; a list index must exist.
    """
    if not path:
        assert new is not None
        return new
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        if not isinstance(node, List) or step >= len(node.items):
            raise IndexError(step)
        items = list(node.items)
        items[step] = replace(items[step], rest, new, mark)
        return List(node.mark, tuple(items))
    entries = dict(node.entries) if isinstance(node, Map) else {}
    keys = dict(node.keys) if isinstance(node, Map) else {}
    if not rest and new is None:
        entries.pop(step, None)
        keys.pop(step, None)
    else:
        entries[step] = replace(entries.get(step), rest, new, mark)
        keys.setdefault(step, mark)
    return Map(node.mark if node is not None else mark, entries, keys)
