"""The canonical form of a spec: what changes the game, with numbers by value.

Left out: title, notes, sources, what parameters mean, comments, order of keys, quotes. Filled in:
defaults. A number is its exact value, however it was typed (0.5 and 1/2; 60 deg and the cosine
1/2). An expression of named parameters is the rational function it stands for, or its text
without spaces where it is none. Alignment is the matrix of cosines, in whatever way it was given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from games.errors import DetenteError
from games.exact import Number, Real, Scalar, parameter, parse, to_json
from games.spec.kinds import kind_module
from games.spec.leaves import AngleExpression, Expression
from games.spec.realisation import Realisation

_SILENT = frozenset({"title", "notes", "source", "meaning"})
_WORD = re.compile(r"[A-Za-z_]\w*")


def canonical_form(kind: str, document: BaseModel, realisation: Realisation) -> dict[str, Any]:
    """Plain data for the digest."""
    parameters = getattr(document, "parameters", None) or {}
    writer = Writer(parameters)
    form: dict[str, Any]
    own = getattr(kind_module(kind), "canonical", None)
    if own is not None:
        form = {"detente": "1", "parameters": writer.plain(parameters)}
        form |= own(writer, document, realisation)
        return form
    return described(writer, document, realisation)


def described(writer: Writer, document: Any, realisation: Realisation) -> dict[str, Any]:
    """A document with numbers by value, and its world in the one form that says it all."""
    form: dict[str, Any] = writer.plain(document)
    world = realisation.world
    if world is not None and "parties" in form:
        _alignment(form, document, world, writer)
        _win_probability(form, world.names)
    return form


class Writer:
    """Turns parts of a spec's model into plain data."""

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.names: dict[str, Scalar] = {name: parameter(name) for name in parameters}

    def plain(self, value: Any) -> Any:
        """A model, a container, an expression or a number as plain data."""
        if isinstance(value, (list, tuple)):
            return [self.plain(entry) for entry in value]
        if isinstance(value, (Fraction, Real)):
            return canonical_number(value)
        if isinstance(value, BaseModel):
            return {
                key: self.plain(entry)
                for key in type(value).model_fields
                if key not in _SILENT and (entry := getattr(value, key)) is not None
            }
        if isinstance(value, Mapping):
            return {str(key): self.plain(entry) for key, entry in value.items()}
        if isinstance(value, Expression):
            return self.number(value)
        if isinstance(value, AngleExpression):
            return {"cosine": self.number(f"cos({value})")}
        return value

    def number(self, expression: str) -> Any:
        """Exact JSON of a number, text of an expression of parameters."""
        try:
            if not self.uses_parameters(expression):
                return canonical_number(parse(expression))
            value = parse(expression, self.names)
        except DetenteError:
            return {"expression": "".join(expression.split())}
        number = isinstance(value, (Fraction, Real))
        return canonical_number(value) if number else {"expression": str(value)}

    def uses_parameters(self, expression: str) -> bool:
        """Whether a name of a parameter occurs in an expression."""
        return any(word in self.names for word in _WORD.findall(expression))

    def depends(self, value: Any) -> bool:
        """Whether any expression inside a block uses a parameter."""
        if isinstance(value, BaseModel):
            return any(self.depends(entry) for _, entry in value)
        if isinstance(value, Mapping):
            return any(map(self.depends, value.values()))
        if isinstance(value, (list, tuple)):
            return any(map(self.depends, value))
        return isinstance(value, (Expression, AngleExpression)) and self.uses_parameters(value)


def canonical_number(x: Number) -> Any:
    """A number as plain data that depends on its value alone.

    A rational is its text; an algebraic number its minimal polynomial with the integer part of
    2**64 times it, which tells it from its conjugates; any other number its text.
    """
    if isinstance(x, Fraction):
        return str(x)
    written = to_json(x)
    if "minimal_polynomial" not in written:
        return {"exact": written["exact"]}
    low, high = (bound * 2**64 for bound in x.enclosure(96))
    floor = high.__floor__()
    if low < floor and x < Fraction(floor, 2**64):
        floor -= 1
    return {"minimal_polynomial": written["minimal_polynomial"], "floor": str(floor)}


def _alignment(form: dict[str, Any], document: Any, world: Any, writer: Writer) -> None:
    """Put the matrix of cosines in place of the way the alignment was given."""
    directions = [party.direction for party in document.parties if party.direction is not None]
    for party in form["parties"]:
        party.pop("direction", None)
    block = {
        "dimension": world.dimension,
        "matrix": [[canonical_number(entry) for entry in row] for row in world.alignment],
    }
    if writer.depends(document.alignment) or writer.depends(directions):
        block["given"] = [form.get("alignment"), writer.plain(directions)]
    form["alignment"] = block


def _win_probability(form: dict[str, Any], names: tuple[str, ...]) -> None:
    """State the win probability as that of party 1, where it is a number."""
    entries = form["conflict"].get("win_probability")
    if entries is None or len(names) != 2:
        return
    contest = form["conflict"].get("contest")
    if contest is not None and contest["kind"] == "fixed":
        del form["conflict"]["contest"]
    first, second = names
    if first in entries:
        form["conflict"]["win_probability"] = {first: entries[first]}
    elif isinstance(entries[second], str):
        form["conflict"]["win_probability"] = {first: str(1 - Fraction(entries[second]))}
