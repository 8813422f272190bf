"""Builders: from a world and a conflict to a game. The one place where the two meet."""

from games.build.posture import Switch, conditions, posture, posture_tables

__all__ = ["Switch", "conditions", "posture", "posture_tables"]
