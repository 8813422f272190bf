"""Private alignment: the tree and payoffs of the model, worked out here a second time."""

from __future__ import annotations

import random
from fractions import Fraction as F

import pytest

from games import catalogue
from games.build import PrivateAlignment, ThirdParty
from games.errors import DetenteError
from games.world import Beliefs, Conflict, Party, World
from solver.beliefs import perfect_bayesian_equilibria


def draw_setting(draw: random.Random, **changes) -> PrivateAlignment:
    n = lambda low=0, high=12: F(draw.randint(low, high), 12)  # noqa: E731
    s, p = n(1, 11), n(0, 9)
    c_m, c_a = sorted((n(-12), n(-12)))
    worlds = {
        name: World.of_two(Party("x", s), Party("i", 1 - s), c)
        for name, c in (("aligned", c_a), ("misaligned", c_m))
    }
    conflict = Conflict(
        stakes=n(), win_probability=p, destruction_probability=n(), destruction_fraction=n()
    )
    mu = n(1, 11)
    values = {
        "growth": min(n(0, 4), 1 - s), "surprise": min(n(0, 4), 1 - p), "grab": n(),
    } | changes  # fmt: skip
    return PrivateAlignment(worlds, conflict, 0, (1 - mu, mu), **values)


def test_the_payoffs_are_those_of_the_model():
    draw = random.Random(1)
    for _ in range(20):
        setting = draw_setting(draw)
        game = setting.game()
        s, k, d = setting.share, setting.conflict.stakes, setting.conflict.expected_loss
        p = setting.conflict.win_probability
        for t, c in enumerate(setting.cosines):

            def peace(share: F, c: F = c) -> tuple[F, F]:
                return share + (1 - share) * c, 1 - share + share * c

            def war(share: F, p: F, c: F = c, k: F = k, d: F = d) -> tuple[F, F]:
                shift = k * (p - share) * (1 - c)
                own, other = share + (1 - share) * c, 1 - share + share * c
                return (1 - d) * (own + shift), (1 - d) * (other - shift)

            held, sought = s + setting.growth, s + setting.grab * (1 - s)
            hold, seek = game.messages
            assert (hold.name, seek.name) == ("hold", "seek")
            assert hold.replies[0].payoffs[t] == (war(held, p + setting.surprise), peace(held))
            assert seek.replies[0].payoffs[t] == (war(sought, p), peace(sought))
            for message in game.messages:
                assert message.replies[1].payoffs[t] == (war(s, p),)


def test_mu_star_is_where_pooling_on_hold_ends():
    """Where only the misaligned strikes, pooling on a trusted hold exists iff mu <= B1/(B1+B2)."""
    draw = random.Random(2)
    seen = 0
    while seen < 12:
        setting = draw_setting(draw, grab=F(0))
        s, k, d = setting.share, setting.conflict.stakes, setting.conflict.expected_loss
        p = setting.conflict.win_probability
        c_a, c_m = setting.cosines
        B1 = d * (1 - s + s * c_a) + ((1 - d) * k * (p - s) - setting.growth) * (1 - c_a)
        B2 = (1 - d) * (1 - c_m) * (setting.growth * (1 - k) + k * setting.surprise)
        strike = [
            setting.game().messages[0].replies[0].payoffs[t][0][0]
            > setting.game().messages[0].replies[0].payoffs[t][1][0]
            for t in (0, 1)
        ]
        if strike != [False, True] or B1 <= 0 or B2 <= 0:
            continue
        mu = B1 / (B1 + B2)
        seen += 1
        (strikes, refrains), fought = (
            (
                setting.game().messages[0].replies[0].payoffs[1][0][1],
                setting.game().messages[0].replies[0].payoffs[0][1][1],
            ),
            [setting.game().messages[0].replies[1].payoffs[t][0][1] for t in (0, 1)],
        )
        assert (1 - mu) * refrains + mu * strikes == (1 - mu) * fought[0] + mu * fought[1]
        above = mu + (1 - mu) / 100
        game = PrivateAlignment(
            setting.worlds, setting.conflict, 0, (1 - above, above),
            setting.growth, setting.surprise, setting.grab,
        ).game()  # fmt: skip
        for item in perfect_bayesian_equilibria(game).sets:
            if item.kind == "pooling" and item.path == (0,):
                assert all(v[0][0] == 0 for v in item.assessments.replies)


