"""One observed choice, and what it says about the chooser: a half-plane in (w, z).

A party with share s sought power, or held, when seeking would have met conflict with probability
pi, taken the part gamma of the other's power where it met none, and holding would have cost it the
part y of its own. With V = 1 - (1-s)(1-c) and C = (1-d)[V + k(p-s)(1-c)] seeking is better iff

    (1-pi) [V + gamma (1-s)(1-c)] + pi C > V - y s (1-c).

Dividing by d (1-c), with the affinity z = 1/(1-c) and the survival odds w = (1-d)/d,

    pi z < pi [(1-s) + k (p-s) w] + [(1-pi) gamma (1-s) + y s] (1 + w).

pi = 1, gamma = y = 0 is the decision to start a conflict; pi = rho, y = 0 is seeking in the posture
game against a holder, pi = 1 and y = gamma against a seeker (rho < 1, which cancels); with y =
gamma and pi the risk run it is the willingness to escalate (critical risk) and a step on a ladder.
Who chooses with beliefs of its own shows its own p and d; k is the stakes as it sees them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Literal

from games.errors import WorldError
from games.exact import Number, sign

Action = Literal["seek", "hold"]

_ONE, _ZERO = Fraction(1), Fraction(0)


@dataclass(frozen=True, slots=True)
class Observation:
    """A choice at known circumstances. win_probability None: the chooser's belief is unknown.

    risk: pi, the probability that seeking meets conflict; grab: gamma; loss_if_held: y.
    """

    action: Action
    share: Number
    win_probability: Number | None
    stakes: Number
    risk: Number = _ONE
    grab: Number = _ZERO
    loss_if_held: Number = _ZERO
    name: str = ""

    @property
    def spoils(self) -> Number:
        """(1-pi) gamma (1-s) + y s: what seeking is worth apart from conflict, in units of 1-c."""
        if self.risk == 1 and self.loss_if_held == 0:
            return _ZERO
        unopposed = (1 - self.risk) * self.grab * (1 - self.share)
        return unopposed + self.loss_if_held * self.share

    def line(self) -> tuple[Number, Number, Number]:
        """Return (a, b, r): seeking is better iff r z < a + b w."""
        assert self.win_probability is not None
        spoils = self.spoils
        base = self.risk * (1 - self.share) + spoils
        slope = self.risk * self.stakes * (self.win_probability - self.share) + spoils
        return base, slope, self.risk

    def gain(self, cosine: Number, loss: Number) -> Number:
        """Return what seeking is worth more than holding at c and d, by definition."""
        assert self.win_probability is not None
        misalignment = 1 - cosine
        value = 1 - (1 - self.share) * misalignment
        shift = self.stakes * (self.win_probability - self.share) * misalignment
        conflict = (1 - loss) * (value + shift)
        taken = value + self.grab * (1 - self.share) * misalignment
        kept = value - self.loss_if_held * self.share * misalignment
        gain: Number = (1 - self.risk) * taken + self.risk * conflict - kept
        return gain

    def explained(self, cosine: Number, loss: Number) -> bool:
        """Return whether the choice is right at c and d: seek iff the gain is positive."""
        return (sign(self.gain(cosine, loss)) > 0) == (self.action == "seek")


def posture_observation(
    action: Action,
    share: Number,
    win_probability: Number | None,
    stakes: Number,
    *,
    opponent: Action,
    resistance: Number = _ONE,
    grab: Number | None = None,
    name: str = "",
) -> Observation:
    """Return a choice in the posture game against a known posture of the other."""
    grab = stakes if grab is None else grab
    if opponent == "hold":
        return Observation(action, share, win_probability, stakes, resistance, grab, _ZERO, name)
    if resistance == 1:
        raise WorldError(
            "against a seeker whose seeking always meets conflict (resistance 1) both actions "
            "lead to conflict: the choice reveals nothing",
            hint="leave the observation out",
        )
    return Observation(action, share, win_probability, stakes, _ONE, _ZERO, grab, name)


def validated(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """Return the observations; refuse values outside their domain, naming the observation."""
    found = tuple(observations)
    names = [field.name for field in fields(Observation)[1:-1]]
    for number, observation in enumerate(found):
        where = observation.name or f"observation {number + 1}"
        if observation.action not in ("seek", "hold"):
            raise WorldError(
                f"{where}: the action must be seek or hold; got {observation.action!r}",
                found=str(observation.action),
                allowed="seek, hold",
            )
        for name in names:
            value = getattr(observation, name)
            if value is _ONE or value is _ZERO or value is None:
                continue
            if isinstance(value, Fraction):
                inside = 0 <= value.numerator <= value.denominator
            else:
                inside = _ZERO <= value <= _ONE
            if not inside:
                raise WorldError(
                    f"{where}: {name} must be between 0 and 1; got {value}",
                    found=str(value),
                    allowed="[0, 1]",
                )
    return found
