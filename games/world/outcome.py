"""Outcome: W = sum_j m_j u_j, and what it is worth to each party.

Payoff V_i(m) = u_i . W = sum_j a_ij m_j: own power, plus every other party's power projected on
one's own direction. It may be negative: then the status quo is worse than nothing for i.

Alignment of party i with the existing power balance: u_i . W_-i / |W_-i|, where W_-i is the
others' arrow; undefined where the others' arrows cancel.
"""

from __future__ import annotations

from collections.abc import Sequence

from games.errors import WorldError
from games.exact import Number, Scalar, sqrt
from games.world.alignment import Matrix
from games.world.preferences import Direction, dot
from games.world.scalars import is_number, is_zero


def payoffs(alignment: Matrix, power: Sequence[Scalar]) -> tuple[Scalar, ...]:
    """V_i(m) = sum_j a_ij m_j, [party]."""
    return tuple(dot(row, power) for row in alignment)


def arrow(directions: Sequence[Direction], power: Sequence[Scalar]) -> Direction:
    """W = sum_j m_j u_j, [coordinate], of unit directions."""
    return tuple(dot(coordinate, power) for coordinate in zip(*directions, strict=True))


def squared_length(alignment: Matrix, power: Sequence[Scalar]) -> Scalar:
    """|W|^2 = sum_ij m_i a_ij m_j."""
    return dot(power, payoffs(alignment, power))


def balance_alignment(alignment: Matrix, power: Sequence[Scalar], party: int) -> Number | None:
    """Alignment of one party with the others' power; None where their arrows cancel.

    One other party with power: its alignment, without a square root. Needs numbers otherwise.
    """
    others = [j for j in range(len(power)) if j != party and not is_zero(power[j])]
    if not others:
        return None
    row = [alignment[party][j] for j in others]
    if len(others) == 1:
        result: Number = row[0]
        return result
    weights = [power[j] for j in others]
    square = squared_length(tuple(tuple(alignment[i][j] for j in others) for i in others), weights)
    if not is_number(square):
        raise WorldError(
            "balance_alignment(): the length of the others' arrow is a square root, which needs "
            "numbers; set the free parameters first"
        )
    if is_zero(square):
        return None
    inner: Number = dot(row, weights)
    return inner / sqrt(square)
