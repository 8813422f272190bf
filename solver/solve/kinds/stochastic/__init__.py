"""Questions about stochastic games: their Markov perfect equilibria."""

from __future__ import annotations

from typing import Any

from solver.solve.answer import Answer

QUESTIONS = {
    "markov": "all Markov perfect equilibria, exact; of more than 24 states one, as by `path`",
    "value": "the value of a zero-sum game between proved bounds, of any number of states",
    "best": "the best equilibrium where all receive the same, exact",
    "path": "one equilibrium, numerical, with a proved bound on every gain; two players",
}
#: Why no distance to another verdict is computed for a numerical answer.
NUMERICAL = "the answer is numerical"
#: States up to which all equilibria are looked for.
MOST_STATES = 24


def answer(subject: Any, question: str, clock: Any) -> Answer:
    """Answer one of the questions; see `solver.solve.kinds`."""
    if question == "value":
        from solver.solve.kinds.stochastic.value import answer_value

        return answer_value(subject, clock)
    large = len(subject.game.states) > MOST_STATES and len(subject.game.players) == 2
    if question == "path" or (large and question == "markov"):
        from solver.solve.kinds.stochastic.path import answer_path

        return answer_path(subject, clock)
    from solver.solve.kinds.stochastic.markov import answer_markov

    return answer_markov(subject, clock, question)
