"""All perfect Bayesian equilibria: against the definition on a grid, and Nash equilibria."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from games.errors import LimitError, NumberError
from games.exact import parameter
from games.forms.normal import NormalFormGame
from games.forms.signalling import Message, Reply, SignallingGame
from solver.beliefs import perfect_bayesian_equilibria
from solver.beliefs.certificate import perfect_bayesian_certificate
from solver.beliefs.pieces import in_hull
from solver.beliefs.replies import Correspondence
from solver.nash import solve_bimatrix
from solver.verify import check
from tests.beliefs.definition import equilibria
from tests.beliefs.games import random_game

CASES = [
    pytest.param({}, 4, id="plain"),
    pytest.param({"highest": 1}, 4, id="ties everywhere"),
    pytest.param({"replies": 3, "highest": 2}, 2, id="three replies"),
    pytest.param({"later": 0.6, "highest": 2}, 2, id="the sender moves again"),
    pytest.param({"second": 0.7, "highest": 2}, 2, id="a second receiver"),
    pytest.param({"second": 0.5, "later": 0.4, "highest": 2}, 2, id="both"),
]


def contains(game: SignallingGame, item, sender, replies, mixtures) -> bool:
    """Whether a set of the solver holds the given strategies."""
    kept = item.assessments
    flat = [tuple(itertools.chain(*vertex)) for vertex in kept.sender]
    if not in_hull(tuple(itertools.chain(*sender)), flat):
        return False
    weights: list[Fraction] = []
    for m, (own, mixture) in enumerate(zip(replies, mixtures, strict=True)):
        after = Correspondence(game, m)
        for reply, move in after.outcomes:
            weights.append(own[reply] * (mixture[move] if reply == after.node else 1))
        idle = after.node is not None and own[after.node] == 0 and kept.idle[m]
        if idle and not in_hull(mixture, kept.idle[m]):
            return False
    return in_hull(weights, [tuple(itertools.chain(*vertex)) for vertex in kept.replies])


@pytest.mark.parametrize(("options", "steps"), CASES)
def test_nothing_on_a_grid_is_missed_and_everything_passes_the_checker(options, steps):
    draw = random.Random(str(sorted(options.items())))
    known = on_grid = 0
    for _ in range(6):
        game = random_game(draw, **options)
        found = perfect_bayesian_equilibria(game)
        assert check(perfect_bayesian_certificate(game, found)).valid
        if found.complete.value is not True:
            continue
        known += 1
        for sender, replies, mixtures in equilibria(game, steps):
            on_grid += 1
            assert any(contains(game, item, sender, replies, mixtures) for item in found.sets), (
                game,
                sender,
                replies,
                mixtures,
            )
    assert known >= 3
    assert on_grid >= 10


def strategic_form(game: SignallingGame) -> tuple[NormalFormGame, list, list]:
    """The normal form of a game in which nobody moves after the reply."""
    plans = list(itertools.product(range(len(game.messages)), repeat=len(game.types)))
    answers = list(itertools.product(*(range(len(m.replies)) for m in game.messages)))

    def pay(plan, answer, player):
        return sum(
            weight * game.messages[m].replies[answer[m]].payoffs[t][0][player]
            for t, (weight, m) in enumerate(zip(game.prior, plan, strict=True))
        )

    tables = [[[pay(p, a, player) for a in answers] for p in plans] for player in (0, 1)]
    return NormalFormGame.from_bimatrix(*tables), plans, answers


def test_every_equilibrium_is_a_nash_equilibrium_of_the_normal_form():
    draw = random.Random(7)
    for _ in range(8):
        game = random_game(draw, replies=2, highest=2)
        normal, plans, answers = strategic_form(game)
        nash = solve_bimatrix(normal)
        points = [s for component in nash.components for s in component.subsets]
        weights = [{s.id: s.weights for s in own} for own in nash.strategies]
        for item in perfect_bayesian_equilibria(game).sets:
            for sender in item.assessments.sender:
                for replies in item.assessments.replies:
                    x = [_product(sender[t][m] for t, m in enumerate(plan)) for plan in plans]
                    y = [_product(replies[m][a] for m, a in enumerate(own)) for own in answers]
                    # Kuhn: the behaviour strategies as mixed strategies of the normal form.
                    assert any(
                        in_hull(x, [weights[0][name] for name in subset.strategy_ids[0]])
                        and in_hull(y, [weights[1][name] for name in subset.strategy_ids[1]])
                        for subset in points
                    )


def _product(factors) -> Fraction:
    result = Fraction(1)
    for factor in factors:
        result *= factor
    return result


@pytest.mark.parametrize("seed", range(3))
def test_more_than_two_types(seed):
    draw = random.Random(seed)
    game = random_game(draw, types=3, highest=2)
    found = perfect_bayesian_equilibria(game)
    assert found.complete.value is True
    assert found.sets
    assert check(perfect_bayesian_certificate(game, found)).valid


def test_the_order_of_types_messages_and_replies_does_not_matter():
    draw = random.Random(3)
    for _ in range(5):
        game = random_game(draw, types=3, replies=2, highest=2)
        turned = SignallingGame(
            game.players,
            game.types[::-1],
            game.prior[::-1],
            tuple(
                Message(
                    m.name,
                    tuple(replace(r, payoffs=r.payoffs[::-1]) for r in reversed(m.replies)),
                )
                for m in reversed(game.messages)
            ),
        )
        here, there = (perfect_bayesian_equilibria(g) for g in (game, turned))

        def seen(found, step):
            return sorted(
                str((item.kind, item.dimension, item.sender_payoffs[::step], item.payoffs))
                for item in found.sets
            )

        assert seen(here, 1) == seen(there, -1)
        assert here.components == there.components


def test_an_answer_that_was_cut_short_says_so():
    game = random_game(random.Random(0))
    found = perfect_bayesian_equilibria(game, lambda: True)
    assert found.complete.value is False


def test_what_is_too_large_or_still_open_is_refused():
    row = ((Fraction(0), Fraction(0)),)
    many = tuple(f"t{t}" for t in range(7))
    game = SignallingGame(
        ("S", "R"), many, (Fraction(1, 7),) * 7, (Message("m", (Reply("a", (row,) * 7),)),)
    )
    with pytest.raises(LimitError, match="up to 6 types; found 7"):
        perfect_bayesian_equilibria(game)
    open_ = SignallingGame(
        ("S", "R"),
        ("t",),
        (Fraction(1),),
        (Message("m", (Reply("a", (((parameter("x"), Fraction(0)),),)),)),),
    )
    with pytest.raises(NumberError, match="needs numbers"):
        perfect_bayesian_equilibria(open_)
