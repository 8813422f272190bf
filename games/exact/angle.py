"""Angles between directions, from 0 to 180 degrees, kept exactly as turn * pi + radians."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import NumberError
from games.exact.expression import Reader
from games.exact.functions import Arc, cos
from games.exact.limits import MAX_TEXT, finer, shorten
from games.exact.number import Number, Scalar

#: Bounds of pi; a rational within 10**-15 of pi is beyond what anyone writes by hand.
_PI_LOW, _PI_HIGH = Fraction(3141592653589793, 10**15), Fraction(3141592653589794, 10**15)


@dataclass(frozen=True)
class Angle:
    """An angle of turn * pi (turn rational) or of rational radians, in [0, 180 deg].

    Raises `NumberError` outside that range.
    """

    turn: Fraction = Fraction(0)
    radians: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if self.turn and self.radians:
            raise NumberError(
                "an angle is a multiple of pi or a number of radians; got a sum of both",
                hint="write it in degrees, in radians or as a multiple of pi",
            )
        if not 0 <= self.turn <= 1 or self.radians < 0 or _exceeds_pi(self.radians):
            raise NumberError(
                f"an angle between two directions must lie in [0, 180 deg]; got {self.text}",
                found=self.text,
                allowed="[0, 180 deg]",
                hint="use the angle the two directions enclose",
            )

    def cosine(self) -> Number:
        """Return the cosine, exactly."""
        return cos(Arc(self.turn, self.radians))

    @property
    def degrees(self) -> Number | None:
        """The angle in degrees where that is rational, else None."""
        return None if self.radians else self.turn * 180

    @property
    def text(self) -> str:
        """The angle as a spec writes it."""
        return f"{self.radians} rad" if self.radians else f"{self.turn * 180} deg"

    def __str__(self) -> str:
        return self.text


def _exceeds_pi(x: Fraction) -> bool:
    if x <= _PI_LOW:
        return False
    if x >= _PI_HIGH:
        return True
    from games.exact import bridge

    bits = 128
    while True:
        low, high = bridge.bounds(bridge.pi_ball(bits))
        if not low < x < high:
            return x >= high
        bits = finer(bits)


def parse_angle(text: str, names: Mapping[str, Scalar] | None = None) -> Angle:
    """Return the angle that a text such as "70 deg", "pi/3" or "1/2 rad" names.

    Raises `NumberError` for a bare number (degrees or radians?) other than 0.
    """
    if not isinstance(text, str):
        raise NumberError(
            f"parse_angle(): argument must be text; got {type(text).__name__}",
            hint='write it with its unit, such as "70 deg"',
        )
    value: Any = Reader(text, names or {}, MAX_TEXT).read()
    if isinstance(value, Arc):
        return Angle(value.turn, value.radians)
    if isinstance(value, Fraction) and value == 0:
        return Angle()
    raise NumberError(
        f"an angle needs its unit; got {shorten(text)}",
        found=shorten(text),
        allowed='"70 deg", "1/2 rad" or "pi/3"',
        hint=f"write {text.strip()[:40]} deg or {text.strip()[:40]} rad",
    )
