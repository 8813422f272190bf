"""What kinds of 2x2 games the posture game gives at random parameters."""

import math
import random
from collections import Counter
from fractions import Fraction as F

import pytest

from games.build import posture_tables
from games.world import Conflict, Party, RatioContest, World

GRID = 10**6


def kind(payoffs):
    """Kind of a game without ties, from the signs of the four gains of seeking."""
    (HH, HS), (SH, SS) = payoffs[0]
    (hh, sh), (hs, ss) = payoffs[1]
    one = (SH > HH, SS > HS)  # seek against hold, against seek
    two = (sh > hh, ss > hs)
    pure = [(i, j) for i in (0, 1) for j in (0, 1) if one[j] == bool(i) and two[i] == bool(j)]
    if not pure:
        return "no pure equilibrium"
    if pure == [(0, 0)]:
        return "hold"
    if pure == [(1, 1)]:
        dominant = all(one) and all(two)
        return "prisoner's dilemma" if dominant and HH > SS and hh > ss else "seek"
    if pure == [(0, 0), (1, 1)]:
        return "stag hunt"
    if pure == [(0, 1), (1, 0)]:
        return "chicken"
    return "one-sided"


def frequencies(draws, seed):
    draw = random.Random(seed)

    def uniform():
        return F(draw.randrange(1, GRID), GRID)

    seen = Counter()
    for _ in range(draws):
        s, c = uniform(), F(round(math.cos(math.pi * draw.random()) * GRID), GRID)
        world = World.of_two(Party("red", s), Party("blue", 1 - s), c)
        war = Conflict(
            stakes=uniform(),
            contest=RatioContest(2),
            destruction_probability=uniform(),
            destruction_fraction=1,
        )
        seen[kind(posture_tables(world, war, resistance=uniform()).payoffs)] += 1
    return {name: count / draws for name, count in seen.items()}


KINDS = {
    "hold",
    "seek",
    "prisoner's dilemma",
    "one-sided",
    "chicken",
    "stag hunt",
    "no pure equilibrium",
}


def test_every_kind_appears():
    found = frequencies(2500, seed=1)
    assert set(found) == KINDS
    assert found["hold"] == pytest.approx(0.37, abs=0.04)
    assert found["seek"] + found["prisoner's dilemma"] == pytest.approx(0.39, abs=0.04)


@pytest.mark.check
def test_frequencies_of_the_kinds():
    found = frequencies(30_000, seed=2023)
    print(sorted(found.items()))
    assert found["hold"] == pytest.approx(0.37, abs=0.01)
    assert found["seek"] + found["prisoner's dilemma"] == pytest.approx(0.39, abs=0.01)
    assert found["prisoner's dilemma"] == pytest.approx(0.09, abs=0.01)
    assert found["one-sided"] == pytest.approx(0.17, abs=0.01)
