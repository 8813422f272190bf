"""What one choice reveals: a half-plane in the plane of survival odds and affinity."""

from __future__ import annotations

from games.world.observation import Observation
from solver.geometry.polygon import HalfPlane


def half_plane(observation: Observation, name: str, *, ties: bool = False) -> HalfPlane:
    """Return the (w, z) that explain a choice; with `ties` the indifferent may seek too."""
    base, slope, risk = observation.line()
    if observation.action == "seek":
        return HalfPlane(-slope, risk, base, not ties, name)
    return HalfPlane(slope, -risk, -base, False, name)
