"""Difference contests: the win probability as a symbol of its own where its exponent is free.

The win probability 1/(1 + exp(-r (2s - 1))) is no rational function of the share s or of what
moves it. Payoffs are rational functions of it, though: they are built with a symbol in its place,
and the symbol's exponent is kept beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, cast

from games.errors import DetenteError, GameError
from games.exact import Number, RationalFunction, Scalar, parameter, sign
from games.spec import Spec
from games.spec.realisation import Realisation
from games.world import LogisticContest, RatioContest
from solver.geometry.analytic import Logistic
from solver.solution.regimes import Axis, Follower, Odds

SYMBOL = "win_probability"
#: Binary digits to which an irrational end of a range is rounded outwards.
_END_BITS = 40


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


def decisiveness(
    spec: Spec, bounds: tuple[Number | int, Number | int] | None
) -> tuple[Axis, str | None]:
    """The axis of the decisiveness of a contest at a fixed share, by the win probability it gives.

    Both contests give one that is monotone in r, from 1/2 at r = 0 to certainty; it is an exact
    change of variable. An end whose win probability is irrational is moved outwards a little, and
    the second result says so. Raises `GameError` where the share leaves nothing to decide.
    """
    real = spec.realise()
    assert real.world is not None
    assert real.conflict is not None
    contest = real.conflict.contest
    share: Any = real.world.shares[0]
    if contest is None or share in (0, 1) or 2 * share == 1:
        raise GameError(
            "regimes: the decisiveness of the contest makes no difference at these shares"
            if contest is not None
            else "regimes: the win probability is given, so that no decisiveness is free",
            hint="free `win_probability` or `share` instead",
        )
    low: Any = Fraction(0)
    high: Any = None
    if bounds is not None:
        low, high = (Fraction(end) if isinstance(end, int) else end for end in bounds)
    if sign(low) < 0 or (high is not None and sign(high - low) <= 0):
        raise GameError(
            f"regimes: the range {low}..{high} of `decisiveness` is no interval from 0 up",
            allowed=">= 0, from a number to a larger one",
        )
    kind = type(contest)
    stronger = sign(2 * share - 1) > 0
    certain = Fraction(int(stronger))
    ends: list[Any] = [
        kind(low).win_probability(share),
        certain if high is None else kind(high).win_probability(share),
    ]
    ends.sort()
    first, last = (
        p if isinstance(p, Fraction) else _outwards(p, upwards)
        for p, upwards in zip(ends, (False, True), strict=True)
    )
    odds = Odds(kind is RatioContest, share)
    here = contest.win_probability(share)
    note = None
    if not all(isinstance(p, Fraction) for p in ends):
        note = "The ends of the range are moved outwards, to rational win probabilities."
    if high is None:
        note = (
            "The end at which decisiveness has none is a limit: there the stronger side wins for "
            "certain."
        )
    return Axis("decisiveness", SYMBOL, first, last, cast("Number", here), odds=odds), note


def _outwards(p: Any, upwards: bool) -> Fraction:
    """A rational number a little beyond an irrational one."""
    low, high = p.enclosure(_END_BITS)
    scale = 1 << _END_BITS
    return Fraction((high * scale).__ceil__() if upwards else (low * scale).__floor__(), scale)


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
