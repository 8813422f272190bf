"""The operations and functions an expression may use, on numbers, parameters and angles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import NumberError
from games.exact.limits import check_power, check_terms
from games.exact.number import Number, Real, Scalar, sign

#: Largest exponent of something that is not a plain number.
_MAX_EXPONENT = 256


@dataclass(frozen=True)
class Arc:
    """An angle: turn * pi + radians, both rational."""

    turn: Fraction
    radians: Fraction

    @classmethod
    def of(cls, value: Any, unit: str) -> Arc:
        """Give a number its unit; an angle may be followed by "rad", which changes nothing."""
        if isinstance(value, Arc):
            if unit == "deg":
                raise NumberError("an angle given by pi cannot be in degrees", hint="drop 'deg'")
            return value
        if not isinstance(value, Fraction):
            raise NumberError(
                "an angle must be a rational number of degrees or radians",
                hint="give the cosine instead, which may be any exact number",
            )
        if unit == "deg":
            return cls(value / 180, Fraction(0))
        return cls(Fraction(0), value)


def _sum(a: Any, b: Any, direction: int) -> Any:
    if isinstance(a, Arc) or isinstance(b, Arc):
        if isinstance(a, Arc) and isinstance(b, Arc):
            return Arc(a.turn + direction * b.turn, a.radians + direction * b.radians)
        raise NumberError(
            "an angle and a number cannot be added", hint="write the unit, deg or rad, at each"
        )
    return a + b if direction > 0 else a - b


def _product(a: Any, b: Any) -> Any:
    if isinstance(a, Arc) or isinstance(b, Arc):
        if isinstance(a, Fraction):
            a, b = b, a
        if isinstance(a, Arc) and isinstance(b, Fraction):
            return Arc(a.turn * b, a.radians * b)
        raise NumberError(
            "an angle can only be multiplied by a rational number",
            hint="pi and angles have a meaning only inside cos, sin and tan",
        )
    return a * b


def _quotient(a: Any, b: Any) -> Any:
    if isinstance(b, Arc):
        raise NumberError(
            "nothing can be divided by an angle",
            hint="pi and angles have a meaning only inside cos, sin and tan",
        )
    return _product(a, 1 / b) if isinstance(a, Arc) else a / b


def _power(base: Any, exponent: Any) -> Any:
    if isinstance(base, Arc) or not isinstance(exponent, Fraction):
        raise NumberError(
            "a power needs a number and a rational exponent", hint="write sqrt(x) or x**(1/3)"
        )
    if isinstance(base, Fraction) and exponent.denominator == 1:
        check_power(base, exponent.numerator)
        return base**exponent.numerator
    if isinstance(base, (Fraction, Real)):
        from games.exact.roots import power

        return power(base, exponent)
    if exponent.denominator != 1:
        raise NumberError(
            f"a power of a parameter needs a whole exponent; got {exponent}",
            hint="give the parameter a value, or name the root as a parameter of its own",
        )
    if abs(exponent) > _MAX_EXPONENT:
        check_terms(1, 10**9)
    return base**exponent.numerator


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: _sum(a, b, 1),
    "-": lambda a, b: _sum(a, b, -1),
    "*": _product,
    "/": _quotient,
    "**": _power,
}


def _number(value: Any, name: str) -> Number:
    if isinstance(value, (Fraction, Real)):
        return value
    if isinstance(value, Arc):
        raise NumberError(f"{name}() needs a number; got an angle", hint="take its cos, sin or tan")
    raise NumberError(
        f"{name}() needs a number; got an expression in parameters",
        hint="give those parameters values first",
    )


def _single(name: str, function: Callable[[Number], Scalar]) -> Callable[..., Scalar]:
    def apply(*arguments: Any) -> Scalar:
        if len(arguments) != 1:
            raise NumberError(f"{name}() takes one argument; got {len(arguments)}")
        return function(_number(arguments[0], name))

    return apply


def _several(name: str, choose: Callable[[Any], Scalar]) -> Callable[..., Scalar]:
    def apply(*arguments: Any) -> Scalar:
        return choose([_number(value, name) for value in arguments])

    return apply


def _sqrt(x: Number) -> Number:
    from games.exact.roots import sqrt

    return sqrt(x)


def _exp(x: Number) -> Number:
    from games.exact.transcendental import exp

    return exp(x)


def _angle(value: Any, name: str) -> Arc:
    """A plain rational is an angle in radians."""
    if isinstance(value, Arc):
        return value
    if isinstance(value, Fraction):
        return Arc(Fraction(0), value)
    raise NumberError(
        f"{name}() needs an angle in rational degrees, radians or multiples of pi",
        hint=f"write {name}(60 deg), {name}(pi/3) or {name}(1/2)",
    )


def cos(arc: Arc) -> Number:
    """Return the cosine of an angle, exactly."""
    if arc.radians == 0:
        from games.exact.cosines import cosine

        return cosine(arc.turn)
    from games.exact.transcendental import cosine_of_arc

    return cosine_of_arc(arc.turn, arc.radians)


def sin(arc: Arc) -> Number:
    """Return the sine of an angle, exactly."""
    return cos(Arc(arc.turn - Fraction(1, 2), arc.radians))


def tan(arc: Arc) -> Number:
    """Return the tangent of an angle, exactly."""
    if arc.radians == 0:
        return sin(arc) / cos(arc)
    from games.exact.transcendental import tangent_of_arc

    return tangent_of_arc(arc.turn, arc.radians)


def _absolute(x: Number) -> Number:
    return -x if sign(x) < 0 else x


def _of_angle(name: str, function: Callable[[Arc], Number]) -> Callable[..., Number]:
    def apply(*arguments: Any) -> Number:
        if len(arguments) != 1:
            raise NumberError(f"{name}() takes one angle; got {len(arguments)}")
        return function(_angle(arguments[0], name))

    return apply


def numbered_root(polynomial: Any, index: Any) -> Number:
    """Return the index-th real root, from the left, of a polynomial in x."""
    from games.exact.rational_function import RationalFunction
    from games.exact.roots import real_roots

    if isinstance(polynomial, RationalFunction) and polynomial.degree("x")[1] == 0:
        roots = real_roots(polynomial.coefficients("x")[0])
    else:
        raise NumberError("root() needs a polynomial in x", hint="such as root(x**3 - 2*x - 5, 1)")
    if not isinstance(index, Fraction) or index.denominator != 1 or not 1 <= index <= len(roots):
        raise NumberError(
            f"root() has {len(roots)} real roots to choose from; got number {index}",
            allowed=f"1 to {len(roots)}",
        )
    return roots[int(index) - 1]


FUNCTIONS: dict[str, Callable[..., Scalar]] = {
    "sqrt": _single("sqrt", _sqrt),
    "abs": _single("abs", _absolute),
    "min": _several("min", min),
    "max": _several("max", max),
    "cos": _of_angle("cos", cos),
    "sin": _of_angle("sin", sin),
    "tan": _of_angle("tan", tan),
    "exp": _single("exp", _exp),
}
