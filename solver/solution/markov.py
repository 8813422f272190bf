"""Markov perfect equilibria of stochastic games."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from games.exact import Number
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
    """

    id: int
    values: Values
    stages: tuple[tuple[StageProfile, ...], ...]
    payoffs: tuple[Number, ...]
    tags: tuple[str, ...] = ()

    @property
    def profile(self) -> tuple[StageProfile, ...]:
        """One of them, [s][i][a]: in each state the first, which is pure where one is."""
        return tuple(row[0] for row in self.stages)

    @property
    def unique(self) -> bool:
        """Whether these values belong to a single stationary profile."""
        return all(len(row) == 1 for row in self.stages)


@dataclass(frozen=True)
class MarkovPerfectSet:
    """All that is known of the Markov perfect equilibria of one game.

    complete: whether every equilibrium is listed. pure_complete: whether every pure one is. nodes:
    of the search. open: systems that were not solved, in words.
    """

    game_digest: str
    complete: Completeness
    pure_complete: bool
    method: MethodRecord
    equilibria: tuple[StationaryEquilibria, ...]
    nodes: int = 0
    open: tuple[str, ...] = field(default=())


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
