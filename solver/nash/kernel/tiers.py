"""Which arithmetic serves a polytope, and whether compiled kernels are worth their start.

Determinants of k x k blocks with entries of b bits have about k (b - 1 + log2(k) / 2) bits in a
random game. Where that is close to a machine word, plain 64-bit integers are tried first: they
settle degenerate games at full speed. Beyond it the certified doubles come first, except where
ties are frequent, for each basis of a degenerate vertex needs an exact decision. Every tier notes
when it does not suffice, and the next one then starts afresh; Python integers always suffice.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from math import log2
from threading import Timer

from solver.nash.kernel.exploration import (
    BYTES_PER_BASIS,
    CERTIFIED,
    LIMBS,
    MOST_LABELS,
    Exploration,
    PythonExploration,
)

PYTHON = "python-integers"
_READY = "solver.nash.kernel.ready"
#: Seconds after which a wait is explained.
_PATIENCE = 1.5
_NOTICE = "detente: compiling the enumeration kernels, once per installation (about 20 s)"
TIERS = (*LIMBS, CERTIFIED, PYTHON)
#: Bits up to which 64-bit integers are tried first; random games overflow from about here on.
_WORD = 72
#: Work, in bases times entries of a dictionary, from which kernels pay: not yet loaded, loaded.
_COLD, _WARM = 300_000, 3_000
#: Memory of a process that has numba and the kernels loaded.
_KERNEL_BYTES = 250_000_000


def order(rows: Sequence[Sequence[int]]) -> tuple[str, ...]:
    """Tiers to try on a polytope, best guess first."""
    k = min(len(rows), len(rows[0]))
    bits = max(max(row) for row in rows).bit_length()
    if k * (bits - 1 + log2(k) / 2) <= _WORD or _tied(rows):
        return (*LIMBS, PYTHON)
    return (CERTIFIED, *LIMBS, PYTHON)


def _tied(rows: Sequence[Sequence[int]]) -> bool:
    """Whether many pure strategies have several best replies: then most vertices are degenerate."""
    ties = 0
    for column in zip(*rows, strict=True):
        ties += column.count(max(column)) > 1
    return 4 * ties > len(rows[0])


def begin(
    rows: Sequence[Sequence[int]], tier: str, *, patient: bool = False
) -> Exploration | PythonExploration:
    """Start a search in one tier; `TierError` where it cannot serve."""
    if tier == PYTHON:
        return PythonExploration(rows)
    return Exploration(rows, tier, patient=patient)


def expected_bases(m: int, n: int) -> float:
    """Bases of one polytope of a random m x n game, roughly and rather too many."""
    k = min(m, n)
    return float(2.2**k * max(m, n) / k)


def expected_memory(m: int, n: int) -> float:
    """Bytes that the arrays of both searches take in a random game, roughly."""
    return 2 * 2 * BYTES_PER_BASIS * expected_bases(m, n)


def worthwhile(m: int, n: int, memory: int | None) -> bool:
    """Whether an m x n game is large enough for kernels, and small enough for their masks.

    memory: bytes allowed; where they are fewer than the kernels' own code takes, none is loaded.
    """
    if m + n > MOST_LABELS or (memory is not None and memory < _KERNEL_BYTES):
        return False
    return expected_bases(m, n) * m * n > (_WARM if _READY in sys.modules else _COLD)


def available() -> bool:
    """Whether numba is installed."""
    from importlib.util import find_spec

    return _READY in sys.modules or find_spec("numba") is not None


def load() -> None:
    """Import the kernels, compiled or from the cache."""
    if _READY not in sys.modules:
        with announced():
            import_module(_READY)


@contextmanager
def announced() -> Iterator[None]:
    """Say on stderr what is going on where this takes long: the first time, when kernels compile.

    Compiled code is kept beside the package, or in the user's cache where that is read-only.
    """
    notice = Timer(_PATIENCE, print, (_NOTICE,), {"file": sys.stderr, "flush": True})
    notice.daemon = True
    notice.start()
    try:
        yield
    finally:
        notice.cancel()
