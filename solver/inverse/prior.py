"""Prior beliefs about a party: its direction, the expected loss, and how precisely it chooses.

The direction is uniform on the sphere of R^n, so that theta has density proportional to
sin(theta)^(n-2) on [0, pi]; d is Beta(a, b); lambda is known, or log-uniform on an interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betaln, gammaln

from solver.errors import DataError
from solver.inverse.cubature import Array


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

    def loss_below(self, loss: Array | float) -> Array:
        """Return the prior probability that the expected loss is below `loss`."""
        return np.asarray(betainc(*self.loss, np.clip(np.asarray(loss, float), 0.0, 1.0)))

    def log_largest(self, middle: Array, reach: Array, tilt: Array, complex_: int) -> Array:
        """Return a bound of log |density| around midpoints, one direction being complex.

        reach, tilt [cell, direction]: of the displacement and of its imaginary part. Infinite where
        the density is not analytic: at d = 0 or 1, unless its exponent there is a whole number.
        """
        n, (a, b) = self.dimension, self.loss
        norm = gammaln(n / 2) - gammaln((n - 1) / 2) - 0.5 * np.log(np.pi) - betaln(a, b)
        if isinstance(self.precision, tuple):
            norm -= np.log(np.log(self.precision[1] / self.precision[0]))
        theta, d = middle[:, 0], middle[:, 1]
        sine = np.minimum(1, np.abs(np.sin(theta)) + reach[:, 0]) ** 2 + np.sinh(tilt[:, 0]) ** 2
        found = norm + (n - 2) / 2 * np.log(sine)
        for place, power in ((d, a - 1), (1 - d, b - 1)):
            high, low = place + reach[:, 1], place - reach[:, 1]
            if power == int(power) and power >= 0:
                found = found + power * np.log(high)
                continue
            if complex_ != 1:  # real values within [0, 1]
                high, low = np.minimum(high, 1), np.maximum(low, 0)
            with np.errstate(divide="ignore", invalid="ignore"):
                size = power * np.log(high if power > 0 else low)
            found = found + np.where((low > 0) | ((complex_ != 1) & (power > 0)), size, np.inf)
        return np.asarray(found)
