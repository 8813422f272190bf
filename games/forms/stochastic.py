"""Stochastic games (Shapley 1953) with discounting and a mass that may shrink.

In state s the players choose actions a at once; player i receives u_i(s, a) and play goes on in
state t with mass m(s, a, t) >= 0. The masses of a cell sum to its magnitude in [0, 1]: less than 1
where part of everything is destroyed, or where the game stops with the remaining probability. The
value of a stationary profile, weighted by w_i = 1 - delta_i (`normalised`) or by 1, solves

    v_i(s) = E[ w_i u_i(s, a) + delta_i sum_t m(s, a, t) v_i(t) ].

Index alphabet: [s] state, [i] player, [a_0][a_1].. actions, (t, mass) targets of a cell.
A player who believes in other chances than the common ones has masses of its own, `views`.
`peaceful` lists, per cell, where play goes when no conflict breaks out, with probabilities that
sum to 1 minus that of conflict; None where conflict has no meaning.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any

from games.display import Cell, Table
from games.errors import GameError, LimitError
from games.exact import Number, exact, to_json
from games.forms.normal import Profile, Tensor, lookup

#: Where a cell leads: (state, mass), each state once, in increasing order.
Targets = tuple[tuple[int, Number], ...]
#: Cells, that is states times action profiles, beyond which a game is refused.
MAX_CELLS = 200_000
#: Cells beyond which a notebook or report is shown the size only.
MAX_SHOWN = 40


@dataclass(frozen=True)
class StochasticGame:
    """A finite stochastic game with exact payoffs and masses.

    actions: [s][i] names. payoffs: [s][i][a_0][a_1].. transitions: [s][a_0][a_1].. -> Targets.
    discounts: [i], in [0, 1); 1 is allowed where payoffs are not normalised and every cell loses
    mass. initial: (state, weight), where play starts. seeking: [s][i], the actions that seek power.
    views: [i], transitions as player i believes them, None for the common ones. measures: name ->
    [s][a_0][a_1].. Raises `GameError` naming the state where parts do not fit.
    """

    players: tuple[str, ...]
    states: tuple[str, ...]
    actions: tuple[tuple[tuple[str, ...], ...], ...]
    payoffs: tuple[tuple[Tensor, ...], ...]
    transitions: tuple[Tensor, ...]
    discounts: tuple[Number, ...]
    initial: Targets = ((0, Fraction(1)),)
    normalised: bool = True
    seeking: tuple[tuple[frozenset[int], ...], ...] | None = None
    views: tuple[tuple[Tensor, ...] | None, ...] = ()
    peaceful: tuple[Tensor, ...] | None = None
    measures: Mapping[str, tuple[Tensor, ...]] = field(default_factory=dict)
    title: str = ""

    def __post_init__(self) -> None:
        if not self.players or not self.states:
            raise GameError("StochasticGame: needs at least one player and one state")
        for what, names in (("player", self.players), ("state", self.states)):
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice is not None:
                raise GameError(f"StochasticGame: two {what}s are called {twice!r}", found=twice)
        self._check_lengths()
        cells = sum(prod(self.shape(s)) for s in range(len(self.states)))
        if cells > MAX_CELLS:
            raise LimitError(
                f"StochasticGame: {cells} cells (states times action profiles) are too many",
                found=str(cells),
                allowed=f"at most {MAX_CELLS}",
                hint="use fewer states or levels",
            )
        put = object.__setattr__
        states = range(len(self.states))
        put(
            self,
            "payoffs",
            tuple(
                tuple(
                    self._tensor(s, table, f"payoffs of {name!r}", exact)
                    for name, table in zip(self.players, self.payoffs[s], strict=True)
                )
                for s in states
            ),
        )
        put(self, "transitions", self._masses(self.transitions, "transitions"))
        if self.views and len(self.views) != len(self.players):
            raise GameError("StochasticGame: `views` needs one entry per player")
        views = self.views or (None,) * len(self.players)
        put(
            self,
            "views",
            tuple(
                None if view is None else self._masses(view, f"transitions as {name!r} sees them")
                for name, view in zip(self.players, views, strict=True)
            ),
        )
        if self.peaceful is not None:
            put(self, "peaceful", self._masses(self.peaceful, "peaceful transitions"))
        put(self, "discounts", tuple(exact(delta) for delta in self.discounts))
        put(self, "initial", self._targets(self.initial, "initial", whole=True))
        for name, delta in zip(self.players, self.discounts, strict=True):
            self._check_discount(name, delta)

    def _check_lengths(self) -> None:
        n, size = len(self.players), len(self.states)
        for what, rows in (
            ("actions", self.actions),
            ("payoffs", self.payoffs),
            ("transitions", self.transitions),
        ):
            if len(rows) != size:
                raise GameError(f"StochasticGame: {size} states but {what} of {len(rows)}")
        for what, per_state in (("actions", self.actions), ("payoffs", self.payoffs)):
            for name, row in zip(self.states, per_state, strict=True):
                if len(row) != n:
                    raise GameError(
                        f"StochasticGame: state {name!r} needs {what} of {n} players; got "
                        f"{len(row)}"
                    )
        for name, lists in zip(self.states, self.actions, strict=True):
            for player, names in zip(self.players, lists, strict=True):
                if not names or len(set(names)) != len(names):
                    raise GameError(
                        f"StochasticGame: in state {name!r} the actions of {player!r} must be at "
                        "least one and differ"
                    )
        if len(self.discounts) != n:
            raise GameError(f"StochasticGame: {n} players but {len(self.discounts)} discounts")

    def _tensor(self, s: int, table: Any, what: str, read: Any) -> Any:
        def walk(node: Any, shape: tuple[int, ...], at: tuple[int, ...]) -> Any:
            if not shape:
                return read(node)
            if not isinstance(node, Sequence) or isinstance(node, str) or len(node) != shape[0]:
                raise GameError(
                    f"state {self.states[s]!r}: {what} at {list(at)} need {shape[0]} entries"
                )
            return tuple(walk(part, shape[1:], (*at, j)) for j, part in enumerate(node))

        return walk(table, self.shape(s), ())

    def _masses(self, tables: Sequence[Any], what: str) -> tuple[Tensor, ...]:
        return tuple(
            self._tensor(
                s, table, what, lambda cell, s=s: self._targets(cell, f"state {self.states[s]!r}")
            )
            for s, table in enumerate(tables)
        )

    def _targets(self, cell: Any, where: str, whole: bool = False) -> Targets:
        """Check one cell: known states, masses >= 0 that sum to at most 1 (or to 1)."""
        total: dict[int, Number] = {}
        for target, mass in cell:
            if not 0 <= target < len(self.states):
                raise GameError(f"{where}: leads to state number {target}, which there is none")
            amount = exact(mass)
            if amount < 0:
                raise GameError(f"{where}: a transition has the negative mass {amount}")
            if amount != 0:
                total[target] = total.get(target, Fraction(0)) + amount
        everything = sum(total.values(), Fraction(0))
        if everything > 1 or (whole and everything != 1):
            raise GameError(
                f"{where}: the transitions of a cell sum to {everything}",
                found=str(everything),
                allowed="1" if whole else "at most 1",
            )
        return tuple(sorted(total.items()))

    def _check_discount(self, name: str, delta: Number) -> None:
        if delta < 0 or delta > 1 or (delta == 1 and self.normalised):
            raise GameError(
                f"discount of {name!r} must be in [0, 1); got {delta}",
                found=str(delta),
                allowed="[0, 1)",
            )
        if delta == 1:
            for s, profile in self.cells():
                if self.magnitude(s, profile) == 1:
                    raise GameError(
                        f"discount of {name!r} is 1, but in state {self.states[s]!r} a cell goes "
                        "on with the whole mass",
                        hint="give a discount below 1, or let every cell stop with some chance",
                    )

    def shape(self, s: int) -> tuple[int, ...]:
        """Number of actions of each player in a state."""
        return tuple(len(names) for names in self.actions[s])

    def profiles(self, s: int) -> Iterator[Profile]:
        """Every pure action profile of a state, the last player's action fastest."""
        return itertools.product(*(range(size) for size in self.shape(s)))

    def cells(self) -> Iterator[tuple[int, Profile]]:
        """Every state with every profile."""
        return ((s, a) for s in range(len(self.states)) for a in self.profiles(s))

    def payoff(self, s: int, player: int, profile: Profile) -> Number:
        """u_i(s, a)."""
        return lookup(self.payoffs[s][player], profile)

    def targets(self, s: int, profile: Profile, player: int | None = None) -> Targets:
        """Where a cell leads, as a player believes it where one is named."""
        view = None if player is None else self.views[player]
        found: Any = (self.transitions if view is None else view)[s]
        for action in profile:
            found = found[action]
        result: Targets = found
        return result

    def magnitude(self, s: int, profile: Profile) -> Number:
        """Mass with which a cell goes on."""
        return sum((mass for _, mass in self.targets(s, profile)), Fraction(0))

    def weight(self, player: int) -> Number:
        """w_i, by which payoffs enter values."""
        return 1 - self.discounts[player] if self.normalised else Fraction(1)

    def modulus(self, player: int) -> Number:
        """delta_i times the largest magnitude of a cell: values depend on it as a contraction."""
        largest: Number = Fraction(0)
        for s, profile in self.cells():
            mass = sum((m for _, m in self.targets(s, profile, player)), Fraction(0))
            largest = max(largest, mass)
        return self.discounts[player] * largest

    @property
    def is_zero_sum(self) -> bool:
        """Two players whose payoffs sum to 0, with one discount and the common transitions."""
        return (
            len(self.players) == 2
            and self._one_future
            and all(self.payoff(s, 0, a) + self.payoff(s, 1, a) == 0 for s, a in self.cells())
        )

    @property
    def is_common_interest(self) -> bool:
        """Every player receives the same, with one discount and the common transitions."""
        return self._one_future and all(
            self.payoff(s, 0, a) == self.payoff(s, i, a)
            for s, a in self.cells()
            for i in range(1, len(self.players))
        )

    @property
    def _one_future(self) -> bool:
        return len(set(self.discounts)) == 1 and all(view is None for view in self.views)

    @cached_property
    def unreachable(self) -> tuple[str, ...]:
        """Names of the states to which no play leads from the initial ones."""
        seen = {s for s, _ in self.initial}
        todo = list(seen)
        while todo:
            s = todo.pop()
            for profile in self.profiles(s):
                for target, _ in self.targets(s, profile):
                    if target not in seen:
                        seen.add(target)
                        todo.append(target)
        return tuple(name for s, name in enumerate(self.states) if s not in seen)

    @cached_property
    def digest(self) -> str:
        """sha256 of all that makes it this game."""
        text = json.dumps(self.plain(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    def plain(self) -> dict[str, Any]:
        """The game as JSON types; `transitions` and `views` list [state, mass] pairs."""

        def nest(node: Any, depth: int, leaf: Any) -> Any:
            return leaf(node) if depth == 0 else [nest(part, depth - 1, leaf) for part in node]

        def pairs(cell: Targets) -> list[list[Any]]:
            return [[target, to_json(mass)] for target, mass in cell]

        n = len(self.players)
        return {
            "players": list(self.players),
            "states": list(self.states),
            "actions": [[list(names) for names in lists] for lists in self.actions],
            "payoffs": [[nest(t, n, to_json) for t in tables] for tables in self.payoffs],
            "transitions": [nest(table, n, pairs) for table in self.transitions],
            "views": [
                None if view is None else [nest(table, n, pairs) for table in view]
                for view in self.views
            ],
            "discounts": [to_json(delta) for delta in self.discounts],
            "normalised": self.normalised,
            "initial": pairs(self.initial),
            "seeking": None
            if self.seeking is None
            else [[sorted(chosen) for chosen in row] for row in self.seeking],
        }

    def table(self) -> Table:
        """One row per state and profile: actions, payoffs and where play goes."""
        columns = ["state", *self.players, *(f"payoff {name}" for name in self.players), "then"]
        rows: list[list[Cell]] = [
            [
                self.states[s],
                *(names[a] for names, a in zip(self.actions[s], profile, strict=True)),
                *(self.payoff(s, i, profile) for i in range(len(self.players))),
                ", ".join(
                    self.states[t] if mass == 1 else f"{self.states[t]}: {mass}"
                    for t, mass in self.targets(s, profile)
                )
                or "stops",
            ]
            for s, profile in self.cells()
        ]
        return Table("", columns, rows)

    def _repr_html_(self) -> str:
        """The table in a notebook, or the size of a game too large for one."""
        count = sum(1 for _ in itertools.islice(self.cells(), MAX_SHOWN + 1))
        if count > MAX_SHOWN:
            return f"<p>A stochastic game of {len(self.states)} states.</p>\n"
        return self.table().to_html()
