"""Dropping observations that certainly cannot bind, before any exact arithmetic.

An upper bound z < a + b w binds nowhere if its point (b, a) lies above a chord of the lower hull
of all such points: a convex combination of two other bounds is then below it everywhere. Hull and
cross products are computed in floating point; a bound is dropped only if its cross product exceeds
the rounding error by orders of magnitude and its b lies clearly inside the chord, so that every
bound that could bind survives for the exact intersection.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from games.world.observation import Observation

#: With coefficients below `_LARGE` the cross products err by less than 1e-11.
_TOLERANCE = 1e-9
_LARGE = 16.0
#: Histories shorter than this go to the exact intersection whole.
FEW = 64


def survivors(observations: Sequence[Observation]) -> list[int]:
    """Return, in order, the numbers of the observations that may bind; repetitions dropped."""
    first: dict[Any, int] = {}
    for number, o in enumerate(observations):
        first.setdefault(
            (o.action, o.share, o.win_probability, o.stakes, o.risk, o.grab, o.loss_if_held)
            if len(observations) < FEW
            else _key(o),
            number,
        )
    unique = list(first.values())
    if len(unique) < FEW:
        return unique
    return _filtered(observations, unique)


def _key(o: Observation) -> Any:
    """Return a key whose hash is quicker than that of fractions."""
    values = (o.share, o.win_probability, o.stakes, o.risk, o.grab, o.loss_if_held)
    try:
        return (o.action, *((v.numerator, v.denominator) for v in values))  # type: ignore[union-attr]
    except AttributeError:
        return (o.action, *values)


def _filtered(observations: Sequence[Observation], numbers: list[int]) -> list[int]:
    import numpy as np

    chosen = [observations[number] for number in numbers]
    table = np.array(
        [(o.share, o.win_probability, o.stakes, o.risk, o.grab, o.loss_if_held) for o in chosen],
        dtype=float,
    ).T
    share, win, stakes, risk, grab, held = table
    seek = np.array([o.action == "seek" for o in chosen])
    with np.errstate(all="ignore"):
        spoils = ((1 - risk) * grab * (1 - share) + held * share) / risk
        base, slope = (1 - share) + spoils, stakes * (win - share) + spoils
    usable = np.isfinite(spoils) & (np.abs(base) < _LARGE) & (np.abs(slope) < _LARGE)
    keep = ~usable
    for group, side in ((seek, 1.0), (~seek, -1.0)):
        members = np.flatnonzero(group & usable)
        keep[members[_near_lower_hull(slope[members], side * base[members])]] = True
    return [number for number, kept in zip(numbers, keep.tolist(), strict=True) if kept]


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
