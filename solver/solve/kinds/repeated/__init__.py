"""Questions about repeated games: what discount factors keep the peace, and what play can pay."""

from __future__ import annotations

from typing import Any

from solver.solve.answer import Answer
from solver.solve.kinds.repeated.payoffs import answer_payoffs
from solver.solve.kinds.repeated.sustain import answer_sustain

QUESTIONS = {
    "discount": "for which discount factors the path is sustained, and who would break it",
    "payoffs": "the whole set of subgame-perfect payoffs, two players with one discount factor",
}


def answer(subject: Any, question: str, clock: Any) -> Answer:
    """Answer one of the questions; see `solver.solve.kinds`."""
    return (answer_sustain if question == "discount" else answer_payoffs)(subject, clock)
