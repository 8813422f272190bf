"""The one file that touches python-flint: polynomials, balls, factors and linear algebra.

Everything else in the package handles FLINT objects only through their operators and through
the functions below, and imports this module inside functions, so that games with rational payoffs
never load FLINT. Balls are Arb's (Johansson 2017, "Arb: efficient arbitrary-precision
midpoint-radius interval arithmetic"): every operation returns an interval that is certain to
contain the value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any, TypeAlias

from flint import (
    Ordering,
    acb,
    acb_poly,
    arb,
    arb_poly,
    ctx,
    fmpq,
    fmpq_mat,
    fmpq_mpoly_ctx,
    fmpq_poly,
    fmpz,
    fmpz_mat,
    fmpz_poly,
)

#: Polynomial over the rationals in one variable (fmpq_poly).
Poly: TypeAlias = Any
#: Real interval certain to contain a value (arb).
Ball: TypeAlias = Any

# ---- numbers


def rational(x: Fraction | int) -> Any:
    """Return x as FLINT's rational."""
    return fmpq(x.numerator, x.denominator)


def fraction(x: Any) -> Fraction:
    """Return FLINT's rational or integer as a Fraction."""
    return Fraction(int(x.numerator), int(x.denominator))


def prime_factors(n: int) -> list[tuple[int, int]]:
    """Return (prime, exponent) of a positive integer of at most 100 bits."""
    return [(int(p), int(e)) for p, e in fmpz(n).factor()]


# ---- polynomials in one variable


def poly(coefficients: Sequence[Fraction | int]) -> Poly:
    """Return the polynomial with these coefficients, constant term first."""
    return fmpq_poly([rational(c) for c in coefficients])


def coefficients(p: Poly) -> list[Fraction]:
    """Return the coefficients, constant term first."""
    return [fraction(c) for c in p.coeffs()]


