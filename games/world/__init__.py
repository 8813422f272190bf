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
from games.world.convergence import Index, avoidance_index, convergence_index, share_below
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
    "Index",
    "Line",
    "LogisticContest",
    "Party",
    "RatioContest",
    "Threshold",
    "World",
    "avoidance_index",
    "coalition_conflict",
    "conflict_value",
    "convergence_index",
    "critical_risk",
    "decision",
    "share_below",
    "value",
    "with_advantage",
]
