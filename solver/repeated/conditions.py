"""The sign questions on which support by reversion turns, over any field.

A constant path a is supported by reversion to the stage equilibria e^i iff every e^i is one and
every party that is tempted stays. So three families of functions decide: the gains of leaving a
stage profile, the gains of leaving the path, and for every player, deviation b and profile e

    g_i(a) - (1 - delta_i) g_i(b, a_-i) - delta_i g_i(e),

not negative where the fear of e keeps i from b. Payoffs and discount factors may be functions of
parameters: what the signs are over a region is asked elsewhere (`solver.regimes`).
"""

from __future__ import annotations

import itertools
from typing import Any

from games.errors import GameError
from games.exact import Scalar
from games.forms.normal import Profile, lookup
from games.forms.repeated import RepeatedGame, target_path
from games.spec.realisation import Realisation
from solver.repeated.reversion import margin
from solver.solution.condition import Condition


def conditions(game: RepeatedGame | Realisation) -> tuple[Condition, ...]:
    """Return the condition functions of a repeated game, or of a spec with freed quantities.

    The path is the game's constant one, or the profile in which nobody seeks. Raises `GameError`
    for a cycle, or where there is no path.
    """
    players, actions, payoffs, discounts, path = _parts(game)
    shape = [len(names) for names in actions]
    profiles = list(itertools.product(*map(range, shape)))

    def words(profile: Profile) -> str:
        return f"({', '.join(names[a] for names, a in zip(actions, profile, strict=True))})"

    def pay(i: int, profile: Profile) -> Any:
        return lookup(payoffs[i], profile)

    def others(i: int, profile: Profile) -> list[Profile]:
        return [(*profile[:i], b, *profile[i + 1 :]) for b in range(shape[i]) if b != profile[i]]

    found = [
        Condition(
            pay(i, profile) - pay(i, left),
            f"in one period {name} loses by leaving {words(profile)} for {words(left)}",
        )
        for i, name in enumerate(players)
        for profile in profiles
        for left in others(i, profile)
    ]
    for i, name in enumerate(players):
        delta: Scalar = discounts[i]
        for left in others(i, path):
            for e in profiles:
                kept = margin([pay(i, path)], pay(i, left), pay(i, e), delta)
                found.append(
                    Condition(
                        kept,
                        f"fear of {words(e)} for ever keeps {name} from {words(left)}",
                        f"where {words(e)} is a stage equilibrium",
                    )
                )
    return tuple(found)


def _parts(
    game: RepeatedGame | Realisation,
) -> tuple[Any, Any, Any, tuple[Scalar, ...], Profile]:
    if isinstance(game, RepeatedGame):
        cycle = target_path(game)
        stage: Any = game.stage
        discounts: tuple[Scalar, ...] = game.discounts
    else:
        if game.tables is None or "discounts" not in game.rules:
            raise GameError("conditions(): a repeated game is needed", found=game.kind)
        stage, discounts = game.tables, tuple(game.rules["discounts"])
        cycle = tuple(game.rules["path"]) or _peace(stage)
    if len(cycle) != 1:
        raise GameError(
            f"conditions(): a constant path is needed; got a cycle of {len(cycle)}",
            hint="`sustaining` gives all discount factors of a cycle",
        )
    return stage.players, stage.actions, stage.payoffs, discounts, cycle[0]


def _peace(stage: Any) -> tuple[Profile, ...]:
    """The one profile in which nobody seeks, as a cycle; empty where there is no single one."""
    if stage.seeking is None:
        return ()
    holding = [
        [a for a in range(len(names)) if a not in chosen]
        for names, chosen in zip(stage.actions, stage.seeking, strict=True)
    ]
    if any(len(row) != 1 for row in holding):
        return ()
    return (tuple(row[0] for row in holding),)
