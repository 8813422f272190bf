"""Counting work against stated limits."""

from __future__ import annotations

import time

from solver.solution.limits import Limits

#: How many steps pass between two looks at the memory of the process.
_MEMORY_STRIDE = 64


class LimitReached(Exception):  # noqa: N818 (a signal within this room, never an error)
    """A limit was reached; the message says which and how to raise it."""


class Budget:
    """Told of the work done again and again, it raises `LimitReached` when a limit is reached."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._looks = 0
        self._deadline = None if limits.seconds is None else time.monotonic() + limits.seconds

    def bases(self, visited: int, most: int | None) -> None:
        """Look at the limits after `visited` bases; `most` applies where no limit was given."""
        limits = self._limits
        allowed = most if limits.bases is None else limits.bases
        if allowed is not None and visited > allowed:
            raise LimitReached(
                f"stopped at the limit of {allowed} bases; raise it with Limits(bases=..)"
            )
        self._looks += 1
        if limits.stop is not None and limits.stop():
            raise LimitReached("interrupted; what was found until then is listed")
        if self._deadline is not None and time.monotonic() > self._deadline:
            raise LimitReached(
                f"stopped at the time limit of {limits.seconds} s; raise it with --limit-time"
                " or Limits(seconds=..)"
            )
        if limits.memory is not None and (most is None or self._looks % _MEMORY_STRIDE == 0):
            used = memory_in_use()
            if used > limits.memory:
                raise LimitReached(
                    f"stopped at the memory limit of {limits.memory} bytes; raise it with"
                    " --limit-memory or Limits(memory=..)"
                )

    def equilibrium(self, found: int) -> None:
        """Raise if `found` equilibria are as many as were asked for."""
        if self._limits.equilibria is not None and found >= self._limits.equilibria:
            raise LimitReached(f"stopped after {found} equilibria, as many as were asked for")


def memory_in_use() -> int:
    """Resident memory of this process in bytes (its peak where the system tells no more)."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            pages = int(file.read().split()[1])
        import resource

        return pages * resource.getpagesize()
    except OSError:
        import resource
        import sys

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
