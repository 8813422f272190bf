"""What a map may cost, and in words which limit ended it."""

from __future__ import annotations

import time
from fractions import Fraction

from solver.nash.budget import memory_in_use
from solver.solution.limits import Limits

#: Cells of a map over two quantities where no other limit is given: some 400 MB.
MAX_CELLS = 200_000
#: Degree of a polynomial in one variable to which two curves, or a curve and itself, may lead.
MAX_RESULTANT = 2_000


class Budget:
    """Asked again and again, it says whether to stop; `reason` is then a sentence.

    The clock runs from its making. too_high: in words, that curves meet in too high a degree.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._start = time.monotonic()
        self.reason = ""
        self.too_high = ""

    @property
    def timed(self) -> bool:
        """Whether there is a time limit."""
        return self._limits.seconds is not None

    def spent(self, share: Fraction) -> bool:
        """Whether to stop, or a share of the time that is allowed went by."""
        seconds = self._limits.seconds
        passed = time.monotonic() - self._start
        return self() or (seconds is not None and passed > share * seconds)

    def expire(self) -> None:
        """Give the time limit as the reason, where there is no other."""
        if not self.reason:
            self.reason = self._out_of_time()

    def _out_of_time(self) -> str:
        return f"Stopped at the time limit of {self._limits.seconds:g} s (--limit-time)"

    def __call__(self, cells: int = 0) -> bool:
        """Whether a limit is reached; cells: how many there are by now."""
        limits = self._limits
        most = MAX_CELLS if limits.cells is None else limits.cells
        if self.reason:
            return True
        if limits.stop is not None and limits.stop():
            self.reason = "Interrupted"
        elif limits.seconds is not None and time.monotonic() - self._start > limits.seconds:
            self.reason = self._out_of_time()
        elif limits.memory is not None and memory_in_use() > limits.memory:
            self.reason = f"Stopped at the memory limit of {limits.memory} bytes (--limit-memory)"
        elif cells > most:
            self.reason = f"Stopped at the limit of {most} cells (--limit-cells)"
        return bool(self.reason)

    def degree(self, degree: int) -> bool:
        """Whether the polynomial in which two curves meet would have too high a degree."""
        if degree > MAX_RESULTANT and not self.too_high:
            self.too_high = (
                f"Two curves meet where a polynomial of degree {degree} is zero, and "
                f"{MAX_RESULTANT} is the limit"
            )
        return bool(self.too_high)
