"""Backward induction: all subgame-perfect equilibria in pure strategies, ties kept.

Perfect information. For every node n the set V(n) of payoff vectors of subgame-perfect equilibria
of the subgame at n, from the ends up:

1. At an end, V(n) is its payoffs.
2. At a move of chance with odds w, V(n) holds the averages sum_k w_k v_k over all choices of one
   v_k from each V(k).
3. At a decision of player i, v is in V(n) if some action a has v in V(a) and i has nothing better:
   v_i >= max over the other actions b of min { w_i : w in V(b) }. Such an action supports v.

A deviation to b may be answered by any equilibrium of the subgame there, so the worst one for i is
what a must match. Sources: Kuhn (1953); Selten (1965); the one-shot deviation principle.

Strategies may depend on the whole history, as in the tree that a folded game stands for. Vectors
are payoffs followed by the measures of the game, so that equilibria which pay the same but differ
in, say, the probability of conflict stay apart.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod

from games.errors import GameError
from games.exact import Number, Real
from games.forms.extensive import Chance, ExtensiveGame, Node, Terminal, children
from solver.dynamic.values import Values

#: Most vectors kept at one node.
MAX_VALUES = 500
#: Nodes between two looks at the limits.
_PERIOD = 4_096


class TooManyValuesError(Exception):
    """The set of values of a node has outgrown its limit."""


@dataclass(frozen=True)
class Induction:
    """The values of every node, and with them every subgame-perfect equilibrium.

    `values_at` gives V(n) by number in `values`, `supports` the moves that support them.
    complete: False where ties were broken in favour of the first action because the sets grew
    beyond the limit; V(n) is then one equilibrium's value.
    """

    game: ExtensiveGame
    values: Values = field(repr=False)
    complete: bool
    _single: Sequence[int] = field(repr=False)
    _sets: Sequence[tuple[int, ...]] = field(repr=False)

    def values_at(self, node: int) -> tuple[int, ...]:
        """Numbers of the vectors in V(node)."""
        value = self._single[node]
        return (value,) if value >= 0 else self._sets[-1 - value]

    def is_plain(self, node: int) -> bool:
        """Whether V has one element at a node and after each of its moves."""
        single = self._single
        at = self.game.nodes[node]
        return single[node] >= 0 and all(single[child] >= 0 for child in children(at))

    def vectors(self, node: int = 0) -> tuple[tuple[Number, ...], ...]:
        """The vectors of V(node), exact: payoffs, then measures."""
        return tuple(self.values.exact(value) for value in self.values_at(node))

    def supports(self, node: int) -> tuple[tuple[int, int], ...]:
        """Pairs (action, value) at a decision: the action is optimal and yields the value."""
        at = self.game.nodes[node]
        if isinstance(at, (Terminal, Chance)):
            raise GameError(f"supports(): {self.game.name(node)} is no decision")
        sets = [self.values_at(child) for child in at.children]
        pairs = supported(self.values, at.player, sets)
        if not self.complete:
            return pairs[:1]
        kept = self.values_at(node)
        return tuple((action, self._kept(value, kept)) for action, value in pairs)

    def _kept(self, value: int, kept: tuple[int, ...]) -> int:
        """The number under which a vector stands in V(node)."""
        if value in kept:
            return value
        return next(known for known in kept if self.values.same(known, value))

    def answers(self, node: int, value: int) -> Iterator[tuple[int, tuple[tuple[int, ...], ...]]]:
        """Each way of playing a value at a decision: (action, [action] -> values played there).

        At the chosen action those that equal the value, at each other action b every w in V(b)
        with w_i <= v_i: what the deviation to b may lead to.
        """
        at = self.game.nodes[node]
        assert not isinstance(at, (Terminal, Chance))
        sets = [self.values_at(child) for child in at.children]
        for action, supported_value in self.supports(node):
            if supported_value != value:
                continue
            yield (
                action,
                tuple(
                    tuple(w for w in own if self.values.same(w, value))
                    if other == action
                    else tuple(w for w in own if self.values.compare(at.player, w, value) <= 0)
                    for other, own in enumerate(sets)
                ),
            )

    def draws(self, node: int, value: int) -> Iterator[tuple[int, ...]]:
        """Each choice of values after a chance move, [move], that averages to a value."""
        at = self.game.nodes[node]
        assert isinstance(at, Chance)
        sets = [self.values_at(child) for child in at.children]
        if not self.complete:
            yield tuple(own[0] for own in sets)
            return
        for parts in product(*sets):
            if self.values.same(self.values.average(at.odds, parts), value):
                yield parts


def supported(
    values: Values, player: int, sets: Sequence[tuple[int, ...]]
) -> tuple[tuple[int, int], ...]:
    """Step 3: the pairs (action, value) at a decision, from the values of its actions."""
    worst = [_least(values, player, own) for own in sets]
    first = second = -1  # the actions with the greatest and the next greatest worst value
    for action, least in enumerate(worst):
        if first < 0 or values.compare(player, least, worst[first]) > 0:
            first, second = action, first
        elif second < 0 or values.compare(player, least, worst[second]) > 0:
            second = action
    pairs = []
    for action, own in enumerate(sets):
        rival = second if action == first else first
        bar = worst[rival] if rival >= 0 else None
        pairs += [
            (action, value)
            for value in own
            if bar is None or values.compare(player, value, bar) >= 0
        ]
    return tuple(pairs)


def _least(values: Values, player: int, own: tuple[int, ...]) -> int:
    least = own[0]
    for value in own[1:]:
        if values.compare(player, value, least) < 0:
            least = value
    return least


def backward_induction(
    game: ExtensiveGame, spent: Callable[[], bool] | None = None, limit: int = MAX_VALUES
) -> Induction | None:
    """Find the values of all pure subgame-perfect equilibria, exactly.

    spent: asked now and then; once it is true the work ends and None is returned.
    Raises `GameError` for a game with imperfect information or payoffs that are no numbers.
    """
    if not game.has_perfect_information:
        raise GameError(
            "backward_induction(): some player does not see everything",
            hint="ask for equilibria of the reduced normal form",
        )
    for complete in (True, False):
        try:
            return _Pass(game, complete, limit).run(spent)
        except TooManyValuesError:
            continue
    raise AssertionError("one value per node always fits")


class _Pass:
    """One pass from the last node to the root."""

    def __init__(self, game: ExtensiveGame, complete: bool, limit: int) -> None:
        self.game = game
        self.complete = complete
        self.limit = limit
        self.values = Values()
        self.single = array("q", bytes(8 * len(game.nodes)))
        self.sets: list[tuple[int, ...]] = []

    def run(self, spent: Callable[[], bool] | None) -> Induction | None:
        nodes = self.game.nodes
        for index in range(len(nodes) - 1, -1, -1):
            if spent is not None and index % _PERIOD == 0 and spent():
                return None
            self.settle(index, nodes[index])
        return Induction(self.game, self.values, self.complete, self.single, self.sets)

    def settle(self, index: int, node: Node) -> None:
        if isinstance(node, Terminal):
            vector = (*node.payoffs, *node.measures)
            for entry in vector:
                if not isinstance(entry, (Fraction, Real)):
                    raise GameError(
                        f"backward_induction(): {self.game.name(index)}: {entry} is no number",
                        hint="give every free quantity a value",
                    )
            self.single[index] = self.values.of_end(vector)
            return
        single = self.single
        own = [single[child] for child in node.children]
        if min(own) >= 0:
            if isinstance(node, Chance):
                single[index] = self.values.average(node.odds, tuple(own))
                return
            best = self.best(node.player, own)
            if best is not None:
                single[index] = best
                return
        sets = [(value,) if value >= 0 else self.sets[-1 - value] for value in own]
        if isinstance(node, Chance):
            if prod(map(len, sets)) > self.limit:
                raise TooManyValuesError
            found = [self.values.average(node.odds, parts) for parts in product(*sets)]
        else:
            found = [value for _, value in supported(self.values, node.player, sets)]
        self.keep(index, found)

    def best(self, player: int, own: list[int]) -> int | None:
        """The value of the best actions, None where they tie with different vectors."""
        compare = self.values.compare
        best = own[0]
        rivals: list[int] = []
        for value in own[1:]:
            if value == best:
                continue
            order = compare(player, value, best)
            if order > 0:
                best, rivals = value, []
            elif order == 0:
                rivals.append(value)
        if self.complete and any(not self.values.same(best, rival) for rival in rivals):
            return None
        return best

    def keep(self, index: int, found: list[int]) -> None:
        """Store the distinct vectors among those found."""
        distinct: list[int] = []
        for value in dict.fromkeys(found):
            if not any(self.values.same(value, known) for known in distinct):
                distinct.append(value)
        if len(distinct) > self.limit:
            raise TooManyValuesError
        if len(distinct) == 1:
            self.single[index] = distinct[0]
        else:
            self.sets.append(tuple(distinct))
            self.single[index] = -len(self.sets)
