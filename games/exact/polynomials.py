"""Polynomials in several variables seen one variable at a time, and their normal factors.

Used where signs of many polynomials are decided at once. Objects are FLINT's, handled through
their own operators.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from games.exact import bridge


def dense(p: Any, order: Sequence[int]) -> Any:
    """Return p by powers of the variables at these positions, outermost first.

    Lists of lists, constant first; the innermost are polynomials in one variable.
    """
    return _dense({tuple(map(int, e)): c for e, c in p.to_dict().items()}, order)


def _dense(terms: Mapping[tuple[int, ...], Any], order: Sequence[int]) -> Any:
    first, rest = order[0], order[1:]
    size = max((e[first] for e in terms), default=-1) + 1
    if not rest:
        entries: list[Any] = [0] * size
        for e, c in terms.items():
            entries[e[first]] = c
        return bridge.row(entries)
    parts: list[dict[tuple[int, ...], Any]] = [{} for _ in range(size)]
    for e, c in terms.items():
        parts[e[first]][e] = c
    return [_dense(part, rest) for part in parts]


def normal_factor(p: Any) -> tuple[int, Any]:
    """Return (sign, q): p is sign q up to a positive number, q primitive, leading one positive."""
    parts = list(p.coeffs())
    common = lcm(*(int(c.q) for c in parts))
    divisor = gcd(*(int(c.p) * (common // int(c.q)) for c in parts))
    scale = bridge.rational(Fraction(common, divisor))
    sign = -1 if p.leading_coefficient() < 0 else 1
    return sign, p * (scale * sign)
