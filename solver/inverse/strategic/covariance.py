"""Covariances of maximum-likelihood estimates.

hessian: the inverse observed information A = (-H)^-1. robust: the sandwich A S'S A with the rows'
scores S (Huber 1967, White 1982). clustered: the scores summed within clusters first, times
G/(G-1) for G clusters (Liang and Zeger 1986). bootstrap: rows, or whole clusters, drawn with
replacement and refitted (Efron 1979).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from solver.errors import DataError
from solver.inverse.strategic.jet import Array
from solver.inverse.strategic.likelihood import Evaluation, StrategicModel
from solver.inverse.strategic.maximise import maximise


def hessian_covariance(evaluation: Evaluation) -> Array:
    """Return the inverse of the observed information."""
    return np.asarray(np.linalg.inv(-evaluation.hessian))


def sandwich_covariance(evaluation: Evaluation, clusters: Any | None = None) -> Array:
    """Return the robust covariance, clustered if cluster numbers 0.. per row are given."""
    bread = hessian_covariance(evaluation)
    scores, factor = evaluation.row_scores, 1.0
    if clusters is not None:
        count = int(clusters.max()) + 1
        if count < 2:
            raise DataError("clustered standard errors need at least two clusters")
        summed = np.zeros((count, scores.shape[1]))
        np.add.at(summed, clusters, scores)
        scores, factor = summed, count / (count - 1)
    return np.asarray(factor * bread @ (scores.T @ scores) @ bread)


@dataclass(frozen=True)
class Bootstrap:
    """Refits on resampled data. draws [replicate, parameter]; failed: those without a maximum."""

    draws: Array
    failed: int
    seed: int

    @property
    def errors(self) -> Array:
        """Standard deviation of every parameter over the replicates that have a maximum."""
        return np.asarray(self.draws.std(axis=0, ddof=1))


def bootstrap(
    model: StrategicModel, beta: Array, replicates: int, seed: int, clusters: Any | None = None
) -> Bootstrap:
    """Refit on `replicates` samples of rows, or of whole clusters, drawn with replacement."""
    random = np.random.default_rng(seed)
    rows = len(model.observed)
    members = None
    if clusters is not None:
        order = np.argsort(clusters, kind="stable")
        members = np.split(order, np.cumsum(np.bincount(clusters))[:-1])
    draws, failed = [], 0
    for _ in range(replicates):
        if members is None:
            chosen = random.integers(0, rows, rows)
        else:
            picks = random.integers(0, len(members), len(members))
            chosen = np.concatenate([members[pick] for pick in picks])
        optimum = maximise(model.take(chosen), beta, limit=100)
        if optimum.regular:
            draws.append(optimum.beta)
        else:
            failed += 1
    if len(draws) < 2:
        raise DataError(f"{failed} of {replicates} bootstrap samples have no maximum")
    return Bootstrap(np.stack(draws), failed, seed)
