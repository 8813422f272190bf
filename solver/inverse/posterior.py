"""What to believe of a party's alignment and fears, given choices that may err.

Choice is logit in the gain (`solver.inverse.gains`), the prior as in `solver.inverse.prior`. The
evidence and all expectations are integrals over (theta, d[, log lambda]), computed by Gauss's rule
on adaptive cells with a proven error bound (`solver.inverse.bounded`), or, where the proof would
take too long, with an estimated one (`solver.inverse.unproven`); `proven` says which. For known
lambda and a uniform d `enclosure` adds a second proof of another kind: on a cell the gain lies
between its values at the corners, since it is bilinear in (c, d), so the likelihood does too, and
sums of cell bounds enclose the integrals up to rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq

from games.world.observation import Observation, validated
from solver.errors import DataError
from solver.inverse.bounded import Measure, measure
from solver.inverse.cubature import Array
from solver.inverse.gains import Circumstances
from solver.inverse.marginal import Marginal
from solver.inverse.prior import Prior
from solver.inverse.unproven import Box, close_in, estimated


@dataclass(frozen=True)
class Posterior:
    """The posterior of one party's alignment and loss.

    observations: the history. shift: log scale taken out of integrals; allowed: error of a cell;
    relative: tolerance of the evidence.
    """

    observations: tuple[Observation, ...]
    prior: Prior
    choices: Circumstances
    shift: float
    allowed: float
    relative: float
    total: Measure

    @property
    def proven(self) -> bool:
        """Whether the errors of evidence and means are proven bounds."""
        return self.total.proven

    @property
    def log_evidence(self) -> float:
        """Log of the probability of the history under the prior."""
        return float(np.log(self.total.values[0]) + self.shift)

    @property
    def relative_error(self) -> float:
        """Relative error of the evidence: a bound up to rounding where `proven`, else estimated."""
        value, error = float(self.total.values[0]), float(self.total.errors[0])
        return error / (value - error) if value > error else float("inf")

    @property
    def mean_errors(self) -> dict[str, float]:
        """Errors of the posterior means of theta (degrees), c and d: bounds where `proven`."""
        values, errors = self.total.values, self.total.errors
        if values[0] <= errors[0]:
            return dict.fromkeys(("theta", "c", "d"), float("inf"))
        bounds = (errors[1:] + np.abs(values[1:] / values[0]) * errors[0]) / (values[0] - errors[0])
        theta, cosine, loss = (float(bound) for bound in bounds)
        return {"theta": float(np.degrees(theta)), "c": cosine, "d": loss}

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

    def _over(self, choices: Circumstances, box: Box) -> Measure:
        """Integrate over part of the box, to the same error of a cell."""
        return _integrate(
            choices, self.prior, box, shift=self.shift, allowed=self.allowed,
            relative=self.relative,
        )  # fmt: skip

    def mass(self, theta: tuple[float, float], loss: tuple[float, float] = (0.0, 1.0)) -> float:
        """Return the posterior probability that theta (radians) and d lie in the intervals."""
        low, high = self.prior.box
        low[:2], high[:2] = [theta[0], loss[0]], [theta[1], loss[1]]
        if not all(a < b for a, b in zip(low, high, strict=True)):
            return 0.0
        part = self._over(self.choices, (low, high))
        return float(part.values[0] / self.total.values[0])

    def interval(self, quantity: str, level: float = 0.95) -> tuple[float, float]:
        """Return the equal-tailed credible interval of "theta" (degrees) or "d".

        From the polynomials that Gauss's rule integrates on each cell, to some 1e-7.
        """
        if quantity not in ("theta", "d"):
            raise DataError(f"interval(): no quantity {quantity!r}", allowed="theta, d")
        direction = 0 if quantity == "theta" else 1
        marginal = Marginal.of(self.total, direction)
        high = float(np.pi) if direction == 0 else 1.0
        tail = (1 - level) / 2
        ends = [
            float(brentq(lambda x, t=t: marginal.below(x) - t, 0.0, high, xtol=1e-10))
            for t in (tail, 1 - tail)
        ]
        if direction == 0:
            return float(np.degrees(ends[0])), float(np.degrees(ends[1]))
        return ends[0], ends[1]

    def predictive(self, observation: Observation) -> float:
        """Return the probability that the party would seek in given circumstances.

        The evidence of the history with that choice over that without it.
        """
        (following,) = validated([observation])
        longer = Circumstances.of([*self.observations, replace(following, action="seek")])
        found = self._over(longer, self.prior.box)
        return float(found.values[0] / self.total.values[0])

    def bayes_factor(self, cosine: float = 0.0) -> float:
        """Return the evidence for alignment above `cosine` over that for alignment below it."""
        border = float(np.arccos(cosine))
        above, below = self._log_mass(0.0, border), self._log_mass(border, float(np.pi))
        prior_below = float(self.prior.share_below(cosine))
        return float(np.exp(above - below)) * prior_below / (1 - prior_below)

    def _log_mass(self, start: float, end: float) -> float:
        """Return the log of the evidence with theta in an interval, to the tolerance of its own."""
        low, high = self.prior.box
        low[0], high[0] = start, end
        _, _, shift, level = close_in(self.choices, self.prior, (low, high), 12.0)
        found = _integrate(
            self.choices, self.prior, (low, high), shift=shift,
            allowed=self.relative * level / _SHARED, relative=self.relative,
        )  # fmt: skip
        return float(np.log(found.values[0])) + shift

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


#: Cells that share the tolerance.
_SHARED = 400


def posterior(
    observations: Sequence[Observation],
    prior: Prior | None = None,
    *,
    relative: float | None = None,
) -> Posterior:
    """Return the posterior of theta, d (and lambda) given a history of choices.

    relative: tolerance of the evidence, 1e-9 for known precision, else 1e-6. The error reached is
    `relative_error`.
    """
    prior = prior or Prior()
    if relative is None:
        relative = 1e-6 if isinstance(prior.precision, tuple) else 1e-9
    history = validated(observations)
    choices = Circumstances.of(history)
    _, _, shift, level = close_in(choices, prior, prior.box, 12.0)
    allowed = relative * level / _SHARED
    total = _integrate(choices, prior, prior.box, shift=shift, allowed=allowed, relative=relative)
    return Posterior(history, prior, choices, shift, allowed, relative, total)


def _integrate(
    choices: Circumstances, prior: Prior, box: Box, *, shift: float, allowed: float, relative: float
) -> Measure:
    """Integrate with a proof where that is quick, else with an estimate."""
    found = measure(choices, prior, box, shift=shift, allowed=allowed)
    return found or estimated(choices, prior, box, shift=shift, relative=relative)
