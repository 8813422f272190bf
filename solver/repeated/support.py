"""The strategies behind a payoff: an automaton that earns it and is subgame perfect.

Every extreme point v_k of the set is a state: its profile is played, then a public lottery over the
extreme points has the promised continuation w_k as its mean. If player i alone deviates, play moves
to the extreme point that is worst for i. Values are then v_k (Abreu, Pearce and Stacchetti 1990),
and a chosen payoff is the mean of a lottery over states.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from games.errors import GameError
from games.exact import Number, sign
from games.forms.automaton import Automaton, Lottery, sure
from games.forms.normal import Profile
from games.forms.repeated import RepeatedGame
from solver.repeated.outer import ExactPoint
from solver.repeated.polygon import cross
from solver.repeated.strategies import first_deviator
from solver.repeated.structure import lowest_vertices
from solver.solution.payoff_set import PayoffSet


def lottery(points: Sequence[ExactPoint], target: ExactPoint) -> Lottery | None:
    """A lottery over at most three of the extreme points with the given mean; None outside.

    points: counter-clockwise.
    """
    for index, point in enumerate(points):
        if point == target:
            return sure(index)
    count = len(points)
    for index in range(count):
        found = _between(points, index, (index + 1) % count, target) if count > 1 else None
        if found is not None:
            return found
    for index in range(1, count - 1):
        a, b, c = points[0], points[index], points[index + 1]
        area = cross(a, b, c)
        weights = (
            cross(target, b, c) / area,
            cross(a, target, c) / area,
            cross(a, b, target) / area,
        )
        if all(sign(weight) > 0 for weight in weights):
            return tuple(zip((0, index, index + 1), weights, strict=True))
    return _diagonal(points, target)


def _diagonal(points: Sequence[ExactPoint], target: ExactPoint) -> Lottery | None:
    """A lottery over the first point and another, for targets on a diagonal of the fan."""
    for index in range(2, len(points) - 1):
        found = _between(points, 0, index, target)
        if found is not None:
            return found
    return None


def _between(
    points: Sequence[ExactPoint], first: int, second: int, target: ExactPoint
) -> Lottery | None:
    p, q = points[first], points[second]
    if sign(cross(p, q, target)) != 0:
        return None
    axis = 0 if p[0] != q[0] else 1
    share = (target[axis] - p[axis]) / (q[axis] - p[axis])
    if sign(share) <= 0 or sign(share - 1) >= 0:
        return None
    return ((first, 1 - share), (second, share))


def supporting_automaton(
    game: RepeatedGame, payoffs: PayoffSet, target: Sequence[Number]
) -> Automaton:
    """Return an automaton with the target as its payoffs; verify it with `one_shot_test`.

    Raises `GameError` where the target lies outside the (inner) set.
    """
    points = [vertex.payoffs for vertex in payoffs.extreme]
    initial = lottery(points, (target[0], target[1])) if points else None
    if initial is None:
        raise GameError(
            f"({target[0]}, {target[1]}) is not a payoff that was shown to be an equilibrium's",
            hint="choose a point of the set's hull",
        )
    punishment = lowest_vertices(points)
    tables = []
    for vertex in payoffs.extreme:
        after = lottery(points, vertex.continuation)
        assert after is not None
        table = {}
        for played in game.stage.profiles():
            deviator = first_deviator(vertex.profile, played)
            table[played] = after if deviator is None else sure(punishment[deviator])
        tables.append(table)
    automaton = Automaton(
        tuple(f"v{k + 1}" for k in range(len(points))),
        tuple(vertex.profile for vertex in payoffs.extreme),
        tuple(tables),
        initial,
        f"supports ({target[0]}, {target[1]})",
    )
    return reachable(automaton)


def penal_automaton(game: RepeatedGame, payoffs: PayoffSet, path: Sequence[Profile]) -> Automaton:
    """Return the automaton that plays the path as a cycle and punishes by the worst extreme points.

    Verify it with `one_shot_test`: whether it is subgame perfect depends on the path.
    """
    points = [vertex.payoffs for vertex in payoffs.extreme]
    punishment = lowest_vertices(points)
    length = len(path)
    tables = []
    for state, prescribed in enumerate((*path, *(vertex.profile for vertex in payoffs.extreme))):
        after = sure((state + 1) % length)
        if state >= length:
            inner = lottery(points, payoffs.extreme[state - length].continuation)
            assert inner is not None
            after = tuple((length + k, weight) for k, weight in inner)
        table = {}
        for played in game.stage.profiles():
            deviator = first_deviator(prescribed, played)
            table[played] = after if deviator is None else sure(length + punishment[deviator])
        tables.append(table)
    names = [f"path {t + 1}" for t in range(length)] if length > 1 else ["path"]
    return reachable(
        Automaton(
            (*names, *(f"v{k + 1}" for k in range(len(points)))),
            (*path, *(vertex.profile for vertex in payoffs.extreme)),
            tuple(tables),
            sure(0),
            "optimal penal codes",
        )
    )


def reachable(automaton: Automaton) -> Automaton:
    """The automaton without the states that no history reaches."""
    order = [state for state, _ in automaton.initial]
    for state in order:
        for following in automaton.transitions[state].values():
            order += [other for other, _ in following if other not in order]
    order.sort()
    place = {state: index for index, state in enumerate(order)}

    def moved(pairs: Lottery) -> Lottery:
        return tuple((place[state], Fraction(1) * weight) for state, weight in pairs)

    return Automaton(
        tuple(automaton.states[state] for state in order),
        tuple(automaton.outputs[state] for state in order),
        tuple(
            {profile: moved(pairs) for profile, pairs in automaton.transitions[state].items()}
            for state in order
        ),
        moved(automaton.initial),
        automaton.title,
    )
