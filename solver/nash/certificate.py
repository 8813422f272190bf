"""Certificates of completeness: the visited bases of both polytopes, for a checker.

The bases are listed under the normalisation in which they were found (`kernel.exploration.reduced`
or the plain shift of `bimatrix`), for the perturbation that makes them simple refers to it.
"""

from __future__ import annotations

from typing import Any

from games.errors import LimitError
from games.forms.normal import NormalFormGame
from solver.nash.bimatrix import PositiveMatrix
from solver.nash.enumeration import Search, probabilities
from solver.nash.tier import begin
from solver.solution.certificate import Certificate
from solver.solution.limits import Limits

#: A checker in Fractions takes about a millisecond per basis.
MOST_BASES = 10_000


def completeness_certificate(
    game: NormalFormGame, *, tier: str | None = None, most: int = MOST_BASES
) -> Certificate:
    """Enumerate a rational bimatrix game and return what proves the list complete.

    Raises `LimitError` where there are more than `most` bases: such answers stay cross-checked
    by the indices of their components.
    """
    search = begin(game, Limits(), tier)
    for _ in search.run():
        if search.visited > most:
            raise LimitError(
                f"completeness_certificate(): more than {most} bases",
                hint="allow more with most=..; the answer itself is cross-checked by its indices",
            )
    xs = [probabilities(v) if any(v.point) else () for v in search.first.vertices]
    ys = [probabilities(v) if any(v.point) else () for v in search.second.vertices]
    return Certificate(
        "completeness",
        {"payoffs": [[[str(entry) for entry in row] for row in table] for table in game.payoffs]},
        {
            "polytopes": _polytopes(search),
            "equilibria": [
                [[str(w) for w in xs[first]], [str(w) for w in ys[second]]]
                for first, second in search.pairs
            ],
        },
    )


def _polytopes(search: Search) -> list[dict[str, Any]]:
    """For each player the normalisation and the bases in the polytope's own labels."""
    m, n = search.game.shape
    plain: tuple[PositiveMatrix, ...] = (search.game.column, search.game.row)
    return [
        {
            "shift": [str(low / matrix.scale - matrix.shift) for low in lowest],
            "divisor": [str(g / matrix.scale) for g in divisor],
            "bases": [[label for label in range(m + n) if mask >> label & 1] for mask in bases],
        }
        for matrix, (bases, lowest, divisor) in zip(plain, search.listing(), strict=True)
    ]
