"""Bounds on equilibrium values, and the supports they leave, state by state.

A choice in a state gives every player the set of actions it plays with positive probability. With
values known to lie in a box [lo, hi], a choice can belong to no equilibrium if for some player

    an action of the support is worse than another one against all the others may play, or
    its value would have to lie outside the box: every action of the support is worth the value,
    every other action at most as much.

What survives bounds the values again. Everything is linear in the box with masses >= 0, so that
each bound is attained at a corner. All games between two are judged at once where every number is
a mean of those of the two, up to a slack: the worth of a cell is linear in the mean too, so that it
is least and greatest at one of the ends.

Floats, with a margin: a sum of k terms no larger than R errs by at most about k R 2^-52, and the
margin is R 1e-9 for the largest value R that any play can have, so that up to millions of states
what is ruled out is ruled out. What is left is decided exactly elsewhere.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from games.errors import NumberError
from games.exact import Number, approx
from games.exact.followed import Followed
from games.forms.normal import Profile
from games.forms.stochastic import StochasticGame

#: [i], the actions each player plays with positive probability.
Choice = tuple[tuple[int, ...], ...]
#: What rounding can never reach, relative to the largest value of any play.
MARGIN = 1e-9
#: Rounds of tightening at one node.
ROUNDS = 60
#: Part of its width by which some bound must move for another round.
STALLED = 0.1


@dataclass
class Box:
    """Bounds [i][s] on values, and per state the groups of choices still possible."""

    low: Any
    high: Any
    alive: list[frozenset[int]]

    def copy(self) -> Box:
        """A box that can be changed alone."""
        return Box(self.low.copy(), self.high.copy(), list(self.alive))


@dataclass(frozen=True)
class Tables:
    """Worth of every cell as base + flow @ values, at the ends of a family of games.

    base: [e, i, r]; flow: [e, i, r, t], discounts included; r: states in order, in each the
    profiles in order. reach: [i], no play is worth more in size. slack: how far the worth of a cell
    may be from the mean of the ends, at most, for values within reach.
    """

    base: Any
    flow: Any
    reach: list[float]
    slack: float


def tables_of(game: StochasticGame) -> Tables:
    """The tables of one game: a single end. Raises `NumberError` where numbers are followed."""
    import numpy as np

    def number(value: Number) -> float:
        # Its float is that at a sample, which bounds nothing.
        if isinstance(value, Followed):
            raise NumberError("a number that is followed as a function has no bounds")
        return approx(value)

    rows = list(game.cells())
    n = len(game.players)
    base = np.zeros((1, n, len(rows)))
    flow = np.zeros((1, n, len(rows), len(game.states)))
    for r, (s, profile) in enumerate(rows):
        for i in range(n):
            base[0, i, r] = number(game.weight(i) * game.payoff(s, i, profile))
            for t, mass in game.targets(s, profile, i):
                flow[0, i, r, t] = number(game.discounts[i] * mass)
    reach = [
        float(np.abs(base[0, i]).max(initial=0.0)) / number(1 - game.modulus(i)) * (1 + 1e-9)
        for i in range(n)
    ]
    return Tables(base, flow, reach, 0.0)


@dataclass
class State:
    """What does not change about a state: its groups of choices and its rows in the arrays.

    groups: choices with the same equation for the values, one list each. first: row of its first
    profile. profiles: its profiles in order. cells: profile -> number of its class of equal cells.
    plans: choice -> per player the cells [own action][what the others may play].
    """

    profiles: list[Profile]
    first: int
    groups: list[list[Choice]] = field(default_factory=list)
    cells: dict[Profile, int] = field(default_factory=dict)
    plans: dict[Choice, list[list[list[int]]]] = field(default_factory=dict)


class Bounds:
    """What is known of a game, or of all games between two, before any box."""

    def __init__(self, game: StochasticGame, mixed: bool, tables: Tables | None = None) -> None:
        """tables: of a family with the equal cells of `game`; those of the game if left out."""
        self.game = game
        self.states: list[State] = []
        #: [i], the pairs of rows that differ in the player's action alone.
        self.pairs: list[list[tuple[int, int]]] = [[] for _ in game.players]
        first = 0
        for s in range(len(game.states)):
            state = State(list(game.profiles(s)), first)
            self.states.append(state)
            first += len(state.profiles)
            state.cells = _classes(game, s, state.profiles)
            state.groups = _groups(game, s, state.cells, mixed)
            row = {profile: state.first + j for j, profile in enumerate(state.profiles)}
            for group in state.groups:
                for choice in group:
                    state.plans[choice] = [
                        [
                            [row[(*rest[:i], a, *rest[i:])] for rest in _others(choice, i)]
                            for a in range(size)
                        ]
                        for i, size in enumerate(game.shape(s))
                    ]
            for profile, r in row.items():
                for i, size in enumerate(game.shape(s)):
                    self.pairs[i] += [
                        (r, row[(*profile[:i], a, *profile[i + 1 :])])
                        for a in range(size)
                        if a != profile[i]
                    ]
        self._take(tables or tables_of(game))

    def over(self, tables: Tables) -> Bounds:
        """The same for another family with the same equal cells."""
        other = copy.copy(self)
        other._take(tables)
        return other

    def _take(self, tables: Tables) -> None:
        import numpy as np

        self.base, self.flow, self.reach = tables.base, tables.flow, tables.reach
        # A lead of one cell over another is off by the slack of both.
        self.margin = MARGIN * max(1.0, *self.reach) + 2 * tables.slack
        #: [i], what the first row of a pair is worth beyond the second: constant, slopes by sign.
        self.leads = []
        for i, pairs in enumerate(self.pairs):
            r, q = np.array(pairs, int).reshape(-1, 2).T
            slope = self.flow[:, i, r] - self.flow[:, i, q]
            self.leads.append(
                (
                    self.base[:, i, r] - self.base[:, i, q],
                    np.maximum(slope, 0.0),
                    np.minimum(slope, 0.0),
                )
            )

    def start(self) -> Box:
        """All choices, and the bounds that the contraction gives."""
        import numpy as np

        n, size = len(self.game.players), len(self.game.states)
        low, high = np.zeros((n, size)), np.zeros((n, size))
        for i in range(n):
            low[i] = -self.reach[i] - self.margin
            high[i] = self.reach[i] + self.margin
        return Box(low, high, [frozenset(range(len(state.groups))) for state in self.states])

    def tighten(self, box: Box) -> bool:
        """Rule choices out and narrow the box until nothing moves; False if nothing is left."""
        import numpy as np

        low, high = box.low.tolist(), box.high.tolist()
        players = range(len(low))
        try:
            for _ in range(ROUNDS):
                judge = _Judge(self, low, high)
                moved = False
                for s, state in enumerate(self.states):
                    left, found = [], []
                    for group in box.alive[s]:
                        own = [
                            bounds
                            for choice in state.groups[group]
                            if (bounds := judge.bounds(s, choice)) is not None
                        ]
                        if own:
                            left.append(group)
                            found += own
                    if not found:
                        return False
                    if len(left) < len(box.alive[s]):
                        box.alive[s] = frozenset(left)
                        moved = True
                    for i in players:
                        below, above = low[i][s], high[i][s]
                        least = max(below, min(bounds[0][i] for bounds in found))
                        most = min(above, max(bounds[1][i] for bounds in found))
                        if least > most + 2 * self.margin:
                            return False
                        gain = (least - below) + (above - most)
                        moved = moved or gain > STALLED * (above - below) + self.margin
                        low[i][s], high[i][s] = least, most
                if not moved:
                    return True
            return True
        finally:
            box.low, box.high = np.array(low), np.array(high)

    def excludes(self, box: Box, pieces: int, stopped: Callable[[], bool]) -> bool:
        """Whether no equilibrium has the choices left in a box, seen by cutting it into pieces.

        A box that is not empty as a whole is halved where it is widest, and so on (branch and
        prune, as in Moore, Kearfott and Cloud 2009). False: not seen with so many pieces.
        """
        import numpy as np

        todo = [box.copy()]
        for _ in range(pieces):
            if not todo:
                return True
            if stopped():
                return False
            part = todo.pop()
            if not self.tighten(part):
                continue
            width = part.high - part.low
            if width.max() < 4 * self.margin:
                return False  # as narrow as the margin of rounding: nothing more to gain
            i, s = np.unravel_index(int(np.argmax(width)), width.shape)
            below, above = part, part.copy()
            middle = (part.low[i, s] + part.high[i, s]) / 2
            below.high[i, s] = middle
            above.low[i, s] = middle
            todo += [above, below]
        return not todo

    def allows(self, values: Sequence[Sequence[Number]]) -> bool:
        """Whether bounds leave some choice in every state to these values, [i][s]."""
        box = self.start()
        for i, own in enumerate(values):
            for s, value in enumerate(own):
                box.low[i, s] = approx(value) - 2 * self.margin
                box.high[i, s] = approx(value) + 2 * self.margin
        return self.tighten(box)


class _Judge:
    """Judges the choices of every state against one box."""

    def __init__(
        self, bounds: Bounds, box_low: list[list[float]], box_high: list[list[float]]
    ) -> None:
        """box_low, box_high: [i][s]; what is narrowed while the judge is at work is used."""
        import numpy as np

        self.home = bounds
        self.box_low, self.box_high = box_low, box_high
        lows, highs = np.array(box_low), np.array(box_high)
        #: [i][row], least and greatest worth of a cell.
        self.low = (bounds.base + np.einsum("eirt,it->eir", bounds.flow, lows)).min(axis=0).tolist()
        self.high = (
            (bounds.base + np.einsum("eirt,it->eir", bounds.flow, highs)).max(axis=0).tolist()
        )
        #: [i], pair of rows -> least lead of the first over the second.
        self.lead = [
            dict(
                zip(
                    bounds.pairs[i],
                    (base + up @ lows[i] + down @ highs[i]).min(axis=0).tolist(),
                    strict=True,
                )
            )
            for i, (base, up, down) in enumerate(bounds.leads)
        ]

    def bounds(self, s: int, choice: Choice) -> tuple[list[float], list[float]] | None:
        """(low, high) per player that a choice implies, or None where it cannot be."""
        margin = self.home.margin
        plan = self.home.states[s].plans[choice]
        extreme = []
        for i, (own, rows) in enumerate(zip(choice, plan, strict=True)):
            mixtures = self._mixtures(i, own, rows)
            if mixtures is None:
                return None
            extreme.append(mixtures)
        lows, highs = [], []
        for i, (own, rows) in enumerate(zip(choice, plan, strict=True)):
            low, high = self.box_low[i][s], self.box_high[i][s]
            least, most, mixtures = self.low[i], self.high[i], extreme[i]
            for a, cells in enumerate(rows):
                low = max(low, min(_mean(mixture, least, cells) for mixture in mixtures))
                if a in own:
                    high = min(high, max(_mean(mixture, most, cells) for mixture in mixtures))
            if low > high + 2 * margin:
                return None
            lows.append(low - margin)
            highs.append(high + margin)
        return lows, highs

    def _mixtures(
        self, i: int, own: tuple[int, ...], rows: list[list[int]]
    ) -> Sequence[tuple[float, ...]] | None:
        """Extreme mixtures of the others against which the support can be best replies.

        Each action of the support must be able to be worth as much as every other action; against
        two cells that bounds the weight of the first. None where no mixture is left.
        """
        margin, lead = self.home.margin, self.lead[i]
        lowest, highest = 0.0, 1.0
        for a in own:
            for b, cells in enumerate(rows):
                if a == b:
                    continue
                most = [-lead[q, r] + margin for r, q in zip(rows[a], cells, strict=True)]
                if max(most) < 0:
                    return None
                if len(most) == 2 and min(most) < 0:
                    border = most[1] / (most[1] - most[0])
                    if most[0] < 0:
                        highest = min(highest, border)
                    else:
                        lowest = max(lowest, border)
        count = len(rows[0])
        if count != 2:
            return _units(count)
        if lowest > highest + MARGIN:
            return None
        return ((lowest, 1 - lowest), (highest, 1 - highest))


@lru_cache(maxsize=64)
def _units(count: int) -> list[tuple[float, ...]]:
    """The mixtures that are none."""
    return [tuple(float(j == k) for k in range(count)) for j in range(count)]


def _others(choice: Choice, player: int) -> list[tuple[int, ...]]:
    """What the others may play."""
    return list(itertools.product(*choice[:player], *choice[player + 1 :]))


def _mean(mixture: tuple[float, ...], worth: list[float], cells: list[int]) -> float:
    total = 0.0
    for weight, cell in zip(mixture, cells, strict=True):
        total += weight * worth[cell]
    return total


def _classes(game: StochasticGame, s: int, profiles: list[Profile]) -> dict[Profile, int]:
    """Number the cells of a state so that equal payoffs and equal futures have equal numbers."""
    numbers: dict[object, int] = {}
    return {
        profile: numbers.setdefault(
            tuple(
                (game.payoff(s, i, profile), game.targets(s, profile, i))
                for i in range(len(game.players))
            ),
            len(numbers),
        )
        for profile in profiles
    }


def maximal_choices(group: list[Choice]) -> list[Choice]:
    """The choices of a group whose supports no other one of it contains."""

    def within(small: Choice, large: Choice) -> bool:
        return all(set(a) <= set(b) for a, b in zip(small, large, strict=True))

    return [own for own in group if not any(other != own and within(own, other) for other in group)]


def _groups(
    game: StochasticGame, s: int, cells: dict[Profile, int], mixed: bool
) -> list[list[Choice]]:
    """Choices of a state; those whose cells are all equal imply the same values, as one group."""
    sizes = game.shape(s)
    own = [
        [
            support
            for k in range(1, (size if mixed else 1) + 1)
            for support in itertools.combinations(range(size), k)
        ]
        for size in sizes
    ]
    groups: dict[object, list[Choice]] = {}
    for choice in itertools.product(*own):
        classes = {cells[profile] for profile in itertools.product(*choice)}
        key: object = classes.pop() if len(classes) == 1 else choice
        groups.setdefault(key, []).append(choice)
    return list(groups.values())
