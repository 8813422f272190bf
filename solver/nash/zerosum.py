"""Value and optimal strategies of a two-person zero-sum game, by exact linear programming.

Theorem (von Neumann 1928): max over x of min over j of (x A)_j equals min over y of max over i of
(A y)_i, the value v. With A shifted to positive entries, x is found from

    maximise v  subject to  v - sum_i A_ij x_i <= 0 for every j,  sum_i x_i <= 1,  x, v >= 0,

and the dual solution is y (Dantzig 1951; Gale, Kuhn, Tucker 1951). Both guarantees are evaluated
before the answer leaves: they are equal, so they are the value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.errors import GameError
from games.exact import Number
from games.forms.normal import NormalFormGame
from solver.geometry.programme import maximise
from solver.solution.equilibrium import MixedStrategy


@dataclass(frozen=True)
class ZeroSumValue:
    """value: what the row player can secure. row, column: optimal strategies."""

    value: Number
    row: MixedStrategy
    column: MixedStrategy


def zero_sum_value(matrix: Sequence[Sequence[Number]]) -> ZeroSumValue:
    """Solve the zero-sum game in which the row player receives matrix[i][j]."""
    m, n = len(matrix), len(matrix[0])
    lowest = min(min(row) for row in matrix)
    raised = [[entry - lowest + 1 for entry in row] for row in matrix]
    constraints: list[list[Number | int]] = [
        [*(-raised[i][j] for i in range(m)), 1] for j in range(n)
    ]
    constraints.append([*([1] * m), 0])
    optimum = maximise([*([0] * m), 1], constraints, [*([0] * n), 1])
    if optimum.primal is None or optimum.dual is None:
        raise AssertionError("the programme of a zero-sum game has an optimum")
    x, y = optimum.primal[:m], optimum.dual[:n]
    secured = min(sum((x[i] * matrix[i][j] for i in range(m)), Fraction(0)) for j in range(n))
    conceded = max(sum((y[j] * matrix[i][j] for j in range(n)), Fraction(0)) for i in range(m))
    if secured != conceded:
        raise AssertionError(f"strategies secure {secured} and concede {conceded}")
    return ZeroSumValue(secured, tuple(x), tuple(y))


def is_constant_sum(game: NormalFormGame) -> bool:
    """Whether the payoffs of a two-player game always sum to the same number."""
    if len(game.players) != 2:
        raise GameError(f"is_constant_sum(): needs two players; got {len(game.players)}")
    a, b = game.payoffs
    sums = {u + v for row, other in zip(a, b, strict=True) for u, v in zip(row, other, strict=True)}
    return len(sums) == 1
