"""Solve a game: every equilibrium, checked by the definition before it leaves, and the verdict.

Two players: the exact enumeration, complete.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from games.forms.normal import NormalFormGame
from solver.dominance import dominated_actions, iterated_elimination
from solver.nash import solve_bimatrix
from solver.solution.limits import Limits
from solver.solve.solution import DominanceRecord, Solution
from solver.verdict import verdict


@dataclass
class Clock:
    """When to stop, and what took long: asked and told by every stage."""

    limits: Limits
    timing: Callable[[str, float], None] | None = None

    def __post_init__(self) -> None:
        self._started = self._last = time.monotonic()

    def stopped(self) -> bool:
        """Whether the time is used up or the user has interrupted."""
        limits = self.limits
        if limits.stop is not None and limits.stop():
            return True
        return limits.seconds is not None and time.monotonic() - self._started > limits.seconds

    def lap(self, stage: str) -> None:
        """Tell how long a stage took."""
        now = time.monotonic()
        if self.timing is not None:
            self.timing(stage, now - self._last)
        self._last = now


def solve(
    game: NormalFormGame,
    *,
    limits: Limits | None = None,
    timing: Callable[[str, float], None] | None = None,
) -> Solution:
    """Find all equilibria of a game and judge them.

    limits: on time, memory and number; where one is reached the answer is labelled incomplete.
    timing: told each stage and its seconds.
    """
    clock = Clock(limits or Limits(), timing)
    found = solve_bimatrix(game, clock.limits)
    clock.lap("equilibria")
    judged = verdict(game, found)
    dominance = DominanceRecord(
        dominated_actions(game),
        iterated_elimination(game, "strict"),
        iterated_elimination(game, "weak"),
    )
    clock.lap("verdict")
    return Solution(
        spec=None,
        game=game,
        equilibria=found,
        dominance=dominance,
        verdict=judged,
        limits=() if found.complete.value is not False else (found.complete.reason,),
    )
