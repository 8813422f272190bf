"""Lines of play against the equilibria they come from, played out one by one."""

from __future__ import annotations

import random
from fractions import Fraction

from games.forms import Chance, ExtensiveGame, Terminal
from solver.dynamic.induction import backward_induction
from solver.dynamic.play import Lines
from tests.dynamic.test_induction import by_definition, seen_tree


def played(game: ExtensiveGame, strategy: dict[int, int]) -> tuple[tuple[int, int], ...]:
    """What a strategy does at the decisions that it reaches."""
    moves, stack = [], [0]
    while stack:
        index = stack.pop()
        node = game.nodes[index]
        if isinstance(node, Terminal):
            continue
        if isinstance(node, Chance):
            stack += [c for c, odds in zip(node.children, node.odds, strict=True) if odds]
            continue
        moves.append((index, strategy[index]))
        stack.append(node.children[strategy[index]])
    return tuple(sorted(moves))


def test_lines_are_what_the_equilibria_do() -> None:
    generator = random.Random(2)
    several = 0
    for trial in range(40):
        game = seen_tree(generator, 3, 2, 1 + trial % 2)
        induction = backward_induction(game)
        assert induction is not None
        lines = Lines(induction)
        found: dict[tuple[tuple[int, int], ...], tuple[Fraction, ...]] = {}
        for strategy, payoffs in by_definition(game):
            found[played(game, strategy)] = payoffs
        listed = {line.moves: induction.values.exact(line.value) for line in lines}
        assert listed == found
        assert lines.count == len(found)
        for node, at in game.decisions():
            for action in range(len(at.actions)):
                wanted = (node, action)
                some, every = lines.happens(lambda *move: move == wanted)  # noqa: B023
                assert some == any(wanted in moves for moves in found)
                assert every == all(wanted in moves for moves in found)
        several += len(found) > 1
    assert several > 10
