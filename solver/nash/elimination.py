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
    first, second = tuple(range(len(row))), tuple(range(len(row[0])))
    settled = False
    while not settled:
        kept = _undominated([[row[i][j] for j in second] for i in first])
        first, settled = tuple(first[k] for k in kept), len(kept) == len(first)
        kept = _undominated([[column[i][j] for i in first] for j in second])
        settled = settled and len(kept) == len(second)
        second = tuple(second[k] for k in kept)
    return first, second


def _undominated(own: list[list[Any]]) -> list[int]:
    """Positions of the rows that no other row exceeds everywhere."""
    return [k for k, one in enumerate(own) if not any(all(map(gt, other, one)) for other in own)]
