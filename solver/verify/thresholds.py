"""Thresholds of the one-shot decision, by a symbolic identity.

A party with share s, alignment c with the other, stakes k, own win probability p and expected loss
d = qD is worth V = s + (1-s) c at peace and C = (1-d) [V + k (p-s) (1-c)] in conflict; it starts
one iff the gain C - V is positive.

The claim "thresholds": in each parameter t the gain is affine, so that it changes sign at most
once; it is zero identically where t is replaced by the formula; it is zero at the value given; and
over the domain of t it is positive as `seek` says: "below" or "above" the value, "always", "never".

Game: {"decisions": [{"party", and the seven numbers below}, ..]}. Witnesses: {"formulas":
{parameter: text in the letters s c k p q D, and d for qD}, "thresholds": [{"decision": number,
"parameter", "value": number or null where the gain does not depend on it, "seek"}, ..]}.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from games.exact import Scalar, from_json, parameter, parse, sign
from solver.verify.plain import Malformed, entry, index, sequence

#: parameter -> its letter. The expected loss stands for qD, of which it is made otherwise.
LETTERS = {
    "share": "s",
    "cosine": "c",
    "stakes": "k",
    "win_probability": "p",
    "destruction_probability": "q",
    "destruction_fraction": "D",
    "expected_loss": "d",
}


def check_thresholds(game: Mapping[str, Any], witnesses: Mapping[str, Any]) -> list[str]:
    """Return every reason why the claim fails; none if it holds."""
    decisions = [
        {
            letter: from_json(entry(item, name, "a decision"))
            for name, letter in LETTERS.items()
            if letter != "d"
        }
        for item in sequence(entry(game, "decisions", "the game"), "decisions")
    ]
    reasons = []
    formulas = entry(witnesses, "formulas", "witnesses")
    if not isinstance(formulas, Mapping):
        raise Malformed("formulas must be an object")
    for name in sorted(set(formulas)):
        if name not in LETTERS:
            raise Malformed(f"there is no parameter {name!r}")
        text = formulas[name]
        if not isinstance(text, str):
            raise Malformed(f"the formula of {name} must be a text")
        fault = _not_identical(LETTERS[name], text)
        if fault:
            reasons.append(f"{name}: {fault}")
    listed = sequence(entry(witnesses, "thresholds", "witnesses"), "thresholds")
    for item in listed:
        number = index(entry(item, "decision", "a threshold"), len(decisions), "decision")
        name = entry(item, "parameter", "a threshold")
        if name not in LETTERS:
            raise Malformed(f"there is no parameter {name!r}")
        where = f"{name} of decision {number}"
        fault = _wrong_side(decisions[number], LETTERS[name], item)
        if fault:
            reasons.append(f"{where}: {fault}")
        elif item["value"] is not None:
            text = entry(formulas, name, "formulas")
            if _at(text, decisions[number], LETTERS[name]) != from_json(item["value"]):
                reasons.append(f"{where}: the formula gives another value")
    return reasons


def gain(at: Mapping[str, Scalar]) -> Scalar:
    """C - V, by the definitions, over any field; `d` where it is given, else qD."""
    s, c, k, p = (at[letter] for letter in "sckp")
    d = at["d"] if "d" in at else at["q"] * at["D"]
    value = s + (1 - s) * c
    return (1 - d) * (value + k * (p - s) * (1 - c)) - value


def _free(letter: str) -> dict[str, Scalar]:
    """All letters free; d only where it is the one asked for."""
    names = [name for name in LETTERS.values() if name != "d" or letter == "d"]
    return {name: parameter(name) for name in names}


@lru_cache(maxsize=256)
def _not_identical(letter: str, text: str) -> str | None:
    """Why the gain is not affine in the letter with the formula as its zero, symbolically."""
    free = _free(letter)
    known = {name: value for name, value in free.items() if name != letter}
    if letter not in "qDd":
        known["d"] = free["q"] * free["D"]
    formula = parse(text, known)
    zero, one = gain({**free, letter: Fraction(0)}), gain({**free, letter: Fraction(1)})
    if not _vanishes(gain(free) - zero - free[letter] * (one - zero)):
        return "the gain is not affine in it"
    if not _vanishes(gain({**free, letter: formula})):
        return "the gain does not vanish identically where it equals the formula"
    return None


def _vanishes(x: Scalar) -> bool:
    return bool(x == 0)


def _at(text: str, decision: Mapping[str, Scalar], letter: str) -> Scalar:
    """The formula at the numbers of a decision."""
    known = {name: value for name, value in decision.items() if name != letter}
    if letter not in "qDd":
        known["d"] = decision["q"] * decision["D"]
    return parse(text, known)


def _wrong_side(decision: Mapping[str, Scalar], letter: str, item: Mapping[str, Any]) -> str | None:
    """Why the gain is not zero at the value, or not positive where it is said to be."""
    known = dict(decision)

    def at(t: Scalar) -> Scalar:
        return gain({**known, letter: t})

    low, high = at(Fraction(-1 if letter == "c" else 0)), at(Fraction(1))
    value = entry(item, "value", "a threshold")
    if value is None:
        if at(Fraction(0)) != at(Fraction(1)):
            return "the gain depends on it, so there is a threshold"
    elif at(Fraction(0)) == at(Fraction(1)):
        return "the gain does not depend on it"
    elif at(from_json(value)) != 0:
        return "the gain is not zero at the value"
    positive = (sign(low) > 0, sign(high) > 0)
    right = {
        (True, True): "always",
        (False, False): "never",
        (True, False): "below",
        (False, True): "above",
    }[positive]
    if entry(item, "seek", "a threshold") != right:
        return f"the gain is positive {right}"
    return None
