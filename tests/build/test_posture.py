from fractions import Fraction as F

import pytest

from games.build import posture
from games.build.interpolation import bilinear, overlap
from games.errors import GameError, WorldError
from games.world import Beliefs, Conflict, Party, RatioContest, World

S, C, K, P, D = F(2, 5), F(1, 4), F(1, 2), F(11, 20), F(1, 5)


def world(**beliefs):
    return World.of_two(Party("red", 2, beliefs=Beliefs(**beliefs)), Party("blue", 3), C)


def war(**changes):
    settings = {
        "stakes": K,
        "win_probability": P,
        "destruction_probability": F(2, 5),
        "destruction_fraction": F(1, 2),
    }
    return Conflict(**{**settings, **changes})


def closed_form(s, p, rho, gamma, c=C, d=D, k=K):
    """HH, HS, SH, SS of party 1, written out."""
    V = s + (1 - s) * c
    fight = (1 - d) * (V + k * (p - s) * (1 - c))
    return (
        V,
        (1 - rho) * (V - gamma * s * (1 - c)) + rho * fight,
        (1 - rho) * (V + gamma * (1 - s) * (1 - c)) + rho * fight,
        fight,
    )


@pytest.mark.parametrize("rho", [F(0), F(1, 3), F(1)])
@pytest.mark.parametrize("gamma", [None, F(1, 7)])
def test_one_level_is_the_closed_form(rho, gamma):
    game = posture(world(), war(), resistance=rho, grab=gamma)
    used = K if gamma is None else gamma
    (HH, HS), (SH, SS) = game.payoffs[0]
    assert closed_form(S, P, rho, used) == (HH, HS, SH, SS)
    (HH, SH), (HS, SS) = game.payoffs[1]
    assert closed_form(1 - S, 1 - P, rho, used) == (HH, HS, SH, SS)
    assert game.measures["conflict_probability"] == ((0, rho), (rho, 1))
    assert game.measures["expected_loss"] == ((0, rho * D), (rho * D, D))
    assert game.actions == (("hold", "seek"), ("hold", "seek"))
    assert game.seeking == (frozenset({1}), frozenset({1}))


def test_more_levels_contain_the_corners():
    one, three = posture(world(), war()), posture(world(), war(), levels=3, resistance=1)
    for player in (0, 1):
        table = three.payoffs[player]
        assert one.payoffs[player] == ((table[0][0], table[0][3]), (table[3][0], table[3][3]))
    assert three.actions[0] == ("hold", "level 1", "level 2", "level 3")
    assert three.seeking == (frozenset({1, 2, 3}),) * 2


@pytest.mark.parametrize("name", ["bilinear", "overlap"])
def test_middle_levels(name):
    rho, gamma = F(1, 2), F(1, 3)
    game = posture(world(), war(), levels=2, resistance=rho, grab=gamma, interpolation=name)
    pi = {"bilinear": bilinear, "overlap": overlap}[name](F(1, 2), F(1), rho)
    assert pi == {"bilinear": F(3, 4), "overlap": F(3, 4)}[name]
    V = S + (1 - S) * C
    fight = closed_form(S, P, rho, gamma)[3]
    grabbed = V - gamma * F(1, 2) * S * (1 - C)
    assert game.payoffs[0][1][2] == (1 - pi) * grabbed + pi * fight
    quarter = bilinear(F(1, 2), F(1, 2), rho), overlap(F(1, 2), F(1, 2), rho)
    assert quarter == (F(1, 2), F(1, 2))
    assert bilinear(F(1, 4), F(1, 2), F(1)) == F(5, 8)
    assert overlap(F(1, 4), F(1, 2), F(1)) == F(1, 2)


def test_interpolation_by_table_and_by_function():
    table = [[0, F(1, 2)], [F(1, 4), 1]]
    by_table = posture(world(), war(), interpolation=table)
    assert by_table.measures["conflict_probability"] == ((0, F(1, 2)), (F(1, 4), 1))
    by_function = posture(world(), war(), interpolation=lambda x, y, rho: rho * max(x, y))
    assert by_function.measures["conflict_probability"] == ((0, 1), (1, 1))
    with pytest.raises(WorldError, match=r"levels \(0, 1\) must be in"):
        posture(world(), war(), interpolation=lambda x, y, rho: x + 2 * y)
    with pytest.raises(GameError, match="need a 2x2 table"):
        posture(world(), war(), interpolation=[[0, 1]])
    with pytest.raises(GameError, match="none named 'cubic'"):
        posture(world(), war(), interpolation="cubic")


