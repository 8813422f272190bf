"""The world of preferences, power and conflict: the theory before any game."""

from games.world.conflict import (
    CoalitionConflict,
    Conflict,
    coalition_conflict,
    conflict_value,
    value,
    with_advantage,
)
from games.world.contest import Contest, LogisticContest, RatioContest
from games.world.decision import Decision, Line, Threshold, critical_risk, decision
from games.world.destruction import Destruction
from games.world.world import Beliefs, Party, World

__all__ = [
    "Beliefs",
    "CoalitionConflict",
    "Conflict",
    "Contest",
    "Decision",
    "Destruction",
    "Line",
    "LogisticContest",
    "Party",
    "RatioContest",
    "Threshold",
    "World",
    "coalition_conflict",
    "conflict_value",
    "critical_risk",
    "decision",
    "value",
    "with_advantage",
]
