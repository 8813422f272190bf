"""What a table cell may hold, and how it reads in each format.

A number is written exactly. An approximation stands beside it, never instead of it, where the
exact form is irrational or too long to judge by eye.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import TypeAlias

from games.display.escape import escape_latex
from games.exact import Number, Real, latex, text

#: Significant digits of an approximation unless the reader asks for more.
DIGITS = 6
#: Longer exact rationals get an approximation beside them.
LONG = 9


@dataclass(frozen=True)
class Span:
    """The smallest and the largest value of a quantity; one number where they agree."""

    low: Number
    high: Number


Cell: TypeAlias = str | int | Number | Span | tuple[Number, ...]


def decimal(x: Number | int, digits: int = DIGITS) -> str:
    """Return x to `digits` significant digits, correctly rounded, the same on every machine.

    Plain notation between 1e-4 and 1e15; trailing zeros dropped.
    """
    context = Context(prec=digits, rounding=ROUND_HALF_EVEN, Emax=10**9, Emin=-(10**9))
    if isinstance(x, Real):
        bits = 8 * digits + 64
        low, high = x.enclosure(bits)
        value = _rounded((low + high) / 2, context)
    else:
        value = _rounded(Fraction(x), context)
    value = value.normalize(context)
    if value == 0:
        return "0"
    return f"{value:f}" if -4 <= value.adjusted() < 15 else f"{value:e}"


def _rounded(x: Fraction, context: Context) -> Decimal:
    # Decimal(int) is exact; only the division rounds.
    return context.divide(Decimal(x.numerator), Decimal(x.denominator))


def exact_text(x: Number | int) -> str:
    """Return the exact form of a number."""
    return text(x)


def wants_approximation(x: Number | int) -> bool:
    """Return whether an approximation beside x helps the reader."""
    return isinstance(x, Real) or (not isinstance(x, int) and len(str(x)) > LONG)


def is_numeric(cell: Cell) -> bool:
    """Return whether the cell is a single number, which tables align to the right."""
    return not isinstance(cell, (str, tuple, Span))


def cell_text(cell: Cell, digits: int = DIGITS) -> str:
    """Return a cell as plain text, an approximation beside numbers that need one."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Span):
        if cell.low == cell.high:
            return cell_text(cell.low, digits)
        return f"[{cell_text(cell.low, digits)}, {cell_text(cell.high, digits)}]"
    if isinstance(cell, tuple):
        return "(" + ", ".join(cell_text(entry, digits) for entry in cell) + ")"
    if wants_approximation(cell):
        return f"{exact_text(cell)} ≈ {decimal(cell, digits)}"
    return exact_text(cell)


def cell_exact(cell: Cell) -> str:
    """Return a cell as exact text alone, for machine reading."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Span):
        if cell.low == cell.high:
            return exact_text(cell.low)
        return f"[{exact_text(cell.low)}, {exact_text(cell.high)}]"
    if isinstance(cell, tuple):
        return "(" + ", ".join(exact_text(entry) for entry in cell) + ")"
    return exact_text(cell)


def cell_latex(cell: Cell, digits: int = DIGITS) -> str:
    """Return a cell as LaTeX: text escaped, numbers in mathematics."""
    if isinstance(cell, str):
        return escape_latex(cell)
    return f"${_mathematics(cell, digits)}$"


def _mathematics(cell: int | Number | Span | tuple[Number, ...], digits: int) -> str:
    if isinstance(cell, Span):
        if cell.low == cell.high:
            return _mathematics(cell.low, digits)
        return f"[{_mathematics(cell.low, digits)},\\ {_mathematics(cell.high, digits)}]"
    if isinstance(cell, tuple):
        return "(" + ",\\ ".join(_mathematics(entry, digits) for entry in cell) + ")"
    form = latex(cell)
    return f"{form} \\approx {decimal(cell, digits)}" if wants_approximation(cell) else form
