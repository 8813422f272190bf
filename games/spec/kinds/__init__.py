"""The kinds of game a spec can describe: one module each, named in one table.

A module of a kind holds
    MODEL      the pydantic model of the whole spec, a subclass of `blocks.Document`;
    MODELS     in place of MODEL, for games played over a stage game: kind of the stage -> model;
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
    "bargaining": "games.spec.kinds.bargaining",
    "dynamic_balance": "games.spec.kinds.dynamic_balance",
    "extensive": "games.spec.kinds.extensive",
    "history": "games.spec.kinds.history",
    "ladder": "games.spec.kinds.ladder",
    "matrix": "games.spec.kinds.matrix",
    "posture": "games.spec.kinds.posture",
    "private_alignment": "games.spec.kinds.private_alignment",
    "repeated": "games.spec.kinds.repeated",
    "reputation": "games.spec.kinds.reputation",
    "signalling": "games.spec.kinds.signalling",
    "stochastic": "games.spec.kinds.stochastic",
}


def kind_module(kind: str) -> Any:
    """The module of a kind in the table."""
    return import_module(KINDS[kind])


def models(kind: str) -> dict[str | None, Any]:
    """The models of a kind, by the kind of its stage game; None where it has none."""
    module = kind_module(kind)
    several: dict[str | None, Any] | None = getattr(module, "MODELS", None)
    return {None: module.MODEL} if several is None else several
