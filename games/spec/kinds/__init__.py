"""The kinds of game a spec can describe: one module each, named in one table.

A module of a kind holds
    MODEL      the pydantic model of the whole spec, a subclass of `blocks.Document`;
    build      (document, scope) -> Realisation: asks the scope for every quantity by its address,
               so that building the game is also what lists its quantities;
    TEMPLATE   a commented spec of this kind, which loads and builds;
    canonical  optional, (writer, document, realisation) -> the canonical form of all that is not a
               parameter, where two ways of writing a game would otherwise give two digests.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: kind -> module.
KINDS = {
    "extensive": "games.spec.kinds.extensive",
    "history": "games.spec.kinds.history",
    "ladder": "games.spec.kinds.ladder",
    "matrix": "games.spec.kinds.matrix",
    "posture": "games.spec.kinds.posture",
}


def kind_module(kind: str) -> Any:
    """The module of a kind in the table."""
    return import_module(KINDS[kind])
