"""From the search to the answer: strategies named, equilibria in order, subsets, components.

Order and names are those of the mathematics, not of the search: strategies in descending
lexicographic order of their weights (x1, x2, .. of player 1, y1, y2, .. of player 2), equilibria in
the order of their strategies, subsets and components in the order of their first equilibrium. Two
tiers that find the same equilibria give equal answers.
"""

from __future__ import annotations

from collections.abc import Sequence

import games
from games.exact import Number
from games.forms.normal import NormalFormGame
from solver.dominance import dominated_actions, payoff_dominant, risk_dominant
from solver.geometry import affine_dimension
from solver.nash.bases import Basis
from solver.nash.budget import Budget, LimitReached
from solver.nash.components import connected, maximal_bicliques
from solver.nash.enumeration import Search, payoffs, probabilities
from solver.nash.index import perturbed_equilibria
from solver.nash.method import arithmetic_of_game
from solver.nash.tier import Progress, begin
from solver.solution.equilibrium import (
    Completeness,
    EquilibriumComponent,
    EquilibriumSet,
    ExtremeEquilibrium,
    MaximalNashSubset,
    MethodRecord,
    Strategy,
)
from solver.solution.limits import Limits

METHOD = "vertex enumeration of both best-reply polytopes"
COMPLETE = (
    "every lexicographically feasible basis of both best-reply polytopes was visited, and the"
    " indices of the components sum to +1"
)


def solve_bimatrix(
    game: NormalFormGame,
    limits: Limits | None = None,
    *,
    tier: str | None = None,
    progress: Progress | None = None,
) -> EquilibriumSet:
    """Find all equilibria of a two-player game, exactly.

    Returns the extreme equilibria, the maximal Nash subsets and the components with dimension and
    index. Where a limit is reached, what was found so far, labelled incomplete with the reason.
    tier: force one of `solver.nash.tier.TIERS`; by default the fastest that serves is chosen.
    progress: called now and then with the numbers of bases visited and of equilibria found.
    Raises `GameError` for another number of players, `LimitError` where the game is far too large
    for the memory allowed.
    """
    limits = limits or Limits()
    search = begin(game, limits, tier)
    budget = Budget(limits)
    complete = Completeness(True, COMPLETE)
    try:
        for pair in search.run():
            if pair is None:
                budget.bases(search.visited, search.default_bases)
                if progress is not None:
                    progress(search.visited, len(search.pairs))
            else:
                budget.equilibrium(len(search.pairs))
    except LimitReached as stop:
        if limits.equilibria is None or len(search.pairs) < limits.equilibria:
            search.catch_up()
        complete = Completeness(
            False,
            str(stop),
            "subsets and components join only the equilibria found; indices are not computed",
        )
    method = method_record(game, search.tier)
    return assemble(game, search, complete, method)


def method_record(game: NormalFormGame, tier: str | None = None) -> MethodRecord:
    """How the equilibria of this game are found, with the kind of its numbers."""
    arithmetic = arithmetic_of_game(game)
    default = "python-integers" if arithmetic == "rational" else "ordered-field"
    return MethodRecord(METHOD, games.__version__, arithmetic, tier or default)


