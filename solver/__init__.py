"""How it is solved: equilibria, dominance, verdicts, certificates, reports, commands."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.solve import Solution, solve

__all__ = ["Solution", "solve"]


def __getattr__(name: str) -> Any:
    """Import the front when it is first asked for."""
    if name in __all__:
        front = importlib.import_module("solver.solve")
        return front if name == "solve" else getattr(front, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
