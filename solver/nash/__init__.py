"""Nash equilibria of games in normal form."""

from solver.nash.pure import pure_equilibria, pure_profiles
from solver.nash.solve import extreme_equilibria, solve_bimatrix

__all__ = ["extreme_equilibria", "pure_equilibria", "pure_profiles", "solve_bimatrix"]
