"""Polynomials in one variable over Q(t), t a root of an irreducible polynomial.

Elements are polynomials in t below the degree of the modulus; polynomials over them are lists,
constant first, without trailing zeros. Zero tests are exact, so degrees are certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any


class Tower:
    """Arithmetic of polynomials over one field Q(t)."""

    def __init__(self, modulus: Any) -> None:
        self.modulus = modulus

    def reduced(self, element: Any) -> Any:
        """An element in normal form."""
        return element % self.modulus

    def constant(self, c: Any) -> Any:
        """A FLINT rational as an element."""
        from games.exact import bridge

        return bridge.row([c])

    def trimmed(self, p: Sequence[Any]) -> list[Any]:
        """Without trailing zeros."""
        size = len(p)
        while size and p[size - 1] == 0:
            size -= 1
        return list(p[:size])

    def monic(self, p: Sequence[Any]) -> list[Any]:
        """Divided by the leading coefficient."""
        from games.exact import bridge

        inverse = bridge.inverse_modulo(p[-1], self.modulus)
        return [self.reduced(c * inverse) for c in p[:-1]] + [inverse - inverse + 1]

    def divided(self, p: Sequence[Any], q: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """Quotient and remainder of a division by a nonzero polynomial."""
        q = self.monic(q)
        rest = list(p)
        quotient = []
        for shift in range(len(p) - len(q), -1, -1):
            factor = rest[shift + len(q) - 1]
            quotient.append(factor)
            if factor != 0:
                for index, c in enumerate(q):
                    rest[shift + index] = self.reduced(rest[shift + index] - factor * c)
        return quotient[::-1], self.trimmed(rest[: len(q) - 1])

    def gcd(self, p: Sequence[Any], q: Sequence[Any]) -> list[Any]:
        """The monic greatest common divisor (Euclid)."""
        a, b = list(p), list(q)
        while b:
            b = self.monic(b)
            a, b = b, self.divided(a, b)[1]
        return self.monic(a)

    def derivative(self, p: Sequence[Any]) -> list[Any]:
        """The derivative."""
        return [c * k for k, c in enumerate(p)][1:]

    def squarefree(self, p: Sequence[Any]) -> list[Any]:
        """The product of the distinct irreducible factors of a polynomial of positive degree."""
        common = self.gcd(p, self.derivative(p))
        return list(p) if len(common) == 1 else self.divided(p, common)[0]

    def balls(self, p: Sequence[Any], at: Any, bits: int) -> list[Any]:
        """Balls of the coefficients, `at` a ball of t."""
        from games.exact import bridge

        return [bridge.evaluate(c, at, bits) for c in p]

    def value(self, p: Sequence[Any], at: Any, ball: Any, bits: int) -> Any:
        """A ball of p at a ball."""
        from games.exact import bridge

        total = bridge.exact_ball(Fraction(0), bits)
        for c in reversed(self.balls(p, at, bits)):
            total = bridge.combine([(1, bridge.product(total, ball, bits)), (1, c)], bits)
        return total
