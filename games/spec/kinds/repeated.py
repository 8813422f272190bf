"""Kind `repeated`: a stage game of kind posture or matrix, played for ever; see `forms.repeated`.

Quantities beside those of the stage game: `discount`, and discount.NAME where the parties differ.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Annotated, Any

from pydantic import Field

from games.exact import Scalar
from games.forms.normal import NormalFormGame
from games.forms.repeated import RepeatedGame, peace_profile
from games.spec.blocks import Block, Document, Player, WorldDocument
from games.spec.canonical import Writer, described
from games.spec.conflicts import build_conflict
from games.spec.kinds.matrix import MatrixGame, entries_of, matrix_body, matrix_tables
from games.spec.kinds.posture import PostureGame, posture_stage
from games.spec.leaves import ForParties, Name, choice, closest
from games.spec.quantity import Quantity, Scope
from games.spec.realisation import Realisation, Tables
from games.spec.tree import Path
from games.spec.validate import fail
from games.spec.worlds import build_world

#: A cycle of more profiles is refused: what sustains it turns on polynomials of this degree.
MAX_PATH = 40

_DISCOUNT: Path = ("game", "discount")
_STAGE: Path = ("game", "stage")


class RepeatedRules(Block):
    """What is repeated, and how the future counts."""

    kind: Annotated[str, choice("repeated")]
    discount: ForParties = Field(
        description="factor in [0, 1) for all, or {name: factor}; also the odds, as a probability, "
        "that the relation goes on for another period"
    )
    path: list[list[Name]] | None = Field(
        None,
        description="cycle of profiles whose support is asked for, [[hold, hold]]; if left out, "
        "the profile in which nobody seeks",
    )


class RepeatedPosture(RepeatedRules):
    """A posture game again and again."""

    stage: PostureGame


class RepeatedMatrix(RepeatedRules):
    """A game given by its payoffs again and again."""

    stage: MatrixGame


class RepeatedPostureDocument(WorldDocument):
    """A spec of a repeated posture game."""

    game: RepeatedPosture


class RepeatedMatrixDocument(Document):
    """A spec of a repeated game whose payoffs are given."""

    players: list[Player]
    game: RepeatedMatrix


MODELS = {"posture": RepeatedPostureDocument, "matrix": RepeatedMatrixDocument}

TEMPLATE = """\
detente: 1                        # version of the spec format
title: A posture game for ever
parties:
  - {name: red,  power: 2}        # power is a magnitude; the shares here are 2/5 and 3/5
  - {name: blue, power: 3}
alignment: {angle: 100 deg}       # between what the two want
conflict:
  stakes: 3/4
  contest: {kind: ratio, decisiveness: 2}
  destruction_probability: 1/2
  destruction_fraction: 2/5
game:
  kind: repeated
  stage:                          # what is played each period, at constant shares of power:
    kind: posture                 # a posture game as here, or matrix with `players` above
    levels: 1
    resistance: 3/4
    grab: 1/2
  discount: 9/10                  # in [0, 1); or one for each: {red: 9/10, blue: 0.8}
                                  # also read as the odds that the relation goes on
  path: [[hold, hold]]            # whose support is asked for, a cycle; peace if left out
notes: For which discount factors does peace hold, and who would break it?
"""


def build(document: Any, scope: Scope) -> Realisation:
    """The stage game's tables, and what makes the repeated game of them."""
    real = _posture(document, scope) if hasattr(document, "parties") else _matrix(document, scope)
    tables = real.tables
    assert tables is not None
    discounts = _discounts(document.game.discount, tables.players, scope)
    path = _path(document.game.path, tables, scope)
    return Realisation(
        "repeated",
        tables=tables,
        over=partial(_game, discounts, path),
        world=real.world,
        conflict=real.conflict,
        rules={**real.rules, "discounts": discounts, "path": path},
        title=real.title,
    )


def _game(discounts: tuple[Any, ...], path: Any, stage: NormalFormGame) -> RepeatedGame:
    return RepeatedGame(stage, discounts, path, stage.title)


def _posture(document: RepeatedPostureDocument, scope: Scope) -> Realisation:
    world = build_world(document, scope)
    conflict = build_conflict(document, scope, world)
    tables, rules = posture_stage(document.game.stage, scope, _STAGE, world, conflict)
    title = document.title or ""
    return Realisation("repeated", tables, None, world, conflict, rules, title)


