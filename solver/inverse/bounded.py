"""Integrals of a logit likelihood with a proven error bound: Gauss's rule on adaptive cells.

The integrand is f = prod_i G(z_i)^(n_i) times the prior density, G logistic, z_i = s_i lambda g_i,
and analytic where |Im z_i| < pi. If f is analytic with |f| <= M in the Bernstein ellipse of
parameter rho around an interval of half-width h, its Chebyshev coefficients are at most
2 M rho^-k; the rule of m points is exact to degree 2m - 1 and errs by at most 32/15 on T_k, hence

    |error| <= h (64/15) M rho^(-2m) / (1 - rho^-2)

(as in Trefethen 2008). On a cell the bounds of the directions add up, each with the other
variables real, since the weights are positive. M follows from Taylor's formula at the midpoint:
log f rises by at most sum |l_j| r_j + sum K_jk r_j r_k / 2 over displacements up to r_j, where for
|Im z| <= pi/2

    |(log G)'| <= 1 / sqrt(1 + exp(2 Re z)),      |(log G)''| = |G'| <= 1 / (2 cosh Re z),

so K_jk = sum_i n_i (|z_ij| |z_ik| / (2 cosh) + |z_ijk| / sqrt(..)) with the derivatives of z_i at
their largest. A cell whose prior mass times the largest f is small enough is left out and counted
as error. All bounds hold up to rounding, some 1e-13 of the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.special import expit, log_expit

from solver.inverse.cubature import Array
from solver.inverse.gains import Circumstances
from solver.inverse.prior import Prior

#: Gauss points per direction, by the number of directions.
POINTS = {2: 16, 3: 10}
_RHO = (1.8, 3.0, 6.0)
#: Rise of log f over a cell beyond which the rule is not tried.
_STEEP = 25.0
#: Entries of the largest intermediate table [cell, choice] or [point, choice].
_CHUNK = 300_000
#: Bounds of single choices on single cells after which a proof is given up, and the number of
#: different choices beyond which none is tried.
_WORK, _MANY = 3_000_000, 400


@dataclass(frozen=True)
class Cells:
    """Boxes by midpoint and half-width [cell, direction]; directions theta, d[, log lambda]."""

    middle: Array
    half: Array

    def take(self, chosen: Any) -> Cells:
        """Return some of the cells."""
        return Cells(self.middle[chosen], self.half[chosen])

    def __len__(self) -> int:
        return len(self.middle)


@dataclass(frozen=True)
class Measure:
    """Integrals of f times 1, theta, cos theta and d, and bounds or estimates of their errors.

    cells, table [cell, point]: where the rule was applied, and f times its weights there. proven:
    whether the errors are bounds.
    """

    values: Array
    errors: Array
    cells: Cells
    table: Array
    proven: bool


@cache
def rule(directions: int) -> tuple[Array, Array]:
    """Return nodes [point, direction] of Gauss's rule on [-1, 1] and weights [point]."""
    nodes, weights = np.polynomial.legendre.leggauss(POINTS[directions])
    grid = np.meshgrid(*[nodes] * directions, indexing="ij")
    product = weights
    for _ in range(directions - 1):
        product = np.multiply.outer(product, weights)
    return np.stack([axis.ravel() for axis in grid], axis=1), product.ravel()


