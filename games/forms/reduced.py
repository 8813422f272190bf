"""The reduced normal form of an extensive game, and the way back to behaviour strategies.

A plan of a player names an action at each own information set that the plan's own earlier actions
do not rule out; sets it does rule out are left open. The reduced normal form has the plans as
actions and expected payoffs over the chance moves. With perfect recall it loses nothing: a mixture
of plans and its behaviour strategy reach every end with the same probability (Kuhn 1953).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

from games.errors import GameError, LimitError
from games.exact import Number
from games.forms.extensive import Chance, ExtensiveGame, Terminal
from games.forms.normal import NormalFormGame

#: Most profiles of plans.
MAX_PROFILES = 250_000

#: Information set -> action, for the sets that the plan does not rule out.
Plan = Mapping[int, int]


@dataclass(frozen=True)
class ReducedNormalForm:
    """game: the normal form. plans: [player][action of the normal form], what each stands for."""

    extensive: ExtensiveGame
    game: NormalFormGame
    plans: tuple[tuple[Plan, ...], ...]

    def behaviour(
        self, player: int, mixture: Sequence[Number]
    ) -> dict[int, tuple[Number, ...] | None]:
        """Behaviour strategy of a mixture of plans: information set -> weights of its actions.

        None at a set that the player's own choices exclude, where the mixture says nothing.
        """
        found: dict[int, tuple[Number, ...] | None] = {}
        for index, each in enumerate(self.extensive.information_sets):
            if each.player != player:
                continue
            weights: list[Number] = [Fraction(0)] * len(each.actions)
            for weight, plan in zip(mixture, self.plans[player], strict=True):
                if index in plan:
                    weights[plan[index]] = weights[plan[index]] + weight
            total = sum(weights, Fraction(0))
            found[index] = tuple(weight / total for weight in weights) if total != 0 else None
        return found


def reduced_normal_form(game: ExtensiveGame, limit: int = MAX_PROFILES) -> ReducedNormalForm:
    """Build the reduced normal form; the actions are named by what a plan does, set by set.

    Raises `GameError` for a tree with shared nodes, `LimitError` beyond `limit` profiles of plans.
    """
    if game.has_shared_nodes:
        raise GameError(
            "reduced_normal_form(): a node with several parents has no plans of its own",
            hint="ask for subgame-perfect equilibria, which backward induction finds",
        )
    ends = _plays(game)
    following = _following(game)
    counts: dict[int, int] = {}
    for index in range(len(game.information_sets) - 1, -1, -1):
        size = len(game.information_sets[index].actions)
        counts[index] = sum(
            prod(counts[later] for later in following.get((index, action), ()))
            for action in range(size)
        )
    profiles = prod(
        prod(counts[first] for first in following.get((-1 - player, 0), ()))
        for player in range(len(game.players))
    )
    if profiles > limit:
        raise LimitError(
            f"the reduced normal form has {profiles} profiles of plans; at most {limit} are built",
            found=str(profiles),
            allowed=f"at most {limit}",
            hint="ask for subgame-perfect equilibria where every player sees everything, or for "
            "a smaller tree",
        )
    plans = _plans(game, following)
    payoffs = _payoffs(game, ends, plans)
    normal = NormalFormGame(
        players=game.players,
        actions=tuple(_names(game, own) for own in plans),
        payoffs=payoffs[: len(game.players)],
        measures=dict(zip(game.measures, payoffs[len(game.players) :], strict=True)),
        title=game.title,
    )
    return ReducedNormalForm(game, normal, plans)


#: Last own information set and action of each player before a node, or None.
Last = tuple[tuple[int, int] | None, ...]


def _plays(game: ExtensiveGame) -> list[tuple[Last, Number, Terminal]]:
    """Every end with what each player last did on the way and the odds of chance."""
    ends = []
    state: dict[int, tuple[Last, Number]] = {0: ((None,) * len(game.players), Fraction(1))}
    for index, node in enumerate(game.nodes):
        last, odds = state.pop(index)
        if isinstance(node, Terminal):
            ends.append((last, odds, node))
        elif isinstance(node, Chance):
            for share, child in zip(node.odds, node.children, strict=True):
                state[child] = last, odds * share
        else:
            own = game.set_of[index]
            for action, child in enumerate(node.children):
                after = (*last[: node.player], (own, action), *last[node.player + 1 :])
                state[child] = after, odds
    return ends


def _following(game: ExtensiveGame) -> dict[tuple[int, int], list[int]]:
    """(information set, action) -> own sets that come next; (-1 - player, 0) -> the first ones."""
    found: dict[tuple[int, int], list[int]] = {}
    past: dict[int, Last] = {0: (None,) * len(game.players)}
    seen: set[int] = set()
    for index, node in enumerate(game.nodes):
        last = past.pop(index)
        if isinstance(node, Terminal):
            continue
        if isinstance(node, Chance):
            past.update(dict.fromkeys(node.children, last))
            continue
        own = game.set_of[index]
        if own not in seen:
            seen.add(own)
            found.setdefault(last[node.player] or (-1 - node.player, 0), []).append(own)
        for action, child in enumerate(node.children):
            past[child] = (*last[: node.player], (own, action), *last[node.player + 1 :])
    return found


def _plans(
    game: ExtensiveGame, following: Mapping[tuple[int, int], Sequence[int]]
) -> tuple[tuple[Plan, ...], ...]:
    """Every plan of every player, the later sets' actions fastest."""
    below: dict[int, list[dict[int, int]]] = {}

    def joined(key: tuple[int, int], start: dict[int, int]) -> list[dict[int, int]]:
        parts = [below[later] for later in following.get(key, ())]
        return [
            {k: v for part in (start, *choice) for k, v in part.items()}
            for choice in itertools.product(*parts)
        ]

    for index in range(len(game.information_sets) - 1, -1, -1):
        size = len(game.information_sets[index].actions)
        below[index] = [
            plan for action in range(size) for plan in joined((index, action), {index: action})
        ]
    return tuple(tuple(joined((-1 - player, 0), {})) for player in range(len(game.players)))


