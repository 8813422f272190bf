"""The least discount factor of a constant path under optimal penal codes, exactly.

A profile a can be played for ever iff every player i has, in the notation of `reversion`,

    R_i >= (1 - delta) T_i + delta u_i(delta),                                                   (1)

u_i(delta) the least payoff of i in the set V(delta) of subgame-perfect payoffs (Abreu 1988). With
public lotteries V(delta) grows with delta (Abreu, Pearce and Stacchetti 1990), so that the
sustaining discount factors form an interval, closed from below. Let d be its least member. That d
sustains a is shown by V(d). That nothing below d does is shown at d itself: for delta < d the set
V(delta) lies in V(d), so that u_i(delta) >= u_i(d), while the ratio r = (1 - delta)/delta is larger
than r(d). Hence below d

  - (1) fails if at d it holds with equality for a tempted player, u_i(d) in it;
  - a profile b is played in no equilibrium if no w in V(d) has w_i > u_i(d) + r(d) h_i(b) for every
    i with a gain h_i(b) > 0. Leave such profiles out and take the set V'(d) of the equilibria that
    do without them: it again contains V(delta) for all delta < d, so the argument repeats, until a
    itself is left out or (1) fails.

That no discount factor below 1 sustains a is shown the same way with r > 0 in place of r(d) and the
feasible payoffs at or above the threats in place of V(d).

Floats propose d: bisection, then the roots near it of the conditions under which a constraint of
the structure found there is tight. Exact arithmetic decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.exact import Number, sign
from games.forms.normal import NormalFormGame, Profile
from games.forms.repeated import (
    RepeatedGame,
    best_deviation,
    check_profile,
    stage_equilibria,
)
from solver.repeated.outer import ExactPoint
from solver.repeated.payoffs import (
    MAX_PROFILES,
    exact_stage,
    payoff_set,
    require_two_equal,
)
from solver.repeated.polygon import above, hull
from solver.repeated.proposals import bracket, candidates
from solver.repeated.reversion import binding_parties, critical_discount, party_threshold
from solver.repeated.structure import ExactStage
from solver.solution.discounting import CriticalDiscount, PartyThreshold
from solver.solution.equilibrium import MethodRecord
from solver.solution.payoff_set import PayoffSet

_WORST = "the worst equilibrium payoffs of the deviator (optimal penal codes)"
ONE = Fraction(1)


@dataclass(frozen=True)
class Collapse:
    """One step of the proof: the set without the profiles left out so far, and those it tells on.

    found: proved set at the critical value of the equilibria in the profiles `allowed`.
    """

    allowed: tuple[Profile, ...]
    found: PayoffSet
    tight: tuple[Profile, ...]


def margin(stage: NormalFormGame, player: int, profile: Profile, d: Number, u: Number) -> Number:
    """R - (1 - d) T - d u of one player: not negative iff it stays, punished by u."""
    temptation = best_deviation(stage, player, profile)[1]
    return stage.payoff(player, profile) - (1 - d) * temptation - d * u


def sustained_by(stage: NormalFormGame, found: PayoffSet, profile: Profile) -> bool:
    """Whether a profile is played for ever in some equilibrium, punished by the set's worst."""
    return found.threats is not None and all(
        sign(margin(stage, i, profile, found.discount, found.threats[i])) >= 0 for i in (0, 1)
    )


def tight_profiles(
    stage: NormalFormGame,
    discount: Number,
    outer: Sequence[ExactPoint],
    allowed: Sequence[Profile],
) -> tuple[Profile, ...]:
    """Return the profiles played at no smaller discount factor, given a set that bounds them.

    outer: extreme points of a set that contains the payoffs at all smaller discount factors.
    """
    if not outer:
        return tuple(allowed)
    least = tuple(min(point[i] for point in outer) for i in (0, 1))
    ratio = (1 - discount) / discount
    out = []
    for profile in allowed:
        gains = [best_deviation(stage, i, profile)[1] - stage.payoff(i, profile) for i in (0, 1)]
        corner = (least[0] + ratio * gains[0], least[1] + ratio * gains[1])
        region = above(outer, corner)
        tempted = [i for i in (0, 1) if sign(gains[i]) > 0]
        # The region is convex: a point above the corner in every tempted coordinate exists iff
        # each coordinate is exceeded somewhere; the mean of such points exceeds all.
        if not region or any(max(w[i] for w in region) <= corner[i] for i in tempted):
            out.append(profile)
    return tuple(out)


