"""Exact numbers as JSON: a rational is the text "p/q"."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from games.errors import NumberError
from games.exact.number import Number


def to_json(x: Number) -> Any:
    """Return a rational as its text "p/q"."""
    if isinstance(x, Fraction):
        return str(x)
    raise NumberError(f"to_json(): no JSON form for {type(x).__name__}")
