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
from solver.geometry.line import simplest_between
from solver.geometry.polygon import Polygon
from solver.inverse.cubature import Array, integrate
from solver.inverse.identified import IdentifiedSet
from solver.inverse.prior import Prior

#: Entries of the largest intermediate table [option, node]: 8 MB.
_CHUNK = 1_000_000


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


#: Different stakes that candidates cover at most; shares and chances go in twentieths.
STAKES, STEPS = 12, 20
#: Bits below which the next choice is sought between the twentieths too.
_EVEN = 0.98


def candidates(
    history: Sequence[Observation], steps: int = STEPS, stakes: Iterable[Any] | None = None
) -> list[Observation]:
    """Return decisions at all shares and win probabilities in `steps` steps, at known stakes.

    Of more than `STAKES` different stakes in the history, so many are taken at even ranks.
    """
    if stakes is None:
        seen = sorted({o.stakes for o in history})
        count = min(STAKES, len(seen))
        stakes = [seen[round(n * (len(seen) - 1) / max(1, count - 1))] for n in range(count)]
    parts = [Fraction(n, steps) for n in range(1, steps)]
    return [Observation("seek", s, p, k) for k in stakes for s in parts for p in parts]


def most_informative(
    identified: IdentifiedSet,
    prior: Prior | None = None,
    among: Sequence[Observation] | None = None,
) -> NextChoice:
    """Return the circumstances whose choice splits the identified set most evenly.

    among: circumstances to choose from (their action is ignored); `candidates` by default.
    """
    prior = prior or Prior()
    if identified.empty:
        raise DataError("an empty identified set cannot be split")
    options = list(candidates(identified.observations) if among is None else among)
    if not options:
        raise DataError("no circumstances to choose from")
    options = [option for option in options if option.risk != 0]
    if not options:
        raise DataError("none of the circumstances depends on alignment and loss")
    best = _best(identified.polygon, prior, options)
    if among is None and best.bits < _EVEN:
        between = _between(identified, prior)
        if between:
            finer = _best(identified.polygon, prior, between, 0.01)
            best = max(best, finer, key=lambda one: one.bits)
    return best


def _best(
    polygon: Polygon, prior: Prior, options: Sequence[Observation], slack: float = 1e-12
) -> NextChoice:
    """Return the first of the options whose information is within `slack` of the most."""
    lines = np.array([[float(entry) for entry in option.line()] for option in options])
    chance = _seeking(polygon, prior, lines)
    inside = np.clip(chance, 1e-300, 1.0), np.clip(1 - chance, 1e-300, 1.0)
    bits = -(inside[0] * np.log2(inside[0]) + inside[1] * np.log2(inside[1]))
    place = int(np.argmax(bits >= bits.max() - slack))
    return NextChoice(options[place], float(chance[place]), float(bits[place]))


def _between(identified: IdentifiedSet, prior: Prior) -> list[Observation]:
    """Return, per share and stakes, the simplest win probability that splits the set about evenly.

    A set that falls between the lines of a grid still is split: the chance of seeking rises with p.
    """
    grid = [option for option in candidates(identified.observations) if option.stakes > 0]
    fixed = [grid[n] for n in range(0, len(grid), STEPS - 1)]  # one per share and stakes
    if not fixed:
        return []
    share, stakes = (np.array([float(x) for x in column]) for column in zip(
        *((o.share, o.stakes) for o in fixed), strict=True))  # fmt: skip
    ends = []
    for target in (0.4, 0.6):
        low, high = np.zeros(len(fixed)), np.ones(len(fixed))
        for _ in range(40):
            middle = (low + high) / 2
            lines = np.stack([1 - share, stakes * (middle - share), np.ones(len(fixed))], axis=1)
            above = _seeking(identified.polygon, prior, lines) > target
            low, high = np.where(above, low, middle), np.where(above, middle, high)
        ends.append((low + high) / 2)
    found = [
        (simplest_between(Fraction(low), Fraction(high)), o)
        for low, high, o in zip(*ends, fixed, strict=True)
        if 1e-9 < low < high < 1 - 1e-9
    ]
    found.sort(key=lambda pair: pair[0].denominator)
    return [Observation("seek", o.share, p, o.stakes) for p, o in found]


def _seeking(polygon: Polygon, prior: Prior, lines: Array) -> Array:
    """Return the part of the set on the seeking side of each line [option, (a, b, r)].

    By Gauss's rule of 24 points between the corners of the set.
    """
    nodes, weights = np.polynomial.legendre.leggauss(24)
    spans = _spans(polygon)
    loss = np.concatenate([(b - a) / 2 * nodes + (a + b) / 2 for a, b in spans])
    mass = np.concatenate([(b - a) / 2 * weights for a, b in spans]) * _loss_density(prior, loss)
    w = (1 - loss) / loss
    low, high = _heights(polygon, w)
    high = np.maximum(low, high)
    bottom = _below(prior, low)
    whole = float(mass @ (_below(prior, high) - bottom))
    if whole <= 0:
        return np.zeros(len(lines))
    found = np.empty(len(lines))
    step = max(1, _CHUNK // len(w))
    for k in range(0, len(lines), step):
        base, slope, risk = lines[k : k + step].T[:, :, None]
        cut = np.clip((base + slope * w) / risk, low, high)
        found[k : k + step] = (_below(prior, cut) - bottom) @ mass / whole
    return found
