"""Verdicts: what a set of equilibria says about who seeks power."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from games.display import Span
from games.exact import Number

#: "seek-strict": every action that holds is strictly dominated by a mixture of seeking actions;
#: "seek-weak": weakly; "hold-strict", "hold-weak": the other way round; "none": neither.
Dominance: TypeAlias = Literal["seek-strict", "seek-weak", "hold-strict", "hold-weak", "none"]

#: In which equilibria a party seeks power, that is plays a seeking action with positive
#: probability. "undecided" where the known equilibria do not settle it.
Seeks: TypeAlias = Literal["every", "some", "no", "undecided"]


@dataclass(frozen=True)
class PartyVerdict:
    """What the equilibria say of one party.

    seeks: over all equilibria. seeks_undominated: over those in which no party uses a weakly
    dominated action. seeking_probability: smallest and largest over all equilibria (over the known
    ones where the set is not complete).
    """

    name: str
    dominance: Dominance
    seeks: Seeks
    seeks_undominated: Seeks
    seeking_probability: Span


#: What flips compare: dominance, seeks and seeks_undominated of every party, and for which parties
#: destruction pays.
VerdictVector: TypeAlias = tuple[tuple[tuple[str, str, str], ...], tuple[str, ...]]


@dataclass(frozen=True)
class Verdict:
    """The verdict on one game.

    kind: the class of the headline ("peace", "struggle", "one-sided", "peace-undominated",
    "struggle-undominated", "one-sided-undominated", "expectations", "undecided").
    conflict_probability, expected_loss: smallest and largest over all equilibria; None for games
    that do not define them. destruction_pays: parties whose status quo is worth less than nothing;
    None where the game has no world behind it. caveat: what an incomplete set leaves open.
    """

    headline: str
    kind: str
    parties: tuple[PartyVerdict, ...]
    conflict_probability: Span | None
    expected_loss: Span | None
    destruction_pays: tuple[str, ...] | None
    caveat: str | None = None

    @property
    def vector(self) -> VerdictVector:
        """The discrete part, which either changes or does not."""
        parties = tuple(
            (party.dominance, party.seeks, party.seeks_undominated) for party in self.parties
        )
        return parties, self.destruction_pays or ()


@dataclass(frozen=True)
class NoVerdict:
    """There is no verdict, and why."""

    reason: str


@dataclass(frozen=True)
class Flip:
    """The nearest value of a quantity in one direction at which the verdict is another.

    value: where it changes; where `attained` is false the verdict is another only beyond it, so
    it is an infimum. changes: what becomes different, in words. bracket: where the value itself is
    no number that can be written down, rationals that are certain to enclose it; then `value` is
    the nearer end.
    """

    value: Number
    distance: Number
    attained: bool
    changes: tuple[str, ...]
    bracket: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True)
class Distance:
    """How far one quantity is from another verdict, all others as they are.

    address: how the spec names the quantity. low, high: its domain. below, above: the nearest flip
    in each direction, None if there is none within the domain. computed is false where the
    distance is not computed, and `reason` says why. An angle is freed through its cosine:
    then value, low, high and the flips are cosines and `angle` is true.
    """

    address: str
    value: Number
    low: Number | None
    high: Number | None
    below: Flip | None
    above: Flip | None
    computed: bool
    reason: str
    angle: bool = False
