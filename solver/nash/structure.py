"""From extreme equilibria to the answer: names, order, maximal Nash subsets, components, tags.

Order and names are those of the mathematics, not of the search: strategies in descending
lexicographic order of their weights (x1, x2, .. of player 1, y1, y2, .. of player 2), equilibria in
the order of their strategies, subsets and components in the order of their first equilibrium. Two
searches that find the same equilibria give equal answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from games.exact import Number
from games.forms.normal import NormalFormGame
from solver.dominance import Domination, decide, payoff_dominant, risk_dominant
from solver.geometry import affine_dimension
from solver.nash.components import connected, maximal_bicliques
from solver.solution.equilibrium import (
    Completeness,
    EquilibriumComponent,
    EquilibriumSet,
    ExtremeEquilibrium,
    MaximalNashSubset,
    MethodRecord,
    MixedStrategy,
    Strategy,
)


class Found(NamedTuple):
    """One extreme equilibrium of a two-player game, its payoffs, and whether replies are unique."""

    strategies: tuple[MixedStrategy, MixedStrategy]
    payoffs: tuple[Number, Number]
    unique_replies: bool


def equilibrium_set(
    game: NormalFormGame,
    found: Sequence[Found],
    complete: Completeness,
    method: MethodRecord,
    perturbed: Iterable[tuple[MixedStrategy, int]] | None,
) -> EquilibriumSet:
    """Order and name the extreme equilibria of a two-player game, and join them to sets.

    found: each extreme equilibrium once. perturbed: for each equilibrium of a nondegenerate game
    near this one, the strategy of player 1 that it tends to, and its index; None where indices
    are not known.
    """
    xs, x_rank = _ranked("x", {item.strategies[0] for item in found})
    ys, y_rank = _ranked("y", {item.strategies[1] for item in found})
    ordered = sorted(
        (x_rank[item.strategies[0]], y_rank[item.strategies[1]], k) for k, item in enumerate(found)
    )
    edges = [(x, y) for x, y, _ in ordered]
    values = [found[k].payoffs for _, _, k in ordered]
    membership = connected(edges)
    component_of_x = {x: number for (x, _), number in zip(edges, membership, strict=True)}

    subsets: dict[int, list[MaximalNashSubset]] = defaultdict(list)
    subsets_of: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (u, w) in enumerate(maximal_bicliques(edges, membership)):
        dimension = affine_dimension([xs[x].weights for x in u]) + affine_dimension(
            [ys[y].weights for y in w]
        )
        ids = (tuple(xs[x].id for x in u), tuple(ys[y].id for y in w))
        subsets[component_of_x[u[0]]].append(MaximalNashSubset(number, dimension, ids))
        for x in u:
            for y in w:
                subsets_of[x, y].append(number)

    indices: dict[int, int] | None = None
    if perturbed is not None:
        indices = dict.fromkeys(subsets, 0)
        for weights, index in perturbed:
            indices[component_of_x[x_rank[weights]]] += index
        if sum(indices.values()) != 1:
            raise AssertionError(f"the indices sum to {sum(indices.values())}, not to +1")
    tags = _tags(game, [found[k] for _, _, k in ordered], values, complete=complete.value is True)
    undominated = _undominated(game, xs, ys)
    return EquilibriumSet(
        game_digest=game.digest,
        complete=complete,
        method=method,
        strategies=(xs, ys),
        extreme=tuple(
            ExtremeEquilibrium(
                id=number,
                strategies=(xs[x].weights, ys[y].weights),
                strategy_ids=(xs[x].id, ys[y].id),
                payoffs=values[number],
                component=membership[number],
                subsets=tuple(subsets_of[x, y]),
                tags=tags[number],
                undominated=undominated[0][x] and undominated[1][y],
            )
            for number, (x, y) in enumerate(edges)
        ),
        components=tuple(
            EquilibriumComponent(
                number,
                None if indices is None else indices[number],
                max(subset.dimension for subset in subsets[number]),
                tuple(subsets[number]),
            )
            for number in sorted(subsets)
        ),
        index_sum=None if indices is None else sum(indices.values()),
    )


def _ranked(
    letter: str, weights: Iterable[MixedStrategy]
) -> tuple[tuple[Strategy, ...], dict[MixedStrategy, int]]:
    """Name the strategies that occur, in descending order; also the rank of each."""
    ordered = sorted(weights, reverse=True)
    strategies = tuple(
        Strategy(f"{letter}{number + 1}", strategy) for number, strategy in enumerate(ordered)
    )
    return strategies, {strategy: number for number, strategy in enumerate(ordered)}


def _undominated(game: NormalFormGame, *sides: Sequence[Strategy]) -> list[list[bool]]:
    """For each strategy, whether it gives no weight to a weakly dominated action."""
    answers = []
    for player, side in enumerate(sides):
        used = {action for own in side for action in own.support}
        dominated = {a for a in used if isinstance(decide(game, player, a), Domination)}
        answers.append([dominated.isdisjoint(own.support) for own in side])
    return answers


def _tags(
    game: NormalFormGame,
    found: Sequence[Found],
    values: Sequence[tuple[Number, Number]],
    *,
    complete: bool,
) -> list[tuple[str, ...]]:
    """Selection labels of each extreme equilibrium, in a fixed order.

    pure: both strategies are single actions. strict: moreover each is the only best reply.
    risk-dominant and payoff-dominant: see `solver.dominance.selection`; the latter is asked of
    complete answers only.
    """
    best = set(payoff_dominant(values)) if complete else set()
    safest = risk_dominant(game)
    tags = []
    for number, item in enumerate(found):
        own: list[str] = []
        played = [[a for a, weight in enumerate(s) if weight != 0] for s in item.strategies]
        if all(len(actions) == 1 for actions in played):
            own.append("pure")
            if item.unique_replies:
                own.append("strict")
            if safest == (played[0][0], played[1][0]):
                own.append("risk-dominant")
        if number in best:
            own.append("payoff-dominant")
        tags.append(tuple(own))
    return tags
