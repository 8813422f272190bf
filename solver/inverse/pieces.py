"""The set under "a best reply to some posture": a union of disjoint convex polygons.

Each choice offers alternatives (against a holder, against a seeker), closed half-planes A, B, ..
of which at least one must explain it. A, and not-A with B, and so on, keep the pieces disjoint. A
choice that some alternative explains all over a piece leaves it as it is. Which choices those are
is seen in floating point first, at a distance from the border far above the rounding error; the
others are intersected exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from games.errors import LimitError
from games.world.observation import Observation
from solver.geometry.polygon import HalfPlane, Polygon, intersect
from solver.inverse.cubature import Array
from solver.inverse.half_plane import half_plane
from solver.inverse.identified import CORNER, DOMAIN

#: Rows and corners are scaled to 1, so that an excess errs by less than 1e-14.
_CLEAR = 1e-9
#: More polygons than this are not followed.
PIECES = 10_000


def pieces(observations: Sequence[tuple[Observation, ...]]) -> tuple[Polygon, ...]:
    """Return the set as disjoint convex polygons; per choice its alternatives, ties allowed.

    Raises `LimitError` beyond `PIECES` polygons.
    """
    planes = [[half_plane(o, o.name, ties=True) for o in choice] for choice in observations]
    rows = np.zeros((len(planes), max(map(len, planes), default=1), 3))
    rows[:, :, 2] = -1.0  # no alternative: 0 <= -1 never holds
    for number, alternatives in enumerate(planes):
        for place, plane in enumerate(alternatives):
            rows[number, place] = _unit([plane.a, plane.b, plane.c])
    found: list[Polygon] = []
    open_ = [(intersect([], CORNER, DOMAIN), np.arange(len(planes)))]
    while open_:
        piece, left = open_.pop()
        corners = np.array(
            [_unit([*c.position, 0 if c.infinite else 1]) for c in piece.corners]
        ) * [1.0, 1.0, -1.0]
        excess = (rows[left] @ corners.T).max(axis=2).min(axis=1)
        left = left[excess > -_CLEAR]
        if not len(left):
            found.append(piece)
            continue
        # The choice that cuts deepest comes first, so that pieces shrink fast.
        order = np.argsort(-excess[excess > -_CLEAR], kind="stable")
        chosen, left = int(left[order[0]]), np.sort(left[order[1:]])
        if len(open_) + len(found) >= PIECES:
            raise LimitError(
                f"the set falls into more than {PIECES} polygons under best replies to any posture",
                hint="infer from fewer choices at a time",
            )
        refused: list[HalfPlane] = []
        bordering = _bordering(piece)
        for plane in planes[chosen]:
            part = intersect([*bordering, *refused, plane], CORNER, DOMAIN)
            if not part.empty:
                open_.append((part, left))
            refused.append(
                HalfPlane(-plane.a, -plane.b, -plane.c, not plane.strict, f"not {plane.name}")
            )
    return tuple(found)


def _unit(entries: Sequence[Any]) -> Array:
    """Return exact entries as floats, scaled so that the largest is 1 in size."""
    values = np.array([float(entry) for entry in entries])
    size = np.abs(values).max()
    return np.asarray(values / size) if size > 0 else values


def _bordering(polygon: Polygon) -> list[HalfPlane]:
    """Return the half-planes tight somewhere on the polygon; they imply all others."""
    tight = {number for corner in polygon.corners for number in corner.tight}
    return [polygon.half_planes[number] for number in sorted(tight) if number >= 2]
