"""Limits on the work a question may cost. Reaching one leaves an answer labelled incomplete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What may be spent; None means no limit of that kind.

    seconds: wall-clock time. memory: bytes of the process. equilibria: stop after this many.
    bases: bases of both best-reply polytopes together; without it a stated default applies that
    keeps within some two gigabytes: a basis takes about a kilobyte in Python integers, and 120
    bytes in the compiled tiers.
    cells: of a map over two quantities; without it a stated default applies.
    stop: asked again and again; once it returns true, the work ends as at any other limit.
    progress: told now and then, in words, how far long work has got.
    """

    seconds: float | None = None
    memory: int | None = None
    equilibria: int | None = None
    bases: int | None = None
    cells: int | None = None
    stop: Callable[[], bool] | None = None
    progress: Callable[[str], None] | None = None
