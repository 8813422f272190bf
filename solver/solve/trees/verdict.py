"""What is said of the play of a tree, whatever its numbers: the verdict that distances are about.

Where everybody sees everything: of a game that names the actions which seek power, who seeks it in
every, some or no equilibrium, the course of play, whether conflict is risked, and on a ladder what
is optimal on each rung of a straight climb; of others what is played on the way. Elsewhere: what
each equilibrium mixes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from games.errors import LimitError, UndecidedError
from games.forms.extensive import Decision, ExtensiveGame, children
from solver.dynamic.induction import backward_induction
from solver.dynamic.play import Lines
from solver.dynamic.subgames import TreeEquilibria, TreeEquilibrium
from solver.solve.trees.perfect import PerfectSolution, sketch
from solver.verdict.words import listing

if TYPE_CHECKING:
    from solver.verdict.walk import Sayings

#: Most nodes of a tree that is solved with a quantity left free.
MAX_NODES = 1_500
#: Nodes times depth times quantities, in all trees solved for one answer: degrees of the functions
#: grow with the depth.
_WORK = 450_000
#: Most moves of play that are spelled out.
_MOVES = 200
#: Rungs of a straight climb that are spelled out.
_RUNGS = 12


def most_quantities(game: ExtensiveGame) -> int:
    """Quantities whose distances are worth their time in a tree of this size."""
    size = len(game.nodes)
    if size > MAX_NODES:
        return 0
    depth = [1] * size
    for index, node in enumerate(game.nodes):
        for child in children(node):
            depth[child] = max(depth[child], depth[index] + 1)
    return _WORK // (size * max(depth))


def verdict(game: ExtensiveGame) -> Sayings:
    """The sentences; payoffs may be followed as functions.

    Raises `LimitError` beyond MAX_NODES nodes, `UndecidedError` where not all equilibria are known.
    """
    if len(game.nodes) > MAX_NODES:
        raise LimitError(f"the tree has more than {MAX_NODES} nodes")
    induction = backward_induction(game)
    assert induction is not None
    if not induction.complete:
        raise UndecidedError("the equilibria pay too many different vectors to keep them all")
    solution = sketch(game, induction)
    if solution.play is None or solution.play.seeks is None:
        return tuple(_moves(game, Lines(induction)))
    return (solution.headline, *_conduct(solution))


def _conduct(solution: PerfectSolution) -> Iterator[str]:
    if solution.course is not None:
        yield f"Play {solution.course}."
    conflict = solution.conflict
    if conflict is not None:
        if conflict[1] == 0:
            yield "No equilibrium risks conflict."
        else:
            yield f"{'Some' if conflict[0] == 0 else 'Every'} equilibrium risks conflict."
    for each in solution.rungs[:_RUNGS]:
        name = solution.game.players[each.player]
        yield f"On rung {each.rung} {name} may {listing(sorted(each.optimal), 'or')}."


def _moves(game: ExtensiveGame, lines: Lines) -> Iterator[str]:
    """What is played where play comes by."""
    moves = lines.moves()
    if len(moves) > _MOVES:
        raise LimitError(f"play goes through more than {_MOVES} moves")
    for node in dict.fromkeys(node for node, _ in moves):
        at = game.nodes[node]
        assert isinstance(at, Decision)
        taken = [at.actions[action] for where, action in moves if where == node]
        yield f"At {game.name(node)} {game.players[at.player]} plays {listing(taken, 'or')}."


def verdict_in_behaviour(game: ExtensiveGame, found: TreeEquilibria) -> Sayings:
    """What is played with positive probability in each of the equilibria in behaviour strategies.

    Raises `UndecidedError` where the list is not known to be complete.
    """
    if found.complete.value is not True:
        raise UndecidedError(found.complete.reason)
    return tuple(sorted({_support(game, item) for item in found.equilibria}))


def _support(game: ExtensiveGame, item: TreeEquilibrium) -> str:
    parts = []
    for key, weights in item.behaviour.items():
        if weights is not None:
            each = game.information_sets[key]
            used = [a for w, a in zip(weights, each.actions, strict=True) if w != 0]
            parts.append(f"{each.name}: {listing(used)}")
    return f"An equilibrium plays {'; '.join(parts)}."
