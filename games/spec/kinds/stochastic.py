"""Kind `stochastic`: a stochastic game given by its payoffs and transitions, state by state.

A cell of `transitions` names a state, for certain, or gives {state: probability}; a cell sums to
1. `continuation` (1 where left out) is the mass with which a cell goes on: 1 minus the chance that
the game stops, or what destruction leaves. Quantities: named parameters, discount.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from games.exact import Real, Scalar
from games.spec.blocks import Block, Document
from games.spec.kinds.dynamic_balance import discounts
from games.spec.leaves import Flag, ForParties, Name, Nested, NestedCells, choice, closest
from games.spec.quantity import Scope
from games.spec.realisation import Realisation
from games.spec.tree import Path
from games.spec.validate import fail


class StochasticPlayer(Block):
    """A player, with the actions of all states that do not list their own."""

    name: Name
    actions: list[Name]
    seeking: list[Name] | None = Field(None, description="the actions that count as seeking power")


class StochasticState(Block):
    """One state: its payoffs and where its cells lead; or `absorbing`, payoffs for ever."""

    actions: dict[str, list[Name]] | None = Field(
        None, description="{player: actions} where they differ from the player's own"
    )
    payoffs: dict[str, Nested] | None = Field(
        None, description="player: numbers, [action of player 1][of player 2].."
    )
    transitions: NestedCells | None = Field(
        None, description="[action of player 1][of player 2]..: a state, or {state: probability}"
    )
    continuation: Nested | None = Field(
        None, description="mass that goes on, [action of player 1][of player 2]..; 1 if left out"
    )
    absorbing: dict[str, Nested] | None = Field(
        None, description="{player: payoff} of a state that is never left, in which nobody acts"
    )


class StochasticRules(Block):
    """States, in order, and how the future counts."""

    kind: Annotated[str, choice("stochastic")]
    discount: ForParties = Field(
        description="weight of the future, at least 0 and below 1; one, or {player: number}"
    )
    normalised: Flag = Field(
        True, description="whether payoffs are weighted by 1 - discount, as averages"
    )
    zero_sum: Flag = Field(False, description="the second player's payoffs are minus the first's")
    initial: Name | None = Field(None, description="where play starts; the first state if left out")
    states: dict[str, StochasticState]


class StochasticDocument(Document):
    """A spec of a stochastic game."""

    players: list[StochasticPlayer]
    game: StochasticRules


MODEL = StochasticDocument

TEMPLATE = """\
detente: 1                        # version of the spec format
title: The Big Match              # whoever plays `absorb` ends the game for good
players:
  - {name: row,    actions: [absorb, wait]}
  - {name: column, actions: [left, right]}
game:
  kind: stochastic
  discount: 9/10                  # or {row: 9/10, column: 4/5}
  zero_sum: true                  # column's payoffs are minus row's
  states:
    play:
      payoffs:
        row: [[1, 0], [0, 1]]     # [action of row][action of column]
      transitions:                # of the same shape: a state, or {state: probability}
        - [won, lost]
        - [play, {play: 1}]
    won:  {absorbing: {row: 1}}   # that payoff for ever
    lost: {absorbing: {row: 0}}
