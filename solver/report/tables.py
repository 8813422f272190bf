"""Tables that several reports share."""

from __future__ import annotations

from solver.solve.document import equilibrium_table, payoff_table

__all__ = ["equilibrium_table", "payoff_table"]
