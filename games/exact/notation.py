"""Exact numbers in writing: plain text that reads back as the same number, LaTeX, sympy, decimals.

Plain text is an expression of the package's own grammar, so `parse(text(x)) == x`.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import Any

from games.exact.decimals import decimal, integer_text
from games.exact.forms import (
    Bracket,
    Cosine,
    Factor,
    Form,
    NumberedRoot,
    Radical,
    Symbol,
    Term,
)
from games.exact.number import Number
from games.exact.recognise import form


def text(x: Number | int, digits: int | None = None) -> str:
    """Return a number exactly, or rounded to that many significant decimal digits."""
    value: Number = Fraction(x) if isinstance(x, int) else x
    if digits is not None:
        return decimal(value, digits)
    if isinstance(value, Fraction):
        return _rational_text(value)
    # A followed number is written as the function that it is.
    return str(value) if value.arithmetic == "followed" else write(form(value))


def latex(x: Number | int) -> str:
    """Return a number exactly, in LaTeX's mathematics mode."""
    value: Number = Fraction(x) if isinstance(x, int) else x
    return write(form(value), _Latex())


def to_sympy(x: Number | int) -> Any:
    """Return a number as the equal sympy expression."""
    value: Number = Fraction(x) if isinstance(x, int) else x
    return sympy_form(form(value))


def _rational_text(x: Fraction) -> str:
    top = integer_text(x.numerator)
    return top if x.denominator == 1 else f"{top}/{integer_text(x.denominator)}"


def base_text(base: Symbol) -> str:
    """Return a parameter or function value in plain text."""
    return _Plain().base(base)


class _Plain:
    """How the pieces look in plain text."""

    times = "*"

    def factor(self, factor: Factor) -> str:
        base, exponent = factor
        if isinstance(base, Radical) and base.order > 2:
            return f"{_bracketed(write(base.inside, self))}^({exponent}/{base.order})"
        written = self.base(base)
        return written if exponent == 1 else f"{written}^{exponent}"

    def base(self, base: Any) -> str:
        match base:
            case Radical(inside, 2):
                return f"sqrt({write(inside, self)})"
            case Cosine(degrees):
                return f"cos({_degrees(degrees)} deg)"
            case Bracket(inside):
                return f"({write(inside, self)})"
            case NumberedRoot(coefficients, index):
                return f"root({_polynomial(coefficients, '*')}, {index + 1})"
            case Symbol(name, None):
                return str(name)
            case Symbol(name, argument):
                return f"{name}({argument})"
        raise TypeError(f"unknown piece of a number: {base!r}")

    def fraction(self, top: str, bottom: str, single: bool) -> str:
        """`single`: the numerator is one product, which needs no brackets."""
        below = bottom[1:-1] if bottom[1:-1].isidentifier() else bottom
        return f"{top if single else f'({top})'}/{below}"


class _Latex(_Plain):
    """How the pieces look in LaTeX."""

    times = " "

    def factor(self, factor: Factor) -> str:
        base, exponent = factor
        written = self.base(base)
        if exponent == 1:
            return written
        if isinstance(base, Cosine) or (isinstance(base, Symbol) and base.argument):
            name, rest = written.split(" ", 1)
            return f"{name}^{{{exponent}}} {rest}"
        return f"{written}^{{{exponent}}}"

    def base(self, base: Any) -> str:
        match base:
            case Radical(inside, 2):
                return rf"\sqrt{{{write(inside, self)}}}"
            case Radical(inside, order):
                return rf"\sqrt[{order}]{{{write(inside, self)}}}"
            case Cosine(degrees):
                inner = _degrees(degrees)
                return rf"\cos {_latex_rational(degrees) if '/' in inner else inner}^\circ"
            case Bracket(inside):
                return rf"\left({write(inside, self)}\right)"
            case NumberedRoot(coefficients, index):
                polynomial = _polynomial(coefficients, " ")
                return rf"\operatorname{{root}}_{{{index + 1}}}\left({polynomial}\right)"
            case Symbol(name, None):
                return _latex_name(str(name))
            case Symbol(name, Fraction() as argument):
                if name == "exp":
                    return f"e^{{{_latex_rational(argument)}}}"
                return rf"\{name} {_latex_rational(argument)}"
        raise TypeError(f"unknown piece of a number: {base!r}")

    def fraction(self, top: str, bottom: str, single: bool) -> str:
        bare = bottom[1:-1] if bottom.startswith("(") else bottom
        return rf"\frac{{{top}}}{{{bare}}}"


_GREEK = frozenset({"delta", "eta", "gamma", "lambda", "mu", "phi", "pi", "rho", "sigma", "theta"})


