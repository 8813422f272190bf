"""Actions that no equilibrium plays, found before the search: iterated strict dominance.

An action that another one beats against everything is no best reply to anything, so no equilibrium
gives it weight, and the game without it has the same equilibria; and so on (Luce and Raiffa 1957).
The actions that are left do not depend on the order of elimination. Near a component nothing
changes either, so indices stay what they are. Only dominance by single actions is looked for: it
costs a few comparisons, where a mixture would take a linear programme.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import gt
from typing import Any

Matrix = Sequence[Sequence[Any]]


def undominated(row: Matrix, column: Matrix) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Actions of players 1 and 2 that iterated elimination leaves.

    row, column: payoffs of players 1 and 2, [action of 1][action of 2].
    """
    # of either player: the actions left, and the payoffs [own action][action of the other]
    left = [list(range(len(row))), list(range(len(row[0])))]
    tables: list[Matrix] = [row, tuple(zip(*column, strict=True))]
    player, settled = 0, 0
    while settled < 2:
        kept = _undominated(tables[player])
        settled += 1
        if len(kept) < len(left[player]):
            settled = 1
            left[player] = [left[player][k] for k in kept]
            tables[player] = [tables[player][k] for k in kept]
            tables[1 - player] = [[own[k] for k in kept] for own in tables[1 - player]]
        player = 1 - player
    return tuple(left[0]), tuple(left[1])


def _undominated(own: Matrix) -> list[int]:
    """Positions of the rows that no other row exceeds everywhere."""
    # most rows are best somewhere, and need no comparison
    best = {column.index(max(column)) for column in zip(*own, strict=True)}
    return [
        k
        for k, one in enumerate(own)
        if k in best or not any(other[0] > one[0] and all(map(gt, other, one)) for other in own)
    ]
