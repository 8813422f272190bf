"""Equilibrium sets of bimatrix and n-player normal-form games.

The Nash equilibria of a bimatrix game are a finite union of maximal Nash subsets: products
conv(U) x conv(W) of hulls of extreme equilibrium strategies (Winkels 1979; Jansen 1981). Their
connected components each have an index (Shapley 1974); the indices of a game sum to +1.
"""

from __future__ import annotations

from dataclasses import dataclass

from games.exact import Number

MixedStrategy = tuple[Number, ...]


@dataclass(frozen=True)
class Completeness:
    """Whether the answer is all there is: True, False or None (not known), and why."""

    value: bool | None
    reason: str
    caveat: str | None = None


@dataclass(frozen=True)
class MethodRecord:
    """How the answer was found.

    arithmetic: "rational", "algebraic", "transcendental" (exact all three) or "float".
    tier: the arithmetic tier of an engine with several ("python-integers", "int64", ..).
    engine: "detente", or the outside engine's name.
    """

    name: str
    version: str
    arithmetic: str
    tier: str
    engine: str = "detente"


@dataclass(frozen=True)
class Strategy:
    """A mixed strategy that occurs in an extreme equilibrium, with its name (x1, y1, ..)."""

    id: str
    weights: MixedStrategy

    @property
    def support(self) -> tuple[int, ...]:
        """Indices of the actions with positive weight."""
        return tuple(index for index, weight in enumerate(self.weights) if weight != 0)


@dataclass(frozen=True)
class ExtremeEquilibrium:
    """One extreme equilibrium: strategies per player, payoffs, and where it belongs.

    component: id; None where components were not computed, and subsets is then empty. subsets:
    ids of the maximal Nash subsets that contain it. tags: selection
    labels ("pure", "strict", "payoff-dominant", "risk-dominant"). undominated: no player uses a
    weakly dominated action; None where not determined.
    """

    id: int
    strategies: tuple[MixedStrategy, ...]
    strategy_ids: tuple[str, ...]
    payoffs: tuple[Number, ...]
    component: int | None
    subsets: tuple[int, ...]
    tags: tuple[str, ...] = ()
    undominated: bool | None = None


@dataclass(frozen=True)
class MaximalNashSubset:
    """conv(U) x conv(W), U and W given by strategy ids per player; dimension of the product."""

    id: int
    dimension: int
    strategy_ids: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class EquilibriumComponent:
    """A connected component of the set of equilibria; index None where not computed."""

    id: int
    index: int | None
    dimension: int
    subsets: tuple[MaximalNashSubset, ...]


@dataclass(frozen=True)
class EquilibriumSet:
    """All that is known of the equilibria of one game.

    strategies: [player], the distinct strategies of the extreme equilibria.
    index_sum: None where indices were not computed; +1 for every complete answer.
    """

    game_digest: str
    complete: Completeness
    method: MethodRecord
    strategies: tuple[tuple[Strategy, ...], ...]
    extreme: tuple[ExtremeEquilibrium, ...]
    components: tuple[EquilibriumComponent, ...]
    index_sum: int | None
