"""Ctrl-C, once: finish with what was found. Twice: stop at once."""

from __future__ import annotations

import signal
import threading
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
