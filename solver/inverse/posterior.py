"""What to believe of a party's alignment and fears, given choices that may err.

Choice is logit in the gain: P(seek | c, d, lambda) = 1/(1 + exp(-lambda gain)), with

    gain = (1-c) [pi (1-d) k (p-s) + (1-pi) gamma (1-s) + y s] - pi d [1 - (1-s)(1-c)],

bilinear in (c, d). Prior: the direction uniform on the sphere of R^n, so that theta has density
proportional to sin(theta)^(n-2) on [0, pi]; d Beta(a, b); lambda known, or log-uniform on an
interval. The evidence and all expectations are integrals over (theta, d[, log lambda]), computed by
adaptive cubature with an error estimate. For known lambda and a uniform d `enclosure` adds a proof:
on a cell the gain lies between its values at the corners, since it is bilinear, so the likelihood
does too, and sums of cell bounds enclose the integrals up to rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import betainc, betaln, expit, gammaln

from games.world.observation import Observation, validated
from solver.errors import DataError
from solver.inverse.cubature import Array, Integral, integrate

#: Entries of the largest intermediate table [point, choice]: 16 MB.
_CHUNK = 2_000_000


@dataclass(frozen=True)
class Prior:
    """dimension n of the space of directions; Beta(a, b) of d; precision, or its interval."""

    dimension: int = 2
    loss: tuple[float, float] = (1.0, 1.0)
    precision: float | tuple[float, float] = 10.0

    def __post_init__(self) -> None:
        low = self.precision[0] if isinstance(self.precision, tuple) else self.precision
        high = self.precision[1] if isinstance(self.precision, tuple) else self.precision
        if self.dimension < 2:
            raise DataError(f"prior: dimension must be at least 2; got {self.dimension}")
        if min(self.loss) <= 0 or max(self.loss) == np.inf:
            raise DataError(f"prior: Beta parameters must be positive; got {self.loss}")
        if not 0 <= low <= high < np.inf or (isinstance(self.precision, tuple) and not low < high):
            raise DataError(
                f"prior: precision must be a number >= 0 or (low, high); got {self.precision}"
            )
        if isinstance(self.precision, tuple) and low <= 0:
            raise DataError("prior: a log-uniform precision needs a positive lower end")

    @property
    def box(self) -> tuple[list[float], list[float]]:
        """Ends of (theta, d[, log lambda])."""
        low, high = [0.0, 0.0], [float(np.pi), 1.0]
        if isinstance(self.precision, tuple):
            low.append(float(np.log(self.precision[0])))
            high.append(float(np.log(self.precision[1])))
        return low, high

    def density(self, points: Array) -> Array:
        """Return the prior density at (theta, d[, log lambda])."""
        n, (a, b) = self.dimension, self.loss
        theta, d = points[:, 0], points[:, 1]
        log_norm = gammaln(n / 2) - gammaln((n - 1) / 2) - 0.5 * np.log(np.pi) - betaln(a, b)
        density = np.exp(log_norm) * np.sin(theta) ** (n - 2)
        density = density * d ** (a - 1) * (1 - d) ** (b - 1)
        if isinstance(self.precision, tuple):
            density = density / np.log(self.precision[1] / self.precision[0])
        return np.asarray(density)

    def precisions(self, points: Array) -> Array:
        """Return lambda at the points."""
        if isinstance(self.precision, tuple):
            return np.asarray(np.exp(points[:, 2]))
        return np.full(len(points), float(self.precision))

    def share_below(self, cosine: Array | float) -> Array:
        """Return the prior probability that the alignment is below `cosine`."""
        cosine = np.asarray(cosine, float)
        if self.dimension == 2:
            return np.asarray(1 - np.arccos(cosine) / np.pi)
        half = (self.dimension - 1) / 2
        return np.asarray(betainc(half, half, (1 + cosine) / 2))


@dataclass(frozen=True)
class Circumstances:
    """Choices as arrays: gain = (1-c) (steep (1-d) + spoils) - risk d (1 - rest (1-c)), and signs.

    weight: how often each occurs; sign: +1 sought, -1 held.
    """

    steep: Array
    spoils: Array
    risk: Array
    rest: Array
    sign: Array
    weight: Array

    @staticmethod
    def of(observations: Sequence[Observation]) -> Circumstances:
        """Collect observations, equal ones once with their number."""
        counts: dict[tuple[float, ...], int] = {}
        for o in observations:
            if o.win_probability is None:
                raise DataError("the posterior needs the win probability of every observation")
            slope = o.risk * o.stakes * (o.win_probability - o.share)
            row = (
                float(slope), float(o.spoils), float(o.risk), float(1 - o.share),
                1.0 if o.action == "seek" else -1.0,
            )  # fmt: skip
            counts[row] = counts.get(row, 0) + 1
        table = np.array(list(counts), dtype=float).reshape(-1, 5).T
        steep, spoils, risk, rest, sign = table
        weight = np.array(list(counts.values()), dtype=float)
        return Circumstances(steep, spoils, risk, rest, sign, weight)

    def gains(self, cosine: Array, loss: Array) -> Array:
        """Return the gains [point, choice]."""
        apart, d = 1 - cosine[:, None], loss[:, None]
        return np.asarray(
            apart * (self.steep * (1 - d) + self.spoils) - self.risk * d * (1 - self.rest * apart)
        )

    def log_likelihood(self, cosine: Array, loss: Array, precision: Array) -> Array:
        """Return the log probability of all choices at every point."""
        found = np.empty(len(cosine))
        step = max(1, _CHUNK // max(1, len(self.sign)))
        for k in range(0, len(cosine), step):
            part = slice(k, k + step)
            index = self.gains(cosine[part], loss[part])
            index *= precision[part, None] * self.sign
            # log(1 + exp(-x)) = max(-x, 0) + log(1 + exp(-|x|))
            found[part] = (np.minimum(index, 0.0) - np.log1p(np.exp(-np.abs(index)))) @ self.weight
        return found


@dataclass(frozen=True)
class Posterior:
    """The posterior of one party's alignment and loss. shift: log scale taken out of integrals."""

    prior: Prior
    choices: Circumstances
    shift: float
    total: Integral

    @property
    def log_evidence(self) -> float:
        """Log of the probability of the history under the prior."""
        return float(np.log(self.total.values[0]) + self.shift)

    @property
    def relative_error(self) -> float:
        """Estimated relative error of the evidence."""
        return float(self.total.errors[0] / self.total.values[0])

    @property
    def means(self) -> dict[str, float]:
        """Posterior means of theta (degrees), c and d."""
        values = self.total.values / self.total.values[0]
        return {"theta": float(np.degrees(values[1])), "c": float(values[2]), "d": float(values[3])}

    def weight(self, points: Array) -> Array:
        """Return the unnormalised posterior density, scaled by exp(-shift)."""
        log = self.choices.log_likelihood(
            np.cos(points[:, 0]), points[:, 1], self.prior.precisions(points)
        )
        return np.asarray(np.exp(log - self.shift) * self.prior.density(points))

    def mass(self, theta: tuple[float, float], loss: tuple[float, float] = (0.0, 1.0)) -> float:
        """Return the posterior probability that theta (radians) and d lie in the intervals."""
        low, high = self.prior.box
        low[:2], high[:2] = [theta[0], loss[0]], [theta[1], loss[1]]
        if not all(a < b for a, b in zip(low, high, strict=True)):
            return 0.0
        part = integrate(lambda points: self.weight(points)[:, None], low, high, relative=1e-7)
        return float(part.values[0] / self.total.values[0])

    def interval(self, quantity: str, level: float = 0.95) -> tuple[float, float]:
        """Return the equal-tailed credible interval of "theta" (degrees) or "d"."""
        tail = (1 - level) / 2
        if quantity == "theta":
            ends = [
                brentq(lambda x, t=t: self.mass((0.0, x)) - t, 0.0, np.pi, xtol=1e-7)
                for t in (tail, 1 - tail)
            ]
            return float(np.degrees(ends[0])), float(np.degrees(ends[1]))
        if quantity != "d":
            raise DataError(f"interval(): no quantity {quantity!r}", allowed="theta, d")
        ends = [
            brentq(lambda x, t=t: self.mass((0.0, np.pi), (0.0, x)) - t, 0.0, 1.0, xtol=1e-8)
            for t in (tail, 1 - tail)
        ]
        return float(ends[0]), float(ends[1])

    def predictive(self, observation: Observation) -> float:
        """Return the probability that the party would seek in given circumstances."""
        following = Circumstances.of(validated([observation]))

        def both(points: Array) -> Array:
            weight = self.weight(points)
            gain = following.gains(np.cos(points[:, 0]), points[:, 1])[:, 0]
            chance = expit(self.prior.precisions(points) * gain)
            return np.stack([weight, weight * chance], axis=1)

        found = integrate(both, *self.prior.box, relative=1e-7)
        return float(found.values[1] / found.values[0])

    def bayes_factor(self, cosine: float = 0.0) -> float:
        """Return the evidence for alignment above `cosine` over that for alignment below it."""
        border = float(np.arccos(cosine))
        above, below = self.mass((0.0, border)), self.mass((border, float(np.pi)))
        prior_below = float(self.prior.share_below(cosine))
        return (above / (1 - prior_below)) / (below / prior_below)

    def highest_density(self, level: float = 0.95, cells: int = 200) -> tuple[Array, float]:
        """Return the grid cells [theta, d] of the highest-density region, and their mass.

        Cells of equal width in theta and d, taken by falling density at the midpoint until their
        midpoint mass reaches `level`; the mass is exact up to the midpoint rule.
        """
        if isinstance(self.prior.precision, tuple):
            raise DataError("the highest-density region is drawn for a known precision")
        theta = (np.arange(cells) + 0.5) * np.pi / cells
        loss = (np.arange(cells) + 0.5) / cells
        points = np.stack([axis.ravel() for axis in np.meshgrid(theta, loss, indexing="ij")], 1)
        mass = self.weight(points)
        mass /= mass.sum()
        order = np.argsort(-mass)
        count = int(np.searchsorted(np.cumsum(mass[order]), level)) + 1
        chosen = np.zeros(len(mass), dtype=bool)
        chosen[order[:count]] = True
        return chosen.reshape(cells, cells), float(mass[chosen].sum())

    def enclosure(
        self, cells: int = 400, cosine: tuple[float, float] = (-1.0, 1.0)
    ) -> tuple[float, float]:
        """Return proven bounds of log P(history, c in the interval), up to rounding."""
        if isinstance(self.prior.precision, tuple) or self.prior.loss != (1.0, 1.0):
            raise DataError("the proven bounds need a known precision and a uniform prior of d")
        # The gain is bilinear in (c, d): cells in c, not theta, take their extremes at corners.
        theta = np.linspace(np.arccos(cosine[1]), np.arccos(cosine[0]), cells + 1)
        c, d = np.cos(theta), np.linspace(0.0, 1.0, cells + 1)
        below = self.prior.share_below(c)
        low, high = -np.inf, -np.inf
        sign_precision = float(self.prior.precision) * self.choices.sign
        for i in range(cells):
            edges = np.stack([self.choices.gains(np.full(cells + 1, x), d) for x in c[i : i + 2]])
            index = sign_precision * edges
            corners = np.stack([index[:, :-1], index[:, 1:]])
            least, most = corners.min(axis=(0, 1)), corners.max(axis=(0, 1))
            mass = np.log(max(float(below[i] - below[i + 1]), 1e-300) / cells)
            for extreme in ("low", "high"):
                logs = -(
                    self.choices.weight * np.logaddexp(0, -(least if extreme == "low" else most))
                )
                total = mass + np.logaddexp.reduce(logs.sum(axis=1))
                if extreme == "low":
                    low = np.logaddexp(low, total)
                else:
                    high = np.logaddexp(high, total)
        return float(low), float(high)


