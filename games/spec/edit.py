"""Writing a value into the tree of a spec at the address of a quantity."""

from __future__ import annotations

import itertools
from typing import Any

from games.errors import SpecError
from games.spec.quantity import Quantity
from games.spec.tree import Map, Mark, Node, Path, Text, at, replace


def write(tree: Node, document: Any, address: str, quantity: Quantity, text: str) -> Node:
    """The tree with `text` as the value of the quantity; what it takes the place of goes.

    A quantity that follows from others is written down where it can stand: a win probability in
    place of the contest, an expected loss in place of probability and fraction, an angle or cosine
    in place of whatever gave the alignment of two parties, a share as two powers.
    """
    mark = Mark(f"--set {address}")
    value = Text(mark, text)
    name = quantity.address

    def put(tree: Node, path: Path, node: Node | None) -> Node:
        return replace(tree, path, node, mark)

    if name == "win_probability":
        tree = put(tree, ("conflict", "contest"), None)
        entries = Map(mark, {document.parties[0].name: value}, {document.parties[0].name: mark})
        return put(tree, ("conflict", "win_probability"), entries)
    if name == "expected_loss":
        for key in ("destruction_probability", "destruction_fraction"):
            tree = put(tree, ("conflict", key), None)
        return put(tree, ("conflict", "expected_loss"), value)
    if name == "share":
        first, second = (f"({party.power})" for party in document.parties)
        total = f"({first} + {second})"
        tree = put(tree, ("parties", 0, "power"), Text(mark, f"({text}) * {total}"))
        return put(tree, ("parties", 1, "power"), Text(mark, f"(1 - ({text})) * {total}"))
    if name.startswith("discount.") and quantity.path:
        return put(_separate(tree, quantity.path[:-1], document, mark), quantity.path, value)
    form = "angle" if address.split(".")[0] == "angle" else "cosine"
    if name == "cosine":
        for index in range(len(document.parties)):
            tree = put(tree, ("parties", index, "direction"), None)
        dimension = None if document.alignment is None else document.alignment.dimension
        entries = Map(mark, {form: value}, {form: mark})
        tree = put(tree, ("alignment",), entries)
        if dimension is not None:
            tree = put(tree, ("alignment", "dimension"), Text(mark, str(dimension)))
        return tree
    if quantity.path[:2] == ("alignment", "types") and name.startswith("cosine."):
        return put(put(tree, quantity.path, None), (*quantity.path[:-1], form), value)
    if name.startswith("third_party.cosine."):
        return put(tree, quantity.path, _as_given(address, quantity.path, value))
    if name == "prior" and quantity.path[-1] != "prior":
        siblings = at(tree, quantity.path[:-1])[0]
        assert isinstance(siblings, Map)
        for other in siblings.entries:
            if other != quantity.path[-1]:
                tree = put(tree, (*quantity.path[:-1], other), Text(mark, f"1 - ({text})"))
        return put(tree, quantity.path, value)
    if name.startswith("cosine."):
        return _pair(tree, document, name.removeprefix("cosine."), form, value)
    if name.endswith(".cosine") and quantity.path:
        block = quantity.path[:-1]
        return put(put(tree, quantity.path, None), (*block, _last(address)), value)
    return put(tree, quantity.path, value)


def _separate(tree: Node, path: Path, document: Any, mark: Mark) -> Node:
    """The tree with one entry per player at a path where one number stood for all."""
    common = at(tree, path)[0]
    if isinstance(common, Map):
        return tree
    names = [one.name for one in getattr(document, "parties", None) or document.players]
    entries: dict[str, Node] = dict.fromkeys(names, common)
    return replace(tree, path, Map(mark, entries, dict.fromkeys(names, mark)), mark)


def _pair(tree: Node, document: Any, key: str, form: str, value: Text) -> Node:
    """The tree with another alignment of one pair of several parties."""
    names = [party.name for party in document.parties]
    block = document.alignment
    pairs = {
        f"{names[i]}-{names[j]}": (i, j) for i, j in itertools.permutations(range(len(names)), 2)
    }
    i, j = pairs[key]
    cosine = value if form == "cosine" else Text(value.mark, f"cos({value.text})")
    if block is None or all(
        getattr(block, given) is None for given in ("angles", "cosines", "matrix")
    ):
        raise SpecError(
            f"`{form}.{key}` cannot be set where the alignment comes from directions",
            hint="give `alignment: {angles: {..}}` in place of the directions",
        )
    if block.matrix is not None:
        tree = replace(tree, ("alignment", "matrix", i, j), cosine, value.mark)
        return replace(tree, ("alignment", "matrix", j, i), cosine, value.mark)
    given = "cosines" if block.angles is None else "angles"
    if (given, form) == ("angles", "cosine"):
        entries: dict[str, Node] = {
            other: Text(value.mark, f"cos({text})") for other, text in block.angles.items()
        }
        marks = dict.fromkeys(entries, value.mark)
        tree = replace(tree, ("alignment", "angles"), None, value.mark)
        cosines = Map(value.mark, entries, marks)
        tree = replace(tree, ("alignment", "cosines"), cosines, value.mark)
        given = "cosines"
    written = next(
        name
        for name in getattr(block, "angles" if block.angles else "cosines")
        if pairs[name] in ((i, j), (j, i))
    )
    new = value if given == "angles" else cosine
    return replace(tree, ("alignment", given, written), new, value.mark)


def _as_given(address: str, path: Path, value: Text) -> Text:
    """An angle or cosine of a third party in the form that the spec gives them in."""
    form = address.split(".")[1]
    given = "angle" if "angles" in path else "cosine"
    if (form, given) == ("cosine", "angle"):
        raise SpecError(
            f"`{address}` cannot be written where the spec gives angles",
            hint=f"set `{address.replace('cosine', 'angle', 1)}`, or give `cosines`",
        )
    return value if form == given else Text(value.mark, f"cos({value.text})")


def _last(address: str) -> str:
    return address.rsplit(".", 1)[-1]
