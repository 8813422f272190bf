"""What all irrational numbers share: order, floors and hashes, from balls that shrink at will.

A `BallReal` is never rational (results that are, become `Fraction`), so it is never zero and
never on a dyadic grid: doubling the precision of its ball decides every sign, every comparison
with a rational and every floor(x 2^k) in finitely many steps. Floors depend on the value alone,
not on how it was computed; hashes and enclosures are made of them.
"""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction
from typing import Any

from games.exact.limits import finer
from games.exact.number import Number, Real

#: Precision of the first attempt, in bits; each further attempt doubles it.
FIRST_BITS = 64


class BallReal(Real):
    """An irrational real number that can be enclosed to any precision."""

    __slots__ = ("_hash", "_sign")

    _sign: int
    _hash: int

    @abstractmethod
    def ball(self, bits: int) -> Any:
        """Return a ball that contains the number, computed with that many bits."""

    def sign(self) -> int:
        """Return -1 or 1, decided exactly."""
        if self._sign == 0:
            self._sign = self.quick_sign(0)
        if self._sign == 0:
            from games.exact import bridge

            bits = FIRST_BITS
            while not (found := bridge.certain_sign(self.ball(bits))):
                bits = finer(bits)
            self._sign = found
        return self._sign

    def floor(self, shift: int = 0) -> int:
        """Return floor(self * 2**shift), exactly."""
        from games.exact import bridge

        bits = max(FIRST_BITS, shift + 32)
        while (result := bridge.certain_floor(self.ball(bits), shift)) is None:
            bits = finer(bits)
        return result

    def enclosure(self, bits: int = 64) -> tuple[Fraction, Fraction]:
        """Return neighbours (low, high) on the dyadic grid of relative width about 2**-bits."""
        shift = 32
        while (magnitude := self._magnitude(shift)) is None:
            shift *= 2
        scale = bits - magnitude
        low = self.floor(scale)
        unit = Fraction(2) ** -scale
        return low * unit, (low + 1) * unit

    def _magnitude(self, shift: int) -> int | None:
        """Return e with 2**(e-1) < |self| < 2**e, or None if |self| < 2**-shift."""
        floor = self.floor(shift)
        whole = floor if floor >= 0 else -floor - 1
        return whole.bit_length() - shift if whole else None

    @abstractmethod
    def same(self, other: BallReal) -> bool:
        """Decide equality with another irrational number."""

    def quick_sign(self, other: Number | int) -> int:
        """Return the sign of self - other where a first look tells, else 0."""
        return 0

    def compare(self, other: Number | int) -> int:
        """Return the sign of self - other, decided exactly."""
        if self is other:
            return 0
        if quick := self.quick_sign(other):
            return quick
        from games.exact import bridge

        irrational = isinstance(other, BallReal)
        bits = FIRST_BITS
        while True:
            if isinstance(other, BallReal):
                theirs = other.ball(bits)
            else:
                theirs = bridge.exact_ball(Fraction(other), bits)  # type: ignore[arg-type]
            mine = self.ball(bits)
            if mine > theirs:
                return 1
            if mine < theirs:
                return -1
            if irrational and bits == FIRST_BITS and self.same(other):  # type: ignore[arg-type]
                return 0
            bits = finer(bits)

    def __lt__(self, other: Any) -> bool:
        return self.compare(other) < 0 if _comparable(other) else NotImplemented

    def __le__(self, other: Any) -> bool:
        return self.compare(other) <= 0 if _comparable(other) else NotImplemented

    def __gt__(self, other: Any) -> bool:
        return self.compare(other) > 0 if _comparable(other) else NotImplemented

    def __ge__(self, other: Any) -> bool:
        return self.compare(other) >= 0 if _comparable(other) else NotImplemented

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if isinstance(other, BallReal):
            return self.compare(other) == 0
        return False if isinstance(other, (int, Fraction)) else NotImplemented

    def __hash__(self) -> int:
        if self._hash == 0:
            self._hash = hash((self.floor(64), "irrational")) or 1
        return self._hash

    def __float__(self) -> float:
        bits = FIRST_BITS
        while True:
            low, high = (float(end) for end in self.enclosure(bits))
            if low == high:
                return low
            bits = finer(bits)

    def __pos__(self) -> Number:
        return self

    def __abs__(self) -> Number:
        return self if self.sign() > 0 else -self

    def __bool__(self) -> bool:
        return True

    def __rsub__(self, other: Any) -> Number:
        result: Number = (-self) + other
        return result

    def __repr__(self) -> str:
        from games.exact.notation import text

        return text(self)

    def _sympy_(self) -> Any:
        from games.exact.notation import to_sympy

        return to_sympy(self)

    def _repr_latex_(self) -> str:
        from games.exact.notation import latex

        return f"${latex(self)}$"


def _comparable(other: object) -> bool:
    return isinstance(other, (int, Fraction, BallReal))
