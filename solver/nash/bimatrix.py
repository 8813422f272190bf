"""A bimatrix game as two best-reply polytopes.

Adding a constant to a player's payoffs and multiplying them by a positive number leaves every
best reply unchanged, so both matrices are made positive, A, B > 0, and rational ones integer. Then
(von Stengel 2002)

    P = { x >= 0 : B^T x <= 1 },   Q = { y >= 0 : A y <= 1 },

and the Nash equilibria are the pairs (x, y) of nonzero points, scaled to sum 1, at which every
label is tight in P or in Q. Labels: i < m for "x_i = 0, or action i of player 1 is a best
reply"; m + j for "y_j = 0, or action j of player 2 is a best reply".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from math import gcd, lcm
from typing import Any

from games.errors import GameError
from games.exact import Number
from games.forms.normal import NormalFormGame
from solver.nash.elimination import undominated

Matrix = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class PositiveMatrix:
    """entries = (original + shift) * scale > 0, [row][column]; integers if all are rational."""

    entries: Matrix
    shift: Number
    scale: Fraction

    def original(self, value: Number) -> Number:
        """Take a payoff of the positive matrix back to the game's own units."""
        return value / self.scale - self.shift


def positive(matrix: Sequence[Sequence[Number]]) -> PositiveMatrix:
    """Shift and scale a payoff matrix to positive entries, rational ones to coprime integers."""
    cells = list(chain.from_iterable(matrix))
    ratios = [entry.as_integer_ratio() for entry in cells if isinstance(entry, Fraction)]
    if len(ratios) == len(cells):
        common = lcm(*{denominator for _, denominator in ratios})
        if common == 1:
            whole = [numerator for numerator, _ in ratios]
        else:
            whole = [numerator * (common // denominator) for numerator, denominator in ratios]
        lowest = min(whole)
        divisor = gcd(*[entry - lowest for entry in whole]) or 1
        if divisor == 1:
            raised = 1 - lowest
            entries = [entry + raised for entry in whole]
        else:
            entries = [(entry - lowest) // divisor + 1 for entry in whole]
        width = len(matrix[0])
        return PositiveMatrix(
            tuple(tuple(entries[k : k + width]) for k in range(0, len(entries), width)),
            Fraction(divisor - lowest, common),
            Fraction(common, divisor),
        )
    least = min(cells)
    shift = 1 - least
    return PositiveMatrix(
        tuple(tuple(entry + shift for entry in row) for row in matrix), shift, Fraction(1)
    )


@dataclass(frozen=True)
class Polytopes:
    """Rows of the two polytopes of a game, and what is needed to read labels and payoffs.

    first: rows [j][i] of P in R^m. second: rows [i][j] of Q in R^n. places: where dominated actions
    were left out, for each player and each action of the game its place here, None for one left
    out; None where all are here.
    """

    row: PositiveMatrix
    column: PositiveMatrix
    first: Matrix
    second: Matrix
    places: tuple[tuple[int | None, ...], tuple[int | None, ...]] | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of actions (m, n)."""
        return len(self.second), len(self.first)

    def reduced(self) -> Polytopes:
        """The polytopes of the game without its strictly dominated actions; self if it has none."""
        first, second = undominated(self.row.entries, self.column.entries)
        if (len(first), len(second)) == self.shape:
            return self
        row, column = (
            replace(
                matrix,
                entries=tuple(tuple(matrix.entries[i][j] for j in second) for i in first),
            )
            for matrix in (self.row, self.column)
        )
        return Polytopes(
            row,
            column,
            tuple(zip(*column.entries, strict=True)),
            row.entries,
            (_places(first, self.shape[0]), _places(second, self.shape[1])),
        )

    def lifted(self, player: int, weights: Sequence[Number]) -> tuple[Number, ...]:
        """A strategy in all actions of the game: those that were left out get no weight."""
        if self.places is None:
            return tuple(weights)
        return tuple(
            Fraction(0) if place is None else weights[place] for place in self.places[player]
        )

    def second_labels(self, mask: int) -> int:
        """Translate a label mask of Q, own labels first, into the labels of the game."""
        m, n = self.shape
        return (mask >> n) | ((mask & ((1 << n) - 1)) << m)


def _places(kept: Sequence[int], size: int) -> tuple[int | None, ...]:
    """For each of `size` actions its place among those kept, None where it is not."""
    place = {action: number for number, action in enumerate(kept)}
    return tuple(place.get(action) for action in range(size))


def polytopes(game: NormalFormGame) -> Polytopes:
    """Best-reply polytopes of a two-player game; `GameError` for another number of players."""
    if len(game.players) != 2:
        raise GameError(
            f"polytopes(): needs a two-player game; got {len(game.players)} players",
            hint="games of more players have their pure equilibria enumerated",
        )
    row = positive(game.payoffs[0])
    column = positive(game.payoffs[1])
    return Polytopes(row, column, tuple(zip(*column.entries, strict=True)), row.entries)
