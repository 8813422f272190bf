"""Certificates of identified sets: the history, and the polygon or the conflict, as plain data."""

from __future__ import annotations

from typing import Any

from games.exact import to_json
from solver.errors import DataError
from solver.inverse.identified import IdentifiedSet
from solver.solution import Certificate


def certify(found: IdentifiedSet) -> Certificate:
    """Return a certificate that `solver.verify` checks by definition alone.

    Raises `DataError` for a set that is not empty but has no interior, which it does not cover.
    """
    game = {
        "ties": found.ties,
        "observations": [
            {
                "action": o.action,
                "share": to_json(o.share),
                "win_probability": None
                if o.win_probability is None
                else to_json(o.win_probability),
                "stakes": to_json(o.stakes),
                "risk": to_json(o.risk),
                "grab": to_json(o.grab),
                "loss_if_held": to_json(o.loss_if_held),
            }
            for o in found.observations
        ],
    }
    polygon = found.polygon
    witnesses: dict[str, Any]
    if polygon.empty:
        # Constraints 0 and 1 are the domain; from 2 on the choices in their order.
        numbers = [n if n < 2 else found.used[n - 2] + 2 for n in polygon.conflict]
        witnesses = {
            "conflict": numbers,
            "multipliers": [to_json(y) for y in polygon.multipliers],
        }
    elif polygon.dimension == 2:
        witnesses = {
            "corners": [
                {
                    "w": to_json(corner.position[0]),
                    "z": to_json(corner.position[1]),
                    "direction": corner.infinite,
                    "included": corner.included,
                }
                for corner in polygon.corners
            ]
        }
    else:
        raise DataError("certificates cover sets with an interior, and empty ones")
    return Certificate("identified_set", game, witnesses)