def _names(game: ExtensiveGame, plans: Sequence[Plan]) -> tuple[str, ...]:
    """A plan in words: its actions in the order of the information sets."""
    sets = game.information_sets
    names = [
        ", ".join(sets[index].actions[plan[index]] for index in sorted(plan)) or "no choice"
        for plan in plans
    ]
    if len(set(names)) == len(names):
        return tuple(names)
    return tuple(f"{name} ({number})" for number, name in enumerate(names, 1))


def _payoffs(
    game: ExtensiveGame,
    ends: Sequence[tuple[Last, Number, Terminal]],
    plans: Sequence[Sequence[Plan]],
) -> tuple[Any, ...]:
    """Tensors of expected payoffs, then of expected measures."""
    shape = tuple(map(len, plans))
    fitting: list[dict[tuple[int, int] | None, list[int]]] = []
    for own in plans:
        by_step: dict[tuple[int, int] | None, list[int]] = {None: list(range(len(own)))}
        for number, plan in enumerate(own):
            for step in plan.items():
                by_step.setdefault(step, []).append(number)
        fitting.append(by_step)
    width = len(game.players) + len(game.measures)
    sums: dict[tuple[int, ...], list[Number]] = {
        profile: [Fraction(0)] * width for profile in itertools.product(*map(range, shape))
    }
    for last, odds, node in ends:
        values = [odds * value for value in (*node.payoffs, *node.measures)]
        for profile in itertools.product(
            *(own.get(step, ()) for own, step in zip(fitting, last, strict=True))
        ):
            entry = sums[profile]
            for place, value in enumerate(values):
                entry[place] = entry[place] + value

    def nested(place: int, prefix: tuple[int, ...]) -> Any:
        if len(prefix) == len(shape):
            return sums[prefix][place]
        return tuple(nested(place, (*prefix, a)) for a in range(shape[len(prefix)]))

    return tuple(nested(place, ()) for place in range(width))
