"""Every sign pattern of polynomials in one or two letters, from their exact arrangement in the box.

The polynomials are made the gains of a game whose other player does not care, and the map of that
game (`solver.regimes`) has a cell for every pattern that occurs: the others are empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from games.errors import DetenteError
from games.exact import Number, RationalFunction, Scalar, real_roots, sign
from games.spec.realisation import Tables
from solver.regimes.derive.factors import at
from solver.regimes.derive.signs import Box, letters
from solver.regimes.partition import MAX_ACTIONS, partition
from solver.solution.limits import Limits
from solver.solution.regimes import Cell, Place, RegimePartition

Pattern = tuple[int, ...]
Point = dict[str, Number]
#: Seconds after which an arrangement is given up.
_SECONDS = 20.0


def arrangement(
    polynomials: Sequence[Scalar], box: Box, fixed: Mapping[str, Number] | None = None
) -> dict[Pattern, Point | None] | None:
    """Every pattern that occurs, with an exact point; None where the arrangement is not known.

    polynomials: irreducible. fixed: values of letters, so that one or two are left. The point is
    None where a pattern occurs at points only that are not written down exactly.
    """
    values = dict(fixed or {})
    there = [at(p, values) for p in polynomials]
    names = sorted({name for p in there for name in letters(p)})
    if not 1 <= len(names) <= 2 or len(there) > MAX_ACTIONS or not set(names) <= set(box):
        return None
    zero = Fraction(0)
    game = Tables(
        ("first", "second"),
        (("a", "b"), tuple(f"p{k}" for k in range(len(there)))),
        ((tuple(there), (zero,) * len(there)), ((zero,) * len(there),) * 2),
    )
    ranges = {f"{axis}_range": box[name] for axis, name in zip("xy", names, strict=False)}
    axes = dict(zip("xy", names, strict=False))
    try:
        found = partition(game, **axes, **ranges, limits=Limits(seconds=_SECONDS))  # type: ignore[arg-type]
    except DetenteError:
        return None
    if found.status != "complete":
        return None
    products = [_product(p, found) for p in there]
    patterns: dict[Pattern, Point | None] = {}
    for cell in sorted(found.cells, key=lambda cell: -cell.dimension):
        signs = tuple(_sign(product, cell.signs) for product in products)
        if patterns.get(signs) is None:
            point = _point(found, cell, names)
            patterns[signs] = None if point is None else {**values, **point}
    return patterns


def _product(p: Scalar, found: RegimePartition) -> tuple[int, list[tuple[int, int]]]:
    """A polynomial as a sign times powers of those of the map."""
    if not isinstance(p, RationalFunction):
        return sign(p), []
    powers = []
    for number, member in enumerate(found.polynomials):
        exponent = 0
        while isinstance(p, RationalFunction) and isinstance(member, RationalFunction):
            rest = p / member
            if isinstance(rest, RationalFunction) and rest.denominator != 1:
                break
            p, exponent = rest, exponent + 1
        if exponent:
            powers.append((number, exponent))
    assert not isinstance(p, RationalFunction)
    return sign(p), powers


def _sign(product: tuple[int, list[tuple[int, int]]], signs: Sequence[int]) -> int:
    result, powers = product
    for number, exponent in powers:
        result *= signs[number] ** exponent
    return result


def _point(found: RegimePartition, cell: Cell, names: Sequence[str]) -> Point | None:
    """The sample of a cell as exact numbers; a corner's height is a root over its place."""
    first = cell.sample[0].number
    if first is None:
        return None
    point: Point = {names[0]: first}
    if len(names) == 2:
        second = cell.sample[1].number
        if second is None:
            second = _height(found, cell, first, names)
        if second is None:
            return None
        point[names[1]] = second
    return point


def _height(
    found: RegimePartition, cell: Cell, first: Number, names: Sequence[str]
) -> Number | None:
    """The only root, over the place of a corner, of a curve through it within its bounds."""
    place: Place = cell.sample[1]
    for number, s in enumerate(cell.signs):
        if s:
            continue
        p = at(found.polynomials[number], {names[0]: first})
        if not isinstance(p, RationalFunction):
            continue
        try:
            coefficients = list(p.coefficients(names[1])[0])
            roots = [y for y in real_roots(coefficients) if place.low <= y <= place.high]
        except DetenteError:
            continue
        if len(roots) == 1:
            return roots[0]
    return None
