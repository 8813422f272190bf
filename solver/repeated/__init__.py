"""Repeated games: minmax, what discount factors sustain, strategies as automata."""

from solver.repeated.deviation import AutomatonTest, OneShotDeviation, one_shot_test, state_values
from solver.repeated.reversion import critical_discount, sustained, thresholds, worst_equilibria
from solver.repeated.strategies import punishment_for, reversion, tit_for_tat

__all__ = [
    "AutomatonTest",
    "OneShotDeviation",
    "critical_discount",
    "one_shot_test",
    "punishment_for",
    "reversion",
    "state_values",
    "sustained",
    "thresholds",
    "tit_for_tat",
    "worst_equilibria",
]
