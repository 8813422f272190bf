"""The escalation ladder of a world: payoffs of its rungs from power, alignment and conflict.

With V_i the status quo, s_i the share, c the alignment, all as party i sees them:

    conflict on rung j:   C_i with the loss d_j of that rung in place of the conflict's
    i backs down from j:  V_i - grab_j s_i (1-c); for the other, V_o + grab_j s_i (1-c)
    status quo:           V_i

The rules of play are those of `games.forms.ladder`. Payoffs are per unit of total power. Nothing
here compares, so every entry may be symbolic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from games.errors import GameError
from games.exact import Scalar
from games.forms.ladder import Ladder, LadderGame, Rung
from games.world import Conflict, World, conflict_value, value
from games.world.decision import own_cosine, own_destruction, own_win_probability, require_two
from games.world.scalars import is_zero, probability


@dataclass(frozen=True)
class RungTerms:
    """What a rung of a spec says.

    risk: odds of conflict on the way to it. grab: part of the power of who backs down from it that
    the other takes. destruction_probability, destruction_fraction: of conflict on this rung; None
    for the conflict's own.
    """

    risk: Scalar
    grab: Scalar
    destruction_probability: Scalar | None = None
    destruction_fraction: Scalar | None = None


def ladder(
    world: World,
    conflict: Conflict,
    rungs: Sequence[RungTerms],
    *,
    first: str | None = None,
    moves: int,
    climb_only: bool = False,
    title: str = "",
) -> LadderGame:
    """Build the ladder; first: who moves first, party 1 if left out.

    Raises `GameError` for terms outside [0, 1], an advantage of moving first (a ladder has no
    first strike), or losses per rung that would override a party's own belief.
    """
    require_two(world, "ladder")
    if any(not is_zero(conflict.advantage_of(party)) for party in (0, 1)):
        raise GameError(
            "ladder: an advantage of moving first has no meaning where the rungs are climbed in "
            "turn and conflict breaks out by itself",
            hint="remove `advantage`",
        )
    starts = 0 if first is None else world.index(first)
    seen = [_Sight(world, conflict, party) for party in (0, 1)]
    found = []
    for number, terms in enumerate(rungs, 1):
        probability(terms.risk, f"rung {number}: risk")
        probability(terms.grab, f"rung {number}: grab")
        q, D = conflict.destruction_probability, conflict.destruction_fraction
        if terms.destruction_probability is not None:
            q = probability(
                terms.destruction_probability, f"rung {number}: destruction_probability"
            )
        if terms.destruction_fraction is not None:
            D = probability(terms.destruction_fraction, f"rung {number}: destruction_fraction")
        found.append(
            Rung(
                terms.risk,
                (seen[0].conflict(terms, number), seen[1].conflict(terms, number)),
                q * D,
                (_backed_down(seen, terms, 0), _backed_down(seen, terms, 1)),
            )
        )
    rules = Ladder(
        tuple(found), (seen[0].status_quo, seen[1].status_quo), starts, moves, climb_only
    )
    return LadderGame.of(world.names, rules, title)


class _Sight:
    """The world as one party sees it."""

    def __init__(self, world: World, conflict: Conflict, party: int) -> None:
        self.party = world.parties[party]
        self.share, self.cosine = world.shares[party], own_cosine(world, party)
        self.stakes = conflict.stakes
        self.win = own_win_probability(world, conflict, party)
        self.destruction = own_destruction(world, conflict, party)
        self.status_quo = value(self.share, self.cosine)

    def conflict(self, terms: RungTerms, number: int) -> Scalar:
        """C_i with the loss of a rung."""
        beliefs = self.party.beliefs
        loss: Scalar = 1
        for name, own in zip(
            ("destruction_probability", "destruction_fraction"), self.destruction, strict=True
        ):
            given = getattr(terms, name)
            if given is not None and beliefs is not None and getattr(beliefs, name) is not None:
                raise GameError(
                    f"rung {number}: {name}: {self.party.name!r} holds its own belief about it, "
                    "which the rung would override",
                    hint="remove either",
                )
            loss = loss * (own if given is None else given)
        return conflict_value(self.share, self.cosine, self.stakes, self.win, loss)


def _backed_down(seen: Sequence[_Sight], terms: RungTerms, who: int) -> tuple[Scalar, Scalar]:
    """Payoffs once party `who` has backed down: it loses grab of its power to the other."""
    taken = terms.grab * seen[who].share
    first, second = (
        sight.status_quo + (-taken if party == who else taken) * (1 - sight.cosine)
        for party, sight in enumerate(seen)
    )
    return first, second
