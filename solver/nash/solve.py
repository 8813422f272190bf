"""All equilibria of a bimatrix game: the search, its limits, and the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import games
from games.errors import LimitError
from games.forms.normal import NormalFormGame
from solver.nash.budget import Budget, LimitReached
from solver.nash.enumeration import Search, payoffs, probabilities
from solver.nash.index import perturbed_equilibria
from solver.nash.method import arithmetic_of_game
from solver.nash.structure import Found, equilibrium_set
from solver.nash.tier import begin
from solver.solution.equilibrium import (
    Completeness,
    EquilibriumSet,
    MethodRecord,
    MixedStrategy,
)
from solver.solution.limits import Limits

METHOD = "vertex enumeration of both best-reply polytopes"
ELIMINATED = " of the game without its strictly dominated actions, which no equilibrium plays"
COMPLETE = (
    "every lexicographically feasible basis of both best-reply polytopes was visited, and the"
    " indices of the components sum to +1"
)


def solve_bimatrix(
    game: NormalFormGame,
    limits: Limits | None = None,
    *,
    tier: str | None = None,
) -> EquilibriumSet:
    """Find all equilibria of a two-player game, exactly.

    Returns the extreme equilibria, the maximal Nash subsets and the components with dimension and
    index. Where a limit is reached, what was found so far, labelled incomplete with the reason.
    tier: force one of `solver.nash.tier.TIERS`; by default the fastest that serves is chosen.
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
                if limits.progress is not None:
                    limits.progress(
                        f"{search.visited:,} bases visited, {len(search.pairs):,} equilibria found"
                    )
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
    if search.game.places is not None:
        method = replace(method, name=method.name + ELIMINATED)
    return assemble(game, search, complete, method)


def extreme_equilibria(
    game: NormalFormGame, limits: Limits | None = None, *, tier: str | None = None
) -> Iterator[tuple[MixedStrategy, MixedStrategy]]:
    """Yield the extreme equilibria (x, y) of a bimatrix game, each once, as they are found.

    When the generator ends, there are no more. limits: on memory only; to stop, stop iterating.
    tier: as in `solve_bimatrix`. The order is that of the search: the same in every run of one
    tier, another in another. Raises what `solve_bimatrix` raises, and `LimitError` where the
    memory does not suffice.
    """
    search = begin(game, limits or Limits(), tier)
    sides = search.first.vertices, search.second.vertices
    known: tuple[dict[int, MixedStrategy], dict[int, MixedStrategy]] = {}, {}
    try:
        for pair in search.run():
            if pair is None:
                continue
            for player in (0, 1):
                vertex = pair[player]
                if vertex not in known[player]:
                    weights = probabilities(sides[player][vertex])
                    known[player][vertex] = search.game.lifted(player, weights)
            yield known[0][pair[0]], known[1][pair[1]]
    except LimitReached as stop:
        raise LimitError(str(stop)) from None


def method_record(game: NormalFormGame, tier: str | None = None) -> MethodRecord:
    """How the equilibria of this game are found, with the kind of its numbers."""
    arithmetic = arithmetic_of_game(game)
    default = "python-integers" if arithmetic == "rational" else "ordered-field"
    return MethodRecord(METHOD, games.__version__, arithmetic, tier or default)


def assemble(
    game: NormalFormGame, search: Search, complete: Completeness, method: MethodRecord
) -> EquilibriumSet:
    """Turn the pairs of a search, complete or not, into the answer.

    An equilibrium is strict if it is pure and no label beyond the m and n that make a vertex is
    tight, so that each action is the only best reply.
    """
    m, n = search.game.shape
    lifted = search.game.lifted
    first, second = search.first.vertices, search.second.vertices
    weights = {v: lifted(0, probabilities(first[v])) for v in {v for v, _ in search.pairs}}
    replies = {w: lifted(1, probabilities(second[w])) for w in {w for _, w in search.pairs}}
    found = [
        Found(
            (weights[v], replies[w]),
            payoffs(search, v, w),
            first[v].tight.bit_count() == m and second[w].tight.bit_count() == n,
        )
        for v, w in search.pairs
    ]
    perturbed = (
        [(weights[v], index) for v, _, index in perturbed_equilibria(search)]
        if complete.value
        else None
    )
    return equilibrium_set(game, found, complete, method, perturbed)
