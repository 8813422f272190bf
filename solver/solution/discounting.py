"""Results about discount factors: where a path can be sustained, and who binds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from games.exact import Number
from games.forms.normal import Profile
from solver.solution.equilibrium import MethodRecord


@dataclass(frozen=True)
class Interval:
    """Numbers between low and high; an end belongs to the set where its flag says so."""

    low: Number
    high: Number
    low_closed: bool
    high_closed: bool

    def contains(self, x: Number) -> bool:
        """Whether x lies in the interval."""
        above = x > self.low or (self.low_closed and x == self.low)
        below = x < self.high or (self.high_closed and x == self.high)
        return above and below


@dataclass(frozen=True)
class DiscountSet:
    """A union of disjoint intervals of discount factors, in increasing order."""

    intervals: tuple[Interval, ...]

    def contains(self, x: Number) -> bool:
        """Whether x lies in one of the intervals."""
        return any(interval.contains(x) for interval in self.intervals)

    @property
    def least(self) -> Number | None:
        """The least member; None where the set is empty or has no least member."""
        if not self.intervals or not self.intervals[0].low_closed:
            return None
        return self.intervals[0].low


@dataclass(frozen=True)
class PartyThreshold:
    """What one party needs in order not to leave a constant path.

    temptation T: its best stage payoff against the others' part of the path, by `deviation`.
    reward R: its payoff on the path. punishment P: its payoff for ever after it deviates.
    equilibrium: the stage equilibrium that punishes it; None where the punishment is another one.
    value: the least discount factor at which it stays; None where there is none below 1.
    case: "no temptation", "interior" or "impossible".
    """

    player: int
    temptation: Number
    reward: Number
    punishment: Number
    deviation: int
    equilibrium: Profile | None
    value: Number | None
    case: str


@dataclass(frozen=True)
class CriticalDiscount:
    """The least common discount factor at which a constant path is an equilibrium path.

    value: None where no discount factor below 1 sustains the path. The set of sustaining discount
    factors is closed from below: at `value` itself the path is sustained.
    parties: what each party needs, given its punishment. binding: the parties that would be the
    first to leave just below the value; empty where value is 0 or None is everyone's.
    status: "complete", or "incomplete" where no exact value was proved; then `enclosure` is (low,
    high): at low, if not before, the path is not sustained, at high (if below 1) it is.
    proof: what a certificate is written from.
    """

    profile: Profile
    punishments: str
    value: Number | None
    parties: tuple[PartyThreshold, ...]
    binding: tuple[int, ...]
    status: str
    method: MethodRecord
    reason: str
    enclosure: tuple[Number, Number] | None = None
    proof: Any = field(default=(), repr=False, compare=False)


@dataclass(frozen=True)
class PathVerdict:
    """Whether a path is sustained, as far as it turns on the signs of finitely many functions.

    reversion: under reversion to the deviator's worst pure stage equilibrium, "untempted" (nobody
    gains by leaving in any period), "holds", "fails", "never" (at no discount factor: the
    punishment does not hurt) or "no equilibrium" to revert to. leaving, indifferent: the parties
    that leave then, and those tempted that are indifferent, so that this is their critical value.
    binding: the parties that need the largest discount factor, or that none keeps, for a constant
    path and a common discount factor; else empty.
    penal: under optimal penal codes, "holds", "fails", "never" or "open", which is not known.
    breaking: the parties that leave whatever the punishment.
    """

    reversion: str
    leaving: tuple[str, ...]
    indifferent: tuple[str, ...]
    binding: tuple[str, ...]
    penal: str
    breaking: tuple[str, ...]
