"""While long work goes on: Ctrl-C once finishes with what was found, twice stops at once; and a
line on standard error says how far it has got."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click


class Interrupt:
    """Whether the user has asked to stop."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        """Return whether Ctrl-C was pressed."""
        return self.asked

    def handle(self, _signal: int, _frame: FrameType | None) -> None:
        """Note the first request; obey the second."""
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        click.echo("detente: stopping; press Ctrl-C again to stop without an answer", err=True)


@contextmanager
def interruptible() -> Iterator[Interrupt]:
    """Catch Ctrl-C while an answer is worked out."""
    interrupt = Interrupt()
    if threading.current_thread() is not threading.main_thread():
        yield interrupt
        return
    before = signal.signal(signal.SIGINT, interrupt.handle)
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, before)


class ProgressLine:
    """One line on standard error, written over again and again, and wiped at the end.

    Shown to a terminal only, and only once the work has taken a while.
    """

    _PATIENCE, _STEP = 1.0, 0.2

    def __init__(self, shown: bool) -> None:
        self._next = time.monotonic() + self._PATIENCE if shown else float("inf")
        self._width = 0

    def __call__(self, text: str) -> None:
        """Show where the work stands, unless it was shown a moment ago."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + self._STEP
        self._write(text)

    def clear(self) -> None:
        """Wipe the line."""
        if self._width:
            self._write("")

    def _write(self, text: str) -> None:
        sys.stderr.write("\r" + text.ljust(self._width) + ("" if text else "\r"))
        sys.stderr.flush()
        self._width = len(text)
