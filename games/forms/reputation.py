"""Reputation in a finitely repeated game of entry: the chain store (Kreps and Wilson 1982).

An incumbent of unknown type meets N challengers in turn, each for one period. A challenger enters
or stays out; entered, the incumbent fights or yields; everybody sees all that happened. The tough
type always fights. Payoffs of a period:

                             stays out    enters, yielded to    enters, fought
    weak incumbent           a            0                     -1
    challenger, if weak      0            b                     b - 1
    challenger, if tough     0                                  w (b - 1)

with a > 1, 0 < b < 1, w > 0; w = 1 in the paper. Any payoffs of this order reduce to these by
positive affine maps, one per type: w is what being fought by the tough type costs a challenger over
what being fought by the weak one costs it. Where the tough type has payoffs of its own it prefers
fighting to yielding, and being left alone is at least as good as fighting.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.display import Cell, Table
from games.errors import GameError
from games.exact import Real, Scalar, sign, to_json

#: Exact powers of b grow with every period; the whole play is O(N^2) of them.
MOST_PERIODS = 100
#: Digits of b^N in lowest terms beyond which an exact answer is of no use to anybody.
MOST_DIGITS = 1000


@dataclass(frozen=True)
class ReputationGame:
    """The game; numbers, or elements of another field.

    players: incumbent, challenger. types: weak, tough. prior: that the incumbent is tough.
    deterred: a; gain: b; weight: w. Raises `GameError` outside the domain.
    """

    players: tuple[str, str]
    types: tuple[str, str]
    prior: Scalar
    periods: int
    deterred: Scalar
    gain: Scalar
    weight: Scalar = Fraction(1)
    title: str = ""

    def __post_init__(self) -> None:
        _require(self.prior, "prior", "[0, 1]", lambda x: sign(x) >= 0 and sign(x - 1) <= 0)
        _require(
            self.gain,
            "gain",
            "(0, 1)",
            lambda x: sign(x) > 0 > sign(x - 1),
            "a challenger gets gain where it is yielded to and gain - 1 where it is fought",
        )
        _require(
            self.deterred,
            "deterred",
            "above 1",
            lambda x: sign(x - 1) > 0,
            "else one challenger kept out does not pay for one fight; a fight costs 1",
        )
        _require(self.weight, "weight", "above 0", lambda x: sign(x) > 0)
        if not 1 <= self.periods <= MOST_PERIODS:
            raise GameError(
                f"periods: must be 1 to {MOST_PERIODS}; got {self.periods}",
                found=str(self.periods),
                allowed=f"1..{MOST_PERIODS}",
                hint="exact thresholds b^n grow with every period; play far from the end is the "
                "same: stay out while the belief is above b^n",
            )
        digits = self.periods * _digits(self.gain)
        if digits > MOST_DIGITS:
            raise GameError(
                f"periods: {self.periods} of them with a gain of {_digits(self.gain)} digits make "
                f"thresholds of {digits} digits; at most {MOST_DIGITS}",
                found=str(self.periods),
                allowed=f"1..{max(1, MOST_DIGITS // _digits(self.gain))}",
                hint="take fewer periods or a rounder gain",
            )

    def plain(self) -> dict[str, Any]:
        """The game as JSON types."""
        return {
            "players": list(self.players),
            "types": list(self.types),
            "prior": to_json(self.prior),
            "periods": self.periods,
            "deterred": to_json(self.deterred),
            "gain": to_json(self.gain),
            "weight": to_json(self.weight),
        }

    @property
    def digest(self) -> str:
        """sha256 of all that makes it this game."""
        text = json.dumps(self.plain(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    def table(self) -> Table:
        """Payoffs of one period."""
        rows: list[list[Cell]] = [
            [f"{self.players[0]}, if {self.types[0]}", self.deterred, Fraction(0), Fraction(-1)],
            [
                f"{self.players[1]}, met by {self.types[0]}",
                Fraction(0),
                self.gain,
                self.gain - 1,
            ],
            [
                f"{self.players[1]}, met by {self.types[1]}",
                Fraction(0),
                "-",
                self.weight * (self.gain - 1),
            ],
        ]
        return Table("", ("payoff of", "stays out", "enters, yielded to", "enters, fought"), rows)

    def _repr_html_(self) -> str:
        return self.table().to_html()


def _require(x: Scalar, name: str, allowed: str, fits: Any, why: str = "") -> None:
    """Refuse a number outside its domain; what is no number is not judged."""
    if isinstance(x, (Fraction, Real)) and not fits(x):
        raise GameError(
            f"{name}: must be {'in ' if allowed[0] in '[(' else ''}{allowed}; got {x}",
            found=str(x),
            allowed=allowed,
            hint=why or None,
        )


def _digits(x: Scalar) -> int:
    """Decimal digits by which every power of a number grows, about."""
    return max(len(part) for part in str(x).replace("/", " ").replace("*", " ").split())
