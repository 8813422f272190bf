"""Value iteration against the exact search, closed forms, and the guarantees by definition."""

from fractions import Fraction as F

import jsonschema
import pytest

from games import catalogue
from games.errors import GameError
from games.exact import sqrt
from games.forms.stationary import worth
from games.spec import loads
from games.spec.templates import template
from solver.dynamic import shapley
from solver.dynamic.certificate import value_certificate
from solver.dynamic.markov import markov_perfect
from solver.dynamic.shapley import value_iteration
from solver.report.schemas import output_schema
from solver.solution.certificate import Certificate
from solver.solve import solve
from solver.verify import check
from tests.dynamic.games import random_game
from tests.dynamic.test_markov import balance
from tests.literature.test_stochastic import absorbing


@pytest.mark.parametrize("sizes", [(2, 2), (3, 2), (2, 3)])
@pytest.mark.parametrize("seed", range(4))
def test_the_exact_equilibrium_lies_within_the_bounds(seed, sizes):
    game = random_game(seed, states=3, sizes=sizes, zero_sum=True)
    found = value_iteration(game)
    (item,) = markov_perfect(game, nodes=400).equilibria
    for low, value, high in zip(found.low, item.values[0], found.high, strict=True):
        assert low <= value <= high
    assert found.width < F(1, 10**12)
    if found.exact is not None:
        assert found.exact == item.values[0]


@pytest.mark.parametrize("seed", range(3))
def test_plain_value_iteration_in_rationals_arrives_between_the_bounds(seed):
    """Shapley's own scheme, every matrix game by exact linear programming."""
    game = random_game(seed, states=4, sizes=(3, 3), zero_sum=True, discount=F(1, 5))
    found = value_iteration(game)
    v = [F(0)] * 4
    for _ in range(14):
        v = [shapley._worth(game, s, v) for s in range(4)]
        v = [F(round(x * 10**15), 10**15) for x in v]
    error = F(1, 5) ** 14 * 10
    for low, value, high in zip(found.low, v, found.high, strict=True):
        assert low - error <= value <= high + error


@pytest.mark.parametrize("seed", range(3))
def test_what_a_strategy_secures_is_what_the_best_reply_leaves(seed):
    """The other's best reply for ever, by iteration over its actions alone."""
    game = random_game(seed, states=3, zero_sum=True, discount=F(1, 2))
    found = value_iteration(game)
    for player, sign, bounds in ((1, min, found.low), (0, max, found.high)):
        u = list(found.low)
        for _ in range(60):
            u = [
                sign(
                    sum(
                        float(w) * float(worth(game, 0, s, (w_at, a)[:: 1 if player else -1], u))
                        for w_at, w in enumerate(found.profile[s][1 - player])
                    )
                    for a in range(2)
                )
                for s in range(3)
            ]
            u = [F(x) for x in u]
        for secured, bound in zip(u, bounds, strict=True):
            assert (secured - bound) * (1 if player else -1) > -F(1, 10**12)


@pytest.mark.parametrize("today", [F(1, 10), F(1, 3), F(1, 2)])
def test_absorbing_games_in_closed_form(today):
    """Big Match (Gillette 1957): 1/2; Kohlberg's type (1974): square roots."""
    root = sqrt(today)
    match = absorbing([[(1, True), (0, True)], [(0, False), (1, False)]], 1 - today)
    first = absorbing([[(0, False), (1, True)], [(1, True), (0, True)]], 1 - today)
    second = absorbing([[(1, False), (0, True)], [(0, True), (1, True)]], 1 - today)
    for game, value in (
        (match, F(1, 2)),
        (first, 1 / (1 + root)),
        (second, root / (1 + root)),
    ):
        found = value_iteration(game)
        assert found.exact is not None
        assert found.exact[0] == value
        assert found.low[0] <= value <= found.high[0]
    x, y = value_iteration(match).profile[0]
    assert x[0] == pytest.approx(today / (1 + today))
    assert y[0] == pytest.approx(0.5)


def test_opposed_interests_on_a_long_lattice():
    _, _, game = balance(cosine=F(-1), lattice=40, discount=F(9, 10))
    found = value_iteration(game)
    assert found.width < F(1, 10**12)
    middle = [(low + high) / 2 for low, high in zip(found.low, found.high, strict=True)]
    assert middle == sorted(middle), "more power is worth more"
    for a, b in zip(middle, reversed(middle), strict=True):
        assert a == pytest.approx(-b, abs=1e-12)


def test_a_stopped_iteration_keeps_valid_but_wide_bounds():
    game = random_game(1, states=3, zero_sum=True, discount=F(4, 5))
    stopped = value_iteration(game, stopped=lambda: True)
    (item,) = markov_perfect(game).equilibria
    assert stopped.width > F(1, 100)
    assert all(
        low <= v <= high
        for low, v, high in zip(stopped.low, item.values[0], stopped.high, strict=True)
    )


def test_the_checker_refuses_what_is_changed():
    game = random_game(2, states=3, zero_sum=True)
    plain = value_certificate(game, value_iteration(game))
    assert check(plain).valid
    for key, entry in (("low", "100"), ("high", "-100")):
        wrong = {**plain.witnesses, key: [entry, *plain.witnesses[key][1:]]}
        assert not check(Certificate(plain.claim, plain.game, wrong)).valid
    other = {**plain.game, "payoffs": [plain.game["payoffs"][1], *plain.game["payoffs"][1:]]}
    other["payoffs"][0] = [other["payoffs"][0][0], other["payoffs"][0][0]]
    assert not check(Certificate(plain.claim, other, plain.witnesses)).valid


def test_the_answer_in_words_and_data():
    answer = solve(loads(template("stochastic")), "value")
    assert answer.status == "complete"
    assert "worth 1/2 to row" in answer.headline
    jsonschema.Draft202012Validator(output_schema("solve")).validate(answer.envelope())
    assert len(answer.csv().rows) == 8


def test_other_games_are_refused():
    with pytest.raises(GameError, match="zero-sum"):
        solve(catalogue.load("escalation/shifting-power"), "value")
