"""Published results on bargaining with conflict outside, from their sources."""

from fractions import Fraction as F

import pytest

from games.build.bargaining import bargaining
from games.forms.bargaining import BargainingGame
from games.world import Conflict, Party, World
from solver.dynamic.bargaining import bargain


def pie(outside, discounts, proposer=0):
    """A pie of 1 that belongs to nobody: party 1's part is the transfer."""
    return BargainingGame(
        players=("1", "2"),
        base=(F(0), F(1)),
        slope=(F(1), F(-1)),
        outside=outside,
        low=F(0),
        high=F(1),
        procedure="alternating",
        proposer=proposer,
        discounts=discounts,
    )


@pytest.mark.parametrize(("d1", "d2"), [(F(9, 10), F(4, 5)), (F(1, 2), F(1, 2)), (F(0), F(1, 3))])
def test_rubinstein(d1, d2):
    """Rubinstein 1982: the proposer gets (1 - d2)/(1 - d1 d2)."""
    share = (1 - d2) / (1 - d1 * d2)
    assert bargain(pie((F(0), F(0)), (d1, d2))).settlement.worth == (share, 1 - share)
    share = (1 - d1) / (1 - d1 * d2)
    found = bargain(pie((F(0), F(0)), (d1, d2), proposer=1))
    assert found.settlement.worth == (1 - share, share)


def test_rubinstein_in_a_world_where_conflict_destroys_everything():
    world = World.of_two(Party("red", 2), Party("blue", 3), F(0))
    conflict = Conflict(
        stakes=F(1),
        win_probability=F(1, 3),
        destruction_probability=F(1),
        destruction_fraction=F(1),
    )
    found = bargain(bargaining(world, conflict, procedure="alternating", discount=F(3, 4)))
    assert found.settlement.worth[0] == F(4, 7)


@pytest.mark.parametrize(
    ("option", "worth"), [(F(1, 5), F(9, 19)), (F(9, 20), F(9, 19)), (F(3, 5),) * 2, (F(4, 5),) * 2]
)
def test_outside_option_principle(option, worth):
    """Binmore, Shaked and Sutton 1989: the responder gets max(b, delta/(1 + delta))."""
    found = bargain(pie((F(0), option), (F(9, 10), F(9, 10))))
    assert found.settlement.worth[1] == worth


@pytest.mark.parametrize(
    ("p1", "p2", "d", "delta", "war"),
    [
        (F(9, 10), F(3, 10), F(1, 10), F(9, 10), True),
        (F(3, 5), F(11, 20), F(3, 10), F(9, 10), False),
        (F(1, 2), F(1, 4), F(0), F(3, 4), True),
    ],
)
def test_preventive_war(p1, p2, d, delta, war):
    """Fearon 1995; Powell 2006: war iff (1-d)(p1 - delta p2) > 1 - delta, B making the offers."""
    assert war == ((1 - d) * (p1 - delta * p2) > 1 - delta)
    world = World.of_two(Party("B", F(1, 2)), Party("A", F(1, 2)), F(0))
    conflict = Conflict(
        stakes=F(1), win_probability=1 - p1, destruction_probability=d, destruction_fraction=F(1)
    )
    here = bargaining(world, conflict, discount=delta, later_win_probability=1 - p2)
    verdict = bargain(here).prevention[1].verdict
    assert (verdict != "waits") == war
