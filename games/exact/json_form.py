"""Exact numbers in JSON, and back.

A rational is the text "p/q". An algebraic number is
``{"exact": text, "minimal_polynomial": [constant, .., leading], "interval": [low, high],
"approx": float}``: the polynomial is irreducible with coprime integer coefficients and the
interval holds exactly one of its roots, so the two fix the number without reading the text. A
transcendental number has ``exact``, ``interval`` and ``approx``. `approx` stands beside the exact
value and never decides anything.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from games.errors import LimitError, NumberError
from games.exact.decimals import integer_value
from games.exact.limits import MAX_STORED_TEXT, finer, shorten
from games.exact.number import Number, Real, exact

if TYPE_CHECKING:
    from games.exact.algebraic import Algebraic

_RATIONAL = re.compile(r"([+-]?[0-9]+)(?:/([0-9]+))?", re.ASCII)


def to_json(x: Number | int) -> Any:
    """Return a number as JSON's types: text for a rational, else an object."""
    value = exact(x)
    from games.exact.notation import text

    if isinstance(value, Fraction) or value.arithmetic == "followed":
        return text(value)
    from games.exact.algebraic import Algebraic

    # Only numbers that are written alike where they are equal are kept.
    return copy.deepcopy(_kept(value)) if isinstance(value, Algebraic) else _stored(value)


@lru_cache(maxsize=4096)
def _kept(value: Algebraic) -> dict[str, Any]:
    return _stored(value)


def _stored(value: Number) -> dict[str, Any]:
    from games.exact.algebraic import Algebraic
    from games.exact.decimals import approx, enclosure
    from games.exact.notation import text

    whole: dict[str, Any] = {"exact": text(value)}
    low, high = enclosure(value)
    if isinstance(value, Algebraic):
        whole["minimal_polynomial"] = list(value.minimal_polynomial())
        low, high = _isolating(value)
    whole["interval"] = [str(low), str(high)]
    whole["approx"] = approx(value)
    return whole


def _isolating(x: Algebraic) -> tuple[Fraction, Fraction]:
    """Return the widest dyadic enclosure from 64 bits on that holds one root of its polynomial.

    Where the derivative keeps its sign there is no second root.
    """
    from games.exact import bridge

    bits = 64
    derivative = bridge.poly(x.minimal_polynomial()).derivative()
    while True:
        low, high = x.enclosure(bits)
        here = bridge.span(low, high, 2 * bits)
        if bridge.certain_sign(bridge.evaluate(derivative, here, 2 * bits)):
            return low, high
        bits = finer(bits)


def from_json(value: Any) -> Number:
    """Return the number that JSON written by `to_json` stands for.

    Raises `NumberError` where the parts of an object contradict one another.
    """
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, Mapping):
        return _from_object(value)
    raise NumberError(
        f"from_json(): expected the text of a number or an object; got {type(value).__name__}",
        found=type(value).__name__,
        hint='write numbers as text, such as "1/2"; binary floats are not exact',
    )


def _from_text(text: str) -> Number:
    if len(text) > MAX_STORED_TEXT:
        raise LimitError(f"a stored number of {len(text)} characters is too long")
    match = _RATIONAL.fullmatch(text)
    if match is None:
        from games.exact.expression import read

        return exact(read(text, {}, MAX_STORED_TEXT))
    denominator = integer_value(match[2] or "1")
    if denominator == 0:
        raise NumberError(f"division by zero in {shorten(text)}", found=shorten(text))
    return Fraction(integer_value(match[1]), denominator)


def _from_object(value: Mapping[str, Any]) -> Number:
    text, polynomial, interval = (
        value.get(key) for key in ("exact", "minimal_polynomial", "interval")
    )
    unknown = set(value) - {"exact", "minimal_polynomial", "interval", "approx"}
    if unknown:
        raise NumberError(f"from_json(): unknown key {min(unknown)!r} in a number")
    low, high = _interval(interval) if interval is not None else (None, None)
    if isinstance(text, str):
        number = _from_text(text)
    elif polynomial is not None and low is not None and high is not None:
        return _from_polynomial(polynomial, low, high)
    else:
        raise NumberError(
            'from_json(): a number needs "exact", or "minimal_polynomial" and "interval"'
        )
    if low is not None and high is not None and not low <= number <= high:
        raise NumberError(f"from_json(): {shorten(text)} lies outside its interval")
    if polynomial is not None and tuple(polynomial) != _minimal_polynomial(number):
        raise NumberError(f"from_json(): {shorten(text)} has another minimal polynomial")
    return number


def _interval(value: Any) -> tuple[Fraction, Fraction]:
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise NumberError('from_json(): "interval" must be a list of two rationals')
    low, high = (from_json(end) for end in value)
    if isinstance(low, Real) or isinstance(high, Real) or low > high:
        raise NumberError('from_json(): "interval" must be two rationals, the smaller first')
    return low, high


def _minimal_polynomial(x: Number) -> tuple[int, ...]:
    from games.exact.algebraic import Algebraic

    if isinstance(x, Algebraic):
        return x.minimal_polynomial()
    if isinstance(x, Fraction):
        return (-x.numerator, x.denominator)
    raise NumberError("from_json(): a transcendental number has no minimal polynomial")


def _from_polynomial(polynomial: Any, low: Fraction, high: Fraction) -> Number:
    from games.exact.roots import real_roots

    if not isinstance(polynomial, (list, tuple)) or not all(
        isinstance(c, int) and not isinstance(c, bool) for c in polynomial
    ):
        raise NumberError('from_json(): "minimal_polynomial" must be a list of whole numbers')
    roots = [x for x in real_roots(polynomial) if low <= x <= high]
    if len(roots) != 1:
        raise NumberError(
            f"from_json(): the interval holds {len(roots)} roots of the polynomial; it must hold 1"
        )
    return roots[0]
