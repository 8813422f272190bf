"""All Markov perfect equilibria of a small stochastic game, exact.

Branch and bound over the supports of stationary profiles: bounds on the values rule choices out
(`bounds`), a state with several left is split, and where every state has one left the values solve
exact equations (`mixing`). A vector of values is an equilibrium's iff in every state the game of
that state, with these values to follow, has an equilibrium worth exactly them. All such stage
equilibria are enumerated, so that degenerate games keep their sets.

Two players: pure and mixed. Other numbers: pure only, and the answer says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import games
from games.exact import Number, approx, arithmetic_of
from games.forms.mixed import expectation, is_equilibrium, support
from games.forms.normal import NormalFormGame, lookup
from games.forms.stationary import Values, stage_game, stationary_values
from games.forms.stochastic import StochasticGame
from solver.dynamic.bounds import Bounds, Box, Choice, maximal_choices
from solver.dynamic.continua import sides as solution_sides
from solver.dynamic.families import family, holds_values, maximal
from solver.dynamic.mixing import Open, Solved, solve_supports
from solver.dynamic.supports import leaves
from solver.dynamic.value_equations import candidate_values
from solver.nash import extreme_equilibria, pure_equilibria
from solver.solution.equilibrium import Completeness, MethodRecord
from solver.solution.markov import (
    EquilibriumFamily,
    FamilySide,
    MarkovPerfectSet,
    StageProfile,
    StationaryEquilibria,
)

METHOD = "branch and bound over supports, exact values"
#: Tag: with these values to follow, each action is strictly dominant in its state.
DOMINANT = "strictly dominant"
#: Nodes of the search tree after which it stops.
MAX_NODES = 20_000
#: Unknown weights of a player up to which a system is solved at once, for that is quick.
EASY = 2
#: Pieces into which a box is cut before its supports are solved exactly, and where they were not.
PIECES, MORE_PIECES = 30, 300
COMPLETE = "every combination of supports was ruled out by bounds on the values or solved exactly"


@dataclass
class _Found:
    """What the search has gathered."""

    game: StochasticGame
    values: dict[Values, tuple[tuple[StageProfile, ...], ...]] = field(default_factory=dict)
    rejected: set[Values] = field(default_factory=set)
    open: list[str] = field(default_factory=list)
    families: list[tuple[FamilySide, FamilySide]] = field(default_factory=list)
    nodes: int = 0


def markov_perfect(
    game: StochasticGame,
    *,
    stopped: Callable[[], bool] = lambda: False,
    nodes: int = MAX_NODES,
    mixed: bool = True,
) -> MarkovPerfectSet:
    """Find all stationary equilibria that are perfect in every state.

    stopped: asked at every node; the work ends once it is true. nodes: limit on the search. mixed:
    False looks for pure equilibria only. The answer says whether it is complete.
    """
    two = len(game.players) == 2
    mixed = mixed and two
    bounds = Bounds(game, mixed)
    found = _Found(game)
    finished = _search(bounds, found, stopped, nodes)
    numbers = [entry for own in game.payoffs for table in own for entry in flat(table)]
    families = tuple(
        replace(family(game, pair), id=number)
        for number, pair in enumerate(maximal(found.families))
    )
    return MarkovPerfectSet(
        game.digest,
        _completeness(finished, mixed, two, found),
        finished and not any("pure" in reason for reason in found.open),
        MethodRecord(METHOD, games.__version__, arithmetic_of(numbers), "python"),
        _ordered(game, found.values, families),
        found.nodes,
        tuple(dict.fromkeys(found.open)),
        families,
    )


def _completeness(finished: bool, mixed: bool, two: bool, found: _Found) -> Completeness:
    if not finished:
        return Completeness(False, f"the search stopped after {found.nodes} nodes")
    if not mixed:
        why = "was not asked for" if two else "is decided for two players only"
        return Completeness(None, f"all pure equilibria are listed; whether others mix {why}")
    if found.open:
        reasons = "; ".join(dict.fromkeys(found.open))
        return Completeness(
            None,
            f"all pure equilibria are listed; {len(found.open)} combinations of mixing supports "
            f"are not decided ({reasons})",
        )
    return Completeness(True, COMPLETE)


def _search(bounds: Bounds, found: _Found, stopped: Callable[[], bool], limit: int) -> bool:
    """Settle every box that is not ruled out; False where a limit ended it."""

    def spent() -> bool:
        if found.nodes >= limit or stopped():
            return True
        found.nodes += 1
        return False

    for box in leaves(bounds, spent):
        if box is None:
            return False
        _settle(bounds, box, found, stopped)
    return True


def _settle(bounds: Bounds, box: Box, found: _Found, stopped: Callable[[], bool]) -> None:
    """Solve for the values where one group of choices is left in every state."""
    game = found.game
    choices = [bounds.states[s].groups[next(iter(groups))][0] for s, groups in enumerate(box.alive)]
    if all(len(own) == 1 for choice in choices for own in choice):
        profile = [
            [
                tuple(Fraction(int(a == own[0])) for a in range(size))
                for own, size in zip(choice, game.shape(s), strict=True)
            ]
            for s, choice in enumerate(choices)
        ]
        _accept(found, stationary_values(game, profile), {}, bounds, box)
        return
    unknown = (sum(len(choice[i]) - 1 for choice in choices) for i in (0, 1))
    if max(unknown) > EASY and bounds.excludes(box, PIECES, stopped):
        return
    sides = [solve_supports(game, player, choices) for player in (0, 1)]
    if any(side == [] for side in sides):
        return
    unsolved = [side for side in sides if isinstance(side, Open)]
    if unsolved:
        left = _continua(bounds, box, found, sides, stopped)
        if (
            left is not None
            and not stopped()
            and _by_values(bounds, box, found, choices, stopped) is not None
            and not bounds.excludes(box, MORE_PIECES, stopped)
        ):
            found.open.append(left.reason)
        return
    for first, second in itertools.product(*sides):  # type: ignore[arg-type]
        assert isinstance(first, Solved)
        assert isinstance(second, Solved)
        given = {
            s: (second.weights[s], first.weights[s]) for s in first.weights if s in second.weights
        }
        _accept(found, (first.values, second.values), given, bounds, box)


def _continua(
    bounds: Bounds,
    box: Box,
    found: _Found,
    sides: Sequence[list[Solved] | Open],
    stopped: Callable[[], bool],
) -> Open | None:
    """Settle supports of which a side was not solved for points; says why where that is left."""
    game = found.game
    listed = [
        maximal_choices(bounds.states[s].groups[next(iter(groups))])
        for s, groups in enumerate(box.alive)
    ]
    left: Open | None = None
    for choices in itertools.product(*listed):
        if stopped():
            return Open("the time was over")
        known = [None if isinstance(side, Open) else [own.point for own in side] for side in sides]
        # The side that is known comes first: where it is empty, the other one does not matter.
        order = sorted((0, 1), key=lambda player: known[player] is None)
        described: dict[int, list[FamilySide] | Open] = {}
        for player in order:
            described[player] = solution_sides(game, player, choices, known[player])
            if described[player] == []:
                break
        if any(side == [] for side in described.values()):
            continue
        beyond = [side for side in described.values() if isinstance(side, Open)]
        if beyond:
            left = beyond[0]
            continue
        for pair in itertools.product(described[0], described[1]):  # type: ignore[arg-type]
            if any(side.spans for side in pair):
                found.families.append(pair)
            else:
                one, two = pair
                given = {s: (two.weights[s][0], one.weights[s][0]) for s in range(len(game.states))}
                _accept(found, (one.values, two.values), given, bounds, box)
    return left


def _by_values(
    bounds: Bounds,
    box: Box,
    found: _Found,
    choices: Sequence[Choice],
    stopped: Callable[[], bool],
) -> Open | None:
    """Settle supports by equations in the values alone; says why where that is not possible."""
    sides = []
    for player in (0, 1):
        if stopped():
            return Open("the time was over")
        reach = [
            [Fraction(x) + sign * 2 * Fraction(bounds.margin) for x in side[player]]
            for side, sign in ((box.low, -1), (box.high, 1))
        ]
        sides.append(candidate_values(found.game, player, choices, *reach))
    if any(side == [] for side in sides):
        return None
    for side in sides:
        if isinstance(side, Open):
            return side
    for values in itertools.product(*sides):  # type: ignore[arg-type]
        _accept(found, values, {}, bounds, box)
    return None


def _accept(
    found: _Found,
    values: Values,
    given: Mapping[int, StageProfile],
    bounds: Bounds,
    box: Box,
) -> None:
    """Keep values that every state's own game can be worth; given: profiles known for states."""
    if values in found.values or values in found.rejected:
        return
    game = found.game
    for i, own in enumerate(values):
        for s, value in enumerate(own):
            if not box.low[i, s] - bounds.margin <= approx(value) <= box.high[i, s] + bounds.margin:
                return
    if not bounds.allows(values):
        found.rejected.add(values)
        return
    stages = []
    for s in range(len(game.states)):
        local = stage_game(game, s, values)
        wanted = tuple(own[s] for own in values)
        here = list(stage_equilibria(local, wanted))
        if not here and s in given and is_equilibrium(local, given[s]):
            here = [given[s]]
        if not here:
            found.rejected.add(values)
            return
        stages.append(tuple(here))
    found.values[values] = tuple(stages)


