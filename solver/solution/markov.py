"""Markov perfect equilibria of stochastic games."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from games.exact import Number, RationalFunction, Scalar
from solver.solution.equilibrium import Completeness, MethodRecord, MixedStrategy

#: [i], one mixed action per player.
StageProfile = tuple[MixedStrategy, ...]
#: [i][s].
Values = tuple[tuple[Number, ...], ...]


@dataclass(frozen=True)
class StationaryEquilibria:
    """The Markov perfect equilibria with one vector of values.

    values: [i][s]. stages: [s], the extreme stage equilibria of state s when play goes on with
    these values and is worth them: any choice of one per state is a Markov perfect equilibrium,
    and so is any mixture within a Nash subset. payoffs: [i], expected at the start of play.
    families: numbers of those that are seen to hold the values.
    """

    id: int
    values: Values
    stages: tuple[tuple[StageProfile, ...], ...]
    payoffs: tuple[Number, ...]
    tags: tuple[str, ...] = ()
    families: tuple[int, ...] = ()

    @property
    def profile(self) -> tuple[StageProfile, ...]:
        """One of them, [s][i][a]: in each state the first, which is pure where one is."""
        return tuple(row[0] for row in self.stages)

    @property
    def unique(self) -> bool:
        """Whether these values belong to a single stationary profile."""
        return all(len(row) == 1 for row in self.stages)


@dataclass(frozen=True)
class Span:
    """A parameter of a family and its closed range."""

    name: str
    low: Number
    high: Number


@dataclass(frozen=True)
class FamilySide:
    """One player's values, and the weights of the other that yield them; a point or a family.

    values: [s]. weights: [s][k][b], extreme mixed actions of the other player in state s: every
    mixture of them is meant. Both are rational functions of the spans' parameters. ranges: [s],
    least and largest value. conditions: functions that must be >= 0 besides, for a member; nothing
    may have a pole. sample: parameters at which all conditions are > 0, where there are any.
    """

    spans: tuple[Span, ...]
    values: tuple[Scalar, ...]
    weights: tuple[tuple[tuple[Scalar, ...], ...], ...]
    ranges: tuple[tuple[Number, Number], ...]
    conditions: tuple[Scalar, ...] = ()
    sample: tuple[Fraction, ...] = ()

    @property
    def is_region(self) -> bool:
        """Whether functions hang on several parameters at once; ranges are then proved bounds."""
        functions = (*self.values, *(w for row in self.weights for own in row for w in own))
        return bool(self.conditions) or any(
            isinstance(f, RationalFunction) and len(f.names) > 1 for f in functions
        )

    def at(self, point: Mapping[str, Number]) -> FamilySide:
        """The member at a point that gives every parameter a number in its range."""
        values = tuple(_at(value, point) for value in self.values)
        weights = tuple(
            tuple(tuple(_at(weight, point) for weight in vertex) for vertex in row)
            for row in self.weights
        )
        return FamilySide((), values, weights, tuple((value, value) for value in values))


@dataclass(frozen=True)
class EquilibriumFamily:
    """A continuum of Markov perfect equilibria with a continuum of values.

    sides: [i], player i's values with the other's weights. The sides are independent: any member of
    one with any member of the other is an equilibrium, for every choice of parameters in their
    ranges, ends included, that meets the conditions. payoffs: [i], least and largest at the start
    of play. bounds_only: whether ranges and payoffs are proved bounds that may not be attained.
    """

    id: int
    sides: tuple[FamilySide, FamilySide]
    payoffs: tuple[tuple[Number, Number], ...]
    bounds_only: bool = False

    @property
    def spans(self) -> tuple[Span, ...]:
        """The parameters of both sides."""
        return self.sides[0].spans + self.sides[1].spans

    @property
    def dimension(self) -> int:
        """Number of parameters."""
        return len(self.spans)

    def member(self, point: Mapping[str, Number]) -> tuple[Values, tuple[StageProfile, ...]]:
        """(values, profile [s][i][a]) at a point, with the first extreme weights in each state."""
        one, two = (side.at(point) for side in self.sides)
        profile = tuple((x[0], y[0]) for x, y in zip(two.weights, one.weights, strict=True))
        return (one.values, two.values), profile


def _at(value: Scalar, point: Mapping[str, Number]) -> Number:
    found: Number = value.at(point) if isinstance(value, RationalFunction) else value
    return found


@dataclass(frozen=True)
class MarkovPerfectSet:
    """All that is known of the Markov perfect equilibria of one game.

    complete: whether every equilibrium is listed. pure_complete: whether every pure one is. nodes:
    of the search. open: systems that were not solved, in words. families: the continua of values;
    with the equilibria, which may lie on them, they make up the set.
    """

    game_digest: str
    complete: Completeness
    pure_complete: bool
    method: MethodRecord
    equilibria: tuple[StationaryEquilibria, ...]
    nodes: int = 0
    open: tuple[str, ...] = field(default=())
    families: tuple[EquilibriumFamily, ...] = field(default=())


@dataclass(frozen=True)
class NumericalEquilibrium:
    """One stationary profile in floats, read as exact rationals, with a proved error.

    profile: [s][i][a], rationals that sum to 1 exactly. values: [i][s], approximate. gain: a bound
    on what any one-shot deviation in any state gains; regret: on what any deviation for ever gains.
    """

    profile: tuple[StageProfile, ...]
    values: tuple[tuple[float, ...], ...]
    payoffs: tuple[float, ...]
    gain: Number
    regret: Number
    steps: int
    method: MethodRecord


@dataclass(frozen=True)
class StochasticValue:
    """The value of a zero-sum game, player 1's payoff, between proved bounds.

    profile: [s][i][a], rationals: player 1's strategy secures low[s] from state s, whatever the
    other does, and player 2's holds player 1 to high[s]. exact: the values where they are
    known in closed form. start_low, start_high: at the start.
    """

    profile: tuple[StageProfile, ...]
    low: tuple[Fraction, ...]
    high: tuple[Fraction, ...]
    exact: tuple[Number, ...] | None
    start_low: Fraction
    start_high: Fraction
    steps: int
    method: MethodRecord

    @property
    def width(self) -> Fraction:
        """Largest distance of the two bounds."""
        return max(high - low for low, high in zip(self.low, self.high, strict=True))
