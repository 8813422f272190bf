"""How the highest prior at which a hold is trusted, mu* = B_1/(B_1 + B_2), moves with everything.

For B_1, B_2 > 0 the derivative of mu* in x has the sign of N = B_1' B_2 - B_1 B_2' (primes: by
x), for (B_1 + B_2)^2 d mu*/dx = N. Four ways decide it, in this order, each with its proof:

    B_1', -B_2' never of opposite signs over the domain         that sign, whatever B_1 and B_2
    B_2' = 0, B_1 affine in x                                   B_1' (e - x) = B_1(x = e) - B_1 for
                                                                an end e of the domain: compare B_1
                                                                with what it is at e
    B_2' = r B_2 with r of one letter                           N = B_2 (B_1' - r B_1)
    else                                                        B_1' B_2 against B_1 B_2' without
                                                                common factors of one sign

B_1 <= 0 < B_2: trusting is worth (1-mu) B_1 - mu B_2 < 0 at every prior mu > 0: pre-empt always.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from games.exact import Number, RationalFunction, Scalar, sign
from solver.regimes.derive.factors import at, product_of
from solver.regimes.derive.signs import kept_sign, letters
from solver.regimes.derive.turning import language
from solver.regimes.derive.writing import Language, condition_text, formula_text
from solver.solution.condition import Condition
from solver.solution.threshold import Abbreviation, ClosedForm, Symbol


@dataclass(frozen=True)
class Move:
    """How mu* moves with one letter where B_1, B_2 > 0.

    direction: 1 rises, -1 falls, whatever else; 0 where it turns: then mu* rises where `above`
    holds and falls where its opposite does. derivative: N of the module.
    """

    letter: str
    direction: int
    above: str
    below: str
    derivative: Scalar
    proof: str

    def here(self, values: Mapping[str, Number]) -> str:
        """The direction at numbers."""
        found: Number = at(self.derivative, values)
        return {1: "rises", 0: "does not move", -1: "falls"}[sign(found)]


def moves(
    reward: Scalar, cost: Scalar, symbols: Sequence[Symbol], names: Sequence[Abbreviation]
) -> Iterator[Move]:
    """The moves of mu*, letter by letter. reward, cost: B_1 and B_2."""
    words = language(symbols, names)
    for symbol in symbols:
        if symbol.letter in {*letters(reward), *letters(cost)}:
            yield _move(reward, cost, symbol, words)


def _derivative(x: Scalar, letter: str) -> Scalar:
    return x.derivative(letter) if isinstance(x, RationalFunction) else x * 0


def _move(reward: Scalar, cost: Scalar, symbol: Symbol, words: Language) -> Move:
    x = symbol.letter
    up, down = _derivative(reward, x), _derivative(cost, x)
    whole = up * cost - reward * down
    signs = (kept_sign(up, words.box), kept_sign(down, words.box))

    def written(p: Scalar) -> str:
        return formula_text(p, words)

    def decided(direction: int, why: str) -> Move:
        return Move(x, direction, "", "", whole, why)

    if None not in signs:
        each = {sign_ for sign_ in (signs[0], -(signs[1] or 0)) if sign_}
        if len(each) == 1:
            said = f"dB_1/d{x} = {written(up)}, dB_2/d{x} = {written(down)}"
            return decided(each.pop(), f"{said}: of opposite signs or zero, for every value.")
    if down == 0:
        end = min(
            (e for e in (symbol.high, symbol.low) if e is not None),
            key=lambda e: len(written(at(reward, {x: e}))),
        )
        there = written(at(reward, {x: end}))
        # Toward the end B_1 moves to `there`; an upper end is approached by rising.
        relation = ("<", ">") if end == symbol.high else (">", "<")
        return Move(
            x,
            0,
            f"B_1 {relation[0]} {there}",
            f"B_1 {relation[1]} {there}",
            whole,
            f"B_2 does not move; B_1 is affine in {x} and is {there} at {x} = {end}.",
        )
    rate = down / cost
    if isinstance(rate, RationalFunction) and len(rate.names) == 1:
        core = up - rate * reward
        open_, direction = _open(core, words)
        above, below = (_against_zero(open_, mark, words) for mark in ("><", "<>")[::direction])
        proof = (
            f"dB_2/d{x} = B_2*({written(rate)}), so that the derivative has the sign of "
            f"dB_1/d{x} - B_1*({written(rate)}) = {written(core)}."
        )
        if not open_:
            return decided(direction, proof)
        return Move(x, 0, above, below, whole, proof)
    left, right = _without_common(up, down, words)
    text = _bracket(right, words)
    turned = text[2:-1] if text.startswith("(-") and text.count("(") > 1 else None
    other_side = f"B_1*{text}" if turned is None else f"-B_1*{turned}"
    above = f"B_2*{_bracket(left, words)} > {other_side}"
    easy = _corners(left, right, words)
    return Move(
        x,
        0,
        above + easy[0],
        above.replace(" > ", " < ") + easy[1],
        whole,
        f"dB_1/d{x} = {written(up)}, dB_2/d{x} = {written(down)}.",
    )


def _parts(p: Scalar) -> tuple[int, list[tuple[RationalFunction, int]]]:
    if not isinstance(p, RationalFunction):
        return sign(p), []
    content, parts = p.factors()
    return sign(content), list(parts)


def _open(p: Scalar, words: Language) -> tuple[list[Scalar], int]:
    """The factors of odd power that take both signs, and the sign of all the others."""
    direction, parts = _parts(p)
    found: list[Scalar] = []
    for factor, exponent in parts:
        kept = kept_sign(factor, words.box)
        if exponent % 2 and kept is None:
            found.append(factor)
        elif exponent % 2:
            direction *= kept or 1
    return found, direction


def _against_zero(factors: Sequence[Scalar], marks: str, words: Language) -> str:
    """The product of the factors against zero, by the first of two marks."""
    relation: Condition = Condition(product_of(factors), "", relation=marks[0])  # type: ignore[arg-type]
    return condition_text(relation, words)


def _without_common(up: Scalar, down: Scalar, words: Language) -> tuple[Scalar, Scalar]:
    """Both without the factors they share that keep a positive sign."""
    first = {str(f): (f, e) for f, e in _parts(up)[1]}
    for factor, exponent in _parts(down)[1]:
        name = str(factor)
        kept = kept_sign(factor, words.box)
        if name in first and kept is not None:
            shared = min(exponent, first[name][1])
            divisor = product_of([kept * factor] * shared)
            up, down = up / divisor, down / divisor
    return up, down


def _bracket(p: Scalar, words: Language) -> str:
    text = formula_text(p, words)
    return text if " " not in text or (text[0] == "(" and text.count("(") > 1) else f"({text})"


def _corners(left: Scalar, right: Scalar, words: Language) -> tuple[str, str]:
    """Where one look at signs decides: each side with one factor that turns."""
    (one, turn), (two, other) = _open(left, words), _open(right, words)
    if len(one) != 1 or len(two) != 1:
        return "", ""

    def said(p: Scalar, relation: str) -> str:
        return condition_text(Condition(p, "", relation=relation), words)  # type: ignore[arg-type]

    a, b = (turn * one[0], other * two[0])
    return (
        f" (so where {said(a, '>')} and {said(b, '<')})",
        f" (so where {said(a, '<')} and {said(b, '>')})",
    )


def statement(
    found: Sequence[Move], symbols: Sequence[Symbol], values: Mapping[str, Number]
) -> ClosedForm:
    """All moves in one sentence, with the proof of each and the direction at these numbers."""
    name = {symbol.letter: symbol.name for symbol in symbols}
    said = {
        -1: "falls, whatever else",
        1: "rises, whatever else",
    }
    parts = [f"{name[m.letter]} ({m.letter}): {said[m.direction]}" for m in found if m.direction]
    parts += [
        f"{name[m.letter]} ({m.letter}): rises where {m.above}; falls where {m.below}"
        for m in found
        if m.direction == 0
    ]
    return ClosedForm(
        topic="private",
        parameter="prior",
        name="how mu* moves where B_1, B_2 > 0",
        text="As a letter rises, mu* rises or falls, the prior up to which a hold of both types is "
        "trusted and deception succeeds:",
        latex=r"\operatorname{sign} \frac{\partial \mu^*}{\partial x} = \operatorname{sign}"
        r"\left(B_2 \frac{\partial B_1}{\partial x} - B_1 \frac{\partial B_2}{\partial x}\right)",
        conditions="where only the misaligned type strikes after a trusted hold, B_1 what trusting "
        "the aligned type in place of pre-empting it is worth, B_2 what trusting the misaligned "
        "one costs. Each letter moves alone; mu* stays where the derivative vanishes",
        proof=tuple(f"{name[m.letter]}: {m.proof}" for m in found),
        here=tuple((name[m.letter], m.here(values)) for m in found)
        if values["B_1"] > 0 and values["B_2"] > 0
        else (("here", "B_1 and B_2 are not both positive"),),
        parts=tuple(parts),
    )


def always(receiver: str, values: Mapping[str, Number]) -> ClosedForm:
    """What is done where B_1 and B_2 are not both positive."""
    reward, cost = sign(values["B_1"]), sign(values["B_2"])
    if reward <= 0 < cost:
        here = "pre-empt always"
    elif cost <= 0 < reward:
        here = "trust always"
    elif reward > 0:
        here = "trust iff mu < mu*"
    else:
        here = "neither case"
    return ClosedForm(
        topic="private",
        parameter="prior",
        name="where no prior turns it",
        text=f"B_1 <= 0 < B_2: {receiver} pre-empts a hold of both types at every prior mu > 0; "
        "B_2 <= 0 < B_1: it trusts it at every prior mu < 1",
        latex=r"B_1 \le 0 < B_2 \Rightarrow (1-\mu) B_1 - \mu B_2 < 0",
        conditions="where only the misaligned type strikes after a trusted hold",
        proof=(
            "Trusting in place of pre-empting is worth (1 - mu)*B_1 - mu*B_2: a weighted mean of "
            "B_1 and -B_2, with a positive weight on the one that is not zero.",
        ),
        here=(("here", here),),
    )
