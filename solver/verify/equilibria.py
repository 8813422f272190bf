"""Equilibrium by definition (Nash 1951).

A profile of mixed strategies is an equilibrium if no player gains by deviating alone. Payoffs are
linear in one player's strategy, so it is enough to compare with that player's actions.

The claim "equilibria": every listed profile is an equilibrium with the listed payoffs, and every
listed Nash subset U x W consists of equilibria. In a two-player game then all of conv(U) x conv(W)
does: against a fixed y the best replies are convex, and so are the y against which a fixed x is
one. The claim does not say that there are no others.

Witnesses: {"equilibria": [{"strategies": [[w, ..], ..], "payoffs": [u, ..]}, ..],
"subsets": [[[strategy, ..], [strategy, ..]], ..]}; payoffs and subsets may be absent.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from games.exact import Number
from solver.verify.plain import (
    Malformed,
    PlainGame,
    entry,
    not_a_strategy,
    read_game,
    read_strategy,
    sequence,
)

Strategies = Sequence[Sequence[Number]]


def check_equilibria(game: Mapping[str, Any], witnesses: Mapping[str, Any]) -> list[str]:
    """Return every reason why the claim fails; none if it holds."""
    played = read_game(game)
    reasons: list[str] = []
    for number, item in enumerate(sequence(entry(witnesses, "equilibria", "witnesses"), "list")):
        name = f"equilibrium {number}"
        profile = _profile(played, entry(item, "strategies", name))
        reasons += [f"{name}: {reason}" for reason in why_not_equilibrium(played, profile)]
        if item.get("payoffs") is not None:
            claimed = read_strategy(item["payoffs"], len(played.shape))
            for player, value in enumerate(claimed):
                if value != expected(played, player, profile):
                    reasons.append(f"{name}: the payoff of player {player + 1} is not as claimed")
    for number, sides in enumerate(sequence(witnesses.get("subsets", ()), "subsets")):
        if len(played.shape) != 2:
            raise Malformed("Nash subsets are claimed of two-player games only")
        first, second = (
            [read_strategy(weights, size) for weights in sequence(side, "a side")]
            for side, size in zip(sequence(sides, "a subset", 2), played.shape, strict=True)
        )
        if not first or not second:
            raise Malformed(f"subset {number} has an empty side")
        for pair in itertools.product(first, second):
            if why_not_equilibrium(played, pair):
                reasons.append(f"subset {number}: not every pair of its strategies is equilibrium")
                break
    return reasons


def why_not_equilibrium(game: PlainGame, profile: Strategies) -> list[str]:
    """Every way in which a profile of weights fails the definition of an equilibrium."""
    reasons = [
        f"the strategy of player {player + 1} {fault}"
        for player, weights in enumerate(profile)
        if (fault := not_a_strategy(weights)) is not None
    ]
    if reasons:
        return reasons
    for player, size in enumerate(game.shape):
        payoff = expected(game, player, profile)
        for action in range(size):
            alone = [Fraction(int(a == action)) for a in range(size)]
            deviation = [*profile[:player], alone, *profile[player + 1 :]]
            if expected(game, player, deviation) > payoff:
                reasons.append(f"player {player + 1} gains by deviating to action {action + 1}")
    return reasons


def expected(game: PlainGame, player: int, profile: Strategies) -> Number:
    """Sum over pure profiles of the payoff times the product of the weights."""
    supports = ([a for a, weight in enumerate(own) if weight != 0] for own in profile)
    total: Number = Fraction(0)
    for actions in itertools.product(*supports):
        term = game.payoffs[player][actions]
        for own, action in zip(profile, actions, strict=True):
            term = term * own[action]
        total = total + term
    return total


def _profile(game: PlainGame, strategies: Any) -> list[tuple[Number, ...]]:
    return [
        read_strategy(weights, size)
        for weights, size in zip(
            sequence(strategies, "strategies", len(game.shape)), game.shape, strict=True
        )
    ]