def _binds(stage: NormalFormGame, found: PayoffSet, profile: Profile) -> bool:
    """Whether (1) fails for a tempted player at all smaller discount factors."""
    return found.threats is None or any(
        sign(best_deviation(stage, i, profile)[1] - stage.payoff(i, profile)) > 0
        and sign(margin(stage, i, profile, found.discount, found.threats[i])) <= 0
        for i in (0, 1)
    )


def collapse(
    stage: NormalFormGame,
    discount: Number,
    profile: Profile,
    stop: Callable[[], bool] = lambda: False,
) -> tuple[Collapse, ...] | None:
    """Return why the profile is played at no smaller discount factor; None where that fails."""
    game = RepeatedGame.with_common_discount(stage, discount)
    allowed = tuple(stage.profiles())
    steps: list[Collapse] = []
    while True:
        found = payoff_set(game, allowed=allowed, stop=stop)
        if found.status != "complete":
            return None
        tight = tight_profiles(stage, discount, found.outer, allowed)
        steps.append(Collapse(allowed, found, tight))
        if profile in tight or _binds(stage, found, profile):
            return tuple(steps)
        if not tight:
            return None
        allowed = tuple(a for a in allowed if a not in tight)


def never(stage: NormalFormGame, profile: Profile) -> bool:
    """Whether it is shown that no discount factor below 1 sustains a constant path."""
    exact = exact_stage(stage)
    profiles = tuple(stage.profiles())
    alive = list(range(len(profiles)))
    own = profiles.index(tuple(profile))
    least = exact.minmax
    while own in alive:
        payoffs = [(exact.payoffs[0][a], exact.payoffs[1][a]) for a in alive]
        region = above([payoffs[k] for k in hull(payoffs)], least)
        if not region:
            return True

        def tempted(a: int) -> list[int]:
            return [i for i in (0, 1) if sign(exact.gain(i, a)) > 0]

        if any(exact.payoffs[i][own] <= least[i] for i in tempted(own)):
            return True
        kept = [a for a in alive if all(max(w[i] for w in region) > least[i] for i in tempted(a))]
        if not kept:
            return True
        raised = tuple(max(least[i], min(exact.best[i][a] for a in kept)) for i in (0, 1))
        if len(kept) == len(alive) and raised == least:
            return False
        alive, least = kept, (raised[0], raised[1])
    return True


def optimal_discount(
    stage: NormalFormGame, profile: Profile, stop: Callable[[], bool] = lambda: False
) -> CriticalDiscount:
    """Return the least common discount factor that sustains a constant path at all, two players.

    Its status is "incomplete" where no exact value was proved; `enclosure` then says between which
    discount factors it lies. Raises `GameError` unless there are two players.
    """
    check_profile(stage, profile)
    require_two_equal(RepeatedGame.with_common_discount(stage, 0), "optimal penal codes")
    exact = exact_stage(stage)
    flat = list(stage.profiles()).index(tuple(profile))
    lowest = _rows(stage, profile, exact.minmax)
    least, binding = binding_parties(lowest)
    if least is not None and sign(least) == 0:
        return _answer(profile, least, lowest, (), "nobody is tempted: a stage equilibrium")
    if len(exact.payoffs[0]) > MAX_PROFILES:
        return _bounds(stage, profile, lowest, least or ONE, None, "the stage game is too large")
    if least is None or never(stage, profile):
        reason = "no discount factor below 1 sustains it, whatever the punishment"
        return _answer(profile, None, lowest, binding, reason)
    back = critical_discount(stage, profile) if stage_equilibria(stage) else None
    if back is not None and back.value == least:
        reason = "reversion to a stage equilibrium holds the party that binds to its pure minmax"
        return _answer(profile, least, lowest, binding, reason)
    for value in _proposals(stage, profile, exact, flat, least):
        if stop():
            break
        game = RepeatedGame.with_common_discount(stage, value)
        found = payoff_set(game, stop=stop)
        if found.status != "complete" or not sustained_by(stage, found, profile):
            continue
        steps = collapse(stage, value, profile, stop)
        if steps is not None and found.threats is not None:
            rows = _rows(stage, profile, found.threats)
            tight = tuple(
                i for i in (0, 1) if rows[i].case == "interior" and rows[i].value == value
            )
            reason = (
                "the worst equilibrium payoffs at this value leave the party indifferent"
                if tight
                else "below it the punishments that sustain the path are no equilibria"
            )
            return _answer(profile, value, rows, tight, reason, steps)
    return _enclosed(stage, profile, exact, flat, lowest, stop)