"""


def build(document: StochasticDocument, scope: Scope) -> Realisation:
    """The stochastic game as given."""
    from games.forms.stochastic import StochasticGame

    rules = document.game
    names = tuple(player.name for player in document.players)
    _check_names(document, scope)
    delta = discounts(rules.discount, scope, ("game", "discount"), names)
    states = tuple(rules.states)
    if rules.initial is not None and rules.initial not in states:
        fail(
            scope.tree,
            ("game", "initial"),
            f"there is no state `{rules.initial}`; the states are {', '.join(states)}",
            found=rules.initial,
            allowed=", ".join(states),
            hint=closest(rules.initial, list(states)),
        )
    read = [_State(document, scope, name) for name in states]
    start = states.index(rules.initial) if rules.initial is not None else 0
    seeking = None
    if all(player.seeking is not None for player in document.players):
        seeking = tuple(state.seeking() for state in read)
    with scope.placed(("game",)):
        form = StochasticGame(
            players=names,
            states=states,
            actions=tuple(state.actions for state in read),
            payoffs=tuple(state.payoffs() for state in read),
            transitions=tuple(state.transitions(states) for state in read),
            discounts=tuple(delta[name] for name in names)
            if isinstance(delta, dict)
            else (delta,) * len(names),
            initial=((start, Fraction(1)),),
            normalised=rules.normalised,
            seeking=seeking,
            title=document.title or "",
        )
    return Realisation("stochastic", form=form, title=document.title or "")


def _check_names(document: StochasticDocument, scope: Scope) -> None:
    names = [player.name for player in document.players]
    if not names:
        fail(scope.tree, ("players",), "a game needs at least one player")
    for index, player in enumerate(document.players):
        if player.name in names[:index]:
            fail(
                scope.tree,
                ("players", index, "name"),
                f"the name `{player.name}` is given twice",
            )
    if document.game.zero_sum and len(names) != 2:
        fail(
            scope.tree,
            ("game", "zero_sum"),
            f"a zero-sum game has two players; found {len(names)}",
            allowed="2",
        )
    if not document.game.states:
        fail(scope.tree, ("game", "states"), "a game needs at least one state")


class _State:
    """One state with its expressions evaluated and its shapes checked."""

    def __init__(self, document: StochasticDocument, scope: Scope, name: str) -> None:
        self.document, self.scope, self.name = document, scope, name
        self.block = document.game.states[name]
        self.path: Path = ("game", "states", name)
        self.players = [player.name for player in document.players]
        block = self.block
        if block.absorbing is not None and any(
            part is not None
            for part in (block.payoffs, block.transitions, block.actions, block.continuation)
        ):
            fail(
                scope.tree,
                (*self.path, "absorbing"),
                f"the state `{name}` is absorbing, so nothing else can stand beside",
                hint="keep `absorbing`, or payoffs and transitions",
            )
        for key in ("payoffs", "transitions"):
            if block.absorbing is None and getattr(block, key) is None:
                fail(
                    scope.tree,
                    self.path,
                    f"the key `{key}` of the state `{name}` is missing",
                    allowed=key,
                    hint="or `absorbing: {player: payoff}` for a state that is never left",
                )
        self.actions = self._actions()
        self.shape = tuple(len(own) for own in self.actions)

    def _actions(self) -> tuple[tuple[str, ...], ...]:
        if self.block.absorbing is not None:
            return (("wait",),) * len(self.players)
        own = self.block.actions or {}
        for player in own:
            self._known(player, (*self.path, "actions", player))
        return tuple(
            tuple(own.get(player.name, player.actions)) for player in self.document.players
        )

    def _known(self, player: str, path: Path) -> None:
        if player not in self.players:
            fail(
                self.scope.tree,
                path,
                f"there is no player `{player}`; the players are {', '.join(self.players)}",
                found=player,
                allowed=", ".join(self.players),
                hint=closest(player, self.players),
            )

    def seeking(self) -> tuple[frozenset[int], ...]:
        return tuple(
            frozenset(j for j, action in enumerate(own) if action in (player.seeking or []))
            for player, own in zip(self.document.players, self.actions, strict=True)
        )

    def payoffs(self) -> tuple[Any, ...]:
        """[player], tables of numbers."""
        key = "payoffs" if self.block.absorbing is None else "absorbing"
        given: Any = self.block.payoffs if key == "payoffs" else self.block.absorbing
        found: dict[str, Any] = {}
        for player, table in given.items():
            path: Path = (*self.path, key, player)
            self._known(player, path)
            if key == "absorbing":
                if isinstance(table, tuple):
                    fail(self.scope.tree, path, "must be one number; found a list")
                value: Any = self.scope.evaluate(table, path)
                for _ in self.players:
                    value = (value,)
                found[player] = value
            else:
                found[player] = self._walk(table, path, self.scope.evaluate)
        if self.document.game.zero_sum and self.players[0] in found:
            first, second = self.players
            if second in found:
                fail(
                    self.scope.tree,
                    (*self.path, key, second),
                    f"the game is zero-sum, so the payoffs of `{second}` follow",
                    hint=f"leave `{second}` out, or `zero_sum`",
                )
            found[second] = _minus(found[first])
        for player in self.players:
            if player not in found:
                fail(
                    self.scope.tree,
                    (*self.path, key),
                    f"the payoffs of `{player}` in the state `{self.name}` are missing",
                    allowed=player,
                )
        return tuple(found[player] for player in self.players)

    def transitions(self, states: tuple[str, ...]) -> Any:
        """Cells with their targets."""
        if self.block.absorbing is not None:
            cell: Any = ((states.index(self.name), Fraction(1)),)
            for _ in self.players:
                cell = (cell,)
            return cell
        mass = self.block.continuation
        masses = None
        if mass is not None:
            masses = self._walk(mass, (*self.path, "continuation"), self._share)

        def read(cell: Any, path: Path) -> Any:
            chosen = path[len(self.path) + 1 :]
            rest: Any = masses
            for step in chosen if masses is not None else ():
                rest = rest[step]
            pairs = self._cell(cell, path, states)
            return tuple((t, p if rest is None else rest * p) for t, p in pairs)

        return self._walk(self.block.transitions, (*self.path, "transitions"), read)

    def _share(self, text: str, path: Path) -> Scalar:
        value = self.scope.evaluate(text, path)
        if isinstance(value, (Fraction, Real)) and not 0 <= value <= 1:
            fail(
                self.scope.tree,
                path,
                f"must be in [0, 1]; found {value}",
                found=str(value),
                allowed="[0, 1]",
            )
        return value

    def _cell(self, cell: Any, path: Path, states: tuple[str, ...]) -> list[tuple[int, Scalar]]:
        """(state, probability) of one cell, which sums to 1."""
        entries = cell if isinstance(cell, dict) else {str(cell): None}
        pairs: list[tuple[int, Scalar]] = []
        for target, text in entries.items():
            if target not in states:
                fail(
                    self.scope.tree,
                    path,
                    f"in the state `{self.name}` a cell leads to `{target}`, which is no state; "
                    f"the states are {', '.join(states)}",
                    found=target,
                    allowed=", ".join(states),
                    hint=closest(target, list(states)),
                )
            at = path if text is None else (*path, target)
            pairs.append(
                (states.index(target), Fraction(1) if text is None else self._share(text, at))
            )
        total: Scalar = sum((p for _, p in pairs), Fraction(0))
        if isinstance(total, (Fraction, Real)) and total != 1:
            fail(
                self.scope.tree,
                path,
                f"the transitions of this cell of the state `{self.name}` sum to {total}, not 1",
                found=str(total),
                allowed="1",
                hint="what stops the game goes into `continuation`",
            )
        return pairs

    def _walk(self, table: Any, start: Path, read: Callable[[Any, Path], Any]) -> Any:
        """Check the shape of nested lists and read their entries."""

        def walk(node: Any, depth: int, path: Path) -> Any:
            if depth == len(self.shape):
                if isinstance(node, tuple):
                    fail(self.scope.tree, path, "must be one entry; found a list")
                return read(node, path)
            if not isinstance(node, tuple) or len(node) != self.shape[depth]:
                wanted = f"a list of {self.shape[depth]}, the actions of `{self.players[depth]}`"
                found = f"a list of {len(node)}" if isinstance(node, tuple) else "one entry"
                fail(
                    self.scope.tree,
                    path,
                    f"must be {wanted}; found {found}",
                    found=found,
                    allowed=wanted,
                )
            return tuple(walk(part, depth + 1, (*path, j)) for j, part in enumerate(node))

        return walk(table, 0, start)


def _minus(table: Any) -> Any:
    return tuple(map(_minus, table)) if isinstance(table, tuple) else -table
