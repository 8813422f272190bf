"""Adaptive cubature over a box: Gauss and Kronrod rules of 7 and 15 points in every direction.

The difference of the two rules on a cell is its error estimate (Kronrod 1965; the rules as in
QUADPACK, Piessens and others 1983), pessimistic for smooth integrands. Cells whose estimate is
above their share of the tolerance are halved in every direction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]

# Positive Kronrod nodes, descending, with their weights; every second one is a Gauss node.
_NODES = [
    0.991455371120812639206854697526329, 0.949107912342758524526189684047851,
    0.864864423359769072789712788640926, 0.741531185599394439863864773280788,
    0.586087235467691130294144038714517, 0.405845151377397166906606412076961,
    0.207784955007898467600689403773245, 0.0,
]  # fmt: skip
_KRONROD = [
    0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
    0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
    0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
    0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
]  # fmt: skip
_GAUSS = [
    0.129484966168869693270611432679082, 0.279705391489276667901467771423780,
    0.381830050505118944950369775488975, 0.417959183673469387755102040816327,
]  # fmt: skip


@dataclass(frozen=True)
class Integral:
    """Values of several integrals with their error estimates, and the cells that were needed."""

    values: Array
    errors: Array
    cells: int
    converged: bool


@cache
def _rule(dimensions: int) -> tuple[Array, Array, Array]:
    """Return nodes [node, direction] in [-1, 1] and the two tensor weights [node]."""
    half = np.array(_NODES)
    nodes = np.concatenate([-half, half[-2::-1]])
    kronrod = np.array(_KRONROD)
    kronrod = np.concatenate([kronrod, kronrod[-2::-1]])
    gauss = np.zeros(8)
    gauss[1::2] = _GAUSS
    gauss = np.concatenate([gauss, gauss[-2::-1]])
    grid = np.meshgrid(*[nodes] * dimensions, indexing="ij")
    return (
        np.stack([axis.ravel() for axis in grid], axis=1),
        _tensor(kronrod, dimensions),
        _tensor(gauss, dimensions),
    )


def _tensor(weights: Array, dimensions: int) -> Array:
    product = weights
    for _ in range(dimensions - 1):
        product = np.multiply.outer(product, weights)
    return product.ravel()


def integrate(
    function: Callable[[Array], Array],
    low: Any,
    high: Any,
    *,
    relative: float = 1e-9,
    start: int = 2,
    limit: int = 20_000,
) -> Integral:
    """Integrate function(points [point, direction]) -> [point, integral] over a box.

    relative: tolerance as a part of the first integral. start: cells per direction at the outset.
    """
    low, high = np.atleast_1d(np.asarray(low, float)), np.atleast_1d(np.asarray(high, float))
    dimensions = len(low)
    nodes, kronrod, gauss = _rule(dimensions)
    steps = np.stack(np.meshgrid(*[np.arange(start)] * dimensions, indexing="ij"), axis=-1)
    width = (high - low) / start
    corners = low + steps.reshape(-1, dimensions) * width
    widths = np.broadcast_to(width, corners.shape)
    done: Array | None = None
    done_errors: Array | None = None
    cells = 0
    while True:
        points = corners[:, None, :] + (nodes[None, :, :] + 1) / 2 * widths[:, None, :]
        values = function(points.reshape(-1, dimensions)).reshape(len(corners), len(nodes), -1)
        volume = (widths.prod(axis=1) / 2**dimensions)[:, None]
        fine = volume * np.einsum("n,cnq->cq", kronrod, values)
        errors = np.abs(fine - volume * np.einsum("n,cnq->cq", gauss, values))
        cells += len(corners)
        if done is None or done_errors is None:
            done, done_errors = np.zeros(fine.shape[1]), np.zeros(fine.shape[1])
        total = done + fine.sum(axis=0)
        allowed = relative * abs(total[0])
        spent = float(done_errors[0] + errors[:, 0].sum())
        coarse = errors[:, 0] > allowed / (4 * max(cells, 1))
        if spent <= allowed or not coarse.any() or cells > limit:
            return Integral(
                total, done_errors + errors.sum(axis=0), cells, spent <= allowed or not coarse.any()
            )
        done, done_errors = done + fine[~coarse].sum(axis=0), done_errors + errors[~coarse].sum(0)
        halves = widths[coarse] / 2
        offsets = np.stack(np.meshgrid(*[[0, 1]] * dimensions, indexing="ij"), axis=-1)
        offsets = offsets.reshape(-1, dimensions)
        corners = (corners[coarse][:, None, :] + offsets[None] * halves[:, None, :]).reshape(
            -1, dimensions
        )
        widths = np.repeat(halves, len(offsets), axis=0)
