"""Cosines of rational multiples of pi.

cos(2 pi k / n), k / n in lowest terms, is algebraic of degree phi(n) / 2 (Lehmer 1933), rational
only for n = 1, 2, 3, 4, 6 (Niven 1956). Those of degree 2 and 4 may be square roots and go where
other square roots go; the rest live in the real cyclotomic field.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from games.errors import LimitError
from games.exact.algebraic import Algebraic, number
from games.exact.cyclotomic import chebyshev, totient
from games.exact.fields import Atom, primitive_field
from games.exact.limits import MAX_ANGLE_DEGREE
from games.exact.number import Number
from games.exact.roots import cosine_form, root_of_irreducible


def cosine(turn: Fraction) -> Number:
    """Return cos(pi turn), exactly."""
    turn = abs(turn) % 2
    if turn > 1:
        turn = 2 - turn
    simple = _NIVEN.get(turn)
    if simple is not None:
        return simple
    k, n = (turn / 2).numerator, (turn / 2).denominator
    # phi(n) >= sqrt(n / 2): beyond this no totient is needed to know that the degree is too high.
    degree = totient(n) // 2 if n < 10**6 else n
    if degree > MAX_ANGLE_DEGREE:
        raise LimitError(
            f"the cosine of {turn * 180} deg is an algebraic number of degree "
            f"{degree if n < 10**6 else 'beyond a hundred'}; the limit is {MAX_ANGLE_DEGREE}",
            allowed="angles in whole or half degrees, and others of like denominator",
            hint="round the angle to half a degree, or give the cosine as a decimal",
        )
    if degree in (2, 4):
        from games.exact import bridge

        # These may be square roots: leave it to the recognition by the minimal polynomial.
        odd = n % 4 == 2
        order = n // 2 if odd else n
        half_turn = turn + 1 if odd else turn
        value = root_of_irreducible(
            bridge.cosine_modulus(order),
            lambda bits: bridge.combine([(2, bridge.cos_pi_ball(half_turn, bits))], bits),
        )
        return value / (-2 if odd else 2)
    if n % 4 == 2:
        # cos(2 pi k / n) = -cos(2 pi (k + n/2) / n), and k + n/2 is even.
        return -_cyclotomic((k + n // 2) // 2, n // 2)
    return _cyclotomic(k, n)


def _cyclotomic(k: int, n: int) -> Number:
    return number(primitive_field(Atom("cos", (n,))), chebyshev(k, n) / 2)


#: The rational cosines of rational multiples of pi (Niven 1956).
_NIVEN = {
    Fraction(0): Fraction(1),
    Fraction(1, 3): Fraction(1, 2),
    Fraction(1, 2): Fraction(0),
    Fraction(2, 3): Fraction(-1, 2),
    Fraction(1): Fraction(-1),
}


def exact_degrees(x: Number) -> Fraction | None:
    """Return arccos(x) in degrees where that is rational and of low degree, else None."""
    if not isinstance(x, Algebraic):
        return next((turn * 180 for turn, value in _NIVEN.items() if value == x), None)
    minimal = x.minimal_polynomial()
    form = cosine_form([Fraction(value, minimal[-1]) for value in minimal])
    if form is None or form[1] != 0 or abs(form[2]) != Fraction(1, 2):
        return None
    order, _, scale = form
    for k in range(1, order // 2 + 1):
        if gcd(k, order) == 1 and _cyclotomic(k, order) == x * (2 * scale):
            degrees = Fraction(360 * k, order)
            return degrees if scale > 0 else 180 - degrees
    return None
