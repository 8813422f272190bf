"""Time to conflict: exact against simulation by powers, and the float version beside it."""

from fractions import Fraction as F

import jsonschema
import pytest

from games import catalogue
from games.errors import GameError
from solver.dynamic.markov import markov_perfect
from solver.dynamic.passage import passage, rough_passage
from solver.report.schemas import output_schema
from solver.solution.limits import Limits
from solver.solve import solve
from tests.dynamic.games import random_game
from tests.dynamic.test_markov import balance

GAMES = [
    catalogue.load("escalation/shifting-power").realise().game,
    balance(cosine=F(-1, 2), loss=F(1, 10), lattice=4)[2],
    balance(cosine=F(9, 10), resistance=F(1), lattice=3)[2],
]


@pytest.mark.parametrize("game", GAMES)
def test_floats_agree_with_the_exact_times(game):
    for item in markov_perfect(game).equilibria:
        exact, rough = passage(game, item.profile), rough_passage(game, item.profile)
        assert rough.hazard == pytest.approx([float(h) for h in exact.hazard])
        assert rough.peace == exact.peace
        assert rough.tendency == exact.tendency
        assert rough.first == pytest.approx([float(p) for p in exact.start])
        start = [s for s, _ in game.initial]
        ever = sum(weight * exact.ever[s] for s, weight in game.initial)
        assert rough.ever == pytest.approx(float(ever))
        if any(exact.expected[s] is None for s in start):
            assert rough.expected is None
        else:
            wait = sum(weight * exact.expected[s] for s, weight in game.initial)
            assert rough.expected == pytest.approx(float(wait))


def test_a_game_without_conflict_has_no_time_until_it():
    game = random_game(1)
    for ask in (passage, rough_passage):
        with pytest.raises(GameError, match="does not say"):
            ask(game, markov_perfect(game).equilibria[0].profile)


def test_the_answer_by_the_path_says_how_long_peace_lasts():
    answer = solve(catalogue.load("escalation/shifting-power"), "path")
    jsonschema.Draft202012Validator(output_schema("solve")).validate(answer.envelope())
    assert "expected after 13.0894 periods" in str(answer)
    assert answer.envelope()["conflict"]["peace_absorbing"] == [False] * 4


@pytest.mark.parametrize("limits", [Limits(seconds=0), Limits(memory=1)])
def test_limits_leave_an_incomplete_answer(limits):
    spec = catalogue.load("escalation/shifting-power")
    answer = solve(spec, limits=limits)
    assert answer.status == "incomplete"
    assert "stopped after 0 nodes" in str(answer)
    assert "No equilibrium was found" in solve(spec, "path", limits=limits).headline
