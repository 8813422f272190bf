"""Games in extensive form: ladders and trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.solve.trees.mixed import mixed_solution
from solver.solve.trees.perfect import perfect_solution

if TYPE_CHECKING:
    from solver.solve.answer import Answer
    from solver.solve.front import Clock, Subject

QUESTIONS = {
    "subgame_perfect": "equilibria that are equilibria in every subgame, and their play",
    "nash": "equilibria of the reduced normal form, threats that are not credible too",
}


def answer(subject: Subject, question: str, clock: Clock) -> Answer:
    """Answer a question about a tree: by backward induction where everybody sees everything."""
    if question == "subgame_perfect" and subject.game.has_perfect_information:
        return perfect_solution(subject, clock)
    return mixed_solution(subject, question, clock)
