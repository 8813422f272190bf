"""Dominance by definition, and its refutation by a belief.

The claim "dominance" lists answers about actions. {"player": i, "action": a, "kind": "strict" |
"weak", "by": [w, ..]}: the strategy `by` pays more than a against every profile of the others
("strict"), or at least as much against all and more against one ("weak"). {"player": i,
"action": a, "kind": .., "belief": [p, ..]}: a is not dominated in that sense, for it is a best
reply to the belief over the others' profiles (last player fastest), which for "weak" gives every
profile weight. An action with such a belief cannot be dominated: the dominating strategy would pay
more in expectation.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from math import prod
from typing import Any

from games.exact import Number
from solver.verify.plain import (
    Malformed,
    PlainGame,
    entry,
    index,
    not_a_strategy,
    read_game,
    read_strategy,
    sequence,
)


def check_dominance(game: Mapping[str, Any], witnesses: Mapping[str, Any]) -> list[str]:
    """Return every reason why the claim fails; none if it holds."""
    played = read_game(game)
    reasons: list[str] = []
    for number, item in enumerate(sequence(entry(witnesses, "answers", "witnesses"), "answers")):
        name = f"answer {number}"
        player = index(entry(item, "player", name), len(played.shape), "player")
        action = index(entry(item, "action", name), played.shape[player], "action")
        kind = entry(item, "kind", name)
        if kind not in ("strict", "weak"):
            raise Malformed(f"{name}: kind must be strict or weak; got {kind!r}")
        if ("by" in item) == ("belief" in item):
            raise Malformed(f"{name} needs either `by` or `belief`")
        if "by" in item:
            by = read_strategy(item["by"], played.shape[player])
            fault = not_a_strategy(by) or _not_dominating(played, player, action, by, kind)
        else:
            profiles = prod(n for i, n in enumerate(played.shape) if i != player)
            belief = read_strategy(item["belief"], profiles)
            fault = not_a_strategy(belief) or _not_supporting(played, player, action, belief, kind)
        if fault:
            reasons.append(f"{name}: {fault}")
    return reasons


def _rows(game: PlainGame, player: int) -> list[list[Number]]:
    """Payoffs of each action of the player against each profile of the others."""
    others = [range(n) for i, n in enumerate(game.shape) if i != player]
    return [
        [game.payoffs[player][(*p[:player], own, *p[player:])] for p in itertools.product(*others)]
        for own in range(game.shape[player])
    ]


def _not_dominating(
    game: PlainGame, player: int, action: int, by: tuple[Number, ...], kind: str
) -> str | None:
    rows = _rows(game, player)
    gains = [
        sum((w * u for w, u in zip(by, column, strict=True)), Fraction(0)) - column[action]
        for column in zip(*rows, strict=True)
    ]
    if kind == "strict":
        return None if all(gain > 0 for gain in gains) else "the strategy does not always pay more"
    if any(gain < 0 for gain in gains):
        return "the strategy sometimes pays less"
    return None if any(gain > 0 for gain in gains) else "the strategy never pays more"


def _not_supporting(
    game: PlainGame, player: int, action: int, belief: tuple[Number, ...], kind: str
) -> str | None:
    if kind == "weak" and not all(weight > 0 for weight in belief):
        return "the belief does not give every profile weight"
    values = [
        sum((p * u for p, u in zip(belief, row, strict=True)), Fraction(0))
        for row in _rows(game, player)
    ]
    if any(value > values[action] for value in values):
        return "the action is no best reply to the belief"
    return None
