"""Reversion to stage equilibria: published critical discount factors, by value and by play."""

from __future__ import annotations

from fractions import Fraction

import pytest

from games.errors import GameError, NumberError
from games.forms.normal import NormalFormGame
from games.forms.repeated import RepeatedGame, peace_profile, stage_equilibria, target_path
from solver.repeated import (
    critical_discount,
    one_shot_test,
    reversion,
    sustained,
    thresholds,
    tit_for_tat,
)
from tests.repeated.games import dilemma


def cournot(firms: int) -> NormalFormGame:
    """Cournot with P = 1 - Q and no cost; each firm: its share of monopoly, Nash, best cheat."""
    n = firms
    joint, nash = Fraction(1, 2 * n), Fraction(1, n + 1)
    cheat = (1 - (n - 1) * joint) / 2
    quantities = (joint, nash, cheat)

    def table(player: int, prefix: tuple[int, ...]) -> object:
        if len(prefix) == n:
            price = 1 - sum(quantities[a] for a in prefix)
            return quantities[prefix[player]] * price
        return [table(player, (*prefix, a)) for a in range(3)]

    return NormalFormGame(
        players=tuple(f"firm {i}" for i in range(n)),
        actions=(("joint", "nash", "cheat"),) * n,
        payoffs=tuple(table(i, ()) for i in range(n)),
    )


# Friedman (1971): (T - R)/(T - P).
DILEMMAS = [
    ((5, 3, 1, 0), Fraction(1, 2)),
    ((3, 2, 0, -1), Fraction(1, 3)),
    ((10, 9, 3, 1), Fraction(1, 7)),
]


@pytest.mark.parametrize(("payoffs", "expected"), DILEMMAS)
def test_grim_trigger_in_dilemmas(payoffs: tuple[int, ...], expected: Fraction) -> None:
    stage = dilemma(*payoffs)
    found = critical_discount(stage, (0, 0))
    assert found.value == expected
    assert found.binding == (0, 1)
    automaton = reversion(stage, [(0, 0)])
    for discount, holds in [
        (expected, True),
        (expected - Fraction(1, 10**9), False),
        (expected + Fraction(1, 10**9), True),
    ]:
        game = RepeatedGame.with_common_discount(stage, discount, [(0, 0)])
        assert one_shot_test(game, automaton).subgame_perfect is holds
        assert sustained(game)[0] is holds


@pytest.mark.parametrize("firms", [2, 3, 4])
def test_cournot_grim_trigger(firms: int) -> None:
    # Tirole (1988), Vives (1999): (n+1)^2 / (n^2 + 6n + 1).
    expected = Fraction((firms + 1) ** 2, firms**2 + 6 * firms + 1)
    # The grid has further equilibria, with price 0; the published form reverts to Cournot's.
    stage = cournot(firms)
    nash = (1,) * firms
    assert nash in stage_equilibria(stage)
    rows = thresholds(stage, (0,) * firms, [nash] * firms)
    assert {row.value for row in rows} == {expected}


def test_no_temptation_contributes_nothing() -> None:
    stag = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    found = critical_discount(stag, (0, 0))
    assert found.value == 0
    assert found.binding == ()
    assert {row.case for row in found.parties} == {"no temptation"}
    assert sustained(RepeatedGame.with_common_discount(stag, 0, [(0, 0)]))[0]


def test_temptation_equal_to_punishment_above_reward_is_impossible() -> None:
    # One aggressor brings about the outcome of two: T = P > R for the first party.
    stage = NormalFormGame.from_bimatrix([[1, 2], [2, 2]], [[1, 0], [0, 0]])
    found = critical_discount(stage, (0, 0))
    assert found.value is None
    assert found.binding == (0,)
    assert found.parties[0].case == "impossible"
    for discount in (0, Fraction(1, 2), 1 - Fraction(1, 10**6)):
        game = RepeatedGame.with_common_discount(stage, discount, [(0, 0)])
        assert sustained(game) == (False, (0,))


