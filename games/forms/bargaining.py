"""Two parties bargain over a transfer, with an outside option each can take.

A transfer t in [low, high], or from a finite list, is worth base_i + slope_i t to party i; the
first gains by it and the second loses, slope_1 >= 0 >= slope_2. Whoever does not settle takes the
outside option, worth outside_i to each in its own view. Procedures:

    ultimatum     the proposer names one transfer, the other accepts it or takes the option;
    alternating   they name transfers in turn; the other accepts, takes the option, or waits for
                  its own turn, which discounts everything by delta_i (Rubinstein 1982; Binmore,
                  Shaked and Sutton 1989). Until they settle nobody has anything.

`later` are the outside options once power has shifted, where it will.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.display import Cell, Table
from games.errors import GameError
from games.exact import Real, Scalar, to_json

Pair = tuple[Scalar, Scalar]
PROCEDURES = ("ultimatum", "alternating")


def _is_number(value: Scalar) -> bool:
    return isinstance(value, (Fraction, Real))


@dataclass(frozen=True)
class BargainingGame:
    """A linear bargaining problem with outside options; numbers, or elements of another field.

    base, slope, outside, later: per party, each as it sees them. transfers: the only ones there
    are, increasing; None where any in [low, high] will do. discounts: needed where offers alternate
    or power shifts. Raises `GameError` where parts do not fit.
    """

    players: tuple[str, str]
    base: Pair
    slope: Pair
    outside: Pair
    low: Scalar
    high: Scalar
    procedure: str = "ultimatum"
    proposer: int = 0
    discounts: Pair | None = None
    transfers: tuple[Scalar, ...] | None = None
    later: Pair | None = None
    title: str = ""

    def __post_init__(self) -> None:
        if self.procedure not in PROCEDURES:
            raise GameError(
                f"procedure: there is none named {self.procedure!r}",
                found=self.procedure,
                allowed=", ".join(PROCEDURES),
            )
        if self.proposer not in (0, 1):
            raise GameError(f"proposer: must be party 0 or 1; got {self.proposer}")
        if self.discounts is None and (self.procedure == "alternating" or self.later is not None):
            what = "alternating offers" if self.procedure == "alternating" else "a later shift"
            raise GameError(f"discount: {what} need one", hint="give discount: 9/10, or one each")
        for name, delta in zip(self.players, self.discounts or (), strict=False):
            if _is_number(delta) and not 0 <= delta < 1:
                raise GameError(
                    f"discount of {name!r} must be in [0, 1); got {delta}",
                    found=str(delta),
                    allowed="[0, 1)",
                )
        if self.transfers is not None:
            self._check_transfers(self.transfers)

    def _check_transfers(self, transfers: tuple[Scalar, ...]) -> None:
        if not transfers:
            raise GameError("transfers: an empty list leaves nothing to offer")
        if self.procedure == "alternating":
            raise GameError(
                "transfers: alternating offers are solved for transfers of any size only",
                hint="use procedure: ultimatum, or leave the list out",
            )
        for t in transfers:
            if all(map(_is_number, (t, self.low, self.high))) and not self.low <= t <= self.high:
                raise GameError(
                    f"transfers: {t} is more than there is to give",
                    found=str(t),
                    allowed=f"[{self.low}, {self.high}]",
                )

    def worth(self, party: int, transfer: Scalar) -> Scalar:
        """base + slope t."""
        return self.base[party] + self.slope[party] * transfer

    def plain(self) -> dict[str, Any]:
        """The game as JSON types."""

        def numbers(values: Any) -> Any:
            return None if values is None else [to_json(value) for value in values]

        return {
            "players": list(self.players),
            "base": numbers(self.base),
            "slope": numbers(self.slope),
            "outside": numbers(self.outside),
            "bounds": numbers((self.low, self.high)),
            "procedure": self.procedure,
            "proposer": self.proposer,
            "discounts": numbers(self.discounts),
            "transfers": numbers(self.transfers),
            "later": numbers(self.later),
        }

    @property
    def digest(self) -> str:
        """sha256 of all that makes it this game."""
        text = json.dumps(self.plain(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    def table(self) -> Table:
        """What each party has without a transfer, per unit of it, and from the outside option."""
        rows: list[list[Cell]] = [
            [name, self.base[i], self.slope[i], self.outside[i]]
            for i, name in enumerate(self.players)
        ]
        return Table("", ("", "status quo", "per unit of transfer", "conflict"), rows)

    def _repr_html_(self) -> str:
        return self.table().to_html()
