"""The blocks that specs are made of: parties, alignment, conflict, parameters, players.

Structure only: which keys there are and what sort of value each takes. Ranges, names that must
exist and numbers are checked where the blocks are turned into a world or game.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from games.spec.leaves import AngleFormula, Count, Formula, Name, Prose, choice


class Block(BaseModel):
    """A mapping with a fixed set of keys; any other key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Source(Block):
    """Where the game comes from."""

    cite: Name | None = Field(None, description="key of the bibliography")
    note: Prose | None = Field(None, description="what was taken from it, and how")
    url: Prose | None = None


class Parameter(Block):
    """A named value that expressions may use."""

    value: Formula
    range: tuple[Formula, Formula] | None = Field(None, description="[low, high]")
    meaning: Prose | None = None


class Beliefs(Block):
    """A party's own view, where it differs from the common one."""

    win_probability: Formula | None = Field(None, description="of its own victory")
    destruction_probability: Formula | None = None
    destruction_fraction: Formula | None = None
    cosine: Formula | None = Field(None, description="its estimate of the alignment, two parties")
    angle: AngleFormula | None = Field(None, description="the same as an angle")


class Party(Block):
    """A party: its power, and what it wants and believes where that is given here."""

    name: Name
    power: Formula = Field(description="magnitude, at least 0")
    direction: list[Formula] | None = Field(None, description="preference, a vector of any length")
    beliefs: Beliefs | None = None


class Alignment(Block):
    """How the parties' preferences lie to each other; one key, and the dimension if it matters."""

    angle: AngleFormula | None = Field(None, description="between two parties: 70 deg, pi/3")
    cosine: Formula | None = Field(None, description="of that angle, in [-1, 1]")
    angles: dict[str, AngleFormula] | None = Field(None, description="{red-blue: 30 deg, ...}")
    cosines: dict[str, Formula] | None = Field(None, description="{red-blue: 1/2, ...}")
    matrix: list[list[Formula]] | None = Field(None, description="of cosines, rows are parties")
    dimension: Count | None = Field(None, description="of the space of preferences")


class Contest(Block):
    """Who wins, as a function of the belligerents' shares of power."""

    kind: Annotated[str, choice("fixed", "ratio", "difference")]
    decisiveness: Formula | None = Field(None, description="exponent of the contest, at least 0")


class Conflict(Block):
    """What conflict does: to the balance of power, and to everything."""

    stakes: Formula = Field(description="part of the loser's power that passes to the winner")
    win_probability: dict[str, Formula] | None = Field(None, description="{party: probability}")
    contest: Contest | None = None
    advantage: dict[str, Formula] | None = Field(
        None, description="{party: addend to its win probability}"
    )
    destruction_probability: Formula | None = None
    destruction_fraction: Formula | None = None
    expected_loss: Formula | None = Field(
        None, description="their product, where only that is known"
    )


class Player(Block):
    """A player of a game given by its payoffs."""

    name: Name
    actions: list[Name]
    seeking: list[Name] | None = Field(None, description="the actions that count as seeking power")


class Document(Block):
    """What every spec holds, whatever its kind of game."""

    detente: Annotated[str, choice("1")] = Field(description="version of the spec format")
    title: Prose | None = None
    parameters: dict[str, Parameter] | None = None
    source: Source | None = None
    notes: Prose | None = None


class WorldDocument(Document):
    """A spec whose game is built from parties, their alignment and their conflict."""

    parties: list[Party]
    alignment: Alignment | None = Field(
        None, description="may be left out where every party has a direction"
    )
    conflict: Conflict
