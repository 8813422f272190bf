"""Where answers change: thresholds in closed form, and the exact map of regimes."""

from solver.regimes.partition import partition

__all__ = ["partition"]
