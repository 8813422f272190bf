"""Peace by reversion to stage equilibria: the least discount factor, and the whole set for cycles.

Let a be a stage profile to be played for ever. If player i deviates, the stage equilibrium e^i that
is worst for i among the pure ones is played for ever after. With

    T_i = max over b of g_i(b, a_-i),   R_i = g_i(a),   P_i = g_i(e^i),

player i stays iff R_i >= (1 - delta_i) T_i + delta_i P_i (one-shot deviation principle), that is

    T_i <= R_i               at every delta_i (T_i = R_i, as a_i is among the b): its deviations are
                             ignored, for an equilibrium that it likes better would reward them;
    T_i > R_i > P_i          iff delta_i >= (T_i - R_i) / (T_i - P_i), a number in (0, 1);
    T_i > R_i, P_i >= R_i    never: the punishment does not hurt. (T_i = P_i > R_i is the case in
                             which one aggressor is enough to bring about what it is punished with.)

The condition of i does not mention the other players' discount factors. Source: Friedman (1971).

On a cycle a^0, .., a^(L-1) the value of i at position t is (1 - delta) S_t / (1 - delta^L) with
S_t = sum_k delta^k g_i(a^(t+k)), so that i stays at t iff the polynomial

    f(delta) = S_t(delta) - [(1 - delta) T_i(a^t) + delta P_i] (1 + delta + .. + delta^(L-1))

is not negative, at the positions at which it is tempted, T_i(a^t) > g_i(a^t); at others its
deviations are ignored. A finite union of intervals with algebraic ends, not always one interval.

Only pure stage equilibria punish here: play is pure, with public lotteries. A lottery over stage
equilibria never punishes harder than the worst of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from games.errors import GameError
from games.exact import Number, sign
from games.forms.normal import NormalFormGame, Profile
from games.forms.repeated import (
    RepeatedGame,
    best_deviation,
    check_profile,
    stage_equilibria,
    target_path,
)
from solver.solution.discounting import CriticalDiscount, PartyThreshold
from solver.solution.equilibrium import MethodRecord

ZERO = Fraction(0)


def worst_equilibria(stage: NormalFormGame) -> tuple[Profile, ...]:
    """Return, per player, the pure stage equilibrium that is worst for that player.

    Raises `GameError` where the stage game has no pure equilibrium.
    """
    equilibria = stage_equilibria(stage)
    if not equilibria:
        raise GameError(
            "reversion: the stage game has no pure equilibrium to revert to",
            hint="ask for optimal penal codes instead; they need no stage equilibrium",
        )
    return tuple(
        min(equilibria, key=lambda profile: stage.payoff(player, profile))
        for player in range(len(stage.players))
    )


def party_threshold(
    player: int,
    temptation: Number,
    reward: Number,
    punishment: Number,
    deviation: int,
    equilibrium: Profile | None = None,
) -> PartyThreshold:
    """Apply the three cases of the module's text to one party."""
    value: Number | None
    if temptation <= reward:
        case, value = "no temptation", ZERO
    elif punishment < reward:
        case, value = "interior", (temptation - reward) / (temptation - punishment)
    else:
        case, value = "impossible", None
    return PartyThreshold(
        player, temptation, reward, punishment, deviation, equilibrium, value, case
    )


def thresholds(
    stage: NormalFormGame, profile: Profile, equilibria: Sequence[Profile] | None = None
) -> tuple[PartyThreshold, ...]:
    """Return each party's threshold for a constant path, under reversion.

    equilibria: [player], the stage equilibrium played after that player deviates; by default the
    worst pure one for the player.
    """
    check_profile(stage, profile)
    chosen = worst_equilibria(stage) if equilibria is None else tuple(equilibria)
    rows = []
    for player in range(len(stage.players)):
        deviation, temptation = best_deviation(stage, player, profile)
        rows.append(
            party_threshold(
                player,
                temptation,
                stage.payoff(player, profile),
                stage.payoff(player, chosen[player]),
                deviation,
                chosen[player],
            )
        )
    return tuple(rows)


def binding_parties(rows: Sequence[PartyThreshold]) -> tuple[Number | None, tuple[int, ...]]:
    """Return the largest threshold (None if one is impossible) and the parties that need it."""
    hopeless = tuple(row.player for row in rows if row.value is None)
    if hopeless:
        return None, hopeless
    value: Number = ZERO
    for row in rows:
        if row.value is not None and row.value > value:
            value = row.value
    if sign(value) == 0:
        return value, ()
    return value, tuple(row.player for row in rows if row.value == value)


def critical_discount(stage: NormalFormGame, profile: Profile) -> CriticalDiscount:
    """Return the least common discount factor that sustains a constant path by reversion."""
    rows = thresholds(stage, profile)
    value, binding = binding_parties(rows)
    if value is None:
        names = " and ".join(stage.players[player] for player in binding)
        reason = (
            f"no discount factor below 1 keeps {names} from deviating: punishment does not hurt"
        )
    elif not binding:
        reason = "the path repeats a stage equilibrium: nobody is tempted at any discount factor"
    else:
        reason = "the largest (T - R)/(T - P) over the parties that are tempted"
    return CriticalDiscount(
        profile=profile,
        punishments="reversion to the worst pure stage equilibrium of the deviator",
        value=value,
        parties=rows,
        binding=binding,
        status="complete",
        method=_METHOD,
        reason=reason,
    )


_METHOD = MethodRecord("reversion", "1", "rational", "exact")


def sustained(game: RepeatedGame) -> tuple[bool, tuple[int, ...]]:
    """Whether the game's path is sustained by reversion at its discount factors, and who leaves.

    Works for any number of players, unequal discount factors and cycles of any length.
    """
    path = target_path(game)
    punishments = worst_equilibria(game.stage)
    leaving = tuple(
        player
        for player in range(len(game.players))
        if any(
            sign(value) < 0
            for value in deviation_margins(
                game.stage,
                path,
                player,
                game.stage.payoff(player, punishments[player]),
                game.discounts[player],
            )
        )
    )
    return not leaving, leaving


def deviation_margins(
    stage: NormalFormGame,
    path: Sequence[Profile],
    player: int,
    punishment: Number,
    discount: Number,
) -> list[Number]:
    """Return f(discount) of the module's text at every position that tempts the player."""
    rewards = [stage.payoff(player, profile) for profile in path]
    temptations = [best_deviation(stage, player, profile)[1] for profile in path]
    return [
        margin([*rewards[t:], *rewards[:t]], temptations[t], punishment, discount)
        for t in range(len(path))
        if temptations[t] > rewards[t]
    ]


def margin(rewards: Sequence[Any], temptation: Any, punishment: Any, discount: Any) -> Any:
    """Return f(discount) of the module's text, over any field.

    rewards: what the rest of the cycle pays, the period of the deviation first.
    """
    ahead, total, power = ZERO, ZERO, Fraction(1)
    for reward in rewards:
        ahead, total, power = ahead + power * reward, total + power, power * discount
    return ahead - ((1 - discount) * temptation + discount * punishment) * total
