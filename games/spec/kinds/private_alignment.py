"""Kind `private_alignment`: one party's alignment is hidden until it can win; `games.build`.

Quantities beside power and conflict: cosine.TYPE (angle.TYPE), beliefs.TYPE.KEY of a type, prior
(prior.TYPE for more than two types), growth, surprise, grab (the stakes unless given), and of a
third party third_party.power, third_party.cosine.NAME; of an inspection inspection.cost,
inspection.false_alarm, inspection.miss (inspection.alarm.TYPE where given by type).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from games.build.private_alignment import PrivateAlignment, ThirdParty
from games.exact import Real, Scalar
from games.spec.blocks import Block, Conflict, Document, Party
from games.spec.canonical import Writer
from games.spec.conflicts import build_conflict
from games.spec.inspections import Test, inspection_of
from games.spec.leaves import (
    AngleExpression,
    AngleFormula,
    AngleForTypes,
    Formula,
    ForParties,
    Name,
    OrNull,
    choice,
)
from games.spec.priors import prior_of
from games.spec.quantity import Scope
from games.spec.realisation import Realisation
from games.spec.tree import Path
from games.spec.validate import fail
from games.spec.worlds import beliefs_of, check_names, party_index, powers_of
from games.world import Party as WorldParty
from games.world import World

_BELIEFS = {
    "win_probability": "of its own victory",
    "destruction_probability": "that conflict destroys",
    "destruction_fraction": "of what conflict destroys",
}


class PrivateType(Block):
    """What the informed party may want, and believe."""

    angle: AngleFormula | None = Field(None, description="between it and the incumbent")
    cosine: Formula | None = Field(None, description="of that angle, in [-1, 1]")
    win_probability: Formula | None = Field(
        None, description="of its own victory, as this type sees it"
    )
    destruction_probability: Formula | None = Field(None, description="as this type sees it")
    destruction_fraction: Formula | None = Field(None, description="as this type sees it")


class Types(Block):
    """The types of the informed party."""

    types: dict[str, PrivateType] = Field(
        description="two or more, private to the informed party; of two, the more aligned first"
    )


class Third(Block):
    """A party that may join the informed one when it is pre-empted."""

    name: Name
    power: Formula = Field(description="magnitude, at least 0")
    angles: dict[str, AngleForTypes] | None = Field(
        None, description="{incumbent: 45 deg, informed: 90 deg or {type: angle}}"
    )
    cosines: dict[str, ForParties] | None = Field(None, description="the same as cosines")
    win_probability: Formula | None = Field(
        None, description="of the informed party once joined; its odds times its gain in power"
    )


class PrivateGame(Block):
    """The rules of the game."""

    kind: Annotated[str, choice("private_alignment")]
    informed: Name = Field(description="the party whose alignment is private")
    prior: ForParties = Field(
        description="belief in the second of two types, or {type: probability} for all"
    )
    growth: Formula = Field(description="added to its share when it is trusted after holding")
    surprise: Formula = Field(
        description="added to its win probability when it strikes after holding"
    )
    grab: Formula | None = Field(
        None, description="part it takes when it is trusted after seeking; the stakes if left out"
    )
    resistance: Formula | None = Field(
        None, description="no part of this game: whether seeking is fought is the other's choice"
    )
    third_party: Annotated[Third | None, OrNull] = Field(None, json_schema_extra={"nullable": True})
    inspection: Annotated[Test | None, OrNull] = Field(None, json_schema_extra={"nullable": True})


class PrivateDocument(Document):
    """A spec of a game of private alignment."""

    parties: list[Party]
    alignment: Types
    conflict: Conflict
    game: PrivateGame


MODEL = PrivateDocument

TEMPLATE = """\
detente: 1                        # version of the spec format
title: Private alignment
parties:
  - {name: rising,    power: 3}
  - {name: incumbent, power: 7}
alignment:
  types:                          # private to `rising`; the incumbent knows only the prior
    aligned:    {angle: 30 deg}   # a type may have its own destruction_probability, and so on
    misaligned: {angle: 120 deg}
conflict:
  stakes: 3/4                     # part of the loser's power that passes to the winner
  win_probability: {rising: 0.35} # in open conflict
  destruction_probability: 1/2
  destruction_fraction: 1/5
game:
  kind: private_alignment         # rising holds or seeks, the other trusts or pre-empts
  informed: rising
  prior: 1/5                      # belief that it is misaligned
  growth: 1/5                     # share it gains when it is trusted after holding
  surprise: 3/10                  # win probability it gains by striking then
  third_party: null               # or {name: press, power: 2, angles: {incumbent: 45 deg,
                                  #     rising: {aligned: 75 deg, misaligned: 75 deg}}}
  inspection: null                # or {cost: 1/50, false_alarm: 1/10, miss: 1/5}, a test that the
                                  # incumbent may make before it replies
