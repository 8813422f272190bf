"""What a party must believe of its own chances of victory, where nobody else knows them.

With one win probability p for the whole history, unknown to the observer, the
products y = w p keep every choice linear in (w, z, y),

    pi z < pi [(1-s) + k y - k s w] + spoils (1 + w),     0 <= y <= w,

so the ranges of w, z and of p = y/w are linear (fractional) programmes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.exact import Number
from games.world.observation import Observation, validated
from solver.inverse.identified import Bound
from solver.inverse.polyhedron import Constraint, conflict, greatest_ratio, has_solution, supremum

_ONE, _ZERO, _HALF = Fraction(1), Fraction(0), Fraction(1, 2)


@dataclass(frozen=True)
class Ranges:
    """Ranges of several unknowns over the solutions of linear constraints, or why there is none.

    left_out: choices that show a union and were not used; the ranges hold, but may be too wide.
    """

    bounds: tuple[Bound, ...]
    conflict: tuple[str, ...]
    left_out: tuple[str, ...] = ()

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
