"""Where a function of several quantities changes sign in one of them, solved by the code.

Let f be a rational function over Q, positive where something gains. Over Q it is a product of
irreducible factors. A factor h = h_0 + h_1 x linear in the quantity x gives the threshold

    x* = -h_0 / h_1,   f > 0 iff x > x* where h_1 R > 0,  iff x < x* where h_1 R < 0,

R the product of all other factors. Each factor of h_1 R that keeps its sign over the domain gives
a condition (it is not zero); the others decide the direction. Where h_1 R = 0 the sign of f does
not depend on x. A side is empty where f is known not to be positive at the end it reaches.

A factor of R that contains x as well and keeps its sign must not be zero at x either. One that may
turn makes the statement local: it holds on both sides of x* as far as the next turn.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from games.errors import GameError
from games.exact import Number, RationalFunction, Scalar, parameter, parse, sign
from solver.regimes.derive.factors import (
    Factors,
    at,
    distinct,
    factors_of,
    function_sign,
    product_of,
    split,
)
from solver.regimes.derive.here import at_values, with_roots
from solver.regimes.derive.motion import limits_of, statics_of
from solver.regimes.derive.signs import kept_sign, letters
from solver.regimes.derive.writing import Language, condition_text, formula_text, written
from solver.solution.condition import Condition, Relation
from solver.solution.threshold import Abbreviation, Case, DerivedThreshold, Side, Symbol

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
    box = asked.language.box
    moving = [(h, e, kept_sign(h, box)) for h, e in parts if letter in letters(h)]
    still: Factors = [(Fraction(sign(content)), 1)]
    still += [(h, e) for h, e in parts if letter not in letters(h)]
    keeping = [(h, e, kept) for h, e, kept in moving if kept is not None]
    found = []
    for h, exponent, kept in moving:
        turning: Factors = [(g, e) for g, e, fixed in moving if fixed is None and g is not h]
        if kept is not None:
            continue
        if h.degree(letter)[0] > 1:
            found.append(with_roots(_not_linear(asked, letter, h), h, asked.parties))
        elif exponent % 2:
            found.append(_Linear(asked, letter, h, still, keeping, turning).threshold())
    return tuple(found)


def _symbol(asked: Question, letter: str) -> Symbol:
    return next(symbol for symbol in asked.symbols if symbol.letter == letter)


@dataclass(frozen=True)
class _Linear:
    """One linear factor h of a function in a letter, and its other factors.

    still: without the letter. keeping: with it, of one sign over the domain (the third entry).
    turning: with it, of both.
    """

    asked: Question
    letter: str
    h: RationalFunction
    still: Factors
    keeping: Sequence[tuple[RationalFunction, int, int]]
    turning: Factors

    @cached_property
    def parts(self) -> tuple[Scalar, Scalar]:
        """h_0 and h_1."""
        h_0, h_1 = self.h.coefficients(self.letter)[0]
        return h_0, h_1

    @cached_property
    def function(self) -> Scalar:
        """The function with signs in place of the factors that keep theirs."""
        f = self.asked.function
        for g, exponent, kept in self.keeping:
            f = f / g**exponent * kept ** abs(exponent)
        return f

    def threshold(self) -> DerivedThreshold:
        """The value, checked by substitution, with its cases."""
        asked, letter, words = self.asked, self.letter, self.asked.language
        value = -self.parts[0] / self.parts[1]
        if at(asked.function, {letter: value}) != 0:
            raise ArithmeticError(f"the threshold of {letter} does not make the function vanish")
        cases = tuple(self._cases(value))
        shown = written(value, words, _offsets(asked.symbols, letter))
        blank = replace(
            _blank(asked, letter),
            value=value,
            cases=cases,
            limits=tuple(limits_of(value, words)),
            statics=tuple(statics_of(value, words)),
            proof=_proof(asked, letter, self.h, shown.text(), cases),
            text=shown.text(),
            latex=shown.latex(),
        )
        here = tuple(at_values(blank, party, values) for party, values in asked.parties)
        return replace(blank, here=here)

    def _cases(self, value: Scalar) -> Iterator[Case]:
        """On which side the function is positive, for every sign of the factors that take both."""
        words = self.asked.language
        around: Factors = [(at(g, {self.letter: value}), e) for g, e in self.turning]
        direction, fixed, open_factors = split(
            [*factors_of(self.parts[1]), *self.still, *around], words
        )
        for _, exponent, kept in self.keeping:
            direction *= kept ** abs(exponent)
        also = tuple(_condition(kept * g, ">", words) for g, _, kept in self.keeping)
        base = tuple(_condition(p, ">", words) for p in fixed)
        several = distinct([p for p, _ in open_factors])
        if len(several) > _MOST_OPEN:
            raise GameError(
                f"the direction of {self.letter} turns on {len(several)} signs: too many cases"
            )
        for signs in itertools.product((1, -1), repeat=len(several)):
            product = direction
            for p, exponent in open_factors:
                product *= signs[several.index(p)] if exponent % 2 else 1
            turned = (
                _condition(p, ">" if chosen > 0 else "<", words)
                for p, chosen in zip(several, signs, strict=True)
            )
            yield self._case((*base, *turned), product > 0, also)
        if not self.turning:
            yield from self._flat([*fixed, *several], also)

    @cached_property
    def _ends(self) -> dict[Number, Scalar]:
        """The function at the ends of the domain."""
        symbol = _symbol(self.asked, self.letter)
        ends = (end for end in (symbol.low, symbol.high) if end is not None)
        return {end: at(self.function, {self.letter: end}) for end in ends}

    def _case(
        self, conditions: tuple[Condition, ...], rising: bool, also: tuple[Condition, ...]
    ) -> Case:
        """What holds on one side of the threshold under these conditions."""
        letter, words = self.letter, self.asked.language
        side: Side = "above" if rising else "below"
        reason = f"the function {'rises' if rising else 'falls'} in {letter}"
        if self.turning:
            reason += f" through {letter}*, and turns elsewhere too"
            return Case(conditions, side, reason, also=also, local=True)
        symbol = _symbol(self.asked, letter)
        start, end = (symbol.low, symbol.high)[:: 1 if rising else -1]
        if end is not None and function_sign(self._ends[end], words) in (0, -1):
            reached = formula_text(self._ends[end], words)
            reason += f" up to {reached} <= 0 at the end {letter} = {end}"
            return Case(conditions, "never", reason)
        beyond = None
        if start is not None and function_sign(self._ends[start], words) == 1:
            beyond = start
            reached = formula_text(self._ends[start], words)
            reason += f" from {reached} >= 0 at the end {letter} = {start}"
            known = [item.polynomial for item in conditions if item.relation == ">"]
            _, positive, open_factors = split([(self._ends[start], 1)], words)
            if not open_factors and all(p in known for p in positive) and not also:
                side, beyond = "always", None
        return Case(conditions, side, reason, also=also, beyond=beyond)

    def _flat(self, slope: Sequence[Scalar], also: tuple[Condition, ...]) -> Iterator[Case]:
        """Where the slope is zero: the function is the same for every value; take the simplest."""
        letter, words = self.letter, self.asked.language
        if not slope or not self._ends:
            return
        same = list(self._ends.values())
        if all(function_sign(p, words) is None for p in same):
            others = (s.letter for s in self.asked.symbols if s.letter != letter)
            same += _defined((self.function, {letter: parameter(x)}) for x in others)
        pinned = _pinned(slope)
        same += _defined((p, pinned) for p in same if pinned)
        decides = min(
            same,
            key=lambda p: (
                function_sign(p, words) is None,
                function_sign(p, words) == 1,
                len(formula_text(p, words)),
            ),
        )
        known = function_sign(decides, words)
        says = formula_text(decides, words)
        yield Case(
            (_condition(product_of(slope), "=", words),),
            "never" if known in (0, -1) else "sign",
            f"the function is {says} for every {letter}"
            + (", never positive" if known == -1 else ""),
            decides,
            also=() if known in (0, -1) else also,
        )


def _defined(wanted: Iterable[tuple[Scalar, Mapping[str, Scalar]]]) -> list[Scalar]:
    """Functions with values put in, without those that have a pole there."""
    found = []
    for f, values in wanted:
        with suppress(GameError):
            found.append(at(f, values))
    return found


def _pinned(slope: Sequence[Scalar]) -> dict[str, Scalar]:
    """The letter that a vanishing slope fixes, with its value, where it does."""
    if len(slope) > 1 or not isinstance(slope[0], RationalFunction):
        return {}
    names = slope[0].names
    if len(names) > 1 or slope[0].degree(names[0])[0] > 1:
        return {}
    constant, coefficient = slope[0].coefficients(names[0])[0]
    return {names[0]: -constant / coefficient}


def _condition(p: Scalar, relation: Relation, words: Language) -> Condition:
    known = words.abbreviation(p)
    return Condition(p, "" if known is None else known[0].meaning, relation=relation)


def _blank(asked: Question, letter: str) -> DerivedThreshold:
    """A threshold about which nothing is known yet."""
    return DerivedThreshold(
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
        notes=asked.notes,
    )


def _not_linear(asked: Question, letter: str, h: RationalFunction) -> DerivedThreshold:
    """A factor of higher degree: no rational closed form; its roots here are exact numbers."""
    degree = h.degree(letter)[0]
    reason = f"the function is of degree {degree} in {letter}: no rational closed form"
    return replace(_blank(asked, letter), reason=reason)


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
