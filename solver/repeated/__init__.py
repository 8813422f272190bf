"""Repeated games: minmax, what discount factors sustain, automata, equilibrium payoffs."""

from solver.repeated.certificate import automaton_certificate, payoff_certificate
from solver.repeated.conditions import conditions
from solver.repeated.deviation import AutomatonTest, OneShotDeviation, one_shot_test, state_values
from solver.repeated.minmax import MixedMinmax, PureMinmax, mixed_minmax, pure_minmax
from solver.repeated.numerical import numerical_payoffs
from solver.repeated.payoffs import payoff_set
from solver.repeated.penal import optimal_discount
from solver.repeated.reversion import critical_discount, sustained, thresholds, worst_equilibria
from solver.repeated.strategies import punishment_for, reversion, tit_for_tat
from solver.repeated.support import penal_automaton, supporting_automaton
from solver.repeated.sustaining import intersection, sustaining

__all__ = [
    "AutomatonTest",
    "MixedMinmax",
    "OneShotDeviation",
    "PureMinmax",
    "automaton_certificate",
    "conditions",
    "critical_discount",
    "intersection",
    "mixed_minmax",
    "numerical_payoffs",
    "one_shot_test",
    "optimal_discount",
    "payoff_certificate",
    "payoff_set",
    "penal_automaton",
    "punishment_for",
    "pure_minmax",
    "reversion",
    "state_values",
    "supporting_automaton",
    "sustained",
    "sustaining",
    "thresholds",
    "tit_for_tat",
    "worst_equilibria",
]
