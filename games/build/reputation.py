"""Reputation in the common world: an incumbent whose will to fight is not known.

Challengers come in turn, each for one period, at constant shares: s of the challenger, 1 - s of the
incumbent. A challenger holds (the status quo stands) or seeks; then the incumbent yields, and the
challenger grabs gamma of its power, or fights: conflict at (s, p). Types differ in the cosine c or
in what they believe of conflict. Of each type t, as the party in question sees it:

    challenger   V = s + (1-s) c,  G = V + gamma (1-s)(1-c),  C = (1-d) [V + k (p-s)(1-c)]
    incumbent    v = (1-s) + s c,  y = v - gamma (1-s)(1-c),  f = (1-d) [v - k (p-s)(1-c)]

The first type is weak, y > f; the second tough, y < f <= v. With v > y and challengers whom every
fight costs, V > C, payoffs reduce exactly to those of `games.forms.reputation`:

    a = (v - y)/(y - f),   b = (G - V)/(G - C)  of the weak type,
    w = (V - C of the tough type)/(V - C of the weak type).

For the incumbent, and for the challenger against the weak type, these are positive affine maps.
Against the tough type a challenger can only stay out or be fought: one number, w.
"""

from __future__ import annotations

from collections.abc import Sequence

from games.errors import GameError
from games.exact import Number, Scalar, sign
from games.forms.reputation import ReputationGame
from games.world import Conflict, World, conflict_value, value
from games.world.decision import own_destruction, own_win_probability, require_two
from games.world.scalars import is_number, probability

Payoffs = tuple[Scalar, Scalar, Scalar]


def payoffs(
    world: World, conflict: Conflict, incumbent: int, grab: Scalar
) -> tuple[Payoffs, Payoffs]:
    """(status quo, yielded, fought) of the incumbent and of the challenger, of one type."""
    require_two(world, "reputation")
    c, other = world.alignment[0][1], 1 - incumbent
    taken = grab * world.shares[incumbent]

    def fought(party: int) -> Scalar:
        q, D = own_destruction(world, conflict, party)
        p = own_win_probability(world, conflict, party)
        return conflict_value(world.shares[party], c, conflict.stakes, p, q * D)

    kept, gained = world.shares[incumbent], world.shares[other]
    return (
        (value(kept, c), value(kept - taken, c), fought(incumbent)),
        (value(gained, c), value(gained + taken, c), fought(other)),
    )


def reputation(
    worlds: Sequence[World],
    types: tuple[str, str],
    conflict: Conflict,
    *,
    incumbent: int,
    prior: Scalar,
    periods: int,
    grab: Scalar,
    title: str = "",
) -> ReputationGame:
    """Build the game. worlds: [type], weak and tough. prior: that the incumbent is tough.

    Raises `GameError` where the payoffs do not have the order that the game is about.
    """
    grab = probability(grab, "grab")
    (v, y, f), (V, G, C) = payoffs(worlds[0], conflict, incumbent, grab)
    (v_t, y_t, f_t), (V_t, _, C_t) = payoffs(worlds[1], conflict, incumbent, grab)
    names = worlds[0].names
    who, rival = names[incumbent], names[1 - incumbent]
    weak, tough = (f"{who}, if {name}," for name in types)
    for greater, less, strict, said in (
        (v, y, True, f"{weak} must lose by yielding"),
        (y, f, True, f"{weak} must yield rather than fight once challenged"),
        (f_t, y_t, True, f"{tough} must fight rather than yield once challenged"),
        (
            v_t,
            f_t,
            False,
            f"{tough} must not welcome challenges, or it might yield to invite",
        ),
        (V, C, True, f"a fight with {types[0]} must cost {rival}, or nothing deters it"),
        (V_t, C_t, True, f"a fight with {types[1]} must cost {rival}, or nothing deters it"),
    ):
        if is_number(greater - less) and not _above(greater - less, strict):
            raise GameError(
                f"reputation: {said}; here the one is worth {greater}, the other {less}",
                found=f"{greater} against {less}",
                hint="the first type is the one that yields; types differ in `cosine`, or in "
                "what they believe of victory and destruction",
            )
    a, b = (v - y) / (y - f), (G - V) / (G - C)
    if is_number(a) and sign(a - 1) <= 0:
        raise GameError(
            f"reputation: a fight must cost {who}, if {types[0]}, less than twice what yielding "
            f"does, or keeping one challenger out does not pay for one fight; here yielding costs "
            f"{v - y} and fighting {v - f}",
            found=str(a),
            allowed="a > 1",
            hint="raise `grab`, or lower the expected loss of that type",
        )
    return ReputationGame((who, rival), types, prior, periods, a, b, (V_t - C_t) / (V - C), title)


def _above(x: Number, strict: bool) -> bool:
    return sign(x) > 0 if strict else sign(x) >= 0
