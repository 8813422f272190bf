"""Thresholds of one decision: start a conflict now, or not (MODEL's threshold theorem).

The gain (1-d) k (p-s) (1-c) - d (s + (1-s) c) of `games.world.decision`, run on free letters, with
d = qD where q or D is asked for. s and p are the deciding party's own share and win probability,
held fixed one against the other also where a contest gives p.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from games.exact import Number, Scalar, parameter
from games.spec import Realisation, Spec
from games.world.decision import Decision, decision
from solver.regimes.derive.here import at_values
from solver.regimes.derive.letters import (
    COSINE,
    FRACTION,
    LOSS,
    ONE,
    PROBABILITY,
    SHARE,
    STAKES,
    WIN,
)
from solver.regimes.derive.turning import Question, derive_thresholds
from solver.regimes.derive.writing import abbreviations
from solver.solution.threshold import DerivedThreshold

TOPIC = "decision"

#: Every letter that is solved for.
SYMBOLS = (COSINE, LOSS, STAKES, WIN, SHARE, PROBABILITY, FRACTION)

#: Whether q D is written for d -> how the gain is written with it, and what that needs named.
_SHOWN = {False: "(1 - d)*g - d*V", True: "(1 - q*D)*g - q*D*V"}
_NAMES = {
    "V": ("s + (1 - s)*c", "the status quo is worth something"),
    "g": ("k*(p - s)*(1 - c)", "what conflict shifts is to its advantage"),
    "g + V": ("g + V", "victory's expected worth before losses is positive"),
}
_REACH = {
    False: ("(1 - d)*k*(p - s) + d*(1 - s)", "there is something to gain from the other"),
    True: ("(1 - q*D)*k*(p - s) + q*D*(1 - s)", "there is something to gain from the other"),
}


def question(split: bool = False) -> Question:
    """The gain of starting a conflict in free letters; split: with d written q D."""
    symbols = (
        COSINE,
        *((PROBABILITY, FRACTION) if split else (LOSS,)),
        STAKES,
        WIN,
        SHARE,
    )
    x: dict[str, Scalar] = {symbol.name: parameter(symbol.letter) for symbol in symbols}
    choice = Decision(
        party="",
        share=x["share"],
        cosine=x["cosine"],
        stakes=x["stakes"],
        win_probability=x["win_probability"],
        destruction_probability=x["destruction_probability" if split else "expected_loss"],
        destruction_fraction=x["destruction_fraction"] if split else ONE,
    )
    return Question(
        topic=TOPIC,
        question="Starting a conflict now gains",
        function=choice.gain,
        symbols=symbols,
        names=abbreviations({**_NAMES, "b": _REACH[split]}),
        shown=_SHOWN[split],
    )


def refusal(spec: Spec) -> str | None:
    """Why this kind of spec has no such decision; None where it has one."""
    real = spec.realise()
    if real.world is None or real.conflict is None:
        return "no world of power and conflict stands behind the game"
    if len(real.world.names) != 2:
        return f"the decision is that of one of two parties; here are {len(real.world.names)}"
    return None


def derive(spec: Spec, target: str | None = None) -> tuple[DerivedThreshold, ...]:
    """The threshold of every parameter of the gain, or of one, with its value for both parties."""
    choices = _choices(spec.realise())
    found = []
    for symbol in SYMBOLS:
        if target in (None, symbol.name):
            derived = threshold(symbol.letter)
            here = tuple(
                at_values(derived, name, letter_values(choice)) for name, choice in choices.items()
            )
            found.append(replace(derived, here=here))
    return tuple(found)


@cache
def threshold(letter: str) -> DerivedThreshold:
    """The threshold of one letter, whatever the spec."""
    (found,) = derive_thresholds(question(letter in "qD"), letter)
    return found


def _choices(real: Realisation) -> dict[str, Decision]:
    assert real.world is not None
    assert real.conflict is not None
    return {name: decision(real.world, real.conflict, name) for name in real.world.names}


def letter_values(choice: Decision) -> dict[str, Number]:
    """What each letter is for one party."""
    return {
        "c": choice.cosine,
        "d": choice.expected_loss,
        "q": choice.destruction_probability,
        "D": choice.destruction_fraction,
        "k": choice.stakes,
        "p": choice.win_probability,
        "s": choice.share,
    }
