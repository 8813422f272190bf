"""Bargaining over power with conflict outside: range, settlement, and why it may fail.

Range: party 1 accepts t iff base_1 + slope_1 t >= outside_1, party 2 iff base_2 + slope_2 t >=
outside_2. In a world that is [gain_1/(1-c), -gain_2/(1-c)], of width d(1+c)/(1-c) under common
beliefs: never empty there. Own beliefs can empty it: optimism about winning or about the damage.

Ultimatum: the proposer takes the best transfer for itself that the other accepts. Alternating
offers: the transfers t_1, t_2 that each offers in its turn are the only pair with

    u_2(t_1) = max(outside_2, delta_2 u_2(t_2)),    u_1(t_2) = max(outside_1, delta_1 u_1(t_1)),

cut off at what there is (Rubinstein 1982; with the option, Binmore, Shaked and Sutton 1989). A
contraction, so one of the nine cases solves it.

Prevention, two periods weighted 1 - delta and delta: a party fights today iff conflict is worth
more than everything today and the most that later bargaining can leave it. Sources of conflict:
Fearon 1995.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

import games
from games.exact import Number, Scalar, arithmetic_of
from games.exact.systems import solve_square
from games.forms.bargaining import BargainingGame
from solver.solution.bargain import (
    BargainingOutcome,
    Prevention,
    Settlement,
    Source,
    TransferRange,
)
from solver.solution.condition import Condition
from solver.solution.equilibrium import MethodRecord


def bargain(game: BargainingGame) -> BargainingOutcome:
    """Solve the bargaining of two parties; needs numbers."""
    span = transfer_range(game)
    settlement, offers, complete, reason = _played(game, span)
    numbers = [*game.base, *game.slope, *game.outside, game.low, game.high]
    return BargainingOutcome(
        range=span,
        settlement=settlement,
        offers=offers,
        conflict=game.outside,
        prevention=prevention(game),
        sources=_sources(game, span),
        complete=complete,
        reason=reason,
        method=MethodRecord(
            f"{game.procedure} bargaining, closed form",
            games.__version__,
            arithmetic_of(numbers),
            "python",
        ),
    )


def acceptance(game: BargainingGame, party: int) -> Scalar:
    """The transfer at which a party is indifferent to conflict; its slope must not be 0."""
    return (game.outside[party] - game.base[party]) / game.slope[party]


def conditions(game: BargainingGame) -> tuple[Condition, ...]:
    """What decides the outcome, over whatever field the game lives in."""
    found = []
    if all(slope != 0 for slope in game.slope):
        found.append(
            Condition(
                acceptance(game, 1) - acceptance(game, 0),
                "a transfer that both prefer to conflict exists",
                "the alignment is below 1; else the range is everything",
            )
        )
    if game.later is not None and game.discounts is not None:
        for party, name in enumerate(game.players):
            now, most, _ = _prevention(game, party)
            found.append(
                Condition(
                    now - most,
                    f"{name} fights now to prevent the shift of power",
                    "the most that later bargaining leaves it is less than everything",
                )
            )
    return tuple(found)


def transfer_range(game: BargainingGame) -> TransferRange:
    """Transfers that both prefer to conflict."""
    limits: list[Number | None] = [None, None]
    hopeless = False
    for party in (0, 1):
        if game.slope[party] != 0:
            limits[party] = acceptance(game, party)
        elif game.base[party] < game.outside[party]:
            hopeless = True
    low, high = limits
    empty = hopeless or (low is not None and high is not None and low > high)
    inside = None
    if not empty:
        least = game.low if low is None else max(low, game.low)
        most = game.high if high is None else min(high, game.high)
        inside = (least, most) if least <= most else None
    width = None if low is None or high is None else high - low
    return TransferRange(low, high, empty, inside, width)


def _played(
    game: BargainingGame, span: TransferRange
) -> tuple[Settlement | None, tuple[Settlement, ...], bool | None, str]:
    """(settlement, offers, complete, reason) of the procedure."""
    if span.within is None:
        return None, (), True, "no transfer satisfies both, so that conflict follows at once"
    if game.procedure == "ultimatum":
        return _ultimatum(game, span.within)
    if game.slope[0] == 0 or game.slope[1] == 0:
        return None, (), None, "a party does not care who has the power, so any transfer is agreed"
    offers = _alternating(game)
    if any(worth < 0 for offer in offers for worth in offer.worth):
        return (
            None,
            offers,
            None,
            "an agreement is worth less than nothing to a party, which would rather wait for ever",
        )
    return (
        offers[game.proposer],
        offers,
        True,
        "the first offer is accepted; the offers are the only ones stable in every turn",
    )


def _ultimatum(
    game: BargainingGame, within: tuple[Number, Number]
) -> tuple[Settlement | None, tuple[Settlement, ...], bool | None, str]:
    low, high = within
    fitting = [low, high]
    if game.transfers is not None:
        fitting = [t for t in game.transfers if low <= t <= high]
    if not fitting:
        return None, (), True, "none of the listed transfers satisfies both"
    chosen = max(fitting) if game.proposer == 0 else min(fitting)
    other = 1 - game.proposer
    binding = "all there is"
    if game.worth(other, chosen) == game.outside[other]:
        binding = "the other's conflict"
    elif game.transfers is not None:
        binding = "the next listed transfer is refused or not there"
    agreed = Settlement(
        game.proposer, chosen, (game.worth(0, chosen), game.worth(1, chosen)), binding
    )
    return agreed, (agreed,), True, "the proposer asks for the most that the other accepts"


def _alternating(game: BargainingGame) -> tuple[Settlement, Settlement]:
    """The offers of both, by the case that is consistent."""
    assert game.discounts is not None
    ends = (game.high, game.low)
    for cases in itertools.product(("conflict", "delay", "all"), repeat=2):
        rows, right = [], []
        for mine, case in enumerate(cases):
            other = 1 - mine
            row: list[Number] = [Fraction(0), Fraction(0)]
            delta = game.discounts[other]
            if case == "all":
                row[mine] = Fraction(1)
                right.append(ends[mine])
            else:
                row[mine] = game.slope[other]
                if case == "conflict":
                    right.append(game.outside[other] - game.base[other])
                else:
                    row[other] = -delta * game.slope[other]
                    right.append((delta - 1) * game.base[other])
            rows.append(row)
        found = solve_square(rows, right)
        if found is not None and all(
            _consistent(game, mine, case, found) for mine, case in enumerate(cases)
        ):
            words = {
                "conflict": "the other's conflict",
                "delay": "the other's next turn",
                "all": "all there is",
            }
            first, second = (
                Settlement(
                    mine,
                    found[mine],
                    (game.worth(0, found[mine]), game.worth(1, found[mine])),
                    words[cases[mine]],
                )
                for mine in (0, 1)
            )
            return first, second
    raise AssertionError("a contraction has a fixed point in one of its cases")


def _consistent(game: BargainingGame, mine: int, case: str, offers: tuple[Number, ...]) -> bool:
    """Whether the offer of one party is what its case says: demanded least, or all there is."""
    assert game.discounts is not None
    other = 1 - mine
    demanded = max(game.outside[other], game.discounts[other] * game.worth(other, offers[other]))
    given = game.worth(other, offers[mine])
    inside = offers[0] <= game.high if mine == 0 else offers[1] >= game.low
    return bool(inside and (given >= demanded if case == "all" else given == demanded))


def _prevention(game: BargainingGame, party: int) -> tuple[Scalar, Scalar, Scalar]:
    """(conflict now, peace at most without regard to what there is later, peace at least)."""
    assert game.later is not None
    assert game.discounts is not None
    delta, other = game.discounts[party], 1 - party
    best = game.worth(party, game.high if party == 0 else game.low)
    later = game.base[party]
    if game.slope[other] != 0:
        concession = (game.later[other] - game.base[other]) / game.slope[other]
        later = game.worth(party, concession)
    return (
        game.outside[party],
        (1 - delta) * best + delta * later,
        (1 - delta) * best + delta * game.later[party],
    )


def prevention(game: BargainingGame) -> tuple[Prevention, ...]:
    """Whether each party fights now because it will be weaker later."""
    if game.later is None or game.discounts is None:
        return ()
    found = []
    for party in (0, 1):
        now, most, least = _prevention(game, party)
        delta = game.discounts[party]
        ends = (game.worth(party, game.high), game.worth(party, game.low))
        best, worst = max(ends), min(ends)
        everything = (1 - delta) * best + delta * best
        nothing = (1 - delta) * best + delta * worst
        most = min(most, everything)
        found.append(Prevention(party, now, most, min(max(least, nothing), most)))
    return tuple(found)


def _sources(game: BargainingGame, span: TransferRange) -> tuple[Source, ...]:
    optimism = (
        "what the parties expect of conflict adds up to more than there is to share"
        if span.empty
        else "their expectations leave transfers that both prefer to conflict"
    )
    indivisible: bool | None = None
    stakes = "any transfer is possible"
    if game.transfers is not None:
        fits = span.within is not None and any(
            span.within[0] <= t <= span.within[1] for t in game.transfers
        )
        indivisible = span.within is not None and not fits
        stakes = (
            "there are transfers that both prefer to conflict, but none of those listed"
            if indivisible
            else "a listed transfer is one that both prefer to conflict"
            if fits
            else "no transfer at all satisfies both"
        )
    shifts = prevention(game)
    commitment: bool | None = None
    promise = "power does not shift"
    if shifts:
        verdicts = {game.players[item.party]: item.verdict for item in shifts}
        commitment = "fights" in verdicts.values()
        promise = "; ".join(f"{name} {verdict}" for name, verdict in verdicts.items())
    return (
        Source("private information", span.empty, optimism),
        Source("commitment", commitment, promise),
        Source("indivisibility", indivisible, stakes),
    )
