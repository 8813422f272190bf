"""All discount factors that sustain a cycle against given punishments, exactly.

With the punishments P_i fixed, player i stays on the cycle a^0, .., a^(L-1) at a position t at
which it is tempted, T_i(a^t) > g_i(a^t), iff

    f(delta) = S_t(delta) - [(1 - delta) T_i(a^t) + delta P_i] (1 + delta + .. + delta^(L-1)) >= 0,

S_t(delta) = sum_k delta^k g_i(a^(t+k)) (see `reversion`); elsewhere its deviations are ignored. The
real roots of these polynomials cut [0, 1) into pieces on which every sign is constant, so that the
set of sustaining discount factors is a finite union of intervals with algebraic ends, single points
among them. For a constant path it is one interval; for cycles it need not be: patience makes the
good positions of a cycle count less.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from games.exact import Number, enclosure, real_roots, sign
from games.forms.normal import NormalFormGame, Profile
from games.forms.repeated import best_deviation, check_profile
from solver.solution.discounting import DiscountSet, Interval

ZERO = Fraction(0)
ONE = Fraction(1)
EVERY = DiscountSet((Interval(ZERO, ONE, True, False),))


def margin_polynomials(
    stage: NormalFormGame, path: Sequence[Profile], player: int, punishment: Number
) -> list[list[Number]]:
    """Return f of the module's text at every tempting position; coefficients, constant first."""
    rewards = [stage.payoff(player, profile) for profile in path]
    temptations = [best_deviation(stage, player, profile)[1] for profile in path]
    length = len(path)
    out = []
    for t in range(length):
        if temptations[t] <= rewards[t]:
            continue
        f: list[Number] = [ZERO] * (length + 1)
        for k in range(length):
            f[k] += rewards[(t + k) % length] - temptations[t]
            f[k + 1] += temptations[t] - punishment
        out.append(f)
    return out


def sustaining(
    stage: NormalFormGame, path: Sequence[Profile], player: int, punishment: Number
) -> DiscountSet:
    """Return the discount factors of one player at which it never leaves the cycle.

    punishment: its payoff for ever after it deviates. Raises `NumberError` where a polynomial of
    degree 3 or more has irrational coefficients.
    """
    for profile in path:
        check_profile(stage, profile)
    return where_not_negative(margin_polynomials(stage, path, player, punishment))


def where_not_negative(polynomials: Sequence[Sequence[Number]]) -> DiscountSet:
    """Return the x in [0, 1) at which no polynomial (constant first) is negative."""
    open_ones = [f for f in polynomials if any(sign(c) != 0 for c in f)]
    roots: list[Number] = []
    for f in open_ones:
        roots += [x for x in real_roots(f) if sign(x) > 0 and sign(x - 1) < 0 and x not in roots]
    roots.sort()
    return assemble(roots, lambda x: all(sign(value(f, x)) >= 0 for f in open_ones))


def assemble(cuts: Sequence[Number], holds: Callable[[Number], bool]) -> DiscountSet:
    """Return {x in [0, 1): holds(x)} for a property constant between the cuts (increasing)."""
    points = [ZERO, *cuts]
    ends = [*cuts, ONE]
    found: list[Interval] = []

    def add(low: Number, high: Number, closed: bool, high_closed: bool) -> None:
        if found and found[-1].high == low and (found[-1].high_closed or closed):
            last = found.pop()
            low, closed = last.low, last.low_closed
        found.append(Interval(low, high, closed, high_closed))

    for low, high in zip(points, ends, strict=True):
        if holds(low):
            add(low, low, True, True)
        if holds(rational_between(low, high)):
            add(low, high, False, False)
    return DiscountSet(tuple(found))


def value(coefficients: Sequence[Number], x: Number) -> Number:
    """Value of a polynomial, constant first, by Horner's rule."""
    total: Number = ZERO
    for coefficient in reversed(coefficients):
        total = total * x + coefficient
    return total


def rational_between(low: Number, high: Number) -> Fraction:
    """A rational number strictly between two numbers."""
    bits = 32
    while True:
        left, right = enclosure(low, bits)[1], enclosure(high, bits)[0]
        if left < right:
            middle = (left + right) / 2
            short = middle.limit_denominator(1000)
            return short if left < short < right else middle
        bits *= 2


def intersection(sets: Sequence[DiscountSet]) -> DiscountSet:
    """Return the discount factors in every one of the sets."""
    cuts: list[Number] = []
    for one in sets:
        for interval in one.intervals:
            for end in (interval.low, interval.high):
                if sign(end) > 0 and sign(end - 1) < 0 and end not in cuts:
                    cuts.append(end)
    cuts.sort()
    return assemble(cuts, lambda x: all(one.contains(x) for one in sets))
