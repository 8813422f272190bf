"""Questions about stochastic games: their Markov perfect equilibria."""

from __future__ import annotations

from typing import Any

from solver.solve.answer import Answer

QUESTIONS = {"markov": "all Markov perfect equilibria, exact"}


def answer(subject: Any, question: str, clock: Any) -> Answer:
    """Answer one of the questions; see `solver.solve.kinds`."""
    from solver.solve.kinds.stochastic.markov import answer_markov

    return answer_markov(subject, clock)
