"""Mixed strategies of games in normal form: expected payoffs, best replies, supports.

A mixed strategy of player i is a point of the simplex over A_i. In a profile x every player draws
independently, so u_i(x) = sum over pure profiles a of u_i(a) prod_j x_j(a_j). An action is a best
reply to the others' strategies if no action pays more (Nash 1951).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

from games.errors import GameError
from games.exact import Number
from games.forms.normal import NormalFormGame, Tensor, lookup

#: [player][action], weights.
MixedProfile = Sequence[Sequence[Number]]


def support(strategy: Sequence[Number]) -> tuple[int, ...]:
    """Indices of the actions with weight other than 0."""
    return tuple(index for index, weight in enumerate(strategy) if weight != 0)


def check_profile(game: NormalFormGame, profile: MixedProfile) -> None:
    """Raise `GameError` unless there is one mixed strategy per player, each on its simplex."""
    if len(profile) != len(game.players):
        raise GameError(
            f"mixed profile: needs {len(game.players)} strategies; got {len(profile)}",
        )
    for name, size, strategy in zip(game.players, game.shape, profile, strict=True):
        if len(strategy) != size:
            raise GameError(
                f"strategy of {name!r}: needs {size} weights; got {len(strategy)}",
            )
        if any(weight < 0 for weight in strategy) or sum(strategy, Fraction(0)) != 1:
            raise GameError(f"strategy of {name!r}: weights must be >= 0 and sum to 1")


def expectation(table: Tensor, profile: MixedProfile) -> Number:
    """Expected entry of a tensor [a_0][a_1].. when every player draws from its own strategy."""
    total: Number = Fraction(0)
    for actions in itertools.product(*(support(strategy) for strategy in profile)):
        weight: Number = Fraction(1)
        for action, strategy in zip(actions, profile, strict=True):
            weight = weight * strategy[action]
        total = total + weight * lookup(table, actions)
    return total


def expected_payoff(game: NormalFormGame, player: int, profile: MixedProfile) -> Number:
    """Expected payoff of one player."""
    return expectation(game.payoffs[player], profile)


def action_payoffs(game: NormalFormGame, player: int, profile: MixedProfile) -> tuple[Number, ...]:
    """Expected payoff of each action of one player, the others playing their strategies."""
    values = []
    for action in range(game.shape[player]):
        alone = [Fraction(int(index == action)) for index in range(game.shape[player])]
        values.append(
            expectation(game.payoffs[player], [*profile[:player], alone, *profile[player + 1 :]])
        )
    return tuple(values)


def best_replies(game: NormalFormGame, player: int, profile: MixedProfile) -> tuple[int, ...]:
    """Actions of one player that pay most against the others' strategies."""
    values = action_payoffs(game, player, profile)
    best = max(values)
    return tuple(action for action, value in enumerate(values) if value == best)


def is_equilibrium(game: NormalFormGame, profile: MixedProfile) -> bool:
    """Whether every player gives weight to best replies only."""
    check_profile(game, profile)
    return all(
        set(support(strategy)) <= set(best_replies(game, player, profile))
        for player, strategy in enumerate(profile)
    )
