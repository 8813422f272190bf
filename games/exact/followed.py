"""Numbers that are followed as functions of one quantity.

A computation with exact numbers turns on finitely many signs. Run it with one input t left free,
each number a rational function of t known at a sample value t0, and decide every sign at t0: then
it comes out as at t0 wherever all those functions keep their signs. The functions are written down
as they are asked about (the path condition of symbolic execution, King 1976; parametric search,
Megiddo 1979), so the same code that solves a game at one value tells how far its answer reaches.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar, TypeAlias

from games.errors import NumberError
from games.exact.number import Number, Real, Scalar, sign
from games.exact.rational_function import RationalFunction
from games.exact.univariate import Univariate

#: The quantity's name in the functions.
SYMBOL = "t"
#: A function of the quantity: the fast form while all coefficients are rational.
Function: TypeAlias = Univariate | RationalFunction


class TieError(Exception):
    """A sign is zero at the sample value and not around it: another sample has to be taken."""


class Trail:
    """One run: the sample value, and every function whose sign was asked, with the sign it has."""

    def __init__(self, sample: Fraction) -> None:
        self.sample = sample
        self.asked: dict[Any, tuple[Function, int]] = {}

    def variable(self) -> Followed:
        """The quantity itself."""
        return Followed(Univariate.variable(), self)

    def follow(self, value: Scalar) -> Number:
        """A function of the quantity as a number; constants stay what they are."""
        return Followed(value, self) if isinstance(value, (Univariate, RationalFunction)) else value

    def sign(self, function: Function) -> int:
        """The sign at the sample, written down; raises `TieError` at a root or pole."""
        key = _key(function)
        known = self.asked.get(key)
        if known is not None:
            return known[1]
        top, bottom = _parts_at(function, self.sample)
        found = sign(top) * sign(bottom)
        if found == 0:
            raise TieError
        self.asked[key] = (function, found)
        return found


class Followed(Real):
    """A number that depends on the quantity; its order is the one at the sample value.

    Mixes with `int`, `Fraction` and `Real`. It has no enclosure: bounds would decide signs that
    nobody writes down.
    """

    __slots__ = ("function", "trail")

    arithmetic: ClassVar[str] = "followed"

    def __init__(self, function: Function, trail: Trail) -> None:
        self.function = function
        self.trail = trail

    def sign(self) -> int:
        """Return -1 or 1, the sign at the sample, written down."""
        return self.trail.sign(self.function)

    def enclosure(self, bits: int = 64) -> tuple[Fraction, Fraction]:
        """Raise `NumberError`."""
        raise NumberError("a number that is followed as a function has no bounds")

    def _meet(self, other: Any) -> tuple[Scalar, Scalar]:
        """Both operands in one form; the second is NotImplemented for what is no number."""
        if isinstance(other, Followed):
            mine, theirs = self.function, other.function
            if type(mine) is type(theirs):
                return mine, theirs
            return _general(mine), _general(theirs)
        if isinstance(other, (int, Fraction)):
            return self.function, other
        return _general(self.function), other if isinstance(other, Real) else NotImplemented

    def _compare(self, other: Any) -> int:
        mine, theirs = self._meet(other)
        difference = mine - theirs
        if isinstance(difference, (Univariate, RationalFunction)):
            return self.trail.sign(difference)
        return sign(difference)

    def __add__(self, other: Any) -> Number:
        mine, theirs = self._meet(other)
        return self.trail.follow(mine + theirs)

    __radd__ = __add__

    def __neg__(self) -> Number:
        return self.trail.follow(-self.function)

    def __pos__(self) -> Number:
        return self

    def __abs__(self) -> Number:
        return self if self.sign() > 0 else -self

    def __sub__(self, other: Any) -> Number:
        mine, theirs = self._meet(other)
        return self.trail.follow(mine - theirs)

    def __rsub__(self, other: Any) -> Number:
        mine, theirs = self._meet(other)
        return self.trail.follow(theirs - mine)

    def __mul__(self, other: Any) -> Number:
        mine, theirs = self._meet(other)
        return self.trail.follow(mine * theirs)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Number:
        if isinstance(other, Followed):
            other.sign()  # there may be a pole that cancels
        mine, theirs = self._meet(other)
        return self.trail.follow(mine / theirs)

    def __rtruediv__(self, other: Any) -> Number:
        self.sign()
        mine, theirs = self._meet(other)
        return self.trail.follow(theirs / mine)

    def __pow__(self, exponent: int) -> Number:
        found = self.function**exponent
        if found is NotImplemented:
            raise NumberError("no rational function of it")
        return self.trail.follow(found)

    def __lt__(self, other: Any) -> bool:
        return self._compare(other) < 0 if _comparable(other) else NotImplemented

    def __le__(self, other: Any) -> bool:
        return self._compare(other) <= 0 if _comparable(other) else NotImplemented

    def __gt__(self, other: Any) -> bool:
        return self._compare(other) > 0 if _comparable(other) else NotImplemented

    def __ge__(self, other: Any) -> bool:
        return self._compare(other) >= 0 if _comparable(other) else NotImplemented

    def __eq__(self, other: object) -> bool:
        return self._compare(other) == 0 if _comparable(other) else NotImplemented

    def __hash__(self) -> int:
        # Functions that differ as such are not asked about; where they cross nothing turns on it.
        return hash(_key(self.function))

    def __bool__(self) -> bool:
        return self.sign() != 0

    def __float__(self) -> float:
        """The value at the sample; for display and order of presentation only."""
        top, bottom = _parts_at(self.function, self.trail.sample)
        return float(top / bottom)

    def __str__(self) -> str:
        return str(self.function)

    def __repr__(self) -> str:
        return f"Followed({self.function})"


def _comparable(other: object) -> bool:
    return isinstance(other, (int, Fraction, Real))


def _general(function: Function) -> RationalFunction:
    return function.general(SYMBOL) if isinstance(function, Univariate) else function


def _parts_at(function: Function, sample: Fraction) -> tuple[Number, Number]:
    if isinstance(function, Univariate):
        return function.parts_at(sample)
    top, bottom = (
        part.at({SYMBOL: sample}) if isinstance(part, RationalFunction) else part
        for part in (function.numerator, function.denominator)
    )
    return top, bottom


def _key(function: Function) -> Any:
    """What equal functions share and others do not; hashable."""
    return function.key if isinstance(function, Univariate) else function
