"""Errors of solving; those of input live in `games.errors`."""

from __future__ import annotations

from games.errors import DetenteError, LimitError, UndecidedError

__all__ = [
    "DataError",
    "DetenteError",
    "EngineError",
    "EstimationError",
    "LimitError",
    "MissingError",
    "UndecidedError",
]


class MissingError(DetenteError):
    """An optional engine or extra that is not installed."""

    kind = "missing"


class EngineError(DetenteError):
    """An outside engine failed or answered something that cannot be read."""

    kind = "engine"


class DataError(DetenteError):
    """Observations that cannot be used as they are: columns, codes, missing values."""

    kind = "data"


class EstimationError(DetenteError):
    """A likelihood that has no maximum, or whose maximum was not found."""

    kind = "estimation"
    exit_code = 3
