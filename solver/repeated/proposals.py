"""Where the least discount factor of a path may lie: guesses in floats, then exact candidates.

Bisection finds where the algorithm of Abreu and Sannikov begins to sustain the path. Near there the
vertices it finds are functions of the discount factor (`structure`, run on a letter); the value
sought is a root of one of the conditions under which a constraint is tight: a party indifferent on
the path, a profile's least continuation at a vertex or on an edge. Nothing here decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from games.errors import DetenteError
from games.exact import Number, RationalFunction, parameter, real_roots, sign
from solver.repeated.abreu_sannikov import iterate
from solver.repeated.payoffs import float_stage
from solver.repeated.polygon import cross
from solver.repeated.structure import ExactStage, System, lowest_vertices, solve_structure

#: Bisection stops at this width.
_WIDTH = 1e-9


def bracket(stage: ExactStage, profile: int) -> tuple[float, float] | None:
    """Floats (low, high) between which the least discount factor seems to lie; None if nowhere."""
    floats = float_stage(stage)
    size = max(1.0, *(abs(x) for row in floats.payoffs for x in row))

    def holds(d: float) -> bool:
        guess = iterate(floats, d)
        return bool(guess.points) and all(
            floats.payoffs[i][profile]
            - (1 - d) * floats.best[i][profile]
            - d * min(point[i] for point in guess.points)
            >= -1e-11 * size
            for i in (0, 1)
        )

    low, high = 0.0, 0.5
    while not holds(high):
        low, high = high, (1 + high) / 2
        if high > 0.9995:
            return None
    while high - low > _WIDTH:
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return low, high


def candidates(stage: ExactStage, profile: int, near: tuple[float, float]) -> Iterator[Number]:
    """Yield exact discount factors near a bracket at which a constraint seems to become tight."""
    middle = (near[0] + near[1]) / 2
    seen: list[Number] = []
    for denominator in (1000, 100_000):
        simple = Fraction(middle).limit_denominator(denominator)
        if near[0] <= simple <= near[1] and simple not in seen:
            seen.append(simple)
            yield simple
    for step in (1e-8, 1e-6):
        for condition in _conditions(stage, profile, near[1] + step, 1e3 * step):
            try:
                roots = real_roots(condition.coefficients("delta")[0])
            except DetenteError:
                continue
            for root in roots:
                if abs(float(root) - middle) < 10 * _WIDTH and root not in seen:
                    seen.append(root)
                    yield root


def _conditions(
    stage: ExactStage, profile: int, at: float, tolerance: float
) -> Iterator[RationalFunction]:
    """Yield what is nearly 0 at a discount factor, as functions of it: see the module's text."""
    guess = iterate(float_stage(stage), at)
    if not guess.points or not guess.settled or len(guess.structure) != len(guess.points):
        return
    d = parameter("delta")
    system = System(stage, d, guess.structure, lowest_vertices(guess.points))
    solved = solve_structure(system, guess.points)
    if solved is None:
        return
    points, least = solved
    size = max(1.0, *(abs(float(x)) for row in stage.payoffs for x in row))
    ratio = (1 - at) / at
    threats = [min(p[i] for p in guess.points) for i in (0, 1)]
    count = len(points)

    def near_zero(value: float) -> bool:
        return abs(value) < tolerance * size

    for a in (profile, *(b for b in range(len(stage.payoffs[0])) if b != profile)):
        gains = [stage.gain(i, a) for i in (0, 1)]
        if not any(sign(gain) > 0 for gain in gains):
            continue
        rough, corner = (
            (base[0] + factor * gains[0], base[1] + factor * gains[1])
            for base, factor in ((threats, Fraction(ratio)), (least, (1 - d) / d))
        )
        own = [stage.payoffs[i][a] - corner[i] for i in (0, 1)]
        found = [own[i] for i in (0, 1) if near_zero(float(stage.payoffs[i][a] - rough[i]))]
        for k in range(count):
            p, q = guess.points[k], guess.points[(k + 1) % count]
            found += [points[k][i] - corner[i] for i in (0, 1) if near_zero(float(p[i] - rough[i]))]
            if count > 2 and near_zero(float(cross(p, q, rough)) / size):
                found.append(cross(points[k], points[(k + 1) % count], corner))
        yield from (f for f in found if isinstance(f, RationalFunction))
