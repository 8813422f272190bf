"""The real line cut by polynomials: their roots in an interval, apart from one another.

A root is an irreducible polynomial over the rationals and the number of the root from the left,
so two roots are equal iff both agree, and everything else is settled by refining disjoint balls.
For polynomials over a real number field Q(a), p(t, a) = 0 at a root t of the norm of p; whether it
is zero there is decided by the greatest common divisor of p(t, z) and the minimal polynomial of a
over Q(t): exactly one of that divisor and its cofactor vanishes at a.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, Protocol, TypeVar

from games.exact import Number
from games.exact.limits import finer

#: Bits of the balls in which roots are first looked at.
FIRST_BITS = 64

P = TypeVar("P", bound="Located")


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """Return the number with the smallest denominator strictly between two rationals.

    By the Stern-Brocot descent: the continued fraction of the interval.
    """
    whole = low.__floor__()
    if whole + 1 < high:
        return Fraction(whole + 1)
    if low == whole:
        # Strictly between whole and high <= whole + 1: whole + 1/q for the least fitting q.
        return whole + Fraction(1, (1 / (high - whole)).__floor__() + 1)
    return whole + 1 / simplest_between(1 / (high - whole), 1 / (low - whole))


class Located(Protocol):
    """A real number that can be enclosed ever closer, and told from every other one.

    polynomial, index: as of `Root`; no polynomial for a number that has none.
    """

    @property
    def polynomial(self) -> tuple[int, ...] | None:
        """Coprime integer coefficients, constant first."""

    @property
    def index(self) -> int:
        """Which root it is."""

    def enclosure(self, bits: int = FIRST_BITS) -> tuple[Fraction, Fraction]:
        """Rational bounds; equal for a rational number."""


@dataclass(frozen=True)
class Root:
    """A real algebraic number: root number `index` from the left of an irreducible polynomial.

    polynomial: coprime integer coefficients, constant first, the leading one positive.
    """

    polynomial: tuple[int, ...]
    index: int

    @cached_property
    def rational(self) -> Fraction | None:
        """The number where it is rational."""
        if len(self.polynomial) == 2:
            return Fraction(-self.polynomial[0], self.polynomial[1])
        return None

    @property
    def modulus(self) -> Any:
        """The minimal polynomial as FLINT's."""
        from games.exact import bridge

        return bridge.poly(self.polynomial)

    def ball(self, bits: int) -> Any:
        """A ball around the number."""
        from games.exact import bridge

        if self.rational is not None:
            return bridge.exact_ball(self.rational, bits)
        return root_balls(self.polynomial, bits)[self.index]

    def enclosure(self, bits: int = FIRST_BITS) -> tuple[Fraction, Fraction]:
        """Rational bounds; equal for a rational number."""
        from games.exact import bridge

        if self.rational is not None:
            return self.rational, self.rational
        return bridge.bounds(self.ball(bits))

    def number(self) -> Number:
        """The number itself; raises `LimitError` for a degree beyond what numbers may have."""
        if self.rational is not None:
            return self.rational
        from games.exact.roots import root_of_irreducible

        modulus = self.modulus
        return root_of_irreducible(modulus / modulus.leading_coefficient(), self.ball)


def rational_point(value: Fraction) -> Root:
    """A rational number as a root."""
    return Root((-value.numerator, value.denominator), 0)


@lru_cache(maxsize=8192)
def root_balls(polynomial: tuple[int, ...], bits: int) -> tuple[Any, ...]:
    """Disjoint balls of all real roots, increasing."""
    from games.exact import bridge

    return tuple(bridge.real_roots(bridge.poly(polynomial), bits))


def roots_between(polynomial: tuple[int, ...], low: Fraction, high: Fraction) -> list[Root]:
    """The roots of an irreducible polynomial in [low, high]."""
    if len(polynomial) == 2:
        root = Root(polynomial, 0)
        return [root] if low <= Fraction(-polynomial[0], polynomial[1]) <= high else []
    found = []
    for index in range(len(root_balls(polynomial, FIRST_BITS))):
        root = Root(polynomial, index)
        if _above(root, low) and not _above(root, high):
            found.append(root)
    return found


def _above(root: Root, bound: Fraction) -> bool:
    """Whether an irrational root lies above a rational bound."""
    bits = FIRST_BITS
    while True:
        low, high = root.enclosure(bits)
        if low > bound or high < bound:
            return low > bound
        bits = finer(bits)


