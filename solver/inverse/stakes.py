"""What a history leaves of alignment and loss where the stakes are known only up to a factor.

In a decision to start a conflict the stakes k and the survival odds w = (1-d)/d show only through
their product: with all stakes f times those assumed, the same (z, f w) explain the same choices.
So without the stakes only z, hence c, and

    d / ((1-d) k) = 1 / (k w)

are identified: the ridge. A grab or a concession adds a term in w alone, which bends the ridge; the
sets at other factors are then computed anew, with the grabs that follow the stakes moved along.
Choices that err show k apart from d only through the size of the gain, so only if the precision of
the choices is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from games.exact import Number, sign
from games.world.history import Assumption, RecordedChoice
from games.world.observation import Observation
from solver.inverse.identified import Bound, IdentifiedSet, identified_set

_ONE, _ZERO = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class Ridge:
    """What is left where the stakes are known up to a factor f.

    exact: whether d/((1-d) f) is all that the choices show of d. stakes: k where all are alike,
    then low and high (None: unbounded) are the range of d/((1-d) k), else of d/((1-d) f); None
    where the ridge is not exact. sets: the identified set at each factor.
    """

    exact: bool
    stakes: Number | None
    low: Number | None
    high: Number | None
    low_closed: bool
    high_closed: bool
    sets: tuple[tuple[Number, IdentifiedSet], ...]


def rescaled(choice: RecordedChoice, factor: Number) -> RecordedChoice:
    """Return the choice with all stakes, and the grabs that follow them, times a factor."""
    return replace(choice, stakes=choice.stakes * factor)


def factors(choices: Sequence[RecordedChoice]) -> tuple[Number, ...]:
    """Return 1/4, 1/2, 1, 2 and the largest factor that keeps all stakes within 1."""
    most = max((choice.stakes for choice in choices), key=lambda k: k)
    if sign(most) == 0:
        return (_ONE,)
    largest = 1 / most
    found: list[Number] = [f for f in (Fraction(1, 4), Fraction(1, 2), _ONE) if f < largest]
    if sign(largest - 2) > 0:
        found.append(Fraction(2))
    return (*found, largest)


def at_factor(
    choices: Sequence[RecordedChoice], assumption: Assumption, factor: Number
) -> IdentifiedSet:
    """Return the identified set of choices with one reading each, all stakes times a factor."""
    observations: list[Observation] = []
    for choice in choices:
        observations += rescaled(choice, factor).readings(assumption)
    return identified_set(observations, ties=assumption != "decision")


def ridge(
    choices: Sequence[RecordedChoice], assumption: Assumption, identified: IdentifiedSet
) -> Ridge:
    """Return what a history leaves where its stakes are known up to a factor.

    identified: the set at the stakes as assumed, not empty.
    """
    exact = all(o.spoils == 0 for o in identified.observations)
    sets = tuple(
        (f, identified if f == 1 else at_factor(choices, assumption, f)) for f in factors(choices)
    )
    if not exact:
        return Ridge(False, None, None, None, False, False, sets)
    loss = identified.bounds()[0]
    different = {choice.stakes for choice in choices}
    stakes = different.pop() if len(different) == 1 else None
    if stakes is not None and sign(stakes) == 0:
        return Ridge(True, None, None, None, False, False, sets)
    scale = _ONE if stakes is None else stakes
    low = loss.low / (1 - loss.low) / scale
    high = None if loss.high == 1 else loss.high / (1 - loss.high) / scale
    return Ridge(True, stakes, low, high, loss.low_closed, loss.high_closed, sets)


def along(loss: Bound, factor: Number) -> Bound:
    """Return the range of d on an exact ridge where the stakes are a factor of those assumed.

    w becomes w / f, so d/(1-d) becomes f times itself.
    """
    low, high = (factor * d / (1 - d + factor * d) for d in (loss.low, loss.high))
    return Bound("d", low, high, loss.low_closed, loss.high_closed)
