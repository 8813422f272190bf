"""One Markov perfect equilibrium of a large two-player game, followed along the logit path.

At precision lambda every player answers with odds exp(lambda q) for its actions' worths q, states
and values at once. From lambda = 0, where play is uniform, the solutions of

    z_i(s, a) = lambda (q_i(s, a) - q_i(s, 0)),    v_i(s) = sum_a sigma_i(s, a) q_i(s, a)

form a path, with sigma the odds of log-odds z, that leads to an equilibrium as lambda grows
(McKelvey and Palfrey 1995; Eibelshauser and Poensgen 2019). It is followed by arc length. Now and
then the support of where it stands is put to Newton's method for an equilibrium with that support;
the first that leaves no gain from a deviation ends the search. No random number enters.

The answer is in floats. What is proved of it is the bound on every one-shot gain, in rationals.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import games
from games.errors import GameError
from games.exact import Number, approx, enclosure
from games.forms.stationary import draws, worth
from games.forms.stochastic import StochasticGame
from solver.solution.equilibrium import MethodRecord
from solver.solution.markov import NumericalEquilibrium, StageProfile

METHOD = "logit path, Newton on the support"
#: Steps along the path before it is given up.
MAX_STEPS = 2_000
#: Gains up to this, relative to the largest payoff, end the search.
TOLERANCE = 1e-11
_BITS = 96


class LogitPath:
    """The game in arrays: worth of a cell is pay + flow @ v; padded to the largest action sets."""

    def __init__(self, game: StochasticGame) -> None:
        import numpy as np
        from scipy import sparse

        if len(game.players) != 2:
            raise GameError(
                f"logit path: needs two players; got {len(game.players)}",
                found=str(len(game.players)),
                allowed="2",
            )
        self.game, self.size = game, len(game.states)
        shapes = np.array([game.shape(s) for s in range(self.size)])
        self.most = (int(shapes[:, 0].max()), int(shapes[:, 1].max()))
        full = (self.size, *self.most)
        self.live = [np.arange(self.most[i])[None, :] < shapes[:, i : i + 1] for i in (0, 1)]
        self.pay = [np.zeros(full) for _ in (0, 1)]
        self.flow = []
        for i in (0, 1):
            rows, columns, masses = [], [], []
            for s, (a, b) in game.cells():
                self.pay[i][s, a, b] = approx(game.weight(i) * game.payoff(s, i, (a, b)))
                row = (s * self.most[0] + a) * self.most[1] + b
                for t, mass in game.targets(s, (a, b), i):
                    rows.append(row)
                    columns.append(t)
                    masses.append(approx(game.discounts[i] * mass))
            shape = (self.size * self.most[0] * self.most[1], self.size)
            self.flow.append(sparse.csr_matrix((masses, (rows, columns)), shape=shape))
        self.scale = max(float(np.abs(table).max()) for table in self.pay) or 1.0

    def cells(self, i: int, v: Any) -> Any:
        """Worth of every cell to player i, [s, a, b]."""
        return self.pay[i] + (self.flow[i] @ v).reshape(self.size, *self.most)

    def odds(self, i: int, z: Any) -> Any:
        """Weights [s, a] of log-odds [s, a]."""
        import numpy as np

        held = np.where(self.live[i], z, -np.inf)
        raised = np.exp(held - held.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)

    def means(self, i: int, sigma: Any) -> Any:
        """Sparse [s*a, s]: where each own action leads against the other's weights."""
        import numpy as np
        from scipy import sparse

        A, B = self.most
        own = self.most[i]
        cell = np.arange(self.size * A * B)
        s, a, b = cell // (A * B), cell // B % A, cell % B
        row = s * own + (a if i == 0 else b)
        weight = sigma[1 - i][s, b if i == 0 else a]
        shape = (self.size * own, self.size * A * B)
        return sparse.csr_matrix((weight, (row, cell)), shape=shape) @ self.flow[i]

    def gains(self, sigma: Any, v: Any) -> float:
        """Largest one-shot gain over the values, in floats."""
        import numpy as np

        worst = 0.0
        for i in (0, 1):
            q = self.worths(i, sigma, self.cells(i, v[i]))
            worst = max(worst, float((np.where(self.live[i], q, -np.inf).max(axis=1) - v[i]).max()))
        return worst

    def worths(self, i: int, sigma: Any, cells: Any) -> Any:
        """q_i [s, a]."""
        import numpy as np

        return np.einsum("sab,sb->sa" if i == 0 else "sab,sa->sb", cells, sigma[1 - i])

    def values(self, sigma: Any) -> list[Any]:
        """Values [i][s] of weights: a sparse linear system each."""
        import numpy as np
        from scipy import sparse
        from scipy.sparse.linalg import spsolve

        found = []
        for i in (0, 1):
            own = self.most[i]
            row = np.repeat(np.arange(self.size), own)
            shape = (self.size, self.size * own)
            mix = sparse.csr_matrix((sigma[i].ravel(), (row, np.arange(row.size))), shape=shape)
            now = (sigma[i] * self.worths(i, sigma, self.pay[i])).sum(axis=1)
            matrix = sparse.identity(self.size) - mix @ self.means(i, sigma)
            found.append(np.atleast_1d(spsolve(sparse.csc_matrix(matrix), now)))
        return found


