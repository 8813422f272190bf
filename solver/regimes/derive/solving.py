"""Questions solved for the quantities that somebody asks about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from solver.regimes.derive.turning import Question, derive_thresholds
from solver.solution.threshold import DerivedThreshold


def solve_each(questions: Iterable[Question], target: str | None) -> Iterator[DerivedThreshold]:
    """The thresholds of every question in each of its quantities, or in the one named `target`."""
    for asked in questions:
        for symbol in asked.symbols:
            if target in (None, symbol.name):
                yield from derive_thresholds(asked, symbol.letter)
