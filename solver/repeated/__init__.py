"""Repeated games: minmax, what discount factors sustain, automata, equilibrium payoffs."""

from solver.repeated.certificate import automaton_certificate, payoff_certificate
from solver.repeated.deviation import AutomatonTest, OneShotDeviation, one_shot_test, state_values
from solver.repeated.minmax import MixedMinmax, PureMinmax, mixed_minmax, pure_minmax
from solver.repeated.payoffs import numerical_payoffs, payoff_set
from solver.repeated.reversion import critical_discount, sustained, thresholds, worst_equilibria
from solver.repeated.strategies import punishment_for, reversion, tit_for_tat
from solver.repeated.support import supporting_automaton

__all__ = [
    "AutomatonTest",
    "MixedMinmax",
    "OneShotDeviation",
    "PureMinmax",
    "automaton_certificate",
    "critical_discount",
    "mixed_minmax",
    "numerical_payoffs",
    "one_shot_test",
    "payoff_certificate",
    "payoff_set",
    "punishment_for",
    "pure_minmax",
    "reversion",
    "state_values",
    "supporting_automaton",
    "sustained",
    "thresholds",
    "tit_for_tat",
    "worst_equilibria",
]
