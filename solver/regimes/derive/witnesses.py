"""Exact points of a box with prescribed signs of polynomials, and proofs that there are none.

Where all polynomials are affine in two letters together (or in x and x y), the others fixed, they
cut a polygon into cells. Every cell, of whatever dimension, has among its points a vertex, the
middle of two vertices or the centre of three, since a bounded cell is the hull of its vertices and
three of them span it; where there are many, only some threes are taken. The other letters run
through simple fractions, so that coincidences (s = 1/2, rho = 1 - s) are met. Where no two letters
will do, one letter is taken: its roots and the middles between them.

A pattern of signs is empty if a sum of the polynomials with coefficients -1, 0, 1, positive by the
pattern, is nowhere positive in the box (`kept_sign`).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from games.exact import Number, RationalFunction, Scalar, sign
from solver.regimes.derive.factors import at
from solver.regimes.derive.signs import Box, kept_sign, letters, polynomial_terms

Pattern = tuple[int, ...]
#: Constant, coefficient of the first letter, of the second.
Affine = tuple[Fraction, Fraction, Fraction]
Point = tuple[Fraction, Fraction]
_PARTS = tuple(Fraction(n, d) for n, d in ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (0, 1), (1, 1)))
#: Choices of the other letters looked at.
_CHOICES = 3000
_TRIPLES = 20


@dataclass(frozen=True)
class Bound:
    """A sum of polynomials that is nowhere positive: coefficients, words, whether it is < 0."""

    coefficients: Pattern
    words: str
    strict: bool


def witnesses(
    polynomials: Sequence[Scalar],
    box: Box,
    wanted: set[Pattern],
    positive: Sequence[Scalar] = (),
) -> dict[Pattern, dict[str, Number]]:
    """Exact points for as many of the wanted patterns as are found; deterministic.

    positive: polynomials that are nowhere negative in the box and must not vanish at the points.
    """
    names = sorted({name for p in polynomials for name in letters(p)})
    found: dict[Pattern, dict[str, Number]] = {}
    free = _free_letters(polynomials, names)
    rest = [name for name in names if name not in free]
    for choice in simple_values(rest, box):
        fixed = [at(p, choice) for p in polynomials]
        for signs, point in _points(fixed, free, box):
            if signs not in wanted or signs in found:
                continue
            whole = {**choice, **point}
            if _stays_positive(positive, whole, box):
                found[signs] = whole
        if len(found) == len(wanted):
            break
    return found


def emptiness(bounds: Sequence[Bound], pattern: Pattern) -> str | None:
    """Why no point of the box has these signs; None where that is not proved."""
    for bound in bounds:
        agreed = [a * b for a, b in zip(bound.coefficients, pattern, strict=True)]
        if min(agreed) >= 0 and (max(agreed) > 0 or bound.strict):
            return bound.words
    return None


def bounded_sums(polynomials: Sequence[Scalar], texts: Sequence[str], box: Box) -> list[Bound]:
    """The sums with coefficients -1, 0, 1 that are nowhere positive in the box, shortest first."""
    found = []
    choices = itertools.product((0, 1, -1), repeat=len(polynomials))
    for signs in sorted(choices, key=lambda item: sum(map(abs, item))):
        total: Scalar = Fraction(0)
        for coefficient, p in zip(signs, polynomials, strict=True):
            total = total + coefficient * p
        if not any(signs) or kept_sign(total, box) not in (-1, 0):
            continue
        shown = " ".join(
            f"{'+' if coefficient > 0 else '-'} {f'({text})' if ' ' in text else text}"
            for coefficient, text in zip(signs, texts, strict=True)
            if coefficient
        ).removeprefix("+ ")
        words = f"{shown} = {total} is nowhere positive in the domain"
        found.append(Bound(signs, words, not isinstance(total, RationalFunction) and total < 0))
    return found


def _free_letters(polynomials: Sequence[Scalar], names: Sequence[str]) -> tuple[str, ...]:
    """Two letters in which all are affine together, or in x and x y; else one, or none."""
    degrees = {
        tuple(dict(monomial).get(name, 0) for name in names)
        for p in polynomials
        for monomial in polynomial_terms(p)
    }
    for allowed in ({(0, 0), (1, 0), (0, 1)}, {(0, 0), (1, 0), (1, 1)}):
        for i, j in itertools.permutations(range(len(names)), 2):
            if {(d[i], d[j]) for d in degrees} <= allowed:
                return names[i], names[j]
    for i, name in enumerate(names):
        if {d[i] for d in degrees} <= {0, 1}:
            return (name,)
    return ()


def _stays_positive(polynomials: Sequence[Scalar], point: Mapping[str, Number], box: Box) -> bool:
    """Whether none vanishes at a point, letters that it leaves open in the middle of the box."""
    middle = {name: (low + high) / 2 for name, (low, high) in box.items()}
    return all(at(p, {**middle, **point}) != 0 for p in polynomials)


def simple_values(names: Sequence[str], box: Box) -> Iterator[dict[str, Number]]:
    """Simple values of letters: all where they are few, else the first ones in a fixed shuffle."""
    values: list[list[Number]] = []
    for name in names:
        if name in box:
            low, high = box[name]
            values.append([low + (high - low) * part for part in _PARTS])
        else:
            values.append([Fraction(n, 2) for n in (1, 2, -1, -2, 0, 3, -3, 4, -4)])
    if prod(map(len, values)) <= _CHOICES:
        for combination in itertools.product(*values):
            yield dict(zip(names, combination, strict=True))
        return
    draw = random.Random(1)
    for _ in range(_CHOICES):
        yield {name: draw.choice(options) for name, options in zip(names, values, strict=True)}


def _ends(name: str, box: Box) -> tuple[Fraction, Fraction]:
    low, high = box.get(name, (Fraction(-10), Fraction(10)))
    assert isinstance(low, Fraction)
    assert isinstance(high, Fraction)
    return low, high


def _points(
    polynomials: Sequence[Scalar], free: tuple[str, ...], box: Box
) -> Iterator[tuple[Pattern, dict[str, Number]]]:
    """Points that meet every cell (see above) in the free letters, with the signs there."""
    if not free:
        yield tuple(sign(p) for p in polynomials), {}
        return
    x, y = free if len(free) == 2 else (free[0], "")
    joint = any(
        dict(m).get(x, 0) and dict(m).get(y, 0) for p in polynomials for m in polynomial_terms(p)
    )
    cells = [_affine(p, x, y) for p in polynomials]
    if not y:
        line: Iterator[Point] = ((a, Fraction(0)) for a in _on_line(cells, x, box))
    else:
        line = _in_polygon(cells, _edges(x, y, joint, box))
    for point in line:
        signs = tuple(sign(_value(cell, point)) for cell in cells)
        a, b = point
        if not y:
            yield signs, {x: a}
        elif joint and a == 0:
            yield signs, {x: a, y: _ends(y, box)[0]}
        else:
            yield signs, {x: a, y: b / a if joint else b}


def _affine(p: Scalar, x: str, y: str) -> Affine:
    """Coefficients of 1, x and y, or of 1, x and x y where the letters occur so."""
    values = [Fraction(0)] * 3
    for monomial, coefficient in polynomial_terms(p).items():
        exponents = dict(monomial)
        place = 2 if exponents.get(y) else 1 if exponents.get(x) else 0
        assert isinstance(coefficient, Fraction)
        values[place] = coefficient
    return values[0], values[1], values[2]


def _on_line(cells: Sequence[Affine], name: str, box: Box) -> Iterator[Fraction]:
    low, high = _ends(name, box)
    roots = {-a / b for a, b, _ in cells if b and low <= -a / b <= high}
    stops = sorted({low, high, *roots})
    yield from stops
    yield from ((a + b) / 2 for a, b in itertools.pairwise(stops))


def _edges(x: str, y: str, joint: bool, box: Box) -> list[Affine]:
    """Half-planes of the domain: the box, or what it is in x and z = x y for x >= 0."""
    (a, b), (low, high) = _ends(x, box), _ends(y, box)
    zero, one = Fraction(0), Fraction(1)
    edges = [(-max(a, zero) if joint else -a, one, zero), (b, -one, zero)]
    if joint:
        return [*edges, (zero, -low, one), (zero, high, -one)]
    return [*edges, (-low, zero, one), (high, zero, -one)]


def _in_polygon(cells: Sequence[Affine], edges: Sequence[Affine]) -> Iterator[Point]:
    """Vertices of the arrangement, middles of two and centres of three."""
    lines = [line for line in (*cells, *edges) if line[1] or line[2]]
    vertices: dict[Point, None] = {}
    for first, second in itertools.combinations(lines, 2):
        point = _meeting(first, second)
        if point is not None and all(_value(edge, point) >= 0 for edge in edges):
            vertices[point] = None
    corners = list(vertices)
    yield from corners
    for p, q in itertools.combinations(corners, 2):
        yield (p[0] + q[0]) / 2, (p[1] + q[1]) / 2
    triples = list(itertools.combinations(corners, 3))
    if len(triples) > _TRIPLES:
        triples = random.Random(len(triples)).sample(triples, _TRIPLES)
    for p, q, r in triples:
        yield (p[0] + q[0] + r[0]) / 3, (p[1] + q[1] + r[1]) / 3


def _meeting(first: Affine, second: Affine) -> Point | None:
    determinant = first[1] * second[2] - first[2] * second[1]
    if determinant == 0:
        return None
    return (
        (first[2] * second[0] - first[0] * second[2]) / determinant,
        (first[0] * second[1] - first[1] * second[0]) / determinant,
    )


def _value(line: Affine, point: Point) -> Fraction:
    return line[0] + line[1] * point[0] + line[2] * point[1]


def holds(
    polynomials: Sequence[Scalar],
    pattern: Pattern,
    point: Mapping[str, Number],
    box: Box,
    positive: Sequence[Scalar] = (),
) -> bool:
    """Whether a point lies in the box and has these signs, and these others are positive there."""
    inside = all(box[name][0] <= x <= box[name][1] for name, x in point.items() if name in box)
    signs = []
    for p in (*polynomials, *positive):
        value = at(p, point)
        if isinstance(value, RationalFunction):
            return False
        signs.append(sign(value))
    return inside and tuple(signs) == (*pattern, *(1 for _ in positive))
