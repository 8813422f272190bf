"""One decision: start a conflict now, or not.

For a party with share s of two, alignment c with the other, stakes k, own win probability p and
expected loss d = qD:

    V    = s + (1-s) c                                     the status quo
    C    = (1-d) [V + k (p-s) (1-c)]                       conflict
    gain = C - V = (1-d) k (p-s) (1-c) - d V               survives, stakes, shift, misaligned; loss
         = b (1-c) - d,   b = (1-d) k (p-s) + d (1-s)      the same everywhere, without cases

Seek iff gain > 0. The gain is affine in each parameter alone, so each has one threshold, a side
on which seeking gains, and the conditions under which it exists.

Linear form, for d > 0 and c < 1: with the affinity z = 1/(1-c) >= 1/2 and the survival odds
w = (1-d)/d >= 0, seek iff z < (1-s) + k (p-s) w, a half-plane in (w, z).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from games.errors import WorldError
from games.exact import Number, Scalar, exact, sign
from games.world.conflict import Conflict, conflict_value, value, with_advantage
from games.world.scalars import is_zero
from games.world.world import World

Seeking = Literal["below", "above", "always", "never"]


@dataclass(frozen=True)
class Threshold:
    """Where the decision turns in one parameter, the others fixed.

    value: where the gain is zero, None where it does not depend on the parameter. It may lie
    outside the domain; `seek` is the answer inside it: seek iff the parameter is "below" or
    "above" the value (never at it), or whatever it is ("always"), or nowhere ("never").
    case: the conditions that make it so, in words.
    """

    parameter: str
    value: Number | None
    seek: Seeking
    domain: tuple[Number, Number]
    case: str


@dataclass(frozen=True)
class Line:
    """The border in the (w, z) plane: seek iff z < intercept + slope w."""

    w: Scalar
    z: Scalar
    intercept: Scalar
    slope: Scalar

    @property
    def slack(self) -> Scalar:
        """Intercept + slope w - z: positive iff seeking gains."""
        return self.intercept + self.slope * self.w - self.z


@dataclass(frozen=True)
class Decision:
    """All that enters one party's decision, as that party sees it; s and p are its own."""

    party: str
    share: Scalar
    cosine: Scalar
    stakes: Scalar
    win_probability: Scalar
    destruction_probability: Scalar
    destruction_fraction: Scalar

    @property
    def expected_loss(self) -> Scalar:
        """d = qD."""
        return self.destruction_probability * self.destruction_fraction

    @property
    def value(self) -> Scalar:
        """V, the status quo."""
        return value(self.share, self.cosine)

    @property
    def conflict_value(self) -> Scalar:
        """C, the expected payoff of conflict."""
        return conflict_value(
            self.share, self.cosine, self.stakes, self.win_probability, self.expected_loss
        )

    @property
    def gain(self) -> Scalar:
        """(1-d) k (p-s) (1-c) - d V."""
        d = self.expected_loss
        shift = self.stakes * (self.win_probability - self.share)
        return (1 - d) * shift * (1 - self.cosine) - d * self.value

    @property
    def reach(self) -> Scalar:
        """b = (1-d) k (p-s) + d (1-s), what misalignment is multiplied by in the gain."""
        d = self.expected_loss
        shift = self.stakes * (self.win_probability - self.share)
        return (1 - d) * shift + d * (1 - self.share)

    @property
    def gain_by_reach(self) -> Scalar:
        """b (1-c) - d: the gain in its form without cases."""
        return self.reach * (1 - self.cosine) - self.expected_loss

    @property
    def line(self) -> Line | None:
        """The linear form; None at d = 0 or c = 1, which lie outside its plane."""
        d = self.expected_loss
        if is_zero(d) or is_zero(1 - self.cosine):
            return None
        return Line(
            w=(1 - d) / d,
            z=1 / (1 - self.cosine),
            intercept=1 - self.share,
            slope=self.stakes * (self.win_probability - self.share),
        )

    def threshold(self, parameter: str) -> Threshold:
        """Threshold of one parameter; the names are the keys of `CASES`. Needs numbers."""
        if parameter not in CASES:
            raise WorldError(
                f"threshold(): no parameter {parameter!r}",
                found=parameter,
                allowed=", ".join(CASES),
            )
        low, high = exact(-1 if parameter == "cosine" else 0), exact(1)
        at_zero = self._gain_at(parameter, 0)
        slope = self._gain_at(parameter, 1) - at_zero
        below_zero, flat, above_zero = CASES[parameter]
        if sign(slope) == 0:
            return Threshold(
                parameter, None, "always" if sign(at_zero) > 0 else "never", (low, high), flat
            )
        root = -at_zero / slope
        if sign(slope) > 0:
            seek: Seeking = "above"
            if sign(root - low) < 0:
                seek = "always"
            elif sign(high - root) <= 0:
                seek = "never"
            return Threshold(parameter, root, seek, (low, high), above_zero)
        seek = "below"
        if sign(high - root) < 0:
            seek = "always"
        elif sign(root - low) <= 0:
            seek = "never"
        return Threshold(parameter, root, seek, (low, high), below_zero)

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """Thresholds of every parameter."""
        return tuple(self.threshold(parameter) for parameter in CASES)

    def _gain_at(self, parameter: str, x: int) -> Number:
        """The gain with one parameter set; the expected loss is set as destruction of all."""
        if parameter == "expected_loss":
            changed = replace(self, destruction_probability=exact(x), destruction_fraction=exact(1))
        else:
            change: dict[str, Any] = {parameter: exact(x)}
            changed = replace(self, **change)
        result: Number = changed.gain
        return result


