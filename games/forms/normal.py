"""Games in normal form.

A normal-form game has players N = {0, .., n-1}, for each player i a finite list of actions A_i,
and for each i a payoff u_i: A_0 x .. x A_{n-1} -> R. Index alphabet: [player][a_0][a_1]..

`measures` are further quantities per action profile whose expectation a report quotes beside the
payoffs (for escalation games: "conflict_probability" and "expected_loss").
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import Any

from games.display import Cell, Table
from games.errors import GameError
from games.exact import Number, exact

Profile = tuple[int, ...]
#: Nested tuples indexed [a_0][a_1]..[a_{n-1}].
Tensor = tuple[Any, ...]
#: Profiles beyond which a notebook is shown the size of a game only.
MAX_SHOWN = 400


def _tensor(values: Any, shape: tuple[int, ...], what: str, path: str = "") -> Any:
    """Freeze nested sequences of the given shape into nested tuples of Numbers."""
    if not shape:
        return exact(values)
    if not isinstance(values, Sequence) or isinstance(values, (str, bytes)):
        raise GameError(f"{what}{path}: expected {shape[0]} entries; got {values!r}")
    if len(values) != shape[0]:
        raise GameError(f"{what}{path}: expected {shape[0]} entries; got {len(values)}")
    return tuple(
        _tensor(entry, shape[1:], what, f"{path}[{index}]") for index, entry in enumerate(values)
    )


@dataclass(frozen=True)
class NormalFormGame:
    """A finite game in normal form with exact payoffs.

    players: names. actions: [player][action] names. payoffs: [player][a_0][a_1]..
    seeking: [player], the set of action indices that count as seeking power, or None where the
    question has no meaning (then there is no verdict).
    Raises `GameError` where shapes do not fit, `NumberError` for inexact payoffs.
    """

    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    payoffs: tuple[Tensor, ...]
    seeking: tuple[frozenset[int], ...] | None = None
    measures: Mapping[str, Tensor] = field(default_factory=dict)
    title: str = ""

    def __post_init__(self) -> None:
        players = tuple(self.players)
        actions = tuple(tuple(names) for names in self.actions)
        if not players:
            raise GameError("NormalFormGame: a game needs at least one player")
        if len(set(players)) != len(players):
            raise GameError("NormalFormGame: player names must differ")
        if len(actions) != len(players):
            raise GameError(
                f"NormalFormGame: {len(players)} players but {len(actions)} lists of actions"
            )
        for player, names in zip(players, actions, strict=True):
            if not names:
                raise GameError(f"NormalFormGame: player {player!r} has no actions")
            if len(set(names)) != len(names):
                raise GameError(f"NormalFormGame: the actions of {player!r} must differ")
        if len(self.payoffs) != len(players):
            raise GameError(
                f"NormalFormGame: {len(players)} players but {len(self.payoffs)} payoff tables"
            )
        shape = tuple(len(names) for names in actions)
        payoffs = tuple(
            _tensor(table, shape, f"payoffs of {player!r}")
            for player, table in zip(players, self.payoffs, strict=True)
        )
        measures = {
            name: _tensor(table, shape, f"measure {name!r}")
            for name, table in self.measures.items()
        }
        if self.seeking is not None:
            if len(self.seeking) != len(players):
                raise GameError("NormalFormGame: `seeking` needs one set of actions per player")
            for player, chosen, names in zip(players, self.seeking, actions, strict=True):
                if not all(0 <= action < len(names) for action in chosen):
                    raise GameError(f"NormalFormGame: `seeking` of {player!r} names no action")
            object.__setattr__(self, "seeking", tuple(frozenset(s) for s in self.seeking))
        object.__setattr__(self, "players", players)
        object.__setattr__(self, "actions", actions)
        object.__setattr__(self, "payoffs", payoffs)
        object.__setattr__(self, "measures", measures)

    @classmethod
    def from_bimatrix(
        cls,
        row: Sequence[Sequence[Any]],
        column: Sequence[Sequence[Any]],
        **names: Any,
    ) -> NormalFormGame:
        """Build a two-player game from the payoff matrices [row action][column action]."""
        m = len(row)
        n = len(row[0]) if m else 0
        names.setdefault("players", ("row", "column"))
        names.setdefault(
            "actions",
            (tuple(f"r{i + 1}" for i in range(m)), tuple(f"c{j + 1}" for j in range(n))),
        )
        return cls(payoffs=(tuple(map(tuple, row)), tuple(map(tuple, column))), **names)

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of actions of each player."""
        return tuple(len(names) for names in self.actions)

    def profiles(self) -> Iterator[Profile]:
        """Every pure profile, the last player's action fastest."""
        return itertools.product(*(range(size) for size in self.shape))

    def payoff(self, player: int, profile: Profile) -> Number:
        """Payoff of one player at a pure profile."""
        return lookup(self.payoffs[player], profile)

    @cached_property
    def digest(self) -> str:
        """sha256 of players, actions, seeking and payoffs: what makes it this game."""
        from games.exact import to_json

        def plain(table: Any) -> Any:
            return [plain(entry) for entry in table] if isinstance(table, tuple) else to_json(table)

        import json

        body = {
            "actions": [list(names) for names in self.actions],
            "payoffs": [plain(table) for table in self.payoffs],
            "players": list(self.players),
            "seeking": None if self.seeking is None else [sorted(s) for s in self.seeking],
        }
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    def table(self) -> Table:
        """One row per pure profile: the actions, the payoffs and the measures."""
        columns = [
            *self.players,
            *(f"payoff {name}" for name in self.players),
            *map(_measure_name, self.measures),
        ]
        rows: list[list[Cell]] = [
            [
                *(names[action] for names, action in zip(self.actions, profile, strict=True)),
                *(self.payoff(player, profile) for player in range(len(self.players))),
                *(lookup(table, profile) for table in self.measures.values()),
            ]
            for profile in self.profiles()
        ]
        return Table("", columns, rows)

    def _repr_html_(self) -> str:
        """The table in a notebook, or the size of a game too large for one."""
        count = prod(self.shape)
        if count > MAX_SHOWN:
            shape = " x ".join(map(str, self.shape))
            return f"<p>A {shape} game of {count} profiles.</p>\n"
        return self.table().to_html()


def lookup(table: Tensor, profile: Profile) -> Number:
    """Entry of a nested tuple at a pure profile."""
    entry: Any = table
    for action in profile:
        entry = entry[action]
    result: Number = entry
    return result


def _measure_name(name: str) -> str:
    return {"conflict_probability": "conflict", "expected_loss": "loss"}.get(name, name)