def measure(
    choices: Circumstances,
    prior: Prior,
    box: tuple[list[float], list[float]],
    *,
    shift: float,
    allowed: float,
    limit: int = 40_000,
) -> Measure | None:
    """Integrate exp(log likelihood - shift) times the prior density over a box.

    allowed: error that every cell may have. None where a proof takes too long: beyond `limit`
    cells, 400 different choices, or bounds of three million choices on cells.
    """
    if len(choices.sign) > _MANY:
        return None
    low, high = np.array(box[0]), np.array(box[1])
    pending = Cells((low + high)[None] / 2, (high - low)[None] / 2)
    size = max(1, _CHUNK // max(1, len(choices.sign)))
    kept: list[Cells] = []
    errors = np.zeros(4)
    work = 0
    while len(pending):
        if sum(map(len, kept)) + len(pending) > limit or work > _WORK:
            return None
        later: list[Cells] = []
        for start in range(0, len(pending), size):
            cells = pending.take(slice(start, start + size))
            expansion = _expand(choices, prior, cells)
            log, rise, bend, spread = expansion.largest()
            outside = np.exp(np.minimum(log - shift, 700.0)) * _mass(prior, cells)
            outside = outside[:, None] * _moments(cells.middle, cells.half, 0 * cells.half)
            skip = outside[:, 0] <= allowed
            errors += outside[skip].sum(axis=0)
            tried = np.flatnonzero(~skip & (rise <= _STEEP))
            error = expansion.take(tried).gauss(shift)
            good = error[:, 0] <= allowed
            kept.append(cells.take(tried[good]))
            errors += error[good].sum(axis=0)
            skip[tried[good]] = True
            left = np.flatnonzero(~skip)
            later.append(_halved(cells.take(left), expansion.scores(bend, spread)[left]))
        work += len(pending) * len(choices.sign)
        pending = _joined(later, len(low))
    cells = _joined(kept, len(low))
    values, table = apply(choices, prior, cells, shift)
    return Measure(values, errors, cells, table, True)


def _joined(parts: list[Cells], directions: int) -> Cells:
    empty = np.zeros((0, directions))
    return Cells(
        np.concatenate([empty, *(part.middle for part in parts)]),
        np.concatenate([empty, *(part.half for part in parts)]),
    )


def _halved(cells: Cells, scores: Array) -> Cells:
    """Halve every cell in the direction of the highest score."""
    rows = np.arange(len(cells))
    chosen = scores.argmax(axis=1)
    half = cells.half.copy()
    half[rows, chosen] /= 2
    step = np.zeros_like(half)
    step[rows, chosen] = half[rows, chosen]
    return Cells(
        np.concatenate([cells.middle - step, cells.middle + step]), np.concatenate([half, half])
    )


def apply(choices: Circumstances, prior: Prior, cells: Cells, shift: float) -> tuple[Array, Array]:
    """Return Gauss's values of the four integrals, and f times its weights [cell, point]."""
    nodes, weights = rule(cells.middle.shape[1])
    table = np.zeros((len(cells), len(nodes)))
    values = np.zeros(4)
    for start in range(0, len(cells), 64):
        part = cells.take(slice(start, start + 64))
        points = part.middle[:, None] + nodes[None] * part.half[:, None]
        flat = points.reshape(-1, points.shape[2])
        log = choices.log_likelihood(np.cos(flat[:, 0]), flat[:, 1], prior.precisions(flat))
        density = (np.exp(log - shift) * prior.density(flat)).reshape(len(part), -1)
        table[start : start + 64] = density * weights * part.half.prod(axis=1)[:, None]
        factors = np.stack([np.ones(len(flat)), flat[:, 0], np.cos(flat[:, 0]), flat[:, 1]], axis=1)
        values += table[start : start + 64].ravel() @ factors
    return values, table


def _moments(middle: Array, reach: Array, tilt: Array) -> Array:
    """Return the largest |1|, |theta|, |cos theta|, |d| near the midpoints [cell, 4]."""
    one = np.ones(len(middle))
    return np.stack(
        [one, middle[:, 0] + reach[:, 0], np.cosh(tilt[:, 0]), middle[:, 1] + reach[:, 1]], axis=1
    )


def _mass(prior: Prior, cells: Cells) -> Array:
    """Return upper bounds of the prior mass of the cells."""
    low, high = cells.middle - cells.half, cells.middle + cells.half
    mass = prior.share_below(np.cos(np.maximum(low[:, 0], 0))) - prior.share_below(
        np.cos(np.minimum(high[:, 0], np.pi))
    )
    mass = mass * (prior.loss_below(high[:, 1]) - prior.loss_below(low[:, 1]))
    if isinstance(prior.precision, tuple):
        mass = mass * 2 * cells.half[:, 2] / np.log(prior.precision[1] / prior.precision[0])
    # Differences lose digits on small cells, where the largest density serves.
    density = prior.log_largest(cells.middle, cells.half, 0 * cells.half, 0)
    volume = (2 * cells.half).prod(axis=1)
    return np.asarray(np.minimum(mass + 1e-15, np.exp(np.minimum(density, 700.0)) * volume))


@dataclass(frozen=True)
class _Expansion:
    """The log likelihood at midpoints: value [cell], slope [cell, direction], z and |gain|.

    index: z_i = s_i lambda g_i [cell, choice], positive where the choice is the likelier one.
    """

    choices: Circumstances
    prior: Prior
    cells: Cells
    value: Array
    slope: Array
    index: Array
    gain: Array

    def take(self, chosen: Any) -> _Expansion:
        """Return the expansion at some of the cells."""
        return _Expansion(
            self.choices, self.prior, self.cells.take(chosen), self.value[chosen],
            self.slope[chosen], self.index[chosen], self.gain[chosen],
        )  # fmt: skip

    def _around(self, reach: Array, tilt: Array) -> tuple[Array, Array, Array]:
        """Return K [cell, direction, direction], the widest |Im z|, and the slopes of z.

        reach: |displacement| up to; tilt: its imaginary part up to [cell, direction].
        """
        o, n = self.choices, self.cells.middle.shape[1]
        theta, d = self.cells.middle[:, 0], self.cells.middle[:, 1]
        r, high = reach[:, 0], np.minimum(theta + reach[:, 0], np.pi)
        wide = np.sinh(tilt[:, 0]) ** 2
        sine = np.sqrt(np.minimum(1, np.abs(np.sin(theta)) + r) ** 2 + wide)[:, None]
        cosine = np.cosh(tilt[:, 0])[:, None]
        apart = 2 * (np.sin(high / 2) ** 2 + np.sinh(tilt[:, 0] / 2) ** 2)[:, None]
        loss, rest = (d + reach[:, 1])[:, None], (1 - d + reach[:, 1])[:, None]
        mixed = np.abs(o.risk * o.rest - o.steep)
        body = np.abs(o.steep) * rest + o.spoils + o.risk * o.rest * loss
        scale = self.prior.precisions(self.cells.middle)[:, None]
        if n == 3:
            scale = scale * np.exp(reach[:, 2])[:, None]
        first = [
            scale * sine * body,
            scale * (o.risk + mixed * apart),
        ]
        second = {
            (0, 0): scale * cosine * body, (0, 1): scale * sine * mixed, (1, 1): None,
        }  # fmt: skip
        if n == 3:
            size = scale * self.gain + first[0] * reach[:, [0]] + first[1] * reach[:, [1]]
            first.append(size)
            second |= {(0, 2): first[0], (1, 2): first[1], (2, 2): size}
        travel = sum(z * reach[:, [k]] for k, z in enumerate(first))
        lowest = np.clip(self.index - travel, -300, 300)
        near = np.clip(np.abs(self.index) - travel, 0, 300)
        pull = o.weight / np.sqrt(1 + np.exp(2 * lowest))
        bend = o.weight / (2 * np.cosh(near))
        found = np.zeros((len(theta), n, n))
        for (j, k), product in second.items():
            entry = (bend * first[j] * first[k]).sum(axis=1)
            if product is not None:
                entry = entry + (pull * product).sum(axis=1)
            found[:, j, k] = found[:, k, j] = entry
        turned = sum(z * tilt[:, [k]] for k, z in enumerate(first)).max(axis=1, initial=0.0)
        spread = np.stack([z.max(axis=1, initial=0.0) for z in first], axis=1)
        return found, turned, spread

    def _rise(self, bend: Array, reach: Array) -> Array:
        """Return how much log f can rise over displacements up to `reach`."""
        return np.asarray(
            (np.abs(self.slope) * reach).sum(axis=1)
            + np.einsum("cj,cjk,ck->c", reach, bend, reach) / 2
        )

    def largest(self) -> tuple[Array, Array, Array, Array]:
        """Return the largest log likelihood on the cells, its rise, K and the slopes of z there."""
        half = self.cells.half
        bend, _, spread = self._around(half, 0 * half)
        rise = self._rise(bend, half)
        # Each choice at its best on the cell, which is closer on large cells.
        best = self.index + (spread * half).sum(axis=1)[:, None]
        apart = log_expit(best) @ self.choices.weight
        return np.minimum(self.value + rise, apart), rise, bend, spread

    def scores(self, bend: Array, spread: Array) -> Array:
        """Return what each direction adds to the bounds [cell, direction]."""
        half = self.cells.half
        own = np.einsum("cjj->cj", bend) * half**2 / 2
        return np.asarray(np.abs(self.slope) * half + own + spread * half)

    def gauss(self, shift: float) -> Array:
        """Return proven errors of Gauss's rule for the four integrals [cell, 4]."""
        middle, half = self.cells.middle, self.cells.half
        count = middle.shape[1]
        volume = (2 * half).prod(axis=1)
        total = np.zeros((len(middle), 4))
        for j in range(count):
            best = np.full((len(middle), 4), np.inf)
            for rho in _RHO:
                reach, tilt = half.copy(), 0 * half
                reach[:, j] *= (rho + 1 / rho) / 2
                tilt[:, j] = half[:, j] * (rho - 1 / rho) / 2
                bend, turned, _ = self._around(reach, tilt)
                log = self.value - shift + self._rise(bend, reach)
                log = log + self.prior.log_largest(middle, reach, tilt, j)
                log = log + np.log(volume / 2 * 64 / 15 * rho ** (-2 * POINTS[count]))
                log = log - np.log(1 - rho**-2)
                found = np.where(
                    (turned <= np.pi / 2) & (log < 700), np.exp(np.minimum(log, 700)), np.inf
                )
                best = np.minimum(best, found[:, None] * _moments(middle, reach, tilt))
            total += best
        return total


def _expand(choices: Circumstances, prior: Prior, cells: Cells) -> _Expansion:
    m = cells.middle
    c, d, precision = np.cos(m[:, 0]), m[:, 1], prior.precisions(m)[:, None]
    gain = choices.gains(c, d)
    index = precision * gain * choices.sign
    pull = choices.weight * choices.sign * precision * expit(-index)  # (log G)' = G(-z)
    by_theta, by_loss = choices.slopes(c, d)
    slope = [np.sin(m[:, 0]) * (pull * by_theta).sum(axis=1), (pull * by_loss).sum(axis=1)]
    if m.shape[1] == 3:
        slope.append((pull * gain).sum(axis=1))
    value = log_expit(index) @ choices.weight
    return _Expansion(choices, prior, cells, value, np.stack(slope, axis=1), index, np.abs(gain))