def primitive(p: Poly) -> tuple[int, ...]:
    """Return the coprime integer coefficients of a multiple of p, leading coefficient positive."""
    numerator = p.numer()
    content = numerator.content()
    if numerator.leading_coefficient() < 0:
        content = -content
    return tuple(int(c) for c in (numerator // content).coeffs())


def cosine_modulus(n: int) -> Poly:
    """Return the minimal polynomial of 2 cos(2 pi / n)."""
    return fmpq_poly(fmpz_poly.cos_minpoly(n))


def inverse_modulo(p: Poly, modulus: Poly) -> Poly:
    """Return q with p q = 1 modulo an irreducible polynomial."""
    return p.xgcd(modulus)[1]


def factor(p: Poly) -> list[Poly]:
    """Return the distinct irreducible factors of positive degree."""
    return [fmpq_poly(f) for f, _ in p.numer().factor()[1]]


def real_roots(p: Poly, bits: int) -> list[Ball]:
    """Return disjoint balls of the real roots of a squarefree polynomial, increasing.

    Arb isolates all complex roots and makes the imaginary part of a real root exactly zero.
    """
    with ctx.workprec(bits):
        roots = [r.real for r, _ in p.numer().complex_roots() if r.imag == 0]
    return sorted(roots, key=lambda ball: fraction_of_exact(ball.mid()))


# ---- balls


def fraction_of_exact(ball: Ball) -> Fraction:
    """Return the value of a ball of radius zero."""
    man, exp = ball.man_exp()
    whole, shift = int(man), int(exp)
    return Fraction(whole << shift) if shift >= 0 else Fraction(whole, 1 << -shift)


def bounds(ball: Ball) -> tuple[Fraction, Fraction]:
    """Return the rational ends of a finite ball, exactly."""
    middle, radius = fraction_of_exact(ball.mid()), fraction_of_exact(ball.rad())
    return middle - radius, middle + radius


def is_finite(ball: Ball) -> bool:
    """Whether both ends are finite."""
    return bool(ball.is_finite())


def certain_sign(ball: Ball) -> int:
    """Return 1 or -1 where the ball excludes zero, else 0."""
    if ball > 0:
        return 1
    return -1 if ball < 0 else 0


def certain_floor(ball: Ball, shift: int) -> int | None:
    """Return floor(x 2^shift) where it is the same for every x in the ball, else None."""
    if not ball.is_finite():
        return None
    middle, exp = (int(part) for part in ball.mid().man_exp())
    radius, radius_exp = (int(part) for part in ball.rad().man_exp())
    # Both ends on one grid 2**unit, exactly: lower() and upper() would round to the context.
    unit = min(exp, radius_exp)
    middle <<= exp - unit
    radius <<= radius_exp - unit
    power = unit + shift
    ends = (middle - radius, middle + radius)
    low, high = (end << power if power >= 0 else end >> -power for end in ends)
    return low if low == high else None


def overlap(a: Ball, b: Ball) -> bool:
    """Whether two balls have a point in common."""
    return bool(a.overlaps(b))


def exact_ball(x: Fraction, bits: int) -> Ball:
    """Return a ball around a rational."""
    with ctx.workprec(bits):
        return arb(rational(x))


def span(low: Fraction, high: Fraction, bits: int) -> Ball:
    """Return a ball that covers an interval."""
    with ctx.workprec(bits):
        return arb(rational(low)).union(arb(rational(high)))


def evaluate(p: Poly, ball: Ball, bits: int) -> Ball:
    """Return a ball of p(x) for x in the ball."""
    with ctx.workprec(bits):
        return arb_poly(p)(ball)


def first_look(p: Poly, ball: Ball) -> Ball:
    """Return a ball of p(x) at whatever precision is set: quick, and as certain as any other."""
    return arb_poly(p)(ball)


def coarse(x: Fraction | int) -> Ball:
    """Return a ball around a rational at whatever precision is set."""
    return arb(rational(x))


def combine(terms: Sequence[tuple[int, Ball]], bits: int) -> Ball:
    """Return a ball of the integer combination of balls."""
    with ctx.workprec(bits):
        total = arb(0)
        for multiple, ball in terms:
            total += multiple * ball
        return total


def quotient(a: Ball, b: Ball, bits: int) -> Ball:
    """Return a ball of a / b (not finite where b contains zero)."""
    with ctx.workprec(bits):
        return a / b


def product(a: Ball, b: Ball, bits: int) -> Ball:
    """Return a ball of a b."""
    with ctx.workprec(bits):
        return a * b


def sqrt_ball(x: int, bits: int) -> Ball:
    """Return a ball of the square root of a nonnegative integer."""
    with ctx.workprec(bits):
        return arb(x).sqrt()


def root_ball(ball: Ball, n: int, bits: int) -> Ball:
    """Return a ball of the n-th root of a positive number."""
    with ctx.workprec(bits):
        return ball.root(n)


def cos_pi_ball(x: Fraction, bits: int) -> Ball:
    """Return a ball of cos(pi x)."""
    with ctx.workprec(bits):
        return arb.cos_pi_fmpq(rational(x))


def _of_rational(name: str) -> Callable[[Fraction, int], Ball]:
    def ball(x: Fraction, bits: int) -> Ball:
        with ctx.workprec(bits):
            return getattr(arb(rational(x)), name)()

    return ball


#: Balls of cos(x) and tan(x), x in radians, of exp(x), and of the natural logarithm of x > 0.
cos_ball, tan_ball, exp_ball, log_ball = map(_of_rational, ("cos", "tan", "exp", "log"))


def exponential(ball: Ball, bits: int) -> Ball:
    """Return a ball of exp(x) for x in a ball."""
    with ctx.workprec(bits):
        return ball.exp()


def pi_ball(bits: int) -> Ball:
    """Return a ball of pi."""
    with ctx.workprec(bits):
        return arb.pi()


def arccos_degrees_ball(ball: Ball, bits: int) -> Ball:
    """Return a ball of arccos(x) in degrees, for x in [-1, 1]."""
    with ctx.workprec(bits):
        return ball.acos() * 180 / arb.pi()


def beta_ball(x: Fraction, a: Fraction, b: Fraction, bits: int) -> Ball:
    """Return a ball of the regularised incomplete beta function I_x(a, b), for x in [0, 1]."""
    with ctx.workprec(bits):
        ball = arb(rational(x))
        return ball.beta_lower(arb(rational(a)), arb(rational(b)), regularized=True)


# ---- linear algebra


def solve(columns: Sequence[Sequence[Any]], right: Sequence[Sequence[Any]]) -> list[Poly] | None:
    """Solve M X = R for a square M; both are given by columns of FLINT rationals.

    Returns the columns of X as polynomials (entry i is the coefficient of degree i), or None if M
    is singular.
    """
    n = len(columns)
    matrix = fmpq_mat(n, n, [columns[j][i] for i in range(n) for j in range(n)])
    sides = fmpq_mat(n, len(right), [side[i] for i in range(n) for side in right])
    try:
        solution = matrix.solve(sides)
    except ZeroDivisionError:
        return None
    return [fmpq_poly([solution[i, j] for i in range(n)]) for j in range(len(right))]


def kernel_vector(rows: Sequence[Sequence[Any]]) -> list[Fraction] | None:
    """Return the solution of M v = 0 if its solutions are a line, scaled to a last nonzero 1."""
    m, n = len(rows), len(rows[0])
    reduced, rank = fmpq_mat(m, n, [entry for row in rows for entry in row]).rref()
    if rank != n - 1:
        return None
    pivots = [next(j for j in range(n) if reduced[i, j] != 0) for i in range(rank)]
    free = next(j for j in range(n) if j not in pivots)
    vector = [Fraction(0)] * n
    vector[free] = Fraction(1)
    for i, j in enumerate(pivots):
        vector[j] = -fraction(reduced[i, free])
    return vector


def padded(p: Poly, length: int) -> list[Any]:
    """Return the coefficients of p as FLINT rationals, filled up with zeros."""
    entries = list(p.coeffs())
    return entries + [fmpq(0)] * (length - len(entries))


def minimal_polynomial(p: Poly, modulus: Poly) -> Poly:
    """Return the minimal polynomial over the rationals of p modulo an irreducible polynomial.

    The characteristic polynomial of multiplication by p is its power. It is computed from the
    integer matrix d M, with d a common denominator, and then scaled back.
    """
    n = modulus.degree()
    generator = fmpq_poly([0, 1])
    rows, power, common = [], p, 1
    for _ in range(n):
        rows.append(power)
        common = lcm(common, int(power.denom()))
        power = power * generator % modulus
    entries: list[Any] = []
    for row in rows:
        scaled = list((row * common).numer().coeffs())
        entries += scaled + [0] * (n - len(scaled))
    whole = fmpq_poly(fmpz_mat(n, n, entries).charpoly())
    minimal = whole / whole.gcd(whole.derivative())
    return minimal(fmpq_poly([0, common]))


# ---- polynomials in several variables, the field's generator last where there is one


def context(symbols: Sequence[str], with_generator: bool) -> Any:
    """Return FLINT's ring of polynomials over the rationals in these symbols."""
    names = (*symbols, "~") if with_generator else tuple(symbols)
    return fmpq_mpoly_ctx.get(names, Ordering.deglex)


def generators(ring: Any) -> list[Any]:
    """Return the variables of a ring."""
    return list(ring.gens())


def multivariate(ring: Any, terms: Mapping[tuple[int, ...], Fraction]) -> Any:
    """Return the polynomial with these coefficients by exponents."""
    return ring.from_dict({exponents: rational(c) for exponents, c in terms.items()})


def multivariate_terms(p: Any) -> dict[tuple[int, ...], Fraction]:
    """Return the coefficients by exponents."""
    return {tuple(map(int, exponents)): fraction(c) for exponents, c in p.to_dict().items()}


def is_constant(p: Any) -> bool:
    """Whether no variable occurs."""
    return bool(p.is_constant())


def degrees(p: Any) -> list[int]:
    """Return the degree in each variable."""
    return [int(d) for d in p.degrees()]


def compose(p: Any, images: Sequence[Any], ring: Any) -> Any:
    """Put polynomials of a ring in the place of the variables."""
    if not images:
        return ring.constant(p.leading_coefficient()) if p else ring.constant(0)
    return p.compose(*images, ctx=ring)


def project(p: Any, degrees: Sequence[int], ring: Any) -> Any:
    """Return p in the ring of those variables whose degree is given as positive."""
    kept = iter(ring.gens())
    zero = ring.constant(0)
    return compose(p, [next(kept) if degree else zero for degree in degrees], ring)


def integral(top: Any, bottom: Any) -> tuple[Any, Any]:
    """Scale both to coprime integer coefficients and a positive leading one below.

    A constant denominator becomes 1, with fractions above.
    """
    if bottom.is_constant():
        return top / bottom.leading_coefficient(), bottom / bottom.leading_coefficient()
    parts = [*top.coeffs(), *bottom.coeffs()]
    common = lcm(*(int(c.q) for c in parts))
    scale = fmpq(common, gcd(*(int(c.p) * (common // int(c.q)) for c in parts)))
    if bottom.leading_coefficient() < 0:
        scale = -scale
    return top * scale, bottom * scale


def partly_evaluated(p: Any, values: Mapping[str, Fraction]) -> Any:
    """Put rationals in the place of some variables."""
    return p.subs({name: rational(x) for name, x in values.items()})


def multivariate_factors(p: Any) -> tuple[Fraction, list[tuple[Any, int]]]:
    """Return the content and the irreducible factors over the rationals with multiplicities."""
    content, factors = p.factor()
    return fraction(content), [(f, int(e)) for f, e in factors]


def resultant(p: Any, q: Any, name: str) -> Any:
    """Return the resultant with respect to one variable."""
    return p.resultant(q, name)


# ---- roots over algebraic points


def row(entries: Sequence[Any]) -> Poly:
    """Return the polynomial with these FLINT rationals as coefficients, constant term first."""
    return fmpq_poly(list(entries))


def roots_of_balls(coefficients: Sequence[Ball], bits: int) -> list[Ball] | None:
    """Return balls of the real roots of a squarefree polynomial given by balls, increasing.

    None where the precision is too low to tell. A root is real iff the conjugate of its ball
    meets no other ball: the conjugate of the root is a root, so it must be the same.
    """
    with ctx.workprec(bits):
        roots = _complex_roots(acb_poly([acb(c) for c in coefficients]), arb(2) ** (-bits // 2))
        if roots is None:
            return None
        real = []
        for i, root in enumerate(roots):
            if root.imag.contains(0):
                mirror = root.conjugate()
                if any(mirror.overlaps(other) for j, other in enumerate(roots) if j != i):
                    return None
                real.append(root.real)
    return sorted(real, key=lambda ball: fraction_of_exact(ball.mid()))


def _complex_roots(p: Any, tolerance: Ball) -> list[Any] | None:
    """All roots, isolated. Arb's iteration may meet a pole; then it starts from other places."""
    for shift in (0, fmpq(1, 3), fmpq(-5, 7)):
        try:
            return [r + acb(shift) for r in p(acb_poly([acb(shift), 1])).roots(tol=tolerance)]
        except ValueError:
            continue
    return None


def poly_of_balls(coefficients: Sequence[Ball]) -> Poly:
    """Return the polynomial with these balls as coefficients, constant term first."""
    return arb_poly(list(coefficients))


def ball_of(x: Any, bits: int) -> Ball:
    """Return a ball around a FLINT rational."""
    with ctx.workprec(bits):
        return arb(x)


def factors_with_orders(p: Poly) -> list[tuple[tuple[int, ...], int]]:
    """Return the irreducible factors of positive degree, primitive, with their multiplicities."""
    return [(primitive(fmpq_poly(f)), int(e)) for f, e in p.numer().factor()[1] if f.degree() > 0]
