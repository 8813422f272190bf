"""Difference contests: the win probability as a symbol of its own where its exponent is free.

The win probability 1/(1 + exp(-r (2s - 1))) is no rational function of the share s or of what
moves it. Payoffs are rational functions of it, though: they are built with a symbol in its place,
and the symbol's exponent is kept beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from games.errors import DetenteError, GameError
from games.exact import RationalFunction, Scalar, parameter
from games.spec import Spec
from games.spec.realisation import Realisation
from games.world import LogisticContest
from solver.geometry.analytic import Logistic
from solver.solution.regimes import Follower

SYMBOL = "win_probability"


def realised(spec: Spec, freed: Mapping[str, Scalar]) -> tuple[Realisation, tuple[Follower, ...]]:
    """A spec with quantities freed, and what stands in its payoffs beside them."""
    conflict = spec.realise().conflict
    if conflict is None or not isinstance(conflict.contest, LogisticContest) or SYMBOL in freed:
        return spec.realise(freed), ()
    try:
        return spec.realise(freed), ()
    except DetenteError:
        real = spec.realise({**freed, SYMBOL: parameter(SYMBOL)})
    assert real.world is not None
    lead = 2 * real.world.shares[0] - 1
    return real, (Follower(SYMBOL, conflict.contest.decisiveness * lead),)


def along(follower: Follower, symbol: str) -> Logistic:
    """A follower as a function of one parameter.

    Raises `GameError` unless its exponent is a quotient of linear functions of it over Q.
    """
    exponent: Any = follower.exponent
    if isinstance(exponent, RationalFunction):
        top, bottom = exponent.coefficients(symbol)
        parts: list[Any] = [*top, *bottom]
        if max(len(top), len(bottom)) <= 2 and not any(
            isinstance(c, RationalFunction) or hasattr(c, "ball") for c in parts
        ):
            (a, b), (c, d) = ((*row, 0)[:2] for row in (top, bottom))
            return Logistic((a, b), (c, d))
    raise GameError(
        f"regimes: the exponent {exponent} of the contest has no rational coefficients",
        hint="give powers and decisiveness as rational numbers",
    )
