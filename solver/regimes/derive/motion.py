"""How a threshold moves with the other quantities: signs of derivatives, and limits."""

from __future__ import annotations

from collections.abc import Iterator

from games.exact import RationalFunction, Scalar
from solver.regimes.derive.factors import at, distinct, product_of, split, taken_apart
from solver.regimes.derive.signs import letters
from solver.regimes.derive.writing import Language
from solver.solution.threshold import LimitOf, Static


def limits_of(value: Scalar, words: Language) -> Iterator[LimitOf]:
    """What a threshold tends to at each end of every other letter."""
    if not isinstance(value, RationalFunction):
        return
    for letter in value.names:
        if letter not in words.box:
            continue
        for end, inward in zip(words.box[letter], (1, -1), strict=True):
            top, bottom = (at(p, {letter: end}) for p in (value.numerator, value.denominator))
            if bottom != 0:
                short = top / bottom
                yield LimitOf(letter, end, short, unless=_cancelled(short, bottom, words))
                continue
            # Coprime, so the numerator stays: the first derivative that does not vanish decides.
            direction, order, p = top, 0, value.denominator
            while bottom == 0:
                assert isinstance(p, RationalFunction)
                p, order = p.derivative(letter), order + 1
                bottom = at(p, {letter: end})
            yield LimitOf(letter, end, None, direction * bottom * inward**order)


def _cancelled(short: Scalar, bottom: Scalar, words: Language) -> Scalar | None:
    """What a fraction lost: where it is zero the limit is another; None where it is a number."""
    kept = short.denominator if isinstance(short, RationalFunction) else 1
    rest = bottom / kept
    if not isinstance(rest, RationalFunction):
        return None
    _, fixed, open_factors = split([(rest, 1)], words)
    lost = distinct([*fixed, *(p for p, _ in open_factors)])
    return product_of(lost) if lost else None


def statics_of(value: Scalar, words: Language) -> Iterator[Static]:
    """The sign of each partial derivative."""
    for letter in letters(value):
        assert isinstance(value, RationalFunction)
        slope = value.derivative(letter)
        if slope == 0:
            continue
        direction, fixed, open_factors = taken_apart([(slope, 1)], words)
        odd = tuple(p for p, e in open_factors if e % 2)
        even = (p for p, e in open_factors if e > 0 and e % 2 == 0)
        still = distinct([*(p for p, e in fixed if e > 0), *even])
        yield Static(letter, slope, direction, odd, tuple(still))
