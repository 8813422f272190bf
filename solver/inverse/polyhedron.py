"""Linear constraints in more unknowns than two: nonempty, ranges, conflicts, by exact programmes.

The unknowns are >= 0. A system with strict constraints has a solution iff the greatest margin e of
a x + e <= c over the strict ones is positive. Where it has none, the dual multipliers prove it
(Farkas, Motzkin); from their support constraints are dropped while the rest still conflicts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.exact import Number, sign
from solver.geometry import Optimum, maximise
from solver.geometry.polygon import Extent

_ONE, _ZERO = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class Constraint:
    """coefficients . x <= bound, or < where strict."""

    coefficients: tuple[Number, ...]
    bound: Number
    strict: bool
    name: str


def margin(constraints: Sequence[Constraint], unknowns: int) -> Optimum:
    """Maximise the margin e <= 1 of the strict constraints."""
    matrix = [(*c.coefficients, _ONE if c.strict else _ZERO) for c in constraints]
    bounds = [c.bound for c in constraints]
    matrix.append((*[_ZERO] * unknowns, _ONE))
    return maximise([*[_ZERO] * unknowns, _ONE], matrix, [*bounds, _ONE])


def has_solution(constraints: Sequence[Constraint], unknowns: int) -> bool:
    """Return whether some x >= 0 satisfies all constraints, the strict ones strictly."""
    found = margin(constraints, unknowns)
    return found.status == "optimal" and found.value is not None and sign(found.value) > 0


def conflict(constraints: Sequence[Constraint], unknowns: int) -> tuple[Constraint, ...]:
    """Return an irreducible set of constraints without a common solution; () if there is one."""
    found = margin(constraints, unknowns)
    if found.status == "optimal" and found.value is not None and sign(found.value) > 0:
        return ()
    assert found.dual is not None
    chosen = [c for c, y in zip(constraints, found.dual, strict=False) if sign(y) != 0]
    for candidate in tuple(chosen):
        rest = [c for c in chosen if c is not candidate]
        if not has_solution(rest, unknowns):
            chosen = rest
    return tuple(chosen)


def supremum(constraints: Sequence[Constraint], objective: Sequence[Number | int]) -> Extent:
    """Return the supremum of a linear function over a system that has a solution."""
    found = maximise(
        objective, [c.coefficients for c in constraints], [c.bound for c in constraints]
    )
    if found.status == "unbounded" or found.value is None:
        return Extent(None, False)
    reached = Constraint(
        tuple(Fraction(-c) if isinstance(c, int) else -c for c in objective),
        -found.value, False, "optimum",
    )  # fmt: skip
    return Extent(found.value, has_solution([*constraints, reached], len(objective)))


def greatest_ratio(
    constraints: Sequence[Constraint], numerator: int, denominator: int, unknowns: int
) -> Number | None:
    """Return the supremum of x[numerator] / x[denominator] over the closure, None if unbounded.

    Charnes and Cooper (1962): maximise over the cone a x <= c t, x[denominator] = 1, t >= 0.
    """
    matrix = [(*c.coefficients, -c.bound) for c in constraints]
    one = [_ZERO] * (unknowns + 1)
    one[denominator] = _ONE
    matrix += [tuple(one), tuple(-entry for entry in one)]
    goal = [_ZERO] * (unknowns + 1)
    goal[numerator] = _ONE
    found = maximise(goal, matrix, [*[_ZERO] * len(constraints), _ONE, -_ONE])
    return found.value if found.status == "optimal" else None
