"""Dominated actions, by pure and by mixed strategies.

Action a of player i is strictly dominated if some strategy of i pays more than a against every
profile of the others' actions; weakly dominated if it pays at least as much against every profile
and more against some. Duality gives the other side its witness (Pearce 1984 for two players):

- a is not strictly dominated iff it is a best reply to some belief over the others' profiles;
- a is not weakly dominated iff it is a best reply to a belief that gives all of them weight.

With d_b(p) = u_i(b, p) - u_i(a, p), both questions are linear programmes that are feasible at 0:

    strict:  max t                    s.t.  t <= sum_b w_b d_b(p) for all p,  sum w <= 1,  w, t >= 0
    weak:    max sum_bp w_b d_b(p)    s.t.  0 <= sum_b w_b d_b(p) for all p,  sum w <= 1,  w >= 0

and the action is dominated iff the optimum is positive; then w, scaled to sum 1, dominates.
A pure dominating action is preferred to a mixed one where there is one.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Literal

from games.errors import GameError
from games.exact import Number
from games.forms.normal import NormalFormGame, Profile, Tensor, lookup
from solver.geometry import maximise
from solver.solution.equilibrium import MixedStrategy

Kind = Literal["strict", "weak"]


@dataclass(frozen=True)
class Domination:
    """An action that is dominated, and the strategy of the same player that dominates it.

    kind: the strongest kind that holds: "strict", or "weak" for weakly but not strictly.
    by: weights over all actions of the player. pure: the dominating strategy is a single action.
    """

    player: int
    action: int
    kind: Kind
    by: MixedStrategy

    @property
    def pure(self) -> bool:
        """Whether a single action dominates."""
        return sum(1 for weight in self.by if weight != 0) == 1


@dataclass(frozen=True)
class Belief:
    """Why an action is not dominated: weights over the others' profiles, last player fastest.

    Against this belief the action is a best reply. Where the question was weak dominance every
    weight is positive.
    """

    player: int
    action: int
    weights: MixedStrategy


#: Which actions are still in the game, [player].
Remaining = tuple[tuple[int, ...], ...]


def everything(game: NormalFormGame) -> Remaining:
    """All actions of all players."""
    return tuple(tuple(range(size)) for size in game.shape)


def dominated_actions(
    game: NormalFormGame, kind: Kind = "weak", remaining: Remaining | None = None
) -> tuple[Domination, ...]:
    """Every dominated action of every player, with a strategy that dominates it.

    kind "strict": strictly dominated actions only. kind "weak": weakly dominated ones; the result
    says of each whether it is even strictly dominated. remaining: restrict the game to these.
    """
    rest = everything(game) if remaining is None else remaining
    found: list[Domination] = []
    for player in range(len(game.players)):
        for action in rest[player]:
            answer = decide(game, player, action, kind, rest)
            if isinstance(answer, Domination):
                found.append(answer)
    return tuple(found)


def decide(
    game: NormalFormGame,
    player: int,
    action: int,
    kind: Kind = "weak",
    remaining: Remaining | None = None,
) -> Domination | Belief:
    """Decide whether an action is dominated; return the dominating strategy or the belief."""
    rest = everything(game) if remaining is None else remaining
    if action not in rest[player]:
        raise GameError(f"decide(): action {action} of player {player} is not in the game")
    profiles = list(itertools.product(*(a for i, a in enumerate(rest) if i != player)))
    others = [b for b in rest[player] if b != action]
    gains = _gains(game.payoffs[player], player, action, others, profiles)
    size = game.shape[player]

    def dominated(how: Kind, weights: Sequence[Number]) -> Domination:
        by: list[Number] = [Fraction(0)] * size
        for index, weight in zip(others, weights, strict=True):
            by[index] = weight
        return Domination(player, action, how, tuple(by))

    weights, belief = _pure(gains, _strictly), _point_belief(gains, len(profiles))
    if weights is None and belief is None:
        weights, belief = _strict(gains)
    if weights is not None:
        return dominated("strict", weights)
    if kind == "weak":
        weights, belief = _pure(gains, _weakly), _interior_belief(gains, len(profiles))
        if weights is None and belief is None:
            weights, belief = _weak(gains)
        if weights is not None:
            return dominated("weak", weights)
    assert belief is not None
    return Belief(player, action, belief)


#: [other action][profile]: what it pays more than the action asked about, in units in which all
#: are integers where payoffs are rational; no question here depends on the unit.
_Gains = Sequence[Sequence[Any]]


def _gains(
    table: Tensor, player: int, action: int, others: Sequence[int], profiles: Sequence[Profile]
) -> _Gains:
    rows: list[list[Any]] = [
        [lookup(table, (*p[:player], own, *p[player:])) for p in profiles]
        for own in (action, *others)
    ]
    if all(isinstance(entry, Fraction) for row in rows for entry in row):
        common = lcm(*{entry.denominator for row in rows for entry in row})
        rows = [[e.numerator * (common // e.denominator) for e in row] for row in rows]
    base = rows[0]
    return [[high - low for high, low in zip(row, base, strict=True)] for row in rows[1:]]


def _strictly(gain: Sequence[Any]) -> bool:
    return all(entry > 0 for entry in gain)


def _weakly(gain: Sequence[Any]) -> bool:
    return all(entry >= 0 for entry in gain) and any(entry > 0 for entry in gain)


def _pure(gains: _Gains, test: Callable[[Sequence[Any]], bool]) -> MixedStrategy | None:
    """All weight on the first other action that passes the test, or None."""
    for b, gain in enumerate(gains):
        if test(gain):
            return tuple(Fraction(int(index == b)) for index in range(len(gains)))
    return None


def _point_belief(gains: _Gains, profiles: int) -> MixedStrategy | None:
    """All weight on the first profile against which the action is a best reply, or None."""
    for p in range(profiles):
        if all(gain[p] <= 0 for gain in gains):
            return tuple(Fraction(int(q == p)) for q in range(profiles))
    return None


def _interior_belief(gains: _Gains, profiles: int) -> MixedStrategy | None:
    """Most weight on a profile against which the action is the only best reply, or None.

    If another action loses g there and gains at most h > 0 elsewhere, weight e spread over the
    other profiles keeps it no better as long as e h <= (1 - e) g.
    """
    for p in range(profiles):
        if not all(gain[p] < 0 for gain in gains):
            continue
        if profiles == 1:
            return (Fraction(1),)
        e: Number = Fraction(1, 2)
        for gain in gains:
            highest = max(gain)
            if highest > 0:
                e = min(e, _quotient(-gain[p], highest - gain[p]))
        share = e / (profiles - 1)
        return tuple(1 - e if q == p else share for q in range(profiles))
    return None


def _quotient(a: Any, b: Any) -> Number:
    quotient: Number = Fraction(a, b) if isinstance(a, int) else a / b
    return quotient


_Solved = tuple[MixedStrategy | None, MixedStrategy | None]


def _strict(gains: _Gains) -> _Solved:
    """Weights over the other actions that dominate strictly, or a belief."""
    profiles = len(gains[0])
    one = Fraction(1)
    matrix: list[list[Any]] = [[*(-gain[p] for gain in gains), one] for p in range(profiles)]
    matrix.append([*(one for _ in gains), Fraction(0)])
    found = maximise([Fraction(0)] * len(gains) + [one], matrix, [Fraction(0)] * profiles + [one])
    assert found.primal is not None
    assert found.dual is not None
    if found.value is not None and found.value > 0:
        return _normalised(found.primal[:-1]), None
    return None, _normalised(found.dual[:profiles])


def _weak(gains: _Gains) -> _Solved:
    """Weights over the other actions that dominate weakly, or a belief with full support."""
    profiles = len(gains[0])
    objective: list[Number] = [sum(gain, Fraction(0)) for gain in gains]
    matrix: list[list[Any]] = [[-gain[p] for gain in gains] for p in range(profiles)]
    matrix.append([Fraction(1) for _ in gains])
    found = maximise(objective, matrix, [Fraction(0)] * profiles + [Fraction(1)])
    assert found.primal is not None
    assert found.dual is not None
    if found.value is not None and found.value > 0:
        return _normalised(found.primal), None
    return None, _normalised([1 + weight for weight in found.dual[:profiles]])


def _normalised(weights: Sequence[Number]) -> MixedStrategy:
    total = sum(weights, Fraction(0))
    return tuple(weight / total for weight in weights)
