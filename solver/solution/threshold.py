"""Thresholds in closed form: where a decision turns, when, and how that moves with the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from games.exact import Number, Scalar
from solver.solution.condition import Condition

#: On which side of the threshold the function is positive; "always" and "never" where the
#: threshold is beyond the domain. "sign": it does not depend on the parameter (see `Case`); at the
#: values of a spec also where it turns at other values too.
Side: TypeAlias = Literal["below", "above", "always", "never", "sign"]


@dataclass(frozen=True)
class Symbol:
    """A free quantity: its letter in formulas, its name in specs and its domain (None: open)."""

    letter: str
    name: str
    low: Number | None
    high: Number | None


@dataclass(frozen=True)
class Case:
    """Where all conditions hold, the function is positive on this side of the threshold.

    side "sign": wherever `decides` is positive, whatever the parameter. reason: why, in words.
    also: what must hold of the parameter itself besides. beyond: the end of the domain at which or
    past which the threshold lies, where that is known. local: the function turns elsewhere too, so
    that this holds next to the threshold only.
    """

    conditions: tuple[Condition, ...]
    side: Side
    reason: str = ""
    decides: Scalar | None = None
    also: tuple[Condition, ...] = ()
    beyond: Number | None = None
    local: bool = False


@dataclass(frozen=True)
class LimitOf:
    """What a threshold tends to as another quantity goes to an end of its domain.

    value: None where it grows without bound; then the sign of `direction` says to which side, and
    where that is zero nothing is said. unless: where this is zero the limit is another one.
    """

    letter: str
    end: Number
    value: Scalar | None
    direction: Scalar | None = None
    unless: Scalar | None = None


@dataclass(frozen=True)
class Static:
    """How a threshold moves with another quantity: the sign of its derivative, proved.

    sign: of the part that keeps one over the whole domain (0: the derivative vanishes). open: the
    factors that do not; the derivative has the sign of `sign` times their product. still: further
    factors, none of them negative, at whose zeros it vanishes.
    """

    letter: str
    derivative: Scalar
    sign: int
    open: tuple[Scalar, ...]
    still: tuple[Scalar, ...] = ()


@dataclass(frozen=True)
class Here:
    """A threshold at the values of a spec, for one party.

    values: of every letter. current: of the letter itself; None where the spec has none. value: of
    the threshold; None where there is none. side: where the function is positive within the
    domain. positive: whether it is at the current value, None without one. case: the number of the
    case that holds, None where no case does.
    """

    party: str
    values: Mapping[str, Number]
    current: Number | None
    value: Number | None
    side: Side
    positive: bool | None
    case: int | None


@dataclass(frozen=True)
class DerivedThreshold:
    """The value of one quantity at which a function changes sign, derived from the function.

    topic: which question of the model. question: what holds where the function is positive.
    text, latex: the value as people write it. function: in the letters of `symbols`; value:
    exactly, in the other letters, None where there is no rational one (`reason` says why). names:
    abbreviations. proof: steps in words; the last one is the substitution that was carried out.
    """

    topic: str
    question: str
    parameter: str
    letter: str
    function: Scalar
    value: Scalar | None
    symbols: tuple[Symbol, ...]
    names: tuple[Abbreviation, ...]
    cases: tuple[Case, ...]
    limits: tuple[LimitOf, ...]
    statics: tuple[Static, ...]
    proof: tuple[str, ...]
    here: tuple[Here, ...] = ()
    text: str = ""
    latex: str = ""
    reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Abbreviation:
    """A letter that stands for an expression in formulas, with what it means."""

    letter: str
    text: str
    value: Scalar
    meaning: str


@dataclass(frozen=True)
class ClosedForm:
    """A quantity of the model in closed form that is no threshold of one parameter.

    parameter: the target it answers to. text, latex: the formula. conditions: where it holds, in
    words. here: (party, value or words). parts: what it says one by one, if there are several.
    """

    topic: str
    parameter: str
    name: str
    text: str
    latex: str
    conditions: str
    proof: tuple[str, ...]
    here: tuple[tuple[str, Number | str], ...] = ()
    parts: tuple[str, ...] = ()