def stage_equilibria(game: NormalFormGame, worth: Sequence[Number]) -> Iterator[StageProfile]:
    """Extreme equilibria of a stage game with exactly these payoffs, the pure ones first."""
    if len(game.players) == 2:
        every: list[StageProfile] = sorted(extreme_equilibria(game), reverse=True)
    else:
        every = [item.strategies for item in pure_equilibria(game).extreme]
    fitting = [
        row
        for row in every
        if all(_reply_worth(game, i, row) == value for i, value in enumerate(worth))
    ]
    yield from sorted(fitting, key=lambda row: not all(1 in own for own in row))


def _reply_worth(game: NormalFormGame, player: int, row: StageProfile) -> Number:
    """What a player's action is worth that it plays in an equilibrium; its own odds stay out."""
    used = support(row[player])[0]
    alone = tuple(Fraction(int(a == used)) for a in range(game.shape[player]))
    return expectation(game.payoffs[player], [*row[:player], alone, *row[player + 1 :]])


def _ordered(
    game: StochasticGame,
    values: dict[Values, tuple[tuple[StageProfile, ...], ...]],
    families: Sequence[EquilibriumFamily],
) -> tuple[StationaryEquilibria, ...]:
    """Equilibria numbered by payoffs at the start, the best for player 1 first."""
    listed = [
        StationaryEquilibria(
            0,
            own,
            stages,
            tuple(sum((weight * row[s] for s, weight in game.initial), Fraction(0)) for row in own),
        )
        for own, stages in values.items()
    ]
    listed.sort(key=lambda item: (*(-approx(u) for u in item.payoffs), _key(item)))
    return tuple(
        replace(
            item,
            id=number,
            tags=_tags(game, item, listed, families),
            families=tuple(
                own.id for own in families if all(map(holds_values, own.sides, item.values))
            ),
        )
        for number, item in enumerate(listed)
    )


