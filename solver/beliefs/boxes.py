"""Signs of polynomials over boxes, by Bernstein coefficients.

A polynomial on a box lies between the least and the greatest of its Bernstein coefficients there
(in one variable Cargo and Shisha 1966; the basis is positive and sums to one in any number), so one
sign of all of them is its sign on the box, edges included.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from games.exact import Number, RationalFunction, Real, Scalar, enclosure

Interval: TypeAlias = tuple[Fraction, Fraction]
Box: TypeAlias = tuple[Interval, ...]
#: Polynomial in the unknowns of a box: exponents -> coefficient.
Polynomial: TypeAlias = Mapping[tuple[int, ...], Number]


def polynomial_with_sign(f: Scalar, unknowns: Sequence[str]) -> Polynomial:
    """A polynomial with the sign of a rational function of these unknowns, wherever it is defined.

    Where it is not, the polynomial is zero.
    """
    whole = f.numerator * f.denominator if isinstance(f, RationalFunction) else f
    terms: dict[tuple[int, ...], Scalar] = {(): whole}
    for name in unknowns:
        terms = {
            (*exponents, power): part
            for exponents, rest in terms.items()
            for power, part in enumerate(_powers(rest, name))
        }
    return {exponents: c for exponents, c in terms.items() if c != 0}


def _powers(f: Scalar, name: str) -> Sequence[Scalar]:
    return f.coefficients(name)[0] if isinstance(f, RationalFunction) else [f]


def sign_on(function: Polynomial, box: Box) -> int | None:
    """The sign of a polynomial on all of a box: 1, -1, 0 if it is zero; None if not certain.

    All its Bernstein coefficients on the box have that sign; irrational coefficients are enclosed.
    """
    if not function:
        return 0
    degrees = [max(e[k] for e in function) for k in range(len(box))]
    error = Fraction(0)
    table: dict[tuple[int, ...], Fraction] = {}
    for exponents, c in function.items():
        if isinstance(c, Real):
            low, high = enclosure(c, 80)
            reach = math.prod(
                max(abs(a), abs(b)) ** e for (a, b), e in zip(box, exponents, strict=True)
            )
            error += (high - low) * reach
            c = (low + high) / 2
        table[exponents] = c
    for k, (low, high) in enumerate(box):
        table = _bernstein(table, k, degrees[k], low, high)
    values = [table.get(e, Fraction(0)) for e in _grid(degrees)]
    if min(values) > error:
        return 1
    return -1 if max(values) < -error else None


def _grid(degrees: Sequence[int]) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = [()]
    for degree in degrees:
        found = [(*e, i) for e in found for i in range(degree + 1)]
    return found


def _bernstein(
    table: Mapping[tuple[int, ...], Fraction], k: int, degree: int, low: Fraction, high: Fraction
) -> dict[tuple[int, ...], Fraction]:
    """Rewrite powers of variable k as Bernstein polynomials on [low, high]."""
    moved: dict[tuple[int, ...], Fraction] = {}
    for exponents, c in table.items():
        power = exponents[k]
        for i in range(power + 1):
            key = (*exponents[:k], i, *exponents[k + 1 :])
            term = c * math.comb(power, i) * low ** (power - i) * (high - low) ** i
            moved[key] = moved.get(key, Fraction(0)) + term
    found: dict[tuple[int, ...], Fraction] = {}
    for exponents, c in moved.items():
        power = exponents[k]
        for j in range(power, degree + 1):
            key = (*exponents[:k], j, *exponents[k + 1 :])
            share = Fraction(math.comb(j, power), math.comb(degree, power))
            found[key] = found.get(key, Fraction(0)) + c * share
    return found