def posterior(
    observations: Sequence[Observation],
    prior: Prior | None = None,
    *,
    relative: float | None = None,
) -> Posterior:
    """Return the posterior of theta, d (and lambda) given a history of choices.

    relative: tolerance of the evidence, 1e-9 for known precision, else 1e-6.
    """
    prior = prior or Prior()
    if relative is None:
        relative = 1e-6 if isinstance(prior.precision, tuple) else 1e-9
    history = validated(observations)
    choices = Circumstances.of(history)
    low, high = prior.box
    axes = [np.linspace(a, b, 25)[1:-1] for a, b in zip(low, high, strict=True)]
    coarse = np.stack([axis.ravel() for axis in np.meshgrid(*axes, indexing="ij")], axis=1)
    shift = float(
        choices.log_likelihood(np.cos(coarse[:, 0]), coarse[:, 1], prior.precisions(coarse)).max(
            initial=-np.inf
        )
    )

    def moments(points: Array) -> Array:
        theta, loss = points[:, 0], points[:, 1]
        log = choices.log_likelihood(np.cos(theta), loss, prior.precisions(points))
        weight = np.exp(log - shift) * prior.density(points)
        return np.stack([weight, weight * theta, weight * np.cos(theta), weight * loss], axis=1)

    total = integrate(moments, low, high, relative=relative)
    return Posterior(prior, choices, shift, total)
