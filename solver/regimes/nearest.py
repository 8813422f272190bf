"""How far a quantity is from another verdict in games with more than two actions.

The exact map over the quantity (`solver.regimes.partition`) has every value at which the verdict
can change; the nearest one in each direction is found by walking over them as in 2x2 games.
"""

from __future__ import annotations

from dataclasses import replace

from games.errors import DetenteError, GameError
from games.exact import Number
from games.spec import Quantity, Spec
from solver.regimes.partition import partition
from solver.solution.verdict import Distance, Flip, Verdict, VerdictVector
from solver.verdict.flips import nearest
from solver.verdict.words import changes

#: Actions per player up to which `solve` draws a map for every quantity.
MOST_ACTIONS = 3
LARGER = (
    f"not computed for more than {MOST_ACTIONS} actions each; `detente regimes` maps one quantity"
)
UNBOUNDED = "not computed, because its domain has no end; the share of power has"


def map_distance(spec: Spec, quantity: Quantity, judged: Verdict, blank: Distance) -> Distance:
    """The distance of one quantity, from the map over its whole domain."""
    tables = spec.realise().tables
    if tables is None or len(tables.players) != 2:
        return replace(blank, reason="not computed for this kind of game")
    if max(len(actions) for actions in tables.actions) > MOST_ACTIONS:
        return replace(blank, reason=LARGER)
    if quantity.low is None or quantity.high is None:
        return replace(blank, reason=UNBOUNDED)
    try:
        return _walk(spec, quantity, judged, blank)
    except DetenteError as error:
        return replace(blank, reason=f"not computed, because {error.message}")


def _walk(spec: Spec, quantity: Quantity, judged: Verdict, blank: Distance) -> Distance:
    drawn = partition(spec, x=quantity.address)
    if drawn.status != "complete":
        raise GameError("the map over it is not complete")
    stops: list[Number] = []
    for cell in drawn.cells:
        if cell.dimension == 0:
            number = cell.sample[0].number
            if number is None:
                raise GameError("a boundary is a root of too high a degree")
            stops.append(number)
    names = tuple(party.name for party in judged.parties)

    def at(value: Number) -> VerdictVector:
        regime = drawn.regime_at(x=value)
        if regime is None or regime.verdict is None:
            return (), ("undefined",)
        found = regime.verdict
        return found.parties, found.destruction_pays or ()

    if at(quantity.value) != judged.vector:
        raise AssertionError("the map and the verdict differ at the spec's own value")

    def describe(here: VerdictVector, there: VerdictVector) -> tuple[str, ...]:
        if not there[0]:
            return ("The payoffs are not defined.",)
        return changes(names, here, there)

    def search(direction: int) -> Flip | None:
        return nearest(
            quantity.value,
            stops,
            quantity.high if direction > 0 else quantity.low,
            direction,
            at,
            describe,
            edge_open=direction > 0 and quantity.high_open,
        )

    return replace(blank, below=search(-1), above=search(1), computed=True, reason="exact")
