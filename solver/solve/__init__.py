"""One front for every game: find the equilibria, check them, judge them, say how far that holds.

`from solver import solve` imports nothing until it is used; the module itself is callable, so
that the name means the same whether or not the module was imported before.
"""

from __future__ import annotations

import inspect
import sys
import types
from typing import Any

from solver.solve.answer import Answer
from solver.solve.front import Subject, solve
from solver.solve.solution import DominanceRecord, Solution, SpecRecord

__all__ = ["Answer", "DominanceRecord", "Solution", "SpecRecord", "Subject", "solve"]


class _Front(types.ModuleType):
    """The module, which solves when it is called."""

    __signature__ = inspect.signature(solve)

    def __call__(self, *arguments: Any, **options: Any) -> Answer:
        answer: Answer = solve(*arguments, **options)
        return answer


sys.modules[__name__].__class__ = _Front
