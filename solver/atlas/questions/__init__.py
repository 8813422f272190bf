"""What can be tabled of a game: one module per question, named in one table.

A module of a question holds `make`, (spec, ask) -> Body, which raises `NoTable` in one sentence for
a game that has no such table. `ask` solves the spec, each question once.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from games.errors import GameError
from games.spec import Spec
from solver.atlas.body import Body, NoTable
from solver.solve import Answer, solve
from solver.solve.kinds import form_module

#: question -> module; other questions are those of `detente solve` for the form of the game, and
#: thresholds, which every form may have.
_THRESHOLDS = "thresholds"
QUESTIONS = {
    "equilibria": "solver.atlas.questions.equilibria",
    _THRESHOLDS: "solver.atlas.questions.thresholds",
    "regimes": "solver.atlas.questions.regimes",
}
#: The module that tables any answer by its own rows.
_ANSWER = "solver.atlas.questions.answer"

#: question -> answer; None is the default question of the game.
Ask = Callable[[str | None], Answer]


def asker(spec: Spec) -> Ask:
    """A function that solves a spec and remembers."""
    known: dict[str | None, Answer] = {}

    def ask(question: str | None) -> Answer:
        if question not in known:
            known[question] = solve(spec, question)
        return known[question]

    return ask


def questions(spec: Spec) -> tuple[str, ...]:
    """Every question that may have a table for this spec, the default first."""
    game = spec.realise().game
    form = None if game is None else form_module(game)
    if form is not None:
        own: dict[str, str] = form.QUESTIONS
        return (*own, _THRESHOLDS)
    return tuple(QUESTIONS) if spec.realise().tables is not None else ()


def body(spec: Spec, question: str, ask: Ask) -> Body:
    """The table of one question; raises `NoTable` where the game has none."""
    known = questions(spec)
    if not known:
        raise NoTable(
            f"{spec.label!r}, of kind {spec.kind!r}, is no game to solve, so there is no table",
            found=spec.kind,
        )
    if question not in known:
        raise NoTable(
            f"a game of kind {spec.kind!r} has no table of {question!r}",
            found=question,
            allowed=", ".join(known),
            hint=f"it has {', '.join(known)}",
        )
    form = form_module(spec.realise().game)
    own = form is not None and question != _THRESHOLDS
    module: Any = import_module(_ANSWER if own else QUESTIONS[question])
    try:
        found: Body = module.make(spec, ask, question) if own else module.make(spec, ask)
    except GameError as error:
        raise NoTable(
            f"{spec.label!r} has no table of {question!r}: {error.message}",
            found=question,
            hint=error.hint,
        ) from None
    return found
