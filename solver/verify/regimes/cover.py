"""Every cell of a map with the pattern it is said to have.

Over one quantity the map is {"points": [[low, high], ..], "samples": [..], "cells": [..]}: bounds
of every point, ends first and last, a rational sample between each two, and the number of the
pattern of point, interval, point, .., point. Over two it is {"points": [{"polynomial": [..],
"within": [low, high]}, ..], "samples": [..], "stacks": [{"samples": [..], "cells": [..]}, ..]}: the
base along the first axis, and the cells along the second over point, sample, point, .., point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.exact import Scalar
from solver.verify.plain import Malformed, entry, index, rational, sequence
from solver.verify.regimes import box
from solver.verify.regimes.identities import Game, Pool
from solver.verify.regimes.stack import Refuted, Signs, cells
from solver.verify.regimes.sturm import Domain, Numbers, Rationals, zeros

#: Values of x over which a certificate may list cells, and degree of one.
MAX_STACKS, MAX_DEGREE = 20_000, 500


@dataclass(frozen=True)
class Cover:
    """samples: (signs, point) of rational points in cells of full dimension."""

    samples: tuple[tuple[Signs, tuple[Fraction, ...]], ...]


def covered(game: Game, pool: Pool, stated: Any, patterns: Sequence[Signs]) -> Cover:
    """Check a cover, and that just these patterns occur in it; raises `Refuted`."""
    used: set[int] = set()
    draw = _line if len(game.axes) == 1 else _box
    cover = draw(game, pool, stated, patterns, used)
    if len(used) < len(patterns):
        missing = min(set(range(len(patterns))) - used)
        raise Refuted(f"the pattern number {missing} occurs nowhere")
    return cover


def _compare(
    found: Sequence[Signs], stated: Any, patterns: Sequence[Signs], where: str
) -> set[int]:
    """The numbers of the patterns of cells, which must be those stated."""
    numbers = [
        index(number, len(patterns), "a pattern")
        for number in sequence(stated, "cells", len(found))
    ]
    for cell, (number, signs) in enumerate(zip(numbers, found, strict=True)):
        if patterns[number] != signs:
            raise Refuted(f"cell {cell}{where} has other signs than its pattern")
    return set(numbers)


def _rationals(value: Any, what: str) -> list[Fraction]:
    return [rational(item) for item in sequence(value, what)]


def _bounds(value: Any) -> tuple[Fraction, Fraction]:
    low, high = _rationals(sequence(value, "bounds", 2), "bounds")
    return low, high


# ---- one quantity


def _line(game: Game, pool: Pool, stated: Any, patterns: Sequence[Signs], used: set[int]) -> Cover:
    (name,), (ends,) = game.axes, game.ends
    members = [[_number(c) for c in form.coefficients(name)[0]] for form in pool.members]
    rational_ones = all(isinstance(c, Fraction) for member in members for c in member)
    domain: Domain = Rationals() if rational_ones else Numbers()
    samples = _rationals(entry(stated, "samples", "the map"), "samples")
    found = cells(members, domain, ends, samples)
    used |= _compare(found, entry(stated, "cells", "the map"), patterns, "")
    points = [_bounds(item) for item in sequence(entry(stated, "points", "the map"), "points")]
    if len(points) != len(samples) + 1:
        raise Malformed("there must be one point more than samples")
    for k, (low, high) in enumerate(points):
        if k in (0, len(samples)):
            if (low, high) != (ends[k > 0], ends[k > 0]):
                raise Refuted("the map does not run from one end of the range to the other")
            continue
        if not samples[k - 1] < low <= high < samples[k]:
            raise Refuted(f"the bounds of point {k} do not lie between its samples")
        vanishing = domain.tidy(members[found[2 * k].index(0)])
        inside = (
            domain.sign(domain.at(vanishing, low)) == 0
            if low == high
            else zeros(vanishing, low, high, domain) == 1
        )
        if not inside:
            raise Refuted(f"point {k} does not lie within its bounds")
    return Cover(tuple((found[2 * k + 1], (sample,)) for k, sample in enumerate(samples)))


def _number(value: Scalar) -> Any:
    """A coefficient without parameters as an exact number."""
    return Fraction(value) if isinstance(value, int) else value


# ---- two quantities


def _box(game: Game, pool: Pool, stated: Any, patterns: Sequence[Signs], used: set[int]) -> Cover:
    x, y = game.ends
    names = (game.axes[0], game.axes[1])
    members = [box.member(form, names) for form in pool.members]
    points = [_base_point(p) for p in sequence(entry(stated, "points", "the map"), "points")]
    samples = _rationals(entry(stated, "samples", "the map"), "samples")
    stacks = sequence(entry(stated, "stacks", "the map"), "stacks", max(2 * len(points) - 1, 0))
    if not 2 <= len(points) <= MAX_STACKS:
        raise Malformed(f"a base has 2 to {MAX_STACKS} points")
    chosen = box.turning(members, x, y)
    box.check_base(box.projections(members, chosen, names, y), points, samples, x)
    full: list[tuple[Signs, tuple[Fraction, ...]]] = []
    for number, item in enumerate(stacks):
        heights = _rationals(entry(item, "samples", "a stack"), "samples")
        over, k = number % 2, number // 2
        where = f"sample {samples[k]}" if over else f"base point {k}"
        try:
            if over:
                found = box.over_sample(members, samples[k], y, heights)
            else:
                found = box.over_point(members, points[k], y, heights)
        except Refuted as fault:
            raise Refuted(f"over the {where}: {fault}") from None
        used |= _compare(found, entry(item, "cells", "a stack"), patterns, f" over the {where}")
        if over:
            full += [(found[2 * j + 1], (samples[k], height)) for j, height in enumerate(heights)]
    return Cover(tuple(full))


def _base_point(item: Any) -> box.BasePoint:
    polynomial = sequence(entry(item, "polynomial", "a base point"), "a polynomial")
    if not all(isinstance(c, int) and not isinstance(c, bool) for c in polynomial):
        raise Malformed("the polynomial of a base point has whole numbers as coefficients")
    if not 2 <= len(polynomial) <= MAX_DEGREE:
        raise Malformed(f"the polynomial of a base point has degree 1 to {MAX_DEGREE}")
    low, high = _bounds(entry(item, "within", "a base point"))
    if low > high:
        raise Malformed("the bounds of a base point are the wrong way round")
    return box.BasePoint(tuple(polynomial), low, high)
