"""Rational functions taken apart: which factors keep a sign over the domain, and which do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from games.exact import RationalFunction, Scalar, sign
from solver.regimes.derive.signs import kept_sign
from solver.regimes.derive.writing import Language, oriented_sign

Factors = list[tuple[Scalar, int]]


def at(f: Scalar, values: Mapping[str, Scalar]) -> Scalar:
    """A function with values put in for letters; a number is a constant function."""
    return f.at(values) if isinstance(f, RationalFunction) else f


def factors_of(p: Scalar) -> Factors:
    """The content's sign and the irreducible factors with exponents."""
    if not isinstance(p, RationalFunction):
        return [(Fraction(sign(p)), 1)]
    content, parts = p.factors()
    return [(Fraction(sign(content)), 1), *parts]


def split(factors: Factors, asked: Language) -> tuple[int, list[Scalar], list[tuple[Scalar, int]]]:
    """(sign of all that keeps one, those factors turned positive, the others with exponents)."""
    direction, fixed, open_factors = taken_apart(factors, asked)
    return direction, distinct([p for p, _ in fixed]), open_factors


def taken_apart(factors: Factors, asked: Language) -> tuple[int, Factors, Factors]:
    """(sign of all that keeps one, those factors turned positive, the others), with exponents."""
    direction = 1
    fixed: Factors = []
    open_factors: Factors = []
    for product, exponent in factors:
        if not isinstance(product, RationalFunction):
            direction *= sign(product) if exponent % 2 else 1
            continue
        content, parts = product.factors()
        direction *= sign(content) if exponent % 2 else 1
        for factor, inner in parts:
            kept = kept_sign(factor, asked.box)
            turn = oriented_sign(factor, asked) if kept is None else kept
            direction *= turn if inner * exponent % 2 else 1
            group = open_factors if kept is None else fixed
            group.append((turn * factor, inner * exponent))
    return direction, fixed, open_factors


def distinct(polynomials: Sequence[Scalar]) -> list[Scalar]:
    """The same without repetitions, in order."""
    kept: list[Scalar] = []
    for p in polynomials:
        if p not in kept:
            kept.append(p)
    return kept


def function_sign(f: Scalar, words: Language) -> int | None:
    """The sign a rational function keeps over the domain, zero allowed; None if not proved."""
    if not isinstance(f, RationalFunction):
        return sign(f)
    direction, _, open_factors = split([(f, 1)], words)
    return direction if all(e % 2 == 0 for _, e in open_factors) else None


def product_of(factors: Iterable[Scalar]) -> Scalar:
    """The product; 1 of nothing."""
    whole: Scalar = Fraction(1)
    for factor in factors:
        whole = whole * factor
    return whole
