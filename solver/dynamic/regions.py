"""Whether polynomial conditions hold somewhere in the unit box: a member, or a proof of none.

A polynomial of degrees n_k is a mixture of its Bernstein coefficients on a box, so that it is
negative there if they all are (Farouki 2012), and on the inside if they are <= 0, not all 0. The
box is halved, in whole numbers, until on every part some condition is negative; on the way the
middle of each part is tried.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Container, Mapping, Sequence
from fractions import Fraction
from typing import Any

from games.errors import LimitError
from games.exact import RationalFunction, Scalar, enclosure
from solver.dynamic.mixing import Open, value_at

#: Parts of the box after which the question is left open.
MAX_PARTS = 2_000
#: Bernstein coefficients of one condition beyond which it is not asked.
MAX_COEFFICIENTS = 20_000

_BITS = 128
Point = dict[str, Fraction]


def member(
    conditions: Sequence[Scalar],
    names: Sequence[str],
    closed: Container[str] = (),
    parts: int = MAX_PARTS,
) -> Point | Open | None:
    """A point of the open unit box where every condition is > 0; None where all are >= 0 nowhere.

    closed: names that may be 0 and 1, too, where it is asked whether all are >= 0. A condition
    counts as violated where it has a pole. Open: neither was shown, with so many parts of the box.
    """
    tables = [_bernstein(condition, names) for condition in conditions]
    if any(table is None for table in tables):
        return Open("conditions on several weights at once with transcendental coefficients")
    half = Fraction(1, 2)
    todo: list[tuple[list[Any], list[Fraction], list[Fraction]]] = [
        (tables, [Fraction(0)] * len(names), [Fraction(1)] * len(names))
    ]
    for _ in range(parts):
        if not todo:
            return None
        tables, low, width = todo.pop(0)
        inner = [
            [end for end, own in ((0, a > 0), (-1, a + w < 1)) if own or name in closed]
            for name, a, w in zip(names, low, width, strict=True)
        ]
        if any(_negative(table, inner) for table in tables):
            continue
        middle = {name: a + half * w for name, a, w in zip(names, low, width, strict=True)}
        if all(_positive(condition, middle) for condition in conditions):
            return middle
        tables = [table for table in tables if min(table.flat) < 0]
        axis = max(range(len(names)), key=lambda k: (_variation(tables, k), width[k], -k))
        pairs = [_halves(table, axis) for table in tables]
        shorter = [w * half if k == axis else w for k, w in enumerate(width)]
        further = [
            a + w if k == axis else a for k, (a, w) in enumerate(zip(low, shorter, strict=True))
        ]
        todo.append(([pair[0] for pair in pairs], low, shorter))
        todo.append(([pair[1] for pair in pairs], further, shorter))
    return None if not todo else Open("values that move with several weights at once")


def _variation(tables: Sequence[Any], axis: int) -> Fraction:
    """How much conditions that are not settled change along an axis, relative to their size."""
    import numpy as np

    total = Fraction(0)
    for table in tables:
        size = sum(map(abs, table.flat))
        total += Fraction(int(sum(map(abs, np.diff(table, axis=axis).flat))), int(size))
    return total


def _negative(table: Any, inner: Sequence[Sequence[int]]) -> bool:
    """Whether a polynomial is < 0 on a part of the box, faces of the whole box left out.

    inner: per axis, the ends of the part that are not faces of the box. On such a face only the
    coefficients there count.
    """
    import numpy as np

    if max(table.flat) > 0:
        return False
    faces = itertools.product(*([slice(None), *ends] for ends in inner))
    return all(min(np.ravel(table[face])) < 0 for face in faces)


def _positive(condition: Scalar, point: Mapping[str, Fraction]) -> bool:
    value = value_at(condition, point)
    return value is not None and bool(value > 0)


def _bernstein(condition: Scalar, names: Sequence[str]) -> Any:
    """Whole-number multiples of the Bernstein coefficients of numerator times denominator.

    The product has the sign of the quotient. Irrational coefficients are replaced by larger
    rational ones, so that what is negative still is. None where one is transcendental.
    """
    import numpy as np

    product = condition.numerator * condition.denominator
    terms = product.terms()[0] if isinstance(product, RationalFunction) else {(): product}
    if any(name not in names for monomial in terms for name, _ in monomial):
        return None
    # Powers of the unknowns are >= 0 here, so that larger coefficients make the function larger.
    powers = {
        tuple(dict(m).get(name, 0) for name in names): enclosure(c, _BITS)[1]
        for m, c in terms.items()
    }
    degrees = [max(p[k] for p in powers) for k in range(len(names))]
    if math.prod(n + 1 for n in degrees) > MAX_COEFFICIENTS:
        raise LimitError(
            "member(): a condition has too many coefficients", allowed=f"at most {MAX_COEFFICIENTS}"
        )
    scale = math.lcm(*(c.denominator for c in powers.values()))
    scale *= math.prod(math.lcm(*(math.comb(n, k) for k in range(n + 1))) for n in degrees)
    table = np.zeros([n + 1 for n in degrees], dtype=object)
    for power, c in powers.items():
        table[power] += c * scale
    for axis, n in enumerate(degrees):
        # b_j = sum_{k <= j} C(j, k) / C(n, k) a_k along each axis.
        matrix = np.array(
            [
                [Fraction(math.comb(j, k), math.comb(n, k)) for k in range(n + 1)]
                for j in range(n + 1)
            ],
            dtype=object,
        )
        table = np.moveaxis(np.tensordot(matrix, table, axes=([1], [axis])), 0, axis)
    return _whole(table)


def _whole(table: Any) -> Any:
    import numpy as np

    return np.vectorize(int, otypes=[object])(table)


def _halves(table: Any, axis: int) -> tuple[Any, Any]:
    """Coefficients on both halves along an axis, times a power of two (de Casteljau)."""
    import numpy as np

    row = np.moveaxis(table, axis, 0)
    n = len(row) - 1
    left, right = np.empty_like(row), np.empty_like(row)
    for level in range(n + 1):
        left[level] = row[0] * 2 ** (n - level)
        right[n - level] = row[-1] * 2 ** (n - level)
        row = row[:-1] + row[1:]
    return np.moveaxis(left, 0, axis), np.moveaxis(right, 0, axis)
