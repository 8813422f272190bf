"""The builder over rational functions of parameters, against the numbers it stands for."""

import random
from fractions import Fraction as F

from games.build import posture_tables
from games.exact import RationalFunction, parameter
from games.world import Conflict, Party, RatioContest, World

NAMES = ("m", "c", "k", "q", "D", "rho")


def tables(m, c, k, q, D, rho, levels=1):
    world = World.of_two(Party("red", m), Party("blue", 3), c)
    war = Conflict(
        stakes=k, contest=RatioContest(2), destruction_probability=q, destruction_fraction=D
    )
    return posture_tables(world, war, levels=levels, resistance=rho)


def test_building_then_setting_equals_setting_then_building():
    free = {name: parameter(name) for name in NAMES}
    draw = random.Random(7)
    for levels in (1, 2):
        symbolic = tables(**free, levels=levels)
        for _ in range(5):
            values = {name: F(draw.randint(0, 9), 9) for name in NAMES}
            values["c"] = 2 * values["c"] - 1
            numeric = tables(**values, levels=levels)
            for i in range(levels + 1):
                for j in range(levels + 1):
                    for player in (0, 1):
                        entry = symbolic.payoffs[player][i][j]
                        assert isinstance(entry, RationalFunction)
                        assert entry.at(values) == numeric.payoffs[player][i][j]


def test_each_gain_of_seeking_is_linear_in_each_rule_of_conflict():
    free = {name: parameter(name) for name in NAMES}
    draw = random.Random(11)
    for name in ("c", "k", "q", "D", "rho"):
        others = {n: F(draw.randint(1, 8), 9) for n in NAMES if n != name}
        built = tables(**{**others, name: free[name]})
        (HH, HS), (SH, SS) = built.payoffs[0]
        for gain in (SH - HH, SS - HS):
            values = [gain.at({name: F(x)}) for x in range(3)]
            assert values[2] - values[1] == values[1] - values[0]
