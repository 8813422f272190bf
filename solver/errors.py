"""Errors of solving; those of input live in `games.errors`."""

from __future__ import annotations

from games.errors import DetenteError, LimitError, UndecidedError

__all__ = ["DetenteError", "EngineError", "LimitError", "MissingError", "UndecidedError"]


class MissingError(DetenteError):
    """An optional engine or extra that is not installed."""

    kind = "missing"


class EngineError(DetenteError):
    """An outside engine failed or answered something that cannot be read."""

    kind = "engine"
