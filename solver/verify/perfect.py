"""Pure subgame-perfect equilibria of a game with perfect information, by definition.

The game is {"players": [..], "nodes": [..]}; a node is {"payoffs": [..]} (payoffs, then measures),
{"odds": [..], "moves": [..]} or {"player": i, "moves": [..]}, moves being numbers of later nodes.

The claim "subgame_perfect" gives for every node the set of vectors that its subgame's equilibria
pay, "values": [node][k], how many equilibria the tree has ("count", null if not claimed), and
some of them, "equilibria": [{node: action}, ..].

Checked: at an end the set is the end's own vector. At a chance move it is the set of averages. At a
decision of i, v belongs to the set iff some action a leads to v and no other action b pays i more
than v even if the worst equilibrium for i follows b: then no single deviation gains, and conversely
(one-shot deviation principle, finite games). The count follows by the same cases. Each equilibrium
listed is played out: at every node no single deviation may gain.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import prod
from typing import Any

from games.exact import Number, from_json
from solver.verify.plain import Malformed, entry, index, sequence

Vector = tuple[Number, ...]
#: Longer counts are not checked.
_MAX_BITS = 10_000


def check_subgame_perfect(game: Mapping[str, Any], witnesses: Mapping[str, Any]) -> list[str]:
    """Return every reason why the claim fails; none if it holds."""
    players = len(sequence(entry(game, "players", "the game"), "players"))
    nodes = [
        _node(raw, number, players)
        for number, raw in enumerate(sequence(entry(game, "nodes", "the game"), "nodes"))
    ]
    size = len(nodes)
    for number, (_, _, _, moves) in enumerate(nodes):
        if any(not number < child < size for child in moves):
            raise Malformed(f"node {number}: a move leads to no later node")
    claimed = [
        [tuple(from_json(x) for x in sequence(vector, "a vector")) for vector in sequence(own, "V")]
        for own in sequence(entry(witnesses, "values", "witnesses"), "values", size)
    ]
    reasons: list[str] = []
    counts: list[dict[Vector, int]] = [{} for _ in nodes]
    count = entry(witnesses, "count", "witnesses")
    for number in range(size - 1, -1, -1):
        kind, own, player, moves = nodes[number]
        below = [claimed[child] for child in moves]
        numbers = [counts[child] for child in moves]
        if any(not values for values in below):
            return [f"node {number}: a subgame is claimed to have no equilibrium"]
        if kind == "end":
            found = {own: 1}
        elif kind == "chance":
            found = _averages(own, numbers)
        else:
            found = _decided(player, below, numbers)
        if count is None:  # then numbers, which may be astronomic, are not asked for
            found = dict.fromkeys(found, 1)
        if any(ways.bit_length() > _MAX_BITS for ways in found.values()):
            return [f"node {number}: more than 2^{_MAX_BITS} equilibria, which are not counted"]
        counts[number] = found
        if len(set(claimed[number])) != len(claimed[number]) or set(claimed[number]) != set(found):
            return [f"node {number}: the equilibrium values are not those claimed"]
    if count is not None and int(count) != sum(counts[0].values()):
        reasons.append(f"there are {sum(counts[0].values())} equilibria; claimed {count}")
    listed = sequence(entry(witnesses, "equilibria", "witnesses"), "equilibria")
    for place, strategy in enumerate(listed):
        fault = _deviation(nodes, strategy, players)
        if fault:
            reasons.append(f"equilibrium {place}: {fault}")
    if len({tuple(sorted(each.items())) for each in listed}) != len(listed):
        reasons.append("an equilibrium is listed twice")
    return reasons


Node = tuple[str, Vector, int, Sequence[int]]


def _node(raw: Any, number: int, players: int) -> Node:
    """(kind, payoffs or odds, player, moves)."""
    if "payoffs" in raw:
        vector = tuple(map(from_json, sequence(raw["payoffs"], "payoffs")))
        if len(vector) < players:
            raise Malformed(f"node {number}: needs a payoff per player")
        return "end", vector, 0, ()
    moves = sequence(entry(raw, "moves", f"node {number}"), "moves")
    if not moves or any(type(child) is not int for child in moves):
        raise Malformed(f"node {number}: needs moves, each the number of a node")
    if "odds" in raw:
        odds = tuple(map(from_json, sequence(raw["odds"], "odds", len(moves))))
        if any(share < 0 for share in odds) or sum(odds, Fraction(0)) != 1:
            raise Malformed(f"node {number}: odds must be >= 0 and sum to 1")
        return "chance", odds, 0, moves
    return "decision", (), index(entry(raw, "player", f"node {number}"), players, "player"), moves


def _averages(odds: Vector, numbers: Sequence[Mapping[Vector, int]]) -> dict[Vector, int]:
    """Every average of one value per move, and how many equilibria give it."""
    found: dict[Vector, int] = {}
    for parts in itertools.product(*numbers):
        vector = tuple(
            sum((w * x for w, x in zip(odds, column, strict=True)), Fraction(0))
            for column in zip(*parts, strict=True)
        )
        ways = prod(own[part] for own, part in zip(numbers, parts, strict=True))
        found[vector] = found.get(vector, 0) + ways
    return found


def _decided(
    player: int, below: Sequence[Sequence[Vector]], numbers: Sequence[Mapping[Vector, int]]
) -> dict[Vector, int]:
    """Every value that some action supports, and how many equilibria give it.

    A deviation to b may be followed by any equilibrium there that pays the player no more.
    """
    found: dict[Vector, int] = {}
    for action, own in enumerate(below):
        for vector in own:
            ways = numbers[action][vector]
            for other, values in enumerate(numbers):
                if other != action:
                    ways *= sum(n for w, n in values.items() if w[player] <= vector[player])
            if ways:
                found[vector] = found.get(vector, 0) + ways
    return found


def _deviation(nodes: Sequence[Node], strategy: Any, players: int) -> str | None:
    """Where a single deviation gains, or why this is no strategy; None if it is in equilibrium."""
    values: list[Vector] = [()] * len(nodes)
    for number in range(len(nodes) - 1, -1, -1):
        kind, own, player, moves = nodes[number]
        after = [values[child] for child in moves]
        if kind == "end":
            values[number] = own
        elif kind == "chance":
            values[number] = tuple(
                sum((w * x for w, x in zip(own, column, strict=True)), Fraction(0))
                for column in zip(*after, strict=True)
            )
        else:
            action = index(entry(strategy, str(number), "a strategy"), len(moves), "action")
            values[number] = after[action]
            if any(vector[player] > after[action][player] for vector in after):
                return f"at node {number} another action pays player {player + 1} more"
    decisions = sum(kind == "decision" for kind, *_ in nodes)
    if len(strategy) != decisions:
        return f"names {len(strategy)} decisions; there are {decisions}"
    return None