def test_types_may_believe_that_conflict_is_cheap():
    world = World.of_two(Party("x", F(1, 2)), Party("i", F(1, 2)), F(0))
    bold = World.of_two(
        Party("x", F(1, 2), None, Beliefs(destruction_probability=F(0))), Party("i", F(1, 2)), F(0)
    )
    conflict = Conflict(
        stakes=F(1, 2),
        win_probability=F(3, 4),
        destruction_probability=F(1, 2),
        destruction_fraction=F(1),
    )
    setting = PrivateAlignment(
        {"wary": world, "bold": bold}, conflict, 0, (F(1, 2), F(1, 2)), F(0), F(0), F(1, 2)
    )
    fought = setting.game().messages[0].replies[1].payoffs
    assert fought == (((F(5, 16), F(3, 16)),), ((F(5, 8), F(3, 16)),))


@pytest.mark.parametrize("informed", [0, 1])
def test_a_third_party_without_power_changes_nothing(informed: int):
    draw = random.Random(4)
    setting = draw_setting(draw)
    pair = (setting.worlds, setting.conflict, informed, setting.prior)
    numbers = (F(0), F(0), setting.grab)
    alone = PrivateAlignment(*pair, *numbers).game()
    nobody = ThirdParty("y", F(0), setting.cosines, F(1))
    beside = PrivateAlignment(*pair, *numbers, nobody).game()
    for one, other in zip(alone.messages, beside.messages, strict=True):
        for t in (0, 1):
            assert [row[:2] for row in other.replies[0].payoffs[t]] == list(
                one.replies[0].payoffs[t]
            )
            joined, stayed = other.replies[1].payoffs[t]
            assert joined[:2] == stayed[:2] == one.replies[1].payoffs[t][0]


def test_joining_is_the_coalition_conflict_of_the_model():
    """(1-d) k (p - s_A) M u_i . (ubar_A - ubar_B) - d u_i . W_AB, for every party."""
    s, y, k, p, d = F(1, 2), F(1, 2), F(1, 2), F(1, 2), F(1, 5)
    c, with_x, with_i = F(-1, 2), F(1, 2), F(0)
    worlds = {
        name: World.of_two(Party("x", s), Party("i", 1 - s), c) for name in ("one", "another")
    }
    conflict = Conflict(
        stakes=k, win_probability=p, destruction_probability=1, destruction_fraction=d
    )
    third = ThirdParty("y", y, (with_x, with_x), with_i)
    game = PrivateAlignment(worlds, conflict, 0, (F(1, 2), F(1, 2)), F(0), F(0), F(0), third).game()
    reply = game.messages[0].replies[1]
    assert reply.moves == ("join", "stay out")
    cosines = {"x": (1, c, with_x), "i": (c, 1, with_i), "y": (with_x, with_i, 1)}
    M, s_A = F(3, 2), F(2, 3)
    odds = (s + y) / s
    p_A = odds * p / (odds * p + 1 - p)
    for index, name in enumerate(("x", "i", "y")):
        a = cosines[name]
        before = a[0] * s + a[1] * (1 - s) + a[2] * y
        mean_A = (a[0] * s + a[2] * y) / (s + y)
        gain = (1 - d) * k * (p_A - s_A) * M * (mean_A - a[1]) - d * before
        assert reply.payoffs[0][0][index] - before == gain


def test_growth_beyond_the_whole_is_refused():
    setting = draw_setting(random.Random(3))
    with pytest.raises(DetenteError, match="growth"):
        PrivateAlignment(setting.worlds, setting.conflict, 0, setting.prior, F(1), F(0), F(0))


def test_the_catalogue_entry_is_the_models_example():
    game = catalogue.load("private/surprise-coup").realise().game
    assert game.messages[0].replies[0].payoffs[1] == (
        (F(603, 1600), F(117, 1600)),
        (F(1, 4), F(1, 4)),
    )
