"""The cells of a line: where on an interval which polynomials of the pool are zero.

Over one parameter this is the whole map; over two it is what stands over one value of x. Rational
samples s_0 < .. < s_n divide the open interval so that between each two there is exactly one point
at which anything vanishes. The cells are, from below: the end, the open interval around s_0, the
point between s_0 and s_1, the open interval around s_1, .., the other end.

That nothing vanishes elsewhere is shown by counting (Sturm). Where several polynomials vanish
between two samples each has one zero there, and their common divisors have it too.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

from solver.verify.regimes.sturm import (
    Domain,
    Polynomial,
    chain,
    changes,
    common,
    without_zero,
    zeros,
)

Signs = tuple[int, ...]


class Refuted(Exception):  # noqa: N818 (a verdict on a claim, turned into a reason)
    """What is claimed is not so, or is not shown."""


def cells(
    members: Sequence[Polynomial],
    domain: Domain,
    ends: tuple[Fraction, Fraction],
    samples: Sequence[Fraction],
) -> list[Signs]:
    """The signs of all members on every cell, or `Refuted`.

    A member that is zero all over has sign 0 everywhere and takes no further part.
    """
    low, high = ends
    if not samples or not all(a < b for a, b in itertools.pairwise([low, *samples, high])):
        raise Refuted("the samples do not increase from one end to the other")
    columns: list[list[int]] = []
    zero: list[list[int]] = [[] for _ in samples[1:]]
    inner: list[Polynomial] = []
    for number, member in enumerate(members):
        p = domain.tidy(member)
        inner.append(without_zero(without_zero(p, low, domain), high, domain))
        if not p:
            columns.append([0] * (2 * len(samples) + 1))
            continue
        signs, where = _along(inner[-1], p, domain, ends, samples)
        for slab in where:
            zero[slab].append(number)
        edges = [domain.sign(domain.at(p, end)) for end in ends]
        row = [edges[0], signs[0]]
        for slab in range(len(zero)):
            row += [0 if slab in where else signs[slab], signs[slab + 1]]
        columns.append([*row, edges[1]])
    for slab, numbers in enumerate(zero):
        between = samples[slab], samples[slab + 1]
        if not numbers:
            raise Refuted(f"nothing vanishes between the samples {between[0]} and {between[1]}")
        for other in numbers[1:]:
            shared = common(inner[numbers[0]], inner[other], domain)
            if len(shared) < 2 or zeros(shared, *between, domain) != 1:
                raise Refuted(
                    f"two different points lie between the samples {between[0]} and {between[1]}"
                )
    return list(zip(*columns, strict=True))


def _along(
    p: Polynomial,
    whole: Polynomial,
    domain: Domain,
    ends: tuple[Fraction, Fraction],
    samples: Sequence[Fraction],
) -> tuple[list[int], set[int]]:
    """Signs of `whole` at the samples, and the slabs between samples with a zero.

    p: `whole` without its zeros at the ends.
    """
    last = len(samples) - 1
    sturm = chain(p, domain)
    known: dict[int, tuple[int, int]] = {}

    def look(k: int) -> int:
        """V at a sample, which must be no zero."""
        if k not in known:
            found = domain.sign(domain.at(whole, samples[k]))
            if found == 0:
                raise Refuted(f"the sample {samples[k]} is a point where something vanishes")
            known[k] = (found, changes(sturm, samples[k], domain) if len(sturm) > 1 else 0)
        return known[k][1]

    for end, k in ((ends[0], 0), (ends[1], last)):
        if len(sturm) > 1 and changes(sturm, end, domain) != look(k):
            raise Refuted(f"something vanishes between {end} and the sample {samples[k]}")
        look(k)
    signs = [0] * len(samples)
    where: set[int] = set()

    def divide(i: int, j: int) -> None:
        count = look(i) - look(j)
        signs[i], signs[j] = known[i][0], known[j][0]
        if count == 0:
            signs[i:j] = [signs[i]] * (j - i)
        elif j - i > 1:
            middle = (i + j) // 2
            divide(i, middle)
            divide(middle, j)
        elif count == 1:
            where.add(i)
        else:
            raise Refuted(f"{count} points lie between the samples {samples[i]} and {samples[j]}")

    divide(0, last)
    return signs, where
