"""Extreme equilibria at one point, in numbers: strategies from their ties, pairs by definition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from games.exact import Number
from solver.verify.regimes.structure import Vertex

Table = Sequence[Sequence[Number]]
Weights = tuple[Number, ...]


def not_by_definition(
    tables: Sequence[Table], extreme: Iterable[tuple[Vertex, Vertex]], shape: tuple[int, int]
) -> str | None:
    """Why a listed pair is no equilibrium; None if all are. tables: [player][a_0][a_1]."""
    first, second = tables
    turned = [list(column) for column in zip(*second, strict=True)]
    for x, y in extreme:
        p, q = strategy(x, turned, shape[0]), strategy(y, first, shape[1])
        if p is None or q is None:
            return "a strategy does not have the weights and ties that are stated"
        for player, (own, other, table) in enumerate(((p, q, first), (q, p, turned))):
            worth = [_expected(row, other) for row in table]
            if any(weight != 0 and worth[a] != max(worth) for a, weight in enumerate(own)):
                return f"a strategy of player {player + 1} is no best reply"
    return None


def strategy(vertex: Vertex, payoffs: Table, size: int) -> Weights | None:
    """The one strategy with weight on the support against which just these replies are best.

    payoffs: of the other player, [its action][own action]. None if there is no such strategy.
    """
    support, replies = sorted(vertex[0]), sorted(vertex[1])
    # Unknown: the weights on the support, and the payoff of a reply.
    rows: list[list[Number]] = [
        [*(payoffs[j][i] for i in support), Fraction(-1), Fraction(0)] for j in replies
    ]
    rows.append([*(Fraction(1) for _ in support), Fraction(0), Fraction(1)])
    solution = _solution(rows, len(support) + 1)
    if solution is None or any(weight <= 0 for weight in solution[:-1]):
        return None
    weights: list[Number] = [Fraction(0)] * size
    for action, weight in zip(support, solution, strict=False):
        weights[action] = weight
    best = solution[-1]
    for j, row in enumerate(payoffs):
        worth = _expected(row, weights)
        if worth > best or (worth == best) != (j in vertex[1]):
            return None
    return tuple(weights)


def _expected(row: Sequence[Number], weights: Sequence[Number]) -> Number:
    total: Number = Fraction(0)
    for value, weight in zip(row, weights, strict=True):
        if weight != 0:
            total = total + value * weight
    return total


def _solution(rows: list[list[Number]], unknown: int) -> list[Number] | None:
    """The only solution of linear equations, the right side last; None if there is not one."""
    work = [list(row) for row in rows]
    for k in range(unknown):
        pivot = next((i for i in range(k, len(work)) if work[i][k] != 0), None)
        if pivot is None:
            return None
        work[k], work[pivot] = work[pivot], work[k]
        work[k] = [value / work[k][k] for value in work[k]]
        for i, row in enumerate(work):
            if i != k and row[k] != 0:
                work[i] = [a - row[k] * b for a, b in zip(row, work[k], strict=True)]
    if any(row[-1] != 0 for row in work[unknown:]):
        return None
    return [row[-1] for row in work[:unknown]]
