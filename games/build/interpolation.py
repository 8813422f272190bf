"""How the odds of conflict depend on two intensities x_1, x_2 in [0, 1].

All of these agree when every intensity is 0 or 1: 0 if both hold, the resistance rho if one seeks
alone, 1 if both seek. They differ in between:

    bilinear   x1 x2 + rho [x1 (1-x2) + x2 (1-x1)]    both act independently (the default)
    overlap    min(x1, x2) + rho |x1 - x2|            the common part of two escalations always
                                                      meets; only the excess depends on resistance

Any function of (x1, x2, rho) may be given instead, or a table of probabilities by level.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from games.errors import GameError
from games.exact import Scalar
from games.world.scalars import probability

Interpolation = Callable[[Fraction, Fraction, Scalar], Scalar]


def bilinear(x1: Fraction, x2: Fraction, resistance: Scalar) -> Scalar:
    """x1 x2 + rho [x1 (1-x2) + x2 (1-x1)]."""
    return x1 * x2 + resistance * (x1 * (1 - x2) + x2 * (1 - x1))


def overlap(x1: Fraction, x2: Fraction, resistance: Scalar) -> Scalar:
    """min(x1, x2) + rho |x1 - x2|."""
    return min(x1, x2) + resistance * abs(x1 - x2)


INTERPOLATIONS: dict[str, Interpolation] = {"bilinear": bilinear, "overlap": overlap}


def conflict_table(
    levels: int,
    resistance: Scalar,
    interpolation: str | Interpolation | Sequence[Sequence[Scalar]],
) -> tuple[tuple[Scalar, ...], ...]:
    """Probability of conflict, [level of party 1][level of party 2]; refused outside [0, 1]."""
    size = levels + 1
    if isinstance(interpolation, str):
        if interpolation not in INTERPOLATIONS:
            raise GameError(
                f"interpolation: there is none named {interpolation!r}",
                found=interpolation,
                allowed=", ".join(INTERPOLATIONS),
            )
        interpolation = INTERPOLATIONS[interpolation]
    if callable(interpolation):
        grid = [Fraction(level, levels) for level in range(size)]
        values = [[interpolation(x1, x2, resistance) for x2 in grid] for x1 in grid]
    else:
        values = [list(row) for row in interpolation]
        if len(values) != size or any(len(row) != size for row in values):
            raise GameError(
                f"interpolation: {levels} levels above hold need a {size}x{size} table; got rows "
                f"of {', '.join(str(len(row)) for row in values)}",
                allowed=f"{size}x{size}",
            )
    return tuple(
        tuple(
            probability(entry, f"interpolation: conflict probability at levels ({i}, {j})")
            for j, entry in enumerate(row)
        )
        for i, row in enumerate(values)
    )
