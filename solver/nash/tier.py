"""Which search serves a bimatrix game: Python integers, an ordered field, or compiled kernels.

Small games, games with algebraic payoffs and installations without numba are searched in Python;
larger rational games by `solver.nash.kernel`. The answer is the same whatever was chosen; the
method record names the choice.
"""

from __future__ import annotations

import sys
from functools import cache

from games.errors import GameError
from games.forms.normal import NormalFormGame
from solver.nash.bimatrix import polytopes
from solver.nash.enumeration import Search
from solver.nash.kernel import tiers
from solver.solution.limits import Limits

TIERS = tiers.TIERS
#: Games up to this size are searched as they are: leaving actions out would save nothing.
_SMALL = 6


def begin(
    game: NormalFormGame, limits: Limits, tier: str | None = None, *, whole: bool = False
) -> Search:
    """Set up the search of a two-player game in the tier asked for, or in the one that suits it.

    whole: search the polytopes of all actions; without it those of larger games leave out the
    actions that are strictly dominated.
    """
    table = polytopes(game)
    # entries are integers throughout, or nowhere
    rational = isinstance(table.first[0][0], int) and isinstance(table.second[0][0], int)
    if rational and not whole and max(table.shape) > _SMALL:
        table = table.reduced()
    m, n = table.shape
    if tier is None:
        if not (rational and tiers.worthwhile(m, n, limits.memory)):
            return Search(table)
        if not tiers.available():
            _tell_how_to_get_faster()
            return Search(table)
    elif tier not in TIERS:
        raise GameError(f"no tier {tier!r}", found=tier, allowed=", ".join(TIERS))
    elif tier == tiers.PYTHON:
        return Search(table)
    elif not rational:
        raise GameError(f"the tier {tier} takes rational payoffs only")
    tiers.load()
    from solver.nash.kernel.at_once import SearchAtOnce
    from solver.nash.kernel.search import KernelSearch

    if tier is None and limits.bases is None and SearchAtOnce.suits(table):
        return SearchAtOnce(table, memory=limits.memory)
    return KernelSearch(table, forced=tier, memory=limits.memory, most=limits.bases)


@cache
def _tell_how_to_get_faster() -> None:
    """Say once per process what the compiled kernels need."""
    print(
        "detente: this game is large for Python integers; pip install 'detente[fast]' brings"
        " compiled kernels with the same answer, much faster",
        file=sys.stderr,
    )
