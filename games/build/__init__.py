"""Builders: from a world and a conflict to a game. The one place where the two meet."""

from games.build.posture import posture, posture_tables

__all__ = ["posture", "posture_tables"]