def arranged(roots: Iterable[P]) -> list[tuple[P, Fraction, Fraction]]:
    """Distinct roots in increasing order, each with bounds that are disjoint from the others'."""
    kept = list(dict.fromkeys(roots))
    bits = FIRST_BITS
    while True:
        placed = sorted(((*root.enclosure(bits), root) for root in kept), key=lambda item: item[:2])
        if all(a[1] < b[0] for a, b in itertools.pairwise(placed)):
            return [(root, low, high) for low, high, root in placed]
        bits = finer(bits)


@dataclass(frozen=True)
class Line:
    """An interval cut at points.

    points: increasing, the ends of the interval first and last, each with the indices of the
    polynomials that vanish there. samples: a rational number strictly between each two.
    """

    points: tuple[tuple[Located, frozenset[int]], ...]
    samples: tuple[Fraction, ...]


def cut(
    vanishing: Sequence[tuple[int, Located]],
    low: Fraction,
    high: Fraction,
    others: Sequence[Fraction] = (),
) -> Line:
    """Cut [low, high], low < high, at roots within it and at other values.

    vanishing: (polynomial, its root).
    """
    zero: dict[Located, set[int]] = {rational_point(t): set() for t in (low, high, *others)}
    for number, root in vanishing:
        zero.setdefault(root, set()).add(number)
    placed = arranged(zero)
    return Line(
        tuple((root, frozenset(zero[root])) for root, _, _ in placed),
        tuple(simplest_between(a[2], b[1]) for a, b in itertools.pairwise(placed)),
    )


def irreducible_roots(p: Any, low: Fraction, high: Fraction) -> list[Root]:
    """The roots in [low, high] of a nonzero polynomial with rational coefficients."""
    from games.exact import bridge

    if p.degree() < 1:
        return []
    return [
        root
        for factor in bridge.factor(p)
        for root in roots_between(bridge.primitive(factor), low, high)
    ]


def roots_over_field(rows: Sequence[Any], field: Any, low: Fraction, high: Fraction) -> list[Root]:
    """The roots in [low, high] of sum rows[k](a) t^k, not identically zero, a = field's generator.

    rows: polynomials in the generator.
    """
    norm = _norm(rows, field)
    return [root for root in irreducible_roots(norm, low, high) if vanishes(rows, root, field)]


def _norm(rows: Sequence[Any], field: Any) -> Any:
    """Product over the conjugates of the field's generator, up to a rational factor."""
    from games.exact import bridge

    ring = bridge.context(("t", "z"), False)
    t, z = bridge.generators(ring)

    def whole(coefficients: Any, variable: Any) -> Any:
        total = ring.constant(0)
        for power, c in enumerate(coefficients):
            total += c * variable**power
        return total

    p = whole([whole(r.coeffs(), z) for r in rows], t)
    eliminated = bridge.resultant(p, whole(field.modulus.coeffs(), z), "z")
    from games.exact.polynomials import dense

    return dense(eliminated, (0,))


def vanishes(rows: Sequence[Any], root: Root, field: Any) -> bool:
    """Whether sum rows[k](a) t^k is zero at t = root, a = the field's generator."""
    from games.exact import bridge
    from solver.geometry.tower import Tower

    tower = Tower(root.modulus)
    t = bridge.poly([0, 1])
    length = max(len(r.coeffs()) for r in rows)
    # p(t, z) by powers of z, and the minimal polynomial of a, both over Q(t).
    by_z = [
        tower.reduced(sum((bridge.padded(r, length)[j] * t**k for k, r in enumerate(rows)), t - t))
        for j in range(length)
    ]
    minimal = [tower.constant(c) for c in field.modulus.coeffs()]
    common = tower.gcd(minimal, tower.trimmed(by_z))
    if len(common) <= 1:
        return False
    if len(common) == len(minimal):
        return True
    cofactor = tower.divided(minimal, common)[0]
    bits = FIRST_BITS
    while True:
        at, ball = root.ball(bits), field.ball(bits)
        first, second = (
            bridge.certain_sign(tower.value(poly, at, ball, bits)) for poly in (common, cofactor)
        )
        if second:
            return True
        if first:
            return False
        bits = finer(bits)
