"""Pure equilibria of games with any number of players.

A pure profile is an equilibrium if no player has an action that pays more against the others'
actions. For each player and each profile of the others the best payoff is found once, and a
profile is kept while every player's payoff equals it.

With two players `solve_bimatrix` finds all equilibria; with one, all optima are mixtures of the
pure ones. With three or more players mixed equilibria may exist beside these, even with irrational
weights for rational payoffs (Nash 1951 has such a game), so the answer is labelled incomplete.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import games
from games.exact import Number
from games.forms.normal import NormalFormGame, Profile, lookup
from solver.nash.method import arithmetic_of_game
from solver.solution.equilibrium import (
    Completeness,
    EquilibriumComponent,
    EquilibriumSet,
    ExtremeEquilibrium,
    MaximalNashSubset,
    MethodRecord,
    Strategy,
)

#: Names of strategies by player: x1, y1, z1 for the first three, then p4s1, p5s1, ..
_LETTERS = "xyz"


def pure_profiles(game: NormalFormGame) -> Iterator[tuple[Profile, bool]]:
    """Yield every pure equilibrium with whether it is strict, in the order of the profiles."""
    tops = [_best(game, player) for player in range(len(game.players))]
    for profile in game.profiles():
        strict = True
        for player, top in enumerate(tops):
            best, times = top[profile[:player] + profile[player + 1 :]]
            if lookup(game.payoffs[player], profile) != best:
                break
            strict = strict and times == 1
        else:
            yield profile, strict


def _best(game: NormalFormGame, player: int) -> dict[Profile, tuple[Number, int]]:
    """Best payoff of the player against each profile of the others, and how many actions pay it."""
    ranges = [range(size) for i, size in enumerate(game.shape) if i != player]
    table = game.payoffs[player]
    found: dict[Profile, tuple[Number, int]] = {}
    for others in itertools.product(*ranges):
        values = [
            lookup(table, (*others[:player], own, *others[player:]))
            for own in range(game.shape[player])
        ]
        best = max(values)
        found[others] = (best, values.count(best))
    return found


def pure_equilibria(game: NormalFormGame) -> EquilibriumSet:
    """Find all pure equilibria. Complete as an equilibrium set for one player only.

    Components and indices are not computed for more players; `component` is None there.
    """
    found = list(pure_profiles(game))
    strategies: list[tuple[Strategy, ...]] = []
    for player, size in enumerate(game.shape):
        letter = _LETTERS[player] if player < len(_LETTERS) else f"p{player + 1}s"
        played = sorted({profile[player] for profile, _ in found})
        strategies.append(
            tuple(
                Strategy(f"{letter}{number + 1}", _degenerate(action, size))
                for number, action in enumerate(played)
            )
        )
    by_action = [{s.support[0]: s for s in own} for own in strategies]
    alone = len(game.players) == 1
    extreme = []
    for number, (profile, strict) in enumerate(found):
        chosen = [by_action[player][action] for player, action in enumerate(profile)]
        extreme.append(
            ExtremeEquilibrium(
                id=number,
                strategies=tuple(s.weights for s in chosen),
                strategy_ids=tuple(s.id for s in chosen),
                payoffs=tuple(game.payoff(player, profile) for player in range(len(profile))),
                component=0 if alone else None,
                subsets=(0,) if alone else (),
                tags=("pure", "strict") if strict else ("pure",),
            )
        )
    components: tuple[EquilibriumComponent, ...] = ()
    if alone:
        ids = (tuple(s.id for s in strategies[0]),)
        hull = MaximalNashSubset(0, len(found) - 1, ids)
        components = (EquilibriumComponent(0, 1, len(found) - 1, (hull,)),)
    return EquilibriumSet(
        game_digest=game.digest,
        complete=_completeness(len(game.players)),
        method=MethodRecord(
            "comparison of every pure profile with its deviations",
            games.__version__,
            arithmetic_of_game(game),
            "comparison",
        ),
        strategies=tuple(strategies),
        extreme=tuple(extreme),
        components=components,
        index_sum=1 if alone else None,
    )


def _completeness(players: int) -> Completeness:
    if players == 1:
        return Completeness(True, "a single player's optima are the mixtures of its best actions")
    return Completeness(
        False,
        "every pure equilibrium is listed; mixed equilibria were not searched for",
        "components and indices are not computed",
    )


def _degenerate(action: int, size: int) -> tuple[Number, ...]:
    return tuple(Fraction(int(index == action)) for index in range(size))