def _latex_name(name: str) -> str:
    """A name; what follows its last underscore is an index where that is short."""
    stem, underscore, index = name.rpartition("_")
    if underscore and stem and index.isalnum() and (len(index) == 1 or index.isdigit()):
        return f"{_latex_name(stem)}_{{{index}}}"
    if name in _GREEK:
        return f"\\{name}"
    escaped = name.replace("_", r"\_")
    return escaped if len(escaped) == 1 else rf"\mathit{{{escaped}}}"


def _latex_rational(x: Fraction) -> str:
    if x.denominator == 1:
        return str(x)
    sign = "-" if x < 0 else ""
    return rf"{sign}\frac{{{abs(x.numerator)}}}{{{x.denominator}}}"


def _degrees(x: Fraction) -> str:
    """Return an angle as a decimal where that is short, else as a fraction."""
    return decimal(x, 12) if 10**4 % x.denominator == 0 else str(x)


def _bracketed(written: str) -> str:
    return written if written.isalnum() else f"({written})"


def _polynomial(coefficients: tuple[int, ...], times: str) -> str:
    written = ""
    for power in range(len(coefficients) - 1, -1, -1):
        value = coefficients[power]
        if not value:
            continue
        x = "" if power == 0 else "x" if power == 1 else f"x^{power}" if times == "*" else ""
        if power > 1 and times != "*":
            x = f"x^{{{power}}}"
        size = integer_text(abs(value))
        body = (f"{size}{times}{x}" if size != "1" else x) if x else size
        sign = " - " if value < 0 else " + "
        written += sign + body if written else ("-" if value < 0 else "") + body
    return written


def latex_form(whole: Form) -> str:
    """Return a form in LaTeX's mathematics mode."""
    return write(whole, _Latex())


def write(whole: Form, style: _Plain | None = None) -> str:
    """Return a form in writing, over one common denominator."""
    style = style or _Plain()
    if whole.denominator:
        both = [*whole.terms, *whole.denominator]
        scale = Fraction(
            lcm(*(k.denominator for k, _ in both)), gcd(*(k.numerator for k, _ in both))
        )
        top, bottom = (
            write(Form(tuple((k * scale, f) for k, f in terms)), style)
            for terms in (whole.terms, whole.denominator)
        )
        return style.fraction(top, f"({bottom})", len(whole.terms) == 1)
    if not whole.terms:
        return "0"
    common = lcm(*(coefficient.denominator for coefficient, _ in whole.terms))
    top = ""
    for coefficient, factors in whole.terms:
        scaled = coefficient * common
        body = _term((abs(scaled), factors), style)
        if top:
            top += (" - " if scaled < 0 else " + ") + body
        else:
            top = ("-" if scaled < 0 else "") + body
    if common == 1:
        return top
    if isinstance(style, _Latex) and len(whole.terms) == 1 and top.startswith("-"):
        return "-" + style.fraction(top[1:], integer_text(common), True)
    return style.fraction(top, integer_text(common), len(whole.terms) == 1)


def _term(term: Term, style: _Plain) -> str:
    coefficient, factors = term
    pieces = [style.factor(factor) for factor in factors]
    if coefficient != 1 or not pieces:
        pieces.insert(0, integer_text(int(coefficient)))
    return style.times.join(pieces)


def sympy_form(whole: Form) -> Any:
    """Return a form as a sympy expression."""
    import sympy

    top = sympy.Add(*(_sympy_term(term) for term in whole.terms))
    if not whole.denominator:
        return top
    return top / sympy.Add(*(_sympy_term(term) for term in whole.denominator))


def _sympy_term(term: Term) -> Any:
    import sympy

    coefficient, factors = term
    value = sympy.Rational(coefficient.numerator, coefficient.denominator)
    for base, exponent in factors:
        value *= _sympy_base(base) ** exponent
    return value


def _sympy_base(base: Any) -> Any:
    import sympy

    match base:
        case Radical(inside, order):
            return sympy.root(sympy_form(inside), order)
        case Cosine(degrees):
            turn = degrees / 180
            return sympy.cos(sympy.Rational(turn.numerator, turn.denominator) * sympy.pi)
        case Bracket(inside):
            return sympy_form(inside)
        case NumberedRoot(coefficients, index):
            x = sympy.Dummy("x")
            return sympy.CRootOf(sympy.Poly(list(reversed(coefficients)), x), index)
        case Symbol(name, None):
            return sympy.Symbol(name)
        case Symbol(name, Fraction() as argument):
            inner = sympy.Rational(argument.numerator, argument.denominator)
            return {"cos": sympy.cos, "tan": sympy.tan, "exp": sympy.exp}[name](inner)
    raise TypeError(f"unknown piece of a number: {base!r}")