def _matrix(document: RepeatedMatrixDocument, scope: Scope) -> Realisation:
    stage = document.game.stage
    tables = matrix_tables(document.players, stage, scope, _STAGE)
    scope.later = lambda: entries_of(tables, _STAGE, stage.payoffs)
    return Realisation("repeated", tables=tables, title=document.title or "")


def _discounts(given: Any, players: tuple[str, ...], scope: Scope) -> tuple[Scalar, ...]:
    """[player]. `discount` sets all of them, discount.NAME one; what the spec says is listed."""
    separate = isinstance(given, dict)
    for name in given if separate else ():
        if name not in players:
            fail(
                scope.tree,
                (*_DISCOUNT, name),
                f"there is no player `{name}`; the players are {', '.join(players)}",
                found=name,
                allowed=", ".join(players),
                hint=closest(name, list(players)),
            )
    missing = [name for name in players if separate and name not in given]
    if missing:
        fail(
            scope.tree,
            _DISCOUNT,
            f"the discount factor of `{missing[0]}` is missing",
            allowed=", ".join(players),
            hint="give one for each player, or one number for all",
        )
    meaning = "discount factor, or the probability that play goes on"
    if not separate or scope.given("discount"):
        common = scope.number(
            _DISCOUNT,
            None if separate else given,
            ("discount", "game.discount"),
            0,
            1,
            f"{meaning}, of all",
            high_open=True,
        )
        values = [common] * len(players)
    else:
        values = [None] * len(players)
        zero, one = Fraction(0), Fraction(1)
        scope.note(Quantity("discount", None, zero, one, f"{meaning}, of all", path=_DISCOUNT))
        scope.hide("discount")
    for index, name in enumerate(players):
        address = f"discount.{name}"
        values[index] = scope.number(
            (*_DISCOUNT, name),
            given[name] if separate and values[index] is None else None,
            (address,),
            0,
            1,
            f"{meaning}, of {name}",
            default=values[index],
            high_open=True,
        )
        if not separate:
            scope.hide(address)
    return tuple(values)


def _path(
    given: list[list[str]] | None, tables: Tables, scope: Scope
) -> tuple[tuple[int, ...], ...]:
    """The cycle as action indices; empty where the spec names none."""
    if given is None:
        return ()
    at: Path = ("game", "path")
    if not 1 <= len(given) <= MAX_PATH:
        fail(
            scope.tree,
            at,
            f"must be a list of 1 to {MAX_PATH} profiles; found {len(given)}",
            found=str(len(given)),
            allowed=f"1 to {MAX_PATH} profiles",
        )
    path = []
    for step, names in enumerate(given):
        if len(names) != len(tables.players):
            fail(
                scope.tree,
                (*at, step),
                f"must name one action of each of {', '.join(tables.players)}; found {len(names)}",
                found=str(len(names)),
                allowed=str(len(tables.players)),
            )
        for index, (name, known) in enumerate(zip(names, tables.actions, strict=True)):
            if name not in known:
                fail(
                    scope.tree,
                    (*at, step, index),
                    f"`{tables.players[index]}` has no action `{name}`; its actions are "
                    f"{', '.join(known)}",
                    found=name,
                    allowed=", ".join(known),
                    hint=closest(name, list(known)),
                )
        path.append(tuple(known.index(n) for n, known in zip(names, tables.actions, strict=True)))
    return tuple(path)


def canonical(writer: Writer, document: Any, realisation: Realisation) -> dict[str, Any]:
    """As for the stage game; one discount factor per player; the path that is asked for."""
    tables = realisation.tables
    assert tables is not None
    rules = document.game
    if hasattr(document, "players"):
        given = rules.stage if document.parameters else None
        form = matrix_body(writer, document, tables, given)
        stage = form["game"]
    else:
        form = described(writer, document, realisation)
        stage = form["game"]["stage"]
    discount = rules.discount
    game = realisation.game
    path = game.path
    if not path:
        peace = peace_profile(game.stage)
        path = () if peace is None else (peace,)
    form["game"] = {
        "kind": "repeated",
        "stage": stage,
        "discount": {
            name: writer.number(discount[name] if isinstance(discount, dict) else discount)
            for name in tables.players
        },
        "path": [list(profile) for profile in path],
    }
    return form
