"""A proved bound on what deviations from a stationary profile gain, in fixed-point arithmetic.

With r the residual of approximate values u, the true ones lie within r/(1-beta) of u, so a one-shot
gain is at most that at u plus (1+beta) r/(1-beta); a deviation for ever gains at most 1/(1-beta)
times as much. Every number x is kept as integers (X, r) with |x 2^96 - X| <= r, and products and
sums carry r along, so that nothing rests on rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.errors import LimitError
from games.exact import Number, enclosure
from games.forms.normal import Profile
from games.forms.stochastic import StochasticGame
from solver.solution.markov import StageProfile

_BITS = 96
#: (X, r): the number lies within r of X, in units of 2^-96.
Fixed = tuple[int, int]
_ONE: Fixed = (1 << _BITS, 0)


@dataclass(frozen=True)
class Deviations:
    """Upper bounds for one player: on the modulus, on |u - worth of play|, on worth - u."""

    beta: Fraction
    error: Fraction
    gain: Fraction


def gain_bound(
    game: StochasticGame, profile: Sequence[StageProfile], values: Sequence[Sequence[float]]
) -> tuple[Fraction, Fraction]:
    """(bound on every one-shot gain, on every gain for ever); values: [i][s], approximate."""
    worst, regret = Fraction(0), Fraction(0)
    for found in deviations(game, profile, values):
        bound = found.gain + (1 + found.beta) * found.error / (1 - found.beta)
        worst, regret = max(worst, bound), max(regret, bound / (1 - found.beta))
    return worst, regret


def deviations(
    game: StochasticGame, profile: Sequence[StageProfile], values: Sequence[Sequence[float]]
) -> list[Deviations]:
    """What one deviation is worth beyond given values [i][s], at most, for each player."""
    found = []
    mixed = [[[fixed(w) for w in own] for own in row] for row in profile]
    masses = _masses(game, None)
    for i in range(len(game.players)):
        own_masses = masses if game.views[i] is None else _masses(game, i)
        delta, weight = fixed(game.discounts[i]), fixed(game.weight(i))
        most = max(sum(m + 2 for _, m in cell) for cell in own_masses.values())
        beta = high(times(delta, (most, 0)))
        if beta >= 1:
            raise LimitError(
                f"the discount of {game.players[i]!r} is too close to 1 for a proved bound",
                hint="ask for all equilibria of a smaller game, which is exact",
            )
        u = [fixed(Fraction(x)) for x in values[i]]
        error, gain = Fraction(0), Fraction(0)
        for s in range(len(game.states)):
            own: list[list[Fixed]] = [[] for _ in range(game.shape(s)[i])]
            for actions in game.profiles(s):
                odds = _ONE
                for j, action in enumerate(actions):
                    if j != i:
                        odds = times(odds, mixed[s][j][action])
                if odds == (0, 0):
                    continue
                now = times(weight, fixed(game.payoff(s, i, actions)))
                after = times(delta, _mean(own_masses[s, actions], u))
                own[actions[i]].append(times(odds, add((now, after))))
            worths = [add(parts) for parts in own]
            mean = add(times(w, q) for w, q in zip(mixed[s][i], worths, strict=True))
            least = add((mean, (-u[s][0], u[s][1])))
            error = max(error, high(least), high((-least[0], least[1])))
            gain = max(gain, *(high((q[0] - u[s][0], q[1] + u[s][1])) for q in worths))
        found.append(Deviations(beta, error, gain))
    return found


def _masses(
    game: StochasticGame, player: int | None
) -> dict[tuple[int, Profile], list[tuple[int, int]]]:
    """Targets of every cell with their masses, rounded down by less than 2 in units of 2^-96."""
    return {
        (s, actions): [(t, _down(mass)) for t, mass in game.targets(s, actions, player)]
        for s, actions in game.cells()
    }


def _down(x: Number) -> int:
    """Rounded down: a rational by less than 1, an irrational number by less than 2."""
    low = x if isinstance(x, Fraction) else enclosure(x, 2 * _BITS)[0]
    return (low.numerator << _BITS) // low.denominator


def fixed(x: Number) -> Fixed:
    """A number in units of 2^-96; exact where the denominator is a power of 2 up to 2^96."""
    low, top = (x, x) if isinstance(x, Fraction) else enclosure(x, 2 * _BITS)
    whole, rest = divmod(low.numerator << _BITS, low.denominator)
    if top == low:
        return whole, int(rest != 0)
    return whole, -((-(top - low).numerator << _BITS) // (top - low).denominator) + 1


def times(x: Fixed, y: Fixed) -> Fixed:
    """A product, rounded down, with what that and the factors are off by."""
    product = x[0] * y[0]
    off = abs(x[0]) * y[1] + abs(y[0]) * x[1] + x[1] * y[1]
    lost = product & ((1 << _BITS) - 1)
    return product >> _BITS, -((-off) >> _BITS) + int(lost != 0)


def add(parts: Iterable[Fixed]) -> Fixed:
    """A sum."""
    total, off = 0, 0
    for x, r in parts:
        total += x
        off += r
    return total, off


def high(x: Fixed) -> Fraction:
    """Upper end."""
    return Fraction(x[0] + x[1], 1 << _BITS)


def _mean(cell: Sequence[tuple[int, int]], u: Sequence[Fixed]) -> Fixed:
    """Masses times values; each mass is off by less than 2, each value by its own radius."""
    total = off = 0
    for t, m in cell:
        x, r = u[t]
        total += m * x
        off += 2 * abs(x) + (m + 2) * r
    return total >> _BITS, -((-off) >> _BITS) + 1
