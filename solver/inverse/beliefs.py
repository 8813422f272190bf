"""What a party must believe of its own chances, and how it must be aligned with many others.

Unknown belief. With one win probability p for the whole history, unknown to the observer, the
products y = w p keep every choice linear in (w, z, y),

    pi z < pi [(1-s) + k y - k s w] + spoils (1 + w),     0 <= y <= w,

so the ranges of w, z and of p = y/w are linear (fractional) programmes.

Many parties. When coalition A attacks B (powers m, m_A, m_B, M = m_A + m_B, share s_A = m_A/M),
the gain of every party i is linear in its row of alignments a_ij = u_i . u_j,

    gain_i = (1-d) k (p - s_A) M (sum_A m_j a_ij / m_A - sum_B m_j a_ij / m_B) - d sum_AB m_j a_ij,

with a_ii = 1 and -1 <= a_ij <= 1: for a given d the rows that explain a history form a polyhedron.
That the matrix is positive semidefinite is not used, so the ranges are valid but may be wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.exact import Number, sign
from games.world.observation import Action, Observation, validated
from solver.errors import DataError
from solver.geometry.polygon import Extent
from solver.inverse.identified import Bound
from solver.inverse.polyhedron import Constraint, conflict, greatest_ratio, has_solution, supremum

_ONE, _ZERO, _HALF = Fraction(1), Fraction(0), Fraction(1, 2)


@dataclass(frozen=True)
class Ranges:
    """Ranges of several unknowns over the solutions of linear constraints, or why there is none."""

    bounds: tuple[Bound, ...]
    conflict: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing explains the history."""
        return bool(self.conflict)


def unknown_belief(observations: Iterable[Observation], *, ties: bool = False) -> Ranges:
    """Return the ranges of d, c and p where the party's own win probability is unknown.

    Observations that name a win probability keep it; the others share one unknown p.
    """
    history = validated(observations)
    # Unknowns: w, z - 1/2, y, all >= 0.
    system = [Constraint((-_ONE, _ZERO, _ONE), _ZERO, False, "p <= 1")]
    for number, o in enumerate(history):
        name = o.name or f"observation {number + 1}"
        spoils, weight = o.spoils, o.risk * o.stakes
        on_w = spoils - weight * o.share
        on_y: Number = weight
        if o.win_probability is not None:
            on_w, on_y = on_w + weight * o.win_probability, _ZERO
        constant = o.risk * (1 - o.share) + spoils - o.risk * _HALF
        row = (-on_w, o.risk, -on_y)
        if o.action == "seek":
            system.append(Constraint(row, constant, not ties, name))
        else:
            system.append(Constraint(tuple(-x for x in row), -constant, False, name))
    broken = conflict(system, 3)
    if broken:
        return Ranges((), tuple(constraint.name for constraint in broken))
    w_high, w_low = supremum(system, (1, 0, 0)), supremum(system, (-1, 0, 0))
    z_high, z_low = supremum(system, (0, 1, 0)), supremum(system, (0, -1, 0))
    assert w_low.value is not None
    assert z_low.value is not None
    bounds = [
        Bound(
            "d",
            _ZERO if w_high.value is None else 1 / (1 + w_high.value),
            1 / (1 - w_low.value),
            w_high.attained,
            w_low.attained,
        ),
        Bound(
            "c",
            1 - 1 / (_HALF - z_low.value),
            _ONE if z_high.value is None else 1 - 1 / (_HALF + z_high.value),
            z_low.attained,
            z_high.attained,
        ),
    ]
    belief = _belief(system)
    return Ranges((*bounds, belief) if belief else tuple(bounds), ())


