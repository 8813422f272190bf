"""Worlds whose angles have irrational cosines: still exact, ties decided."""

import math
from fractions import Fraction as F

import pytest
import sympy

from games.build import posture, posture_tables
from games.errors import WorldError
from games.exact import parse, parse_angle, sqrt
from games.world import Conflict, LogisticContest, Party, RatioContest, World, decision

WAR = Conflict(
    stakes=F(1, 2),
    win_probability=F(11, 20),
    destruction_probability=F(2, 5),
    destruction_fraction=F(1, 2),
)


def at(angle):
    return World.of_two(Party("red", 2), Party("blue", 3), parse_angle(angle).cosine())


@pytest.mark.parametrize("angle", ["25 deg", "30 deg", "45 deg", "pi/3", "180 deg"])
def test_both_forms_of_the_gain_at_an_algebraic_cosine(angle):
    choice = decision(at(angle), WAR, "red")
    assert choice.gain == choice.gain_by_reach == choice.conflict_value - choice.value


def test_directions_of_any_length_are_normalised_exactly():
    world = World((Party("a", 1, (1, 1)), Party("b", 1, (1, 0))))
    assert world.alignment[0][1] == sqrt(2) / 2
    assert world.directions[0] == (sqrt(2) / 2, sqrt(2) / 2)
    assert world.outcome == (1 + sqrt(2) / 2, sqrt(2) / 2)


def test_directions_recovered_from_an_angle():
    world = at("60 deg")
    assert world.directions == ((1, 0), (F(1, 2), sqrt(3) / 2))


def test_three_angles_in_a_plane_touch_the_border_exactly():
    parties = [Party(name, 1) for name in "abc"]

    def world(ab, ac, bc):
        pairs = {("a", "b"): ab, ("a", "c"): ac, ("b", "c"): bc}
        cosines = {pair: parse_angle(text).cosine() for pair, text in pairs.items()}
        return World.from_cosines(parties, cosines)

    assert world("25 deg", "50 deg", "75 deg").rank == 2
    assert world("120 deg", "110 deg", "130 deg").rank == 2
    assert world("25 deg", "50 deg", "74 deg").rank == 3
    with pytest.raises(WorldError, match="the angle b-c is wider than"):
        world("25 deg", "50 deg", "76 deg")
    with pytest.raises(WorldError, match="more than 360 deg"):
        world("121 deg", "110 deg", "130 deg")


def test_balance_alignment_is_a_square_root():
    parties = [Party(name, 1) for name in "abc"]
    world = World.from_cosines(parties, {("a", "b"): 0, ("a", "c"): F(1, 2), ("b", "c"): F(1, 2)})
    assert world.balance_alignment("a") == F(1, 2) / sqrt(3)
    assert world.balance_alignment("c") == 1 / sqrt(2)


def test_fractional_decisiveness_is_algebraic():
    p = RatioContest(F(1, 2)).win_probability(F(2, 5))
    assert p == sqrt(F(2, 5)) / (sqrt(F(2, 5)) + sqrt(F(3, 5)))
    assert RatioContest(F(1, 2)).win_probability(F(4, 13)) == F(2, 5)
    assert RatioContest(F(1, 2)).win_probability(F(0)) == 0


def test_posture_game_at_an_angle():
    game = posture(at("30 deg"), WAR)
    assert game.payoffs[0][0][0] == F(2, 5) + F(3, 5) * parse("sqrt(3)/2")


def test_a_tie_at_an_algebraic_angle_is_a_tie():
    # p = s and V = 0: s + (1-s) c = 0 at c = -sqrt(2)/2
    c = -sqrt(2) / 2
    s = -c / (1 - c)
    world = World.of_two(Party("red", s), Party("blue", 1 - s), c)
    war = Conflict(
        stakes=F(1, 2), win_probability=s, destruction_probability=F(1, 2), destruction_fraction=1
    )
    assert decision(world, war, "red").gain == 0


def test_builder_runs_on_symbols():
    s, c, k, p, d, rho, gamma = sympy.symbols("s c k p d rho gamma", real=True)
    world = World.of_two(Party("red", s), Party("blue", 1 - s), c)
    war = Conflict(stakes=k, win_probability=p, destruction_probability=d, destruction_fraction=1)
    tables = posture_tables(world, war, resistance=rho, grab=gamma)
    V = s + (1 - s) * c
    C = (1 - d) * (V + k * (p - s) * (1 - c))
    (HH, HS), (SH, SS) = tables.payoffs[0]
    closed = (
        V,
        (1 - rho) * (V - gamma * s * (1 - c)) + rho * C,
        (1 - rho) * (V + gamma * (1 - s) * (1 - c)) + rho * C,
        C,
    )
    for entry, expected in zip((HH, HS, SH, SS), closed, strict=True):
        assert sympy.simplify(entry - expected) == 0
    swap = {s: 1 - s, p: 1 - p}
    (hh, sh), (hs, ss) = tables.payoffs[1]
    for entry, expected in zip((hh, hs, sh, ss), closed, strict=True):
        assert sympy.simplify(entry - expected.subs(swap, simultaneous=True)) == 0


def test_a_free_parameter_in_the_contest():
    s = sympy.Symbol("s", positive=True)
    assert sympy.simplify(RatioContest(2).win_probability(s) - s**2 / (s**2 + (1 - s) ** 2)) == 0
    with pytest.raises(WorldError, match="whole decisiveness"):
        RatioContest(F(1, 2)).win_probability(s)
    with pytest.raises(WorldError, match="must be rational"):
        RatioContest(sqrt(2)).win_probability(F(1, 3))


def test_logistic_contest_is_exact():
    p = LogisticContest(2).win_probability(F(3, 4))
    assert p == 1 / (1 + parse("exp(-1)"))
    assert p + LogisticContest(2).win_probability(F(1, 4)) == 1
    assert LogisticContest(7).win_probability(F(1, 2)) == F(1, 2)
    assert float(p) == pytest.approx(1 / (1 + math.exp(-1)))


def test_a_decision_under_a_logistic_contest_keeps_its_identities():
    war = Conflict(
        stakes=F(1, 2),
        contest=LogisticContest(3),
        destruction_probability=F(1, 3),
        destruction_fraction=F(1, 2),
    )
    world = World.of_two(Party("red", 3), Party("blue", 2), F(-1, 2))
    red, blue = decision(world, war, "red"), decision(world, war, "blue")
    assert red.gain == red.gain_by_reach
    assert red.gain + blue.gain == -red.expected_loss * (1 + F(-1, 2))
    assert red.gain < 0 < red.win_probability < 1


def test_a_free_parameter_in_the_exponent_is_refused():
    s = sympy.Symbol("s", positive=True)
    with pytest.raises(WorldError, match="ratio contest"):
        LogisticContest(2).win_probability(s)
