"""What parties were seen to do: choices to seek power or to hold, with their circumstances.

How much a choice reveals depends on what is assumed of the chooser. "decision": it took the other
to hold, and seeks only for a strict gain. "best-reply": it replied to the posture that was seen,
ties allowed. "equilibrium": it replied to some posture of the other, which some equilibrium against
a rival with beliefs of its own always grants. Where the other was seen to hold each assumption is
weaker than the one before. An escalation that says what backing down costs is read alike in all; a
step on a known ladder (`games.world.escalation`) by what may follow it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from games.errors import WorldError
from games.exact import Number, sign
from games.world.escalation import CONFLICT, Lottery, Step
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
    step: where it stood on an escalation ladder; then to seek is to go up a rung, to hold to back
    down, and `against` whether the other backs down next (hold) or goes up in turn (seek).
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
    step: Step | None = None
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
        if assumption not in ASSUMPTIONS:
            raise WorldError(
                f"assume must be one of {', '.join(ASSUMPTIONS)}; got {assumption!r}",
                allowed=", ".join(ASSUMPTIONS),
            )
        if self.step is not None:
            return self._climbing(self.step, assumption)
        if assumption == "decision" or self.loss_if_held is not None:
            kept = [self._reply("hold")]
        elif assumption == "best-reply":
            kept = [self._reply(self.against)]
        else:
            kept = [self._reply("hold"), self._reply("seek")]
        if any(reading is None for reading in kept):
            return ()
        return tuple(reading for reading in kept if reading is not None)

    def _climbing(self, step: Step, assumption: Assumption) -> tuple[Observation, ...]:
        yields = assumption == "decision" or (assumption == "best-reply" and self.against == "hold")
        lotteries: tuple[Lottery, ...] = step.climbs[:1]  # the other backs down at once
        if not yields:
            later = step.climbs if assumption == "equilibrium" else step.climbs[1:]
            lotteries = (*later, CONFLICT) if self.action == "seek" else (CONFLICT,)
        return tuple(
            Observation(
                self.action, self.share, self.win_probability, self.stakes, risk, grab,
                step.conceded, self.name,
            )
            for risk, grab in dict.fromkeys(lotteries)
        )  # fmt: skip


@dataclass(frozen=True)
class CoalitionChoice:
    """What one party wanted of a conflict of attackers against defenders: seek it, or hold.

    attackers, defenders: (party, power) of either side, disjoint, each of positive power; the
    chooser may stand outside. win_probability: of the attackers, as the chooser saw it.
    """

    by: str
    action: Action
    attackers: tuple[tuple[str, Number], ...]
    defenders: tuple[tuple[str, Number], ...]
    win_probability: Number
    stakes: Number
    name: str = ""

    def __post_init__(self) -> None:
        names = [party for party, _ in (*self.attackers, *self.defenders)]
        where = self.name or f"the choice of {self.by}"
        if len(set(names)) < len(names) or not self.attackers or not self.defenders:
            raise WorldError(
                f"{where}: attackers and defenders must be two disjoint coalitions",
                found=", ".join(names),
            )
        for side in (self.attackers, self.defenders):
            if any(sign(power) < 0 for _, power in side):
                raise WorldError(f"{where}: power must be at least 0", allowed="at least 0")
            if all(sign(power) == 0 for _, power in side):
                raise WorldError(f"{where}: both coalitions need positive power")

    @property
    def parties(self) -> tuple[str, ...]:
        """Names of the belligerents."""
        return tuple(party for party, _ in (*self.attackers, *self.defenders))


@dataclass(frozen=True)
class History:
    """Choices of one or more parties, in order; those about coalitions stand apart.

    dropped: incomplete records left out on request.
    """

    choices: tuple[RecordedChoice, ...]
    coalitions: tuple[CoalitionChoice, ...] = ()
    dropped: int = 0

    def __post_init__(self) -> None:
        if not self.choices and not self.coalitions:
            raise WorldError("a history holds at least one observed choice")
        for chooser in {choice.by for choice in self.coalitions}:
            if any(choice.by == chooser for choice in self.choices):
                raise WorldError(
                    f"{chooser} chose between two parties and among coalitions; the alignments "
                    "these show are not the same",
                    found=chooser,
                    hint="keep two histories, or write all choices with attackers and defenders",
                )

    @property
    def choosers(self) -> tuple[str, ...]:
        """Names of the parties that chose between two, in order of appearance."""
        return tuple(dict.fromkeys(choice.by for choice in self.choices))

    @property
    def coalition_choosers(self) -> tuple[str, ...]:
        """Names of the parties that chose among coalitions, in order of appearance."""
        return tuple(dict.fromkeys(choice.by for choice in self.coalitions))

    def of(self, chooser: str) -> tuple[RecordedChoice, ...]:
        """Return the choices of one party between two."""
        return self.only(chooser).choices

    def only(self, chooser: str) -> History:
        """Return the history of one party."""
        known = (*self.choosers, *self.coalition_choosers)
        if chooser not in known:
            raise WorldError(
                f"nobody named {chooser!r} chose; the choosers are {', '.join(known)}",
                found=chooser,
                allowed=", ".join(known),
            )
        return History(
            tuple(choice for choice in self.choices if choice.by == chooser),
            tuple(choice for choice in self.coalitions if choice.by == chooser),
            self.dropped,
        )
