"""How much of the prior a history leaves, and which next choice would tell most.

With error-free choices a history leaves the part of the prior that lies in its identified set:
directions uniform on the sphere of R^n, d Beta. For fixed d the alignments that remain form an
interval, so its share is a one-dimensional integral, smooth between the corners of the polygon.
A next choice splits the set by a line; its expected information is the entropy of the split, so
the most informative circumstances are those that split it most evenly (Lindley 1956).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.special import betaln

from games.world.observation import Observation
from solver.errors import DataError
from solver.geometry.polygon import Polygon
from solver.inverse.cubature import Array, integrate
from solver.inverse.identified import IdentifiedSet
from solver.inverse.posterior import Prior


@dataclass(frozen=True)
class Share:
    """Part of the prior in an identified set, with its error estimate."""

    value: float
    error: float


@dataclass(frozen=True)
class NextChoice:
    """Circumstances, the probability of seeking there given the history, and the information."""

    observation: Observation
    seek: float
    bits: float


def share(polygon: Polygon, prior: Prior | None = None) -> Share:
    """Return the prior probability that alignment and loss lie in a polygon of (w, z)."""
    prior = prior or Prior()
    if polygon.empty:
        return Share(0.0, 0.0)
    total, error = 0.0, 0.0
    for low, high in _spans(polygon):
        part = integrate(
            lambda points: _slice(polygon, prior, points[:, 0])[:, None],
            [low], [high], relative=1e-10,
        )  # fmt: skip
        total, error = total + float(part.values[0]), error + float(part.errors[0])
    return Share(total, error)


def _spans(polygon: Polygon) -> list[tuple[float, float]]:
    """Return the intervals of d between the corners of the set."""
    corners = polygon.corners
    ends = {0.0} if any(c.infinite and c.position[0] > 0 for c in corners) else set()
    ends |= {1 / (1 + float(c.position[0])) for c in corners if not c.infinite}
    ordered = sorted(ends)
    return list(pairwise(ordered))


def _heights(polygon: Polygon, w: Array) -> tuple[Array, Array]:
    """Return the lowest and the highest affinity of the set at each w."""
    low, high = np.full(len(w), 0.5), np.full(len(w), np.inf)
    for plane in polygon.half_planes:
        a, b, c = float(plane.a), float(plane.b), float(plane.c)
        if b < 0:
            low = np.maximum(low, (c - a * w) / b)
        elif b > 0:
            high = np.minimum(high, (c - a * w) / b)
    return low, high


def _below(prior: Prior, z: Array) -> Array:
    """Return the prior probability of an affinity below z."""
    with np.errstate(divide="ignore"):
        return prior.share_below(np.clip(1 - 1 / z, -1.0, 1.0))


def _loss_density(prior: Prior, loss: Array) -> Array:
    a, b = prior.loss
    return np.asarray(loss ** (a - 1) * (1 - loss) ** (b - 1) * np.exp(-betaln(a, b)))


def _slice(polygon: Polygon, prior: Prior, loss: Array) -> Array:
    low, high = _heights(polygon, (1 - loss) / loss)
    inside = np.maximum(_below(prior, high) - _below(prior, low), 0.0)
    return np.asarray(inside * _loss_density(prior, loss))


def candidates(
    history: Sequence[Observation], steps: int = 20, stakes: Iterable[Any] | None = None
) -> list[Observation]:
    """Return decisions at all shares and win probabilities in `steps` steps, at known stakes."""
    chosen = list(dict.fromkeys(stakes if stakes is not None else (o.stakes for o in history)))
    parts = [Fraction(n, steps) for n in range(1, steps)]
    return [Observation("seek", s, p, k) for k in chosen for s in parts for p in parts]


def most_informative(
    identified: IdentifiedSet,
    prior: Prior | None = None,
    among: Sequence[Observation] | None = None,
) -> NextChoice:
    """Return the circumstances whose choice splits the identified set most evenly.

    among: circumstances to choose from (their action is ignored).
    """
    prior = prior or Prior()
    if identified.empty:
        raise DataError("an empty identified set cannot be split")
    options = list(candidates(identified.observations) if among is None else among)
    if not options:
        raise DataError("no circumstances to choose from")
    spans = _spans(identified.polygon)
    nodes, weights = np.polynomial.legendre.leggauss(48)
    loss = np.concatenate([(b - a) / 2 * nodes + (a + b) / 2 for a, b in spans])
    mass = np.concatenate([(b - a) / 2 * weights for a, b in spans])
    mass = mass * _loss_density(prior, loss)
    w = (1 - loss) / loss
    low, high = _heights(identified.polygon, w)
    bottom, top = _below(prior, low), _below(prior, np.maximum(low, high))
    whole = float(mass @ (top - bottom))
    best: NextChoice | None = None
    for option in options:
        base, slope, risk = (float(entry) for entry in option.line())
        if risk == 0:
            continue
        line = np.clip((base + slope * w) / risk, low, np.maximum(low, high))
        seek = float(mass @ (_below(prior, line) - bottom)) / whole if whole > 0 else 0.0
        bits = _entropy(seek)
        if best is None or bits > best.bits + 1e-12:
            best = NextChoice(option, seek, bits)
    if best is None:
        raise DataError("none of the circumstances depends on alignment and loss")
    return best


def _entropy(p: float) -> float:
    return float(-sum(q * np.log2(q) for q in (p, 1 - p) if q > 0))