def test_losses_per_level_the_higher_applies():
    game = posture(world(), war(), levels=2, losses=[0, F(1, 10), F(1, 2)])
    loss, risk = game.measures["expected_loss"], game.measures["conflict_probability"]
    assert [loss[1][1] / risk[1][1], loss[1][2] / risk[1][2], loss[0][1] / risk[0][1]] == [
        F(1, 10),
        F(1, 2),
        F(1, 10),
    ]
    assert game.payoffs[0][2][2] == closed_form(S, P, F(1), K, d=F(1, 2))[3]
    with pytest.raises(GameError, match="3 in all; got 2"):
        posture(world(), war(), levels=2, losses=[0, 1])
    with pytest.raises(GameError, match="its own belief about destruction"):
        posture(world(destruction_fraction=1), war(), losses=[0, 1])


def test_effort_weights_act_on_the_contest():
    contest = war(win_probability=None, contest=RatioContest(2))
    game = posture(world(), contest, effort={"red": [1, 3], "blue": [1, 2]})
    p = (3 * S) ** 2 / ((3 * S) ** 2 + (2 * (1 - S)) ** 2)
    assert game.payoffs[0][1][1] == closed_form(S, p, F(1), K)[3]
    p_alone = (3 * S) ** 2 / ((3 * S) ** 2 + (1 - S) ** 2)
    assert game.payoffs[0][1][0] == closed_form(S, p_alone, F(1), K)[3]
    with pytest.raises(WorldError, match="act through a contest"):
        posture(world(), war(), effort=[1, 2])
    with pytest.raises(GameError, match="needs the weights of red and blue"):
        posture(world(), contest, effort={"red": [1, 2]})
    with pytest.raises(WorldError, match="must be > 0"):
        posture(world(), contest, effort=[0, 2])


def test_own_beliefs_change_own_payoffs_only():
    plain = posture(world(), war())
    bold = posture(
        world(win_probability=1, destruction_probability=0, cosine=F(-1)), war(), resistance=1
    )
    assert bold.payoffs[1] == plain.payoffs[1]
    assert bold.measures == plain.measures
    assert bold.payoffs[0][1][1] == closed_form(S, F(1), F(1), K, c=F(-1), d=F(0))[3]
    assert bold.payoffs[0][0][0] == S - (1 - S)


@pytest.mark.parametrize(
    ("advantage", "red", "blue"),
    [(F(1, 10), F(1, 10), F(1, 10)), ((F(1, 10), F(1, 20)), F(1, 10), F(1, 20))],
)
def test_advantage_goes_to_the_more_escalated_side(advantage, red, blue):
    game = posture(world(), war(advantage=advantage))
    (_, HS), (SH, SS) = game.payoffs[0]
    assert closed_form(S, P + red, F(1), K)[3] == SH
    assert closed_form(S, P - blue, F(1), K)[3] == HS
    assert closed_form(S, P, F(1), K)[3] == SS
    (_, SH2), (HS2, _) = game.payoffs[1]
    assert closed_form(1 - S, 1 - P + blue, F(1), K)[3] == SH2
    assert closed_form(1 - S, 1 - P - red, F(1), K)[3] == HS2


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({"levels": 0}, GameError, r"levels: must be in 1..200; got 0"),
        ({"levels": 201}, GameError, "got 201"),
        ({"resistance": 2}, WorldError, "resistance must be in"),
        ({"grab": -1}, WorldError, "grab must be in"),
    ],
)
def test_refusals(settings, error, words):
    with pytest.raises(error, match=words):
        posture(world(), war(), **settings)


def test_three_parties_are_refused():
    trio = World(
        tuple(Party(n, 1) for n in "abc"),
        tuple(tuple(F(int(i == j)) for j in range(3)) for i in range(3)),
    )
    with pytest.raises(WorldError, match="two parties; got 3"):
        posture(trio, war())
