"""One equilibrium of larger games: the proved bound, the checker, the exact answer."""

from fractions import Fraction as F

import jsonschema
import pytest

from games import catalogue
from games.errors import GameError
from games.exact import approx
from games.forms.stationary import deviation_gains, stationary_values
from solver.dynamic.certificate import within_certificate
from solver.dynamic.logit_path import follow
from solver.dynamic.markov import markov_perfect
from solver.report.schemas import output_schema
from solver.solution.certificate import Certificate
from solver.solve import solve
from solver.verify import check
from tests.dynamic.games import random_game


@pytest.mark.parametrize("seed", range(3))
def test_the_bound_holds_by_definition(seed):
    game = random_game(seed, states=4, discount=F(9, 10))
    found = follow(game)
    assert found is not None
    values = stationary_values(game, found.profile)
    assert max(gain for *_, gain in deviation_gains(game, found.profile, values)) <= found.gain
    assert found.gain < F(1, 10**9)
    certificate = within_certificate(game, found)
    assert check(certificate).valid
    tighter = {**certificate.witnesses, "gain": "-1/1000000000000"}
    assert not check(Certificate(certificate.claim, certificate.game, tighter)).valid


def test_it_is_one_of_the_exact_equilibria():
    game = catalogue.load("escalation/shifting-power").realise().game
    found = follow(game)
    assert found is not None
    exact = [[approx(u) for u in item.payoffs] for item in markov_perfect(game).equilibria]
    assert any(list(found.payoffs) == pytest.approx(row, abs=1e-9) for row in exact)
    assert follow(game) == found


def test_the_answer_says_what_it_is():
    answer = solve(catalogue.load("escalation/shifting-power"), "path")
    assert answer.status == "incomplete"
    assert "numerical" in answer.headline
    jsonschema.Draft202012Validator(output_schema("solve")).validate(answer.envelope())


def test_three_players_are_refused():
    with pytest.raises(GameError, match="two players"):
        follow(random_game(1, sizes=(2, 2, 2)))
