"""The set of subgame-perfect payoffs of a repeated two-player game."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from games.exact import Number
from games.forms.normal import Profile
from solver.solution.equilibrium import Completeness, MethodRecord

PayoffPair = tuple[Number, Number]


@dataclass(frozen=True)
class ExtremePayoff:
    """An extreme point of the set and how play reaches it.

    profile: played first. continuation: the payoffs promised after it, a point of the set.
    binding: the players whose incentive constraint holds with equality.
    """

    payoffs: PayoffPair
    profile: Profile
    continuation: PayoffPair
    binding: tuple[int, ...]


@dataclass(frozen=True)
class PayoffSet:
    """All payoffs of subgame-perfect equilibria in pure actions with public lotteries.

    status: "complete", then `extreme` has the extreme points, counter-clockwise from the least,
    and `inner` and `outer` are their hull; or "incomplete", then the set lies between `inner`,
    which generates itself, and `outer`.
    shape: "empty", "point", "segment" or "polygon", of the inner set where incomplete.
    threats: [player], the least payoff; None where the inner set is empty.
    gap: largest excess of outer over inner in the directions of the inner set's sides and both
    axes (largest coordinate of a direction 1); 0 where complete, None where the inner set is empty
    and the outer one is not. proof: what the certificate is written from.
    """

    game_digest: str
    discount: Number
    status: str
    shape: str
    extreme: tuple[ExtremePayoff, ...]
    threats: PayoffPair | None
    inner: tuple[PayoffPair, ...]
    outer: tuple[PayoffPair, ...]
    gap: Number | None
    complete: Completeness
    method: MethodRecord
    proof: Any = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class NumericalPayoffSet:
    """The same in floats, proved by nothing.

    error: the last movement of the polygon divided by 1 - delta, an estimate, not a bound.
    settled: False where the rounds ran out.
    """

    points: tuple[tuple[float, float], ...]
    threats: tuple[float, float]
    rounds: int
    settled: bool
    error: float
    method: MethodRecord