def follow(
    game: StochasticGame, *, stopped: Callable[[], bool] = lambda: False
) -> NumericalEquilibrium | None:
    """Follow the path to an equilibrium; None where it was given up."""
    import numpy as np

    from solver.dynamic.newton import Tracker, polish

    arrays = LogitPath(game)
    tracker = Tracker(arrays)
    best = None
    for step in range(MAX_STEPS):
        if stopped() or not tracker.advance():
            break
        sigma, v = tracker.weights(), tracker.values()
        if step % 4 == 0:
            found = polish(arrays, sigma, v)
            if found is not None and arrays.gains(*found) <= TOLERANCE * arrays.scale:
                best = (step, found[0])
                break
    if best is None:
        return None
    steps, sigma = best
    profile = tuple(
        tuple(_rational(np.asarray(sigma[i][s, : game.shape(s)[i]])) for i in (0, 1))
        for s in range(len(game.states))
    )
    exact = [
        np.array(
            [[float(w) for w in row[i]] + [0.0] * (arrays.most[i] - len(row[i])) for row in profile]
        )
        for i in (0, 1)
    ]
    values = tuple(tuple(float(x) for x in own) for own in arrays.values(exact))
    gain, regret = gain_bound(game, profile, values)
    return NumericalEquilibrium(
        profile,
        values,
        tuple(sum(approx(w) * own[s] for s, w in game.initial) for own in values),
        gain,
        regret,
        steps,
        MethodRecord(METHOD, games.__version__, "float", "numpy"),
    )


def _rational(weights: Any) -> tuple[Fraction, ...]:
    """Floats as rationals >= 0 that sum to 1 exactly."""
    found = [Fraction(max(float(w), 0.0)) for w in weights]
    whole = sum(found, Fraction(0))
    largest = max(range(len(found)), key=found.__getitem__)
    found[largest] += 1 - whole
    return tuple(found)


def gain_bound(
    game: StochasticGame, profile: tuple[StageProfile, ...], values: Any
) -> tuple[Fraction, Fraction]:
    """(bound on every one-shot gain, on every gain for ever), proved in rationals.

    With r the residual of the approximate values u, the true ones lie within r/(1-beta) of u, so
    a one-shot gain is at most that at u plus (1+beta) r/(1-beta). A deviation for ever gains at
    most 1/(1-beta) times as much.
    """
    worst, regret = Fraction(0), Fraction(0)
    for i in (0, 1):
        beta = enclosure(game.modulus(i), _BITS)[1]
        u = [Fraction(x) for x in values[i]]
        error, gain = Fraction(0), Fraction(0)
        for s in range(len(game.states)):
            mean: Number = Fraction(0)
            own: list[Number] = [Fraction(0)] * game.shape(s)[i]
            other = [*profile[s]]
            other[i] = tuple(Fraction(1) for _ in own)
            for actions, odds in draws(game, s, other):
                own[actions[i]] = own[actions[i]] + odds * worth(game, i, s, actions, u)
            for weight, value in zip(profile[s][i], own, strict=True):
                mean = mean + weight * value
            low, high = enclosure(mean, _BITS)
            error = max(error, high - u[s], u[s] - low)
            gain = max(gain, *(enclosure(value, _BITS)[1] - u[s] for value in own))
        bound = gain + (1 + beta) * error / (1 - beta)
        worst, regret = max(worst, bound), max(regret, bound / (1 - beta))
    return worst, regret
