"""Numbers: exact in, exact out.

Rational numbers are `fractions.Fraction` and need nothing else. Square roots, cosines of rational
angles and roots of polynomials are `Algebraic`; cosines of rational radians and exponentials of
rationals give `Transcendental` numbers. Both mix freely with `int` and `Fraction`, compare exactly
and turn back into `Fraction` where a result is rational. FLINT is loaded only when such
a number first occurs.
"""

from games.exact.algebraic import Algebraic
from games.exact.angle import Angle, parse_angle
from games.exact.decimals import approx, enclosure
from games.exact.expression import parse
from games.exact.json_form import from_json, to_json
from games.exact.notation import latex, text, to_sympy
from games.exact.number import Number, Real, Scalar, arithmetic_of, exact, is_rational, sign
from games.exact.rational_function import RationalFunction, parameter
from games.exact.roots import real_roots, sqrt
from games.exact.special import arccos_degrees, regularised_beta

__all__ = [
    "Algebraic",
    "Angle",
    "Number",
    "RationalFunction",
    "Real",
    "Scalar",
    "approx",
    "arccos_degrees",
    "arithmetic_of",
    "enclosure",
    "exact",
    "from_json",
    "is_rational",
    "latex",
    "parameter",
    "parse",
    "parse_angle",
    "real_roots",
    "regularised_beta",
    "sign",
    "sqrt",
    "text",
    "to_json",
    "to_sympy",
]
