"""Games under permanent labels: one file each, loaded when asked for.

`post/` the pictures the project starts from, `classic/` games with names, `literature/` games of
published results under author and year, `examples/`. A label is the file's path without its
suffix; the keys under `source: {cite: ..}` are those of docs/references.bib.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from games.errors import SpecError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from games.spec import Spec

__all__ = ["Entry", "entries", "is_label", "labels", "load", "text"]


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue."""

    label: str
    title: str
    kind: str


@cache
def _files() -> dict[str, Traversable]:
    from importlib.resources import files

    found: dict[str, Traversable] = {}

    def visit(folder: Traversable, prefix: str) -> None:
        for item in folder.iterdir():
            if item.is_dir() and not item.name.startswith("_"):
                visit(item, f"{prefix}{item.name}/")
            elif item.name.endswith(".yaml"):
                found[prefix + item.name.removesuffix(".yaml")] = item

    visit(files("games.catalogue"), "")
    order = {"post": 0, "classic": 1, "escalation": 2, "private": 3, "coalitions": 4}
    return dict(sorted(found.items(), key=lambda entry: (order.get(_room(entry[0]), 9), entry[0])))


def _room(label: str) -> str:
    return label.split("/")[0]


def labels() -> tuple[str, ...]:
    """Every label, the post's own games first."""
    return tuple(_files())


def is_label(text: str) -> bool:
    """Whether this is the label of an entry."""
    return text in _files()


def entries() -> tuple[Entry, ...]:
    """Every entry with its title; reads the files, builds no game."""
    from games.spec.yaml_reader import read_yaml

    found = []
    for label, file in _files().items():
        tree = read_yaml(file.read_text("utf-8"), label)
        found.append(Entry(label, _scalar(tree, "title"), _scalar(tree, "game", "kind")))
    return tuple(found)


def _scalar(node: object, *path: str) -> str:
    from games.spec.tree import Map, Text

    for step in path:
        node = node.entries.get(step) if isinstance(node, Map) else None
    return node.text if isinstance(node, Text) else ""


def text(label: str) -> str:
    """The file of an entry, as it is; raises `SpecError` with `did you mean`."""
    found = _files().get(label)
    if found is None:
        raise _unknown(label)
    return found.read_text("utf-8")


def load(label: str) -> Spec:
    """The spec of an entry; raises `SpecError` with `did you mean` for an unknown label."""
    from games.spec import loads

    return loads(text(label), f"{label}.yaml", label=label)


def _unknown(label: str) -> SpecError:
    import difflib

    known = labels()
    close = difflib.get_close_matches(label, known, 1, 0.6)
    if not close:
        name = label.rsplit("/", 1)[-1]
        close = [other for other in known if other.rsplit("/", 1)[-1] == name][:1]
    return SpecError(
        f"there is no game `{label}` in the catalogue",
        found=label,
        hint=f"did you mean `{close[0]}`?" if close else "`detente list` shows all labels",
    )