def _proposals(
    stage: NormalFormGame, profile: Profile, exact: ExactStage, flat: int, least: Number
) -> Iterator[Number]:
    """What may be the value, likely ones first: bounds from both sides, then the roots."""
    yield least
    near = bracket(exact, flat)
    if stage_equilibria(stage):
        reversion = critical_discount(stage, profile).value
        close = reversion is not None and (near is None or abs(float(reversion) - near[1]) < 1e-6)
        if reversion is not None and close and reversion != least:
            yield reversion
    if near is not None:
        yield from candidates(exact, flat, near)


def _rows(
    stage: NormalFormGame, profile: Profile, punishments: Sequence[Number]
) -> tuple[PartyThreshold, ...]:
    rows = []
    for i in (0, 1):
        deviation, temptation = best_deviation(stage, i, profile)
        reward = stage.payoff(i, profile)
        rows.append(party_threshold(i, temptation, reward, punishments[i], deviation))
    return tuple(rows)


def _answer(
    profile: Profile,
    value: Number | None,
    rows: tuple[PartyThreshold, ...],
    binding: tuple[int, ...],
    reason: str,
    proof: tuple[Collapse, ...] = (),
) -> CriticalDiscount:
    return CriticalDiscount(
        profile=profile,
        punishments=_WORST,
        value=value,
        parties=rows,
        binding=binding,
        status="complete",
        method=MethodRecord("optimal-penal-codes", "1", _arithmetic(value), "exact"),
        reason=reason,
        proof=proof,
    )


def _arithmetic(value: Number | None) -> str:
    return "rational" if value is None or isinstance(value, Fraction) else "algebraic"


def _enclosed(
    stage: NormalFormGame,
    profile: Profile,
    exact: ExactStage,
    flat: int,
    rows: tuple[PartyThreshold, ...],
    stop: Callable[[], bool],
) -> CriticalDiscount:
    """The answer where no exact value was proved: bounds, each shown at a discount factor."""
    low = binding_parties(rows)[0]
    high: Number | None = None
    assert low is not None
    near = bracket(exact, flat)
    for step in (1e-6, 1e-3) if near is not None else ():
        assert near is not None
        above_it = Fraction(min(near[1] + step, (1 + near[1]) / 2)).limit_denominator(10**9)
        below_it = Fraction(max(near[0] - step, near[0] / 2)).limit_denominator(10**9)
        if high is None and not stop():
            found = payoff_set(RepeatedGame.with_common_discount(stage, above_it), stop=stop)
            high = above_it if sustained_by(stage, found, profile) else None
        if below_it > low and not stop():
            found = payoff_set(RepeatedGame.with_common_discount(stage, below_it), stop=stop)
            if found.status == "complete" and not sustained_by(stage, found, profile):
                low = below_it
    return _bounds(stage, profile, rows, low, high, "no exact value was proved")


def _bounds(
    stage: NormalFormGame,
    profile: Profile,
    rows: tuple[PartyThreshold, ...],
    low: Number,
    high: Number | None,
    reason: str,
) -> CriticalDiscount:
    """The incomplete answer; reversion bounds from above where nothing better does."""
    if high is None and stage_equilibria(stage):
        high = critical_discount(stage, profile).value
    return CriticalDiscount(
        profile=profile,
        punishments=_WORST,
        value=None,
        parties=rows,
        binding=(),
        status="incomplete",
        method=MethodRecord("optimal-penal-codes", "1", "rational", "exact"),
        reason=reason,
        enclosure=(low, ONE if high is None else high),
    )
