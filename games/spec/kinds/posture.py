"""Kind `posture`: two parties pick a level from hold to seek power; built by `games.build`.

Quantities beside those of world and conflict: levels, resistance, grab (the stakes unless given).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from games.exact import Scalar
from games.spec.blocks import Block, WorldDocument
from games.spec.conflicts import build_conflict
from games.spec.leaves import Count, Expression, Formula, ListsForParties, Nested, choice
from games.spec.quantity import Scope
from games.spec.realisation import Realisation, Tables
from games.spec.tree import Path
from games.spec.validate import fail
from games.spec.worlds import build_world, party_index
from games.world import Conflict, World


class PostureGame(Block):
    """The rules of the posture game."""

    kind: Annotated[str, choice("posture")]
    levels: Count = Field(1, description="of seeking above hold: 0 hold .. levels seek")
    resistance: Formula = Field(
        Expression("1"),
        description="probability that one-sided seeking meets conflict; 1 if left out",
    )
    grab: Formula | None = Field(
        None, description="part one-sided seeking takes without conflict; the stakes if left out"
    )
    interpolation: Nested = Field(
        Expression("bilinear"),
        description="of the conflict probability between levels: bilinear (default), overlap, an "
        "expression of x1, x2 and resistance, or a table [level of party 1][level of party 2]",
    )
    effort: ListsForParties | None = Field(
        None, description="weight of each level in a contest, for both parties or {party: list}"
    )
    losses: list[Formula] | None = Field(
        None, description="expected loss of each level; that of the higher level applies"
    )


class PostureDocument(WorldDocument):
    """A spec of a posture game."""

    game: PostureGame


MODEL = PostureDocument

TEMPLATE = """\
detente: 1                        # version of the spec format
title: A posture game             # titles, notes and comments never change the digest
parties:                          # two or more; the order says who is party 1
  - {name: red,  power: 2}        # power is a magnitude; the shares here are 2/5 and 3/5
  - {name: blue, power: 3}
alignment:
  angle: 60 deg                   # between what the two want: 0 deg the same, 180 deg the opposite
                                  # (or cosine: 1/2, or a direction: [1, 0] at each party)
conflict:
  stakes: 1/2                     # part of the loser's power that passes to the winner
  win_probability: {red: 0.55}    # decimals are exact: 11/20 (or contest: {kind: ratio,
                                  # decisiveness: 2}, which computes it from the shares)
  destruction_probability: 0.4    # the odds, as a probability, that conflict destroys
  destruction_fraction: 1/2       # .. and how much of everybody's power
game:
  kind: posture                   # each party chooses to hold or to seek power
  levels: 1                       # steps of seeking above hold
  resistance: 1/2                 # probability that one-sided seeking meets conflict
  grab: 1/4                       # what it takes where it meets none; the stakes if left out
notes: Change a value and solve again; --set stakes=3/4 does it without editing.
"""


def build(document: PostureDocument, scope: Scope) -> Realisation:
    """World, conflict and the tables of the posture game."""
    world = build_world(document, scope)
    conflict = build_conflict(document, scope, world)
    tables, rules = posture_stage(document.game, scope, ("game",), world, conflict)
    return Realisation(
        "posture",
        tables=tables,
        world=world,
        conflict=conflict,
        rules=rules,
        title=document.title or "",
    )


def posture_stage(
    game: PostureGame, scope: Scope, path: Path, world: World, conflict: Conflict
) -> tuple[Tables, dict[str, Any]]:
    """Tables and rules of a posture block that stands at `path`."""
    from games.build import posture_tables

    rules = posture_rules(game, scope, path, world, conflict)
    with scope.placed(path):
        built = posture_tables(world, conflict, **rules)
    seeking = frozenset(range(1, rules["levels"] + 1))
    tables = Tables(
        built.players,
        (built.actions, built.actions),
        built.payoffs,
        (seeking, seeking),
        {
            "conflict_probability": built.conflict_probability,
            "expected_loss": built.expected_loss,
        },
    )
    return tables, rules


def posture_rules(
    game: PostureGame, scope: Scope, path: Path, world: World, conflict: Conflict
) -> dict[str, Any]:
    """Rules of a posture block that stands at `path`, as the builders take them."""
    where = ".".join(str(step) for step in path)
    if len(world.parties) != 2:
        fail(
            scope.tree,
            ("parties",),
            f"a posture game has two parties; found {len(world.parties)}",
            allowed="2",
        )
    levels = scope.count(
        (*path, "levels"),
        game.levels,
        ("levels", f"{where}.levels"),
        "levels of seeking above hold",
    )
    resistance = scope.number(
        (*path, "resistance"),
        game.resistance,
        ("resistance", f"{where}.resistance"),
        0,
        1,
        "probability that one-sided seeking meets conflict",
    )
    grab = scope.number(
        (*path, "grab"),
        game.grab,
        ("grab", f"{where}.grab"),
        0,
        1,
        "part of the other's power that one-sided seeking takes without conflict",
        default=conflict.stakes,
        derived=True,
    )
    interpolation = _interpolation(game, scope, path, levels, resistance)
    return {
        "levels": levels,
        "resistance": resistance,
        "grab": grab,
        "interpolation": interpolation,
        "effort": _effort(game, scope, path, world),
        "losses": None
        if game.losses is None
        else tuple(
            scope.evaluate(text, (*path, "losses", level)) for level, text in enumerate(game.losses)
        ),
    }


def _interpolation(
    game: PostureGame, scope: Scope, path: Path, levels: int, resistance: Scalar
) -> str | tuple[tuple[Scalar, ...], ...]:
    """A name, or the table of conflict probabilities that an expression or a table gives."""
    from games.build.interpolation import INTERPOLATIONS

    given = game.interpolation
    where: Path = (*path, "interpolation")
    if isinstance(given, str):
        if given in INTERPOLATIONS:
            return given
        grid = [Fraction(level, levels) for level in range(levels + 1)]
        return tuple(
            tuple(
                scope.evaluate(given, where, {"x1": x1, "x2": x2, "resistance": resistance})
                for x2 in grid
            )
            for x1 in grid
        )
    for i, row in enumerate(given):
        if not isinstance(row, tuple) or any(isinstance(entry, tuple) for entry in row):
            fail(scope.tree, (*where, i), "must be a list of probabilities, one for each level")
    return tuple(
        tuple(scope.evaluate(text, (*where, i, j)) for j, text in enumerate(row))
        for i, row in enumerate(given)
    )


def _effort(
    game: PostureGame, scope: Scope, path: Path, world: World
) -> tuple[Scalar, ...] | dict[str, tuple[Scalar, ...]] | None:
    """Weights per level, for both parties or for each."""
    where: Path = (*path, "effort")

    def weights(texts: Any, at: Path) -> tuple[Scalar, ...]:
        return tuple(scope.evaluate(text, (*at, level)) for level, text in enumerate(texts))

    if game.effort is None:
        return None
    if not isinstance(game.effort, dict):
        return weights(game.effort, where)
    for name in game.effort:
        party_index(list(world.names), name, (*where, name), scope)
    return {name: weights(texts, (*where, name)) for name, texts in game.effort.items()}
