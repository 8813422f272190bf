"""Equilibria of trees in which players miss something, through the reduced normal form.

Nash: the equilibria of the reduced normal form, each turned into behaviour strategies.

Subgame-perfect: a decision node begins a subgame if every information set that meets the nodes
below it lies there wholly. From the last subgame to the first, each combination of equilibria of
the subgames right below is put in their place as payoffs, and the game that remains is solved
(Selten 1965). Subgames contribute their extreme equilibria, so the list is complete where those of
every proper subgame are isolated points; where one has a continuum, play inside it is missing, and
said.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from games.errors import LimitError
from games.exact import Number
from games.forms.extensive import Chance, Decision, ExtensiveGame, Node, Terminal, children
from games.forms.mixed import expectation
from games.forms.reduced import ReducedNormalForm, reduced_normal_form
from solver.nash import pure_equilibria, solve_bimatrix
from solver.solution.equilibrium import Completeness, EquilibriumSet
from solver.solution.limits import Limits

#: Most combinations of equilibria of subgames.
MAX_COMBINATIONS = 2_000

#: Information set -> weights of its actions; None where the own strategy excludes the set.
Behaviour = Mapping[int, tuple[Number, ...] | None]


@dataclass(frozen=True)
class TreeEquilibrium:
    """Behaviour at every information set, and what it pays: payoffs, then measures."""

    behaviour: Behaviour
    vector: tuple[Number, ...]


@dataclass(frozen=True)
class TreeEquilibria:
    """The equilibria found. normal: those of the whole reduced normal form, for Nash only."""

    equilibria: tuple[TreeEquilibrium, ...]
    complete: Completeness
    subgames: tuple[int, ...]
    normal: EquilibriumSet | None = None
    reduced: ReducedNormalForm | None = None


def nash(game: ExtensiveGame, limits: Limits | None = None) -> TreeEquilibria:
    """Find the extreme Nash equilibria of a tree (two players), or the pure ones (more).

    Raises `GameError` for shared subtrees, `LimitError` for a reduced normal form too large.
    """
    reduced = reduced_normal_form(game)
    found = _equilibria(reduced, limits)
    return TreeEquilibria(
        tuple(_back(reduced, found)), found.complete, subgame_roots(game), found, reduced
    )


def subgame_roots(game: ExtensiveGame) -> tuple[int, ...]:
    """Nodes at which a subgame begins: the root, and decisions that cut no information set."""
    inside = _below(game)
    return tuple(
        index
        for index, node in enumerate(game.nodes)
        if index == 0
        or (
            isinstance(node, Decision)
            and all(
                set(game.information_sets[own].nodes) <= inside[index]
                for own in {game.set_of[each] for each in inside[index] if each in game.set_of}
            )
        )
    )


def _below(game: ExtensiveGame) -> dict[int, frozenset[int]]:
    """Node -> the nodes of its subtree."""
    found: dict[int, frozenset[int]] = {}
    for index in range(len(game.nodes) - 1, -1, -1):
        parts = (found[child] for child in children(game.nodes[index]))
        found[index] = frozenset([index]).union(*parts)
    return found


def subgame_perfect(game: ExtensiveGame, limits: Limits | None = None) -> TreeEquilibria:
    """Find subgame-perfect equilibria of a tree: every combination of extreme ones of subgames.

    Raises `LimitError` beyond MAX_COMBINATIONS combinations.
    """
    roots = subgame_roots(game)
    solved: dict[int, list[TreeEquilibrium]] = {}
    faults: list[str] = []
    for root in reversed(roots):
        nested = _nearest(game, root, set(roots))
        combinations = prod(len(solved[each]) for each in nested)
        if combinations > MAX_COMBINATIONS:
            raise LimitError(
                f"the subgames of {game.name(root)} have {combinations} combinations of "
                f"equilibria; at most {MAX_COMBINATIONS} are followed",
                allowed=f"at most {MAX_COMBINATIONS}",
            )
        solved[root] = []
        for choice in itertools.product(*(solved[each] for each in nested)):
            chosen = dict(zip(nested, choice, strict=True))
            part, numbers = _truncated(game, root, chosen)
            reduced = reduced_normal_form(part)
            found = _equilibria(reduced, limits)
            if found.complete.value is not True:
                faults.append(f"{game.name(root)}: {found.complete.reason}")
            if root and any(component.dimension for component in found.components):
                faults.append(
                    f"the subgame at {game.name(root)} has a continuum of equilibria, of which "
                    "the extreme ones are followed"
                )
            below = {own: w for each in choice for own, w in each.behaviour.items()}
            for item in _back(reduced, found):
                own = {
                    game.set_of[numbers[part.information_sets[key].nodes[0]]]: weights
                    for key, weights in item.behaviour.items()
                }
                solved[root].append(TreeEquilibrium({**below, **own}, item.vector))
    reason = "every combination of equilibria of the subgames was followed, each solved completely"
    faults = list(dict.fromkeys(faults))
    complete = Completeness(not faults, "; ".join(faults[:3]) if faults else reason)
    return TreeEquilibria(tuple(solved[0]), complete, roots)


def _equilibria(reduced: ReducedNormalForm, limits: Limits | None) -> EquilibriumSet:
    if len(reduced.game.players) == 2:
        return solve_bimatrix(reduced.game, limits)
    return pure_equilibria(reduced.game)


def _back(reduced: ReducedNormalForm, found: EquilibriumSet) -> Iterator[TreeEquilibrium]:
    """Each extreme equilibrium as behaviour strategies with its payoffs and measures."""
    for item in found.extreme:
        behaviour: dict[int, tuple[Number, ...] | None] = {}
        for player, mixture in enumerate(item.strategies):
            behaviour |= reduced.behaviour(player, mixture)
        measures = tuple(
            expectation(table, item.strategies) for table in reduced.game.measures.values()
        )
        yield TreeEquilibrium(dict(sorted(behaviour.items())), (*item.payoffs, *measures))


def _nearest(game: ExtensiveGame, root: int, roots: set[int]) -> list[int]:
    """The subgames right below a subgame, in order."""
    found, stack = [], list(reversed(children(game.nodes[root])))
    while stack:
        index = stack.pop()
        if index in roots:
            found.append(index)
        else:
            stack += reversed(children(game.nodes[index]))
    return found


def _truncated(
    game: ExtensiveGame, root: int, chosen: Mapping[int, TreeEquilibrium]
) -> tuple[ExtensiveGame, Sequence[int]]:
    """The game from a node on with equilibria in place of subgames, and its nodes' old numbers."""
    order, stack = [], [root]
    while stack:
        index = stack.pop()
        order.append(index)
        if index not in chosen:
            stack += reversed(children(game.nodes[index]))
    number = {index: place for place, index in enumerate(order)}

    def placed(index: int) -> Node:
        node = game.nodes[index]
        size = len(game.players)
        if index in chosen:
            vector = chosen[index].vector
            return Terminal(vector[:size], vector[size:], node.label)
        if isinstance(node, Terminal):
            return node
        goals = tuple(number[child] for child in node.children)
        if isinstance(node, Chance):
            return Chance(node.odds, goals, node.actions, node.label)
        return Decision(node.player, node.actions, goals, node.information_set, node.label)

    nodes = tuple(map(placed, order))
    return ExtensiveGame(game.players, nodes, game.measures, title=game.title), order
