"""The log-likelihood of a strategic choice model with its score, Hessian and information.

Every utility and log scale is an index x'beta. The derivatives in the indices come from jets; those
in the parameters follow by the regressors: the score block of index v is X_v' l_v, the Hessian
block of v, w is X_v' diag(l_vw) X_w. The expected information is the sum over the choices of
P(reached) g^2/(G(1-G)) grad grad', since given that it is reached a choice is binary.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from solver.inverse.strategic.jet import Array, Jet
from solver.inverse.strategic.link import Link
from solver.inverse.strategic.tree import Choice, choices, log_likelihood, probabilities, reach


@dataclass(frozen=True)
class Index:
    """A linear index: what it is, and its regressors [row, parameter] with their names.

    target: ("utility", player, outcome) or ("scale", player), player -1 for both alike.
    """

    label: str
    target: tuple[str, int, int]
    names: tuple[str, ...]
    regressors: Array


@dataclass(frozen=True)
class Evaluation:
    """The log-likelihood at a point; row_scores [row, parameter]."""

    value: float
    score: Array
    hessian: Array
    row_scores: Array


@dataclass(frozen=True)
class StrategicModel:
    """Data and structure of one model. fixed: utilities [player][outcome] without an index."""

    outcomes: tuple[str, ...]
    link: Link
    errors: str
    indices: tuple[Index, ...]
    fixed: tuple[tuple[float, ...], tuple[float, ...]]
    observed: Any

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters, `label:regressor`."""
        return tuple(f"{index.label}:{name}" for index in self.indices for name in index.names)

    @property
    def slices(self) -> tuple[slice, ...]:
        """Where each index has its parameters."""
        ends = np.cumsum([0, *(len(index.names) for index in self.indices)])
        return tuple(slice(int(a), int(b)) for a, b in pairwise(ends))

    def parameters_of(self, player: int) -> Any:
        """Return the mask of the parameters of one player's utilities."""
        mask = np.zeros(len(self.names), dtype=bool)
        for index, part in zip(self.indices, self.slices, strict=True):
            mask[part] = index.target[:2] == ("utility", player)
        return mask

    def take(self, rows: Any) -> StrategicModel:
        """Return the model on some of the rows, repetitions allowed."""
        indices = tuple(replace(i, regressors=i.regressors[rows]) for i in self.indices)
        return replace(self, indices=indices, observed=self.observed[rows])

    def moves(self, beta: Array, *, derivatives: bool = True) -> tuple[Choice, ...]:
        """Return the choices with their indices as jets in the linear indices."""
        count, rows = len(self.indices) if derivatives else 0, len(self.observed)
        utilities = [[Jet.constant(np.full(rows, u), count) for u in line] for line in self.fixed]
        scales: list[Jet | None] = [None, None]
        for number, (index, part) in enumerate(zip(self.indices, self.slices, strict=True)):
            values = index.regressors @ beta[part]
            jet = Jet.variable(values, number, count) if count else Jet.constant(values, 0)
            kind, player, outcome = index.target
            if kind == "utility":
                utilities[player][outcome] = jet
            else:
                for who in (0, 1) if player < 0 else (player,):
                    scales[who] = jet
        return choices(utilities, scales, self.link, self.errors)

    def probabilities(self, beta: Array) -> tuple[Array, Array]:
        """Return P [row, outcome] and its derivatives [outcome, row, parameter]."""
        jets = probabilities(self.moves(beta), self.link, len(self.outcomes))
        values = np.stack([jet.value for jet in jets], axis=1)
        return values, np.stack([self.spread(jet.gradient) for jet in jets])

    def spread(self, gradient: Array) -> Array:
        """Turn derivatives in the indices [variable, row] into [row, parameter]."""
        blocks = [
            index.regressors * gradient[number][:, None]
            for number, index in enumerate(self.indices)
        ]
        return np.concatenate([np.zeros((len(self.observed), 0)), *blocks], axis=1)

    def _pull(self, hessian: Array) -> Array:
        """Turn second derivatives [variable, variable, row] into [parameter, parameter]."""
        size = len(self.names)
        matrix = np.zeros((size, size))
        for a, (left, rows) in enumerate(zip(self.indices, self.slices, strict=True)):
            for b in range(a, len(self.indices)):
                columns = self.slices[b]
                block = left.regressors.T @ (hessian[a, b][:, None] * self.indices[b].regressors)
                matrix[rows, columns] = block
                matrix[columns, rows] = block.T
        return matrix

    def value(self, beta: Array) -> float:
        """Return the log-likelihood; minus infinity where it is not a number."""
        with np.errstate(all="ignore"):
            moves = self.moves(beta, derivatives=False)
            total = float(log_likelihood(moves, self.link, self.observed).value.sum())
        return total if np.isfinite(total) else -np.inf

    def evaluate(self, beta: Array) -> Evaluation:
        """Return the log-likelihood with all its derivatives."""
        moves = self.moves(beta)
        jet = log_likelihood(moves, self.link, self.observed)
        row_scores = self.spread(jet.gradient)
        return Evaluation(
            value=float(jet.value.sum()),
            score=row_scores.sum(axis=0),
            hessian=self._pull(jet.hessian),
            row_scores=row_scores,
        )

    def information(self, beta: Array) -> Array:
        """Return the expected information [parameter, parameter]."""
        moves = self.moves(beta)
        count, rows = len(self.indices), len(self.observed)
        total = np.zeros((count, count, rows))
        for move, reached in zip(moves, reach(moves, self.link), strict=True):
            weight = reached * self.link.information(move.index.value)
            slope = move.index.gradient
            total += slope[:, None, :] * (slope * weight)[None, :, :]
        return self._pull(total)