def test_reward_equal_to_punishment_is_impossible() -> None:
    stage = dilemma(5, 3, 3, 0)
    assert critical_discount(stage, (0, 0)).value is None


def test_unequal_discount_factors_bind_each_party_alone() -> None:
    stage = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[4, 5], [0, 1]])
    found = critical_discount(stage, (0, 0))
    assert [row.value for row in found.parties] == [Fraction(1, 2), Fraction(1, 4)]
    assert found.value == Fraction(1, 2)
    assert found.binding == (0,)
    automaton = reversion(stage, [(0, 0)])
    for discounts, holds in [
        ((Fraction(1, 2), Fraction(1, 4)), True),
        ((Fraction(1, 2), Fraction(24, 100)), False),
        ((Fraction(49, 100), Fraction(1, 4)), False),
    ]:
        game = RepeatedGame(stage, discounts, ((0, 0),))
        assert sustained(game)[0] is holds
        assert one_shot_test(game, automaton).subgame_perfect is holds


def test_worst_equilibrium_of_each_deviator() -> None:
    # Battle of the sexes with a cooperative action: each is punished by the other's favourite.
    stage = NormalFormGame.from_bimatrix(
        [[6, 0, 0], [0, 5, 1], [8, 1, 1]], [[6, 0, 8], [0, 1, 0], [0, 0, 5]]
    )
    assert set(stage_equilibria(stage)) == {(1, 1), (2, 2)}
    found = critical_discount(stage, (0, 0))
    assert found.parties[0].equilibrium == (2, 2)
    assert found.parties[1].equilibrium == (1, 1)
    assert found.value == Fraction(2, 7)


def test_cycles_of_alternating_favours() -> None:
    stage = dilemma(9, 3, 1, 0)
    path = ((0, 1), (1, 0))
    automaton = reversion(stage, path)
    # At the position of the sucker: 0 + 9d >= (1 - d) 1 + d 1, times (1 + d): d >= 1/8.
    for discount, holds in [
        (Fraction(1, 8), True),
        (Fraction(1, 8) - Fraction(1, 10**9), False),
        (Fraction(9, 10), True),
    ]:
        game = RepeatedGame.with_common_discount(stage, discount, path)
        assert sustained(game)[0] is holds
        assert one_shot_test(game, automaton).subgame_perfect is holds


def test_tit_for_tat_values_by_hand() -> None:
    stage = dilemma(5, 3, 1, 0)
    game = RepeatedGame.with_common_discount(stage, Fraction(1, 2))
    test = one_shot_test(game, tit_for_tat(stage, (0, 0), (1, 1)))
    assert test.payoffs == (3, 3)
    # Alternation S, T, S, ..: (1 - d)(0 + 5d)/(1 - d^2) = 5/3 and T, S, ..: 10/3.
    assert (Fraction(5, 3), Fraction(10, 3)) in test.values
    assert not test.subgame_perfect


@pytest.mark.parametrize("discount", [1, -1, Fraction(-1, 10), Fraction(3, 2)])
def test_discount_outside_its_range_is_refused(discount: Fraction) -> None:
    with pytest.raises(GameError, match=r"must lie in \[0, 1\)"):
        RepeatedGame.with_common_discount(dilemma(5, 3, 1, 0), discount)


def test_other_bad_input_is_named() -> None:
    stage = dilemma(5, 3, 1, 0)
    with pytest.raises(NumberError, match="binary float"):
        RepeatedGame.with_common_discount(stage, 0.5)
    with pytest.raises(GameError, match="2 players but 1 discount"):
        RepeatedGame(stage, (Fraction(1, 2),))
    with pytest.raises(GameError, match="one action index per player"):
        RepeatedGame.with_common_discount(stage, Fraction(1, 2), [(0, 2)])
    pennies = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    with pytest.raises(GameError, match="no pure equilibrium to revert to"):
        critical_discount(pennies, (0, 0))
    with pytest.raises(GameError, match="no path to support"):
        target_path(RepeatedGame.with_common_discount(pennies, Fraction(1, 2)))
    assert peace_profile(stage) == (0, 0)
