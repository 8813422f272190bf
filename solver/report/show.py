"""A game as it stands, unsolved: where it comes from, the world behind it, what it pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from games.display import Block, Cell, Document, Section, Table
from games.exact import Number
from games.forms.normal import NormalFormGame
from games.world import World
from solver.solve.distances import angle_text

if TYPE_CHECKING:
    from games.spec import Realisation, Spec

_CELLS = 400


def show(spec: Spec) -> Document:
    """Return the document of `detente show`."""
    real = spec.realise()
    sections = [Section("Spec", _spec(spec))]
    if real.world is not None:
        sections.append(Section("World", _world(real.world)))
    sections.append(Section("Quantities", (_quantities(spec),)))
    if isinstance(real.game, NormalFormGame):
        sections.append(Section("Payoffs", _payoffs(real)))
    return Document(spec.title or spec.label, (), tuple(sections))


def _spec(spec: Spec) -> tuple[Block, ...]:
    lines: list[Block] = [f"{spec.label}, a game of kind {spec.kind}.", f"Digest {spec.digest}."]
    source = spec.source
    if source is not None:
        parts = (getattr(source, field, None) for field in ("cite", "note", "url"))
        lines.append("Source: " + "; ".join(str(part) for part in parts if part) + ".")
    if spec.notes:
        lines.append(" ".join(spec.notes.split()))
    return tuple(lines)


def _world(world: World) -> tuple[Block, ...]:
    """Power, what the outcome is worth to each party, and how aligned they are."""
    names = world.names
    pairs: list[list[Cell]] = [
        [f"{names[i]} and {names[j]}", _angle(world.alignment[i][j]), world.alignment[i][j]]
        for i in range(len(names))
        for j in range(i + 1, len(names))
    ]
    blocks: list[Block] = [world.table(), Table("", ("preferences of", "angle", "cosine"), pairs)]
    if any(party.direction is not None for party in world.parties):
        directions: list[list[Cell]] = [
            [name, tuple(direction)]
            for name, direction in zip(names, world.directions, strict=True)
        ]
        blocks.append(Table("", ("", "direction"), directions))
    return tuple(blocks)


def _angle(cosine: Number) -> str:
    return angle_text(cosine).split(" (")[0]


def _quantities(spec: Spec) -> Table:
    rows: list[list[Cell]] = [
        [
            quantity.address,
            quantity.value,
            quantity.domain,
            quantity.meaning + (" (follows from others)" if quantity.derived else ""),
        ]
        for quantity in spec.quantities()
    ]
    return Table(
        "",
        ("address", "value", "domain", "meaning"),
        rows,
        ("Change one with --set ADDRESS=VALUE.",) if rows else (),
    )


def _payoffs(real: Realisation) -> tuple[Block, ...]:
    table = real.game.table()
    if len(table.rows) <= _CELLS:
        return (table,)
    return (f"{len(table.rows)} profiles; `detente export --to nfg` writes them all.",)
