"""Least discount factors under optimal penal codes: published, by hand, and one step below."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from games.errors import GameError
from games.exact import sign
from games.forms.normal import NormalFormGame
from games.forms.repeated import RepeatedGame, best_deviation, stage_equilibria
from solver.repeated import (
    critical_discount,
    one_shot_test,
    optimal_discount,
    payoff_set,
    penal_automaton,
)
from solver.repeated.penal import never, sustained_by, tight_profiles
from tests.repeated.games import bimatrix, dilemma

STEP = Fraction(1, 10**9)
#: The path (r2, c2) is supported by play that never is a stage equilibrium: there is none.
NO_EQUILIBRIUM = NormalFormGame.from_bimatrix(
    [[8, 9, 0], [6, 8, 2], [8, 8, 3]], [[6, 0, 7], [5, 9, 8], [3, 8, 6]]
)


@pytest.mark.parametrize(
    ("payoffs", "expected"),
    [
        ((5, 3, 1, 0), Fraction(1, 2)),
        ((3, 2, 0, -1), Fraction(1, 3)),
        ((10, 9, 3, 1), Fraction(1, 7)),
        ((58, 40, 30, 10), Fraction(9, 14)),
    ],
)
def test_dilemmas_punish_best_by_reversion(payoffs: tuple[int, ...], expected: Fraction) -> None:
    found = optimal_discount(dilemma(*payoffs), (0, 0))
    assert found.status == "complete"
    assert found.value == expected
    assert found.binding == (0, 1)


def test_penal_codes_beat_reversion() -> None:
    found = optimal_discount(NO_EQUILIBRIUM, (1, 1))
    assert not stage_equilibria(NO_EQUILIBRIUM)
    assert (found.status, found.value) == ("complete", Fraction(1, 3))
    at = RepeatedGame.with_common_discount(NO_EQUILIBRIUM, Fraction(1, 3), [(1, 1)])
    automaton = penal_automaton(at, payoff_set(at), [(1, 1)])
    test = one_shot_test(at, automaton)
    assert test.subgame_perfect
    assert test.payoffs == (8, 9)
    below = payoff_set(at.at(Fraction(1, 3) - STEP))
    assert below.status == "complete"
    assert not sustained_by(NO_EQUILIBRIUM, below, (1, 1))


def test_impossible_paths() -> None:
    # T = P > R for the first party; in pennies somebody is always tempted and cannot be punished.
    one_sided = NormalFormGame.from_bimatrix([[1, 2], [2, 2]], [[1, 0], [0, 0]])
    pennies = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    for stage in (one_sided, pennies):
        found = optimal_discount(stage, (0, 0))
        assert (found.status, found.value) == ("complete", None)
        assert never(stage, (0, 0))
    assert not never(dilemma(5, 3, 1, 0), (0, 0))


def test_random_values_hold_at_the_value_and_not_one_step_below() -> None:
    rng = random.Random(4)
    interior = better = 0
    for _ in range(160):
        size = rng.choice((2, 3))
        stage = bimatrix(rng, size, size, rng.choice((4, 9)))
        path = max(stage.profiles(), key=lambda a: stage.payoff(0, a) + stage.payoff(1, a))
        found = optimal_discount(stage, path)
        back = critical_discount(stage, path).value if stage_equilibria(stage) else None
        if found.status != "complete":
            assert found.enclosure is not None
            continue
        if back is not None:
            assert found.value is not None
            assert found.value <= back
        if found.value is None:
            late = payoff_set(RepeatedGame.with_common_discount(stage, Fraction(19, 20)))
            assert not sustained_by(stage, late, path)
            continue
        if found.value == 0:
            assert path in stage_equilibria(stage)
            continue
        interior += 1
        better += back != found.value
        for discount, holds in ((found.value, True), (found.value - STEP, False)):
            there = payoff_set(RepeatedGame.with_common_discount(stage, discount))
            if there.status == "complete":
                assert sustained_by(stage, there, path) is holds
    assert interior > 12
    assert better >= 2


def test_tight_profiles_by_search() -> None:
    # A profile is loose iff some point of the set beats both corners; search a fine grid of it.
    rng = random.Random(9)
    for _ in range(25):
        stage = bimatrix(rng, 2, 2, 5)
        game = RepeatedGame.with_common_discount(stage, Fraction(2, 3))
        found = payoff_set(game)
        if found.status != "complete" or len(found.inner) < 3:
            continue
        tight = tight_profiles(stage, Fraction(2, 3), found.outer, tuple(stage.profiles()))
        assert found.threats is not None
        points = found.inner
        # Weights k/12 on any three extreme points.
        grid = [
            tuple((i * a[c] + j * b[c] + (12 - i - j) * d[c]) / 12 for c in (0, 1))
            for a in points
            for b in points
            for d in points
            for i in range(13)
            for j in range(13 - i)
        ]
        for profile in stage.profiles():
            gains = [
                best_deviation(stage, i, profile)[1] - stage.payoff(i, profile) for i in (0, 1)
            ]
            corner = [found.threats[i] + gains[i] / 2 for i in (0, 1)]
            loose = any(
                all(sign(w[i] - corner[i]) > (0 if sign(gains[i]) > 0 else -1) for i in (0, 1))
                for w in grid
            )
            if loose:
                assert profile not in tight


def test_three_players_are_refused() -> None:
    cube = [[[0, 1], [2, 3]], [[4, 0], [1, 1]]]
    three = NormalFormGame(("a", "b", "c"), (("x", "y"),) * 3, (cube, cube, cube))
    with pytest.raises(GameError, match="two players are supported; got 3"):
        optimal_discount(three, (0, 0, 0))
