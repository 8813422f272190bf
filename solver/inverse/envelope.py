"""Dropping observations that certainly cannot bind, before any exact arithmetic.

An upper bound z < a + b w binds nowhere if its point (b, a) lies above a chord of the lower hull
of all such points: a convex combination of two other bounds is then below it everywhere. Hull and
cross products are computed in floating point; a bound is dropped only if its cross product exceeds
the rounding error by orders of magnitude and its b lies clearly inside the chord, so that every
bound that could bind survives for the exact intersection.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from games.world.observation import Observation

#: With coefficients below `_LARGE` the cross products err by less than 1e-11.
_TOLERANCE = 1e-9
_LARGE = 16.0
#: Histories shorter than this go to the exact intersection whole.
FEW = 64


def survivors(observations: Sequence[Observation]) -> list[int]:
    """Return, in order, the numbers of the observations that may bind; repetitions dropped."""
    numbers = list(range(len(observations)))
    if len(observations) >= FEW:
        numbers = _filtered(observations)
    first: dict[Any, int] = {}
    for number in numbers:
        o = observations[number]
        key = (o.action, o.share, o.win_probability, o.stakes, o.risk, o.grab, o.loss_if_held)
        first.setdefault(key, number)
    return list(first.values())


def _column(values: list[Any]) -> Any:
    """Return exact numbers as an array of floats, each correct to the last place."""
    import numpy as np

    if all(value is values[0] for value in values):
        return np.full(len(values), float(values[0]))
    return np.array(
        [v.numerator / v.denominator if isinstance(v, Fraction) else float(v) for v in values]
    )


def _filtered(observations: Sequence[Observation]) -> list[int]:
    import numpy as np

    share = _column([o.share for o in observations])
    win = _column([o.win_probability for o in observations])
    stakes = _column([o.stakes for o in observations])
    risk = _column([o.risk for o in observations])
    grab = _column([o.grab for o in observations])
    held = _column([o.loss_if_held for o in observations])
    seek = np.array([o.action == "seek" for o in observations])
    with np.errstate(all="ignore"):
        spoils = ((1 - risk) * grab * (1 - share) + held * share) / risk
        base, slope = (1 - share) + spoils, stakes * (win - share) + spoils
    usable = np.isfinite(spoils) & (np.abs(base) < _LARGE) & (np.abs(slope) < _LARGE)
    keep = ~usable
    for group, side in ((seek, 1.0), (~seek, -1.0)):
        members = np.flatnonzero(group & usable)
        keep[members[_near_lower_hull(slope[members], side * base[members])]] = True
    found: list[int] = np.flatnonzero(keep).tolist()
    return found


def _near_lower_hull(x: Any, y: Any) -> Any:
    """Return a mask of the points on, or too near to call to, the lower hull."""
    import numpy as np

    if len(x) < 3:
        return np.ones(len(x), dtype=bool)
    order = np.lexsort((y, x))
    hull: list[int] = []
    xs, ys = x.tolist(), y.tolist()
    for i in order.tolist():
        while len(hull) >= 2 and _turn(xs, ys, hull[-2], hull[-1], i) <= 0:
            hull.pop()
        hull.append(i)
    left, right = hull[:-1], hull[1:]
    corners = x[hull]
    chord = np.clip(np.searchsorted(corners, x, side="right") - 1, 0, max(len(left) - 1, 0))
    if not left:
        return np.ones(len(x), dtype=bool)
    a, b = np.array(left)[chord], np.array(right)[chord]
    height = (x[b] - x[a]) * (y - y[a]) - (y[b] - y[a]) * (x - x[a])
    inside = (x > x[a] + _TOLERANCE) & (x < x[b] - _TOLERANCE)
    return ~(inside & (height > _TOLERANCE))


def _turn(x: list[float], y: list[float], i: int, j: int, k: int) -> float:
    return (x[j] - x[i]) * (y[k] - y[i]) - (y[j] - y[i]) * (x[k] - x[i])
