"""Builders: from a world and a conflict to a game. The one place where the two meet."""

from games.build.posture import posture, posture_tables
from games.build.private_alignment import PrivateAlignment, ThirdParty

__all__ = ["PrivateAlignment", "ThirdParty", "posture", "posture_tables"]