def _is_dominant(stage: NormalFormGame, profile: StageProfile) -> bool:
    """Whether each player's pure action beats its other ones against whatever the others do."""
    for i, own in enumerate(profile):
        best = own.index(1)
        others = [range(len(names)) for names in stage.actions]
        others[i] = range(1)
        for rest in itertools.product(*others):
            worths = [
                lookup(stage.payoffs[i], (*rest[:i], a, *rest[i + 1 :])) for a in range(len(own))
            ]
            if any(a != best and worths[a] >= worths[best] for a in range(len(own))):
                return False
    return True


def _key(item: StationaryEquilibria) -> tuple[float, ...]:
    return tuple(-approx(value) for own in item.values for value in own)


def _tags(
    game: StochasticGame,
    item: StationaryEquilibria,
    listed: list[StationaryEquilibria],
    families: Sequence[EquilibriumFamily],
) -> tuple[str, ...]:
    tags = []
    if all(1 in own for row in item.profile for own in row):
        tags.append("pure")
        if item.unique and all(
            _is_dominant(stage_game(game, s, item.values), row)
            for s, row in enumerate(item.profile)
        ):
            tags.append(DOMINANT)
    if len(listed) + len(families) > 1:
        # No member of a family is better than the best values of the family, state by state.
        tops = [
            tuple(tuple(high for _, high in side.ranges) for side in own.sides) for own in families
        ]
        others = [other.values for other in listed if other is not item] + tops
        if not any(_dominates(other, item.values) for other in others):
            tags.append("Pareto-undominated")
        if all(_dominates(item.values, other) for other in others):
            tags.append("Pareto-best")
    return tuple(tags)


def _dominates(values: Values, other: Values) -> bool:
    """At least as good for every player in every state, and better somewhere."""
    pairs = [
        (a, b)
        for mine, theirs in zip(values, other, strict=True)
        for a, b in zip(mine, theirs, strict=True)
    ]
    return all(a >= b for a, b in pairs) and any(a > b for a, b in pairs)


def flat(table: object) -> Iterator[Number]:
    """The entries of a nested table."""
    if isinstance(table, tuple):
        for part in table:
            yield from flat(part)
    else:
        yield table  # type: ignore[misc]
