"""Maximum likelihood by Fisher scoring, then Newton's method, with step halving.

Scoring steps I^-1 g rise from anywhere, since the expected information I is positive semidefinite;
near the top Newton steps (-H)^-1 g converge quadratically. The squared Newton decrement
g' (-H)^-1 g measures the remaining distance in squared standard errors, twice the log-likelihood
still to gain: it is the reported error bound. A small score alone is no evidence of a maximum: on
a likelihood that rises for ever it vanishes too, but there the Newton step stays as long as the
coefficients, or the curvature fades. Both are required to be absent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.inverse.strategic.jet import Array
from solver.inverse.strategic.likelihood import Evaluation, StrategicModel

#: Squared Newton decrement below which Newton takes over from scoring.
_NEAR = 1.0
#: Squared Newton decrement at which the last Newton step is taken and the search ends.
_CLOSE = 1e-12
#: Least eigenvalue of the unit-diagonal observed information of a regular maximum.
_FLAT = 1e-12
#: Size of the last Newton step, relative to the coefficients, at a regular maximum.
_SMALL_STEP = 1e-5


@dataclass(frozen=True)
class Optimum:
    """Where the search ended. regular: a maximum by every criterion; otherwise `trouble` says why.

    decrement: squared Newton decrement, None where the observed information is not positive.
    """

    beta: Array
    evaluation: Evaluation
    iterations: int
    decrement: float | None
    regular: bool
    trouble: str | None


def least_curvature(evaluation: Evaluation) -> float:
    """Return the least eigenvalue of the observed information scaled to unit diagonal."""
    unit, _ = _unit(-evaluation.hessian)
    return float(np.linalg.eigvalsh(unit)[0]) if np.isfinite(unit).all() else -np.inf


def _unit(matrix: Array) -> tuple[Array, Array]:
    """Scale a symmetric matrix to unit diagonal; return it and the scales."""
    scale = np.sqrt(np.maximum(np.abs(np.diag(matrix)), 1e-300))
    return matrix / np.outer(scale, scale), scale


def _solve_positive(matrix: Array, right: Array) -> tuple[Array | None, float]:
    """Solve with a positive definite matrix; None if it is not, and the least eigenvalue."""
    unit, scale = _unit(matrix)
    if not np.isfinite(unit).all():
        return None, -np.inf
    values, vectors = np.linalg.eigh(unit)
    if values[0] <= _FLAT:
        return None, float(values[0])
    solution: Array = (vectors @ ((vectors.T @ (right / scale)) / values)) / scale
    return solution, float(values[0])


def _scoring_step(information: Array, score: Array, free: Array, damping: float) -> Array:
    unit, scale = _unit(information[np.ix_(free, free)])
    unit = unit + damping * np.eye(len(unit))
    return np.asarray(np.linalg.lstsq(unit, score[free] / scale, rcond=None)[0] / scale)


def maximise(
    model: StrategicModel, start: Array, *, free: Array | None = None, limit: int = 500
) -> Optimum:
    """Climb from `start` over the `free` parameters (all by default)."""
    free = np.ones(len(start), dtype=bool) if free is None else free
    with np.errstate(all="ignore"):
        return _climb(model, start, free, limit)


def _climb(model: StrategicModel, start: Array, free: Array, limit: int) -> Optimum:
    beta, damping = start.copy(), 0.0
    evaluation = model.evaluate(beta)
    decrement: float | None = None
    for iteration in range(1, limit + 1):
        newton, _ = _solve_positive(-evaluation.hessian[np.ix_(free, free)], evaluation.score[free])
        decrement = None if newton is None else float(evaluation.score[free] @ newton)
        if newton is not None and decrement is not None and decrement <= _CLOSE:
            size = np.abs(newton) / (1 + np.abs(beta[free]))
            beta[free] += newton
            regular = bool(size.max(initial=0.0) <= _SMALL_STEP)
            trouble = None if regular else "the coefficients still move where the score vanishes"
            return Optimum(beta, model.evaluate(beta), iteration, decrement, regular, trouble)
        found = None
        if newton is not None and decrement is not None and decrement < _NEAR:
            found = _line_search(model, beta, free, newton, evaluation)
        if found is None:
            scoring = _scoring_step(model.information(beta), evaluation.score, free, damping)
            found = _line_search(model, beta, free, scoring, evaluation)
        if found is None and newton is not None:
            found = _line_search(model, beta, free, newton, evaluation)
        if found is None:
            if damping > 1e6:
                return Optimum(beta, evaluation, iteration, decrement, False, "no step gains")
            damping = max(1e-6, damping * 100)
            continue
        damping /= 100
        beta = found
        evaluation = model.evaluate(beta)
    return Optimum(beta, evaluation, limit, decrement, False, f"{limit} iterations were not enough")


def _line_search(
    model: StrategicModel, beta: Array, free: Array, step: Array, evaluation: Evaluation
) -> Array | None:
    """Halve the step until the gain is a fraction of what the slope promises; None if never."""
    slope = float(evaluation.score[free] @ step)
    if not np.isfinite(slope) or slope <= 0:
        return None
    for halving in range(30):
        candidate = beta.copy()
        candidate[free] += step * 0.5**halving
        if model.value(candidate) >= evaluation.value + 1e-4 * slope * 0.5**halving:
            return candidate
    return None
