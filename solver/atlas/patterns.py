"""Names of the payoff patterns of one player in a 2x2 game, those with ties included.

A pattern is one player's ranks of the four cells, turned so that a best cell stands on the right.
The twelve without ties are those of the symmetric ordinal games (Robinson and Goforth 2005). One
with ties comes from them by making neighbouring ranks equal: low (the two worst), mid, high, double
(both pairs), triple (all but the worst), basic (all but the best) and zero. The names are those of
Bruns (2015), "Names for Games: Locating 2x2 Games", as tabulated by the R package nitratesgame
(Penny). Two patterns with ties have no name here: the package lists one of them under the ranks of
another, and the other not at all, and the figures of the article were not at hand to decide.
"""

from __future__ import annotations

from functools import cache

#: Ranks of the cells (0,0), (0,1), (1,0), (1,1); 1 the worst.
Ranks = tuple[int, int, int, int]

#: name -> ranks where (own, other) play (0,0), (1,0), (0,1), (1,1), a best one of the last two.
#: Ranks of patterns with ties skip numbers as the source writes them.
_NAMED = {
    "concord": (1, 2, 3, 4),
    "harmony": (1, 3, 2, 4),
    "peace": (2, 3, 1, 4),
    "coordination": (3, 2, 1, 4),
    "assurance": (3, 1, 2, 4),
    "stag-hunt": (2, 1, 3, 4),
    "prisoners-dilemma": (2, 1, 4, 3),
    "deadlock": (3, 1, 4, 2),
    "compromise": (3, 2, 4, 1),
    "hero": (2, 3, 4, 1),
    "battle": (1, 3, 4, 2),
    "chicken": (1, 2, 4, 3),
    "mid-battle": (1, 2, 4, 2),
    "mid-compromise": (2, 2, 4, 1),
    "midlock": (2, 1, 4, 2),
    "mid-hunt": (2, 1, 2, 4),
    "mid-peace": (2, 2, 1, 4),
    "mid-harmony": (1, 2, 2, 4),
    "high-hero": (2, 3, 3, 1),
    "high-battle": (1, 3, 3, 2),
    "high-concord": (1, 2, 3, 3),
    "high-hunt": (2, 1, 3, 3),
    "high-coordination": (3, 2, 1, 3),
    "high-assurance": (3, 1, 2, 3),
    "high-peace": (2, 3, 1, 3),
    "high-lock": (3, 1, 3, 2),
    "high-harmony": (1, 3, 2, 3),
    "high-compromise": (3, 2, 3, 1),
    "low-battle": (1, 3, 4, 1),
    "low-lock": (3, 1, 4, 1),
    "low-dilemma": (1, 1, 4, 3),
    "low-coordination": (3, 1, 1, 4),
    "low-harmony": (1, 3, 1, 4),
    "low-concord": (1, 1, 3, 4),
    "double-dilemma": (1, 1, 3, 3),
    "double-hero": (1, 3, 3, 1),
    "double-hunt": (1, 1, 3, 3),
    "double-coordination": (3, 1, 1, 3),
    "double-harmony": (1, 3, 1, 3),
    "triple-harmony": (1, 2, 2, 2),
    "basic-dilemma": (1, 1, 2, 1),
    "basic-harmony": (1, 1, 1, 2),
    "zero": (1, 1, 1, 1),
}

#: Entries of the catalogue that stand for the twelve symmetric games without ties.
SYMMETRIC = tuple(sorted(name for name, ranks in _NAMED.items() if len(set(ranks)) == 4))


@cache
def _by_ranks() -> dict[Ranks, tuple[str, ...]]:
    found: dict[Ranks, tuple[str, ...]] = {}
    for name, (neither, own, other, both) in _NAMED.items():
        # The best cell of the column player stands above, so the own action 1 is the upper row.
        cells = (own, both, neither, other)
        key = _without_gaps(cells)
        found[key] = (*found.get(key, ()), name)
    return found


def _without_gaps(ranks: Ranks) -> Ranks:
    order = sorted(set(ranks))
    a, b, c, d = (order.index(rank) + 1 for rank in ranks)
    return a, b, c, d


def names(ranks: Ranks) -> tuple[str, ...]:
    """The names of the row player's pattern in an oriented game; empty where it has none."""
    return _by_ranks().get(_without_gaps(ranks), ())
