"""Indices of equilibrium components.

In a nondegenerate game with positive payoffs the index of an equilibrium with supports I and J is

    (-1)^(|I| + 1) sign det A_IJ sign det B_IJ

(Shapley 1974; in this form von Stengel 2002, where the sign makes pure strict equilibria +1), and
the indices of all equilibria sum to +1. The index of a component of a degenerate game is the sum of
the indices of the equilibria near it after any small generic perturbation of the payoffs.

The lexicographic perturbation 1 + (e, e^2, ..) of the right-hand sides of P and Q is such a
perturbation: dividing row j by 1 + e^j scales payoffs only. Its game is nondegenerate, for both
perturbed polytopes are simple. Its equilibria are the pairs of lexicographically feasible bases
whose label sets are complementary, the pair of origins excepted, and each tends to the pair of
vertices of its bases. The signs of the determinants do not change, since no row is scaled by a
negative number. So everything is read off the lists of bases.
"""

from __future__ import annotations

from collections.abc import Iterator

from solver.geometry.linear import determinant_sign
from solver.nash.enumeration import Search


def perturbed_equilibria(search: Search) -> Iterator[tuple[int, int, int]]:
    """Yield (position in first, position in second, index) for each perturbed equilibrium."""
    m, n = search.game.shape
    everything = (1 << (m + n)) - 1
    origin = (1 << m) - 1
    second = search.second.bases
    for cobasis, vertex in search.first.bases.items():
        if cobasis == origin:
            continue
        partner = second.get(everything ^ cobasis)
        if partner is not None:
            yield vertex, partner, _index(search, cobasis)


def _index(search: Search, cobasis: int) -> int:
    """Index of the perturbed equilibrium in which exactly the labels `cobasis` are tight in P."""
    m, n = search.game.shape
    rows = [i for i in range(m) if not cobasis >> i & 1]
    columns = [j for j in range(n) if cobasis >> (m + j) & 1]
    a = search.game.row.entries
    b = search.game.column.entries
    signs = determinant_sign([[a[i][j] for j in columns] for i in rows]) * determinant_sign(
        [[b[i][j] for j in columns] for i in rows]
    )
    if signs == 0:
        raise AssertionError("the matrices of a perturbed equilibrium cannot be singular")
    return signs if len(rows) % 2 else -signs
