"""Kind `dynamic_balance`: the posture game for ever, with the share of power as the state.

Quantities beside those of world, conflict and posture: discount, or discount.NAME of each party.
Those that say where shares land (power, stakes, grab) can be set, not left open.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from games.exact import Scalar
from games.spec.blocks import WorldDocument
from games.spec.conflicts import build_conflict
from games.spec.kinds.posture import PostureGame, posture_rules
from games.spec.leaves import ForParties, Grid, choice
from games.spec.quantity import Scope
from games.spec.realisation import Realisation
from games.spec.tree import Path
from games.spec.validate import fail
from games.spec.worlds import build_world, party_index


class DynamicBalanceGame(PostureGame):
    """The rules of the dynamic balance of power: those of the posture game, and time."""

    kind: Annotated[str, choice("dynamic_balance")]
    discount: ForParties = Field(
        description="weight of the future, at least 0 and below 1; one, or {party: number}"
    )
    lattice: Grid = Field(
        10, description="shares that are states: a number of equal steps, or a list from 0 to 1"
    )


class DynamicBalanceDocument(WorldDocument):
    """A spec of a dynamic balance of power."""

    game: DynamicBalanceGame


MODEL = DynamicBalanceDocument

TEMPLATE = """\
detente: 1                        # version of the spec format
title: A shifting balance of power
parties:                          # two; play starts at their shares, here 2/5 and 3/5
  - {name: red,  power: 2}
  - {name: blue, power: 3}
alignment:
  cosine: -1/5                    # of the angle between what the two want, or `angle: 100 deg`
conflict:
  stakes: 1/2                     # part of the loser's power that passes to the winner
  contest: {kind: ratio, decisiveness: 2}     # so that whoever gains power also wins more often
  destruction_probability: 1/2    # conflict may destroy ..
  destruction_fraction: 2/5       # .. so much of everybody's power, for the future too
game:
  kind: dynamic_balance           # in every period each party chooses to hold or to seek power
  lattice: 5                      # states: shares 0, 1/5, .., 1 of red; landing points in between
                                  # are split so that the mean share is kept
  discount: 4/5                   # or {red: 4/5, blue: 9/10}
  resistance: 1/2                 # probability that one-sided seeking meets conflict
  grab: 1/4                       # what it takes where it meets none; the stakes if left out
"""


def build(document: DynamicBalanceDocument, scope: Scope) -> Realisation:
    """World, conflict and the stochastic game over the share."""
    from games.build.dynamic_balance import dynamic_balance

    world = build_world(document, scope)
    conflict = build_conflict(document, scope, world)
    if len(world.parties) != 2:
        fail(
            scope.tree,
            ("parties",),
            f"a dynamic balance has two parties; found {len(world.parties)}",
            allowed="2",
        )
    game = document.game
    rules = posture_rules(game, scope, ("game",), world, conflict)
    rules["discount"] = discounts(game.discount, scope, ("game", "discount"), world.names)
    rules["lattice"] = (
        game.lattice
        if isinstance(game.lattice, int)
        else tuple(
            scope.evaluate(text, ("game", "lattice", j)) for j, text in enumerate(game.lattice)
        )
    )
    with scope.placed(("game",)):
        form = dynamic_balance(world, conflict, **rules, title=document.title or "")
    return Realisation(
        "dynamic_balance",
        form=form,
        world=world,
        conflict=conflict,
        rules=rules,
        title=document.title or "",
    )


def discounts(
    given: Any, scope: Scope, path: Path, names: tuple[str, ...], *, free: bool = False
) -> Scalar | dict[str, Scalar]:
    """One discount for everybody, or one each: quantities `discount` or `discount.NAME`."""
    meaning = "weight of the future against the present"

    def read(text: str, at: Path, address: str) -> Scalar:
        return scope.number(
            at, text, (address, f"game.{address}"), 0, 1, meaning, high_open=True, free=free
        )

    if not isinstance(given, dict):
        return read(given, path, "discount")
    for name in given:
        party_index(list(names), name, (*path, name), scope)
    for name in names:
        if name not in given:
            fail(scope.tree, path, f"the discount of `{name}` is missing", allowed=name)
    return {name: read(given[name], (*path, name), f"discount.{name}") for name in names}
