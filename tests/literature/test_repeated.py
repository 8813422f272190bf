"""Published results on repeated games, each with its source; checked by value and by play."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from games.forms.normal import NormalFormGame
from games.forms.repeated import RepeatedGame
from solver.repeated import (
    critical_discount,
    mixed_minmax,
    one_shot_test,
    payoff_certificate,
    payoff_set,
    pure_minmax,
    reversion,
    thresholds,
    tit_for_tat,
)
from solver.verify import check
from tests.repeated.games import dilemma
from tests.repeated.test_reversion import cournot

STEP = F(1, 10**9)


# RG01: Friedman (1971), grim trigger, (T - R)/(T - P); payoffs as T, R, P, S.
@pytest.mark.parametrize(
    ("payoffs", "expected"),
    [((5, 3, 1, 0), F(1, 2)), ((3, 2, 0, -1), F(1, 3)), ((10, 9, 3, 1), F(1, 7))],
)
def test_grim_trigger(payoffs: tuple[int, int, int, int], expected: F) -> None:
    t, r, p, _ = payoffs
    assert expected == F(t - r, t - p)
    stage = dilemma(*payoffs)
    assert critical_discount(stage, (0, 0)).value == expected
    for discount, holds in ((expected - STEP, False), (expected, True), (expected + STEP, True)):
        game = RepeatedGame.with_common_discount(stage, discount)
        assert one_shot_test(game, reversion(stage, [(0, 0)])).subgame_perfect is holds


def best_reply_to_tit_for_tat(payoffs: tuple[int, int, int, int], w: F) -> F:
    """The most that any strategy earns against tit-for-tat, by its three pure continuations."""
    t, r, p, s = payoffs
    # Always cooperate; defect for ever; alternate (Axelrod 1984, propositions 1 and 2).
    return max(F(r), (1 - w) * t + w * p, (1 - w) * (t + w * s) / (1 - w * w))


# RG02: Axelrod (1981, 1984): max((T - R)/(T - P), (T - R)/(R - S)), where 2R > T + S.
@pytest.mark.parametrize(
    ("payoffs", "expected"), [((5, 3, 1, 0), F(2, 3)), ((3, 2, 0, -1), F(1, 3))]
)
def test_tit_for_tat_is_a_best_reply_to_itself(
    payoffs: tuple[int, int, int, int], expected: F
) -> None:
    t, r, p, s = payoffs
    assert expected == max(F(t - r, t - p), F(t - r, r - s))
    stage = dilemma(*payoffs)
    for w, holds in ((expected - STEP, False), (expected, True), (expected + STEP, True)):
        assert (best_reply_to_tit_for_tat(payoffs, w) <= r) is holds
    game = RepeatedGame.with_common_discount(stage, expected)
    assert one_shot_test(game, tit_for_tat(stage, (0, 0), (1, 1))).payoffs == (r, r)


# RG04: test game of QuantEcon.py. RG05: Judd, Yeltekin and Conklin (2003); Stahl (1991) and
# Mailath and Samuelson (2006).
SETS = [
    ((10, 9, 3, 1), F(9, 10), {(3, 3), (F(39, 4), 3), (9, 9), (3, F(39, 4))}),
    *(((6, 4, 2, 0), F(d), {(2, 2), (5, 2), (4, 4), (2, 5)}) for d in ("1/2", "3/5", "4/5")),
    ((6, 4, 2, 0), F(2, 5), {(2, 2)}),
    ((3, 2, 0, -1), F(1, 3), {(0, 0), (F(8, 3), 0), (2, 2), (0, F(8, 3))}),
    ((3, 2, 0, -1), F(9, 10), {(0, 0), (F(8, 3), 0), (2, 2), (0, F(8, 3))}),
    ((3, 2, 0, -1), F(3, 10), {(0, 0)}),
]


@pytest.mark.parametrize(("payoffs", "discount", "expected"), SETS)
def test_payoff_sets(
    payoffs: tuple[int, int, int, int], discount: F, expected: set[object]
) -> None:
    game = RepeatedGame.with_common_discount(dilemma(*payoffs), discount)
    found = payoff_set(game)
    assert found.status == "complete"
    assert set(found.inner) == expected
    assert check(payoff_certificate(game, found)).valid


# RG06: Tirole (1988), Vives (1999): n Cournot firms, P = 1 - Q, (n + 1)^2/(n^2 + 6n + 1).
@pytest.mark.parametrize(("firms", "expected"), [(2, F(9, 17)), (3, F(4, 7)), (4, F(25, 41))])
def test_cournot(firms: int, expected: F) -> None:
    stage = cournot(firms)
    rows = thresholds(stage, (0,) * firms, [(1,) * firms] * firms)
    assert {row.value for row in rows} == {expected}
    assert expected == F((firms + 1) ** 2, firms**2 + 6 * firms + 1)


# RG09: Fudenberg and Tirole (1991), figure 5.1.
def test_mixed_minmax_below_pure() -> None:
    stage = NormalFormGame.from_bimatrix([[-2, 1], [1, -2], [0, 0]], [[2, -2], [-2, 2], [1, 1]])
    assert [pure_minmax(stage, i).value for i in (0, 1)] == [1, 1]
    found = [mixed_minmax(stage, i) for i in (0, 1)]
    assert [item.value for item in found] == [0, 0]
    assert F(1, 3) <= found[0].punishment[0] <= F(2, 3)
    assert found[1].punishment == (F(1, 2), F(1, 2), 0)
