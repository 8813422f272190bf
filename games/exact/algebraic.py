"""Real algebraic numbers: elements of a real number field, with exact order.

An element of Q(g) is a polynomial in g of degree below the field's; it is zero iff that
polynomial is. Elements of different fields meet in the field of all their generators. Two
elements are compared by balls, after equality has been settled: they are equal iff they are the
same real root of the same minimal polynomial.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from games.errors import LimitError
from games.exact.fields import NumberField, join
from games.exact.limits import MAX_BITS, finer
from games.exact.number import Number
from games.exact.real import FIRST_BITS, BallReal


class Algebraic(BallReal):
    """An irrational real algebraic number: a polynomial (`element`) in the field's generator."""

    __slots__ = ("_inverse", "_minimal", "element", "field")

    arithmetic = "algebraic"

    def __init__(self, field: NumberField, element: Any) -> None:
        self.field = field
        self.element = element
        self._sign = 0
        self._hash = 0
        self._minimal: tuple[int, ...] | None = None
        self._inverse: Any = None

    def ball(self, bits: int) -> Any:
        """Return a ball that contains the number."""
        from games.exact import bridge

        return bridge.evaluate(self.element, self.field.ball(bits), bits)

    def quick_sign(self, other: Number | int) -> int:
        """Return the sign of self - other where a first look tells, else 0."""
        from games.exact import bridge

        mine = bridge.first_look(self.element, self.field.ball(FIRST_BITS))
        if isinstance(other, Algebraic):
            theirs = bridge.first_look(other.element, other.field.ball(FIRST_BITS))
        elif isinstance(other, BallReal):
            return 0
        else:
            theirs = bridge.coarse(other)  # type: ignore[arg-type]
        return 1 if mine > theirs else -1 if mine < theirs else 0

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Algebraic) and other.field is self.field:
            return bool(self.element == other.element)
        return super().__eq__(other)

    def __hash__(self) -> int:
        return super().__hash__()

    def minimal_polynomial(self) -> tuple[int, ...]:
        """Return the coprime integer coefficients, constant term first, leading one positive."""
        if self._minimal is None:
            from games.exact import bridge

            conjugate = self.field.multiple_of_conjugate(self.element)
            if conjugate is not None:
                low, slope = conjugate
                inner = (bridge.poly([0, 1]) - low) / slope
                self._minimal = bridge.primitive(self.field.modulus(inner))
            else:
                minimal = bridge.minimal_polynomial(self.element, self.field.modulus)
                self._minimal = bridge.primitive(minimal)
        return self._minimal

    @property
    def degree(self) -> int:
        """Degree of the minimal polynomial."""
        return len(self.minimal_polynomial()) - 1

    def index(self) -> int:
        """Return which real root of its minimal polynomial this is, counted from the left."""
        return root_index(self.minimal_polynomial(), self.ball)

    def same(self, other: BallReal) -> bool:
        """Decide equality."""
        if not isinstance(other, Algebraic):
            return False
        if other.field is self.field:
            return bool(other.element == self.element)
        return (
            self.minimal_polynomial() == other.minimal_polynomial()
            and self.index() == other.index()
        )

    def _pair(self, other: Any) -> tuple[NumberField, Any, Any] | None:
        """Return (field, self, other) with both elements in one field, or None."""
        if isinstance(other, Algebraic):
            if other.field is self.field:
                return self.field, self.element, other.element
            field = join(self.field, other.field)
            return (
                field,
                field.embed(self.field, self.element),
                field.embed(other.field, other.element),
            )
        if isinstance(other, (int, Fraction)):
            from games.exact import bridge

            return self.field, self.element, bridge.rational(other)
        return None

    def __add__(self, other: Any) -> Number:
        pair = self._pair(other)
        if pair is None:
            return NotImplemented
        return number(pair[0], pair[1] + pair[2])

    __radd__ = __add__

    def __sub__(self, other: Any) -> Number:
        pair = self._pair(other)
        if pair is None:
            return NotImplemented
        return number(pair[0], pair[1] - pair[2])

    def __mul__(self, other: Any) -> Number:
        pair = self._pair(other)
        if pair is None:
            return NotImplemented
        return number(pair[0], pair[1] * pair[2] % pair[0].modulus)

    __rmul__ = __mul__

    def inverse(self) -> Algebraic:
        """Return 1 / self."""
        if self._inverse is None:
            from games.exact import bridge

            inverse = bridge.inverse_modulo(self.element, self.field.modulus)
            self._inverse = Algebraic(self.field, inverse)
        result: Algebraic = self._inverse
        return result

    def __truediv__(self, other: Any) -> Number:
        if isinstance(other, Algebraic):
            return self * other.inverse()
        if isinstance(other, (int, Fraction)):
            return self * (1 / Fraction(other))
        return NotImplemented

    def __rtruediv__(self, other: Any) -> Number:
        if isinstance(other, (int, Fraction)):
            return self.inverse() * other
        return NotImplemented

    def __neg__(self) -> Number:
        return Algebraic(self.field, -self.element)

    def __pow__(self, exponent: Any) -> Number:
        if not isinstance(exponent, int):
            if isinstance(exponent, Fraction):
                from games.exact.roots import power

                return power(self, exponent)
            return NotImplemented
        if exponent < 0:
            return self.inverse() ** -exponent
        bits = max(c.bit_length() for c in _integers(self.element))
        if exponent > MAX_BITS or exponent * max(bits, 2) > MAX_BITS:
            raise LimitError(
                f"the power {exponent} of an algebraic number is too long to write down",
                hint="use a smaller exponent",
            )
        result: Number = Fraction(1)
        square: Number = self
        while exponent:
            if exponent % 2:
                result = result * square
            exponent //= 2
            if exponent:
                square = square * square
        return result

    def __reduce__(self) -> tuple[Any, ...]:
        from games.exact.json_form import from_json, to_json

        return from_json, (to_json(self),)


def _integers(element: Any) -> list[int]:
    return [int(c) for c in element.numer().coeffs()] + [int(element.denom())]


def number(field: NumberField, element: Any) -> Number:
    """Return an element as a Number: a Fraction where it is rational."""
    if element.degree() > 0:
        return Algebraic(field, element)
    from games.exact import bridge

    return bridge.fraction(element[0])


def root_index(coefficients: tuple[int, ...], ball: Any) -> int:
    """Return the index, from the left, of the real root that ball(bits) contains."""
    from games.exact import bridge

    bits = 64
    while True:
        here = ball(bits)
        roots = bridge.real_roots(bridge.poly(coefficients), bits)
        near = [i for i, root in enumerate(roots) if bridge.overlap(root, here)]
        if len(near) == 1:
            return near[0]
        bits = finer(bits)
