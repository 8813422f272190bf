"""The world: parties with preferences, power and beliefs, validated once and frozen.

A party's preference is a direction in R^n, its power the magnitude of its arrow; their alignment
is the cosine of the angle between the directions. Alignment comes from directions, from pairwise
angles or cosines, or as a matrix. The dimension n is free but at least the rank of the matrix;
where nothing says otherwise it is the length of the directions, or the rank and at least 2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from games.display import Cell, Table
from games.errors import WorldError
from games.exact import Number, Scalar
from games.world import alignment as alignments
from games.world import outcome, preferences
from games.world import power as powers
from games.world.scalars import is_number, probability, scalar, within


@dataclass(frozen=True)
class Beliefs:
    """What one party holds true in place of the common values; None: the common value.

    win_probability: of its OWN victory. cosine: its estimate of its alignment with the other
    party (two parties).
    """

    win_probability: Scalar | None = None
    destruction_probability: Scalar | None = None
    destruction_fraction: Scalar | None = None
    cosine: Scalar | None = None

    def __post_init__(self) -> None:
        for name in ("win_probability", "destruction_probability", "destruction_fraction"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, probability(value, f"beliefs: {name}"))
        if self.cosine is not None:
            object.__setattr__(self, "cosine", within(self.cosine, -1, 1, "beliefs: cosine"))


@dataclass(frozen=True)
class Party:
    """A party: its name, its power >= 0, and optionally its direction and its own beliefs."""

    name: str
    power: Scalar
    direction: tuple[Scalar, ...] | None = None
    beliefs: Beliefs | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "power", within(self.power, 0, None, f"power of {self.name!r}"))
        if self.direction is not None:
            checked = preferences.check_direction(self.name, self.direction)
            object.__setattr__(self, "direction", checked)


@dataclass(frozen=True)
class World:
    """Parties and their alignment matrix [party][party]; the order says who is party 1.

    alignment: left out where every party has a direction (and only there). dimension: of the
    space of preferences. rank: of the alignment matrix; the fewest dimensions it fits in.
    Raises `WorldError` naming what is violated.
    """

    parties: tuple[Party, ...]
    alignment: alignments.Matrix = ()
    dimension: int = 0
    rank: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "parties", tuple(self.parties))
        names = self.names
        if len(names) < 2:
            raise WorldError(f"parties: a world needs at least two; got {len(names)}")
        for name in names:
            if names.count(name) > 1:
                raise WorldError(f"parties: the name {name!r} is given twice", found=name)
        powers.check_power(names, self.power)
        arrows = [party.direction for party in self.parties if party.direction is not None]
        given = self.alignment
        if arrows:
            given = self._from_directions(arrows)
        elif not given:
            raise WorldError(
                "alignment: missing; give each party a direction, or the angles, cosines or "
                "matrix of alignment"
            )
        matrix, rank = alignments.check_alignment(names, given)
        dimension = self.dimension or (len(arrows[0]) if arrows else max(rank, 2))
        if dimension < rank:
            raise WorldError(
                f"dimension: these alignments need {rank} dimensions; got {dimension}",
                found=str(dimension),
                allowed=f">= {rank}",
            )
        object.__setattr__(self, "alignment", matrix)
        object.__setattr__(self, "rank", rank)
        object.__setattr__(self, "dimension", dimension)

    def _from_directions(self, arrows: list[tuple[Scalar, ...]]) -> alignments.Matrix:
        """Alignment of the directions, which every party must have, in one space."""
        if self.alignment:
            raise WorldError("alignment: given twice, by directions and by a matrix; keep one")
        lengths = {len(arrow) for arrow in arrows}
        for party in self.parties:
            if party.direction is None:
                raise WorldError(
                    f"direction of {party.name!r} is missing; the other parties have one"
                )
        if len(lengths) > 1 or self.dimension not in (0, *lengths):
            raise WorldError(
                "direction: directions must have one common number of coordinates, the "
                f"dimension; got {sorted(lengths)}",
                found=str(sorted(lengths)),
            )
        return alignments.from_directions(arrows)

    @classmethod
    def of_two(cls, first: Party, second: Party, cosine: Any, dimension: int = 0) -> World:
        """Two parties and the cosine of the angle between them."""
        c = scalar(cosine)
        return cls((first, second), ((1, c), (c, 1)), dimension)

    @classmethod
    def from_cosines(
        cls,
        parties: Sequence[Party],
        cosines: Mapping[tuple[str, str], Any],
        dimension: int = 0,
    ) -> World:
        """Parties and the cosine of each pair of names; for an angle, its `.cosine()`."""
        names = [party.name for party in parties]
        return cls(tuple(parties), alignments.from_pairs(names, cosines), dimension)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parties."""
        return tuple(party.name for party in self.parties)

    def index(self, name: str) -> int:
        """Position of a party; raises `WorldError` for a name that is none."""
        if name not in self.names:
            raise WorldError(
                f"there is no party {name!r}", found=name, allowed=", ".join(self.names)
            )
        return self.names.index(name)

    @property
    def power(self) -> tuple[Scalar, ...]:
        """m_i, [party]."""
        return tuple(party.power for party in self.parties)

    @property
    def total_power(self) -> Scalar:
        """Sum of all power: the scale of `payoffs` against `share_payoffs`."""
        return powers.total(self.power)

    @property
    def shares(self) -> tuple[Scalar, ...]:
        """s_i, [party]; they sum to 1."""
        return powers.shares(self.power)

    @property
    def payoffs(self) -> tuple[Scalar, ...]:
        """V_i(m) in units of power, [party]."""
        return outcome.payoffs(self.alignment, self.power)

    @property
    def share_payoffs(self) -> tuple[Scalar, ...]:
        """V_i per unit of total power, [party]: the unit of the games built on this world."""
        return outcome.payoffs(self.alignment, self.shares)

    @property
    def directions(self) -> tuple[preferences.Direction, ...]:
        """Unit directions, [party][coordinate]: those given, or some with this alignment."""
        given = [party.direction for party in self.parties if party.direction is not None]
        if given:
            return tuple(preferences.unit(direction) for direction in given)
        return alignments.coordinates(self.alignment)

    @property
    def outcome(self) -> preferences.Direction:
        """W = sum_j m_j u_j, [coordinate], in the coordinates of `directions`."""
        return outcome.arrow(self.directions, self.power)

    def balance_alignment(self, name: str) -> Number | None:
        """Alignment of a party with the existing power balance; None where it is undefined."""
        return outcome.balance_alignment(self.alignment, self.power, self.index(name))

    def table(self) -> Table:
        """Power and what the outcome is worth to each party: own and the others', projected."""
        names = self.names
        rows: list[list[Cell]] = []
        for i, name in enumerate(names):
            balance = self.balance_alignment(name)
            rows.append(
                [
                    name,
                    self.power[i],
                    self.shares[i],
                    *(self.power[j] * self.alignment[i][j] for j in range(len(names))),
                    self.payoffs[i],
                    "undefined" if balance is None else balance,
                ]
            )
        return Table(
            "",
            (
                "",
                "power",
                "share",
                *(f"{name}'s, projected" for name in names),
                "worth (V)",
                "alignment with the others",
            ),
            rows,
            (
                "Projected: a party's power on the row's direction. Worth: their sum, what the "
                "outcome is worth to the row's party.",
            ),
        )

    def _repr_html_(self) -> str | None:
        """The table in a notebook; None where a quantity is left symbolic."""
        entries = (*self.power, *(entry for row in self.alignment for entry in row))
        return self.table().to_html() if all(map(is_number, entries)) else None
