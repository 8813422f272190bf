"""How a party must be aligned with each of many others, given what it wanted of their conflicts.

When coalition A attacks B (powers m, sums m_A and m_B, M = m_A + m_B, share s_A = m_A/M), the gain
of every party i, outsiders too, is linear in its row of alignments a_ij = u_i . u_j,

    gain_i = (1-d) k (p - s_A) M (sum_A m_j a_ij / m_A - sum_B m_j a_ij / m_B) - d sum_AB m_j a_ij,

with a_ii = 1 and -1 <= a_ij <= 1: for a given d the rows that explain a history are a polyhedron.
The ranges of its entries are exact. That the matrix of alignments is positive semidefinite excludes
no row by itself: the directions u_j = a_ij u_i + sqrt(1 - a_ij^2) v, v orthogonal to u_i, have it.
Only the rows of several parties together are restricted, which is not used here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.exact import Number
from games.world.history import CoalitionChoice
from solver.geometry.polygon import Extent
from solver.inverse.beliefs import Ranges
from solver.inverse.identified import Bound
from solver.inverse.polyhedron import Constraint, conflict, supremum

_ONE, _ZERO = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class Weights:
    """gain = (1-d) sum_j survival[j] a_ij - d sum_j loss[j] a_ij, over the parties named."""

    survival: dict[str, Number]
    loss: dict[str, Number]

    @staticmethod
    def of(choice: CoalitionChoice) -> Weights:
        """Return what a conflict of coalitions weighs alignments with."""
        first, second = (
            sum((power for _, power in side), _ZERO)
            for side in (choice.attackers, choice.defenders)
        )
        total = first + second
        shift = choice.stakes * (choice.win_probability - first / total) * total
        survival = {party: shift * power / first for party, power in choice.attackers}
        survival |= {party: -shift * power / second for party, power in choice.defenders}
        return Weights(survival, dict((*choice.attackers, *choice.defenders)))

    def at(self, loss: Number) -> dict[str, Number]:
        """Return the weight of every alignment in the gain at one expected loss."""
        return {
            party: (1 - loss) * weight - loss * self.loss[party]
            for party, weight in self.survival.items()
        }


def others(chooser: str, choices: Iterable[CoalitionChoice]) -> tuple[str, ...]:
    """Return the parties whose alignment with the chooser matters, in order of appearance."""
    found = dict.fromkeys(party for choice in choices for party in choice.parties)
    return tuple(party for party in found if party != chooser)


def alignment_row(
    chooser: str, choices: Sequence[CoalitionChoice], loss: Number, *, ties: bool = False
) -> Ranges:
    """Return the ranges of one party's alignment with every other, at a given expected loss."""
    columns = others(chooser, choices)
    # Unknowns: a_ij + 1 >= 0 for the others, in order.
    system = [
        Constraint(
            tuple(_ONE if other == column else _ZERO for column in columns), Fraction(2), False,
            f"alignment with {other} <= 1",
        )
        for other in columns
    ]  # fmt: skip
    for number, choice in enumerate(choices):
        weights = Weights.of(choice).at(loss)
        row = tuple(weights.get(column, _ZERO) for column in columns)
        constant = weights.get(chooser, _ZERO) - sum(row, _ZERO)
        name = choice.name or f"observation {number + 1}"
        if choice.action == "seek":  # constant + row . x > 0
            system.append(Constraint(tuple(-x for x in row), constant, not ties, name))
        else:
            system.append(Constraint(row, -constant, False, name))
    broken = conflict(system, len(columns))
    if broken:
        return Ranges((), tuple(constraint.name for constraint in broken))
    found = []
    for place, column in enumerate(columns):
        unit = [1 if n == place else 0 for n in range(len(columns))]
        high, low = supremum(system, unit), supremum(system, [-entry for entry in unit])
        found.append(_shifted(column, low, high))
    return Ranges(tuple(found), ())


def _shifted(party: str, low: Extent, high: Extent) -> Bound:
    assert low.value is not None
    assert high.value is not None
    return Bound(
        f"alignment with {party}", -low.value - 1, high.value - 1, low.attained, high.attained
    )
