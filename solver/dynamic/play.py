"""What subgame-perfect equilibria look like when they are played: lines of play from the root.

A line of play is what an equilibrium does where it is actually reached: one supporting action at
every decision on the way, all branches of every chance move. The lines are the paths of a graph on
pairs (node, value): from (n, v) an action that supports v leads to (child, v), a chance move to the
values that average to v. Ranges over lines follow from the ends up, as in backward induction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import prod

from games.errors import LimitError
from games.forms.extensive import Chance, Decision, Terminal
from solver.dynamic.equilibria import MAX_BITS
from solver.dynamic.induction import Induction

#: Most pairs (node, value) of the graph.
MAX_PAIRS = 400_000

Pair = tuple[int, int]
#: One way on from a pair: (action, pairs that follow); the action is -1 at a chance move.
Way = tuple[int, tuple[Pair, ...]]
#: Whether something happens at a decision when an action is taken: (node, action) -> bool.
Event = Callable[[int, int], bool]


@dataclass(frozen=True)
class Lines:
    """All lines of play of the subgame-perfect equilibria of the subgame at a node.

    Raises `LimitError` on first use where the graph has more than MAX_PAIRS pairs.
    """

    induction: Induction
    start: int = 0

    @cached_property
    def _ways(self) -> dict[Pair, tuple[Way, ...]]:
        """Pair -> its ways on, later nodes first."""
        found: dict[Pair, tuple[Way, ...]] = {}
        stack = [(self.start, value) for value in self.induction.values_at(self.start)]
        while stack:
            pair = stack.pop()
            if pair in found:
                continue
            if len(found) >= MAX_PAIRS:
                raise LimitError(
                    f"the lines of play run through more than {MAX_PAIRS} positions and values",
                    allowed=f"at most {MAX_PAIRS}",
                )
            ways = found[pair] = tuple(dict.fromkeys(self._from(*pair)))
            stack += [after for _, following in ways for after in following if after not in found]
        return {pair: found[pair] for pair in sorted(found, reverse=True)}

    def _from(self, node: int, value: int) -> Iterator[Way]:
        induction = self.induction
        at = induction.game.nodes[node]
        if isinstance(at, Terminal):
            return
        if isinstance(at, Chance):
            for parts in induction.draws(node, value):
                yield (
                    -1,
                    tuple(
                        (child, part)
                        for child, part, odds in zip(at.children, parts, at.odds, strict=True)
                        if odds != 0
                    ),
                )
            return
        for action, own in induction.supports(node):
            if own == value:
                child = at.children[action]
                values = induction.values_at(child)
                kept = value if value in values else induction._kept(value, values)
                yield action, ((child, kept),)

    @cached_property
    def count(self) -> int | None:
        """How many lines of play there are; None beyond 2**MAX_BITS."""
        ways: dict[Pair, int] = {}
        for pair, own in self._ways.items():
            ways[pair] = sum(prod(ways[after] for after in following) for _, following in own) or 1
            if ways[pair].bit_length() > MAX_BITS:
                return None
        return sum(ways[self.start, value] for value in self.induction.values_at(self.start))

    def moves(self) -> tuple[tuple[int, int], ...]:
        """Every (node, action) that some line of play takes, by node."""
        taken = {(node, way[0]) for (node, _), own in self._ways.items() for way in own}
        return tuple(sorted(move for move in taken if move[1] >= 0))

    def happens(self, event: Event) -> tuple[bool, bool]:
        """Whether an event has positive probability in some, and in every, line of play."""
        some: dict[Pair, bool] = {}
        every: dict[Pair, bool] = {}
        for pair, own in self._ways.items():
            here = [action >= 0 and event(pair[0], action) for action, _ in own]
            some[pair] = any(
                now or any(some[after] for after in following)
                for now, (_, following) in zip(here, own, strict=True)
            )
            every[pair] = bool(own) and all(
                now or any(every[after] for after in following)
                for now, (_, following) in zip(here, own, strict=True)
            )
        starts = [(self.start, value) for value in self.induction.values_at(self.start)]
        return any(some[pair] for pair in starts), all(every[pair] for pair in starts)

    def __iter__(self) -> Iterator[Line]:
        """Every line, one at a time, those of one value together."""
        for value in self.induction.values_at(self.start):
            for moves in self._unfold(((self.start, value),)):
                yield Line(value, tuple(sorted(moves)))

    def _unfold(self, open_: tuple[Pair, ...]) -> Iterator[tuple[Pair, ...]]:
        """Choices (node, action) from the open pairs on, without recursion."""
        stack: list[tuple[tuple[Pair, ...], tuple[Pair, ...]]] = [(open_, ())]
        while stack:
            waiting, moves = stack.pop()
            if not waiting:
                yield moves
                continue
            (node, value), rest = waiting[0], waiting[1:]
            ways = self._ways[node, value]
            if not ways:
                stack.append((rest, moves))
            for action, following in reversed(ways):
                done = moves if action < 0 else (*moves, (node, action))
                stack.append((following + rest, done))


@dataclass(frozen=True)
class Line:
    """One line of play. value: its vector's number. moves: (node, action), by node."""

    value: int
    moves: tuple[tuple[int, int], ...] = field(default=())


def seeking_event(induction: Induction, player: int) -> Event:
    """The event that a player takes an action that counts as seeking power."""
    game = induction.game
    assert game.seeking is not None
    seeking = game.seeking[player]

    def event(node: int, action: int) -> bool:
        at = game.nodes[node]
        return isinstance(at, Decision) and at.player == player and at.actions[action] in seeking

    return event
