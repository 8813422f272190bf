"""Integrals of a logit likelihood where a proof would take too long: Gauss's rule, error estimated.

Grids close in on the box that holds all but a negligible part of the likelihood; the rule is
applied with n and with n + 1 cells a direction, n doubling until the two results agree, and their
difference is the estimate. Towards an end at which the prior of d is not smooth the cells shrink
geometrically.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from solver.inverse.bounded import POINTS, Cells, Measure, apply
from solver.inverse.cubature import Array
from solver.inverse.gains import Circumstances
from solver.inverse.prior import Prior

Box = tuple[list[float], list[float]]
#: Entries [point, choice] of one result at most.
_WORK = 400_000_000
#: Halvings of the cells at an end where the prior of d is not smooth.
_GRADES = 48


def close_in(
    choices: Circumstances, prior: Prior, box: Box, depth: float
) -> tuple[Array, Array, float, float]:
    """Return the ends of the part of the box within `depth` of the largest log likelihood.

    Also that log likelihood and the rough size of the integral scaled by it.
    """
    low, high = (np.array(end) for end in box)
    count = 21 if len(low) == 2 else 11
    while True:
        axes = [np.linspace(a, b, count + 1) for a, b in zip(low, high, strict=True)]
        middles = [(axis[1:] + axis[:-1]) / 2 for axis in axes]
        points = np.stack([grid.ravel() for grid in np.meshgrid(*middles, indexing="ij")], axis=1)
        log = choices.log_likelihood(np.cos(points[:, 0]), points[:, 1], prior.precisions(points))
        shift = float(log.max())
        near = points[log >= shift - depth]
        step = (high - low) / count
        closer = np.maximum(near.min(axis=0) - step, low), np.minimum(near.max(axis=0) + step, high)
        if ((closer[1] - closer[0]) > 0.6 * (high - low)).all():
            scaled = np.exp(log - shift) * prior.density(points) * step.prod()
            return low, high, shift, float(scaled.sum())
        low, high = closer


def estimated(
    choices: Circumstances, prior: Prior, box: Box, *, shift: float, relative: float
) -> Measure:
    """Integrate as `solver.inverse.bounded.measure`, without proof."""
    low, high, _, _ = close_in(choices, prior, box, 45.0)
    pieces = 4
    while True:
        coarse, _ = apply(choices, prior, _cells(prior, low, high, pieces), shift)
        cells = _cells(prior, low, high, pieces + 1)
        values, table = apply(choices, prior, cells, shift)
        errors = np.abs(values - coarse)
        following = len(cells) * 2 ** len(low) * POINTS[len(low)] ** len(low)
        enough = errors[0] <= relative * values[0]
        if enough or following * len(choices.sign) > _WORK or pieces > 40:
            return Measure(values, errors, cells, table, False)
        pieces *= 2


def _cells(prior: Prior, low: Array, high: Array, pieces: int) -> Cells:
    edges = [np.linspace(a, b, pieces + 1) for a, b in zip(low, high, strict=True)]
    step = (high[1] - low[1]) / pieces
    grades = step * 0.5 ** np.arange(_GRADES, 0, -1)
    for place, power, side in ((low[1], prior.loss[0], 0.0), (high[1], prior.loss[1], 1.0)):
        if place == side and power != int(power):
            edges[1] = np.sort(np.concatenate([edges[1], np.abs(side - grades)]))
    spans = [list(pairwise(edge.tolist())) for edge in edges]
    ends = np.stack(np.meshgrid(*[np.arange(len(span)) for span in spans], indexing="ij"), axis=-1)
    ends = ends.reshape(-1, len(spans))
    first, second = (
        np.stack([np.array(span)[ends[:, k], side] for k, span in enumerate(spans)], axis=1)
        for side in (0, 1)
    )
    return Cells((first + second) / 2, (second - first) / 2)
