"""From a complete equilibrium set to words and numbers, and how far another verdict is."""

from solver.verdict.judge import verdict

__all__ = ["verdict"]
