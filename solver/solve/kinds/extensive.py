"""Games in extensive form: ladders and trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.solve.trees.perfect import perfect_solution

if TYPE_CHECKING:
    from solver.solve.answer import Answer
    from solver.solve.front import Clock, Subject

QUESTIONS = {
    "subgame_perfect": "equilibria that are equilibria in every subgame, and their play",
}


def answer(subject: Subject, question: str, clock: Clock) -> Answer:
    """Answer a question about a tree."""
    return perfect_solution(subject, clock)
