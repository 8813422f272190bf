"""Every error a user can cause, as one clear sentence with its place and its way out.

The message names what was found and what is allowed. `exit_code` is what the command line
returns: 2 for bad input or usage, 3 for a question that stays incomplete or undecided.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where in a file the fault is: file name, 1-based line and column, dotted key."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    key: str | None = None

    def __str__(self) -> str:
        parts = [self.file or ""]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(part for part in parts if part)


class DetenteError(Exception):
    """Base of all errors that are the input's fault, never a bug of ours."""

    kind = "error"
    exit_code = 2

    def __init__(
        self,
        message: str,
        *,
        place: Place | None = None,
        found: str | None = None,
        allowed: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place or Place()
        self.found = found
        self.allowed = allowed
        self.hint = hint

    def __str__(self) -> str:
        prefix = str(self.place)
        text = f"{prefix}: {self.message}" if prefix else self.message
        return f"{text} ({self.hint})" if self.hint else text


class NumberError(DetenteError):
    """A text or value that is no exact number, or that is too large to handle."""

    kind = "number"


class SpecError(DetenteError):
    """A game spec, or a game file, that breaks its format."""

    kind = "spec"


class WorldError(DetenteError):
    """Parties, alignment, power or conflict outside their domain."""

    kind = "world"


class GameError(DetenteError):
    """A game whose parts do not fit together."""

    kind = "game"


class LimitError(DetenteError):
    """A request beyond a stated limit of size, time or memory."""

    kind = "limit"


class UndecidedError(DetenteError):
    """A sign or comparison that lies beyond what the number type decides."""

    kind = "undecided"
    exit_code = 3
