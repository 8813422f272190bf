"""The identified set: every (alignment, expected loss) that explains what a party did.

Each choice at known circumstances is a half-plane in the plane of survival odds w = (1-d)/d >= 0
and affinity z = 1/(1-c) >= 1/2, so a history is a convex polygon, computed exactly. It maps back by
d = 1/(1+w), c = 1 - 1/z, both monotone. The limits d = 0 and c = 1 lie outside the plane and are
judged apart: at d = 0 < 1-c seeking gains iff pi k (p-s) + (1-pi) gamma (1-s) + y s > 0; at c = 1
it never does.

Assumptions, from strong to weak, so that the sets are nested where the other is seen to hold:
"decision": seeking means a strict gain, the other is taken to hold; "best-reply": ties allowed,
against the posture that was seen; "equilibrium": a best reply to some posture of the other, which
is all that some equilibrium against a rival with beliefs of its own requires.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.exact import Number, sign
from games.world.observation import Observation, validated
from solver.errors import DataError
from solver.geometry.polygon import HalfPlane, Polygon, intersect
from solver.inverse.envelope import survivors
from solver.inverse.half_plane import half_plane

_ZERO, _HALF, _ONE = Fraction(0), Fraction(1, 2), Fraction(1)

#: The domain: d <= 1 and c >= -1.
DOMAIN = (
    HalfPlane(-_ONE, _ZERO, _ZERO, False, "d <= 1"),
    HalfPlane(_ZERO, -_ONE, -_HALF, False, "c >= -1"),
)
CORNER = (_ZERO, _HALF)


@dataclass(frozen=True)
class Bound:
    """The range of one quantity over the set; a closed end is attained."""

    quantity: str
    low: Number
    high: Number
    low_closed: bool
    high_closed: bool

    def __str__(self) -> str:
        left, right = "[" if self.low_closed else "(", "]" if self.high_closed else ")"
        return f"{left}{self.low}, {self.high}{right}"


@dataclass(frozen=True)
class IdentifiedSet:
    """All (w, z), hence all (d, c), that explain a history of one party's choices.

    polygon: the set in the plane; its half-planes 0 and 1 are the domain. used: per half-plane
    from 2 on, the number of the observation it comes from. lossless, aligned: whether d = 0 with
    c < 1, and c = 1 with d > 0, explain the history too.
    """

    observations: tuple[Observation, ...]
    ties: bool
    polygon: Polygon
    used: tuple[int, ...]
    lossless: bool
    aligned: bool

    @property
    def empty(self) -> bool:
        """Whether nothing in the plane explains the history."""
        return self.polygon.empty

    @property
    def conflict(self) -> tuple[str, ...]:
        """Names of at most three constraints that no (d, c) satisfies together; () if none."""
        return tuple(self.name(number) for number in self.polygon.conflict)

    def name(self, half_plane: int) -> str:
        """Return what a half-plane is: a limit of the domain or an observation."""
        return self.polygon.half_planes[half_plane].name

    @property
    def binding(self) -> tuple[str, ...]:
        """Names of the constraints that form the border."""
        return tuple(self.name(number) for number in self.polygon.binding)

    def bounds(self) -> tuple[Bound, ...]:
        """Return the ranges of d and c, and of w and z where bounded; not of an empty set."""
        if self.empty:
            raise DataError(
                f"no alignment and loss explain the history: {', '.join(self.conflict)} conflict"
            )
        return ranges(self.polygon)

    def contains(self, cosine: Number, loss: Number) -> bool:
        """Return whether c < 1 and d > 0 explain the history."""
        if sign(loss) <= 0 or sign(1 - cosine) <= 0:
            raise DataError(
                "contains() needs d > 0 and c < 1; the limits are `lossless`, `aligned`"
            )
        return self.polygon.contains((1 - loss) / loss, 1 / (1 - cosine))

    def border(self, loss: Number) -> tuple[Number, Number | None] | None:
        """Return the range of z at one loss d > 0 (None above: unbounded), or None if empty."""
        w = (1 - loss) / loss
        low: Number = _HALF
        high: Number | None = None
        for plane in self.polygon.half_planes:
            height = plane.c - plane.a * w
            if sign(plane.b) == 0:
                if sign(height) < 0:
                    return None
            elif sign(plane.b) < 0:
                low = _greater(low, height / plane.b)
            else:
                bound = height / plane.b
                high = bound if high is None or sign(high - bound) > 0 else high
        if high is not None and sign(high - low) < 0:
            return None
        return low, high


def ranges(polygon: Polygon) -> tuple[Bound, ...]:
    """Return the ranges of d and c over a polygon, and those of w and z where they are bounded."""
    below, above = polygon.supremum(-1, 0), polygon.supremum(1, 0)
    lower, upper = polygon.supremum(0, -1), polygon.supremum(0, 1)
    assert below.value is not None
    assert lower.value is not None
    w, z = -below.value, -lower.value
    loss_low = _ZERO if above.value is None else 1 / (1 + above.value)
    cosine_high = _ONE if upper.value is None else 1 - 1 / upper.value
    found = [
        Bound("d", loss_low, 1 / (1 + w), above.attained, below.attained),
        Bound("c", 1 - 1 / z, cosine_high, lower.attained, upper.attained),
    ]
    if above.value is not None:
        found.append(Bound("w", w, above.value, below.attained, above.attained))
    if upper.value is not None:
        found.append(Bound("z", z, upper.value, lower.attained, upper.attained))
    return tuple(found)


def _greater(x: Number, y: Number) -> Number:
    return x if sign(x - y) >= 0 else y


def identified_set(observations: Iterable[Observation], *, ties: bool = False) -> IdentifiedSet:
    """Return the exact set of (w, z) that explains the choices of one party."""
    history = validated(observations)
    names = _names(history)
    for name, o in zip(names, history, strict=True):
        if o.win_probability is None:
            raise DataError(
                f"{name}: the win probability is unknown",
                hint="bounds with an unknown belief come from unknown_belief()",
            )
    used = survivors(history)
    planes = [half_plane(history[number], names[number], ties=ties) for number in used]
    polygon = intersect(planes, CORNER, DOMAIN)
    lossless = aligned = True
    for o in history:
        # Only the sign of the slope counts at d = 0, and at c = 1 whether anyone sought.
        lossless = lossless and _explained_without_loss(o, ties)
        aligned = aligned and (o.action == "hold" or (ties and o.risk == 0))
    return IdentifiedSet(history, ties, polygon, tuple(used), lossless, aligned)


def _explained_without_loss(o: Observation, ties: bool) -> bool:
    """Whether the choice is right at d = 0 and any c < 1."""
    if o.spoils == 0:
        assert o.win_probability is not None
        rising = 0
        if o.risk != 0 and o.stakes != 0:
            rising = (o.win_probability > o.share) - (o.win_probability < o.share)
    else:
        rising = sign(o.line()[1])
    if o.action == "hold":
        return rising <= 0
    return rising > 0 or (ties and rising == 0)


def _names(history: Sequence[Observation]) -> list[str]:
    return [o.name or f"observation {number + 1}" for number, o in enumerate(history)]


def one_by_one(observations: Sequence[Observation], *, ties: bool = False) -> list[IdentifiedSet]:
    """Return the identified set after each of the observations in turn."""
    return [
        identified_set(observations[:end], ties=ties) for end in range(1, len(observations) + 1)
    ]
