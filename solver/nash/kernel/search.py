"""All extreme equilibria by the compiled tiers: a `Search` that visits both polytopes in slices.

Both polytopes are searched by turns. After each turn the new vertices of either are joined with all
of the other found so far, so the first equilibria come early; every label set of a found vertex is
exact in every tier, so what was yielded stays true should a tier give way to the next. Only the
vertices that take part in an equilibrium get coordinates, by an exact solution of their equations
in the integers of the game.

The search is complete when both explorations have ended (`explore`, `certified`). Then the pairs of
complementary bases are listed too: they are the equilibria of the perturbed game, which give the
components their indices (`solver.nash.index`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from games.errors import LimitError
from solver.nash.bases import Basis
from solver.nash.bimatrix import Polytopes
from solver.nash.budget import LimitReached
from solver.nash.enumeration import Search
from solver.nash.kernel import tiers
from solver.nash.kernel.exploration import (
    MOST_LABELS,
    Exploration,
    PythonExploration,
    TierError,
    reduced,
)
from solver.nash.kernel.settle import vertex

#: Bytes of the arrays of both searches where no limit is given.
DEFAULT_MEMORY = 2 * 1024**3
_FIRST_SLICE, _LAST_SLICE = 1 << 10, 1 << 15


class _Side:
    """One polytope: its search, and its vertices so far as label sets of the game."""

    def __init__(self, rows: Sequence[Sequence[int]], choices: Sequence[str], turn: Any) -> None:
        self.rows = reduced(rows)
        self._choices = list(choices)
        self.turn = turn
        self.search: Exploration | PythonExploration
        self._next_tier()

    def _next_tier(self) -> None:
        import numpy as np

        while True:
            tier = self._choices.pop(0)
            try:
                self.search = tiers.begin(self.rows, tier)
                break
            except TierError:
                if not self._choices:
                    raise
        self.joined = 0
        self.vertices: Any = np.empty(0, np.int64)
        self.degenerate: dict[int, int] = {}

    def advance(self, slice_size: int) -> Any:
        """Search on; return the label sets of vertices that are new, sorted."""
        import numpy as np

        if not self.search.finished:
            try:
                self.search.advance(slice_size)
            except TierError:
                if not self._choices:
                    raise
                self._next_tier()
                return self.vertices
        bases = self.turn(self.search.bases[self.joined :])
        tight = self.turn(self.search.tight[self.joined :])
        self.joined += len(bases)
        several = tight != bases
        for mask, basis in zip(tight[several].tolist(), bases[several].tolist(), strict=True):
            self.degenerate.setdefault(mask, basis)
        new = np.unique(tight)
        if several.any() or self.degenerate:
            new = np.setdiff1d(new, self.vertices, assume_unique=True)
        self.vertices = np.concatenate([self.vertices, new])
        return new

    def basis_of(self, tight: int) -> int:
        """Some visited basis of a vertex."""
        return self.degenerate.get(tight, tight)


class KernelSearch(Search):
    """One enumeration in progress. See `Search`; `bases` counts what both sides have visited.

    forced: search both polytopes in this tier and no other (`TierError` where it cannot serve).
    memory: bytes that the arrays may take. most: visit no more bases
    than this and one.
    Raises `LimitError` where the game is far too large for the memory allowed.
    """

    def __init__(
        self,
        game: Polytopes,
        *,
        forced: str | None = None,
        memory: int | None = None,
        most: int | None = None,
    ) -> None:
        super().__init__(game)
        m, n = game.shape
        self._memory = DEFAULT_MEMORY if memory is None else memory
        self._most = most
        self._refuse(m, n)
        own = (1 << n) - 1
        self._sides = (
            _Side(game.first, self._choices(game.first, forced), lambda masks: masks),
            _Side(
                game.second,
                self._choices(game.second, forced),
                lambda masks: (masks >> n) | ((masks & own) << m),
            ),
        )
        self._places: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self._known: set[tuple[int, int]] = set()

    def _choices(self, rows: Any, forced: str | None) -> tuple[str, ...]:
        return tiers.order(reduced(rows)) if forced is None else (forced,)

    def _refuse(self, m: int, n: int) -> None:
        if m + n > MOST_LABELS:
            raise LimitError(
                f"KernelSearch: {m} + {n} actions are more than the {MOST_LABELS} that the compiled"
                " tiers take",
                hint="the tier python-integers takes any number",
            )
        needed = tiers.expected_memory(m, n)
        if needed > 4 * self._memory:
            raise LimitError(
                f"a game of {m} x {n} actions is likely to need about"
                f" {needed / 1024**3:.1f} GiB for {2 * tiers.expected_bases(m, n):.2g} bases; the"
                f" limit is {self._memory / 1024**3:.2f} GiB",
                hint="raise it with --limit-memory or Limits(memory=..)",
            )

    default_bases = None

    @property
    def visited(self) -> int:
        """Bases visited on both sides."""
        return sum(side.search.found for side in self._sides)

    @property
    def tier(self) -> str:
        """Tier of either side, once where they agree."""
        return ", ".join(dict.fromkeys(side.search.tier for side in self._sides))

    @property
    def settled(self) -> int:
        """Bases that double precision left open and exact arithmetic settled."""
        return sum(side.search.settled for side in self._sides)

    def run(self) -> Iterator[tuple[int, int] | None]:
        """Yield (position in first, position in second), or None after a slice."""
        first, second = self._sides
        slice_size = _FIRST_SLICE
        while not (first.search.finished and second.search.finished):
            self._check_memory()
            yield from self._join(first.advance(self._allowed(slice_size)), second.vertices)
            yield from self._join(first.vertices, second.advance(self._allowed(slice_size)))
            yield None
            slice_size = min(2 * slice_size, _LAST_SLICE)
        self._perturbed()
        self.finished = True

    def _allowed(self, slice_size: int) -> int:
        if self._most is None:
            return slice_size
        return max(1, min(slice_size, self._most + 1 - self.visited))

    def _check_memory(self) -> None:
        needed = sum(
            side.search.memory * (2 if side.search.needs_room() else 1) for side in self._sides
        )
        if needed > self._memory:
            raise LimitReached(
                f"stopped after {self.visited} bases: more would take over {self._memory} bytes;"
                " raise the limit with --limit-memory or Limits(memory=..)"
            )

    def _join(self, xs: Any, ys: Any) -> Iterator[tuple[int, int]]:
        """Yield the equilibria among these label sets that are not known yet."""
        import numpy as np

        from solver.nash.kernel.join import complements, covers

        if not len(xs) or not len(ys):
            return
        m, n = self.game.shape
        everything = (1 << (m + n)) - 1
        origin = (1 << m) - 1
        several = [
            np.array(sorted(side.degenerate), np.int64) if side.degenerate else xs[:0]
            for side in self._sides
        ]
        xs_several = xs[np.isin(xs, several[0])]
        xs_simple = xs[~np.isin(xs, several[0])] if len(xs_several) else xs
        ys_several = np.sort(ys[np.isin(ys, several[1])])
        found = np.empty(len(xs_simple), np.int64)
        for place in found[: complements(xs_simple, ys, everything, found)].tolist():
            mask = int(xs_simple[place])
            if mask != origin:
                yield from self._record(mask, everything ^ mask)
        room = np.empty((1 << 12, 2), np.int64)
        state = np.zeros(1, np.int64)
        for some, others in ((xs_several, np.sort(ys)), (xs_simple, ys_several)):
            place = 0
            while place < len(some) and len(others):
                before = place
                place = covers(some, others, everything, place, room, state)
                for x, y in room[: int(state[0])].tolist():
                    if x != origin:
                        yield from self._record(x, y)
                if place == before and place < len(some):
                    room = np.empty((2 * len(room), 2), np.int64)

    def _record(self, x: int, y: int) -> Iterator[tuple[int, int]]:
        pair = self._place(0, x), self._place(1, y)
        if pair not in self._known:
            self._known.add(pair)
            self.pairs.append(pair)
            yield pair

    def _place(self, side: int, tight: int) -> int:
        """Position of a vertex among those with coordinates."""
        place = self._places[side].get(tight)
        if place is None:
            m, n = self.game.shape
            cobasis = self._sides[side].basis_of(tight)
            if side == 0:
                solution = vertex(self.game.first, cobasis)
            else:
                own = (cobasis >> m) | ((cobasis & ((1 << m) - 1)) << n)
                solution = vertex(self.game.second, own)
            listed = (self.first, self.second)[side]
            place = len(listed.vertices)
            listed.add(Basis(cobasis, tight, solution.point, solution.scale))
            self._places[side][tight] = place
        return place

    def _perturbed(self) -> None:
        """List the complementary bases with the vertices to which they belong."""
        import numpy as np

        from solver.nash.kernel.join import complements

        m, n = self.game.shape
        everything = (1 << (m + n)) - 1
        turned = [side.turn(side.search.bases) for side in self._sides]
        partners = turned[1]
        for number, side in enumerate(self._sides):
            masks = turned[number]
            found = np.empty(len(masks), np.int64)
            found = found[: complements(masks, partners, everything, found)]
            tight = side.turn(side.search.tight)
            listed = (self.first, self.second)[number]
            listed.bases = {
                mask: self._places[number][vertex_labels]
                for mask, vertex_labels in zip(
                    masks[found].tolist(), tight[found].tolist(), strict=True
                )
                if vertex_labels in self._places[number]
            }
            partners = masks[found]
