"""The thresholds of one decision, derived symbolically.

The gain (1-d) k (p-s) (1-c) - d (s + (1-s) c), with d = qD where q or D is asked for, is affine
in each of its symbols x alone: gain = intercept + slope x. Where the slope is not zero the
decision turns at x* = -intercept / slope: seek iff x > x* where the slope is positive and iff
x < x* where it is negative; where it is zero, iff the intercept is positive.

The slope factors. Each factor is affine in every symbol, so over the box of all domains its
extrema are at corners: a factor that keeps its sign there contributes a condition (it is not
zero), the others decide the direction.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from games.errors import WorldError

if TYPE_CHECKING:
    import sympy

#: Parameter name to symbol, low and high end of its domain. Expected loss d is qD.
SYMBOLS: dict[str, tuple[str, int, int]] = {
    "cosine": ("c", -1, 1),
    "expected_loss": ("d", 0, 1),
    "destruction_probability": ("q", 0, 1),
    "destruction_fraction": ("D", 0, 1),
    "stakes": ("k", 0, 1),
    "win_probability": ("p", 0, 1),
    "share": ("s", 0, 1),
}


@dataclass(frozen=True)
class SymbolicCase:
    """Under these conditions (sympy relations, all of them) seeking gains on this side of x*."""

    conditions: tuple[sympy.Basic, ...]
    seek: Literal["below", "above"]


@dataclass(frozen=True)
class SymbolicThreshold:
    """x* = value for one parameter x, with slope and intercept of the gain in x.

    cases: where there is a threshold, with the side on which seeking gains. Elsewhere the slope
    is zero and the answer is the sign of the intercept.
    """

    parameter: str
    value: sympy.Expr
    slope: sympy.Expr
    intercept: sympy.Expr
    cases: tuple[SymbolicCase, ...]


def symbols() -> dict[str, sympy.Symbol]:
    """The real symbols c, d, q, D, k, p, s by parameter name."""
    import sympy

    return {name: sympy.Symbol(letter, real=True) for name, (letter, _, _) in SYMBOLS.items()}


def symbolic_gain(*, split_loss: bool = False) -> sympy.Expr:
    """The gain as an expression; with d written qD if the loss is split."""
    from games.world.decision import Decision

    x: dict[str, Any] = symbols()
    q, D = x["destruction_probability"], x["destruction_fraction"]
    choice = Decision(
        party="",
        share=x["share"],
        cosine=x["cosine"],
        stakes=x["stakes"],
        win_probability=x["win_probability"],
        destruction_probability=q if split_loss else x["expected_loss"],
        destruction_fraction=D if split_loss else 1,
    )
    result: sympy.Expr = choice.gain
    return result


def _sign_over_domain(factor: sympy.Expr) -> Literal[-1, 0, 1]:
    """The sign a factor keeps over the box of domains, zero allowed; 0 if it takes both."""
    box = {symbol: SYMBOLS[name][1:] for name, symbol in symbols().items()}
    free = sorted(factor.free_symbols, key=str)
    values = [
        factor.subs(dict(zip(free, corner, strict=True)))
        for corner in itertools.product(*(box[symbol] for symbol in free))
    ]
    if min(values) >= 0:
        return 1
    return -1 if max(values) <= 0 else 0


def _cases(slope: sympy.Expr) -> tuple[SymbolicCase, ...]:
    """Conditions under which the slope is positive, or negative."""
    import sympy

    constant, factors = sympy.factor_list(slope)
    direction = 1 if constant > 0 else -1
    fixed: list[sympy.Basic] = []
    open_factors: list[sympy.Expr] = []
    for factor, _ in factors:
        kept = _sign_over_domain(factor)
        if kept == 0:
            open_factors.append(factor)
        else:
            direction *= kept
            fixed.append(sympy.Gt(kept * factor, 0))
    cases = []
    for signs in itertools.product((1, -1), repeat=len(open_factors)):
        product = direction
        conditions = list(fixed)
        for factor, chosen in zip(open_factors, signs, strict=True):
            product *= chosen
            conditions.append(sympy.Gt(factor, 0) if chosen > 0 else sympy.Lt(factor, 0))
        cases.append(SymbolicCase(tuple(conditions), "above" if product > 0 else "below"))
    return tuple(cases)


def symbolic_threshold(parameter: str) -> SymbolicThreshold:
    """Derive the threshold of one parameter and check it by substitution."""
    import sympy

    if parameter not in SYMBOLS:
        raise WorldError(
            f"symbolic_threshold(): no parameter {parameter!r}",
            found=parameter,
            allowed=", ".join(SYMBOLS),
        )
    x = symbols()[parameter]
    gain = sympy.expand(symbolic_gain(split_loss=parameter.startswith("destruction")))
    slope = sympy.factor(sympy.diff(gain, x))
    intercept = sympy.factor(gain.subs(x, 0))
    value = sympy.factor(-intercept / slope)
    if x in slope.free_symbols or sympy.simplify(gain.subs(x, value)) != 0:
        raise ArithmeticError(f"the gain is not affine in {parameter}")
    return SymbolicThreshold(parameter, value, slope, intercept, _cases(slope))


def symbolic_thresholds() -> tuple[SymbolicThreshold, ...]:
    """The thresholds of every parameter."""
    return tuple(map(symbolic_threshold, SYMBOLS))
