"""Counting and listing pure subgame-perfect equilibria, from the values of backward induction.

N(n, v), the number of pure equilibria of the subgame at n that pay v, follows from the ends up:
1 at an end; at a move of chance the sum over the draws of v of the product of the parts' numbers;
at a decision the sum over the actions a that support v of N(a, v) times, for each other action b,
the number of equilibria at b that pay the player no more than v_i.

Equilibria are strategies of the tree, so nodes that a folded tree shares count once for every way
of reaching them. The k-th equilibrium is found from k by the same sums, without the ones before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import prod

from games.errors import GameError, LimitError
from games.forms.extensive import Chance, Terminal
from solver.dynamic.induction import Induction

#: Longer counts are not worked out.
MAX_BITS = 10_000


@dataclass(frozen=True)
class EquilibriumGraph:
    """Every pure subgame-perfect equilibrium: how many, and each by its number."""

    induction: Induction
    _counts: Mapping[int, Mapping[int, int]] = field(repr=False, default_factory=dict)

    @cached_property
    def count(self) -> int | None:
        """How many there are; None beyond 2**MAX_BITS, or where ties were broken."""
        if not self.induction.complete:
            return None
        counts: dict[int, dict[int, int]] = {}
        try:
            for node in range(len(self.induction.game.nodes) - 1, -1, -1):
                own = self._own_counts(node, counts)
                if own is not None:
                    counts[node] = own
        except OverflowError:
            return None
        object.__setattr__(self, "_counts", counts)
        return sum(self._of(0, value) for value in self.induction.values_at(0))

    def _of(self, node: int, value: int) -> int:
        own = self._counts.get(node)
        return 1 if own is None else own[value]

    def _own_counts(
        self, node: int, counts: Mapping[int, Mapping[int, int]]
    ) -> dict[int, int] | None:
        """N(node, .), or None where it is 1 for the one value there is."""
        induction = self.induction
        at = induction.game.nodes[node]
        if isinstance(at, Terminal):
            return None

        if induction.is_plain(node):
            # One value here and after every move: only which best action is taken can differ.
            ways = prod(
                counts[child][induction.values_at(child)[0]]
                for child in at.children
                if child in counts
            )
            value = induction.values_at(node)[0]
            if not isinstance(at, Chance):
                compare = induction.values.compare
                ways *= sum(
                    compare(at.player, induction.values_at(child)[0], value) == 0
                    for child in at.children
                )
            if ways.bit_length() > MAX_BITS:
                raise OverflowError
            return None if ways == 1 else {value: ways}

        def total(child: int, values: Sequence[int]) -> int:
            own = counts.get(child)
            return len(values) if own is None else sum(own[value] for value in values)

        found: dict[int, int] = {}
        for value in induction.values_at(node):
            if isinstance(at, Chance):
                ways = sum(
                    prod(
                        total(child, (part,))
                        for child, part in zip(at.children, parts, strict=True)
                    )
                    for parts in induction.draws(node, value)
                )
            else:
                ways = sum(
                    prod(total(child, own) for child, own in zip(at.children, sets, strict=True))
                    for _, sets in induction.answers(node, value)
                )
            if ways.bit_length() > MAX_BITS:
                raise OverflowError
            found[value] = ways
        return None if len(found) == 1 and set(found.values()) == {1} else found

    def equilibrium(self, number: int) -> dict[int, int]:
        """The equilibrium of that number, 0 .. count - 1: decision node -> action.

        Raises `GameError` where subtrees are shared (unfold the game first) or there is no such
        number, `LimitError` where the count is not known.
        """
        induction = self.induction
        if induction.game.has_shared_nodes:
            raise GameError(
                "equilibrium(): subtrees are shared, so a strategy is not one action per node",
                hint="unfold the game first: games.forms.unfold",
            )
        count = self.count
        if count is None:
            raise LimitError("equilibrium(): the number of equilibria is not known")
        if not 0 <= number < count:
            raise GameError(f"equilibrium(): number {number} is not in 0..{count - 1}")
        chosen: dict[int, int] = {}
        value, number = self._pick(0, induction.values_at(0), number)
        stack = [(0, value, number)]
        while stack:
            node, value, number = stack.pop()
            at = induction.game.nodes[node]
            if isinstance(at, Terminal):
                continue
            ways: Iterator[tuple[int, tuple[tuple[int, ...], ...]]]
            if isinstance(at, Chance):
                ways = (
                    (0, tuple((part,) for part in parts)) for parts in induction.draws(node, value)
                )
            else:
                ways = induction.answers(node, value)
            for action, sets in ways:  # noqa: B007 (the one at which the loop ends is used)
                sizes = [
                    sum(self._of(child, each) for each in own)
                    for child, own in zip(at.children, sets, strict=True)
                ]
                if number < prod(sizes):
                    break
                number -= prod(sizes)
            if not isinstance(at, Chance):
                chosen[node] = action
            for child, own, size in zip(at.children, sets, sizes, strict=True):
                number, rest = divmod(number, size)
                stack.append((child, *self._pick(child, own, rest)))
        return dict(sorted(chosen.items()))

    def _pick(self, node: int, values: Sequence[int], number: int) -> tuple[int, int]:
        """The value of the equilibrium of that number among those of these values, and the rest."""
        for value in values:
            ways = self._of(node, value)
            if number < ways:
                return value, number
            number -= ways
        raise AssertionError("numbers stay below the count")

    def __iter__(self) -> Iterator[dict[int, int]]:
        """Every equilibrium, one at a time."""
        for number in range(self.count or 0):
            yield self.equilibrium(number)
