"""What it is worth to the incumbent to know: the message, the type, and a test of the type.

With behaviour fixed, as it is in a set of equilibria, the incumbent's payoff from a reply to a
message is linear in the sender's masses x, and so is what it gets in the set, U(x).

- The message is worth U less the best it could do with one and the same reply to every message.
- The type is worth what it would get by replying to each type as it deserves, less U: the worth of
  a test without errors and cost, and so at least that of any test (Blackwell 1953).
- A test is worth, before its cost, what it would get by the best plan of acting on the results,
  less U. Made after a message that leads to belief b it is worth its cost up to
  min(E_b[P(clear) w], -E_b[P(alarm) w]), w[t] the worth of trusting a type in place of pre-empting
  it: the worse of what it adds to pre-empting and to trusting. That is concave in b, greatest where
  E_b[w] = 0; for two types with w_A > 0 > w_M the greatest is (1 - false alarm - miss) times
  w_A |w_M| / (w_A + |w_M|).

These are concave or convex and piecewise linear in x, so of their extremes over a polytope one is
at a vertex and the other the value of a linear programme.

In equilibrium behaviour changes, and a test can be worth less than nothing. The highest cost at
which some equilibrium inspects: costs move nothing but where, on the line of beliefs of two types,
inspecting is best. With both types' later moves fixed, the ends of those intervals meet 0, 1, the
prior and each other only at costs in a finite list, in absolute value P(result) w at the beliefs 0,
1, the prior and the one with E[w] = 0. After two messages beliefs can be any two on opposite sides
of the prior, and what types get does not depend on the cost. So between two neighbours of that list
the kinds of equilibria are the same, and one game between them and one at each decides. Above the
cost at which inspecting is best at no belief there is nothing to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from games.build.private_alignment import PrivateAlignment
from games.display import Span
from games.exact import Number, sign
from games.forms.signalling import INSPECTED, Inspection, SignallingGame
from solver.beliefs.coup import HOLD, TRUST, Coup, coup, trust_odds
from solver.beliefs.perfect_bayesian import (
    expectation,
    perfect_bayesian_equilibria,
)
from solver.beliefs.replies import Correspondence
from solver.geometry.cone import Vector
from solver.geometry.programme import maximise
from solver.solution.assessments import PerfectBayesianEquilibria, PerfectBayesianSet

_ZERO, _ONE = Fraction(0), Fraction(1)
_PREEMPT = 1


@dataclass(frozen=True)
class Knowledge:
    """Worth of the message and of the type in one set of equilibria, with behaviour fixed."""

    message: Span
    type: Span


@dataclass(frozen=True)
class FixedWorth:
    """A test of what is done without it, in one set of equilibria of the game without it.

    gross: worth before the cost. highest: the highest cost at which some inspection pays there.
    """

    kind: str
    path: tuple[int, ...]
    gross: Span
    highest: Number


@dataclass(frozen=True)
class HighestCost:
    """The highest cost at which some equilibrium inspects; value None: not known, with the reason.

    attained: whether one does at that cost itself. 0 and not attained: none does at any cost.
    """

    value: Number | None
    attained: bool
    reason: str


@dataclass(frozen=True)
class InspectionWorth:
    """A test in the game against the game without it.

    fixed: one entry for each set of equilibria without it. anywhere: the highest cost at which
    inspecting is a best reply to some belief. without, with_test: name -> range over equilibria.
    deceives: type -> (in the game without it, with it).
    """

    fixed: tuple[FixedWorth, ...]
    anywhere: Number
    highest: HighestCost
    without: dict[str, Span]
    with_test: dict[str, Span]
    deceives: dict[str, tuple[str, str]]


def knowledge(
    game: SignallingGame, found: PerfectBayesianEquilibria
) -> tuple[Knowledge, ...] | None:
    """[set]: what the message and the type are worth; None where a third party moves."""
    if len(game.players) > 2:
        return None
    return tuple(_knowledge(game, item) for item in found.sets)


def _knowledge(game: SignallingGame, item: PerfectBayesianSet) -> Knowledge:
    after = [Correspondence(game, m) for m in range(len(game.messages))]
    names = [[reply.name for reply in message.replies] for message in game.messages]
    common = [name for name in names[0] if all(name in other for other in names)]
    blind: list[list[Number]] = [[] for _ in common]
    deserved: dict[tuple[int, int], list[list[Number]]] = {
        (m, t): [[], []] for m in range(len(after)) for t in range(len(game.types))
    }
    worth: list[Number] = []
    for masses in item.assessments.masses:
        pays = [_pays(a, x) for a, x in zip(after, masses, strict=True)]
        worth.append(_sum(max(row) for row in pays))
        for row, name in zip(blind, common, strict=True):
            row.append(
                worth[-1] - _sum(own[n.index(name)] for own, n in zip(pays, names, strict=True))
            )
        for (m, t), rows in deserved.items():
            states = after[m].states
            own = tuple(x if states[s][0] == t else _ZERO for s, x in enumerate(masses[m]))
            for row, pay in zip(rows, _pays(after[m], own), strict=False):
                row.append(pay)
    groups: list[list[list[Number]]] = [*deserved.values(), [[-x for x in worth]]]
    greatest = max(_sum(max(row[v] for row in rows) for rows in groups) for v in range(len(worth)))
    least = min(x for row in blind for x in row)
    return Knowledge(
        Span(least, greatest_least(blind)), Span(least_sum_of_greatest(groups), greatest)
    )


def _pays(after: Correspondence, masses: Vector) -> list[Number]:
    """[reply]: what the incumbent gets from a reply to these masses."""
    return [
        _sum(mass * after.payoff(1, s, o) for s, mass in enumerate(masses) if mass != 0)
        for o in range(len(after.outcomes))
    ]


def greatest_least(rows: Sequence[Sequence[Number]]) -> Number:
    """The greatest, over mixtures of the columns, of the least entry of the mixed rows."""
    if len(rows[0]) == 1:
        return min(row[0] for row in rows)
    low = min(x for row in rows for x in row)
    count = len(rows[0])
    matrix = [[*(low - x for x in row), _ONE] for row in rows]
    matrix += [[*[_ONE] * count, _ZERO], [*[-_ONE] * count, _ZERO]]
    best = maximise([*[0] * count, 1], matrix, [*[_ZERO] * len(rows), _ONE, -_ONE])
    assert best.value is not None
    return best.value + low


def least_sum_of_greatest(groups: Sequence[Sequence[Sequence[Number]]]) -> Number:
    """The least, over mixtures of the columns, of the sum over groups of the greatest mixed row.

    groups: [group][row][column].
    """
    count = len(groups[0][0])
    lows = [min(x for row in rows for x in row) for rows in groups]
    matrix: list[list[Number]] = []
    for g, rows in enumerate(groups):
        above: list[Number] = [-_ONE if h == g else _ZERO for h in range(len(groups))]
        matrix += [[*(x - lows[g] for x in row), *above] for row in rows]
    rest: list[Number] = [_ZERO] * len(groups)
    bounds: list[Number] = [*[_ZERO] * len(matrix), _ONE, -_ONE]
    matrix += [[*[_ONE] * count, *rest], [*[-_ONE] * count, *rest]]
    best = maximise([*[0] * count, *[-1] * len(groups)], matrix, bounds)
    assert best.value is not None
    return _sum(lows) - best.value


def inspection_worth(
    setting: PrivateAlignment,
    game: SignallingGame,
    found: PerfectBayesianEquilibria,
    story: Coup,
    stop: Callable[[], bool] = lambda: False,
) -> InspectionWorth | None:
    """The worth of the setting's test, whose game and equilibria are given; None where cut short.

    Raises `ValueError` where there is no test.
    """
    test = setting.inspection
    if test is None:
        raise ValueError("inspection_worth(): the setting has no inspection")
    bare = replace(setting, inspection=None).game()
    without = perfect_bayesian_equilibria(bare, stop)
    highest = highest_cost(setting, found, stop)
    if highest is None or without.complete.value is not True:
        return None
    before = coup(bare, without)
    return InspectionWorth(
        tuple(_fixed(bare, item, test) for item in without.sets),
        highest_anywhere(bare, test),
        highest,
        _ranges(bare, without, before),
        _ranges(game, found, story),
        {
            now.name: (then.deceives, now.deceives)
            for then, now in zip(before.types, story.types, strict=True)
        },
    )


def highest_anywhere(game: SignallingGame, test: Inspection) -> Number:
    """The highest cost at which inspecting is a best reply to some belief; the game is without."""
    lines = [_lines(game, test, m, None) for m in range(len(game.messages))]
    return max(_ZERO, *(greatest_least(rows) for own in lines for rows in own))


def _fixed(game: SignallingGame, item: PerfectBayesianSet, test: Inspection) -> FixedWorth:
    """The worth of a test of what is done in a set of equilibria without it."""
    gains: list[list[list[Number]]] = []
    for m in range(len(game.messages)):
        after = Correspondence(game, m)
        by_plan: list[list[Number]] = [[], [], [], []]
        for masses in item.assessments.masses:
            trust, preempt = _pays(after, masses[m])
            cleared = _sum(
                mass * test.odds(after.states[s][0])[0] * _worth(after, s)
                for s, mass in enumerate(masses[m])
                if mass != 0
            )
            top = max(trust, preempt)
            heeded = preempt + cleared, trust - cleared
            for row, pay in zip(by_plan, (trust, preempt, *heeded), strict=True):
                row.append(pay - top)
        gains.append(by_plan)
    greatest = max(
        _sum(max(row[v] for row in rows) for rows in gains) for v in range(len(gains[0][0]))
    )
    least = least_sum_of_greatest(gains)
    costs = [
        greatest_least(rows)
        for m in item.path
        for rows in _lines(game, test, m, item.assessments.beliefs[m].states)
    ]
    return FixedWorth(item.kind, item.path, Span(least, greatest), max(_ZERO, *costs))


def _worth(after: Correspondence, state: int) -> Number:
    """The worth of trusting in place of pre-empting."""
    return after.payoff(1, state, TRUST) - after.payoff(1, state, _PREEMPT)


def _lines(
    game: SignallingGame, test: Inspection, m: int, beliefs: Sequence[Vector] | None
) -> list[list[list[Number]]]:
    """[plan][reply][belief]: what a free test adds to a reply; None: beliefs are the states."""
    after = Correspondence(game, m)
    worth = [_worth(after, s) for s in range(len(after.states))]
    odds = [test.odds(t) for t, _ in after.states]
    if beliefs is None:
        beliefs = [
            tuple(Fraction(int(s == r)) for s in range(len(worth))) for r in range(len(worth))
        ]
    clear, alarm = (
        [_sum(b[s] * odds[s][r] * w for s, w in enumerate(worth) if b[s] != 0) for b in beliefs]
        for r in (0, 1)
    )
    return [[clear, [-x for x in alarm]], [[-x for x in clear], alarm]]


def highest_cost(
    setting: PrivateAlignment,
    found: PerfectBayesianEquilibria,
    stop: Callable[[], bool] = lambda: False,
) -> HighestCost | None:
    """The highest cost at which some equilibrium inspects on its path; None where cut short."""
    test = setting.inspection
    assert test is not None
    if len(setting.prior) != 2:
        return HighestCost(None, False, "costs are told apart for two types only")
    if any(len(moves) > 1 for moves in found.later.values()):
        return HighestCost(None, False, "a type is indifferent later")

    def inspects(cost: Number) -> bool | None:
        game = replace(setting, inspection=replace(test, cost=cost)).game()
        equilibria = perfect_bayesian_equilibria(game, stop)
        if equilibria.complete.value is not True:
            return None
        return any(item.measures[INSPECTED].high != 0 for item in equilibria.sets)

    costs = _turning_costs(setting, test)
    for index, cost in enumerate(costs):
        below = costs[index + 1] if index + 1 < len(costs) else _ZERO
        for asked, attained in ((cost, True), ((cost + below) / 2, False)):
            answer = inspects(asked)
            if answer is None:
                return None
            if answer:
                reason = "decided at and between all costs at which best replies turn"
                return HighestCost(cost, attained, reason)
    return HighestCost(_ZERO, False, "no equilibrium inspects at any positive cost")


def _turning_costs(setting: PrivateAlignment, test: Inspection) -> list[Number]:
    """Every positive cost at which the order of beliefs that matter may change, descending."""
    game = replace(setting, inspection=None).game()
    most = highest_anywhere(game, test)
    found: set[Number] = set()
    for m in range(len(game.messages)):
        after = Correspondence(game, m)
        worth = [_worth(after, s) for s in range(2)]
        beliefs: list[Vector] = [(_ONE, _ZERO), (_ZERO, _ONE), tuple(game.prior)]
        if sign(worth[0]) * sign(worth[1]) < 0:
            even = worth[0] / (worth[0] - worth[1])
            beliefs.append((1 - even, even))
        for plan in _lines(game, test, m, beliefs):
            found |= {x for row in plan for x in row if 0 < x <= most}
    return sorted(found, reverse=True)


def _ranges(game: SignallingGame, found: PerfectBayesianEquilibria, story: Coup) -> dict[str, Span]:
    """The incumbent's payoff, the measures and deception, over all equilibria."""
    ranges = {"payoff": [item.payoffs[0] for item in found.sets]}
    for name in game.measures:
        ranges[name] = [item.measures[name] for item in found.sets]
    ranges["deception"] = [deception(game, item, story) for item in found.sets]
    return {
        name: Span(min(s.low for s in spans), max(s.high for s in spans))
        for name, spans in ranges.items()
    }


def deception(game: SignallingGame, item: PerfectBayesianSet, story: Coup) -> Span:
    """Probability that a type holds and is trusted that would be pre-empted if it were known."""
    odds = [trust_odds(game, HOLD, t) for t in range(len(game.types))]

    def deceives(after: Correspondence, state: int, outcome: int) -> Number:
        t = after.states[state][0]
        if after.message != HOLD or not story.types[t].preempted:
            return _ZERO
        return odds[t][after.outcomes[outcome][0]]

    return expectation(game, item.assessments, deceives)


def _sum(values: Iterable[Number]) -> Number:
    total: Number = _ZERO
    for value in values:
        total = total + value
    return total
