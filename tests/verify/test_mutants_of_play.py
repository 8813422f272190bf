"""Mutants of certificates about signalling, reputation, bargaining and approximate Markov play."""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import replace
from fractions import Fraction as F
from functools import cache

import pytest

from games import catalogue
from games.forms.bargaining import BargainingGame
from games.forms.reputation import ReputationGame
from solver import solve
from solver.beliefs import perfect_bayesian_equilibria
from solver.beliefs.certificate import perfect_bayesian_certificate
from solver.beliefs.reputation import solve_reputation
from solver.dynamic.certificate import value_certificate
from solver.dynamic.markov import markov_perfect
from solver.dynamic.shapley import value_iteration
from solver.solution import Certificate
from solver.solve.kinds.reputation import certificate_of
from solver.verify import check
from tests.beliefs.games import random_game
from tests.dynamic.games import random_game as zero_sum_game
from tests.verify.judges_of_play import JUDGES
from tests.verify.mutants import mutant, plain
from tests.verify.test_mutants_in_time import other_number


def beliefs():
    games = [catalogue.load("classic/beer-quiche").realise().game]
    games.append(catalogue.load("private/third-party").realise().game)
    tested = catalogue.load("private/inspection")
    free = {"inspection.cost": F(0), "inspection.miss": F(0), "inspection.false_alarm": F(0)}
    games += [tested.realise(values).game for values in ({}, free)]
    draw = random.Random(3)
    games += [random_game(draw, later=0.3) for _ in range(6)]
    games += [random_game(draw, later=0.2, second=0.4) for _ in range(6)]
    for game in games:
        found = perfect_bayesian_equilibria(game)
        if found.sets:
            yield perfect_bayesian_certificate(game, found)


def bargains():
    spec = catalogue.load("escalation/bargain")
    specs = [spec, spec.with_values({"win_probability": "9/10"})]
    answers = [solve(item) for item in specs]
    draw = random.Random(5)
    half = F(1, 2)
    for procedure in ("ultimatum", "alternating"):
        for number in range(10):
            slope = F(draw.randrange(5), 4)
            listed = None
            if procedure == "ultimatum" and number % 2:
                listed = tuple(F(k, 8) for k in sorted(draw.sample(range(-4, 5), 3)))
            answers.append(
                solve(
                    BargainingGame(
                        players=("a", "b"),
                        base=(half, half),
                        slope=(slope, -slope),
                        outside=(F(draw.randrange(9), 16), F(draw.randrange(9), 16)),
                        low=-half,
                        high=half,
                        procedure=procedure,
                        proposer=draw.randrange(2),
                        discounts=(F(draw.randrange(1, 8), 8), F(draw.randrange(1, 8), 8)),
                        transfers=listed,
                    )
                )
            )
    for answer in answers:
        if answer.certificate is not None:
            yield answer.certificate


def approximate():
    """Exact equilibria with values rounded to so many binary places, and a gain that allows it."""
    game = catalogue.load("escalation/shifting-power").realise().game
    for places, item in itertools.product((20, 60), markov_perfect(game).equilibria):
        values = [[str(F(round(v * 2**places), 2**places)) for v in own] for own in item.values]
        profile = [[[str(w) for w in own] for own in row[0]] for row in item.stages]
        gain = str(F(1, 2 ** (places - 8)))
        witnesses = {"profile": profile, "values": values, "gain": gain}
        yield Certificate("markov_perfect_within", game.plain(), witnesses)


def values():
    for seed, sizes in enumerate([(2, 2), (2, 3), (3, 2)]):
        game = zero_sum_game(seed, states=2, sizes=sizes, zero_sum=True)
        found = value_iteration(game)
        yield value_certificate(game, found)
        # Looser bounds with simple numbers hold as well, where the strategies secure them.
        wide = replace(
            found,
            low=tuple(F(math.floor(8 * v), 8) - 1 for v in found.low),
            high=tuple(F(math.ceil(8 * v), 8) + 1 for v in found.high),
        )
        yield value_certificate(game, wide)


def reputations():
    draw = random.Random(7)
    for periods in (1, 2, 3, 4, 3, 2):
        b, w = F(draw.randrange(1, 8), 8), F(draw.randrange(1, 5), 2)
        prior = draw.choice([F(0), F(1, 9), F(1, 2), b, F(1)])
        a = 1 + F(draw.randrange(1, 8), 4)
        players, types = ("incumbent", "challenger"), ("weak", "tough")
        game = ReputationGame(players, types, prior, periods, a, b, w)
        yield certificate_of(game, solve_reputation(game))


@cache
def sources(claim):
    made = {
        "perfect_bayesian": beliefs,
        "bargain": bargains,
        "reputation": reputations,
        "markov_perfect_within": approximate,
        "stochastic_value": values,
    }
    found = tuple(made[claim]())
    assert len(found) > 1
    for item in found:
        assert item.claim == claim
        assert check(item).valid
        assert judged(claim, plain(item.game), plain(item.witnesses))
    return found


def judged(claim, game, witnesses):
    try:
        return JUDGES[claim](game, witnesses)
    except (AssertionError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError):
        return False


def hunt(claim, count, seed):
    rng = random.Random(f"{claim}{seed}")
    true = 0
    for _ in range(count):
        before = rng.choice(sources(claim))
        game, witnesses = plain(before.game), plain(before.witnesses)
        if rng.random() < 0.7:
            witnesses = mutant(witnesses, rng)
        else:
            game = other_number(game, rng)
        verdict = check(Certificate(claim, game, witnesses))
        expected = judged(claim, game, witnesses)
        assert verdict.valid == expected, f"{game} {witnesses} {verdict}"
        assert verdict.valid or all(verdict.reasons)
        true += expected
    return true


CLAIMS = (
    "bargain",
    "markov_perfect_within",
    "perfect_bayesian",
    "reputation",
    "stochastic_value",
)


@pytest.mark.parametrize("claim", CLAIMS)
def test_thirty_mutants_of_each_claim(claim):
    assert hunt(claim, 30, 1) < 30


@pytest.mark.check
@pytest.mark.parametrize("claim", CLAIMS)
def test_two_hundred_mutants_of_each_claim(claim):
    for seed in range(2, 5):
        assert 0 < hunt(claim, 200, seed) < 195
