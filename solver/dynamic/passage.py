"""When conflict comes: from each state, under a stationary profile, exact.

h(s) is the probability of conflict in a period, P(s, t) that of going on to t without it; the rows
of P sum to 1 - h. Peace is absorbing in s if no state with h > 0 is reached from s through P. From
the other states the probability f of conflict ever solves f = h + P f with f = 0 where peace is
absorbing (Kemeny and Snell 1960); where f = 1 the expected number of periods up to and including
that of conflict solves T = 1 + P T, elsewhere it is infinite.

De-escalation is a move: against the odds of conflict now stand those of the next period if there
is none now. Higher: play climbs; lower: it comes down; equal: it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.errors import GameError
from games.exact import Number, approx
from games.exact.systems import solve_square
from games.forms.stationary import StationaryProfile, draws
from games.forms.stochastic import StochasticGame

#: Periods of which the probability of first conflict is listed.
PERIODS = 6


@dataclass(frozen=True)
class Passage:
    """What becomes of peace, [s] throughout.

    hazard: probability of conflict in a period. ever: of conflict at some time. expected: periods
    up to and including the first conflict, None where it may never come. peace: whether peace is
    absorbing. tendency: "climbs", "comes down" or "holds"; "ends" where conflict is certain now.
    start: at the start of play, the probability of the first conflict in period 1, 2, ...
    """

    hazard: tuple[Number, ...]
    ever: tuple[Number, ...]
    expected: tuple[Number | None, ...]
    peace: tuple[bool, ...]
    tendency: tuple[str, ...]
    start: tuple[Number, ...]


def passage(game: StochasticGame, profile: StationaryProfile) -> Passage:
    """Time to conflict under a profile; raises `GameError` where the game knows no conflict."""
    if game.peaceful is None:
        raise GameError("passage(): this game does not say which transitions are conflict")
    size = len(game.states)
    P: list[list[Number]] = [[Fraction(0)] * size for _ in range(size)]
    for s in range(size):
        for actions, odds in draws(game, s, profile[s]):
            cell = game.peaceful[s]
            for action in actions:
                cell = cell[action]
            for target, chance in cell:
                P[s][target] = P[s][target] + odds * chance
    hazard = tuple(1 - sum(row, Fraction(0)) for row in P)
    peace = _absorbing(P, hazard)
    ever = _ever(P, hazard, peace)
    return Passage(
        hazard,
        ever,
        _expected(P, ever),
        peace,
        tuple(_tendency(P[s], hazard, s) for s in range(size)),
        _first(P, hazard, game),
    )


@dataclass(frozen=True)
class RoughPassage:
    """`Passage` in floats, for many states; peace is exact for the profile as it stands.

    ever, expected and first are those of the start; expected is None where conflict may never come.
    """

    hazard: tuple[float, ...]
    peace: tuple[bool, ...]
    tendency: tuple[str, ...]
    ever: float
    expected: float | None
    first: tuple[float, ...]


#: Relative size of differences in the odds of conflict that are taken for none.
_LEVEL = 1e-9


def rough_passage(game: StochasticGame, profile: StationaryProfile) -> RoughPassage:
    """Time to conflict in floats; raises `GameError` where the game knows no conflict."""
    import numpy as np
    from scipy import sparse
    from scipy.sparse.csgraph import breadth_first_order
    from scipy.sparse.linalg import spsolve

    if game.peaceful is None:
        raise GameError("passage(): this game does not say which transitions are conflict")
    size = len(game.states)
    rows: list[int] = []
    columns: list[int] = []
    odds: list[float] = []
    certain = np.zeros(size, bool)
    for s in range(size):
        total: Number = Fraction(0)
        for actions, weight in draws(game, s, profile[s]):
            cell = game.peaceful[s]
            for action in actions:
                cell = cell[action]
            for target, chance in cell:
                rows.append(s)
                columns.append(target)
                odds.append(approx(weight * chance))
                total = total + weight * chance
        certain[s] = total == 1
    P = sparse.csr_matrix((odds, (rows, columns)), shape=(size, size))
    hazard = np.where(certain, 0.0, np.maximum(1 - np.asarray(P.sum(axis=1)).ravel(), 0.0))
    # Who reaches a state with a hazard: backwards from one node behind all of these.
    risky = np.flatnonzero(~certain)
    back = sparse.lil_matrix((size + 1, size + 1))
    back[:size, :size] = P.T
    back[size, risky] = 1.0
    reached = breadth_first_order(back.tocsr(), size, return_predecessors=False)
    peace = np.ones(size + 1, bool)
    peace[reached] = False
    peace = peace[:size]
    # Conflict may never come from where peace is reached.
    back[size, risky] = 0.0
    back[size, np.flatnonzero(peace)] = 1.0
    safe = np.zeros(size + 1, bool)
    safe[breadth_first_order(back.tocsr(), size, return_predecessors=False)] = True
    safe = safe[:size]
    ever, expected = np.zeros(size), np.full(size, np.inf)
    for states, right, found in (
        (np.flatnonzero(~peace), hazard, ever),
        (np.flatnonzero(~safe), np.ones(size), expected),
    ):
        if states.size:
            matrix = sparse.identity(states.size) - P[states][:, states]
            found[states] = np.atleast_1d(spsolve(matrix.tocsc(), right[states]))
    here = np.zeros(size)
    for s, weight in game.initial:
        here[s] = approx(weight)
    start = here > 0
    wait = float(here[start] @ expected[start])
    total_odds = float(here @ ever)
    first = []
    for _ in range(PERIODS):
        first.append(float(here @ hazard))
        here = P.T @ here
    later = P @ hazard - hazard * (1 - hazard)
    words = np.where(later > _LEVEL, "climbs", np.where(later < -_LEVEL, "comes down", "holds"))
    words = np.where(hazard >= 1 - 1e-15, "ends", words)
    return RoughPassage(
        tuple(map(float, hazard)),
        tuple(map(bool, peace)),
        tuple(map(str, words)),
        total_odds,
        wait if np.isfinite(wait) else None,
        tuple(first),
    )


def _absorbing(P: list[list[Number]], hazard: Sequence[Number]) -> tuple[bool, ...]:
    """Whether no state with a hazard is reached without conflict, [s]."""
    risky = {s for s, h in enumerate(hazard) if h != 0}
    moved = True
    while moved:
        moved = False
        for s, row in enumerate(P):
            if s not in risky and any(row[t] != 0 for t in risky):
                risky.add(s)
                moved = True
    return tuple(s not in risky for s in range(len(P)))


def _restricted(
    P: list[list[Number]], states: list[int], right: Sequence[Number]
) -> tuple[Number, ...]:
    rows = [[Fraction(int(s == t)) - P[s][t] for t in states] for s in states]
    solution = solve_square(rows, [right[s] for s in states])
    if solution is None:
        raise AssertionError("from every one of these states conflict is reached")
    return solution


def _ever(
    P: list[list[Number]], hazard: Sequence[Number], peace: Sequence[bool]
) -> tuple[Number, ...]:
    states = [s for s, quiet in enumerate(peace) if not quiet]
    found: list[Number] = [Fraction(0)] * len(P)
    for s, value in zip(states, _restricted(P, states, hazard), strict=True):
        found[s] = value
    return tuple(found)


def _expected(P: list[list[Number]], ever: Sequence[Number]) -> tuple[Number | None, ...]:
    states = [s for s, value in enumerate(ever) if value == 1]
    found: list[Number | None] = [None] * len(P)
    for s, value in zip(states, _restricted(P, states, [Fraction(1)] * len(P)), strict=True):
        found[s] = value
    return tuple(found)


def _tendency(row: Sequence[Number], hazard: Sequence[Number], s: int) -> str:
    if hazard[s] == 1:
        return "ends"
    later = sum((p * h for p, h in zip(row, hazard, strict=True)), Fraction(0))
    difference = later - hazard[s] * (1 - hazard[s])
    return "climbs" if difference > 0 else "comes down" if difference < 0 else "holds"


def _first(
    P: list[list[Number]], hazard: Sequence[Number], game: StochasticGame
) -> tuple[Number, ...]:
    here: list[Number] = [Fraction(0)] * len(P)
    for s, weight in game.initial:
        here[s] = weight
    found = []
    for _ in range(PERIODS):
        found.append(sum((w * h for w, h in zip(here, hazard, strict=True)), Fraction(0)))
        here = [
            sum((here[s] * P[s][t] for s in range(len(P)) if here[s] != 0), Fraction(0))
            for t in range(len(P))
        ]
    return tuple(found)
