"""A threshold at the values of a spec: its value, and on which side the function is positive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from games.errors import GameError
from games.exact import Number, RationalFunction, Scalar, real_roots, sign
from solver.regimes.derive.factors import at
from solver.solution.threshold import Case, DerivedThreshold, Here, Side, Symbol


def at_values(derived: DerivedThreshold, party: str, values: Mapping[str, Number]) -> Here:
    """The threshold at the values of a spec, and on which side the function is positive there.

    The letter that is solved for may have no value of its own. Where the function turns elsewhere
    too the side is "sign", and the value is given where it lies in the domain.
    """
    letter = derived.letter
    others = {name: x for name, x in values.items() if name != letter}
    symbol = next(item for item in derived.symbols if item.letter == letter)
    number = next(
        (
            number
            for number, item in enumerate(derived.cases)
            if all(
                condition.holds(_number(at(condition.polynomial, others)))
                for condition in item.conditions
            )
        ),
        None,
    )
    current = values.get(letter)
    now = None
    if current is not None:
        now = sign(_number(at(derived.function, {**others, letter: current}))) > 0
    found: Number | None = None
    side: Side = "sign"
    if number is not None:
        case = derived.cases[number]
        if case.decides is not None:
            side = "always" if sign(_number(at(case.decides, others))) > 0 else "never"
        else:
            found = _number(at(derived.value, others))
            side = _within(case, found, symbol)
            if case.local and _outside(found, symbol):
                found = None
    return Here(party, values, current, found, side, now, number)


def _within(case: Case, root: Number, symbol: Symbol) -> Side:
    """The side, or "always" and "never" where the domain lies on one side of the root."""
    if case.local:
        return "sign"
    if case.side == "above":
        if symbol.low is not None and sign(root - symbol.low) < 0:
            return "always"
        return "never" if symbol.high is not None and sign(symbol.high - root) <= 0 else "above"
    if case.side == "below":
        if symbol.high is not None and sign(symbol.high - root) < 0:
            return "always"
        return "never" if symbol.low is not None and sign(root - symbol.low) <= 0 else "below"
    return case.side


def _outside(x: Number, symbol: Symbol) -> bool:
    return (symbol.low is not None and x < symbol.low) or (
        symbol.high is not None and x > symbol.high
    )


def _number(x: Scalar) -> Number:
    if isinstance(x, RationalFunction):
        raise GameError(f"{x} has no value: a letter in it has none")
    value: Number = x
    return value


def with_roots(
    blank: DerivedThreshold, h: Scalar, parties: tuple[tuple[str, Mapping[str, Number]], ...]
) -> DerivedThreshold:
    """A threshold without a closed form, with every root of its factor at the spec's values."""
    return replace(
        blank,
        here=tuple(item for party, values in parties for item in _roots(blank, h, party, values)),
    )


def _roots(
    blank: DerivedThreshold, h: Scalar, party: str, values: Mapping[str, Number]
) -> Iterator[Here]:
    """Every root of the factor within the domain, at the values of the spec."""
    letter = blank.letter
    symbol = next(item for item in blank.symbols if item.letter == letter)
    others = {name: x for name, x in values.items() if name != letter}
    positive = sign(_number(at(blank.function, values))) > 0
    polynomial = at(h, others)
    if not isinstance(polynomial, RationalFunction):
        return
    coefficients = [_number(x) for x in polynomial.coefficients(letter)[0]]
    for root in real_roots(coefficients):
        if not _outside(root, symbol):
            yield Here(party, values, values[letter], root, "sign", positive, None)
