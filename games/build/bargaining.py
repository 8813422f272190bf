"""Bargaining over power in place of fighting: transfers of share, with conflict as outside option.

A binding transfer t in [-s, 1-s] moves party 1's share from s to s + t before anybody fights:

    party 1   V_1(s + t) = V_1 + t (1-c)    against conflict  C_1 = (1-d) [V_1 + k (p-s) (1-c)]
    party 2   V_2 - t (1-c)                 against           C_2 = (1-d) [V_2 - k (p-s) (1-c)]

The win probability is that of the share before the transfer. Each party's column uses its own
beliefs. Powell (2006) and Fearon (1995) study such problems with c = 0 and k = 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from games.errors import GameError
from games.exact import Scalar
from games.forms.bargaining import BargainingGame
from games.world import Conflict, World, conflict_value, value
from games.world.decision import own_cosine, own_destruction, own_win_probability, require_two
from games.world.scalars import probability, scalar


def bargaining(
    world: World,
    conflict: Conflict,
    *,
    procedure: str = "ultimatum",
    proposer: str | None = None,
    discount: Scalar | Mapping[str, Scalar] | None = None,
    transfers: Sequence[Scalar] | None = None,
    later_win_probability: Scalar | None = None,
    title: str = "",
) -> BargainingGame:
    """Build the bargaining game of a world and its conflict.

    proposer: who offers (first); party 1 if left out. discount: one, or {party: discount}.
    transfers: shares that party 1 may receive, negative ones it gives; any if left out.
    later_win_probability: of party 1 once power has shifted. Raises `GameError`, `WorldError`.
    """
    require_two(world, "bargaining")
    names = (world.names[0], world.names[1])
    later = None
    if later_win_probability is not None:
        p = probability(later_win_probability, "later_win_probability")
        later = (_conflict(world, conflict, 0, p), _conflict(world, conflict, 1, 1 - p))
    share = world.shares[0]
    cosines = (own_cosine(world, 0), own_cosine(world, 1))
    return BargainingGame(
        players=names,
        base=(value(world.shares[0], cosines[0]), value(world.shares[1], cosines[1])),
        slope=(1 - cosines[0], cosines[1] - 1),
        outside=(
            _conflict(world, conflict, 0, own_win_probability(world, conflict, 0)),
            _conflict(world, conflict, 1, own_win_probability(world, conflict, 1)),
        ),
        low=-share,
        high=1 - share,
        procedure=procedure,
        proposer=0 if proposer is None else world.index(proposer),
        discounts=_discounts(names, discount),
        transfers=None if transfers is None else tuple(sorted(map(scalar, transfers))),
        later=later,
        title=title,
    )


def _conflict(world: World, conflict: Conflict, party: int, p: Scalar) -> Scalar:
    """What conflict is worth to a party that wins with probability p, in its own view else."""
    q, fraction = own_destruction(world, conflict, party)
    return conflict_value(
        world.shares[party], own_cosine(world, party), conflict.stakes, p, q * fraction
    )


def _discounts(
    names: tuple[str, str], discount: Scalar | Mapping[str, Scalar] | None
) -> tuple[Scalar, Scalar] | None:
    if discount is None:
        return None
    if not isinstance(discount, Mapping):
        return (scalar(discount), scalar(discount))
    if set(discount) != set(names):
        raise GameError(
            f"discount: needs one value for each of {' and '.join(names)}; got "
            f"{', '.join(discount) or 'none'}",
            allowed=", ".join(names),
        )
    return (scalar(discount[names[0]]), scalar(discount[names[1]]))
