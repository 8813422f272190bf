"""The forms of game beside the normal form: one module each, named in one table.

A module of a form holds
    QUESTIONS  what can be asked of such a game, the default first: name -> one line of help;
    answer     (subject, question, clock) -> Answer, which it has put to `solver.verify`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: class of the form (in `games.forms`) -> module.
FORMS: dict[str, str] = {
    "BargainingGame": "solver.solve.kinds.bargaining",
    "ReputationGame": "solver.solve.kinds.reputation",
    "RepeatedGame": "solver.solve.kinds.repeated",
    "StochasticGame": "solver.solve.kinds.stochastic",
    "ExtensiveGame": "solver.solve.kinds.extensive",
    "SignallingGame": "solver.solve.kinds.signalling",
}


def form_module(game: object) -> Any:
    """The module that answers questions about a game of this class; None if there is none."""
    for kind in type(game).__mro__:
        if kind.__name__ in FORMS:
            return import_module(FORMS[kind.__name__])
    return None
