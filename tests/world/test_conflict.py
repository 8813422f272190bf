from fractions import Fraction as F

import pytest

from games.errors import WorldError
from games.world import Conflict, Party, RatioContest, World, coalition_conflict
from games.world.decision import decision


def clash(**changes):
    settings = {
        "stakes": F(1, 2),
        "win_probability": F(9, 10),
        "destruction_probability": F(1, 10),
        "destruction_fraction": F(1, 2),
    }
    return Conflict(**{**settings, **changes})


def test_expected_loss():
    assert clash().expected_loss == F(1, 20)


@pytest.mark.parametrize(
    ("share", "r", "p"),
    [
        (F(2, 5), 1, F(2, 5)),
        (F(2, 5), 2, F(4, 13)),
        (F(2, 5), 0, F(1, 2)),
        (F(0), 0, F(1, 2)),
        (F(0), 3, F(0)),
        (F(1), 2, F(1)),
    ],
)
def test_ratio_contest(share, r, p):
    assert RatioContest(r).win_probability(share) == p


def test_effort_weights():
    war = clash(win_probability=None, contest=RatioContest(2))
    s, e1, e2 = F(1, 3), F(2), F(3)
    own, other = (e1 * s) ** 2, (e2 * (1 - s)) ** 2
    assert war.first_wins(s, (e1, e2)) == own / (own + other)
    with pytest.raises(WorldError, match="act through a contest"):
        clash().first_wins(s, (e1, e2))


def test_three_parties_can_all_gain():
    arrows = ((0, 1), (F(4, 5), F(3, 5)), (F(-4, 5), F(3, 5)))
    world = World(tuple(Party(n, 1, u) for n, u in zip("abc", arrows, strict=True)))
    result = coalition_conflict(world, clash(), ["a"], ["b", "c"])
    assert result.share == F(1, 3)
    assert all(gain > 0 for gain in result.gains)


def test_n_party_form_reduces_to_two_parties():
    world = World.of_two(Party("red", 2), Party("blue", 3), F(-1, 7))
    result = coalition_conflict(world, clash(), ["red"], ["blue"])
    for index, name in enumerate(("red", "blue")):
        assert result.gains[index] == 5 * decision(world, clash(), name).gain


def test_n_party_gain_formula_holds_for_outsiders_too():
    c = F(1, 3)
    names, power = ("a", "b", "c", "d"), (F(1), F(2), F(4), F(3))
    matrix = tuple(tuple(F(1) if i == j else c / (i + j) for j in range(4)) for i in range(4))
    world = World(tuple(map(Party, names, power)), matrix)
    war = clash()
    result = coalition_conflict(world, war, ["a", "b"], ["c"])
    k, p, d = war.stakes, war.win_probability, war.expected_loss
    M, s_A = F(7), F(3, 7)
    for i in range(4):
        mean_A = (matrix[i][0] * 1 + matrix[i][1] * 2) / 3
        mean_B = matrix[i][2]
        W_AB = matrix[i][0] * 1 + matrix[i][1] * 2 + matrix[i][2] * 4
        expected = (1 - d) * k * (p - s_A) * M * (mean_A - mean_B) - d * W_AB
        assert result.gains[i] == expected


def test_advantage_outside_the_probabilities_is_refused():
    world = World.of_two(Party("red", 2), Party("blue", 3), F(0))
    war = clash(advantage=F(1, 5))
    assert decision(world, war, "blue", first=True).win_probability == F(3, 10)
    with pytest.raises(WorldError, match="9/10 plus advantage 1/5 is 11/10"):
        decision(world, war, "red", first=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"stakes": F(3, 2)}, "stakes must be in"),
        ({"win_probability": -1}, "win_probability must be in"),
        ({"destruction_probability": 2}, "destruction_probability must be in"),
        ({"destruction_fraction": 2}, "destruction_fraction must be in"),
        ({"win_probability": None}, "either win_probability or contest"),
        ({"contest": RatioContest(1)}, "not both"),
    ],
)
def test_refusals(changes, words):
    with pytest.raises(WorldError, match=words):
        clash(**changes)


def test_sides_of_a_conflict():
    world = World.of_two(Party("red", 2), Party("blue", 0), F(0))
    with pytest.raises(WorldError, match="both sides"):
        coalition_conflict(world, clash(), ["red"], ["red"])
    with pytest.raises(WorldError, match="no power to fight with"):
        coalition_conflict(world, clash(), ["red"], ["blue"])
    with pytest.raises(WorldError, match="at least one party"):
        coalition_conflict(world, clash(), ["red"], [])