#: Per parameter: the case in which the gain falls in it, is flat in it, rises in it. With
#: g = k(p-s)(1-c) and b as above.
CASES: dict[str, tuple[str, str, str]] = {
    "cosine": (
        "b > 0: seek iff c < 1 - d/b",
        "b = 0: the gain is -d, never positive",
        "b < 0: the gain is positive at no alignment",
    ),
    "expected_loss": (
        "g + V > 0: seek iff d < g/(g + V)",
        "g + V = 0: the gain is g, whatever the loss",
        "g + V < 0: destruction pays; seek iff d > g/(g + V)",
    ),
    "destruction_probability": (
        "D > 0 and g + V > 0: seek iff q < g/(D (g + V))",
        "D = 0 or g + V = 0: the gain does not depend on q",
        "D > 0 and g + V < 0: destruction pays; seek iff q > g/(D (g + V))",
    ),
    "destruction_fraction": (
        "q > 0 and g + V > 0: seek iff D < g/(q (g + V))",
        "q = 0 or g + V = 0: the gain does not depend on D",
        "q > 0 and g + V < 0: destruction pays; seek iff D > g/(q (g + V))",
    ),
    "stakes": (
        "d < 1, c < 1 and p < s: seek iff k < d V/((1-d)(p-s)(1-c))",
        "d = 1, c = 1 or p = s: the gain is -d V, whatever the stakes",
        "d < 1, c < 1 and p > s: seek iff k > d V/((1-d)(p-s)(1-c))",
    ),
    "win_probability": (
        "impossible: the gain never falls in one's own win probability",
        "d = 1, k = 0 or c = 1: the gain does not depend on the win probability",
        "d < 1, k > 0 and c < 1: seek iff p > s + d V/((1-d) k (1-c))",
    ),
    "share": (
        "c < 1 and (1-d)k + d > 0, p held fixed: seek iff "
        "s < ((1-d) k p (1-c) - d c)/((1-c)((1-d)k + d))",
        "c = 1, or k = d = 0: the gain does not depend on the share",
        "impossible: with p held fixed the gain never rises in one's own share",
    ),
}


def own_win_probability(
    world: World, conflict: Conflict, party: int, effort: tuple[Scalar, Scalar] | None = None
) -> Scalar:
    """Probability that one of two parties wins, as it sees it, when nobody moved first."""
    beliefs = world.parties[party].beliefs
    if beliefs is not None and beliefs.win_probability is not None:
        if effort is not None:
            raise WorldError(
                f"effort: {world.names[party]!r} holds a fixed belief in its win probability, on "
                "which effort weights cannot act",
                hint="remove either",
            )
        return beliefs.win_probability
    first = conflict.first_wins(world.shares[0], effort)
    return first if party == 0 else 1 - first


def own_cosine(world: World, party: int) -> Scalar:
    """Alignment of the two parties as one of them estimates it."""
    beliefs = world.parties[party].beliefs
    if beliefs is not None and beliefs.cosine is not None:
        return beliefs.cosine
    return world.alignment[0][1]


def own_destruction(world: World, conflict: Conflict, party: int) -> tuple[Scalar, Scalar]:
    """(q, D) as one party believes them."""
    beliefs = world.parties[party].beliefs
    q = beliefs.destruction_probability if beliefs is not None else None
    D = beliefs.destruction_fraction if beliefs is not None else None
    return (
        conflict.destruction_probability if q is None else q,
        conflict.destruction_fraction if D is None else D,
    )


def require_two(world: World, what: str) -> None:
    """Raise `WorldError` unless the world has two parties."""
    if len(world.parties) != 2:
        raise WorldError(
            f"{what}: needs a world of two parties; got {len(world.parties)}",
            found=str(len(world.parties)),
            allowed="2",
        )


def decision(world: World, conflict: Conflict, party: str, *, first: bool = False) -> Decision:
    """The decision of one of two parties, on its own beliefs.

    first: whether it would have the advantage of moving first.
    """
    require_two(world, "decision()")
    index = world.index(party)
    p = own_win_probability(world, conflict, index)
    if first:
        p = with_advantage(p, conflict.advantage_of(index))
    q, D = own_destruction(world, conflict, index)
    return Decision(
        party=party,
        share=world.shares[index],
        cosine=own_cosine(world, index),
        stakes=conflict.stakes,
        win_probability=p,
        destruction_probability=q,
        destruction_fraction=D,
    )


def critical_risk(choice: Decision, grab: Scalar) -> Number | None:
    """Willingness to escalate: the highest risk of conflict worth taking; None for any risk.

    Seeking alone at risk pi gives (1-pi) [V + gamma(1-s)(1-c)] + pi C, holding against a seeker
    that meets no conflict gives V - gamma s (1-c). If C < V - gamma s (1-c), seeking is as good up
    to pi* = gamma(1-c) / (V + gamma(1-s)(1-c) - C); else every risk is acceptable. Needs numbers.
    """
    misalignment = 1 - choice.cosine
    success = choice.value + grab * (1 - choice.share) * misalignment
    grabbed = choice.value - grab * choice.share * misalignment
    if sign(choice.conflict_value - grabbed) >= 0:
        return None
    risk: Number = grab * misalignment / (success - choice.conflict_value)
    return risk
