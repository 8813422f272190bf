"""Mutants of certificates about games in time: false ones are refused, true ones accepted."""

from __future__ import annotations

import random
from fractions import Fraction as F

import pytest

from games import catalogue
from games.forms.extensive import Chance, Decision, ExtensiveGame, Terminal
from games.forms.repeated import RepeatedGame
from solver import solve
from solver.solution import Certificate
from solver.verify import check
from tests.verify import judges
from tests.verify.mutants import alter, mutant, numbers, places, plain


def certificates(subject, question=None):
    return [item for item in solve(subject, question).proofs() if isinstance(item, Certificate)]


def tree():
    """A choice, then chance, then a choice of the other player, with a tie at one end."""
    return ExtensiveGame(
        ("a", "b"),
        (
            Decision(0, ("l", "r"), (1, 2)),
            Chance((F(1, 3), F(2, 3)), (3, 4)),
            Decision(1, ("l", "r"), (5, 6)),
            Decision(1, ("l", "r"), (7, 8)),
            *(Terminal((F(x), F(y))) for x, y in ((2, 1), (3, 0), (0, 0), (1, 2), (4, 2))),
        ),
    )


def stage():
    return catalogue.load("literature/mailath2006/prisoners-dilemma").realise().game


def sources(claim):
    if claim == "subgame_perfect":
        found = certificates(tree())
        found += certificates(catalogue.load("literature/mckelvey1992/centipede-tree"))
    elif claim == "automaton":
        found = certificates(catalogue.load("post/board-2023-repeated"))
        for delta in (F(1, 2), F(9, 10)):
            path = ((0, 0), (1, 1))
            found += certificates(RepeatedGame.with_common_discount(stage(), delta, path))
    elif claim == "markov_perfect":
        found = certificates(catalogue.load("escalation/shifting-power"))
    else:
        found = [
            item
            for delta in (F(1, 2), F(3, 5), F(1, 10))
            for item in certificates(RepeatedGame.with_common_discount(stage(), delta), "payoffs")
        ]
    assert found
    assert {item.claim for item in found} == {claim}
    return found


def judged(claim, game, witnesses, truth):
    try:
        if claim == "subgame_perfect":
            return judges.judge_subgame_perfect(game, witnesses)
        if claim == "automaton":
            return judges.judge_automaton(game, witnesses)
        if claim == "markov_perfect":
            return judges.judge_markov(game, witnesses)
        return judges.judge_extreme(game, witnesses, truth)
    except (AssertionError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError):
        return False


def other_number(game, rng):
    """The game with another number in one place; its shape stays."""
    game = plain(game)
    while True:
        path = rng.choice(list(places(game)))
        holder = game
        for step in path[:-1]:
            holder = holder[step]
        if isinstance(holder[path[-1]], str) and holder[path[-1]][:1] in "-0123456789":
            holder[path[-1]] = alter(holder[path[-1]], rng, game)
            return game


def hunt(claim, count, seed):
    rng = random.Random(f"{claim}{seed}")
    true = 0
    known = sources(claim)
    for _ in range(count):
        before = rng.choice(known)
        game, witnesses = plain(before.game), plain(before.witnesses)
        truth = []
        if claim == "payoff_set":
            # What the chain and the enclosure prove is that there is nothing outside the true set.
            truth = [tuple(numbers(item["payoffs"])) for item in witnesses["extreme"]]
            witnesses["extreme"] = mutant(witnesses["extreme"], rng)
        elif rng.random() < 0.7:
            witnesses = mutant(witnesses, rng)
        else:
            game = other_number(game, rng)
        verdict = check(Certificate(claim, game, witnesses))
        expected = judged(claim, game, witnesses, truth)
        assert verdict.valid == expected, (game, witnesses, verdict)
        assert verdict.valid or all(verdict.reasons)
        true += expected
    return true


CLAIMS = ("automaton", "markov_perfect", "payoff_set", "subgame_perfect")


@pytest.mark.parametrize("claim", CLAIMS)
def test_thirty_mutants_of_each_claim(claim):
    assert hunt(claim, 30, 1) < 30


@pytest.mark.check
@pytest.mark.parametrize("claim", CLAIMS)
def test_two_hundred_mutants_of_each_claim(claim):
    for seed in range(2, 5):
        assert 0 < hunt(claim, 200, seed) < 195
