"""What all games of one regime have in common."""

from __future__ import annotations

from dataclasses import dataclass

from games.exact import Scalar


@dataclass(frozen=True)
class StrategyClass:
    """A strategy that occurs in extreme equilibria, up to the values of its weights.

    id: x1, x2, .. for player 1, y1, y2, .. for player 2. support: own actions with weight.
    replies: the other's best replies to it; those outside the other's support are ties.
    """

    id: str
    support: tuple[int, ...]
    replies: tuple[int, ...]


@dataclass(frozen=True)
class StructureSubset:
    """A maximal Nash subset by strategy ids per player, and the dimension of the product."""

    dimension: int
    strategy_ids: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class StructureComponent:
    """A connected component of the set of equilibria."""

    id: int
    dimension: int
    subsets: tuple[StructureSubset, ...]


@dataclass(frozen=True)
class EquilibriumStructure:
    """Supports, ties, maximal Nash subsets and components of all equilibria.

    extreme: pairs of strategy ids, with the component they belong to.
    """

    strategies: tuple[tuple[StrategyClass, ...], tuple[StrategyClass, ...]]
    extreme: tuple[tuple[str, str, int], ...]
    components: tuple[StructureComponent, ...]


@dataclass(frozen=True)
class RegimeVerdict:
    """The discrete part of a verdict, which is the same all over a regime.

    parties: [player], dominance, seeks and seeks_undominated as in `PartyVerdict`.
    destruction_pays: parties whose status quo is worth less than nothing; None without a world.
    """

    headline: str
    kind: str
    parties: tuple[tuple[str, str, str], ...]
    destruction_pays: tuple[str, ...] | None


@dataclass(frozen=True)
class Formula:
    """The weights of one strategy of a regime as functions of the parameters, [action].

    everywhere: they hold on the whole regime; else at its first cell, and elsewhere where their
    denominator is not zero.
    """

    id: str
    player: int
    weights: tuple[Scalar, ...]
    everywhere: bool = True
