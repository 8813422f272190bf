"""What comes of bargaining in place of conflict."""

from __future__ import annotations

from dataclasses import dataclass

from games.exact import Number
from solver.solution.equilibrium import MethodRecord


@dataclass(frozen=True)
class TransferRange:
    """Transfers that both prefer to conflict, or are indifferent to.

    low: least that party 1 accepts, high: most that party 2 gives, before the bounds on what there
    is; None where a party accepts any transfer (it does not care who has the power). empty: whether
    no transfer satisfies both, whatever there is. within: the range inside the bounds, None if
    empty. width: high - low, None where a side is open.
    """

    low: Number | None
    high: Number | None
    empty: bool
    within: tuple[Number, Number] | None
    width: Number | None


@dataclass(frozen=True)
class Settlement:
    """A transfer that is offered and accepted, who offers it, and what it is worth to each."""

    proposer: int
    transfer: Number
    worth: tuple[Number, Number]
    binding: str


@dataclass(frozen=True)
class Prevention:
    """Whether a party fights now to prevent a shift of power.

    now: what conflict is worth to it today. most: the most that peace can be worth: everything
    today, and later all that leaves the other its conflict; it fights iff now > most. least: the
    same where the other makes the later offers and leaves it its own conflict.
    """

    party: int
    now: Number
    most: Number
    least: Number

    @property
    def verdict(self) -> str:
        """ "fights", "fights if the other offers later", or "waits"."""
        if self.now > self.most:
            return "fights"
        return "fights if the other offers later" if self.now > self.least else "waits"


@dataclass(frozen=True)
class Source:
    """One of the classical sources of conflict (Fearon 1995), and whether it is at work.

    name: "private information", "commitment" or "indivisibility". present: None where the game
    does not pose the question.
    """

    name: str
    present: bool | None
    reason: str


@dataclass(frozen=True)
class BargainingOutcome:
    """How the bargaining ends, and why.

    settlement: what is agreed, None where conflict follows. offers: of alternating offers, what
    each would offer when it is its turn. prevention: per party, empty where power does not shift.
    """

    range: TransferRange
    settlement: Settlement | None
    offers: tuple[Settlement, ...]
    conflict: tuple[Number, Number]
    prevention: tuple[Prevention, ...]
    sources: tuple[Source, ...]
    complete: bool | None
    reason: str
    method: MethodRecord
