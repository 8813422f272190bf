"""Families of Markov perfect equilibria in words and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from games.display import Block, Cell, Section, Table
from games.display.cells import cell_text
from games.exact import Number, RationalFunction, Scalar, to_json
from games.forms.stochastic import StochasticGame
from solver.dynamic.certificate import plain_side
from solver.solution.markov import EquilibriumFamily, FamilySide


def family_section(game: StochasticGame, family: EquilibriumFamily, table: bool) -> Section:
    """What a family is: parameters, play and values by state; table: whether states are shown."""
    parts = [
        f"{span.name} from {cell_text(span.low)} to {cell_text(span.high)}" for span in family.spans
    ]
    bounds = family.bounds_only
    limited = any(side.conditions for side in family.sides)
    worths = ", ".join(
        f"{name} {_range(ends)}" for name, ends in zip(game.players, family.payoffs, strict=True)
    )
    blocks: list[Block] = [
        f"Worth at the start: {worths}{' (proved bounds)' if bounds else ''}.",
        f"An equilibrium for every {', '.join(parts)}"
        + (" where all of these are at least 0:" if limited else "."),
    ]
    if limited:
        blocks += [str(part) for side in family.sides for part in side.conditions]
    if table:
        blocks.append(_table(game, family))
    for name, side in zip(game.players, family.sides, strict=True):
        moved = [
            f"in {state} {value}"
            for state, value in zip(game.states, side.values, strict=True)
            if isinstance(value, RationalFunction)
        ]
        if moved:
            blocks.append(f"Worth to {name}: {'; '.join(moved)}.")
    if any(len(row) > 1 for side in family.sides for row in side.weights):
        blocks.append("Where a state lists several ways to play, every mixture of them does, too.")
    return Section(f"Family {family.id + 1} (dimension {family.dimension})", tuple(blocks))


def _table(game: StochasticGame, family: EquilibriumFamily) -> Table:
    first, second = family.sides
    rows: list[list[Cell]] = []
    for s, name in enumerate(game.states):
        rows.append(
            [
                name,
                " or ".join(_words(game, s, 0, own) for own in second.weights[s]),
                " or ".join(_words(game, s, 1, own) for own in first.weights[s]),
                *(_range(side.ranges[s]) for side in family.sides),
            ]
        )
    return Table("", ["state", *game.players, *(f"worth {name}" for name in game.players)], rows)


def _range(ends: Sequence[Number]) -> str:
    low, high = ends
    return cell_text(low) if low == high else f"{cell_text(low)} to {cell_text(high)}"


def _words(game: StochasticGame, s: int, player: int, own: Sequence[Scalar]) -> str:
    names = game.actions[s][player]
    used = [(names[a], weight) for a, weight in enumerate(own) if weight != 0]
    if len(used) == 1 and used[0][1] == 1:
        return used[0][0]
    return ", ".join(f"{name} {_text(weight)}" for name, weight in used)


def _text(value: Scalar) -> str:
    return str(value) if isinstance(value, RationalFunction) else cell_text(value)


def plain_family(family: EquilibriumFamily) -> dict[str, Any]:
    """A family as JSON's types."""
    return {
        "id": family.id,
        "dimension": family.dimension,
        "payoffs": [[to_json(end) for end in ends] for ends in family.payoffs],
        "bounds_only": family.bounds_only,
        "sides": [plain_side(side, written=True) for side in family.sides],
    }


def family_rows(game: StochasticGame, family: EquilibriumFamily) -> Iterator[list[Cell]]:
    """One row per state, way to play, player and action; functions as text."""
    for player in (0, 1):
        values, own = family.sides[player].values, family.sides[1 - player]
        where = "; ".join(map(_where, (family.sides[player], own)))
        for s, state in enumerate(game.states):
            for choice, weights in enumerate(own.weights[s]):
                for action, weight in zip(game.actions[s][player], weights, strict=True):
                    yield [
                        f"family {family.id}",
                        state,
                        choice,
                        game.players[player],
                        _cell(values[s]),
                        action,
                        _cell(weight),
                        where.strip("; "),
                    ]


def _where(side: FamilySide) -> str:
    parts = [f"{cell_text(own.low)} <= {own.name} <= {cell_text(own.high)}" for own in side.spans]
    return "; ".join([*parts, *(f"{condition} >= 0" for condition in side.conditions)])


def _cell(value: Scalar) -> Cell:
    return str(value) if isinstance(value, RationalFunction) else value
