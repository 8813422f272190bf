"""Why a likelihood has no maximum: missing identification, separation, escape to infinity.

Identification. The parameters are locally identified at a point iff the expected information there
is regular (Rothenberg 1971); it is tested at a generic point, so that only a structural cause, such
as a regressor in all of a player's utilities, makes it singular.

Separation (Albert and Anderson 1984). A binary choice with index x'beta has no maximum if some
direction v has sign(choice) x'v >= 0 in every row and > 0 in one: along v the likelihood only
rises. A linear programme finds v or shows that there is none.

Escape. With B's probabilities nearly constant, A's utilities can grow without bound while their
differences stay finite, so a likelihood may rise for ever along a curve, past local maxima. Where
the information is nearly singular the profile likelihood is followed outwards decade by decade.
"""

from __future__ import annotations

import numpy as np

from solver.inverse.strategic.jet import Array
from solver.inverse.strategic.likelihood import StrategicModel
from solver.inverse.strategic.maximise import Optimum, maximise

#: Least eigenvalue of the unit-diagonal information below which parameters are unidentified.
_SINGULAR = 1e-11
#: Gain in log-likelihood that counts as rising.
_GAIN = 1e-6


def unidentified(model: StrategicModel) -> tuple[str, ...]:
    """Return the names of parameters that the data cannot tell apart; empty if all can be."""
    if not model.names:
        return ()
    tied: tuple[str, ...] = ()
    for seed in (1, 2):
        spot = np.random.default_rng(seed).normal(0.0, 0.3, len(model.names))
        information = model.information(spot)
        diagonal = np.diag(information)
        if (diagonal <= 0).any():
            return tuple(np.array(model.names)[diagonal <= 0])
        scale = np.sqrt(diagonal)
        values, vectors = np.linalg.eigh(information / np.outer(scale, scale))
        if values[0] > _SINGULAR:
            return ()
        null = np.abs(vectors[:, values <= _SINGULAR]).max(axis=1)
        tied = tuple(np.array(model.names)[null > 1e-3])
    return tied


def separating_direction(model: StrategicModel, beta: Array, player: int) -> tuple[str, ...]:
    """Return the regressors whose combination separates a player's choices; empty if none does."""
    from scipy.optimize import linprog

    mask = model.parameters_of(player)
    if not mask.any():
        return ()
    rows = []
    for move in model.moves(beta):
        if move.player != player:
            continue
        second = np.isin(model.observed, move.second)
        reached = second | np.isin(model.observed, move.first)
        slopes = model.spread(move.index.gradient)[:, mask]
        rows.append((slopes * np.where(second, 1.0, -1.0)[:, None])[reached])
    signed = np.concatenate(rows)
    if not len(signed):
        return ()
    unit = np.abs(signed).max(axis=0)
    signed = signed / np.where(unit > 0, unit, 1.0)
    answer = linprog(
        -signed.sum(axis=0),
        A_ub=-signed,
        b_ub=np.zeros(len(signed)),
        bounds=[(-1, 1)] * signed.shape[1],
        method="highs",
    )
    if answer.x is None or float((signed @ answer.x).sum()) <= 1e-7 * len(signed):
        return ()
    names = np.array(model.names)[mask]
    return tuple(names[np.abs(answer.x) > 1e-6])


def escape(model: StrategicModel, optimum: Optimum) -> tuple[str, float, float] | None:
    """Follow the profile likelihood of the least determined parameter outwards.

    Returns (parameter, its value, log-likelihood) at the far end if the profile there is above the
    candidate and still rising over the last decades, None otherwise.
    """
    curvature = -optimum.evaluation.hessian
    scale = np.sqrt(np.maximum(np.abs(np.diag(curvature)), 1e-300))
    vectors = np.linalg.eigh(curvature / np.outer(scale, scale))[1]
    tied = int(np.argmax(np.abs(vectors[:, 0] / scale)))
    free = np.ones(len(optimum.beta), dtype=bool)
    free[tied] = False
    own = model.parameters_of(0)
    own = own if own[tied] else np.logical_not(own)
    size = max(1.0, abs(float(optimum.beta[tied])))
    for sign in (1.0, -1.0):
        beta, path = optimum.beta * np.where(own, sign, 1.0), []
        for decade in (1, 2, 3, 4):
            best: Optimum | None = None
            for shrink in (1.0, 10 ** (-1 / 3), 0.1):
                start = beta * np.where(own, 10.0, shrink)
                start[tied] = sign * size * 10.0**decade
                found = maximise(model, start, free=free, limit=60)
                if best is None or found.evaluation.value > best.evaluation.value:
                    best = found
            assert best is not None
            beta = best.beta
            path.append(best.evaluation.value)
            if len(path) >= 2 and path[-1] < path[-2] - _GAIN:
                break
        top = int(np.argmax(path))
        if path[top] > optimum.evaluation.value + _GAIN and top >= 1:
            return model.names[tied], sign * size * 10.0 ** (top + 1), path[top]
    return None
