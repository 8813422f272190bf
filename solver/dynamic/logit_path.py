"""One Markov perfect equilibrium of a large two-player game, followed along the logit path.

At precision lambda every player answers with odds exp(lambda q) for its actions' worths q, states
and values at once. From lambda = 0, where play is uniform, the solutions of

    z_i(s, a) = lambda (q_i(s, a) - q_i(s, 0)),    v_i(s) = sum_a sigma_i(s, a) q_i(s, a)

form a path, with sigma the odds of log-odds z, that leads to an equilibrium as lambda grows
(McKelvey and Palfrey 1995; Eibelshauser and Poensgen 2019). It is followed by arc length. Now and
then the support of where it stands is put to Newton's method for an equilibrium with that support;
the first that leaves no gain from a deviation ends the search. A path that is lost is followed once
more in smaller steps. No random number enters.

The answer is in floats. What is proved of it is the bound on every one-shot gain, in rationals.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import games
from games.exact import approx
from games.forms.stochastic import StochasticGame
from solver.dynamic.arrays import Arrays
from solver.dynamic.gain_bound import gain_bound
from solver.solution.equilibrium import MethodRecord
from solver.solution.markov import NumericalEquilibrium

METHOD = "logit path, Newton on the support"
#: Steps along the path before it is given up.
MAX_STEPS = 2_000
#: Precision, times the largest payoff, beyond which floats no longer tell actions apart.
MAX_PRECISION = 1e13
#: Gains, relative to the largest payoff, below which an equilibrium is looked for nearby.
NEAR = 0.05
#: Gains up to this, relative to the largest payoff, end the search.
TOLERANCE = 1e-11


def follow(
    game: StochasticGame, *, stopped: Callable[[], bool] = lambda: False
) -> NumericalEquilibrium | None:
    """Follow the path to an equilibrium; None where it was given up."""
    from solver.dynamic.newton import polish
    from solver.dynamic.tracking import Tracker

    arrays = Arrays(game)
    best = None
    for careful in (False, True):
        tracker = Tracker(arrays, careful)
        for step in range(MAX_STEPS):
            if stopped() or tracker.x[-1] > MAX_PRECISION or not tracker.advance():
                break
            if step % 4:
                continue
            sigma, v = tracker.weights(), tracker.values()
            if arrays.gains(sigma, v) < NEAR * arrays.scale:
                found = polish(arrays, sigma, v)
                if found is not None and arrays.gains(*found) <= TOLERANCE * arrays.scale:
                    best = (step, found[0])
                    break
        if best is not None or stopped():
            break
    if best is None:
        return None
    record = MethodRecord(METHOD, games.__version__, "float", "numpy")
    return numerical(game, arrays, best[1], best[0], record)


def numerical(
    game: StochasticGame, arrays: Arrays, sigma: Any, steps: int, method: MethodRecord
) -> NumericalEquilibrium:
    """The answer that weights sigma [i][s, a] in floats give, with its proved bounds."""
    import numpy as np

    profile = tuple(
        tuple(rational_weights(np.asarray(sigma[i][s, : game.shape(s)[i]])) for i in (0, 1))
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
        method,
    )


def rational_weights(weights: Any) -> tuple[Fraction, ...]:
    """Floats as rationals >= 0 that sum to 1 exactly."""
    found = [Fraction(max(float(w), 0.0)) for w in weights]
    whole = sum(found, Fraction(0))
    largest = max(range(len(found)), key=found.__getitem__)
    found[largest] += 1 - whole
    return tuple(found)
