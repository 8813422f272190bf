"""How far a quantity is from another verdict in games with more than two actions.

The exact map over the quantity (`solver.regimes.partition`) has every value at which the verdict
can change; the nearest one in each direction is found by stepping over its cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from games.errors import DetenteError, GameError
from games.exact import Number, enclosure
from games.spec import Quantity, Spec
from solver.regimes.partition import partition
from solver.solution.regimes import Cell
from solver.solution.verdict import Distance, Flip, Verdict, VerdictVector
from solver.verdict.words import changes

#: Actions per player up to which `solve` draws a map for every quantity.
MOST_ACTIONS = 5
LARGER = (
    f"not computed for more than {MOST_ACTIONS} actions each; `detente regimes` maps one quantity"
)
UNBOUNDED = "not computed, because its domain has no end"


def map_distance(spec: Spec, quantity: Quantity, judged: Verdict, blank: Distance) -> Distance:
    """The distance of one quantity, from the map over its whole domain."""
    tables = spec.realise().tables
    if tables is None or len(tables.players) != 2:
        return replace(blank, reason="not computed for this kind of game")
    if max(len(actions) for actions in tables.actions) > MOST_ACTIONS:
        return replace(blank, reason=LARGER)
    try:
        if quantity.low is None or quantity.high is None:
            return _by_share(spec, quantity, judged, blank)
        return _walk(spec, quantity, judged, blank)
    except DetenteError as error:
        return replace(blank, reason=f"not computed, because {error.message}")


def _by_share(spec: Spec, quantity: Quantity, judged: Verdict, blank: Distance) -> Distance:
    """The distance of one of two powers, from that of the share, of which alone payoffs depend.

    With s the share of the first, its power is m_2 s/(1-s) and the other's m_1 (1-s)/s.
    """
    world = spec.realise().world
    powers = [] if world is None else [f"power.{name}" for name in world.names]
    if world is None or len(powers) != 2 or quantity.address not in powers:
        return replace(blank, reason=UNBOUNDED)
    share = spec.quantity("share")
    first = quantity.address == powers[0]
    other = spec.quantity(powers[first]).value
    found = _walk(spec, share, judged, replace(blank, value=share.value))

    def power(s: Number) -> Number | None:
        kept, rest = (s, 1 - s) if first else (1 - s, s)
        return None if rest == 0 else other * kept / rest

    def moved(flip: Flip | None) -> Flip | None:
        if flip is None:
            return None
        value = power(flip.value)
        if value is None:
            return None  # no finite power has the whole share
        bracket = None
        if flip.bracket is not None:
            ends = [power(end) for end in flip.bracket]
            if None in ends:
                raise GameError("a boundary is too close to the whole share")
            bounds = [enclosure(end, 96) for end in ends if end is not None]
            bracket = min(low for low, _ in bounds), max(high for _, high in bounds)
        return Flip(value, abs(value - quantity.value), flip.attained, flip.changes, bracket)

    below, above = moved(found.below), moved(found.above)
    if not first:
        below, above = above, below
    return replace(found, value=quantity.value, below=below, above=above)


def _walk(spec: Spec, quantity: Quantity, judged: Verdict, blank: Distance) -> Distance:
    """Step from cell to cell, away from the one where the spec is."""
    drawn = partition(spec, x=quantity.address)
    if drawn.status != "complete":
        raise GameError("the map over it is not complete")
    names = tuple(party.name for party in judged.parties)
    cells = drawn.cells

    def at(number: int) -> VerdictVector:
        regime = cells[number].regime
        found = None if regime is None else drawn.regimes[regime].verdict
        if found is None:
            return (), ("undefined",)
        return found.parties, found.destruction_pays or ()

    here = _cell_of(cells, quantity.value)
    if at(here) != judged.vector:
        raise AssertionError("the map and the verdict differ at the spec's own value")

    def search(direction: int) -> Flip | None:
        number = here
        while at(number) == at(here):
            number += direction
            if not 0 <= number < len(cells) or (
                number == len(cells) - 1 and quantity.high_open and direction > 0
            ):
                return None
        attained = cells[number].dimension == 0
        place = cells[number if attained else number - direction].sample[0]
        there = at(number)
        said = changes(names, at(here), there) if there[0] else ("The payoffs are not defined.",)
        value = place.number
        if value is not None:
            return Flip(value, abs(value - quantity.value), attained, said)
        nearer = place.low if direction > 0 else place.high
        return Flip(nearer, abs(nearer - quantity.value), attained, said, (place.low, place.high))

    bracketed = any(cell.dimension == 0 and cell.sample[0].number is None for cell in cells)
    reason = "exact; bounds are certified" if bracketed else "exact"
    return replace(blank, below=search(-1), above=search(1), computed=True, reason=reason)


def _cell_of(cells: Sequence[Cell], value: Number) -> int:
    """The number of the cell that holds a value."""
    for number in range(0, len(cells), 2):
        place = cells[number].sample[0]
        if place.number is not None:
            if value <= place.number:
                return number if value == place.number else number - 1
        elif value < place.low:
            return number - 1
        elif value <= place.high:
            raise GameError("its value is too close to a boundary to be told from it")
    raise AssertionError("a value outside its domain")
