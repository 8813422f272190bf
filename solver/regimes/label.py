"""From signs to labels: the equilibrium structure and the verdict, computed once per pattern."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from games.exact import quotient as quotients
from games.exact.rational_function import scalar
from solver.nash.signs import (
    Choice,
    Structure,
    Vertex,
    strictly_dominated,
    structure,
    vertices,
    weakly_dominated,
    weights,
)
from solver.regimes.pool import Pool
from solver.solution.discounting import PathVerdict
from solver.solution.regimes import (
    EquilibriumStructure,
    Formula,
    RegimeVerdict,
    StrategyClass,
    StructureComponent,
    StructureSubset,
)
from solver.verdict.words import headline


class Label(NamedTuple):
    """What makes a regime: equal labels are one regime."""

    structure: Structure
    verdict: RegimeVerdict | None
    path: PathVerdict | None = None


class Labeller:
    """Labels of sign vectors of one pool."""

    def __init__(
        self,
        pool: Pool,
        players: Sequence[str],
        shape: tuple[int, int],
        seeking: Sequence[frozenset[int]] | None,
    ) -> None:
        self.pool = pool
        self.players = tuple(players)
        self.shape = shape
        self.seeking = seeking
        self._labels: dict[tuple[int, ...], Label | None] = {}
        self._vertices = lru_cache(maxsize=None)(self._of_minors)

    def __call__(self, signs: tuple[int, ...]) -> Label | None:
        """The label of a sign vector of the pool; None at a pole."""
        if signs not in self._labels:
            self._labels[signs] = self._label(signs)
        return self._labels[signs]

    def _patterns(self, signs: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        first, second = (
            tuple(product.at(signs) for product in own.values()) for own in self.pool.minors
        )
        return first, second

    def _of_minors(self, player: int, pattern: tuple[int, ...]) -> tuple[list[Vertex], str]:
        """Vertices of the strategies of the other, and the dominance class of the player."""
        known = dict(zip(self.pool.minors[player], pattern, strict=True))
        rows, columns = range(self.shape[player]), range(self.shape[1 - player])
        found = vertices(rows, columns, known)
        if self.seeking is None:
            return found, "none"
        seek = sorted(self.seeking[player])
        hold = [action for action in rows if action not in self.seeking[player]]
        for name, inside, outside in (("seek", seek, hold), ("hold", hold, seek)):
            if not inside or not outside:
                break
            kinds = set()
            for action in outside:
                part = vertices(sorted([*inside, action]), columns, known)
                kinds.add(
                    "strict"
                    if strictly_dominated(part, action)
                    else "weak"
                    if weakly_dominated(part, action, columns)
                    else "none"
                )
            if "none" not in kinds:
                return found, f"{name}-{'weak' if 'weak' in kinds else 'strict'}"
        return found, "none"

    def _label(self, signs: tuple[int, ...]) -> Label | None:
        if any(signs[pole] == 0 for pole in self.pool.poles):
            return None
        patterns = self._patterns(signs)
        (ys, first), (xs, second) = (self._vertices(p, patterns[p]) for p in (0, 1))
        whole = structure(xs, ys)
        worth = tuple(product.at(signs) for product in self.pool.worth)
        return Label(whole, self._verdict(whole, xs, ys, (first, second), worth))

    def _verdict(
        self,
        whole: Structure,
        xs: list[Vertex],
        ys: list[Vertex],
        dominance: tuple[str, str],
        worth: tuple[int, ...],
    ) -> RegimeVerdict | None:
        if self.seeking is None:
            return None
        weak = [
            {
                action
                for action in range(self.shape[player])
                if weakly_dominated(replies, action, range(self.shape[1 - player]))
            }
            for player, replies in enumerate((ys, xs))
        ]
        supports = [
            [whole.strategies[player][pair[player]][0] for player in (0, 1)]
            for pair in whole.extreme
        ]
        kept = [
            pair
            for pair in supports
            if not any(pair[player] >> a & 1 for player in (0, 1) for a in weak[player])
        ]
        parties = []
        for player in (0, 1):
            mask = sum(1 << action for action in self.seeking[player])
            parties.append(
                (
                    dominance[player],
                    _class([pair[player] & mask for pair in supports]),
                    _class([pair[player] & mask for pair in kept]),
                )
            )
        kind, sentence = headline(
            self.players, [party[1] for party in parties], [party[2] for party in parties]
        )
        paid = tuple(n for n, value in zip(self.players, worth, strict=False) if value < 0)
        return RegimeVerdict(sentence, kind, tuple(parties), paid if worth else None)

    def formulas(
        self, patterns: Sequence[tuple[int, ...]], whole: Structure
    ) -> tuple[Formula, ...]:
        """Closed forms of the strategies of a structure that all these sign vectors have.

        The weights on a support follow from any square set of tied replies whose minors do not all
        vanish; one that serves every pattern is preferred.
        """
        home = self.pool.home
        found = []
        zero = quotients.quotient(home, home.one - home.one, home.one)
        for player, letter in enumerate("xy"):
            raw, minors = self.pool.raw[1 - player], self.pool.minors[1 - player]
            for number, (support, replies) in enumerate(whole.strategies[player]):
                T = _members(support)
                best: tuple[int, Choice] = (-1, ((), ()))
                for S in itertools.combinations(_members(replies), len(T)):
                    # One weight decides: the solutions of the ties are then a single line.
                    minor = minors.get((S, T[1:]))
                    serves = sum(minor is None or minor.at(signs) != 0 for signs in patterns)
                    if serves > best[0] and (minor is None or minor.at(patterns[0]) != 0):
                        best = (serves, (S, T))
                parts = weights(best[1], lambda S, T, raw=raw: raw[S, T])  # type: ignore[misc]
                total = sum(parts[1:], parts[0])
                own = [zero] * self.shape[player]
                for action, part in zip(T, parts, strict=True):
                    own[action] = quotients.quotient(home, part, total)
                found.append(
                    Formula(
                        f"{letter}{number + 1}",
                        player,
                        tuple(scalar(q, self.pool.units) for q in own),
                        best[0] == len(patterns),
                    )
                )
        return tuple(found)


def _class(positive: Sequence[int]) -> str:
    """The class of masks of seeking actions with weight, one per extreme equilibrium."""
    if all(positive):
        return "every"
    return "some" if any(positive) else "no"


def spelled(whole: Structure) -> EquilibriumStructure:
    """A structure with names in place of masks."""
    names = [
        [f"{letter}{number + 1}" for number in range(len(side))]
        for letter, side in zip("xy", whole.strategies, strict=True)
    ]
    strategies = tuple(
        tuple(
            StrategyClass(name, _members(support), _members(replies))
            for name, (support, replies) in zip(own, side, strict=True)
        )
        for own, side in zip(names, whole.strategies, strict=True)
    )
    return EquilibriumStructure(
        (strategies[0], strategies[1]),
        tuple((names[0][a], names[1][b], number) for a, b, number in whole.extreme),
        tuple(
            StructureComponent(
                number,
                component.dimension,
                tuple(
                    StructureSubset(
                        subset.dimension,
                        (
                            tuple(names[0][a] for a in subset.members[0]),
                            tuple(names[1][b] for b in subset.members[1]),
                        ),
                    )
                    for subset in component.subsets
                ),
            )
            for number, component in enumerate(whole.components)
        ),
    )


def _members(mask: int) -> tuple[int, ...]:
    return tuple(i for i in range(mask.bit_length()) if mask >> i & 1)


def limits_of(here: Structure, near: Structure) -> set[int]:
    """Components of `here` to which equilibria of a cell nearby tend, as it is approached.

    A limit of strategies has weight on no more actions and no fewer best replies. All strategies
    with these two properties form a face, and a pair of such faces is a set of equilibria that is
    connected: so any extreme equilibrium in it names the component.
    """
    reached = set()
    for a, b, _ in near.extreme:
        (x, x_replies), (y, y_replies) = near.strategies[0][a], near.strategies[1][b]
        for c, d, number in here.extreme:
            (u, u_replies), (w, w_replies) = here.strategies[0][c], here.strategies[1][d]
            if not (u & ~x or w & ~y or x_replies & ~u_replies or y_replies & ~w_replies):
                reached.add(number)
    return reached