"""


def build(document: PrivateDocument, scope: Scope) -> Realisation:
    """The signalling game, and in `rules` the setting it was built from."""
    names = [party.name for party in document.parties]
    check_names(names, scope)
    if len(names) != 2:
        fail(
            scope.tree,
            ("parties",),
            f"a game of private alignment has two parties; found {len(names)}",
            allowed="2",
            hint="write another one as `third_party` of the game",
        )
    rules = document.game
    informed = party_index(names, rules.informed, ("game", "informed"), scope)
    if len(document.alignment.types) < 2:
        fail(
            scope.tree,
            ("alignment", "types"),
            f"private alignment needs at least two types; found {len(document.alignment.types)}",
        )
    worlds = build_worlds(document, scope, informed)
    _check_order(worlds, scope)
    conflict = _conflict(document, scope, next(iter(worlds.values())))
    prior = _prior(document, scope)
    numbers = {
        key: scope.number(
            ("game", key),
            getattr(rules, key),
            (key, f"game.{key}"),
            0,
            1,
            meaning,
            default=conflict.stakes,
            derived=key == "grab",
        )
        for key, meaning in (
            ("growth", f"added to the share of {rules.informed} when trusted after holding"),
            ("surprise", f"added to its win probability when {rules.informed} strikes after that"),
            ("grab", f"part of the other's power {rules.informed} takes when trusted to seek"),
        )
    }
    if rules.resistance is not None:
        scope.number(
            ("game", "resistance"),
            rules.resistance,
            ("resistance", "game.resistance"),
            0,
            1,
            "no part of this game: whether seeking is fought is the incumbent's choice",
        )
    with scope.placed(("game",)):
        setting = PrivateAlignment(
            worlds,
            conflict,
            informed,
            prior,
            numbers["growth"],
            numbers["surprise"],
            numbers["grab"],
            _third(document, scope, informed, list(worlds)),
            inspection_of(rules.inspection, scope, list(worlds), rules.third_party is not None),
        )
    with scope.placed(("game", "third_party") if rules.third_party else ("game",)):
        form = setting.game(document.title or "")
    return Realisation(
        "private_alignment",
        form=form,
        conflict=conflict,
        rules={"setting": setting, "unused": () if rules.resistance is None else ("resistance",)},
        title=document.title or "",
    )


def build_worlds(document: Any, scope: Scope, informed: int) -> dict[str, World]:
    """type -> the world of the two parties with that type's alignment and beliefs."""
    types: dict[str, PrivateType] = document.alignment.types
    power = powers_of(document, scope)
    views = [beliefs_of(document, index, scope) for index in (0, 1)]
    for index, view in enumerate(views):
        if view.cosine is not None:
            fail(
                scope.tree,
                ("parties", index, "beliefs"),
                "what is believed of the alignment is the `prior` of the game",
            )
    worlds = {}
    for name, block in types.items():
        path: Path = ("alignment", "types", name)
        if (block.angle is None) == (block.cosine is None):
            found = "neither" if block.angle is None else "both"
            fail(
                scope.tree,
                path,
                f"type `{name}` needs one of `angle` and `cosine`; found {found}",
                allowed="angle or cosine",
                hint="write `angle: 60 deg` or `cosine: 1/2`, the one or the other",
            )
        key = "angle" if block.cosine is None else "cosine"
        cosine = scope.number(
            (*path, key),
            getattr(block, key),
            (f"cosine.{name}", f"angle.{name}"),
            -1,
            1,
            f"cosine of the angle to the incumbent, type {name}",
            cosine=key == "angle",
        )
        own: dict[str, Scalar] = {}
        for belief, meaning in _BELIEFS.items():
            if getattr(block, belief) is not None:
                own[belief] = scope.number(
                    (*path, belief),
                    getattr(block, belief),
                    (f"beliefs.{name}.{belief}",),
                    0,
                    1,
                    f"what type {name} believes {meaning}",
                )
        beliefs = list(views)
        beliefs[informed] = replace(views[informed], **own) if own else views[informed]
        with scope.placed(path):
            one, other = (
                WorldParty(party.name, amount, None, belief)
                for party, amount, belief in zip(document.parties, power, beliefs, strict=True)
            )
            worlds[name] = World.of_two(one, other, cosine)
    return worlds


def _check_order(worlds: dict[str, World], scope: Scope) -> None:
    """Of two types the more aligned one comes first."""
    cosines = [world.alignment[0][1] for world in worlds.values()]
    known = all(isinstance(c, (Fraction, Real)) for c in cosines)
    if len(cosines) == 2 and known and cosines[1] > cosines[0]:
        first, second = worlds
        fail(
            scope.tree,
            ("alignment", "types"),
            "of two types the more aligned one comes first",
            hint=f"write `{second}` before `{first}`",
        )


def _conflict(document: PrivateDocument, scope: Scope, world: World) -> Any:
    if document.conflict.advantage is not None:
        fail(
            scope.tree,
            ("conflict", "advantage"),
            "has no part in this game",
            hint="what a strike adds to the win probability is `surprise`",
        )
    return build_conflict(document, scope, world)  # type: ignore[arg-type]


