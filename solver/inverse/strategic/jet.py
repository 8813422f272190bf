"""Second-order jets: a value with its exact first and second derivatives, row by row.

For f with chain rule (f o y)' = f'(y) y' and (f o y)'' = f'(y) y'' + f''(y) y' y'^T the derivatives
of a choice probability follow from those of its parts without differencing and without writing
them out (forward differentiation; Griewank and Walther 2008, Evaluating Derivatives).

Arrays: value [row], gradient [variable, row], hessian [variable, variable, row].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]


def _outer(left: Array, right: Array) -> Array:
    """Return [a, b, row] of left[a, row] right[b, row]."""
    product: Array = left[:, None, :] * right[None, :, :]
    return product


@dataclass(frozen=True)
class Jet:
    """A quantity per row with gradient and Hessian in the variables."""

    value: Array
    gradient: Array
    hessian: Array

    def __add__(self, other: Jet | float) -> Jet:
        if isinstance(other, Jet):
            return Jet(
                self.value + other.value,
                self.gradient + other.gradient,
                self.hessian + other.hessian,
            )
        return Jet(self.value + other, self.gradient, self.hessian)

    __radd__ = __add__

    def __neg__(self) -> Jet:
        return Jet(-self.value, -self.gradient, -self.hessian)

    def __sub__(self, other: Jet | float) -> Jet:
        return self + (-other)

    def __rsub__(self, other: float) -> Jet:
        return -self + other

    def __mul__(self, other: Jet | Array | float) -> Jet:
        if not isinstance(other, Jet):
            return Jet(self.value * other, self.gradient * other, self.hessian * other)
        cross = _outer(self.gradient, other.gradient)
        return Jet(
            self.value * other.value,
            self.value * other.gradient + other.value * self.gradient,
            self.value * other.hessian
            + other.value * self.hessian
            + cross
            + cross.transpose(1, 0, 2),
        )

    __rmul__ = __mul__

    def apply(self, value: Array, first: Array, second: Array) -> Jet:
        """Return f of this, given f, f' and f'' at the value."""
        return Jet(
            value,
            first * self.gradient,
            first * self.hessian + second * _outer(self.gradient, self.gradient),
        )

    def exp(self) -> Jet:
        """Return e to this."""
        value = np.exp(self.value)
        return self.apply(value, value, value)

    def power(self, exponent: float) -> Jet:
        """Return this positive quantity to a real exponent."""
        value = self.value**exponent
        return self.apply(
            value,
            exponent * self.value ** (exponent - 1),
            exponent * (exponent - 1) * self.value ** (exponent - 2),
        )

    @staticmethod
    def constant(value: Array, variables: int) -> Jet:
        """Return a quantity that depends on no variable."""
        rows = len(value)
        return Jet(value, np.zeros((variables, rows)), np.zeros((variables, variables, rows)))

    @staticmethod
    def variable(value: Array, index: int, variables: int) -> Jet:
        """Return variable number `index` of `variables`."""
        jet = Jet.constant(value, variables)
        jet.gradient[index] = 1.0
        return jet
