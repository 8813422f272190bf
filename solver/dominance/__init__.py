"""Dominance between actions and between equilibria."""

from solver.dominance.dominated import Belief, Domination, decide, dominated_actions
from solver.dominance.iterated import Elimination, iterated_elimination
from solver.dominance.selection import payoff_dominant, risk_dominant

__all__ = [
    "Belief",
    "Domination",
    "Elimination",
    "decide",
    "dominated_actions",
    "iterated_elimination",
    "payoff_dominant",
    "risk_dominant",
]
