"""Perfect Bayesian equilibria of signalling games: all of them, with their beliefs."""

from solver.beliefs.perfect_bayesian import perfect_bayesian_equilibria

__all__ = ["perfect_bayesian_equilibria"]
