"""Arithmetic of the real cyclotomic fields Q(2 cos(2 pi / N)).

2 cos(2 pi k / N) is C_k(2 cos(2 pi / N)) with C_k the Chebyshev polynomials scaled to be monic:
C_0 = 2, C_1 = x, C_{k+1} = x C_k - C_{k-1}.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from games.exact.limits import MAX_ANGLE_DEGREE


def totient(n: int) -> int:
    """Return Euler's phi of a positive integer (trial division: for small n)."""
    result, rest, p = n, n, 2
    while p * p <= rest:
        if rest % p == 0:
            result -= result // p
            while rest % p == 0:
                rest //= p
        p += 1
    return result - result // rest if rest > 1 else result


def chebyshev(k: int, n: int) -> Any:
    """Return 2 cos(2 pi k / n) as a polynomial in 2 cos(2 pi / n)."""
    k %= n
    return _chebyshev_table(n)[min(k, n - k)]


@lru_cache(maxsize=256)
def _chebyshev_table(n: int) -> list[Any]:
    """Return 2 cos(2 pi k / n) for k = 0 .. n // 2."""
    from games.exact import bridge

    modulus = bridge.cosine_modulus(n)
    generator = bridge.poly([0, 1])
    table = [bridge.poly([2]), generator % modulus]
    for _ in range(2, n // 2 + 1):
        table.append((generator * table[-1] - table[-2]) % modulus)
    return table


def kronecker(a: int, n: int) -> int:
    """Return the Kronecker symbol (a / n) for n > 0 (the Jacobi symbol, extended to even n)."""
    result = 1
    if n % 2 == 0:
        if a % 2 == 0:
            return 0
        while n % 2 == 0:
            n //= 2
            if a % 8 in (3, 5):
                result = -result
    a %= n
    while a:
        while a % 2 == 0:
            a //= 2
            if n % 8 in (3, 5):
                result = -result
        a, n = n, a
        if a % 4 == 3 and n % 4 == 3:
            result = -result
        a %= n
    return result if n == 1 else 0


def gauss_sum(d: int, n: int) -> Any | None:
    """Return sqrt(d) as a polynomial in 2 cos(2 pi / n), or None if it does not lie in that field.

    With D the discriminant of Q(sqrt d), sqrt(D) is the sum of (D / k) cos(2 pi k / D) over
    0 < k < D (Gauss), and it lies in the n-th cyclotomic field iff D divides n.
    """
    discriminant = d if d % 4 == 1 else 4 * d
    if n % discriminant:
        return None
    from games.exact import bridge

    total = bridge.poly([])
    for k in range(1, discriminant):
        symbol = kronecker(discriminant, k)
        if symbol:
            total += symbol * chebyshev(k * (n // discriminant), n)
    # Each 2 cos counts double, and sqrt(4 d) = 2 sqrt(d).
    return total / (2 if discriminant == d else 4)


@cache
def cosine_degrees() -> dict[int, list[int]]:
    """Return, for each degree n, the N with phi(N) / 2 = n (N odd or divisible by 4)."""
    table: dict[int, list[int]] = {}
    # phi(N) >= sqrt(N / 2), and in this range phi(N) > N / 6, so every N that can occur is seen.
    for n in range(5, 12 * MAX_ANGLE_DEGREE + 1):
        if n % 4 != 2:
            degree = totient(n) // 2
            if 1 < degree <= MAX_ANGLE_DEGREE:
                table.setdefault(degree, []).append(n)
    return table
