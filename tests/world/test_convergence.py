"""Shares of directions: closed forms, and an independent numerical incomplete beta function."""

import math
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betainc

from games.errors import NumberError, WorldError
from games.exact import arccos_degrees, parse, regularised_beta, sqrt
from games.world import Decision, avoidance_index, convergence_index, share_below

COSINE = st.fractions(-1, 1, max_denominator=60)
UNIT = st.fractions(0, 1, max_denominator=30)


def choose(s=F(2, 5), k=F(1, 2), p=F(9, 10), d=F(1, 5)):
    return Decision("red", F(s), F(0), F(k), F(p), F(d), F(1))


@given(COSINE)
def test_three_dimensions(c):
    assert share_below(c, 3).value == (1 + c) / 2


@pytest.mark.parametrize(
    ("c", "value"),
    [(F(1, 2), F(2, 3)), (F(-1, 2), F(1, 3)), (F(0), F(1, 2)), (F(1), F(1)), (F(-1), F(0))],
)
def test_plane_exact(c, value):
    assert share_below(c, 2).value == value


def test_plane_exact_at_angles_with_irrational_cosines():
    assert share_below(sqrt(2) / 2, 2).value == F(3, 4)
    assert share_below(parse("cos(25 deg)"), 2).value == 1 - F(25, 180)
    assert share_below(parse("-sqrt(3)/2"), 2).value == F(1, 6)


def test_plane_enclosed_elsewhere():
    index = share_below(F(1, 3), 2)
    assert (index.value, index.method) == (None, "enclosed")
    assert 0 < index.error < F(1, 10**15)
    assert float(index.low) == pytest.approx(1 - math.acos(1 / 3) / math.pi, abs=1e-14)


def test_odd_dimensions_are_polynomials():
    c = F(2, 7)
    assert share_below(c, 5).value == F(1, 2) + F(3, 4) * (c - c**3 / 3)
    assert share_below(c, 7).value == F(1, 2) + F(15, 16) * (c - 2 * c**3 / 3 + c**5 / 5)


@settings(max_examples=40, deadline=None)
@given(COSINE, st.integers(2, 120))
def test_every_dimension_against_the_incomplete_beta_function(c, n):
    index = share_below(c, n)
    a = (n - 1) / 2
    assert float(index.low) == pytest.approx(betainc(a, a, (1 + float(c)) / 2), abs=1e-11)
    assert index.low <= index.high <= index.low + F(1, 10**15)
    assert index.value is None or index.low <= index.value <= index.high


def test_closed_form_and_enclosure_meet():
    c = F(3, 11)
    for n in (3, 5, 21, 101):
        low, high = regularised_beta((1 + c) / 2, F(n - 1, 2), F(n - 1, 2))
        assert low <= share_below(c, n).value <= high
    assert share_below(c, 103).value is None


@given(UNIT, UNIT, UNIT, UNIT, st.sampled_from([2, 3, 4, 9]))
@settings(deadline=None)
def test_most_directions_seek_iff_the_condition_without_dimension(s, k, p, d, n):
    index = convergence_index(choose(s, k, p, d), n)
    most = (1 - d) * k * (p - s) > d * s
    assert (index.low > F(1, 2)) == most


def test_index_is_the_share_below_the_threshold():
    choice = choose()
    threshold = choice.threshold("cosine").value
    assert threshold == F(3, 8)
    assert convergence_index(choice, 3).value == (1 + threshold) / 2
    assert convergence_index(choose(p=0), 3).value == 0
    assert convergence_index(choose(d=0), 3).value == 1  # any misalignment suffices
    assert convergence_index(choose(s=F(9, 10), p=F(19, 20)), 3).value == 0  # c* below -1


def test_growing_dimension_drives_the_index_to_one_half_or_zero():
    def far(choice):
        return float(convergence_index(choice, 10_000).low)

    assert far(choose()) > 0.999
    assert far(choose(p=F(2, 5))) < 0.001
    even = choose(s=F(2, 5), k=F(1, 2), p=F(3, 5), d=F(1, 5))  # (1-d) k (p-s) = d s
    assert convergence_index(even, 10_000).value == F(1, 2)


def test_avoidance():
    assert avoidance_index(choose(s=F(1, 2)), 2).value == 1
    assert avoidance_index(choose(s=F(0)), 5).value == F(1, 2)
    assert avoidance_index(choose(s=F(1, 3)), 3).value == F(3, 4)  # V > 0 iff c > -1/2
    assert avoidance_index(choose(s=F(1, 3)), 2).value == F(2, 3)


def test_refusals():
    with pytest.raises(WorldError, match="dimension"):
        share_below(F(0), 1)
    with pytest.raises(NumberError, match=r"must be in \[-1, 1\]"):
        arccos_degrees(F(2))
    with pytest.raises(NumberError, match=r"must be in \[0, 1\]"):
        regularised_beta(F(2), F(1), F(1))


def test_arccos_encloses():
    for c, degrees in ((F(1, 2), 60), (F(-1), 180), (F(1), 0), (sqrt(2) / 2, 45)):
        low, high = arccos_degrees(c)
        assert low <= degrees <= high
        assert high - low < F(1, 10**15)
