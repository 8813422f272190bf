"""All discount factors that sustain a cycle, against the direct test of every position."""

from __future__ import annotations

import random
from fractions import Fraction

from games.exact import enclosure
from games.forms.normal import NormalFormGame
from games.forms.repeated import RepeatedGame, stage_equilibria
from solver.repeated import intersection, one_shot_test, reversion, sustaining, worst_equilibria
from solver.repeated.reversion import deviation_margins
from solver.solution.discounting import DiscountSet, Interval
from tests.repeated.games import bimatrix, dilemma


def test_sets_agree_with_automata_on_a_grid_and_beside_their_ends() -> None:
    rng = random.Random(12)
    proper = 0
    for _ in range(90):
        stage = bimatrix(rng, rng.randint(2, 3), rng.randint(2, 3), 6)
        if not stage_equilibria(stage):
            continue
        by_sum = sorted(stage.profiles(), key=lambda a: stage.payoff(0, a) + stage.payoff(1, a))
        path = tuple(rng.choice(by_sum[-4:]) for _ in range(rng.randint(1, 4)))
        worst = worst_equilibria(stage)
        sets = [sustaining(stage, path, i, stage.payoff(i, worst[i])) for i in (0, 1)]
        tried = [Fraction(k, 24) for k in range(24)]
        for interval in (*sets[0].intervals, *sets[1].intervals):
            for end in (interval.low, interval.high):
                low, high = enclosure(end, 40)
                beside = (low - Fraction(1, 10**9), high + Fraction(1, 10**9))
                tried += [x for x in beside if 0 <= x < 1]
        automaton = reversion(stage, path)
        both = intersection(sets)
        for discount in tried:
            game = RepeatedGame.with_common_discount(stage, discount)
            test = one_shot_test(game, automaton)
            for i in (0, 1):
                leaves = any(deviation.player == i for deviation in test.deviations)
                assert sets[i].contains(discount) is not leaves, (discount, i)
            assert both.contains(discount) is test.subgame_perfect
        for one in sets:
            proper += any(interval.low != 0 for interval in one.intervals)
    assert proper > 10


def test_patience_can_hurt() -> None:
    # 0, then 6, then -8, tempted by 1 at first, at the punishment 0:
    # 6 d - 8 d^2 >= (1 - d)(1 + d + d^2) = 1 - d^3.
    stage = NormalFormGame.from_bimatrix(
        [[0, 0, -8], [1, 0, -8], [0, 6, -8]], [[0] * 3 for _ in range(3)]
    )
    path = [(0, 0), (2, 1), (0, 2)]
    (only,) = sustaining(stage, path, 0, Fraction(0)).intervals
    assert only.low_closed
    assert only.high_closed
    for x in (only.low, only.high):
        assert 6 * x - 8 * x**2 == 1 - x**3
    assert 0.2 < float(only.low) < 0.25
    assert 0.5 < float(only.high) < 0.6
    for discount in (Fraction(k, 40) for k in range(40)):
        holds = all(m >= 0 for m in deviation_margins(stage, path, 0, Fraction(0), discount))
        assert only.contains(discount) is holds


def test_ends_are_exact_algebraic_numbers() -> None:
    # Two rounds of peace, one of conflict, at T, R, P = 5, 3, 1: 2x^3 + x^2 - 1 = 0.
    found = sustaining(dilemma(5, 3, 1, 0), [(0, 0), (0, 0), (1, 1)], 0, Fraction(1))
    (interval,) = found.intervals
    x = interval.low
    assert 2 * x**3 + x**2 - 1 == 0
    assert found.contains(x)
    assert found.least == x


def test_intersections_keep_open_and_closed_ends() -> None:
    half = Fraction(1, 2)
    first = DiscountSet((Interval(Fraction(0), half, True, True),))
    second = DiscountSet((Interval(half, Fraction(1), True, False),))
    assert intersection([first, second]).intervals == (Interval(half, half, True, True),)
    third = DiscountSet((Interval(half, Fraction(1), False, False),))
    assert intersection([first, third]).intervals == ()
