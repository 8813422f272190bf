"""A step on an escalation ladder as a choice: what going up a rung, or backing down, shows.

A party stands at rung j. Backing down costs it the part y = grab_j of its own power; going up to
rung j+1 meets conflict with risk_(j+1), and else the other moves. Holding on is not among the
alternatives: what it is worth depends on all that may follow. From peace (j = 0, y = 0) the
alternative is that peace lasts. One expected loss d holds at all rungs.

Let the other go up in turn until it backs down after this party has reached rung m = j+1, j+3, ..
Climbing along meets conflict with probability P_m = 1 - prod over i = j+1..m of (1 - risk_i) and
else takes grab_m. If grabs never fall from rung to rung, backing down later is no better than the
better of backing down now and conflict; an other that never backs down means conflict for certain,
since escalating at the top is conflict. Hence, with C the value of conflict and B that of backing
down, going up is a best reply to some behaviour of the other iff C >= B, or for some m

    P_m C + (1 - P_m) [V + grab_m (1-s)(1-c)] >= B,

and backing down is one iff C <= B. Each of these is a half-plane, so going up shows a union.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from games.errors import WorldError
from games.exact import Number, sign

#: (risk of conflict, part of the other's power taken without it).
Lottery: TypeAlias = tuple[Number, Number]

_ZERO, _ONE = Fraction(0), Fraction(1)
#: Conflict for certain.
CONFLICT: Lottery = (_ONE, _ZERO)


@dataclass(frozen=True)
class Step:
    """Where a party stood on a ladder. conceded: part of its power lost by backing down.

    ahead: (risk, grab) of the rungs above, lowest first; none at the top.
    """

    conceded: Number
    ahead: tuple[Lottery, ...]

    def __post_init__(self) -> None:
        grabs = [self.conceded, *(grab for _, grab in self.ahead)]
        for number, (low, high) in enumerate(pairwise(grabs)):
            if sign(high - low) < 0:
                raise WorldError(
                    f"grabs must not fall from rung to rung; found {low}, then {high}",
                    found=str(high),
                    allowed=f"at least {low}",
                    hint=f"see the rung {number + 1} above the party's own",
                )

    @property
    def climbs(self) -> tuple[Lottery, ...]:
        """The lotteries of climbing until the other backs down, at the next rung or later."""
        if not self.ahead:
            return (CONFLICT,)
        found: list[Lottery] = []
        survival: Number = _ONE
        for number, (risk, grab) in enumerate(self.ahead):
            survival = survival * (1 - risk)
            if number % 2 == 0:
                found.append((1 - survival, grab) if survival != 0 else CONFLICT)
        return tuple(found)


def step(rungs: tuple[Lottery, ...], rung: int) -> Step:
    """Return where a party at `rung` (0: peace) of a ladder with (risk, grab) 1..K stands."""
    if not 0 <= rung <= len(rungs):
        raise WorldError(
            f"there is no rung {rung} on a ladder of {len(rungs)} rungs",
            found=str(rung),
            allowed=f"0 .. {len(rungs)}",
        )
    return Step(rungs[rung - 1][1] if rung else _ZERO, rungs[rung:])