def assemble(
    game: NormalFormGame, search: Search, complete: Completeness, method: MethodRecord
) -> EquilibriumSet:
    """Turn the pairs of a search, complete or not, into the answer."""
    xs, first_rank = _ranked("x", search.first.vertices, {v for v, _ in search.pairs})
    ys, second_rank = _ranked("y", search.second.vertices, {w for _, w in search.pairs})
    ordered = sorted((first_rank[v], second_rank[w], v, w) for v, w in search.pairs)
    edges = [(x, y) for x, y, _, _ in ordered]
    values = [payoffs(search, v, w) for _, _, v, w in ordered]
    membership = connected(edges)
    subsets = [
        (
            MaximalNashSubset(
                number,
                affine_dimension([xs[x].weights for x in u])
                + affine_dimension([ys[y].weights for y in w]),
                (tuple(xs[x].id for x in u), tuple(ys[y].id for y in w)),
            ),
            set(u),
            set(w),
        )
        for number, (u, w) in enumerate(maximal_bicliques(edges))
    ]
    component_of_x = {x: number for (x, _), number in zip(edges, membership, strict=True)}
    indices = _indices(search, first_rank, component_of_x) if complete.value else None
    tags = _tags(game, search, ordered, values, complete=complete.value is True)
    dominated = {(item.player, item.action) for item in dominated_actions(game)}
    extreme = tuple(
        ExtremeEquilibrium(
            id=number,
            strategies=(xs[x].weights, ys[y].weights),
            strategy_ids=(xs[x].id, ys[y].id),
            payoffs=values[number],
            component=membership[number],
            subsets=tuple(subset.id for subset, u, w in subsets if x in u and y in w),
            tags=tags[number],
            undominated=not (
                any((0, action) in dominated for action in xs[x].support)
                or any((1, action) in dominated for action in ys[y].support)
            ),
        )
        for number, (x, y) in enumerate(edges)
    )
    components = []
    for number in range(max(membership, default=-1) + 1):
        own = tuple(s for s, u, _ in subsets if component_of_x[min(u)] == number)
        components.append(
            EquilibriumComponent(
                number,
                None if indices is None else indices[number],
                max(subset.dimension for subset in own),
                own,
            )
        )
    index_sum = None if indices is None else sum(indices.values())
    if index_sum is not None and index_sum != 1:
        raise AssertionError(f"the indices of the components sum to {index_sum}, not to +1")
    return EquilibriumSet(
        game.digest, complete, method, (xs, ys), extreme, tuple(components), index_sum
    )


def _ranked(
    letter: str, vertices: Sequence[Basis], used: set[int]
) -> tuple[tuple[Strategy, ...], dict[int, int]]:
    """Name the strategies that occur, in descending order; also the rank of each vertex."""
    found = sorted(((probabilities(vertices[v]), v) for v in used), reverse=True)
    strategies = tuple(
        Strategy(f"{letter}{number + 1}", weights) for number, (weights, _) in enumerate(found)
    )
    return strategies, {v: number for number, (_, v) in enumerate(found)}


def _indices(
    search: Search, first_rank: dict[int, int], component_of_x: dict[int, int]
) -> dict[int, int]:
    """Sum the indices of the perturbed equilibria that tend to each component."""
    indices = dict.fromkeys(sorted(set(component_of_x.values())), 0)
    for vertex, _, index in perturbed_equilibria(search):
        indices[component_of_x[first_rank[vertex]]] += index
    return indices


def _tags(
    game: NormalFormGame,
    search: Search,
    ordered: Sequence[tuple[int, int, int, int]],
    values: Sequence[tuple[Number, Number]],
    *,
    complete: bool,
) -> list[tuple[str, ...]]:
    """Selection labels of each extreme equilibrium, in a fixed order.

    pure: both strategies are single actions. strict: moreover each is the only best reply, so
    that no label beyond the m and n that make a vertex is tight. payoff-dominant and
    risk-dominant: see `solver.dominance.selection`; asked of complete answers only.
    """
    m, n = game.shape
    best = set(payoff_dominant(values)) if complete else set()
    safest = risk_dominant(game)
    tags = []
    for number, (_, _, v, w) in enumerate(ordered):
        own: list[str] = []
        x, y = search.first.vertices[v], search.second.vertices[w]
        played = [i for i, weight in enumerate(x.point) if weight != 0]
        reply = [j for j, weight in enumerate(y.point) if weight != 0]
        if len(played) == len(reply) == 1:
            own.append("pure")
            if x.tight.bit_count() == m and y.tight.bit_count() == n:
                own.append("strict")
            if safest == (played[0], reply[0]):
                own.append("risk-dominant")
        if number in best:
            own.append("payoff-dominant")
        tags.append(tuple(own))
    return tags
