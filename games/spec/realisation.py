"""What a spec stands for: the game, with the world and conflict it was built from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from games.exact import Scalar
from games.forms.normal import NormalFormGame, Tensor
from games.world import Conflict, World


@dataclass(frozen=True)
class Tables:
    """A game in normal form over any field, where freed quantities leave no numbers.

    payoffs, measures: as in `NormalFormGame`, [player][a_0][a_1].. and [a_0][a_1]..
    """

    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    payoffs: tuple[Tensor, ...]
    seeking: tuple[frozenset[int], ...] | None = None
    measures: Mapping[str, Tensor] = field(default_factory=dict)


@dataclass(frozen=True)
class Realisation:
    """A spec at certain values of its quantities.

    tables: payoffs over whatever field the values live in; None for kinds that are no normal form.
    form: the game of such a kind. over: makes the game of a kind that is played over a stage game,
    whose payoffs are the tables. rules: what else the game was built from, by key of the spec.
    """

    kind: str
    tables: Tables | None = None
    form: Any = None
    world: World | None = None
    conflict: Conflict | None = None
    rules: Mapping[str, Scalar] = field(default_factory=dict)
    title: str = ""
    over: Callable[[NormalFormGame], Any] | None = None

    @cached_property
    def game(self) -> Any:
        """The game in exact numbers.

        A `NormalFormGame`, or the form of the kind. Raises `NumberError` where a quantity is
        freed: then there are only `tables`.
        """
        if self.tables is None:
            return self.form
        stage = NormalFormGame(
            players=self.tables.players,
            actions=self.tables.actions,
            payoffs=self.tables.payoffs,
            seeking=self.tables.seeking,
            measures=self.tables.measures,
            title=self.title,
        )
        return stage if self.over is None else self.over(stage)
