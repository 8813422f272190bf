"""Bargaining by definition: what is accepted, and that nobody can ask for more.

The claim "bargain". Range: at its ends a party that loses beyond is as well off as in conflict, or
the end is that of what there is; an empty range has ends in the wrong order. Ultimatum: the
transfer is one that both prefer to conflict and among those the proposer's best. Alternating
offers: each gives the other exactly the better of conflict and its own next offer, discounted, or
is all there is; then no deviation in any single turn gains.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from games.exact import Number, from_json
from solver.verify.plain import Malformed, entry, index, sequence

Numbers = list[Number]


def _pair(data: Any, what: str) -> Numbers:
    return [from_json(x) for x in sequence(data, what, 2)]


class _Game:
    def __init__(self, game: Mapping[str, Any]) -> None:
        self.base, self.slope, self.outside, self.bounds = (
            _pair(entry(game, key, "the game"), key)
            for key in ("base", "slope", "outside", "bounds")
        )
        self.proposer = index(entry(game, "proposer", "the game"), 2, "proposer")
        self.procedure = entry(game, "procedure", "the game")
        listed = entry(game, "transfers", "the game")
        self.transfers = None if listed is None else [from_json(x) for x in sequence(listed, "it")]
        given = entry(game, "discounts", "the game")
        self.discounts = None if given is None else _pair(given, "discounts")
        if not self.slope[0] >= 0 >= self.slope[1]:
            raise Malformed("the first party must gain by a transfer and the second lose")

    def worth(self, party: int, transfer: Number) -> Number:
        return self.base[party] + self.slope[party] * transfer

    def both_prefer(self, transfer: Number) -> bool:
        return all(self.worth(party, transfer) >= self.outside[party] for party in (0, 1))


def check_bargain(game: Mapping[str, Any], witnesses: Mapping[str, Any]) -> list[str]:
    """Return every reason why the claim fails; none if it holds."""
    played = _Game(game)
    reasons = list(_range(played, entry(witnesses, "within", "witnesses")))
    offers = [from_json(x) for x in sequence(entry(witnesses, "offers", "witnesses"), "offers")]
    agreed = entry(witnesses, "transfer", "witnesses")
    if agreed is None:
        fitting = played.transfers if played.transfers is not None else _ends(witnesses)
        if any(played.both_prefer(t) and _inside(played, t) for t in fitting):
            reasons.append("conflict is claimed, but a transfer satisfies both")
    elif played.procedure == "ultimatum":
        reasons += _ultimatum(played, from_json(agreed), _ends(witnesses))
    else:
        reasons += _alternating(played, offers)
        if len(offers) == 2 and from_json(agreed) != offers[played.proposer]:
            reasons.append("what is agreed is not the first offer")
    return reasons


def _ends(witnesses: Mapping[str, Any]) -> Numbers:
    within = witnesses["within"]
    return [] if within is None else _pair(within, "within")


def _inside(game: _Game, transfer: Number) -> bool:
    return bool(game.bounds[0] <= transfer <= game.bounds[1])


def _range(game: _Game, within: Any) -> list[str]:
    """The range as claimed against acceptance at its ends."""
    if within is None:
        # Acceptance is monotone: the best of each party's side is where the other just accepts.
        edges = list(game.bounds)
        edges += [
            (game.outside[party] - game.base[party]) / game.slope[party]
            for party in (0, 1)
            if game.slope[party] != 0
        ]
        fits = any(_inside(game, t) and game.both_prefer(t) for t in edges)
        return ["the range is claimed empty, but a transfer satisfies both"] if fits else []
    low, high = _pair(within, "within")
    reasons = []
    if low > high or not all(_inside(game, t) and game.both_prefer(t) for t in (low, high)):
        reasons.append("an end of the range does not satisfy both")
    if low != game.bounds[0] and not _just_accepts(game, 0, low):
        reasons.append("the first party accepts less than the lower end")
    if high != game.bounds[1] and not _just_accepts(game, 1, high):
        reasons.append("the second party gives more than the upper end")
    return reasons


def _just_accepts(game: _Game, party: int, end: Number) -> bool:
    """Whether the party refuses everything beyond this end; one without a slope never does."""
    return game.slope[party] != 0 and game.worth(party, end) == game.outside[party]


def _ultimatum(game: _Game, agreed: Number, ends: Numbers) -> list[str]:
    choices = [t for t in (ends if game.transfers is None else game.transfers) if _inside(game, t)]
    if agreed not in choices or not game.both_prefer(agreed):
        return ["the transfer is not one that both prefer to conflict"]
    own = game.proposer
    if any(game.worth(own, t) > game.worth(own, agreed) and game.both_prefer(t) for t in choices):
        return ["the proposer could ask for more"]
    return []


def _alternating(game: _Game, offers: Numbers) -> list[str]:
    if len(offers) != 2 or game.discounts is None:
        return ["alternating offers need two offers and discounts"]
    reasons = []
    for mine, other in ((0, 1), (1, 0)):
        waiting = game.discounts[other] * game.worth(other, offers[other])
        demanded = max(game.outside[other], waiting)
        given = game.worth(other, offers[mine])
        all_there_is = offers[mine] == game.bounds[1 - mine]
        if not _inside(game, offers[mine]) or given < demanded:
            reasons.append(f"the offer of party {mine + 1} is refused")
        elif given > demanded and not all_there_is:
            reasons.append(f"party {mine + 1} could ask for more")
        mine_waiting = game.discounts[mine] * game.worth(mine, offers[other])
        if game.worth(mine, offers[mine]) < max(game.outside[mine], mine_waiting):
            reasons.append(f"party {mine + 1} would rather not be accepted")
        if given < 0:
            reasons.append(f"party {other + 1} would rather wait for ever")
    return reasons
