"""The dynamic balance of power: landing points, destruction, beliefs, and the game without time."""

import random
from fractions import Fraction as F

import pytest

from games.build import posture_tables
from games.build.dynamic_balance import dynamic_balance, lattice_of, split
from games.errors import GameError
from games.exact import parameter
from games.world import Beliefs, Conflict, Party, RatioContest, World


def world_at(share, cosine, beliefs=(None, None)):
    return World.of_two(
        Party("red", share, beliefs=beliefs[0]),
        Party("blue", 1 - share, beliefs=beliefs[1]),
        cosine,
    )


@pytest.mark.parametrize("seed", range(6))
def test_without_time_it_is_the_posture_game_at_every_share(seed):
    draw = random.Random(seed)

    def uniform(top=12):
        return F(draw.randint(0, top), top)

    beliefs = (None, Beliefs(win_probability=uniform(), destruction_fraction=uniform()))
    if seed % 2:
        beliefs = (None, None)
    cosine = F(draw.randint(-12, 12), 12)
    conflict = Conflict(
        stakes=uniform(),
        contest=RatioContest(F(draw.randint(0, 3))),
        destruction_probability=uniform(),
        destruction_fraction=uniform(),
    )
    rules = {
        "levels": draw.choice((1, 2)),
        "resistance": uniform(),
        "grab": uniform(),
        "interpolation": draw.choice(("bilinear", "overlap")),
    }
    game = dynamic_balance(
        world_at(F(1, 3), cosine, beliefs), conflict, discount=F(1, 2), lattice=4, **rules
    )
    for s, share in enumerate(lattice_of(4)):
        tables = posture_tables(world_at(share, cosine, beliefs), conflict, **rules)
        assert tables.payoffs == game.payoffs[s]
        assert tables.conflict_probability == game.measures["conflict_probability"][s]
        assert tables.expected_loss == game.measures["expected_loss"][s]


def test_splitting_keeps_the_mean():
    points = lattice_of(7)
    for share in (F(0), F(1, 3), F(5, 14), F(3, 7), F(99, 100), F(1)):
        targets = split(share, points)
        assert sum(weight for _, weight in targets) == 1
        assert sum(weight * points[t] for t, weight in targets) == share
        assert len(targets) == (1 if share in points else 2)
    with pytest.raises(GameError, match="outside"):
        split(F(3, 2), points)


def test_destruction_scales_the_future_and_the_mean_share_follows_the_contest():
    conflict = Conflict(
        stakes=F(1, 2),
        contest=RatioContest(F(2)),
        destruction_probability=F(1, 2),
        destruction_fraction=F(1, 2),
    )
    game = dynamic_balance(
        world_at(F(1, 3), F(0)), conflict, discount=F(9, 10), lattice=3, resistance=F(1, 2)
    )
    points = lattice_of(3)
    for s, share in enumerate(points):
        assert game.magnitude(s, (0, 0)) == 1
        assert game.magnitude(s, (1, 1)) == F(3, 4)
        assert game.magnitude(s, (1, 0)) == F(7, 8)
        p = share**2 / (share**2 + (1 - share) ** 2)
        mean = sum(mass * points[t] for t, mass in game.targets(s, (1, 1))) / F(3, 4)
        assert mean == share + F(1, 2) * (p - share)
    assert game.initial == ((1, F(1)),)


def test_an_advantage_is_clipped_where_the_odds_depend_on_the_share():
    conflict = Conflict(
        stakes=F(1, 2),
        contest=RatioContest(F(1)),
        destruction_probability=F(0),
        destruction_fraction=F(0),
        advantage=F(1, 2),
    )
    game = dynamic_balance(world_at(F(1, 2), F(0)), conflict, discount=F(1, 2), lattice=4)
    assert game.targets(3, (1, 0)) == ((3, F(1, 2)), (4, F(1, 2)))


def test_a_start_between_lattice_points_is_split():
    conflict = Conflict(
        stakes=F(1, 2),
        win_probability=F(1, 2),
        destruction_probability=F(1, 2),
        destruction_fraction=F(1, 2),
    )
    game = dynamic_balance(world_at(F(1, 3), F(0)), conflict, discount=F(1, 2), lattice=2)
    assert game.initial == ((0, F(1, 3)), (1, F(2, 3)))
    assert game.views == (None, None)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"lattice": [F(0), F(1, 2)]}, "from 0 to 1"),
        ({"lattice": 0}, "at least one step"),
        ({"discount": {"red": F(1, 2)}}, "one value for each"),
        ({"grab": parameter("g")}, "cannot be left open"),
        ({"discount": F(1)}, r"\[0, 1\)"),
    ],
)
def test_what_is_refused(rules, words):
    conflict = Conflict(
        stakes=F(1, 2),
        win_probability=F(1, 2),
        destruction_probability=F(1, 2),
        destruction_fraction=F(1, 2),
    )
    with pytest.raises(GameError, match=words):
        dynamic_balance(world_at(F(1, 3), F(0)), conflict, **{"discount": F(1, 2), **rules})
