"""Markov perfect equilibrium by definition (Shapley 1953; Fink 1964), state by state.

The claim "markov_perfect": for each listed vector of values v [i][s] and each listed profile of
mixed actions x of a state s, the profile is worth v(s) when play goes on with v, and no action of
any player is worth more. Discounting makes v the only values of the stationary profile that plays
one such x in every state; so no deviation once, and by the one-shot deviation principle (Blackwell
1965) none at all, gains. The claim does not say that there are no others. It may list families,
see `continua`.

The claim "markov_perfect_within": one stationary profile, approximate values u, and a bound e. With
r the largest |u - (w r + delta M u)| of a player, the true values lie within r / (1 - beta) of u,
so that every one-shot gain is at most its gain at u plus (1 + beta) r / (1 - beta). All of it is
computed here in rationals, with irrational payoffs enclosed.

The claim "stochastic_value": payoffs sum to 0, and state s is worth l(s) to h(s) to player 1. It
holds if player 1's strategy is worth at least l(s) against every action when l follows, and no
action against player 2's is worth more than h(s) when h follows: best replies are monotone
contractions, so their fixed points lie no lower than l, no higher than h (Shapley 1953).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from games.exact import Number, enclosure, from_json
from solver.verify.continua import faults_of_family
from solver.verify.plain import (
    Malformed,
    entry,
    index,
    not_a_strategy,
    rational,
    read_strategy,
    sequence,
)

Profile = tuple[int, ...]
Cell = Sequence[tuple[int, Number]]
_BITS = 96


class _Game:
    """The game as the checker reads it: payoffs and masses by (state, profile), per player."""

    def __init__(self, game: Mapping[str, Any]) -> None:
        actions = sequence(entry(game, "actions", "the game"), "actions")
        self.size = len(actions)
        self.shapes = [
            tuple(len(sequence(names, "actions of a player")) for names in sequence(row, "a state"))
            for row in actions
        ]
        self.discounts = [from_json(x) for x in sequence(entry(game, "discounts", "game"), "it")]
        self.players = len(self.discounts)
        if any(len(shape) != self.players or 0 in shape for shape in self.shapes):
            raise Malformed("every state needs actions of every player")
        normalised = entry(game, "normalised", "the game")
        if not isinstance(normalised, bool):
            raise Malformed("`normalised` must be true or false")
        self.weights = [1 - d if normalised else Fraction(1) for d in self.discounts]
        payoffs = sequence(entry(game, "payoffs", "the game"), "payoffs", self.size)
        self.payoffs: list[list[dict[Profile, Number]]] = [
            [
                {at: from_json(leaf) for at, leaf in _flat(table, shape, ())}
                for table in sequence(tables, "payoffs of a state", self.players)
            ]
            for shape, tables in zip(self.shapes, payoffs, strict=True)
        ]
        common = self._masses(entry(game, "transitions", "the game"))
        views = sequence(entry(game, "views", "the game"), "views", self.players)
        self.masses = [common if view is None else self._masses(view) for view in views]
        self.moduli = [self._modulus(i) for i in range(self.players)]

    def _masses(self, tables: Any) -> list[dict[Profile, Cell]]:
        return [
            {at: self._cell(leaf) for at, leaf in _flat(table, shape, ())}
            for shape, table in zip(
                self.shapes, sequence(tables, "transitions", self.size), strict=True
            )
        ]

    def _cell(self, leaf: Any) -> Cell:
        pairs = [
            (index(pair[0], self.size, "a target"), from_json(pair[1]))
            for pair in (sequence(item, "a target", 2) for item in sequence(leaf, "a cell"))
        ]
        if any(mass < 0 for _, mass in pairs) or sum((m for _, m in pairs), Fraction(0)) > 1:
            raise Malformed("the masses of a cell must be >= 0 and sum to at most 1")
        return pairs

    def _modulus(self, i: int) -> Number:
        largest: Number = Fraction(0)
        for table in self.masses[i]:
            for cell in table.values():
                largest = max(largest, sum((mass for _, mass in cell), Fraction(0)))
        beta = self.discounts[i] * largest
        if self.discounts[i] < 0 or beta >= 1:
            raise Malformed("the future must be discounted, or every cell must lose mass")
        return beta

    def worth(
        self, i: int, s: int, mixed: Sequence[Sequence[Number]], values: Sequence[Number]
    ) -> Number:
        """Expected w u + delta m v of a mixed profile in a state."""
        total: Number = Fraction(0)
        supports = ([a for a, weight in enumerate(own) if weight != 0] for own in mixed)
        for actions in itertools.product(*supports):
            odds: Number = Fraction(1)
            for action, own in zip(actions, mixed, strict=True):
                odds = odds * own[action]
            total = total + odds * self.cell_worth(i, s, actions, values)
        return total

    def cell_worth(self, i: int, s: int, at: Profile, values: Sequence[Any]) -> Any:
        """w u + delta m v of a cell; values may be functions."""
        after: Any = Fraction(0)
        for target, mass in self.masses[i][s][at]:
            after = after + mass * values[target]
        return self.weights[i] * self.payoffs[s][i][at] + self.discounts[i] * after

    def alone(
        self, i: int, s: int, mixed: Sequence[Sequence[Number]]
    ) -> Iterator[tuple[int, list[Sequence[Number]]]]:
        """Each action of a player in a state, and the profile in which it plays that alone."""
        size = self.shapes[s][i]
        for action in range(size):
            pure = [Fraction(int(a == action)) for a in range(size)]
            yield action, [*mixed[:i], pure, *mixed[i + 1 :]]

    def profile(self, data: Any, s: int) -> list[tuple[Number, ...]]:
        """Read one mixed action per player for a state."""
        return [
            read_strategy(own, size)
            for own, size in zip(
                sequence(data, "a profile", self.players), self.shapes[s], strict=True
            )
        ]


def check_markov_perfect(game: Mapping[str, Any], witnesses: Mapping[str, Any]) -> list[str]:
    """Return every reason why the claim "markov_perfect" fails; none if it holds."""
    played = _Game(game)
    reasons: list[str] = []
    for number, item in enumerate(sequence(entry(witnesses, "equilibria", "witnesses"), "list")):
        name = f"equilibrium {number}"
        values = [
            [from_json(x) for x in sequence(row, "values", played.size)]
            for row in sequence(entry(item, "values", name), "values", played.players)
        ]
        stages = sequence(entry(item, "stages", name), "stages", played.size)
        for s, listed in enumerate(stages):
            if not sequence(listed, "stage profiles"):
                reasons.append(f"{name}: state {s + 1} has no profile")
            for data in listed:
                mixed = played.profile(data, s)
                reasons += [f"{name}: {why}" for why in _why_not(played, s, mixed, values)]
    for number, item in enumerate(sequence(witnesses.get("families", ()), "families")):
        faults = faults_of_family(item, played.shapes, played.cell_worth)
        reasons += [f"family {number}: {why}" for why in faults]
    return reasons


def _why_not(
    game: _Game, s: int, mixed: list[tuple[Number, ...]], values: list[list[Number]]
) -> Iterator[str]:
    for i, own in enumerate(mixed):
        fault = not_a_strategy(own)
        if fault is not None:
            yield f"the action of player {i + 1} in state {s + 1} {fault}"
            return
    for i in range(game.players):
        if game.worth(i, s, mixed, values[i]) != values[i][s]:
            yield f"in state {s + 1} play is not worth the value of player {i + 1}"
        for action, deviation in game.alone(i, s, mixed):
            if game.worth(i, s, deviation, values[i]) > values[i][s]:
                yield f"player {i + 1} gains by action {action + 1} once in state {s + 1}"


def check_within(game: Mapping[str, Any], witnesses: Mapping[str, Any]) -> list[str]:
    """Return why the claim "markov_perfect_within" fails; nothing if it holds."""
    played = _Game(game)
    profile = [
        played.profile(row, s)
        for s, row in enumerate(
            sequence(entry(witnesses, "profile", "witnesses"), "profile", played.size)
        )
    ]
    for s, row in enumerate(profile):
        for i, own in enumerate(row):
            fault = not_a_strategy(own)
            if fault is not None:
                return [f"the action of player {i + 1} in state {s + 1} {fault}"]
    values = [
        [rational(x) for x in sequence(row, "values", played.size)]
        for row in sequence(entry(witnesses, "values", "witnesses"), "values", played.players)
    ]
    claimed = rational(entry(witnesses, "gain", "witnesses"))
    reasons = []
    for i in range(played.players):
        beta = enclosure(played.moduli[i], _BITS)[1]
        error, gain = Fraction(0), Fraction(0)
        for s in range(played.size):
            low, high = enclosure(played.worth(i, s, profile[s], values[i]), _BITS)
            error = max(error, high - values[i][s], values[i][s] - low)
            for _, deviation in played.alone(i, s, profile[s]):
                most = enclosure(played.worth(i, s, deviation, values[i]), _BITS)[1]
                gain = max(gain, most - values[i][s])
        if beta >= 1:
            reasons.append("the contraction is too weak to be enclosed")
        elif gain + (1 + beta) * error / (1 - beta) > claimed:
            reasons.append(f"player {i + 1} may gain more than claimed by deviating once")
    return reasons


def check_stochastic_value(game: Mapping[str, Any], witnesses: Mapping[str, Any]) -> list[str]:
    """Return why the claim "stochastic_value" fails; nothing if it holds."""
    played = _Game(game)
    if played.players != 2 or played.discounts[0] != played.discounts[1]:
        return ["the value is that of two players with one discount factor"]
    if played.masses[0] is not played.masses[1]:
        return ["the players see different transitions"]
    for s, (one, two) in enumerate(played.payoffs):
        if any(one[at] + two[at] != 0 for at in one):
            return [f"the payoffs of state {s + 1} do not sum to 0"]
    rows = sequence(entry(witnesses, "profile", "witnesses"), "profile", played.size)
    profile = [played.profile(row, s) for s, row in enumerate(rows)]
    low, high = (
        [rational(x) for x in sequence(entry(witnesses, side, "witnesses"), side, played.size)]
        for side in ("low", "high")
    )
    reasons = []
    for s, mixed in enumerate(profile):
        faults = [fault for own in mixed if (fault := not_a_strategy(own)) is not None]
        if faults:
            reasons.append(f"an action of state {s + 1} {faults[0]}")
            continue
        for action, reply in played.alone(1, s, mixed):
            if played.worth(0, s, reply, low) < low[s]:
                reasons.append(f"action {action + 1} of player 2 brings less in state {s + 1}")
        for action, reply in played.alone(0, s, mixed):
            if played.worth(0, s, reply, high) > high[s]:
                reasons.append(f"action {action + 1} of player 1 brings more in state {s + 1}")
    return reasons


def _flat(table: Any, shape: Profile, at: Profile) -> Iterator[tuple[Profile, Any]]:
    if not shape:
        yield at, table
        return
    for action, part in enumerate(sequence(table, f"a table at {list(at)}", shape[0])):
        yield from _flat(part, shape[1:], (*at, action))
