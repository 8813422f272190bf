"""Where a function of several quantities changes sign in one of them, solved by the code.

Let f be a rational function over Q, positive where something gains. Over Q it is a product of
irreducible factors. A factor h = h_0 + h_1 x linear in the quantity x gives the threshold

    x* = -h_0 / h_1,   f > 0 iff x > x* where h_1 R > 0,  iff x < x* where h_1 R < 0,

R the product of all other factors. Each factor of h_1 R that keeps its sign over the domain gives
a condition (it is not zero); the others decide the direction. Where h_1 R = 0 the sign of f does
not depend on x. A side is empty where f is known not to be positive at the end it reaches.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from games.errors import GameError
from games.exact import Number, RationalFunction, Scalar, parameter, parse, real_roots, sign
from solver.regimes.derive.signs import kept_sign, letters
from solver.regimes.derive.writing import (
    Language,
    condition_text,
    formula_text,
    oriented_sign,
    written,
)
from solver.solution.condition import Condition, Relation
from solver.solution.threshold import (
    Abbreviation,
    Case,
    DerivedThreshold,
    Here,
    LimitOf,
    Side,
    Static,
    Symbol,
)

Factors = list[tuple[Scalar, int]]
#: More factors without a sign of their own than this are not split into cases.
_MOST_OPEN = 4


@dataclass(frozen=True)
class Question:
    """A function whose sign is asked for.

    question: what happens where it is positive, as in "starting a conflict gains". shown: the
    function as people write it, in the letters and abbreviations. parties: (name, values of every
    letter) at which the spec stands.
    """

    topic: str
    question: str
    function: Scalar
    symbols: tuple[Symbol, ...]
    names: tuple[Abbreviation, ...] = ()
    shown: str = ""
    parties: tuple[tuple[str, Mapping[str, Number]], ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.shown:
            letters_ = {s.letter: parameter(s.letter) for s in self.symbols}
            known = {a.letter: a.value for a in self.names if a.letter.isidentifier()}
            if parse(self.shown, {**letters_, **known}) != self.function:
                raise ArithmeticError(f"{self.shown} is not the function of {self.question!r}")

    @cached_property
    def language(self) -> Language:
        """What formulas about it are written in."""
        return language(self.symbols, self.names)


def language(symbols: Sequence[Symbol], names: Sequence[Abbreviation]) -> Language:
    """The letters with a bounded domain, and the abbreviations."""
    return Language(
        {
            symbol.letter: (symbol.low, symbol.high)
            for symbol in symbols
            if symbol.low is not None and symbol.high is not None
        },
        tuple(names),
    )


def derive_thresholds(asked: Question, letter: str) -> tuple[DerivedThreshold, ...]:
    """Solve the function for one letter: one threshold for each factor that contains it.

    Raises `ArithmeticError` if a threshold does not make the function vanish.
    """
    f = asked.function
    if not isinstance(f, RationalFunction) or letter not in f.names:
        return ()
    content, parts = f.factors()
    moving = [(h, e) for h, e in parts if letter in letters(h)]
    still: Factors = [(Fraction(sign(content)), 1)]
    still += [(h, e) for h, e in parts if letter not in letters(h)]
    found = []
    for h, exponent in moving:
        others: Factors = [(g, e) for g, e in moving if g is not h]
        if kept_sign(h, asked.language.box) is not None:
            continue
        if h.degree(letter)[0] > 1:
            found.append(_not_linear(asked, letter, h))
        elif exponent % 2:
            found.append(_linear(asked, letter, h, [*still, *others]))
    return tuple(found)


def _symbol(asked: Question, letter: str) -> Symbol:
    return next(symbol for symbol in asked.symbols if symbol.letter == letter)


def _linear(asked: Question, letter: str, h: RationalFunction, others: Factors) -> DerivedThreshold:
    """The threshold of one linear factor, given the other factors of the function."""
    h_0, h_1 = h.coefficients(letter)[0]
    value = -h_0 / h_1
    if at(asked.function, {letter: value}) != 0:
        raise ArithmeticError(f"the threshold of {letter} does not make the function vanish")
    factors = [*_factors(h_1), *((at(g, {letter: value}), e) for g, e in others)]
    alone = all(letter not in letters(g) for g, _ in others)
    cases = tuple(_cases(asked, letter, factors, alone))
    shown = written(value, asked.language, _offsets(asked.symbols, letter))
    blank = DerivedThreshold(
        topic=asked.topic,
        question=asked.question,
        parameter=_symbol(asked, letter).name,
        letter=letter,
        function=asked.function,
        value=value,
        symbols=asked.symbols,
        names=asked.names,
        cases=cases,
        limits=tuple(_limits(value, asked.language)),
        statics=tuple(_statics(value, asked.language)),
        proof=_proof(asked, letter, h, shown.text(), cases),
        text=shown.text(),
        latex=shown.latex(),
        notes=asked.notes,
    )
    here = tuple(at_values(blank, party, values) for party, values in asked.parties)
    return replace(blank, here=here)


def at(f: Scalar, values: Mapping[str, Scalar]) -> Scalar:
    """A function with values put in for letters; a number is a constant function."""
    return f.at(values) if isinstance(f, RationalFunction) else f


def _factors(p: Scalar) -> Factors:
    if not isinstance(p, RationalFunction):
        return [(Fraction(sign(p)), 1)]
    content, parts = p.factors()
    return [(Fraction(sign(content)), 1), *parts]


def split(factors: Factors, asked: Language) -> tuple[int, list[Scalar], list[tuple[Scalar, int]]]:
    """(sign of all that keeps one, those factors turned positive, the others with exponents)."""
    direction, fixed, open_factors = 1, [], []
    for product, exponent in factors:
        if not isinstance(product, RationalFunction):
            direction *= sign(product) if exponent % 2 else 1
            continue
        content, parts = product.factors()
        direction *= sign(content) if exponent % 2 else 1
        for factor, inner in parts:
            kept = kept_sign(factor, asked.box)
            turn = oriented_sign(factor, asked) if kept is None else kept
            direction *= turn if inner * exponent % 2 else 1
            if kept is None:
                open_factors.append((turn * factor, inner * exponent))
            else:
                fixed.append(turn * factor)
    return direction, _distinct(fixed), open_factors


def _distinct(polynomials: Sequence[Scalar]) -> list[Scalar]:
    kept: list[Scalar] = []
    for p in polynomials:
        if p not in kept:
            kept.append(p)
    return kept


def _cases(asked: Question, letter: str, factors: Factors, alone: bool) -> Iterator[Case]:
    """On which side the function is positive, for every sign of the factors that take both."""
    words = asked.language
    direction, fixed, open_factors = split(factors, words)
    symbol = _symbol(asked, letter)
    ends = {
        end: at(asked.function, {letter: end})
        for end in (symbol.low, symbol.high)
        if end is not None
    }
    base = tuple(_condition(p, ">", words) for p in fixed)
    distinct = _distinct([p for p, _ in open_factors])
    if len(distinct) > _MOST_OPEN:
        raise GameError(f"the direction of {letter} turns on {len(distinct)} signs: too many cases")
    for signs in itertools.product((1, -1), repeat=len(distinct)):
        product = direction
        for p, exponent in open_factors:
            product *= signs[distinct.index(p)] if exponent % 2 else 1
        conditions = [
            *base,
            *(
                _condition(p, ">" if chosen > 0 else "<", words)
                for p, chosen in zip(distinct, signs, strict=True)
            ),
        ]
        side: Side = "above" if product > 0 else "below"
        end = symbol.high if product > 0 else symbol.low
        reason = f"the function {'rises' if product > 0 else 'falls'} in {letter}"
        if alone and end is not None and _function_sign(ends[end], words) in (0, -1):
            reached = formula_text(ends[end], words)
            side = "never"
            reason += f" up to {reached} <= 0 at the end {letter} = {end}"
        start = symbol.low if product > 0 else symbol.high
        if alone and start is not None and _function_sign(ends[start], words) == 1:
            reached = formula_text(ends[start], words)
            side = "always"
            reason += f" from {reached} >= 0 at the end {letter} = {start}"
        yield Case(tuple(conditions), side, reason)
    yield from _flat(asked, letter, [*fixed, *distinct], ends, alone)


def _flat(
    asked: Question,
    letter: str,
    slope: Sequence[Scalar],
    ends: Mapping[Number, Scalar],
    alone: bool,
) -> Iterator[Case]:
    """Where the slope is zero: the function is the same for every value, so take the simplest."""
    words = asked.language
    if not slope or not alone or not ends:
        return
    same = list(ends.values())
    if all(_function_sign(p, words) is None for p in same):
        others = (parameter(item.letter) for item in asked.symbols if item.letter != letter)
        same += [at(asked.function, {letter: x}) for x in others]
    decides = min(
        same, key=lambda p: (_function_sign(p, words) is None, len(formula_text(p, words)))
    )
    known = _function_sign(decides, words)
    says = formula_text(decides, words)
    side: Side = "never" if known in (0, -1) else "sign"
    yield Case(
        (_condition(product_of(slope), "=", words),),
        side,
        f"the function is {says} for every {letter}" + (", never positive" if known == -1 else ""),
        decides,
    )


def _function_sign(f: Scalar, words: Language) -> int | None:
    """The sign a rational function keeps over the domain, zero allowed; None if not proved."""
    if not isinstance(f, RationalFunction):
        return sign(f)
    direction, _, open_factors = split([(f, 1)], words)
    return direction if all(e % 2 == 0 for _, e in open_factors) else None


def product_of(factors: Iterable[Scalar]) -> Scalar:
    """The product; 1 of nothing."""
    whole: Scalar = Fraction(1)
    for factor in factors:
        whole = whole * factor
    return whole


def _condition(p: Scalar, relation: Relation, words: Language) -> Condition:
    known = words.abbreviation(p)
    return Condition(p, "" if known is None else known[0].meaning, relation=relation)


def _limits(value: Scalar, words: Language) -> Iterator[LimitOf]:
    """What the threshold tends to at each end of every other letter."""
    if not isinstance(value, RationalFunction):
        return
    for letter in value.names:
        if letter not in words.box:
            continue
        for end, inward in zip(words.box[letter], (1, -1), strict=True):
            top, bottom = (at(p, {letter: end}) for p in (value.numerator, value.denominator))
            if bottom != 0:
                yield LimitOf(letter, end, top / bottom)
                continue
            # Coprime, so the numerator stays: the first derivative that does not vanish decides.
            direction, order, p = top, 0, value.denominator
            while bottom == 0:
                assert isinstance(p, RationalFunction)
                p, order = p.derivative(letter), order + 1
                bottom = at(p, {letter: end})
            yield LimitOf(letter, end, None, direction * bottom * inward**order)


def _statics(value: Scalar, words: Language) -> Iterator[Static]:
    """The sign of each partial derivative."""
    for letter in letters(value):
        assert isinstance(value, RationalFunction)
        slope = value.derivative(letter)
        if slope == 0:
            continue
        direction, _, open_factors = split([(slope, 1)], words)
        yield Static(letter, slope, direction, tuple(p for p, e in open_factors if e % 2))


def _proof(
    asked: Question, letter: str, h: RationalFunction, value: str, cases: Sequence[Case]
) -> tuple[str, ...]:
    words = asked.language
    h_0, h_1 = h.coefficients(letter)[0]
    shown = asked.shown or formula_text(asked.function, words)
    steps = [f"{asked.question} iff f > 0, f = {shown}."]
    inside = "f" if h == asked.function else "The only factor of f that turns"
    steps.append(
        f"{inside} is linear in {letter}: constant term {formula_text(h_0, words)}, "
        f"coefficient of {letter} {formula_text(h_1, words)}; it vanishes at "
        f"{letter}* = {value} only."
    )
    for case in cases:
        where = " and ".join(condition_text(item, words) for item in case.conditions)
        steps.append(f"Where {where or 'the domain allows'}: {case.reason}.")
    steps.append(f"Check: f at {letter} = {letter}* reduces to 0 identically.")
    return tuple(steps)


def _offsets(symbols: Sequence[Symbol], letter: str) -> tuple[Scalar, ...]:
    """What a threshold may be written as a difference from: 1, -1, the other letters, 1 - s."""
    return (
        Fraction(1),
        Fraction(-1),
        *(parameter(symbol.letter) for symbol in symbols if symbol.letter != letter),
        *(1 - parameter("s") for symbol in symbols if symbol.letter == "s" != letter),
    )


def at_values(derived: DerivedThreshold, party: str, values: Mapping[str, Number]) -> Here:
    """The threshold at the values of a spec, and on which side the function is positive there.

    The letter that is solved for may have no value of its own.
    """
    letter = derived.letter
    others = {name: x for name, x in values.items() if name != letter}
    symbol = next(item for item in derived.symbols if item.letter == letter)
    case = next(
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

    def positive(x: Number) -> bool:
        return sign(_number(at(derived.function, {**others, letter: x}))) > 0

    current = values.get(letter)
    now = None if current is None else positive(current)
    found: Number | None = None
    if case is not None and all(item.relation != "=" for item in derived.cases[case].conditions):
        found = _number(at(derived.value, others))
        side = _within(derived.cases[case], found, symbol)
    else:
        some = current if current is not None else symbol.low
        assert some is not None
        side = "always" if positive(some) else "never"
    return Here(party, values, current, found, side, now, case)


def _within(case: Case, root: Number, symbol: Symbol) -> Side:
    """The side, or "always" and "never" where the domain lies on one side of the root."""
    rising = case.reason.startswith("the function rises")
    if rising:
        if symbol.low is not None and sign(root - symbol.low) < 0:
            return "always"
        return "never" if symbol.high is not None and sign(symbol.high - root) <= 0 else "above"
    if symbol.high is not None and sign(symbol.high - root) < 0:
        return "always"
    return "never" if symbol.low is not None and sign(root - symbol.low) <= 0 else "below"


def _number(x: Scalar) -> Number:
    if isinstance(x, RationalFunction):
        raise GameError(f"{x} has no value: a letter in it has none")
    value: Number = x
    return value


def _not_linear(asked: Question, letter: str, h: RationalFunction) -> DerivedThreshold:
    """A factor of higher degree: no rational closed form; its roots here are exact numbers."""
    degree = h.degree(letter)[0]
    blank = DerivedThreshold(
        topic=asked.topic,
        question=asked.question,
        parameter=_symbol(asked, letter).name,
        letter=letter,
        function=asked.function,
        value=None,
        symbols=asked.symbols,
        names=asked.names,
        cases=(),
        limits=(),
        statics=(),
        proof=(),
        reason=f"the function is of degree {degree} in {letter}: no rational closed form",
        notes=asked.notes,
    )
    return replace(
        blank,
        here=tuple(
            item
            for party, values in asked.parties
            for item in _roots_here(asked, letter, h, party, values)
        ),
    )


def _roots_here(
    asked: Question, letter: str, h: RationalFunction, party: str, values: Mapping[str, Number]
) -> Iterator[Here]:
    """Every root of the factor within the domain, at the values of the spec."""
    symbol = _symbol(asked, letter)
    others = {name: x for name, x in values.items() if name != letter}
    positive = sign(_number(at(asked.function, values))) > 0
    polynomial = at(h, others)
    if not isinstance(polynomial, RationalFunction):
        return
    coefficients = [_number(x) for x in polynomial.coefficients(letter)[0]]
    for root in real_roots(coefficients):
        if symbol.low is not None and root < symbol.low:
            continue
        if symbol.high is not None and root > symbol.high:
            continue
        yield Here(party, values, values[letter], root, "sign", positive, None)
