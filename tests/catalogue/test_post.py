"""What the post's own games say, by the one-shot gains and by definition of equilibrium."""

from fractions import Fraction as F

import pytest

from games import catalogue
from games.forms.normal import NormalFormGame
from games.world import decision


def pure(game: NormalFormGame) -> set[tuple[int, ...]]:
    one, two = game.payoffs
    return {
        (i, j)
        for i, j in game.profiles()
        if one[i][j] >= one[1 - i][j] and two[i][j] >= two[i][1 - j]
    }


def test_left_and_right_lie_on_both_sides_of_one_threshold() -> None:
    left, right = (catalogue.load(f"post/{side}").realise() for side in ("left", "right"))
    assert left.conflict == right.conflict
    assert left.world.power == right.world.power
    reds = [decision(side.world, side.conflict, "red") for side in (left, right)]
    for red in reds:
        assert red.threshold("cosine").value == F(-1, 9)
        assert red.value > 0
    assert reds[0].gain < 0 < reds[1].gain
    assert reds[0].value > F(9, 10)
    assert reds[1].value == F(1, 10)
    assert reds[1].gain == F(7, 100)
    # nobody gains from fighting on the left; on the right red does and blue does not
    assert decision(right.world, right.conflict, "blue").gain < 0


@pytest.mark.parametrize(
    ("cosine", "profiles"),
    [
        ("cos(60 deg)", {(0, 0)}),
        ("22/86", {(0, 0)}),
        ("21/86", {(0, 0), (1, 1)}),  # where the chief starts to answer a move with a move
        ("1/12", {(0, 0), (1, 1)}),
        ("2/197", {(0, 0), (1, 1)}),  # where the chief stops holding against a board that holds
        ("0", {(1, 1)}),
        ("-1/6", {(1, 1)}),
        ("-1", {(1, 1)}),
    ],
)
def test_misalignment_turns_peace_into_the_fight(
    cosine: str, profiles: set[tuple[int, int]]
) -> None:
    spec = catalogue.load("post/board-2023").with_values({"cosine": cosine})
    assert pure(spec.realise().game) == profiles


def test_at_its_own_values_both_would_rather_hold() -> None:
    game = catalogue.load("post/board-2023").realise().game
    for table in game.payoffs:
        assert table[0][0] > table[1][1]
