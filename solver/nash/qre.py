"""Logit quantal response equilibria of two players: the path, and what it selects.

At precision lambda >= 0 (McKelvey, Palfrey 1995) each player plays action a with probability
proportional to exp(lambda u_a), u_a its expected payoff against the other's mixed strategy. At
lambda = 0 both play uniformly; from there a path of equilibria leads, in almost every game, to one
Nash equilibrium as lambda grows: the one it selects.

Points (p, q, lambda) are followed in the logarithms l of the probabilities (Turocy 2005):

    l_a - l_0 - lambda (u_a - u_0) = 0 for a >= 1,    sum_a exp(l_a) = 1,    for either player,

by predictor and corrector steps along the curve (Allgower, Georg 1990), so that the path may turn
back in lambda. Answers are numerical. Each point carries a bound on the error of its probabilities
at its precision, from the Newton-Kantorovich theorem for G(s) = s - softmax(lambda U s): with
beta = |J^-1|, eta = |J^-1 G| in the maximum norm and K = (lambda R k)^2 a Lipschitz constant of J,
where R is the largest difference of two payoffs against one action and k the larger number of
actions, a root lies within 2 eta if beta eta K <= 1/2. Where that fails the bound is None.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from games.errors import GameError
from games.exact import Number
from games.forms.normal import NormalFormGame

#: Error of evaluating G in double precision, generously.
_ROUNDING = 1e-14


@dataclass(frozen=True)
class LogitPoint:
    """One logit equilibrium: precision, probabilities per player, bound on their error or None."""

    precision: float
    strategies: tuple[tuple[float, ...], tuple[float, ...]]
    error: float | None


@dataclass(frozen=True)
class PrecisionFit:
    """Maximum-likelihood precision on the path from 0.

    precision: infinite where the likelihood is largest at the far end. log_likelihood: at
    `precision`. point: the equilibrium there.
    """

    precision: float
    log_likelihood: float
    point: LogitPoint


def logit_path(
    game: NormalFormGame,
    *,
    most: float = 1e3,
    step: float = 0.05,
    start: LogitPoint | None = None,
    backwards: bool = False,
) -> Iterator[LogitPoint]:
    """Yield points along a path of logit equilibria until `most` or 0 is reached.

    start: a point to set out from instead of the uniform one at precision 0; backwards: towards
    lower precision. most: largest precision, in units of 1 / payoff. step: longest step, in
    logarithms of probabilities and in lambda times the range of payoffs.
    """
    import numpy as np

    field = _Field(game)
    here = field.unknowns(start)
    tangent = field.tangent(here, None)
    if (tangent[-1] < 0) != backwards:
        tangent = -tangent
    yield field.point(here)
    length = step
    for _ in range(200_000):
        guess = here + length * tangent
        there = field.correct(guess, tangent)
        if there is None or not float(np.abs(there - guess).max()) < length:
            length /= 2
            if length < 1e-10:
                return
            continue
        precision = there[-1] / field.range
        if precision > most or there[-1] < 0:
            end = field.at(there, most if precision > most else 0.0)
            if end is not None:
                yield end
            return
        tangent = field.tangent(there, tangent)
        here = there
        yield field.point(here)
        # Far out the probabilities hardly move: take strides in proportion to lambda.
        length = min(length * 1.5, step * max(1.0, float(here[-1])))


def logit_equilibrium(
    game: NormalFormGame,
    precision: float,
    start: Sequence[Sequence[float]] | None = None,
) -> LogitPoint:
    """The logit equilibrium at a precision: on the path from 0, or from a start by Newton's method.

    Where the path passes a precision several times, the first point counts.
    """
    field = _Field(game)
    if start is not None:
        first, second = (tuple(float(w) for w in weights) for weights in start)
        found = field.at(field.unknowns(LogitPoint(precision, (first, second), None)), precision)
        if found is None:
            raise GameError("logit_equilibrium(): Newton's method does not converge from the start")
        return found
    before = None
    for point in logit_path(game, most=precision):
        before = point
    if before is None or abs(before.precision - precision) > 1e-9 * max(1.0, precision):
        raise GameError(
            f"logit_equilibrium(): the path from 0 does not reach precision {precision}"
        )
    return before


def selecting_precision(
    game: NormalFormGame,
    equilibrium: Sequence[Sequence[Number]],
    *,
    within: float = 0.01,
    most: float = 1e4,
) -> float | None:
    """Precision from which on the path from 0 stays within a distance of a chosen equilibrium.

    Distance: largest difference of a probability. None where the path ends elsewhere.
    """
    target = [[float(w) for w in strategy] for strategy in equilibrium]
    entered: float | None = None
    for point in logit_path(game, most=most):
        close = all(
            abs(p - t) <= within
            for strategy, goal in zip(point.strategies, target, strict=True)
            for p, t in zip(strategy, goal, strict=True)
        )
        if not close:
            entered = None
        elif entered is None:
            entered = point.precision
    return entered


def fit_precision(
    game: NormalFormGame, counts: Sequence[Sequence[float]], *, most: float = 1e3
) -> PrecisionFit:
    """Precision at which the path from 0 gives the observed frequencies the largest likelihood.

    counts: [player][action], how often each action was seen.
    """
    if [len(row) for row in counts] != list(game.shape) or min(map(min, counts)) < 0:
        raise GameError("fit_precision(): needs a count >= 0 for every action of either player")
    path = list(logit_path(game, most=most))
    scores = [_log_likelihood(point, counts) for point in path]
    best = max(range(len(path)), key=scores.__getitem__)
    if scores[-1] >= scores[best] - 1e-12 * (1 + abs(scores[best])):
        return PrecisionFit(inf, scores[-1], path[-1])
    low, high = path[max(best - 1, 0)], path[best + 1]
    field = _Field(game)
    golden = (5**0.5 - 1) / 2
    a, b = sorted((low.precision, high.precision))
    point, score = path[best], scores[best]
    for _ in range(60):
        inner = [b - golden * (b - a), a + golden * (b - a)]
        tried = [field.at(field.unknowns(point), precision) for precision in inner]
        if tried[0] is None or tried[1] is None:
            break
        values = [_log_likelihood(tried[0], counts), _log_likelihood(tried[1], counts)]
        better = 0 if values[0] >= values[1] else 1
        if values[better] >= score:
            candidate = tried[better]
            assert candidate is not None
            point, score = candidate, values[better]
        a, b = (a, inner[1]) if better == 0 else (inner[0], b)
    return PrecisionFit(point.precision, score, point)


def _log_likelihood(point: LogitPoint, counts: Sequence[Sequence[float]]) -> float:
    from math import log

    return sum(
        count * log(max(p, 1e-300))
        for strategy, row in zip(point.strategies, counts, strict=True)
        for p, count in zip(strategy, row, strict=True)
        if count
    )


class _Field:
    """The equations of a game in the unknowns (l of row, l of column, lambda * range)."""

    def __init__(self, game: NormalFormGame) -> None:
        import numpy as np

        if len(game.players) != 2:
            raise GameError(f"logit equilibria: needs two players; got {len(game.players)}")
        self.np: Any = np
        a = np.array([[float(entry) for entry in row] for row in game.payoffs[0]])
        b = np.array([[float(entry) for entry in row] for row in game.payoffs[1]]).T
        spread = max(float(np.ptp(a, axis=0).max()), float(np.ptp(b, axis=0).max()))
        self.range = spread or 1.0
        self.payoffs = (a / self.range, b / self.range)
        self.shape = a.shape

    def unknowns(self, start: LogitPoint | None) -> Any:
        np = self.np
        m, n = self.shape
        if start is None:
            return np.concatenate([np.full(m, -np.log(m)), np.full(n, -np.log(n)), [0.0]])
        logs = [np.log(np.maximum(np.array(s), 1e-300)) for s in start.strategies]
        return np.concatenate([*logs, [start.precision * self.range]])

    def equations(self, w: Any) -> tuple[Any, Any]:
        """Values, and the matrix of derivatives [equation][unknown]."""
        np = self.np
        m, n = self.shape
        scaled = w[-1]
        logs = (w[:m], w[m : m + n])
        values = np.zeros(m + n)
        slopes = np.zeros((m + n, m + n + 1))
        for player, offset, other in ((0, 0, m), (1, m, 0)):
            own, opposing = logs[player], np.exp(logs[1 - player])
            k = len(own)
            u = self.payoffs[player] @ opposing
            inside = self.payoffs[player] * opposing
            values[offset] = np.exp(own).sum() - 1
            slopes[offset, offset : offset + k] = np.exp(own)
            rows = slice(offset + 1, offset + k)
            values[rows] = own[1:] - own[0] - scaled * (u[1:] - u[0])
            slopes[rows, offset] = -1
            slopes[rows, offset + 1 : offset + k] += np.eye(k - 1)
            slopes[rows, other : other + len(opposing)] -= scaled * (inside[1:] - inside[0])
            slopes[rows, -1] = -(u[1:] - u[0])
        return values, slopes

    def tangent(self, w: Any, before: Any) -> Any:
        """Unit vector along the curve, in the direction of the one before."""
        np = self.np
        vector = np.linalg.svd(self.equations(w)[1])[2][-1]
        return -vector if before is not None and float(vector @ before) < 0 else vector

    def correct(self, w: Any, tangent: Any) -> Any:
        """Newton's method in the plane orthogonal to the tangent; None where it fails."""
        np = self.np
        with np.errstate(all="ignore"):
            for _ in range(8):
                values, slopes = self.equations(w)
                if not np.isfinite(values).all():
                    return None
                try:
                    change = np.linalg.solve(np.vstack([slopes, tangent]), np.append(-values, 0.0))
                except np.linalg.LinAlgError:
                    return None
                w = w + change
                if float(np.abs(change).max()) < 1e-11:
                    return w
        return None

    def at(self, w: Any, precision: float) -> LogitPoint | None:
        """The equilibrium at a precision, by Newton's method from nearby unknowns."""
        np = self.np
        w = w.copy()
        w[-1] = precision * self.range
        with np.errstate(all="ignore"):
            for _ in range(50):
                values, slopes = self.equations(w)
                try:
                    change = np.linalg.solve(slopes[:, :-1], -values)
                except np.linalg.LinAlgError:
                    return None
                w[:-1] += change
                if not np.isfinite(w).all():
                    return None
                if float(np.abs(change).max()) < 1e-12:
                    return self.point(w)
        return None

    def point(self, w: Any) -> LogitPoint:
        np = self.np
        m, n = self.shape
        strategies = (np.exp(w[:m]), np.exp(w[m : m + n]))
        first, second = (tuple(float(p) for p in s / s.sum()) for s in strategies)
        precision = float(w[-1] / self.range)
        return LogitPoint(precision, (first, second), self._error(float(w[-1]), first, second))

    def _error(self, scaled: float, p: Any, q: Any) -> float | None:
        np = self.np
        m, n = self.shape
        p, q = np.array(p), np.array(q)
        jacobian = np.eye(m + n)
        defect = np.zeros(m + n)
        for player, offset, other, own, opposing in ((0, 0, m, p, q), (1, m, 0, q, p)):
            u = scaled * (self.payoffs[player] @ opposing)
            response = np.exp(u - u.max())
            response /= response.sum()
            k = len(own)
            defect[offset : offset + k] = own - response
            slope = np.diag(response) - np.outer(response, response)
            jacobian[offset : offset + k, other : other + len(opposing)] = (
                -scaled * slope @ self.payoffs[player]
            )
        try:
            inverse = np.linalg.inv(jacobian)
        except np.linalg.LinAlgError:
            return None
        beta = float(np.abs(inverse).sum(axis=1).max())
        eta = float(np.abs(inverse @ defect).max()) + beta * _ROUNDING * (m + n)
        lipschitz = (scaled * max(m, n)) ** 2
        return 2 * eta if beta * eta * lipschitz <= 0.5 else None
