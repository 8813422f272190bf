"""The distribution of one direction of a measure, from the polynomials its rule integrates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.inverse.bounded import POINTS, Measure
from solver.inverse.cubature import Array


@dataclass(frozen=True)
class Marginal:
    """The distribution of one direction: cells [cell] and Legendre coefficients [cell, degree]."""

    middle: Array
    half: Array
    coefficients: Array

    @staticmethod
    def of(found: Measure, direction: int) -> Marginal:
        """Sum the masses over the other directions and fit each cell's polynomial."""
        count = found.cells.middle.shape[1]
        points = POINTS[count]
        shape = (len(found.cells), *[points] * count)
        others = tuple(k + 1 for k in range(count) if k != direction)
        masses = found.table.reshape(shape).sum(axis=others)
        nodes = np.polynomial.legendre.leggauss(points)[0]
        # The masses hold the weights already, so that this is the discrete Legendre transform.
        basis = np.polynomial.legendre.legvander(nodes, points - 1)
        degrees = np.arange(points)
        coefficients = masses @ basis * (2 * degrees + 1) / 2 / max(masses.sum(), 1e-300)
        return Marginal(
            found.cells.middle[:, direction], found.cells.half[:, direction], coefficients
        )

    def below(self, x: float) -> float:
        """Return the probability of a value below x."""
        place = np.clip((x - self.middle) / self.half, -1.0, 1.0)
        points = self.coefficients.shape[1]
        basis = np.polynomial.legendre.legvander(place, points)
        # The integral of P_l from -1 is (P_(l+1) - P_(l-1)) / (2l+1), of P_0 it is 1 + x.
        degrees = np.arange(1, points)
        integrals = np.concatenate(
            [(1 + place)[:, None], (basis[:, 2:] - basis[:, :-2])[:, : points - 1]
             / (2 * degrees + 1)], axis=1,
        )  # fmt: skip
        return float((integrals * self.coefficients).sum())
