"""The search of a game of middle size, in one call of `middle` where 64-bit integers suffice.

Where they do not, the search begins anew in slices, in the tiers of `search`. The answers are the
same; only the order of the equilibria differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import lcm
from typing import Any

from solver.nash.bases import Basis
from solver.nash.bimatrix import Polytopes
from solver.nash.enumeration import Listing, VertexList
from solver.nash.kernel import tiers
from solver.nash.kernel.exploration import reduced
from solver.nash.kernel.search import KernelSearch
from solver.nash.kernel.settle import scaled, vertex

#: Games with more expected bases are searched in slices: what surrounds the search is little then.
_MOST_EXPECTED = 3_000
#: Games up to this many are tried even if their numbers may overflow: little is lost.
_CHEAP = 600


class SearchAtOnce(KernelSearch):
    """One enumeration, as `KernelSearch`, whose first step may be all of it."""

    _bases: tuple[Any, Any] | None = None

    @staticmethod
    def suits(game: Polytopes) -> bool:
        """Whether a game is worth a try."""
        expected = tiers.expected_bases(*game.shape)
        return expected <= _CHEAP or (
            expected <= _MOST_EXPECTED
            and all(tiers.order(rows)[0] == "int64" for rows in (game.first, game.second))
        )

    def run(self) -> Iterator[tuple[int, int] | None]:
        """Yield (position in first, position in second), or None after a slice."""
        if not self._solve():
            yield from super().run()
            return
        yield None
        yield from self.pairs
        self.finished = True

    @property
    def visited(self) -> int:
        """Bases visited on both sides."""
        return super().visited if self._bases is None else sum(map(len, self._bases))

    @property
    def tier(self) -> str:
        """Tier of either side, once where they agree."""
        return super().tier if self._bases is None else "int64"

    def listing(self) -> tuple[Listing, Listing]:
        """Every basis in the polytope's own labels, and the normalisation of the columns."""
        if self._bases is None:
            return super().listing()
        normal = reduced(self.game.first), reduced(self.game.second)
        first, second = (
            (bases.tolist(), rows.lowest, rows.divisor)
            for bases, rows in zip(self._bases, normal, strict=True)
        )
        return first, second

    def catch_up(self) -> None:
        """Add the equilibria among the vertices found since the last join, after a stop."""
        if self._bases is None:
            super().catch_up()

    def _solve(self) -> bool:
        """Make the one call; False where the game needs more than 64 bits or more room."""
        import numpy as np

        from solver.nash.kernel.middle import solve_middle

        m, n = self.game.shape
        try:
            row = np.array(self.game.row.entries, np.int64)
            column = np.array(self.game.column.entries, np.int64)
        except OverflowError:
            return False
        room = 1 << int(2 * tiers.expected_bases(m, n) + m + n).bit_length()
        first, second, pairs = solve_middle((0,), row, column, room)
        if not (len(first[0]) and len(second[0])):
            return False
        self._bases = first[0], second[0]
        low = (1 << n) - 1
        _take(self.first, self.game.first, first, lambda mask: mask)
        _take(self.second, self.game.second, second, lambda mask: mask >> n | (mask & low) << m)
        self.pairs.extend(map(tuple, pairs.tolist()))
        return True


def _take(listed: VertexList, rows: Sequence[Sequence[int]], side: Any, turn: Any) -> None:
    """Fill the list of one side from what the kernel returns. turn: to the labels of the game."""
    _, found, done, divisors, complementary = side
    weights = divisors.tolist()
    common = lcm(*weights)
    weights = None if common == 1 else [common // divisor for divisor in weights]
    places: dict[int, int] = {}
    for number, (cobasis, tight, *point) in enumerate(found.tolist()):
        if number >= done:
            solution = vertex(rows, cobasis)
        elif weights is None:
            solution = scaled(rows, cobasis, point)
        else:
            solution = scaled(rows, cobasis, [w * z for w, z in zip(weights, point, strict=True)])
        places[tight] = number
        listed.vertices.append(Basis(turn(cobasis), turn(tight), solution.point, solution.scale))
    listed.bases = {
        turn(cobasis): places[tight] for cobasis, tight in complementary.tolist() if tight in places
    }
