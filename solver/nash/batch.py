"""All equilibria of many small bimatrix games in one call, for sweeps.

Games of one shape, up to 6 x 6, with integer payoffs. The compiled kernel (extra `fast`) solves
those whose numbers stay within 64 bits, every overflow caught; the others, and all where numba is
not installed, are solved one by one in Python integers. The answer does not depend on that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import lcm
from typing import TYPE_CHECKING, Any

from games.errors import GameError
from games.forms.normal import NormalFormGame
from solver.nash.kernel.tiers import PYTHON, announced, available, load
from solver.nash.solve import solve_bimatrix
from solver.solution.equilibrium import EquilibriumSet

if TYPE_CHECKING:
    import numpy as np

#: Most actions of either player.
MOST_ACTIONS = 6
_LARGEST = 2**31


@dataclass(frozen=True)
class BatchAnswer:
    """Extreme equilibria and components of games g, one after the other.

    starts [g]: position of the first extreme equilibrium e of game g; starts[g + 1] is the end.
    first [e][i], second [e][j]: coprime integers proportional to the strategies. home [e]: number
    of the component c. component_starts [g]: likewise. index [c], dimension [c].
    wide {g}: answers of games whose strategies do not fit 64-bit integers; they have no rows above.
    """

    starts: np.ndarray[Any, Any]
    first: np.ndarray[Any, Any]
    second: np.ndarray[Any, Any]
    home: np.ndarray[Any, Any]
    component_starts: np.ndarray[Any, Any]
    index: np.ndarray[Any, Any]
    dimension: np.ndarray[Any, Any]
    wide: dict[int, EquilibriumSet] = field(default_factory=dict)


def solve_batch(row: Any, column: Any) -> BatchAnswer:
    """Find all extreme equilibria, components, indices and dimensions of every game.

    row, column: integers [g][i][j] below 2^31 in size, payoffs of either player.
    """
    import numpy as np

    tables = []
    for name, given in (("row", row), ("column", column)):
        table = np.asarray(given)
        if table.ndim != 3 or table.dtype.kind not in "iu" or 0 in table.shape:
            raise GameError(
                f"solve_batch(): {name} must be integers [game][i][j]",
                hint="multiply rational payoffs by their common denominator",
            )
        if int(abs(table).max()) >= _LARGEST or max(table.shape[1:]) > MOST_ACTIONS:
            raise GameError(
                f"solve_batch(): {name} must have payoffs below 2^31 and at most {MOST_ACTIONS}"
                " actions a player",
                hint="larger games go to solve_bimatrix one by one",
            )
        tables.append(np.ascontiguousarray(table, np.int64))
    if tables[0].shape != tables[1].shape:
        raise GameError("solve_batch(): row and column must have the same shape")
    blocks, passed = _compiled(*tables) if available() else _nothing(*tables)
    return _merged(blocks, passed, *tables)


def _nothing(row: Any, column: Any) -> tuple[tuple[Any, ...], Any]:
    import numpy as np

    games, m, n = row.shape
    empty = np.zeros(games + 1, np.int64)
    none = np.zeros(0, np.int64)
    rows = (np.zeros((0, m), np.int64), np.zeros((0, n), np.int64))
    return (empty, *rows, none, empty, none, none), np.ones(games, np.bool_)


def _compiled(row: Any, column: Any) -> tuple[tuple[Any, ...], Any]:
    """Outputs of the kernel, and which games it passed over."""
    import numpy as np

    load()
    from solver.nash.kernel.small import solve_small

    games, m, n = row.shape
    starts, component_starts = np.zeros(games + 1, np.int64), np.zeros(games + 1, np.int64)
    passed = np.ones(games, np.bool_)
    room = 2 * games + 1024
    shapes = ((room, m), (room, n), (room,), (room,), (room,))
    first, second, home, index, dimension = (np.empty(shape, np.int64) for shape in shapes)
    done = 0
    while True:
        outputs = (first, second, home, starts, component_starts, index, dimension, passed)
        if not solve_small.signatures:
            with announced():
                solve_small((0,), row[:0], column[:0], 0, *outputs)
        done = solve_small((0,), row, column, done, *outputs)
        if done == games:
            break
        first, second, home, index, dimension = (
            np.concatenate([old, np.empty_like(old)])
            for old in (first, second, home, index, dimension)
        )
    end, components = int(starts[-1]), int(component_starts[-1])
    return (
        starts,
        first[:end],
        second[:end],
        home[:end],
        component_starts,
        index[:components],
        dimension[:components],
    ), passed


def _merged(blocks: tuple[Any, ...], passed: Any, row: Any, column: Any) -> BatchAnswer:
    """Put the games that the kernel passed over in their places."""
    import numpy as np

    if not passed.any():
        return BatchAnswer(*blocks)
    starts, first, second, home, component_starts, index, dimension = blocks
    wide: dict[int, EquilibriumSet] = {}
    parts: list[tuple[Any, ...]] = []
    before = 0
    shift = 0
    new_starts, new_component_starts = starts.copy(), component_starts.copy()
    gained = gained_components = 0
    for g in [*np.flatnonzero(passed).tolist(), len(passed)]:
        here = slice(int(starts[before]), int(starts[g]))
        there = slice(int(component_starts[before]), int(component_starts[g]))
        parts.append(
            (first[here], second[here], home[here] + shift, index[there], dimension[there])
        )
        new_starts[before + 1 : g + 1] += gained
        new_component_starts[before + 1 : g + 1] += gained_components
        if g == len(passed):
            break
        game = NormalFormGame.from_bimatrix(row[g].tolist(), column[g].tolist())
        answer = solve_bimatrix(game, tier=PYTHON)
        part = _as_rows(answer, int(component_starts[g]) + shift)
        if part is None:
            wide[g] = answer
        else:
            parts.append(part)
            gained += len(part[0])
            gained_components += len(part[3])
            shift += len(part[3])
        new_starts[g + 1] += gained
        new_component_starts[g + 1] += gained_components
        before = g + 1
    columns = [np.concatenate(column_parts) for column_parts in zip(*parts, strict=True)]
    first, second, home, index, dimension = columns
    return BatchAnswer(
        new_starts, first, second, home, new_component_starts, index, dimension, wide
    )


def _as_rows(answer: EquilibriumSet, shift: int) -> tuple[Any, ...] | None:
    """Rows of one answer; None where a strategy does not fit."""
    import numpy as np

    sides: list[list[list[int]]] = [[], []]
    for e in answer.extreme:
        for side, strategy in zip(sides, e.strategies, strict=True):
            whole = _whole(strategy)
            if max(whole) >= 2**62:
                return None
            side.append(whole)
    return (
        np.array(sides[0], np.int64),
        np.array(sides[1], np.int64),
        np.array([e.component for e in answer.extreme], np.int64) + shift,
        np.array([c.index for c in answer.components], np.int64),
        np.array([c.dimension for c in answer.components], np.int64),
    )


def _whole(strategy: Sequence[Any]) -> list[int]:
    common = lcm(*(weight.denominator for weight in strategy))
    return [int(weight * common) for weight in strategy]
