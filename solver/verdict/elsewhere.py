"""How far each quantity is from another verdict, for games beside the normal form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TypeAlias

from games.errors import DetenteError
from games.exact import Number
from games.spec import Quantity, Spec
from solver.solution.verdict import Distance, Flip
from solver.verdict.distance import NOT_RATIONAL, blank_distance
from solver.verdict.unfree import decisiveness_distance
from solver.verdict.walk import Domain, Sayings, StoppedError, Walk

#: (spec, values at addresses) -> its verdict there; a value may be followed as a function.
Verdict: TypeAlias = Callable[[Spec, Mapping[str, Number]], Sayings]

#: (spec, quantity, what is known of it, stop) -> its distance; None: to be found as usual.
Finder: TypeAlias = Callable[[Spec, Quantity, Distance, Callable[[], bool]], Distance | None]

#: Whole numbers on either side that are tried.
REACH = 2
#: Quantities that count something.
COUNTS = frozenset({"levels", "moves", "lattice", "periods"})


def walked_distances(
    spec: Spec,
    verdict: Verdict,
    stop: Callable[[], bool] = lambda: False,
    most: int | None = None,
    finder: Finder | None = None,
) -> Iterator[Distance]:
    """Yield the distance of every quantity of a spec, in its order.

    verdict: raises `DetenteError` where there is none.
    stop: asked before each quantity and on the way; what is left then says so. most: quantities
    after which the rest is left out, None for all. finder: asked for every quantity first.
    """
    try:
        here = verdict(spec, {})
    except DetenteError as error:
        for quantity in spec.quantities():
            reason = f"not computed, because {error.message}"
            yield replace(blank_distance(quantity), reason=reason)
        return
    for number, quantity in enumerate(spec.quantities()):
        blank = blank_distance(quantity)
        if stop():
            yield replace(blank, reason="not computed, because the work was stopped before it")
        elif most is not None and number >= most:
            reason = f"not computed: in a game of this size only for the first {most} quantities"
            yield replace(blank, reason=reason)
        elif finder is not None and (found := finder(spec, quantity, blank, stop)) is not None:
            yield found
        elif quantity.free:
            yield walked(spec, quantity, verdict, here, blank, stop)
        elif quantity.address in COUNTS:
            yield counted(spec, quantity, verdict, here, blank)
        elif quantity.address == "decisiveness":
            win = spec.quantity("win_probability")
            freed = walked(spec, win, verdict, here, blank_distance(win), stop)
            yield decisiveness_distance(spec, quantity, blank, freed)
        else:
            yield replace(blank, reason=NOT_RATIONAL)


def walked(
    spec: Spec,
    quantity: Quantity,
    verdict: Verdict,
    here: Sayings,
    blank: Distance,
    stop: Callable[[], bool],
) -> Distance:
    """The distance of one quantity, found by following it; here: the verdict as it is."""

    def judge(value: Number) -> Sayings:
        return verdict(spec, {quantity.address: value})

    domain = Domain(quantity.low, quantity.high, quantity.high_open)
    try:
        walk = Walk(judge, quantity.value, here, domain, stop)
        below, above = walk.nearest(-1), walk.nearest(1)
    except StoppedError as stopped:
        return replace(blank, reason=f"not computed, because {stopped.reason}")
    except DetenteError as error:
        return replace(blank, reason=f"not computed, because {error.message}")
    return replace(blank, below=below, above=above, computed=True, reason="exact")


def counted(
    spec: Spec, quantity: Quantity, verdict: Verdict, here: Sayings, blank: Distance
) -> Distance:
    """The nearest whole number with another verdict among the neighbours."""
    current = int(Fraction(quantity.value))

    def at(value: int) -> Sayings:
        return verdict(spec, {quantity.address: Fraction(value)})

    def search(direction: int) -> tuple[Flip | None, int]:
        last = current
        for value in range(current + direction, current + direction * (REACH + 1), direction):
            try:
                there = at(value)
            except DetenteError:
                break
            last = value
            if there != here:
                said = tuple(sentence for sentence in there if sentence not in here)
                return Flip(Fraction(value), Fraction(abs(value - current)), True, said), last
        return None, last

    (below, low), (above, high) = search(-1), search(1)
    return replace(
        blank, below=below, above=above, computed=True, reason=f"only {low} to {high} were tried"
    )
