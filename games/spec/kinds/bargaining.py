"""Kind `bargaining`: a transfer of power in place of conflict.

Quantities beside those of world and conflict: discount (or discount.NAME), later_win_probability
of party 1, and each listed transfer as transfers.N.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from games.exact import Scalar
from games.spec.blocks import Block, WorldDocument
from games.spec.conflicts import build_conflict
from games.spec.kinds.dynamic_balance import discounts
from games.spec.leaves import Formula, ForParties, Name, choice
from games.spec.quantity import Scope
from games.spec.realisation import Realisation
from games.spec.tree import Path
from games.spec.validate import fail
from games.spec.worlds import build_world, party_index
from games.world import World


class BargainingRules(Block):
    """Who offers what, and what waits outside."""

    kind: Annotated[str, choice("bargaining")]
    procedure: Annotated[str, choice("ultimatum", "alternating")] = Field(
        "ultimatum", description="one offer, or offers in turn"
    )
    proposer: Name | None = Field(None, description="who offers first; party 1 if left out")
    discount: ForParties | None = Field(
        None, description="weight of the future, for alternating offers and shifting power"
    )
    transfers: list[Formula] | None = Field(
        None, description="the only shares that can change hands, to party 1; any if left out"
    )
    later_win_probability: dict[str, Formula] | None = Field(
        None, description="{party: probability} once power has shifted"
    )


class BargainingDocument(WorldDocument):
    """A spec of bargaining over power."""

    game: BargainingRules


MODEL = BargainingDocument

TEMPLATE = """\
detente: 1                        # version of the spec format
title: A transfer of power in place of a fight
parties:                          # two; party 1 receives the transfers
  - {name: red,  power: 2}
  - {name: blue, power: 3}
alignment:
  cosine: 1/5                     # of the angle between what the two want, or `angle: 80 deg`
conflict:                         # what each can do instead of settling
  stakes: 1/2
  win_probability: {red: 0.55}
  destruction_probability: 1/2
  destruction_fraction: 2/5
game:
  kind: bargaining
  procedure: ultimatum            # one offer; or `alternating`, which needs `discount`
  proposer: red                   # who offers (first)
  discount: 9/10                  # weight of the future, or {red: 9/10, blue: 4/5}
  later_win_probability: {red: 3/4}   # power will shift: may blue fight now to prevent that?
  # transfers: [0, 1/4]           # stakes that cannot be divided: only these can change hands
"""


def build(document: BargainingDocument, scope: Scope) -> Realisation:
    """World, conflict and the bargaining game."""
    from games.build.bargaining import bargaining

    world = build_world(document, scope)
    conflict = build_conflict(document, scope, world)
    if len(world.parties) != 2:
        fail(
            scope.tree,
            ("parties",),
            f"bargaining is between two parties; found {len(world.parties)}",
            allowed="2",
        )
    game, path = document.game, ("game",)
    if game.proposer is not None:
        party_index(list(world.names), game.proposer, (*path, "proposer"), scope)
    rules = {
        "procedure": game.procedure,
        "proposer": game.proposer,
        "discount": None
        if game.discount is None
        else discounts(game.discount, scope, (*path, "discount"), world.names, free=True),
        "transfers": None
        if game.transfers is None
        else tuple(
            scope.number(
                (*path, "transfers", j),
                text,
                (f"transfers.{j + 1}",),
                -1,
                1,
                f"share that can pass to {world.names[0]}",
            )
            for j, text in enumerate(game.transfers)
        ),
        "later_win_probability": _later(game, scope, (*path, "later_win_probability"), world),
    }
    with scope.placed(path):
        form = bargaining(world, conflict, **rules, title=document.title or "")  # type: ignore[arg-type]
    return Realisation(
        "bargaining",
        form=form,
        world=world,
        conflict=conflict,
        rules=rules,
        title=document.title or "",
    )


def _later(game: BargainingRules, scope: Scope, path: Path, world: World) -> Scalar | None:
    """Later win probability of party 1, given as that of either party."""
    if game.later_win_probability is None:
        return None
    if len(game.later_win_probability) != 1:
        fail(
            scope.tree,
            path,
            f"names {len(game.later_win_probability)} parties",
            allowed=f"{{{world.names[0]}: 0.5}}",
            hint="name one of the two",
        )
    ((name, text),) = game.later_win_probability.items()
    who = party_index(list(world.names), name, (*path, name), scope)
    value = scope.evaluate(text, (*path, name))
    return scope.number(
        (*path, name),
        None,
        ("later_win_probability", "game.later_win_probability"),
        0,
        1,
        f"probability that {world.names[0]} wins once power has shifted",
        default=value if who == 0 else 1 - value,
    )
