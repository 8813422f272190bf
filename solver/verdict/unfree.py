"""Flips of quantities that payoffs are no rational function of.

Whole numbers: the neighbouring values are tried, each game solved and judged like the present one.

Decisiveness r of a contest: it enters through the win probability p alone, and p is monotone in r,

    ratio contest       p/(1-p) = (s/(1-s))^r,         r = ln(p/(1-p)) / ln(s/(1-s)),
    difference contest  p/(1-p) = exp(r (2s - 1)),     r = ln(p/(1-p)) / (2s - 1).

So the exact flip in p, which is free, gives that in r: exactly where it is rational with a small
denominator and the powers agree exactly, else between certified rational bounds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from games.errors import DetenteError
from games.exact import Number, enclosure, sign
from games.exact.special import logarithm
from games.forms.normal import NormalFormGame
from games.spec import Quantity, Spec
from games.world import RatioContest
from solver.geometry.line import simplest_between
from solver.nash import solve_bimatrix
from solver.solution.verdict import Distance, Flip, Verdict, VerdictVector
from solver.verdict.judge import verdict
from solver.verdict.words import changes

#: How many values are tried on each side, and the most actions of a game that is solved for it.
REACH = 2
_MOST_ACTIONS = 6
_BITS = 96
_LARGEST_DENOMINATOR = 12


def vector_at(spec: Spec, values: dict[str, Number]) -> VerdictVector | None:
    """The verdict vector of the game itself with other values; None where it has no sure one."""
    real = spec.realise(dict(values))
    game = real.game
    if not isinstance(game, NormalFormGame) or len(game.players) != 2:
        return None
    found = solve_bimatrix(game)
    judged = verdict(game, found, None if real.world is None else real.world.share_payoffs)
    if not isinstance(judged, Verdict) or found.complete.value is not True:
        return None
    return judged.vector


def levels_distance(spec: Spec, quantity: Quantity, judged: Verdict, blank: Distance) -> Distance:
    """The nearest number of levels with another verdict among the neighbours."""
    current = int(Fraction(quantity.value))
    if current + 1 + REACH > _MOST_ACTIONS:
        return replace(blank, reason="not computed, because the neighbouring games are large")
    names = tuple(party.name for party in judged.parties)

    def search(direction: int) -> tuple[Flip | None, int]:
        last = current
        for step in range(1, REACH + 1):
            value = current + direction * step
            if value < 1:
                break
            try:
                there = vector_at(spec, {quantity.address: Fraction(value)})
            except DetenteError:
                break
            if there is None:
                break
            last = value
            if there != judged.vector:
                said = changes(names, judged.vector, there)
                return Flip(Fraction(value), Fraction(step), True, said), last
        return None, last

    (below, low), (above, high) = search(-1), search(1)
    return replace(
        blank,
        below=below,
        above=above,
        computed=True,
        reason=f"only {low} to {high} were tried",
    )


def decisiveness_distance(
    spec: Spec, quantity: Quantity, blank: Distance, freed: Distance
) -> Distance:
    """The flips in decisiveness from those in the win probability that it gives."""
    real = spec.realise()
    if not freed.computed:
        return replace(blank, reason=freed.reason)
    assert real.world is not None
    assert real.conflict is not None
    share = real.world.shares[0]
    lead = sign(2 * share - 1)
    if lead == 0:
        return replace(blank, computed=True, reason="exact")
    if share in (0, 1):
        return replace(blank, reason="not computed, because one party has all the power")
    ratio = isinstance(real.conflict.contest, RatioContest)
    odds = share / (1 - share)

    def inverse(p: Number) -> tuple[Fraction, Fraction]:
        return _quotient(_log(p / (1 - p)), _log(odds) if ratio else _width(2 * share - 1))

    def agrees(p: Number, r: Fraction) -> bool:
        if not ratio:
            return bool(r == 0)
        return bool(odds**r.numerator == (p / (1 - p)) ** r.denominator)

    def flip(direction: int) -> Flip | None:
        found = freed.above if direction * lead > 0 else freed.below
        if found is None or sign(found.value) == 0 or sign(found.value - 1) == 0:
            return None
        beyond = sign(2 * found.value - 1) * lead
        if direction < 0 and (beyond < 0 or (beyond == 0 and not found.attained)):
            return None
        return _located(Fraction(quantity.value), found, direction, inverse, agrees)

    return replace(
        blank,
        below=flip(-1),
        above=flip(1),
        computed=True,
        reason="by way of the win probability it gives; bounds are certified",
    )


def _located(
    current: Fraction,
    found: Flip,
    direction: int,
    inverse: Callable[[Number], tuple[Fraction, Fraction]],
    agrees: Callable[[Number, Fraction], bool],
) -> Flip:
    """The flip in r: an exact rational where the powers agree, else the nearer certified bound."""
    low, high = inverse(found.value)
    simple = simplest_between(low - Fraction(1, 2**64), high + Fraction(1, 2**64))
    if simple.denominator <= _LARGEST_DENOMINATOR and agrees(found.value, simple):
        return Flip(simple, abs(simple - current), found.attained, found.changes)
    nearer = low if direction > 0 else high
    distance = max(Fraction(0), (nearer - current) * direction)
    return Flip(nearer, distance, found.attained, found.changes, (low, high))


def _log(x: Number) -> tuple[Fraction, Fraction]:
    return logarithm(x, _BITS)


def _width(x: Number) -> tuple[Fraction, Fraction]:
    return enclosure(x, _BITS)


def _quotient(
    top: tuple[Fraction, Fraction], bottom: tuple[Fraction, Fraction]
) -> tuple[Fraction, Fraction]:
    """Bounds of a quotient; the divisor keeps its sign."""
    ends = [a / b for a in top for b in bottom]
    return min(ends), max(ends)
