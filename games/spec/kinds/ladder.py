"""Kind `ladder`: two parties climb rungs of escalation in turn; built by `games.build.ladder`.

Quantities beside those of world and conflict: moves, and for each rung N rungs.N.risk,
rungs.N.grab and, where it has its own, rungs.N.destruction_probability and .destruction_fraction.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from games.exact import Scalar
from games.spec.blocks import Block, WorldDocument
from games.spec.conflicts import build_conflict
from games.spec.leaves import Count, Flag, Formula, Name, choice
from games.spec.quantity import Scope
from games.spec.realisation import Realisation
from games.spec.validate import fail
from games.spec.worlds import build_world, party_index


class LadderRung(Block):
    """One rung above peace."""

    risk: Formula = Field(description="probability that escalating to this rung brings conflict")
    grab: Formula = Field(
        description="part of the power of who backs down here that the other takes"
    )
    destruction_probability: Formula | None = Field(
        None, description="of conflict on this rung; the conflict's if left out"
    )
    destruction_fraction: Formula | None = Field(
        None, description="of conflict on this rung; the conflict's if left out"
    )


class LadderRules(Block):
    """The rules of the ladder."""

    kind: Annotated[str, choice("ladder")]
    first: Name = Field(description="the party that moves first")
    moves: Count = Field(description="bound on the length; reaching it ends in the status quo")
    climb_only: Flag = Field(
        False, description="whether holding ends the game on rung 0 and is ruled out above"
    )
    rungs: list[LadderRung] = Field(description="rungs 1..K; rung 0 is peace")


class LadderDocument(WorldDocument):
    """A spec of a ladder."""

    game: LadderRules


MODEL = LadderDocument

TEMPLATE = """\
detente: 1                        # version of the spec format
title: A ladder of three rungs
parties:                          # two; who moves first is said below
  - {name: red,  power: 1}
  - {name: blue, power: 1}
alignment: {cosine: -1/5}         # or angle: 100 deg, or a direction at each party
conflict:
  stakes: 1/2                     # part of the loser's power that passes to the winner
  win_probability: {red: 1/2}
  destruction_probability: 1      # of conflict, wherever a rung does not say otherwise
  destruction_fraction: 4/5
game:
  kind: ladder                    # in turn: escalate, back down (above rung 0) or hold
  first: red
  moves: 8                        # after so many moves the status quo stands
  rungs:                          # risk: of conflict on the way to the rung
    - {risk: 0,   grab: 1/20}     # grab: what the other takes from who backs down here
    - {risk: 0.1, grab: 1/5, destruction_probability: 1/2}
    - {risk: 1,   grab: 1/2}      # escalating to this rung is conflict
notes: Two holds in a row lead one rung down; on rung 0 they end the game in peace.
"""

_MEANING = {
    "risk": "probability that escalating to rung {} brings conflict",
    "grab": "part of the power of who backs down from rung {} that the other takes",
    "destruction_probability": "probability that conflict on rung {} destroys",
    "destruction_fraction": "fraction destroyed by conflict on rung {} when it destroys",
}


def build(document: LadderDocument, scope: Scope) -> Realisation:
    """World, conflict and the extensive game of the ladder."""
    from games.build.ladder import RungTerms, ladder

    world = build_world(document, scope)
    conflict = build_conflict(document, scope, world)
    rules = document.game
    if len(world.parties) != 2:
        fail(
            scope.tree,
            ("parties",),
            f"a ladder has two parties; found {len(world.parties)}",
            allowed="2",
        )
    if not rules.rungs:
        fail(scope.tree, ("game", "rungs"), "a ladder has at least one rung above peace")
    party_index(list(world.names), rules.first, ("game", "first"), scope)
    moves = scope.count(
        ("game", "moves"), rules.moves, ("moves", "game.moves"), "bound on the length"
    )
    terms = []
    for number, rung in enumerate(rules.rungs, 1):
        found: dict[str, Scalar] = {}
        for key, meaning in _MEANING.items():
            text = getattr(rung, key)
            if text is not None:
                found[key] = scope.number(
                    ("game", "rungs", number - 1, key),
                    text,
                    (f"rungs.{number}.{key}",),
                    0,
                    1,
                    meaning.format(number),
                )
        terms.append(RungTerms(**found))
    with scope.placed(("game",)):
        form = ladder(
            world,
            conflict,
            terms,
            first=rules.first,
            moves=moves,
            climb_only=rules.climb_only,
            title=document.title or "",
        )
    return Realisation(
        "ladder",
        form=form,
        world=world,
        conflict=conflict,
        rules={"moves": moves, "rungs": terms},
        title=document.title or "",
    )
