"""What parties were seen to do: choices to seek power or to hold, with their circumstances.

How much a choice reveals depends on what is assumed of the chooser. "decision": it took the other
to hold, and seeks only for a strict gain. "best-reply": it replied to the posture that was seen,
ties allowed. "equilibrium": it replied to some posture of the other, which some equilibrium against
a rival with beliefs of its own always grants. Where the other was seen to hold each assumption is
weaker than the one before. An escalation that says what backing down costs is read alike in all.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from games.errors import WorldError
from games.exact import Number
from games.world.observation import Action, Observation

Assumption = Literal["decision", "best-reply", "equilibrium"]
ASSUMPTIONS: tuple[Assumption, ...] = ("decision", "best-reply", "equilibrium")

_ONE, _ZERO = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class RecordedChoice:
    """One choice. Shares and win probabilities are the chooser's own.

    against: the other's posture as seen. loss_if_held: share lost by not seeking, where the choice
    was an escalation; else None. growth, surprise: what a hold would have gained, in share and in
    win probability of a later strike, had it been trusted; None where no later strike was open.
    """

    by: str
    action: Action
    share: Number
    win_probability: Number | None
    stakes: Number
    resistance: Number = _ONE
    grab: Number | None = None
    against: Action = "hold"
    loss_if_held: Number | None = None
    growth: Number | None = None
    surprise: Number | None = None
    name: str = ""

    def _reply(self, against: Action) -> Observation | None:
        grab = self.stakes if self.grab is None else self.grab
        if self.loss_if_held is not None:
            risk, held = self.resistance, self.loss_if_held
        elif against == "hold":
            risk, held = self.resistance, _ZERO
        elif self.resistance == 1:
            return None  # conflict comes either way
        else:
            risk, grab, held = _ONE, _ZERO, grab
        return Observation(
            self.action, self.share, self.win_probability, self.stakes, risk, grab, held, self.name
        )

    def readings(self, assumption: Assumption) -> tuple[Observation, ...]:
        """Return the observations of which at least one must explain it; none: no restriction."""
        if assumption == "decision" or self.loss_if_held is not None:
            kept = [self._reply("hold")]
        elif assumption == "best-reply":
            kept = [self._reply(self.against)]
        elif assumption == "equilibrium":
            kept = [self._reply("hold"), self._reply("seek")]
        else:
            raise WorldError(
                f"assume must be one of {', '.join(ASSUMPTIONS)}; got {assumption!r}",
                allowed=", ".join(ASSUMPTIONS),
            )
        if any(reading is None for reading in kept):
            return ()
        return tuple(reading for reading in kept if reading is not None)


@dataclass(frozen=True)
class History:
    """Choices of one or more parties, in order."""

    choices: tuple[RecordedChoice, ...]

    def __post_init__(self) -> None:
        if not self.choices:
            raise WorldError("a history holds at least one observed choice")

    @property
    def choosers(self) -> tuple[str, ...]:
        """Names of the parties that chose, in order of appearance."""
        return tuple(dict.fromkeys(choice.by for choice in self.choices))

    def of(self, chooser: str) -> tuple[RecordedChoice, ...]:
        """Return the choices of one party."""
        found = tuple(choice for choice in self.choices if choice.by == chooser)
        if not found:
            raise WorldError(
                f"nobody named {chooser!r} chose; the choosers are {', '.join(self.choosers)}",
                found=chooser,
                allowed=", ".join(self.choosers),
            )
        return found
