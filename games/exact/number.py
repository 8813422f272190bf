"""The exact real numbers of the project: what they can do and how to ask for their sign.

A number is a `Fraction`, or a `Real`: an element of a field in which sums, products, quotients,
zero tests and signs are decided exactly (algebraic numbers, and numbers such as cos(1 rad) whose
algebraic independence is a theorem). Binary floats never become numbers.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, ClassVar, TypeAlias

from games.errors import NumberError


class Real(ABC):
    """An exact real number that is not known to be rational.

    Mixes freely with `int` and `Fraction`. A subclass normalises results: an operation whose value
    is rational returns a `Fraction`.
    """

    __slots__ = ()

    #: "algebraic" or "transcendental".
    arithmetic: ClassVar[str]

    @abstractmethod
    def sign(self) -> int:
        """Return -1, 0 or 1, decided exactly; raise `UndecidedError` beyond what is decidable."""

    @abstractmethod
    def enclosure(self, bits: int = 64) -> tuple[Fraction, Fraction]:
        """Return rational (low, high) with low <= self <= high, relative width about 2**-bits."""

    @abstractmethod
    def __add__(self, other: Any) -> Number: ...
    @abstractmethod
    def __radd__(self, other: Any) -> Number: ...
    @abstractmethod
    def __sub__(self, other: Any) -> Number: ...
    @abstractmethod
    def __rsub__(self, other: Any) -> Number: ...
    @abstractmethod
    def __mul__(self, other: Any) -> Number: ...
    @abstractmethod
    def __rmul__(self, other: Any) -> Number: ...
    @abstractmethod
    def __truediv__(self, other: Any) -> Number: ...
    @abstractmethod
    def __rtruediv__(self, other: Any) -> Number: ...
    @abstractmethod
    def __neg__(self) -> Number: ...
    @abstractmethod
    def __pow__(self, exponent: int) -> Number: ...
    @abstractmethod
    def __lt__(self, other: Any) -> bool: ...
    @abstractmethod
    def __le__(self, other: Any) -> bool: ...
    @abstractmethod
    def __gt__(self, other: Any) -> bool: ...
    @abstractmethod
    def __ge__(self, other: Any) -> bool: ...
    @abstractmethod
    def __eq__(self, other: object) -> bool: ...
    @abstractmethod
    def __hash__(self) -> int: ...
    @abstractmethod
    def __float__(self) -> float: ...


Number: TypeAlias = Fraction | Real

#: What builders compute with: a Number, or an element of another field with + - * / such as a
#: rational function of parameters or a sympy expression. Code on Scalars must never compare.
Scalar: TypeAlias = Any


def sign(x: Number | int) -> int:
    """Return -1, 0 or 1, decided exactly."""
    if isinstance(x, Real):
        return x.sign()
    return (x > 0) - (x < 0)


def exact(value: Any) -> Number:
    """Return an `int`, `Fraction` or `Real` as a Number.

    Raises `NumberError` for a float (write it as text: "0.1" is exactly 1/10) or anything else.
    """
    if isinstance(value, Real):
        return value
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, float):
        raise NumberError(
            f"exact(): argument must be an exact number; got the binary float {value!r}",
            found=repr(value),
            hint=f'write it as text, "{value!r}", which is read as the exact decimal',
        )
    raise NumberError(
        f"exact(): argument must be int, Fraction or Real; got {type(value).__name__}",
        found=type(value).__name__,
    )


def is_rational(x: Number | int) -> bool:
    """Whether a number is rational (irrational ones never equal a Fraction)."""
    return not isinstance(x, Real)


def arithmetic_of(numbers: Iterable[Number | int]) -> str:
    """Return "rational", "algebraic" or "transcendental": what all the numbers need."""
    kinds = {x.arithmetic for x in numbers if isinstance(x, Real)}
    return "transcendental" if "transcendental" in kinds else min(kinds, default="rational")
