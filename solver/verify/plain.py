"""Reading the plain data of a certificate, with no trust in its shape."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.exact import Number, from_json

Profile = tuple[int, ...]


class Malformed(Exception):  # noqa: N818 (a verdict on data, turned into a reason by `check`)
    """The data of a certificate do not have the shape its claim needs."""


@dataclass(frozen=True)
class PlainGame:
    """A game as the checker sees it: numbers of actions, and payoffs[player] at pure profiles."""

    shape: tuple[int, ...]
    payoffs: tuple[Mapping[Profile, Number], ...]

    def profiles(self) -> Iterator[Profile]:
        """Every pure profile."""
        return itertools.product(*map(range, self.shape))


def sequence(value: Any, what: str, length: int | None = None) -> Sequence[Any]:
    """The value as a list, of the given length if there is one."""
    if not isinstance(value, (list, tuple)):
        raise Malformed(f"{what} must be a list; got {type(value).__name__}")
    if length is not None and len(value) != length:
        raise Malformed(f"{what} must have {length} entries; got {len(value)}")
    return value


def entry(mapping: Any, key: str, what: str) -> Any:
    """mapping[key], where it must be present."""
    if not isinstance(mapping, Mapping) or key not in mapping:
        raise Malformed(f"{what} needs the key {key!r}")
    return mapping[key]


def index(value: Any, size: int, what: str) -> int:
    """An integer from 0 to size - 1."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < size:
        raise Malformed(f"{what} must be an integer from 0 to {size - 1}; got {value!r}")
    return value


def read_game(game: Mapping[str, Any]) -> PlainGame:
    """Read players, actions and payoffs [player][a_0][a_1].."""
    actions = sequence(entry(game, "actions", "the game"), "actions")
    shape = tuple(len(sequence(names, "the actions of a player")) for names in actions)
    if not shape or 0 in shape:
        raise Malformed("the game needs players, and every player needs actions")
    tables = sequence(entry(game, "payoffs", "the game"), "payoffs", len(shape))
    return PlainGame(shape, tuple(dict(_flat(table, shape, ())) for table in tables))


def _flat(table: Any, shape: tuple[int, ...], at: Profile) -> Iterator[tuple[Profile, Number]]:
    if not shape:
        yield at, from_json(table)
        return
    for action, part in enumerate(sequence(table, f"payoffs at {list(at)}", shape[0])):
        yield from _flat(part, shape[1:], (*at, action))


def rational(value: Any) -> Fraction:
    """Read an exact rational."""
    number = from_json(value)
    if not isinstance(number, Fraction):
        raise Malformed(f"expected a rational number; got {number}")
    return number


def read_strategy(weights: Any, size: int) -> tuple[Number, ...]:
    """Read the weights of a strategy over `size` actions; whether they make one is not asked."""
    return tuple(from_json(weight) for weight in sequence(weights, "a strategy", size))


def not_a_strategy(weights: Sequence[Number]) -> str | None:
    """Why the weights are no mixed strategy, or None."""
    if any(weight < 0 for weight in weights):
        return "has a negative weight"
    if sum(weights, Fraction(0)) != 1:
        return "does not sum to 1"
    return None
