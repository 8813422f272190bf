"""The two error distributions G: standard normal (probit) and standard logistic (logit).

Only log G is ever needed for a likelihood, since 1 - G(x) = G(-x) for both. With the ratio
r = (log G)' = g/G: probit r' = -r (x + r); logit r = 1 - G, r' = -r (1 - r). The logarithm is
computed directly, so that no probability underflows in a tail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, log_ndtr, ndtr

from solver.inverse.strategic.jet import Array, Jet

_LOG_SQRT_2PI = 0.5 * float(np.log(2 * np.pi))


def _probit_log(x: Array) -> tuple[Array, Array, Array]:
    value = log_ndtr(x)
    ratio = np.exp(-0.5 * x * x - _LOG_SQRT_2PI - value)
    return value, ratio, -ratio * (x + ratio)


def _logit_log(x: Array) -> tuple[Array, Array, Array]:
    ratio = expit(-x)
    return -np.logaddexp(0.0, -x), ratio, -ratio * (1 - ratio)


def _probit(x: Array) -> tuple[Array, Array, Array]:
    density = np.exp(-0.5 * x * x - _LOG_SQRT_2PI)
    return ndtr(x), density, -x * density


def _logit(x: Array) -> tuple[Array, Array, Array]:
    value, rest = expit(x), expit(-x)
    density = value * rest
    return value, density, density * (rest - value)


@dataclass(frozen=True)
class Link:
    """One error distribution: G and log G, each with first and second derivative."""

    name: str
    distribution: Callable[[Array], tuple[Array, Array, Array]]
    logarithm: Callable[[Array], tuple[Array, Array, Array]]

    def probability(self, index: Jet) -> Jet:
        """Return G(index)."""
        return index.apply(*self.distribution(index.value))

    def log_probability(self, index: Jet) -> Jet:
        """Return log G(index)."""
        return index.apply(*self.logarithm(index.value))

    def information(self, index: Array) -> Array:
        """Return the Fisher information g^2 / (G (1 - G)) of a binary choice about its index."""
        weight: Array = self.logarithm(index)[1] * self.logarithm(-index)[1]
        return weight


LINKS = {
    "probit": Link("probit", _probit, _probit_log),
    "logit": Link("logit", _logit, _logit_log),
}
