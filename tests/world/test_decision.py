"""The facts of one decision, exactly."""

import itertools
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.errors import WorldError
from games.world import Beliefs, Conflict, Decision, Party, World, critical_risk, decision
from games.world.decision import CASES

UNIT = st.fractions(0, 1, max_denominator=40)
COSINE = st.fractions(-1, 1, max_denominator=40)


def choose(s=F(2, 5), c=F(1, 4), k=F(1, 2), p=F(11, 20), d=F(1, 5)):
    return Decision("red", F(s), F(c), F(k), F(p), F(d), F(1))


@given(UNIT, COSINE, UNIT, UNIT, UNIT)
def test_both_forms_of_the_gain_are_conflict_minus_status_quo(s, c, k, p, d):
    choice = choose(s, c, k, p, d)
    assert choice.gain == choice.gain_by_reach == choice.conflict_value - choice.value


@given(UNIT, COSINE, UNIT, UNIT, UNIT)
def test_two_parties_lose_together_what_is_destroyed(s, c, k, p, d):
    one, two = choose(s, c, k, p, d), choose(1 - s, c, k, 1 - p, d)
    assert one.value + two.value == 1 + c
    assert one.gain + two.gain == -d * (1 + c) <= 0


@given(UNIT, COSINE, UNIT, UNIT, UNIT)
def test_every_threshold_says_what_the_gain_says(s, c, k, p, d):
    choice = choose(s, c, k, p, d)
    current = {
        "cosine": c,
        "expected_loss": d,
        "destruction_probability": d,
        "destruction_fraction": F(1),
        "stakes": k,
        "win_probability": p,
        "share": s,
    }
    for threshold in choice.thresholds:
        x = current[threshold.parameter]
        low, high = threshold.domain
        expected = {
            "above": threshold.value is not None and x > threshold.value,
            "below": threshold.value is not None and x < threshold.value,
            "always": True,
            "never": False,
        }[threshold.seek]
        assert (choice.gain > 0) == expected, threshold
        assert low <= x <= high
        assert not threshold.case.startswith("impossible")


@given(UNIT, COSINE, UNIT, UNIT, UNIT)
def test_linear_form_decides_as_the_gain_does(s, c, k, p, d):
    choice = choose(s, c, k, p, d)
    line = choice.line
    if d == 0 or c == 1:
        assert line is None
    else:
        assert (line.slack > 0) == (choice.gain > 0)
        assert line.slack * d * (1 - c) == choice.gain
        assert line.z >= F(1, 2)
        assert line.w >= 0


def test_without_destruction_any_misalignment_suffices():
    for c in (F(-1), F(0), F(99, 100)):
        assert choose(c=c, d=0).gain > 0
    threshold = choose(d=0).threshold("cosine")
    assert (threshold.value, threshold.seek) == (1, "below")


def test_the_perfectly_aligned_never_seek():
    for p, d in itertools.product((F(0), F(1, 2), F(1)), (F(1, 100), F(1, 2), F(1))):
        assert choose(c=1, p=p, d=d).gain < 0


def test_without_expected_shift_only_a_bad_status_quo_makes_one_seek():
    for s, c, d in itertools.product((F(1, 10), F(1, 2), F(9, 10)), (F(-1), F(0)), (F(1, 9), F(1))):
        choice = choose(s=s, p=s, c=c, d=d)
        assert (choice.gain > 0) == (choice.value < 0)


def test_angle_threshold_by_hand():
    # s = 2/5, k = 1/2, p = 9/10, d = 1/5: b = 4/5 * 1/2 * 1/2 + 1/5 * 3/5 = 8/25, c* = 1 - 5/8
    threshold = choose(p=F(9, 10)).threshold("cosine")
    assert (threshold.value, threshold.seek) == (F(3, 8), "below")
    assert "b > 0" in threshold.case


@pytest.mark.parametrize(("p", "seek"), [(F(0), "never"), (F(1, 20), "never")])
def test_angle_threshold_with_b_not_positive(p, seek):
    choice = choose(s=F(9, 10), p=p)
    assert choice.reach <= 0
    assert choice.threshold("cosine").seek == seek


def test_loss_threshold_in_its_three_cases():
    s, k = F(2, 5), F(1, 2)
    ordinary = choose(s=s, k=k, p=F(9, 10), c=F(0))  # g = 1/4, V = 2/5
    assert ordinary.threshold("expected_loss").value == F(1, 4) / F(13, 20)
    assert ordinary.threshold("expected_loss").seek == "below"
    flipped = choose(s=F(1, 10), k=k, p=F(0), c=F(-1))  # g = -1/10, V = -4/5
    assert flipped.threshold("expected_loss").value == F(1, 9)
    assert flipped.threshold("expected_loss").seek == "above"
    level = choose(s=F(1, 4), k=1, p=F(1, 2), c=F(-1))  # g = 1/2 = -V
    assert level.threshold("expected_loss").value is None
    assert level.threshold("expected_loss").seek == "always"
    level = choose(s=F(3, 4), k=1, p=F(1, 2), c=F(-1))  # g = -1/2 = -V
    assert level.threshold("expected_loss").seek == "never"


def test_stakes_and_win_probability_thresholds_by_formula():
    choice = choose(c=F(-1, 2), p=F(4, 5))
    V, d, s, k, c, p = choice.value, F(1, 5), F(2, 5), F(1, 2), F(-1, 2), F(4, 5)
    assert choice.threshold("stakes").value == d * V / ((1 - d) * (p - s) * (1 - c))
    assert choice.threshold("stakes").seek == "above"
    assert choice.threshold("win_probability").value == s + d * V / ((1 - d) * k * (1 - c))
    weaker = choose(c=F(-1), s=F(9, 20), p=F(2, 5), d=F(1, 2))  # V = -1/10, k* = 1
    assert weaker.threshold("stakes").value == 1
    assert weaker.threshold("stakes").seek == "below"
    assert weaker.gain > 0


def test_an_unknown_parameter_is_named():
    with pytest.raises(WorldError, match="no parameter 'speed'"):
        choose().threshold("speed")
    assert set(CASES) == {item.parameter for item in choose().thresholds}


def test_own_beliefs_enter_the_own_decision():
    beliefs = Beliefs(win_probability=1, destruction_fraction=0, cosine=F(-1))
    world = World.of_two(Party("red", 2), Party("blue", 3, beliefs=beliefs), F(1, 2))
    war = Conflict(
        stakes=F(1, 2),
        win_probability=F(3, 5),
        destruction_probability=F(1, 2),
        destruction_fraction=F(1, 2),
    )
    red, blue = decision(world, war, "red"), decision(world, war, "blue")
    assert (red.win_probability, red.cosine, red.expected_loss) == (F(3, 5), F(1, 2), F(1, 4))
    assert (blue.win_probability, blue.cosine, blue.expected_loss) == (1, -1, 0)
    # each is optimistic about the same war: both gain, which common beliefs exclude
    assert blue.gain > 0


@given(UNIT, COSINE, UNIT, UNIT, UNIT, UNIT, UNIT)
def test_critical_risk_is_where_seeking_alone_equals_being_grabbed(s, c, k, p, d, gamma, risk):
    choice = choose(s, c, k, p, d)
    peace = choice.value + gamma * (1 - s) * (1 - c)
    grabbed = choice.value - gamma * s * (1 - c)
    seeking = (1 - risk) * peace + risk * choice.conflict_value
    limit = critical_risk(choice, gamma)
    assert (seeking >= grabbed) == (limit is None or risk <= limit)
    assert limit is None or 0 <= limit < 1
