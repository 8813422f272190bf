"""One interest: the joint optimum against every pure profile, and the ranking it heads."""

import itertools
from dataclasses import replace
from fractions import Fraction as F

import jsonschema
import pytest

from games.errors import GameError, LimitError
from games.forms.stationary import is_markov_perfect, stationary_values
from solver.dynamic import common_interest
from solver.dynamic.common_interest import best_equilibrium, joint_optimum
from solver.dynamic.markov import DOMINANT, markov_perfect
from solver.report.schemas import output_schema
from solver.solve import solve
from tests.dynamic.games import pure, random_game
from tests.dynamic.test_markov import balance


def common(seed, **shape):
    game = random_game(seed, **shape)
    return replace(game, payoffs=tuple((tables[0],) * len(game.players) for tables in game.payoffs))


@pytest.mark.parametrize("sizes", [(2, 2), (3, 2), (2, 2, 2)])
@pytest.mark.parametrize("seed", range(3))
def test_no_pure_profile_does_better_in_any_state(seed, sizes):
    game = common(seed, sizes=sizes)
    optimum = joint_optimum(game)
    assert optimum is not None
    own = [list(game.profiles(s)) for s in range(2)]
    every = [stationary_values(game, pure(game, c))[0] for c in itertools.product(*own)]
    assert optimum.values == tuple(max(v[s] for v in every) for s in range(2))


@pytest.mark.parametrize("seed", range(3))
def test_it_heads_the_equilibria_of_the_exact_search(seed):
    game = common(seed)
    (best,) = best_equilibrium(game).equilibria
    found = markov_perfect(game)
    ranked = [item for item in found.equilibria if item.values == best.values]
    assert len(ranked) == 1
    assert ranked[0].stages == best.stages
    assert is_markov_perfect(game, best.profile)
    if len(found.equilibria) > 1:
        assert "Pareto-best" in ranked[0].tags


@pytest.mark.parametrize("resistance", [F(0), F(1, 3), F(9, 10), F(1)])
@pytest.mark.parametrize("loss", [F(0), F(1, 4)])
def test_holding_is_strictly_dominant_iff_conflict_can_be_avoided_and_costs(resistance, loss):
    """Model, section 7: with c = 1, resistance < 1 and d > 0. Otherwise it is not."""
    _, _, game = balance(cosine=F(1), resistance=resistance, loss=loss, lattice=2)
    dominant = any(DOMINANT in item.tags for item in markov_perfect(game).equilibria)
    assert dominant == (resistance < 1 and loss > 0 and resistance > 0)


def test_many_states():
    _, _, game = balance(cosine=F(1), resistance=F(1), lattice=60)
    answer = solve(game, "best")
    assert answer.status == "complete"
    assert answer.found.equilibria[0].values == ((F(1),) * 61,) * 2
    jsonschema.Draft202012Validator(output_schema("solve")).validate(answer.envelope())


def test_what_it_does_not_take(monkeypatch):
    with pytest.raises(GameError, match="all players receive the same"):
        best_equilibrium(random_game(1))
    stopped = best_equilibrium(common(1), stopped=lambda: True)
    assert stopped.complete.value is False
    assert not stopped.equilibria
    monkeypatch.setattr(common_interest, "MAX_STATES", 1)
    with pytest.raises(LimitError, match="2 states are too many"):
        best_equilibrium(common(1))
