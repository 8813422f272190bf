"""Ranges as text: exact, with decimals beside them where these differ."""

from __future__ import annotations

from games.display import decimal
from solver.inverse.identified import Bound


def interval(bound: Bound) -> str:
    """Return a range with the brackets that say which ends belong to it, decimals beside it."""
    left, right = "[" if bound.low_closed else "(", "]" if bound.high_closed else ")"
    exact = f"{left}{bound.low}, {bound.high}{right}"
    short = f"{left}{decimal(bound.low, 4)}, {decimal(bound.high, 4)}{right}"
    return exact if exact == short else f"{exact} ≈ {short}"
