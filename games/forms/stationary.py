"""Stationary strategies of stochastic games: their values and one-shot deviations.

A stationary profile sigma gives each player a mixed action in each state, sigma[s][i][a]. Its
values solve v = w r + delta M v, one linear system per player. By the one-shot deviation principle
(Blackwell 1965) it is a Markov perfect equilibrium iff in no state any action of any player, taken
once, is worth more than the value of that state.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

from games.errors import GameError
from games.exact import Number
from games.exact.systems import solve_square
from games.forms.mixed import support
from games.forms.normal import NormalFormGame, Profile
from games.forms.stochastic import StochasticGame

#: [s][i][a], weights.
StationaryProfile = Sequence[Sequence[Sequence[Number]]]
#: [i][s].
Values = tuple[tuple[Number, ...], ...]


def worth(
    game: StochasticGame, player: int, s: int, profile: Profile, values: Sequence[Number]
) -> Number:
    """w u + delta sum m v: an action profile now, then the player's values [state]."""
    after = sum(
        (mass * values[t] for t, mass in game.targets(s, profile, player)), start=Fraction(0)
    )
    return game.weight(player) * game.payoff(s, player, profile) + game.discounts[player] * after


def draws(
    game: StochasticGame, s: int, mixed: Sequence[Sequence[Number]]
) -> list[tuple[Profile, Number]]:
    """Profiles with positive probability in a state, and those probabilities."""
    found = []
    for actions in itertools.product(*(support(own) for own in mixed)):
        odds: Number = Fraction(1)
        for action, own in zip(actions, mixed, strict=True):
            odds = odds * own[action]
        found.append((actions, odds))
    return found


def stage_game(game: StochasticGame, s: int, values: Values) -> NormalFormGame:
    """The game of one state when play goes on with these values; equilibria of it are replies."""

    def nest(player: int, shape: tuple[int, ...], at: Profile) -> object:
        if not shape:
            return worth(game, player, s, at, values[player])
        return tuple(nest(player, shape[1:], (*at, j)) for j in range(shape[0]))

    return NormalFormGame(
        players=game.players,
        actions=game.actions[s],
        payoffs=tuple(
            nest(player, game.shape(s), ())  # type: ignore[misc]
            for player in range(len(game.players))
        ),
    )


def check_stationary(game: StochasticGame, profile: StationaryProfile) -> None:
    """Raise `GameError` unless the profile has a mixed action per state and player."""
    if len(profile) != len(game.states):
        raise GameError(f"stationary profile: needs {len(game.states)} states; got {len(profile)}")
    for s, row in enumerate(profile):
        if len(row) != len(game.players):
            raise GameError(
                f"stationary profile: state {game.states[s]!r} needs {len(game.players)} "
                f"strategies; got {len(row)}"
            )
        for size, own in zip(game.shape(s), row, strict=True):
            if len(own) != size or any(weight < 0 for weight in own) or sum(own, Fraction(0)) != 1:
                raise GameError(
                    f"stationary profile: in state {game.states[s]!r} weights must be >= 0, one "
                    "for each action, and sum to 1"
                )


def stationary_values(game: StochasticGame, profile: StationaryProfile) -> Values:
    """Values [i][s] of a stationary profile, exact."""
    check_stationary(game, profile)
    size = len(game.states)
    drawn = [draws(game, s, profile[s]) for s in range(size)]
    found = []
    for player in range(len(game.players)):
        weight, delta = game.weight(player), game.discounts[player]
        rows = [[Fraction(int(s == t)) for t in range(size)] for s in range(size)]
        right: list[Number] = [Fraction(0)] * size
        for s in range(size):
            row: list[Number] = list(rows[s])
            for actions, odds in drawn[s]:
                right[s] = right[s] + odds * weight * game.payoff(s, player, actions)
                for t, mass in game.targets(s, actions, player):
                    row[t] = row[t] - odds * delta * mass
            rows[s] = row  # type: ignore[assignment]
        solution = solve_square(rows, right)
        if solution is None:
            raise AssertionError("a contraction has exactly one fixed point")
        found.append(solution)
    return tuple(found)


def deviation_gains(
    game: StochasticGame, profile: StationaryProfile, values: Values
) -> list[tuple[int, int, int, Number]]:
    """(state, player, action, gain) of every one-shot deviation, gain over the value there."""
    found = []
    for s in range(len(game.states)):
        for player, size in enumerate(game.shape(s)):
            for action in range(size):
                alone = tuple(Fraction(int(a == action)) for a in range(size))
                mixed = [*profile[s][:player], alone, *profile[s][player + 1 :]]
                value = sum(
                    (
                        odds * worth(game, player, s, actions, values[player])
                        for actions, odds in draws(game, s, mixed)
                    ),
                    start=Fraction(0),
                )
                found.append((s, player, action, value - values[player][s]))
    return found


def is_markov_perfect(game: StochasticGame, profile: StationaryProfile) -> bool:
    """Whether no one-shot deviation gains anything, in any state."""
    values = stationary_values(game, profile)
    return all(gain <= 0 for *_, gain in deviation_gains(game, profile, values))
