"""The gains of a history of choices as arrays, and their logit likelihood.

P(seek | c, d, lambda) = 1/(1 + exp(-lambda gain)), with

    gain = (1-c) [pi (1-d) k (p-s) + (1-pi) gamma (1-s) + y s] - pi d [1 - (1-s)(1-c)],

bilinear in (c, d).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from games.world.observation import Observation
from solver.errors import DataError
from solver.inverse.cubature import Array

#: Entries of the largest intermediate table [point, choice]: 2 MB, which caches hold.
_CHUNK = 250_000


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

    def slopes(self, cosine: Array, loss: Array) -> tuple[Array, Array]:
        """Return the slopes of the gains in -c and in d [point, choice]."""
        apart, d = 1 - cosine[:, None], loss[:, None]
        in_c = self.steep * (1 - d) + self.spoils + self.risk * d * self.rest
        return np.asarray(in_c), np.asarray(
            -self.steep * apart - self.risk * (1 - self.rest * apart)
        )

    def log_likelihood(self, cosine: Array, loss: Array, precision: Array) -> Array:
        """Return the log probability of all choices at every point."""
        # The gains are linear in 1-c, (1-c) d and d.
        apart = 1 - cosine
        features = precision[:, None] * np.stack([apart, apart * loss, loss], axis=1)
        table = self.sign * np.stack(
            [self.steep + self.spoils, self.risk * self.rest - self.steep, -self.risk]
        )
        found = features @ (table @ self.weight) / 2
        step = max(1, _CHUNK // max(1, len(self.sign)))
        for k in range(0, len(cosine), step):
            # No matrix product here: with three columns its threads cost more than they bring.
            size = np.abs(np.einsum("pf,fc->pc", features[k : k + step], table))
            # log G(x) = (x - |x|)/2 - log(1 + exp(-|x|))
            part = np.einsum("pc,c->p", size, self.weight) / 2
            np.negative(size, out=size)
            np.exp(size, out=size)
            size += 1
            np.log(size, out=size)
            found[k : k + step] -= part + np.einsum("pc,c->p", size, self.weight)
        return np.asarray(found)
