"""One Markov perfect equilibrium of a large two-player game, by equilibria of its stage games.

Play goes on as it is; in every state where somebody would gain from leaving once, an equilibrium of
the stage game with the values that follow is played instead, the pure one closest to what was
played before, else the mixed one of two actions each. Where nothing changes, play is an equilibrium
(the scheme of Pollatschek and Avi-Itzhak 1969, beyond zero-sum games). It need not get there, but
where it does it takes few rounds whatever the number of states. Now and then the supports at hand
are put to Newton's method, as those of the logit path are. No random number enters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import games
from games.forms.stochastic import StochasticGame
from solver.dynamic.arrays import Arrays
from solver.dynamic.logit_path import TOLERANCE, follow, numerical
from solver.dynamic.newton import polish
from solver.solution.equilibrium import MethodRecord
from solver.solution.markov import NumericalEquilibrium

METHOD = "iteration of stage equilibria"
#: States beyond which this is tried before the logit path, whose steps cost far more there.
LARGE = 50
#: Rounds before it is given up, and rounds between two tries of Newton's method.
MAX_ROUNDS, EACH = 200, 10
#: Gains, relative to the largest payoff, that count as none.
_TIE = 1e-12


def one_equilibrium(
    game: StochasticGame, *, stopped: Callable[[], bool] = lambda: False
) -> NumericalEquilibrium | None:
    """Find one equilibrium, by the logit path or by stage equilibria; None where both fail."""
    methods = [follow, iterate]
    if len(game.states) > LARGE:
        methods.reverse()
    for method in methods:
        found = method(game, stopped=stopped)
        if found is not None or stopped():
            return found
    return None


def iterate(
    game: StochasticGame, *, stopped: Callable[[], bool] = lambda: False
) -> NumericalEquilibrium | None:
    """Iterate stage equilibria from uniform play; None where that was given up."""
    arrays = Arrays(game)
    sigma = [live / live.sum(axis=1, keepdims=True) for live in arrays.live]
    for round_ in range(1, MAX_ROUNDS + 1):
        if stopped():
            return None
        v = arrays.values(sigma)
        found: Any = (sigma, v)
        if arrays.gains(sigma, v) > TOLERANCE * arrays.scale and round_ % EACH == 0:
            found = polish(arrays, sigma, v)
        if found is not None and arrays.gains(*found) <= TOLERANCE * arrays.scale:
            record = MethodRecord(METHOD, games.__version__, "float", "numpy")
            return numerical(game, arrays, found[0], round_, record)
        sigma = _improved(arrays, sigma, v)
    return None


def _improved(arrays: Arrays, sigma: list[Any], v: list[Any]) -> list[Any]:
    """Play with a stage equilibrium wherever somebody gains from leaving."""
    import numpy as np

    tie = _TIE * arrays.scale
    cells = [arrays.cells(i, v[i]) for i in (0, 1)]
    one, two = cells[0], cells[1].transpose(0, 2, 1)  # [s, a, b]
    live = arrays.live[0][:, :, None] & arrays.live[1][:, None, :]
    stable = live.copy()
    for table, axis in ((one, 1), (two, 2)):
        held = np.where(live, table, -np.inf)
        stable &= held >= held.max(axis=axis, keepdims=True) - tie
    leaves = np.zeros(arrays.size, bool)
    for i in (0, 1):
        q = arrays.worths(cells[i], sigma[1 - i])
        best = np.where(arrays.live[i], q, -np.inf).max(axis=1)
        leaves |= best - (sigma[i] * q).sum(axis=1) > tie
    found = [own.copy() for own in sigma]
    for s in np.flatnonzero(leaves):
        stage = _pure(stable[s], sigma[0][s], sigma[1][s])
        if stage is None:
            stage = _mixed(one[s], two[s])
        if stage is not None:
            found[0][s], found[1][s] = stage
    return found


def _pure(stable: Any, x: Any, y: Any) -> tuple[Any, Any] | None:
    """The stable pair of actions played most before, the first of equals; None without any."""
    import numpy as np

    if not stable.any():
        return None
    played = np.where(stable, x[:, None] + y[None, :], -1.0)
    a, b = np.unravel_index(int(played.argmax()), played.shape)
    return np.eye(len(x))[a], np.eye(len(y))[b]


def _mixed(one: Any, two: Any) -> tuple[Any, Any] | None:
    """The mixed equilibrium of two actions each, where no pair is stable; None for more actions."""
    import numpy as np

    if one.shape != (2, 2):
        return None
    y = (one[1, 1] - one[0, 1]) / (one[0, 0] - one[1, 0] - one[0, 1] + one[1, 1])
    x = (two[1, 1] - two[1, 0]) / (two[0, 0] - two[0, 1] - two[1, 0] + two[1, 1])
    return np.array([x, 1 - x]), np.array([y, 1 - y])