def _prior(document: PrivateDocument, scope: Scope) -> tuple[Scalar, ...]:
    """[type]; for two types one quantity, the probability of the second."""
    types = list(document.alignment.types)
    given = document.game.prior
    path: Path = ("game", "prior")
    if not isinstance(given, dict):
        if len(types) != 2:
            fail(
                scope.tree,
                path,
                f"one number says it for two types; there are {len(types)}",
                hint="write {type: probability} with every type",
            )
        given = {types[1]: given}
    return prior_of(given, types, scope, path)


def _third(
    document: PrivateDocument, scope: Scope, informed: int, types: list[str]
) -> ThirdParty | None:
    block = document.game.third_party
    if block is None:
        return None
    path: Path = ("game", "third_party")
    names = [party.name for party in document.parties]
    x, incumbent = names[informed], names[1 - informed]
    if block.name in names:
        fail(scope.tree, (*path, "name"), f"the name `{block.name}` is given twice")
    if (block.angles is None) == (block.cosines is None):
        fail(
            scope.tree,
            path,
            f"`{block.name}` needs one of `angles` and `cosines`; found "
            + ("neither" if block.angles is None else "both"),
            allowed="angles or cosines",
            hint=f"write `angles: {{{incumbent}: 45 deg, {x}: 90 deg}}`, or cosines instead",
        )
    key = "angles" if block.cosines is None else "cosines"
    given: dict[str, Any] = getattr(block, key)
    for name in given:
        party_index(names, name, (*path, key, name), scope)
    for name in names:
        if name not in given:
            fail(scope.tree, (*path, key), f"the {key[:-1]} with `{name}` is missing")

    def cosine(name: str, text: str, at: Path, address: str) -> Scalar:
        return scope.number(
            at,
            text,
            (f"third_party.cosine.{address}", f"third_party.angle.{address}"),
            -1,
            1,
            f"cosine of the angle between {block.name} and {name}",
            cosine=isinstance(text, AngleExpression),
        )

    if isinstance(given[incumbent], dict):
        fail(scope.tree, (*path, key, incumbent), f"`{incumbent}` has one type only")
    with_incumbent = cosine(incumbent, given[incumbent], (*path, key, incumbent), incumbent)
    if isinstance(given[x], dict):
        if set(given[x]) != set(types):
            fail(
                scope.tree,
                (*path, key, x),
                f"needs one {key[:-1]} for each type; found {', '.join(given[x]) or 'none'}",
                allowed=", ".join(types),
            )
        with_informed = tuple(
            cosine(f"{x}, type {t}", given[x][t], (*path, key, x, t), t) for t in types
        )
    else:
        same = cosine(x, given[x], (*path, key, x), x)
        with_informed = (same,) * len(types)
    meaning = f"power of {block.name}"
    amount = scope.number((*path, "power"), block.power, ("third_party.power",), 0, None, meaning)
    total = sum(powers, start=Fraction(0)) if (powers := _amounts(scope, names)) else Fraction(1)
    joined = None
    if block.win_probability is not None:
        joined = scope.number(
            (*path, "win_probability"),
            block.win_probability,
            ("third_party.win_probability",),
            0,
            1,
            f"probability that {x} wins once {block.name} has joined it",
        )
    return ThirdParty(block.name, amount / total, with_informed, with_incumbent, joined)


def _amounts(scope: Scope, names: list[str]) -> list[Scalar]:
    """Powers of the two parties, as noted."""
    return [scope.quantities[f"power.{name}"].value for name in names]


def canonical(
    writer: Writer, document: PrivateDocument, realisation: Realisation
) -> dict[str, Any]:
    """The spec with angles as cosines, the prior by type and without what plays no part."""
    form: dict[str, Any] = writer.plain(document)
    setting: PrivateAlignment = realisation.rules["setting"]
    types = form["alignment"]["types"]
    for name, world in setting.worlds.items():
        block = document.alignment.types[name]
        if not writer.depends(block):
            types[name].pop("angle", None)
            types[name]["cosine"] = writer.plain(world.alignment[0][1])
    form["alignment"]["types"] = [[name, types[name]] for name in setting.worlds]
    if not writer.depends(document.game.prior):
        form["game"]["prior"] = writer.plain(list(setting.prior))
    form["game"].pop("resistance", None)
    test = document.game.inspection
    if setting.inspection is not None and not writer.depends(test):
        form["game"]["inspection"] = {
            "cost": writer.plain(setting.inspection.cost),
            "alarm": writer.plain(list(setting.inspection.alarm)),
        }
    third = document.game.third_party
    if setting.third is not None and not writer.depends([third.angles, third.cosines]):  # type: ignore[union-attr]
        form["game"]["third_party"].pop("angles", None)
        form["game"]["third_party"]["cosines"] = writer.plain(
            [setting.third.with_incumbent, list(setting.third.with_informed)]
        )
    return form
