"""Reputation in the chain store: the sequential equilibrium in closed form, and that it is the one.

The game is that of `games.forms.reputation`: a, b, w, prior, N. With n periods to go, mu the belief
that the incumbent is tough, and

    mu_n = 1 / (1 + w (b^-n - 1)),   mu_0 = 1,   mu_n = b^n where w = 1,

    challenger            stays out if mu > mu_n, enters if mu < mu_n, at mu_n stays out with 1/a
    weak, once entered    yields if n = 1 or mu = 0; fights if mu >= mu_{n-1}; for
                          0 < mu < mu_{n-1} with mu (1 - mu_{n-1}) / ((1 - mu) mu_{n-1})
    belief                stays where nobody enters; after a fight max(mu_{n-1}, mu), or 0 if it
                          was 0; after yielding 0

(Kreps and Wilson 1982, "Reputation and imperfect information", with w = 1. For w != 1 multiply the
odds of tough to weak by w: that is their game, and Bayes' rule commutes with it.)

No other equilibrium. Let who yields be thought weak, and who is thought weak stay so; both follow
from Bayes' rule if the tough type is committed to fighting. By induction over n, the weak type gets
0 where mu < mu_n, more than 1 where mu > mu_n, and x a at mu_n, x the chance that the challenger
stays out. Entered at mu with n > 1 to go, it cannot fight with probability 0: whoever fights would
be tough and be left alone, worth a > 1. It fights for sure only if the belief mu, unchanged, is
worth 1 or more later: mu >= mu_{n-1}. It mixes only if the belief after a fight is worth exactly 1:
that is mu_{n-1}, followed by x = 1/a. So the challenger meets a fight with a probability that
pays it to enter iff mu < mu_n. At mu = mu_n it is indifferent; x is pinned to 1/a where it was a
mixture that led there, and is free where the prior itself is mu_n and nobody has entered yet.
"""

from __future__ import annotations

from fractions import Fraction

from games import __version__
from games.exact import Number, sign
from games.exact.number import arithmetic_of
from games.forms.reputation import ReputationGame
from solver.solution.equilibrium import MethodRecord
from solver.solution.reputation import ReputationOutcome, ReputationStage

_ZERO, _ONE = Fraction(0), Fraction(1)


def thresholds(game: ReputationGame) -> tuple[Number, ...]:
    """mu_n for n = 0..N; strictly decreasing from 1."""
    found: list[Number] = [_ONE]
    power: Number = _ONE
    for _ in range(game.periods):
        power = power * game.gain
        found.append(power / (power + game.weight * (1 - power)))
    return tuple(found)


def solve_reputation(game: ReputationGame) -> ReputationOutcome:
    """The equilibrium along the path and at everything that can come up."""
    levels = thresholds(game)
    rules: dict[tuple[int, int], ReputationStage] = {}
    # Beliefs by name, for they are few: -2 weak for sure, -1 the prior, m > 0 the threshold mu_m.
    beliefs: dict[int, Number] = {-2: _ZERO, -1: game.prior}
    beliefs.update(enumerate(levels))
    reached = _reached(game, levels)
    for left in range(1, game.periods + 1):
        for name in sorted(reached[left]):
            rules[left, name] = _stage(game, levels, rules, left, name, beliefs)
    path, name = [], -2 if game.prior == 0 else -1
    for left in range(game.periods, 0, -1):
        here = rules[left, name]
        path.append(here)
        if here.stays_out != 1:
            name = _tested(left, name, beliefs[name], levels)
    deterred = next((count for count, here in enumerate(path) if here.stays_out != 1), game.periods)
    edge = next((n for n in range(1, game.periods + 1) if levels[n] == game.prior), None)
    numbers = (game.prior, game.deterred, game.gain, game.weight)
    return ReputationOutcome(
        tuple(path),
        tuple(rules[key] for key in sorted(rules, reverse=True)),
        levels[1:],
        deterred,
        edge,
        MethodRecord(
            "closed form of Kreps and Wilson (1982), every rule checked",
            __version__,
            arithmetic_of(numbers),
            "exact",
        ),
    )


def _tested(left: int, name: int, belief: Number, levels: tuple[Number, ...]) -> int:
    """The name of the belief after a fight."""
    if name == -2:
        return -2
    return left - 1 if sign(belief - levels[left - 1]) < 0 else name


def _reached(game: ReputationGame, levels: tuple[Number, ...]) -> dict[int, set[int]]:
    """Periods to go -> beliefs that can come up then, by deviations too."""
    found = {game.periods: {-2 if game.prior == 0 else -1}}
    for left in range(game.periods, 1, -1):
        after = {-2}
        for name in found[left]:
            belief = game.prior if name == -1 else _ZERO if name == -2 else levels[name]
            after |= {name, _tested(left, name, belief, levels)}
        found[left - 1] = after
    return found


def _stage(
    game: ReputationGame,
    levels: tuple[Number, ...],
    rules: dict[tuple[int, int], ReputationStage],
    left: int,
    name: int,
    beliefs: dict[int, Number],
) -> ReputationStage:
    """The rules at one belief, given those of all later periods."""
    belief, needed, later = beliefs[name], levels[left], levels[left - 1]
    side = sign(belief - needed)
    out: Number = _ZERO if side < 0 else _ONE if side > 0 else 1 / game.deterred
    fights: Number = _ZERO
    if left > 1 and sign(belief) > 0:
        fights = _ONE
        if sign(belief - later) < 0:
            fights = belief * (1 - later) / ((1 - belief) * later)
    after = _tested(left, name, belief, levels)
    entering = (1 - belief) * (game.gain - fights) - belief * game.weight * (1 - game.gain)
    entered: Number = _ZERO
    quiet: Number = _ZERO
    alone: Number = _ZERO
    alone_after: Number = _ZERO
    if left > 1:
        quiet, alone = rules[left - 1, name].value, rules[left - 1, name].left_alone
        alone_after = rules[left - 1, after].left_alone
        if fights != 0:
            entered = fights * (rules[left - 1, after].value - 1)
    value, left_alone = entered, alone_after
    if out != 0:
        value = out * (game.deterred + quiet) + (1 - out) * entered
        left_alone = out * (1 + alone) + (1 - out) * alone_after
    return ReputationStage(
        left,
        belief,
        needed,
        out,
        fights,
        beliefs[after],
        entering,
        value,
        entered,
        left_alone,
    )
