"""Roots: of numbers, of polynomials, and the closed forms they are kept in.

A real root of an irreducible polynomial is kept in the field where its like are:

- degree 2: in Q(sqrt d), d squarefree;
- degree 4 whose resolvent cubic (Euler) has three rational roots: a sum of square roots;
- r + s 2 cos(2 pi k / N) with rational r, s: in the N-th real cyclotomic field, recognised from
  the polynomial alone (both sides have the same mean, and the same variance up to s^2);
- otherwise in the field of the root itself.

So sqrt(5 + 2 sqrt 6) becomes sqrt 2 + sqrt 3, and the roots of 8x^3 - 6x - 1 become cosines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import gcd, isqrt
from typing import Any

from games.errors import LimitError, NumberError
from games.exact.algebraic import Algebraic, number
from games.exact.cyclotomic import chebyshev, cosine_degrees
from games.exact.decimals import decimal
from games.exact.fields import Atom, primitive_field, vanishing_factor
from games.exact.limits import (
    MAX_BITS,
    MAX_JOINT_DEGREE,
    check_degree,
    check_power,
    finer,
)
from games.exact.number import Number, exact, sign

#: A function that gives a ball around one real number at any precision.
BallOf = Callable[[int], Any]

_SMALL_PRIMES_BELOW = 5_000


def square_part(n: int) -> tuple[int, int]:
    """Return (s, d) with n = s^2 d, n > 0, and d squarefree.

    Beyond 100 bits only square factors of primes below 5,000 and whole squares are found.
    """
    from games.exact import bridge

    s, d = 1, 1
    if n.bit_length() <= 100:
        for p, e in bridge.prime_factors(n):
            s *= p ** (e // 2)
            d *= p ** (e % 2)
        return s, d
    for p in range(2, _SMALL_PRIMES_BELOW):
        while n % (p * p) == 0:
            s *= p
            n //= p * p
    root = isqrt(n)
    return (s * root, 1) if root * root == n else (s, n)


def rational_root(x: Fraction, n: int) -> Fraction | None:
    """Return the n-th root of a nonnegative rational where it is rational."""
    top, bottom = integer_root(x.numerator, n), integer_root(x.denominator, n)
    exact_top, exact_bottom = top**n == x.numerator, bottom**n == x.denominator
    return Fraction(top, bottom) if exact_top and exact_bottom else None


def integer_root(x: int, n: int) -> int:
    """Return floor(x ** (1/n)) of a nonnegative integer (Newton's method)."""
    if n == 2:
        return isqrt(x)
    if x < 2 or n >= x.bit_length():
        return min(x, 1)
    guess = 1 << -(-x.bit_length() // n)
    while True:
        better = ((n - 1) * guess + x // guess ** (n - 1)) // n
        if better >= guess:
            return guess
        guess = better


def sqrt(x: Number | int) -> Number:
    """Return the square root of a nonnegative number, exactly."""
    return root(exact(x), 2)


def root(x: Number, n: int) -> Number:
    """Return the nonnegative n-th root of a nonnegative algebraic number, exactly."""
    if sign(x) < 0:
        raise NumberError(
            f"root(): an even or fractional root needs a number that is not negative; got "
            f"{decimal(x, 6)}",
            hint="exact numbers are real",
        )
    if isinstance(x, Fraction):
        found = rational_root(x, n)
        if found is not None:
            return found
        if n == 2:
            s, d = square_part(x.numerator * x.denominator)
            return surd(Fraction(0), Fraction(s, x.denominator), d)
        check_degree(n, f"a root of order {n}", "use a smaller root or give a decimal")
        return _radical(x, n)
    if not isinstance(x, Algebraic):
        raise NumberError(
            f"root(): no exact root of {decimal(x, 6)}.., which is transcendental",
            hint="take the root of an algebraic number, or give a decimal",
        )
    from games.exact import bridge

    minimal = x.minimal_polynomial()
    degree = (len(minimal) - 1) * n
    if degree > MAX_JOINT_DEGREE:
        check_degree(degree, "a root within a root", "use fewer nested roots or give a decimal")
    spread = [0] * (degree + 1)
    spread[::n] = minimal
    return root_near(bridge.poly(spread), lambda bits: bridge.root_ball(x.ball(bits), n, bits))


def _radical(x: Fraction, n: int) -> Number:
    """Return the irrational n-th root of a positive rational, the largest rational outside."""
    from games.exact import bridge

    outside, inside = split_radical(x, n)
    whole = Fraction(inside)
    bare = root_near(
        bridge.poly([-inside] + [0] * (n - 1) + [1]),
        lambda bits: bridge.root_ball(bridge.exact_ball(whole, bits), n, bits),
    )
    return bare * outside


def split_radical(x: Fraction, n: int) -> tuple[Fraction, int]:
    """Return (q, d) with x^(1/n) = q d^(1/n), d a whole number free of n-th powers if small."""
    from games.exact import bridge

    check_power(Fraction(x.denominator), n)
    outside, inside = 1, x.numerator * x.denominator ** (n - 1)
    if inside.bit_length() <= 100:
        factors = bridge.prime_factors(inside)
        inside = 1
        for p, e in factors:
            outside *= p ** (e // n)
            inside *= p ** (e % n)
    return Fraction(outside, x.denominator), inside


def surd(rest: Fraction, multiple: Fraction, d: int) -> Number:
    """Return rest + multiple sqrt(d) for a squarefree d."""
    from games.exact import bridge

    if d == 1 or multiple == 0:
        return rest + multiple
    return Algebraic(primitive_field(Atom("sqrt", (d,))), bridge.poly([rest, multiple]))


def power(x: Number, exponent: Fraction) -> Number:
    """Return x ** exponent for a rational exponent; x not negative unless it is an integer."""
    if exponent.denominator == 1:
        if x == 0 and exponent < 0:
            raise NumberError("division by zero: 0 to a negative power")
        if isinstance(x, Fraction):
            check_power(x, exponent.numerator)
        return x**exponent.numerator
    return power(root(x, exponent.denominator), Fraction(exponent.numerator))


def root_near(polynomial: Any, ball: BallOf) -> Number:
    """Return the root of a polynomial (fmpq_poly) that ball(bits) shrinks to."""
    from games.exact import bridge

    factors = bridge.factor(polynomial)
    return root_of_irreducible(vanishing_factor(factors, ball), ball)


def root_of_irreducible(monic: Any, ball: BallOf) -> Number:
    """Return the root that ball(bits) shrinks to, in the closed form described above."""
    from games.exact import bridge

    degree = monic.degree()
    c = bridge.coefficients(monic)
    if degree == 1:
        return -c[0]
    if degree == 2:
        middle, discriminant = -c[1] / 2, c[1] ** 2 / 4 - c[0]
        s, d = square_part(discriminant.numerator * discriminant.denominator)
        half = Fraction(s, discriminant.denominator)
        return _nearest([surd(middle, half, d), surd(middle, -half, d)], ball)
    known = _as_square_roots(c, ball) if degree == 4 else None
    if known is None:
        known = _as_cosine(monic, c, ball)
    if known is not None:
        return known
    from games.exact.algebraic import root_index

    check_degree(degree, "a root of a polynomial", "use a polynomial of lower degree")
    integers = bridge.primitive(monic)
    if max(abs(i) for i in integers).bit_length() > MAX_BITS:
        raise LimitError("a root of a polynomial with coefficients too long to handle")
    atom = Atom("root", (*integers, root_index(integers, ball)))
    return Algebraic(primitive_field(atom), bridge.poly([0, 1]))


def _nearest(candidates: list[Number], ball: BallOf) -> Number:
    """Return the one candidate (they differ, and one is right) that lies in ball(bits)."""
    from games.exact import bridge

    bits = 64
    while len(candidates) > 1:
        here = ball(bits)
        candidates = [x for x in candidates if bridge.overlap(x.ball(bits), here)]  # type: ignore[union-attr]
        bits = finer(bits)
    return candidates[0]


def moments(c: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Return mean and sum of squared deviations of the roots of a monic polynomial."""
    n = len(c) - 1
    total, pairs = -c[n - 1], c[n - 2]
    return total / n, total**2 - 2 * pairs - total**2 / n


def cosine_form(c: Sequence[Fraction]) -> tuple[int, Fraction, Fraction] | None:
    """Return (N, r, s) if the roots of a monic polynomial are r + s 2 cos(2 pi k / N)."""
    from games.exact import bridge

    n = len(c) - 1
    mean, spread = moments(c)
    if spread <= 0:
        return None
    own = bridge.poly(c)
    for order in cosine_degrees().get(n, []):
        modulus = bridge.cosine_modulus(order)
        mean_there, spread_there = moments(bridge.coefficients(modulus))
        scale = rational_root(spread / spread_there, 2)
        if scale is None:
            continue
        # A symmetric polynomial fits both signs: prefer the multiple of a cosine.
        for r, s in sorted(
            ((mean - s * mean_there, s) for s in (scale, -scale)), key=lambda pair: pair[0] != 0
        ):
            shifted = own(bridge.poly([r, s]))
            if shifted / shifted.leading_coefficient() == modulus:
                return order, r, s
    return None


def _as_cosine(monic: Any, c: Sequence[Fraction], ball: BallOf) -> Number | None:
    form = cosine_form(c)
    if form is None:
        return None
    order, r, s = form
    field = primitive_field(Atom("cos", (order,)))
    candidates = [
        number(field, chebyshev(k, order) * _rational(s) + _rational(r))
        for k in range(1, order // 2 + 1)
        if gcd(k, order) == 1
    ]
    return _nearest(candidates, ball)


def _rational(x: Fraction) -> Any:
    from games.exact import bridge

    return bridge.rational(x)


def euler_resolvent(
    c: Sequence[Fraction],
) -> tuple[Fraction, list[Fraction], Fraction, Fraction, Fraction]:
    """Return (mean, rational roots of the resolvent, P, R, S) of an irreducible monic quartic.

    With x = mean + t the quartic is t^4 + P t^2 + R t + S; the roots z of z^3 + 2 P z^2 +
    (P^2 - 4 S) z - R^2 give 2 t = +-sqrt(z1) +- sqrt(z2) +- sqrt(z3) (Euler).
    """
    from games.exact import bridge

    mean = -c[3] / 4
    shifted = bridge.coefficients(bridge.poly(c)(bridge.poly([mean, 1])))
    S, R, P = shifted[0], shifted[1], shifted[2]
    cubic = bridge.poly([-(R**2), P**2 - 4 * S, 2 * P, 1])
    roots = []
    for factor in bridge.factor(cubic):
        if factor.degree() == 1:
            low, high = bridge.coefficients(factor)
            roots.append(-low / high)
    return mean, sorted(roots), P, R, S


def _as_square_roots(c: Sequence[Fraction], ball: BallOf) -> Number | None:
    mean, z, *_ = euler_resolvent(c)
    if len(z) != 3 or z[0] < 0:
        return None
    a, b, d = (sqrt(value) / 2 for value in z)
    signs = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
    if z[0] == 0:
        return _nearest([mean + p * b + q * d for p, q in signs], ball)
    return _nearest([mean + o * a + p * b + q * d for o in (1, -1) for p, q in signs], ball)


def real_roots(coefficients: Sequence[Number | int]) -> list[Number]:
    """Return the distinct real roots of a polynomial, increasing; coefficients constant first.

    Coefficients are rational; degrees 1 and 2 take any algebraic ones (degree 1 any number).
    Raises `NumberError` for the zero polynomial or where no exact method applies.
    """
    c = [exact(value) for value in coefficients]
    while c and c[-1] == 0:
        c.pop()
    if not c:
        raise NumberError("real_roots(): every number is a root of the zero polynomial")
    if len(c) == 1:
        return []
    if len(c) == 2:
        return [-c[0] / c[1]]
    if len(c) == 3:
        return _quadratic(c)
    if not all(isinstance(value, Fraction) for value in c):
        raise NumberError(
            "real_roots(): a polynomial of degree 3 or more needs rational coefficients",
            hint="multiply it by its conjugates to get a rational polynomial",
        )
    from games.exact import bridge

    check_degree(len(c) - 1, "a polynomial equation", "factor it first", MAX_JOINT_DEGREE)
    roots: list[Number] = []
    for factor in bridge.factor(bridge.poly([Fraction(value) for value in c])):  # type: ignore[arg-type]
        monic = factor / factor.leading_coefficient()
        count = len(bridge.real_roots(monic, 64))
        roots += [root_of_irreducible(monic, _numbered(monic, i)) for i in range(count)]
    return sorted(roots)


def _numbered(monic: Any, index: int) -> BallOf:
    from games.exact import bridge

    return lambda bits: bridge.real_roots(monic, bits)[index]


def _quadratic(c: list[Number]) -> list[Number]:
    discriminant = c[1] * c[1] - 4 * c[0] * c[2]
    kind = sign(discriminant)
    if kind < 0:
        return []
    middle = -c[1] / (2 * c[2])
    if kind == 0:
        return [middle]
    half = sqrt(discriminant) / (2 * c[2])
    return sorted([middle - half, middle + half])
