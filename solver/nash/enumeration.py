"""All extreme equilibria of a bimatrix game, by enumerating both best-reply polytopes.

Theorem (Mangasarian 1964; Winkels 1979). The equilibria (x, y) of a bimatrix game are the pairs of
nonzero points of P and Q (see `bimatrix`), scaled to sum 1, whose tight labels together are all
labels. The extreme ones, in which x and y are vertices, generate all others: every maximal convex
set of equilibria is a product of hulls of extreme equilibrium strategies.

Steps (Avis, Rosenberg, Savani, von Stengel 2010):
1. List the vertices of P with their labels, and for each label the set of vertices that have it.
2. For each vertex of Q intersect these sets over the labels it lacks: the vertices of P that
   remain are its partners. No basis is compared with another, so degenerate vertices, which have
   many bases, need no care.
Both lists come from `bases.enumerate_bases` or from a faster tier that yields the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from games.exact import Number
from solver.nash.bases import Basis, Enumerator, enumerate_bases
from solver.nash.bimatrix import Polytopes
from solver.solution.equilibrium import MixedStrategy

_ZERO = Fraction(0)


class VertexList:
    """The vertices and lexicographically feasible bases of one polytope, as far as visited.

    vertices: one `Basis` record per distinct vertex, in order of discovery. bases: label mask of
    each basis, to the position of its vertex. All masks are in the labels of the game.
    """

    def __init__(self) -> None:
        self.vertices: list[Basis] = []
        self.bases: dict[int, int] = {}
        self._position: dict[int, int] = {}

    def add(self, basis: Basis) -> int | None:
        """Record a basis; return the position of its vertex if the vertex is new."""
        position = self._position.get(basis.tight)
        if position is None:
            position = len(self.vertices)
            self._position[basis.tight] = position
            self.vertices.append(basis)
            self.bases[basis.cobasis] = position
            return position
        self.bases[basis.cobasis] = position
        return None


class Partners:
    """For a finished list of vertices of P: who completes a given set of labels."""

    def __init__(self, vertices: Iterable[Basis], labels: int) -> None:
        self._all = (1 << labels) - 1
        with_label = [0] * labels
        bit = 1
        for vertex in vertices:
            rest = vertex.tight
            while rest:
                low = rest & -rest
                with_label[low.bit_length() - 1] |= bit
                rest ^= low
            bit <<= 1
        self._with_label = with_label
        self._everyone = bit - 1

    def of(self, tight: int) -> Iterator[int]:
        """Positions of the vertices that have every label missing from `tight`."""
        rest = self._all & ~tight
        remaining = self._everyone
        while rest and remaining:
            low = rest & -rest
            remaining &= self._with_label[low.bit_length() - 1]
            rest ^= low
        while remaining:
            low = remaining & -remaining
            yield low.bit_length() - 1
            remaining ^= low


#: Bases as label masks; what was taken from each column, and by what it was divided.
Listing = tuple[list[int], list[int], list[int]]


class Search:
    """One enumeration in progress: what was found so far, in the labels of the game.

    first, second: the vertices of P and Q. pairs: positions (in first, in second) of the extreme
    equilibria. `run` yields each pair when it is found and ends when there are no more.
    """

    def __init__(self, game: Polytopes, enumerator: Enumerator = enumerate_bases) -> None:
        self.game = game
        self.first = VertexList()
        self.second = VertexList()
        self.pairs: list[tuple[int, int]] = []
        self.finished = False
        self._enumerator = enumerator

    #: Bases after which to stop where no limit is given: about two gigabytes.
    default_bases: int | None = 2_000_000

    def listing(self) -> tuple[Listing, Listing]:
        """Every basis in the polytope's own labels, and the normalisation of the columns."""
        m, n = self.game.shape
        own = [(mask >> m) | ((mask & ((1 << m) - 1)) << n) for mask in self.second.bases]
        return (list(self.first.bases), [0] * m, [1] * m), (own, [0] * n, [1] * n)

    def catch_up(self) -> None:
        """Add equilibria that are known but not yielded, after a stop: here there are none."""

    @property
    def tier(self) -> str | None:
        """Name of the arithmetic for the method record; None for Python's own."""
        return None

    @property
    def visited(self) -> int:
        """Bases visited on both sides."""
        return len(self.first.bases) + len(self.second.bases)

    def run(self) -> Iterator[tuple[int, int] | None]:
        """Yield (position in first, position in second), or None after a basis without one."""
        m, n = self.game.shape
        for basis in self._enumerator(self.game.first):
            self.first.add(basis)
            yield None
        partners = Partners(self.first.vertices, m + n)
        translate = self.game.second_labels
        origin = ((1 << n) - 1) << m
        for basis in self._enumerator(self.game.second):
            tight = translate(basis.tight)
            position = self.second.add(
                Basis(translate(basis.cobasis), tight, basis.point, basis.scale)
            )
            yield None
            if position is None or tight == origin:
                continue
            for partner in partners.of(tight):
                self.pairs.append((partner, position))
                yield partner, position
        self.finished = True


def probabilities(vertex: Basis) -> MixedStrategy:
    """Scale a vertex other than the origin to a mixed strategy."""
    total = sum(vertex.point)
    if isinstance(total, int):
        return tuple(Fraction(weight, total) if weight else _ZERO for weight in vertex.point)
    return tuple(weight / total for weight in vertex.point)


def payoffs(search: Search, first: int, second: int) -> tuple[Number, Number]:
    """Payoffs of an extreme equilibrium, read off the polytopes.

    At an equilibrium every best reply of player 1 has A y = 1 for the unscaled y, hence payoff
    1 / sum(y) against the scaled one; likewise for player 2.
    """
    x = search.first.vertices[first]
    y = search.second.vertices[second]
    total_x = sum(x.point)
    total_y = sum(y.point)
    if isinstance(total_y, int):
        u = search.game.row.original(Fraction(y.scale, total_y))
    else:
        u = search.game.row.original(y.scale / total_y)
    if isinstance(total_x, int):
        v = search.game.column.original(Fraction(x.scale, total_x))
    else:
        v = search.game.column.original(x.scale / total_x)
    return u, v
