"""A spec: a game as a user writes it, validated, with a digest and every quantity addressable."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import Any

from games.errors import NumberError, SpecError
from games.exact import Number, Real, Scalar
from games.forms.extensive import ExtensiveGame
from games.forms.normal import NormalFormGame
from games.spec import edit, efg, nfg, source
from games.spec.canonical import canonical_form
from games.spec.json_reader import read_json
from games.spec.kinds import kind_module
from games.spec.quantity import Quantity, Scope, unknown
from games.spec.realisation import Realisation
from games.spec.tree import Node
from games.spec.validate import rename_odds, validate
from games.spec.yaml_reader import read_yaml


@dataclass(frozen=True, eq=False)
class Spec:
    """A validated spec; immutable. Two specs are equal if their digests are.

    label: name of the file without its suffix, or the label in the catalogue. document: the
    pydantic model of its kind. written: the file as written; None where the game itself was read.
    """

    label: str
    kind: str
    document: Any = field(repr=False)
    written: Node | None = field(repr=False, default=None)
    given: NormalFormGame | ExtensiveGame | None = field(repr=False, default=None)

    @cached_property
    def tree(self) -> Node:
        """The spec as written; for a game read from a Gambit file, as it would be."""
        if self.written is not None:
            return self.written
        if isinstance(self.given, ExtensiveGame):
            return efg.extensive_tree(self.given)
        return nfg.matrix_tree(self.given)

    @property
    def title(self) -> str:
        """The title, or "" where there is none."""
        return self.document.title or ""

    @property
    def source(self) -> Any:
        """The block `source` (cite, note, url), or None."""
        return self.document.source

    @property
    def notes(self) -> str:
        """The notes, or ""."""
        return self.document.notes or ""

    @property
    def parameters(self) -> Mapping[str, Quantity]:
        """The named parameters, by name."""
        listed = {quantity.address: quantity for quantity in self.quantities()}
        return {name: listed[name] for name in self.document.parameters or {}}

    @cached_property
    def canonical(self) -> Mapping[str, Any]:
        """What the digest covers: plain data, numbers as exact JSON, defaults filled in."""
        return canonical_form(self.kind, self.document, self.realise())

    @cached_property
    def digest(self) -> str:
        """sha256 of the canonical form: of all that changes the game, and of nothing else."""
        text = json.dumps(self.canonical, sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spec) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def realise(self, values: Mapping[str, Scalar] | None = None) -> Realisation:
        """The game, with the values put at the given addresses in place of what the spec says.

        A value is an exact number or an element of any field the builders compute in, such as a
        `RationalFunction` of freed parameters. What follows from a quantity follows the new value.
        Raises `SpecError` for an unknown address, `NumberError` for a value outside its domain,
        `WorldError` for a world that cannot be; with file, line and column where it stands there.
        """
        if not values:
            return self._base[1]
        return self._realise(values)[1]

    def quantities(self) -> tuple[Quantity, ...]:
        """Every quantity, in the order in which the game is built from them."""
        return tuple(self._base[0].quantities.values())

    def quantity(self, address: str) -> Quantity:
        """The quantity at an address or alias; raises `SpecError` with `did you mean`."""
        if address not in self._resolved:
            raise unknown(address, self._base[0].everything())
        return self._resolved[address]

    def with_values(self, values: Mapping[str, str | Number | int]) -> Spec:
        """The spec with other values written into it, at addresses, as text or exact numbers.

        The text is an expression, for `angle` an angle. Raises like `realise`.
        """
        tree = self.tree
        for address, value in values.items():
            text = _text_of(address, value)
            tree = edit.write(tree, self.document, address, self.quantity(address), text)
        spec = from_tree(tree, self.label)
        spec.realise()
        return spec

    def to_yaml(self) -> str:
        """The spec as YAML; reading it back gives the same texts, without the comments."""
        from games.spec.write import to_yaml

        return to_yaml(self.tree)

    def to_json(self) -> str:
        """The spec as JSON; reading it back gives the same texts."""
        from games.spec.write import to_json

        return to_json(self.tree)

    @cached_property
    def _base(self) -> tuple[Scope, Realisation]:
        return self._realise({})

    @cached_property
    def _resolved(self) -> Mapping[str, Quantity]:
        scope = self._base[0]
        return {
            name: quantity
            for quantity in scope.everything()
            for name in (quantity.address, *quantity.aliases)
        }

    def _realise(self, values: Mapping[str, Scalar]) -> tuple[Scope, Realisation]:
        if self.given is not None:
            if values:
                return from_tree(self.tree, self.label)._realise(values)
            if isinstance(self.given, ExtensiveGame):
                return efg.realisation(self.given)
            return nfg.realisation(self.given)
        scope = Scope(self.tree, values)
        scope.parameters(self.document.parameters)
        realisation = kind_module(self.kind).build(self.document, scope)
        scope.finish()
        return scope, realisation


def load(path: str | os.PathLike[str]) -> Spec:
    """Read a spec (YAML or JSON) or a Gambit .nfg or .efg file; `-` reads standard input.

    Raises `SpecError`, `NumberError`, `WorldError`, `GameError` or `LimitError`, each one sentence
    with its place: the game has been built once when this returns.
    """
    text, name = source.read(path)
    return loads(text, name)


def loads(text: str, name: str = "<text>", label: str | None = None) -> Spec:
    """Read a spec, or a Gambit .nfg or .efg file, from its text; name: what errors call it."""
    if label is None:
        label = PurePath(name).stem if not name.startswith("<") else name.strip("<>")
    if efg.is_efg(text, name):
        tree = efg.read(text, name)
        return Spec(label, "extensive", efg.document_of(tree), None, tree)
    if nfg.is_nfg(text, name):
        game = nfg.read(text, name)
        return Spec(label, "matrix", nfg.document_of(game), None, game)
    spec = from_tree(rename_odds(_read(source.checked(text, name), name)), label)
    spec.realise()
    return spec


def from_tree(tree: Node, label: str) -> Spec:
    """Validate a tree; the game is not built yet."""
    kind, document = validate(tree)
    return Spec(label, kind, document, tree)


def _read(text: str, name: str) -> Node:
    """JSON where the name says so or the text begins like it and parses, YAML otherwise."""
    if name.lower().endswith(".json"):
        return read_json(text, name)
    if text.lstrip().startswith("{"):
        try:
            return read_json(text, name)
        except SpecError:
            if name.startswith("<") and '"detente"' in text:
                raise
    return read_yaml(text, name)


def _text_of(address: str, value: str | Number | int) -> str:
    """A value as text that reads back as the same value."""
    from games.exact import parse, text

    if isinstance(value, str):
        return value
    written = text(value) if isinstance(value, Real) else str(value)
    try:
        same = parse(written) == value
    except NumberError:
        same = False
    if not same:
        raise NumberError(
            f"`{address}`: {written} cannot be written in a spec exactly",
            hint="pass it to `realise` in place of writing it into the spec",
        )
    return written