def _belief(system: Sequence[Constraint]) -> Bound | None:
    """Return the range of p = y/w over the solutions with w > 0; None if all have w = 0."""
    odds = Constraint((-_ONE, _ZERO, _ZERO), _ZERO, True, "d < 1")
    if not has_solution([*system, odds], 3):
        return None
    high = greatest_ratio(system, 2, 0, 3)
    # The least p is one minus the greatest (w - y)/w, with w - y in place of y.
    mirrored = [
        Constraint((a + c, b, -c), constraint.bound, constraint.strict, constraint.name)
        for constraint in system
        for a, b, c in [constraint.coefficients]
    ]
    mirrored.append(Constraint((-_ONE, _ZERO, _ONE), _ZERO, False, "p >= 0"))
    most = greatest_ratio(mirrored, 2, 0, 3)
    assert high is not None
    assert most is not None
    ends = [
        has_solution(
            [*system, odds,
             Constraint((p, _ZERO, -_ONE), _ZERO, False, "p"),
             Constraint((-p, _ZERO, _ONE), _ZERO, False, "p")], 3,
        )
        for p in (1 - most, high)
    ]  # fmt: skip
    return Bound("p", 1 - most, high, ends[0], ends[1])


@dataclass(frozen=True)
class CoalitionChoice:
    """What one party wanted of a conflict of attackers against defenders: seek, or hold.

    attackers, defenders: indices of parties; win_probability: of the attackers.
    """

    action: Action
    attackers: tuple[int, ...]
    defenders: tuple[int, ...]
    win_probability: Number
    stakes: Number
    name: str = ""


def alignment_row(
    party: int, powers: Sequence[Number], choices: Iterable[CoalitionChoice], loss: Number
) -> Ranges:
    """Return the ranges of one party's alignments with every other, at a given expected loss."""
    others = [j for j in range(len(powers)) if j != party]
    # Unknowns: a_ij + 1 >= 0 for the others, in order.
    system = [
        Constraint(
            tuple(_ONE if j == other else _ZERO for j in others), Fraction(2), False,
            f"alignment with party {other + 1} <= 1",
        )
        for other in others
    ]  # fmt: skip
    for number, choice in enumerate(choices):
        weights = _gain_weights(powers, choice, loss)
        name = choice.name or f"observation {number + 1}"
        row = tuple(weights[j] for j in others)
        constant = weights[party] - sum(row, _ZERO)
        if choice.action == "seek":  # constant + row . x > 0
            system.append(Constraint(tuple(-x for x in row), constant, True, name))
        else:
            system.append(Constraint(row, -constant, False, name))
    broken = conflict(system, len(others))
    if broken:
        return Ranges((), tuple(constraint.name for constraint in broken))
    found = []
    for place, other in enumerate(others):
        unit = [1 if j == place else 0 for j in range(len(others))]
        high, low = supremum(system, unit), supremum(system, [-entry for entry in unit])
        found.append(_shifted(f"alignment with party {other + 1}", low, high))
    return Ranges(tuple(found), ())


def _shifted(quantity: str, low: Extent, high: Extent) -> Bound:
    assert low.value is not None
    assert high.value is not None
    return Bound(quantity, -low.value - 1, high.value - 1, low.attained, high.attained)


def _gain_weights(powers: Sequence[Number], choice: CoalitionChoice, loss: Number) -> list[Number]:
    """Return the coefficients of a_i1, a_i2, .. in the gain of party i."""
    attackers, defenders = set(choice.attackers), set(choice.defenders)
    name = choice.name or "coalition choice"
    if attackers & defenders or not attackers or not defenders:
        raise DataError(f"{name}: attackers and defenders must be two disjoint coalitions")
    sides = [sum((powers[j] for j in side), _ZERO) for side in (attackers, defenders)]
    if any(sign(side) <= 0 for side in sides):
        raise DataError(f"{name}: both coalitions need positive power")
    total = sides[0] + sides[1]
    shift = (1 - loss) * choice.stakes * (choice.win_probability - sides[0] / total) * total
    return [
        powers[j] * (shift / sides[0] - loss) if j in attackers
        else powers[j] * (-shift / sides[1] - loss) if j in defenders
        else _ZERO
        for j in range(len(powers))
    ]  # fmt: skip
