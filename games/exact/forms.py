"""The written form of a number, before it becomes text, LaTeX or a sympy expression.

A form is a quotient of two sums of terms; a term is a rational coefficient times factors.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias


@dataclass(frozen=True)
class Radical:
    """The order-th root of a form."""

    inside: Form
    order: int = 2


@dataclass(frozen=True)
class Cosine:
    """The cosine of an angle in degrees."""

    degrees: Fraction


@dataclass(frozen=True)
class NumberedRoot:
    """The index-th real root (from 0, from the left) of an integer polynomial."""

    coefficients: tuple[int, ...]
    index: int


@dataclass(frozen=True)
class Symbol:
    """A function value such as cos(1/2) or exp(-1), or the name of a parameter."""

    name: str
    argument: Fraction | None = None


@dataclass(frozen=True)
class Bracket:
    """A form as a factor."""

    inside: Form


#: One irrational factor with its exponent.
Factor: TypeAlias = tuple[Radical | Cosine | NumberedRoot | Symbol | Bracket, int]
#: A rational coefficient times a product of factors.
Term: TypeAlias = tuple[Fraction, tuple[Factor, ...]]


@dataclass(frozen=True)
class Form:
    """A quotient of two sums of terms; an empty denominator stands for 1."""

    terms: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
