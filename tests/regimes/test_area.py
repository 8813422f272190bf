"""Areas of regimes against integrals worked out by hand."""

from fractions import Fraction
from math import log

from games import catalogue
from games.exact import bridge
from solver.regimes import partition
from solver.regimes.area import areas


def test_areas_of_the_posts_map():
    """cos = -2/3 is a line; the other boundary is cos = (6 - 19 q)/(21 q + 6), q from 0 to 1."""
    found = partition(catalogue.load("post/left"), x="angle", y="destruction_probability")
    beyond = 40 * (1 / 21 - 6 / 441 * log(27 / 6))  # the integral of 1 - cos
    expected = [1 / 3, 2 - 1 / 3 - beyond, beyond]
    for regime, area in zip(found.regimes, expected, strict=False):
        assert regime.measure.low <= Fraction(area) <= regime.measure.high
        assert regime.measure.high - regime.measure.low < Fraction(1, 40)
    assert all(regime.measure is None for regime in found.regimes[3:])
    assert sum(r.measure.low for r in found.regimes[:3]) <= 2


def test_more_parts_give_closer_bounds_of_a_disc():
    disc = [bridge.poly([-1, 0, 1]), bridge.poly([0]), bridge.poly([1])]
    box = (Fraction(-2), Fraction(2), Fraction(-2), Fraction(2))
    widths = []
    for parts in (100, 1000, 4000):
        found = areas([disc], box, {(-1,): 0, (1,): 1}, parts)
        assert found[0].low <= Fraction(314159265, 100000000) <= found[0].high
        assert found[0].low + found[1].high == 16
        widths.append(found[0].high - found[0].low)
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < Fraction(1, 4)


def test_a_pattern_that_is_not_known_may_be_any_regime():
    line = [bridge.poly([0, 1])]
    box = (Fraction(-1), Fraction(1), Fraction(0), Fraction(1))
    found = areas([line], box, {(1,): 0}, 50, whole=False)
    assert Fraction(1, 2) < found[0].low <= 1
    assert found[0].high == 2
