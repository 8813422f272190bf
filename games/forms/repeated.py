"""Repeated games: a stage game played for ever, every past action seen by all.

Period t = 0, 1, 2, ..; in each the stage game g is played and player i values a stream of stage
payoffs by (1 - delta_i) sum_t delta_i^t g_i(a^t): normalised, so that a constant stream is worth
its constant. delta_i in [0, 1) is the discount factor; it also reads as the odds that the relation
goes on for another period, when the players care for the future as for the present.

Strategies are pure and may depend on the outcome of a public lottery drawn before each period.
Source: Mailath and Samuelson (2006), "Repeated Games and Reputations", chapters 2 and 3.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from games.errors import GameError
from games.exact import Number, exact, sign, to_json
from games.forms.normal import NormalFormGame, Profile


@dataclass(frozen=True)
class RepeatedGame:
    """A stage game with one discount factor per player.

    discounts: [player]. path: the cycle of action profiles whose support is asked for, played
    over and over; empty where the question names none (see `target_path`).
    Raises `GameError` for a discount factor outside [0, 1) or a path that is no path.
    """

    stage: NormalFormGame
    discounts: tuple[Number, ...]
    path: tuple[Profile, ...] = ()
    title: str = ""

    def __post_init__(self) -> None:
        discounts = tuple(exact(value) for value in self.discounts)
        if len(discounts) != len(self.stage.players):
            raise GameError(
                f"RepeatedGame: {len(self.stage.players)} players but "
                f"{len(discounts)} discount factors"
            )
        for player, value in zip(self.stage.players, discounts, strict=True):
            check_discount(value, player)
        path = tuple(tuple(profile) for profile in self.path)
        for profile in path:
            check_profile(self.stage, profile)
        object.__setattr__(self, "discounts", discounts)
        object.__setattr__(self, "path", path)

    @classmethod
    def with_common_discount(
        cls, stage: NormalFormGame, discount: Any, path: Sequence[Profile] = (), title: str = ""
    ) -> RepeatedGame:
        """Build the game in which every player has the same discount factor."""
        return cls(stage, (discount,) * len(stage.players), tuple(path), title)

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the players."""
        return self.stage.players

    @property
    def common_discount(self) -> Number | None:
        """The discount factor all players share, or None where they differ."""
        first = self.discounts[0]
        return first if all(value == first for value in self.discounts) else None

    def at(self, discount: Any) -> RepeatedGame:
        """Return the same game with one discount factor for all players."""
        return replace(self, discounts=(discount,) * len(self.players))

    @property
    def digest(self) -> str:
        """sha256 of the stage game's digest, the discount factors and the path."""
        body = {
            "stage": self.stage.digest,
            "discounts": [to_json(value) for value in self.discounts],
            "path": [list(profile) for profile in self.path],
        }
        text = json.dumps(body, sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def check_discount(value: Number, player: str | None = None) -> None:
    """Raise `GameError` unless 0 <= value < 1."""
    if sign(value) < 0 or sign(value - 1) >= 0:
        whose = "" if player is None else f" of {player!r}"
        raise GameError(
            f"discount factor{whose}: must lie in [0, 1); got {value}",
            found=str(value),
            allowed="[0, 1)",
            hint="at 1 the future alone counts and normalised payoffs have no meaning; "
            "take a value close to 1 instead",
        )


def check_profile(stage: NormalFormGame, profile: Profile) -> None:
    """Raise `GameError` unless the profile names one action of every player."""
    shape = stage.shape
    if len(profile) != len(shape) or not all(
        0 <= action < size for action, size in zip(profile, shape, strict=True)
    ):
        raise GameError(
            f"profile {tuple(profile)}: expected one action index per player of {shape}"
        )


def profile_by_names(stage: NormalFormGame, names: Sequence[str]) -> Profile:
    """Return the profile with the given action names; raise `GameError` for an unknown name."""
    if len(names) != len(stage.players):
        raise GameError(f"profile {list(names)}: expected {len(stage.players)} actions")
    profile = []
    for player, known, name in zip(stage.players, stage.actions, names, strict=True):
        if name not in known:
            raise GameError(
                f"profile {list(names)}: {player!r} has no action {name!r}",
                found=name,
                allowed=", ".join(known),
            )
        profile.append(known.index(name))
    return tuple(profile)


def peace_profile(stage: NormalFormGame) -> Profile | None:
    """Return the profile in which nobody seeks, or None where there is no single such profile."""
    if stage.seeking is None:
        return None
    profile = []
    for size, seeking in zip(stage.shape, stage.seeking, strict=True):
        holding = [action for action in range(size) if action not in seeking]
        if len(holding) != 1:
            return None
        profile.append(holding[0])
    return tuple(profile)


def target_path(game: RepeatedGame) -> tuple[Profile, ...]:
    """Return the path whose support is asked for: the given one, else peace for ever.

    Raises `GameError` where neither a path nor a single profile without seeking exists.
    """
    if game.path:
        return game.path
    peace = peace_profile(game.stage)
    if peace is None:
        raise GameError(
            "repeated game: no path to support",
            hint="give `path`, a list of action profiles, or say which actions count as seeking "
            "so that exactly one action of each player does not",
        )
    return (peace,)


def payoff_vector(stage: NormalFormGame, profile: Profile) -> tuple[Number, ...]:
    """Stage payoffs of all players at a pure profile."""
    return tuple(stage.payoff(player, profile) for player in range(len(stage.players)))


def deviations(
    stage: NormalFormGame, player: int, profile: Profile
) -> Mapping[int, tuple[Profile, Number]]:
    """Return, per other action of one player, the profile after the deviation and its payoff."""
    out = {}
    for action in range(stage.shape[player]):
        if action != profile[player]:
            changed = (*profile[:player], action, *profile[player + 1 :])
            out[action] = (changed, stage.payoff(player, changed))
    return out


def best_deviation(stage: NormalFormGame, player: int, profile: Profile) -> tuple[int, Number]:
    """Return the first best action of one player against the others' profile, and its payoff.

    The player's own action is among the candidates and wins ties, so the payoff is at least the
    payoff at the profile itself.
    """
    best, value = profile[player], stage.payoff(player, profile)
    for action, (_, payoff) in deviations(stage, player, profile).items():
        if payoff > value:
            best, value = action, payoff
    return best, value


def stage_equilibria(stage: NormalFormGame) -> tuple[Profile, ...]:
    """All pure equilibria of the stage game, by definition: no player has a better action."""
    players = range(len(stage.players))
    return tuple(
        profile
        for profile in stage.profiles()
        if all(best_deviation(stage, i, profile)[0] == profile[i] for i in players)
    )
