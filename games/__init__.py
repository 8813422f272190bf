"""What is played: exact numbers, worlds, conflicts, game forms, specs and the catalogue."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from games.build import posture
    from games.forms import NormalFormGame
    from games.spec import Spec, load
    from games.world import Beliefs, Conflict, LogisticContest, Party, RatioContest, World

__version__ = "0.1.0"

__all__ = [
    "Beliefs",
    "Conflict",
    "LogisticContest",
    "NormalFormGame",
    "Party",
    "RatioContest",
    "Spec",
    "World",
    "load",
    "posture",
]

#: Where each public name lives; imported when it is first asked for, so `import games` is instant.
_HOMES = {
    "Beliefs": "games.world",
    "Conflict": "games.world",
    "LogisticContest": "games.world",
    "NormalFormGame": "games.forms",
    "Party": "games.world",
    "RatioContest": "games.world",
    "Spec": "games.spec",
    "World": "games.world",
    "load": "games.spec",
    "posture": "games.build",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its room when it is first asked for."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
