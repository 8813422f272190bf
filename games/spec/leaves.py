"""The kinds of scalar a spec can hold, read from the texts of its tree.

Validation runs on the texts of the tree themselves, so a leaf still knows whether it was quoted: a
plain `true` is a truth value where one is asked for, a plain `null` nothing, and both are text
everywhere else.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError, core_schema

from games.spec.tree import List, Map, Node, Text, shorten

_INTEGER = re.compile(r"[0-9]{1,9}")


class Expression(str):
    """An exact number or a safe expression, as typed; `games.exact.parse` gives its value."""

    __slots__ = ()


class AngleExpression(str):
    """An angle as typed: `70 deg`, `pi/3`, `1/2 rad`; `games.exact.parse_angle` gives it."""

    __slots__ = ()


@dataclass(frozen=True)
class Leaf:
    """How pydantic reads a scalar, and what its JSON Schema says."""

    read: Callable[[Any], Any]
    schema: dict[str, Any] = field(hash=False)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """Let pydantic call `read`."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        """What editors see."""
        return dict(self.schema)


def plain(node: Node) -> Any:
    """The tree with dicts and lists for mappings and sequences; scalars stay nodes."""
    if isinstance(node, Map):
        return {key: plain(child) for key, child in node.entries.items()}
    if isinstance(node, List):
        return [plain(child) for child in node.items]
    return node


def describe(value: Any) -> str:
    """What an error says was found."""
    if isinstance(value, (dict, Map)):
        return "a mapping"
    if isinstance(value, (list, List)):
        return "a list"
    if isinstance(value, Text):
        return f"`{shorten(value.text)}`" if value.text else "nothing"
    return f"`{shorten(str(value))}`"


def wrong(
    found: Any, allowed: str, hint: str | None = None, path: tuple[str | int, ...] = ()
) -> PydanticCustomError:
    """The error of a leaf, to be completed with key and place; path: where inside the value."""
    return PydanticCustomError(
        "detente",
        "{found}",
        {"found": describe(found), "allowed": allowed, "hint": hint, "path": path},
    )


def closest(text: str, options: list[str] | tuple[str, ...]) -> str | None:
    """The hint `did you mean`, or None where nothing is near."""
    close = difflib.get_close_matches(text, options, 1, 0.6)
    if not close:
        lower = {option.lower(): option for option in options}
        close = [lower[text.lower()]] if text.lower() in lower else []
    return f"did you mean `{close[0]}`?" if close else None


def _text(value: Any, allowed: str) -> str:
    if isinstance(value, Text) and value.text.strip():
        return value.text
    raise wrong(value, allowed)


def _flag(value: Any) -> bool:
    if isinstance(value, Text) and value.plain and value.text in ("true", "false"):
        return value.text == "true"
    raise wrong(value, "true or false", "write true or false, without quotes")


def _count(value: Any) -> int:
    if isinstance(value, Text) and _INTEGER.fullmatch(value.text) and int(value.text) >= 1:
        return int(value.text)
    raise wrong(value, "a whole number, at least 1")


def _rank(value: Any) -> int:
    if isinstance(value, Text) and _INTEGER.fullmatch(value.text):
        return int(value.text)
    raise wrong(value, "a whole number, at least 0")


def _inside(step: str | int, value: Any, read: Callable[[Any], Any]) -> Any:
    """Read one entry of a container; its error knows the way to it."""
    try:
        return read(value)
    except PydanticCustomError as error:
        context = dict(error.context or {})
        context["path"] = (step, *context["path"])
        raise PydanticCustomError("detente", "{found}", context) from None


def _nested(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_inside(index, item, _nested) for index, item in enumerate(value))
    return _expression(value)


def _cells(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_inside(index, item, _cells) for index, item in enumerate(value))
    if isinstance(value, dict):
        return {key: _inside(key, item, _expression) for key, item in value.items()}
    return _text(value, "a name, or a mapping of names to probabilities")


def _expression(value: Any) -> Expression:
    return Expression(_text(value, "a number such as 0.4, 2/5 or sqrt(2)/2"))


def _expressions(value: Any) -> tuple[Expression, ...]:
    if not isinstance(value, list):
        raise wrong(value, "a list of numbers")
    return tuple(_inside(index, item, _expression) for index, item in enumerate(value))


def _for_parties(value: Any, read: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return {key: _inside(key, item, read) for key, item in value.items()}
    return read(value)


def _angle(value: Any) -> AngleExpression:
    return AngleExpression(_text(value, "an angle such as 70 deg or pi/3"))


def _null(value: Any) -> Any:
    return None if isinstance(value, Text) and value.plain and value.text == "null" else value


_WORDS = {"type": ["string", "number", "boolean"]}
_NUMBER = {"type": ["number", "string"]}
_NUMBERS = {"type": "array", "items": _NUMBER}

#: A name: any text that is not empty (`no` and `null` too).
Name = Annotated[str, Leaf(lambda value: _text(value, "a name"), _WORDS)]
#: Free text, which changes nothing in the game.
Prose = Annotated[str, Leaf(lambda value: _text(value, "a text"), _WORDS)]
#: An exact number or safe expression.
Formula = Annotated[Expression, Leaf(_expression, _NUMBER)]
#: An angle.
AngleFormula = Annotated[AngleExpression, Leaf(_angle, _NUMBER)]
#: A plain true or false.
Flag = Annotated[bool, Leaf(_flag, {"type": "boolean"})]
#: A whole number of at least 1.
Count = Annotated[int, Leaf(_count, {"type": "integer", "minimum": 1})]
#: A whole number of at least 0.
Rank = Annotated[int, Leaf(_rank, {"type": "integer", "minimum": 0})]
#: Expressions in lists of lists, as deep as the game has players.
Nested = Annotated[Any, Leaf(_nested, {"anyOf": [_NUMBER, {"type": "array", "items": {}}]})]
#: Names, or mappings of names to expressions, in lists of lists.
NestedCells = Annotated[Any, Leaf(_cells, {"type": ["array", "string", "object"]})]
#: One expression, or a mapping of parties to one each.
ForParties = Annotated[
    Any,
    Leaf(
        lambda value: _for_parties(value, _expression),
        {"anyOf": [_NUMBER, {"type": "object", "additionalProperties": _NUMBER}]},
    ),
]
#: One angle, or a mapping of types to one each.
AngleForTypes = Annotated[
    Any,
    Leaf(
        lambda value: _for_parties(value, _angle),
        {"anyOf": [_NUMBER, {"type": "object", "additionalProperties": _NUMBER}]},
    ),
]
#: One list of expressions, or a mapping of parties to one each.
ListsForParties = Annotated[
    Any,
    Leaf(
        lambda value: _for_parties(value, _expressions),
        {"anyOf": [_NUMBERS, {"type": "object", "additionalProperties": _NUMBERS}]},
    ),
]
#: A number of equal steps, or a list of expressions.
Grid = Annotated[
    Any,
    Leaf(
        lambda value: _expressions(value) if isinstance(value, list) else _count(value),
        {"anyOf": [{"type": "integer", "minimum": 1}, _NUMBERS]},
    ),
]
#: Put on an optional type, lets a plain `null` mean "none".
OrNull = BeforeValidator(_null)


def choice(*options: str) -> Leaf:
    """A leaf that takes one of a few words."""

    def read(value: Any) -> str:
        if isinstance(value, Text) and value.text in options:
            return value.text
        hint = closest(value.text, options) if isinstance(value, Text) else None
        raise wrong(
            value, options[0] if len(options) == 1 else f"one of {', '.join(options)}", hint
        )

    return Leaf(read, {"enum": list(options)})
