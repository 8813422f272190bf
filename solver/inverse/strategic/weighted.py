"""Private information with logit: the first mover's shocks are weighted by the second's answers.

Each player's utility of each outcome carries a type I extreme value (Gumbel) shock that only that
player knows. Between two outcomes the difference of two shocks is logistic. The first mover expects
its shocks behind a branch with weights 1-p and p, so it goes right iff its index x = (EU(right) -
EU(left)) / scale exceeds

    X = [(1-a) e1 + a e2] - [(1-b) e3 + b e4],

a, b the probabilities of the second answer on the left and on the right (0 where a branch is an
outcome). X is no logistic variable, but its moment generating function is known,

    E exp(sX) = A(a; s) A(b; -s),   A(p; s) = Gamma(1 - (1-p) s) Gamma(1 - p s),

and the inversion formula gives its upper tail along Re s = 1/2 (its lower tail is the upper tail
of -X), where the integrand falls as exp(-pi |t|), so that the rule of midpoints converges
geometrically:

    P(X > x) = 1/pi integral over t > 0 of Re[ M(s) exp(-s x) / s ],   s = 1/2 + i t

(Gil-Pelaez 1951, with the contour shifted off the origin). On every node A is expanded in Chebyshev
polynomials of p once, so a row costs two short products. Errors are some 1e-13 exp(|x|/2) relative
to the tail; beyond |x| = 40 the tail is no longer resolved.
"""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray
from scipy.special import loggamma

from solver.inverse.strategic.jet import Array, Jet

Complex: TypeAlias = NDArray[np.complex128]

#: Nodes t = (k + 1/2) h: exp(-2 pi Re s / h) = 1e-15 and exp(-pi t) = 1e-16 at the end.
_STEP, _NODES = 0.09, 130
_DEGREE = 56
_LIMIT = 40.0


@cache
def _expansions() -> tuple[Complex, Complex, Complex]:
    """Return s [node] and Chebyshev coefficients in p [degree, node] of A(p; s) and A(p; -s)."""
    s: Complex = np.asarray(0.5 + 1j * _STEP * (np.arange(_NODES) + 0.5), dtype=np.complex128)
    places = np.cos(np.pi * (np.arange(2 * _DEGREE) + 0.5) / (2 * _DEGREE))
    p = (places[:, None] + 1) / 2
    found: list[Complex] = []
    for sign in (1, -1):
        values = np.exp(loggamma(1 - (1 - p) * sign * s) + loggamma(1 - p * sign * s))
        basis = chebyshev.chebvander(places, _DEGREE)
        weights = np.full(_DEGREE + 1, 1 / _DEGREE)
        weights[0] /= 2
        found.append(weights[:, None] * (basis.T @ values))
    return s, found[0], found[1]


def _factor(p: Array, coefficients: Complex, order: int) -> list[Complex]:
    """Return A and its derivatives in p up to an order [row, node]."""
    basis = chebyshev.chebvander(2 * p - 1, _DEGREE)
    found = []
    for degree in range(order + 1):
        part = np.ascontiguousarray(2**degree * chebyshev.chebder(coefficients, degree))
        # Real by complex, as one real product.
        product = basis[:, : len(part)] @ part.view(np.float64)
        found.append(product.view(np.complex128))
    return found


def tail(x: Array, a: Array, b: Array, order: int = 2) -> tuple[Array, Array, Array]:
    """Return P(X > x), its gradient [3, row] and Hessian [3, 3, row] in (x, a, b), for x >= 0.

    order 0 leaves gradient and Hessian at zero.
    """
    s, rising, falling = _expansions()
    left, right = _factor(a, rising, order), _factor(b, falling, order)
    kernel = np.exp(-np.outer(x, s)) * (_STEP / np.pi / s)
    gradient, hessian = np.zeros((3, len(x))), np.zeros((3, 3, len(x)))
    value = np.einsum("rn,rn,rn->r", left[0], right[0], kernel).real
    if order == 0:
        return value, gradient, hessian
    slopes = [kernel, kernel * -s, kernel * s**2]
    for i, j, power, place in (
        (0, 0, 1, (0,)), (1, 0, 0, (1,)), (0, 1, 0, (2,)), (0, 0, 2, (0, 0)), (1, 0, 1, (0, 1)),
        (0, 1, 1, (0, 2)), (2, 0, 0, (1, 1)), (1, 1, 0, (1, 2)), (0, 2, 0, (2, 2)),
    ):  # fmt: skip
        found = np.einsum("rn,rn,rn->r", left[i], right[j], slopes[power]).real
        if len(place) == 1:
            gradient[place[0]] = found
        else:
            hessian[place] = hessian[place[::-1]] = found
    return value, gradient, hessian


def equivalent_index(x: Jet, a: Jet, b: Jet) -> Jet:
    """Return log P(X < x) - log P(X > x): the logistic index of the same probability."""
    upper = x.value >= 0
    size = np.where(np.abs(x.value) <= _LIMIT, np.abs(x.value), np.nan)
    first = np.clip(np.where(upper, a.value, b.value), 0.0, 1.0)
    second = np.clip(np.where(upper, b.value, a.value), 0.0, 1.0)
    small, slope, bend = tail(size, first, second, 2 if len(x.gradient) else 0)
    # Back to (x, a, b) from (|x|, a or b, b or a); the small tail has sign -1 above, +1 below.
    sign = np.where(upper, 1.0, -1.0)
    order = [np.where(upper, 0, 0), np.where(upper, 1, 2), np.where(upper, 2, 1)]
    rows = np.arange(len(size))
    turn = np.stack([sign, np.ones_like(sign), np.ones_like(sign)])
    gradient = np.stack([slope[order[k], rows] * turn[k] for k in range(3)])
    hessian = np.stack([
        np.stack([bend[order[j], order[k], rows] * turn[j] * turn[k] for k in range(3)])
        for j in range(3)
    ])  # fmt: skip
    with np.errstate(all="ignore"):
        # L = sign (log(1 - T) - log T), so L' = -sign T' / (T (1-T)).
        odds = small * (1 - small)
        value = sign * (np.log1p(-small) - np.log(small))
        first_order = -sign * gradient / odds
        outer = gradient[:, None] * gradient[None, :]
        second_order = -sign * (hessian / odds - (1 - 2 * small) * outer / odds**2)
    parts = (x, a, b)
    found_gradient = sum(first_order[k] * parts[k].gradient for k in range(3))
    found_hessian = sum(first_order[k] * parts[k].hessian for k in range(3))
    for j in range(3):
        for k in range(3):
            found_hessian = found_hessian + second_order[j, k] * (
                parts[j].gradient[:, None] * parts[k].gradient[None, :]
            )
    return Jet(value, np.asarray(found_gradient), np.asarray(found_hessian))
