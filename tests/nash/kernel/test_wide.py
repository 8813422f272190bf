"""Numbers of one, two and four limbs against Python's integers, at the edge of their range."""

import random

import pytest

np = pytest.importorskip("numpy")
numba = pytest.importorskip("numba")

from solver.nash.kernel.wide import (  # noqa: E402
    compare_products,
    invert_odd_part,
    pivot_entry,
)


@numba.njit
def _pivot(width, table, det, inverse):
    shift = invert_odd_part(width, det, inverse)
    return pivot_entry(width, table, 0, 1, 2, 3, det, inverse, shift)


@numba.njit
def _compare(width, table):
    return compare_products(width, table, 0, 1, 2, 3)


def limbs_of(numbers, limbs):
    words = [n >> (64 * k) & (2**64 - 1) for n in numbers for k in range(limbs)]
    return np.array(words, np.uint64).view(np.int64)


def number(words, limbs):
    unsigned = sum((int(w) % 2**64) << (64 * k) for k, w in enumerate(words[:limbs]))
    return unsigned - (1 << 64 * limbs if unsigned >> (64 * limbs - 1) else 0)


def cases(rng, bits):
    """Factors a, b, c, d and a divisor of a b - c d; many quotients are out of range."""
    top = 2 ** (bits - 2)
    while True:
        size = rng.choice([3, bits // 2, bits - 4, bits - 2])
        det = rng.randrange(1, 2 ** rng.choice([1, bits // 2, bits - 2])) << rng.choice(
            [0, 0, 1, 7]
        )
        a, b, c = (rng.randrange(-(2**size) + 1, 2**size) for _ in range(3))
        if det >= top or c == 0:
            continue
        # choose d so that det divides a b - c d: c = 1 or a multiple of det
        c = rng.choice([1, -1])
        d = (a * b) % det * c
        d += c * det * rng.randrange(-4, 5)
        if abs(d) < top:
            yield (a, b, c, d), det


@pytest.mark.parametrize("limbs", [1, 2, 4])
def test_exact_division_and_every_overflow(limbs):
    bits = 64 * limbs
    rng = random.Random(limbs)
    source = cases(rng, bits)
    caught = 0
    for _ in range(3000):
        (a, b, c, d), det = next(source)
        quotient, rest = divmod(a * b - c * d, det)
        assert rest == 0
        table = limbs_of((a, b, c, d), limbs)
        bad = _pivot((0,) * limbs, table, limbs_of((det,), limbs), limbs_of((0,), limbs))
        assert bad == (abs(quotient) >= 2 ** (bits - 2))
        if bad:
            caught += 1
        else:
            assert number(table, limbs) == quotient
    assert 100 < caught < 2900


@pytest.mark.parametrize("limbs", [1, 2, 4])
def test_the_edge_of_the_range(limbs):
    top = 2 ** (64 * limbs - 2)
    for quotient, bad in ((top - 1, False), (top, True), (1 - top, False), (-top, True)):
        half = quotient // 2
        table = limbs_of((2, half, -1, quotient - 2 * half), limbs)
        one = limbs_of((1,), limbs)
        assert _pivot((0,) * limbs, table, one, one.copy()) == bad


@pytest.mark.parametrize("limbs", [1, 2, 4])
def test_comparison_of_products(limbs):
    rng = random.Random(limbs)
    top = 2 ** (64 * limbs - 2)
    for _ in range(1000):
        a, b = rng.randrange(-top + 1, top), rng.randrange(-top + 1, top)
        c, d = rng.choice([(a, b), (b, a), (a, b - 1), (-a, b), (a // 2, 2)])
        expected = (a * b > c * d) - (a * b < c * d)
        assert _compare((0,) * limbs, limbs_of((a, b, c, d), limbs)) == expected
