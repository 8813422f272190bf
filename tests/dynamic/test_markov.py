"""Markov perfect equilibria against the definition, theorems and degenerate cases."""

import itertools
from fractions import Fraction as F

import pytest

from games import catalogue
from games.build import posture
from games.build.dynamic_balance import dynamic_balance
from games.forms.stationary import (
    deviation_gains,
    is_markov_perfect,
    stage_game,
    stationary_values,
)
from games.world import Conflict, Party, RatioContest, World
from solver.dynamic.markov import markov_perfect
from solver.nash import solve_bimatrix
from tests.dynamic.games import listed_pure, pure_equilibria_by_definition, random_game


def balance(cosine=F(-1, 5), loss=F(1, 5), discount=F(3, 5), lattice=3, stakes=F(1, 2), **rules):
    world = World.of_two(Party("red", 1), Party("blue", 2), cosine)
    conflict = Conflict(
        stakes=stakes,
        contest=RatioContest(F(2)),
        destruction_probability=1,
        destruction_fraction=loss,
    )
    rules = {"resistance": F(1, 2), "grab": F(1, 4), **rules}
    return (
        world,
        conflict,
        dynamic_balance(world, conflict, discount=discount, lattice=lattice, **rules),
    )


@pytest.mark.parametrize("seed", range(12))
def test_every_equilibrium_passes_the_definition_and_no_pure_one_is_missed(seed):
    game = random_game(seed)
    found = markov_perfect(game)
    for item in found.equilibria:
        for choice in itertools.islice(itertools.product(*item.stages), 8):
            assert stationary_values(game, choice) == item.values
            assert all(gain <= 0 for *_, gain in deviation_gains(game, choice, item.values))
    assert listed_pure(found) == pure_equilibria_by_definition(game)
    assert found.pure_complete
    if found.complete.value:
        assert found.equilibria, "a stationary equilibrium exists (Fink 1964)"


@pytest.mark.parametrize("seed", range(4))
def test_three_states_and_three_actions(seed):
    for game in (random_game(seed, states=3), random_game(seed, sizes=(3, 2))):
        found = markov_perfect(game, nodes=400)
        for item in found.equilibria:
            assert is_markov_perfect(game, item.profile)
        if found.pure_complete:
            assert listed_pure(found) == pure_equilibria_by_definition(game)


@pytest.mark.parametrize("seed", range(4))
def test_three_players_have_their_pure_equilibria_and_say_so(seed):
    game = random_game(seed, sizes=(2, 2, 2), states=2)
    found = markov_perfect(game)
    assert found.complete.value is None
    assert "pure" in found.complete.reason
    assert listed_pure(found) == pure_equilibria_by_definition(game)


def test_a_degenerate_tie_is_kept_as_a_set():
    """All cells equal: every stationary profile is an equilibrium, with one vector of values."""
    game = random_game(3)
    flat = type(game)(
        players=game.players,
        states=game.states,
        actions=game.actions,
        payoffs=((((F(1),) * 2,) * 2,) * 2,) * 2,
        transitions=((((((0, F(1, 2)), (1, F(1, 2))),) * 2,) * 2),) * 2,
        discounts=game.discounts,
    )
    found = markov_perfect(flat)
    (item,) = found.equilibria
    assert found.complete.value is True
    assert item.values == ((F(1), F(1)), (F(1), F(1)))
    assert [len(row) for row in item.stages] == [4, 4]


@pytest.mark.parametrize("resistance", [F(0), F(1, 3), F(1)])
def test_without_a_future_every_state_is_the_posture_game(resistance):
    _, conflict, game = balance(discount=F(0), resistance=resistance)
    for s in range(len(game.states)):
        share = F(s, 3)
        here = World.of_two(Party("red", share), Party("blue", 1 - share), F(-1, 5))
        stage = posture(here, conflict, resistance=resistance, grab=F(1, 4))
        assert stage.payoffs == game.payoffs[s]
        zero = ((F(0),) * 4,) * 2
        assert stage_game(game, s, zero).payoffs == stage.payoffs
    found = markov_perfect(game)
    assert found.complete.value is True
    values = [
        {item.payoffs for item in solve_bimatrix(stage_game(game, s, zero)).extreme}
        for s in range(4)
    ]
    wanted = {
        tuple(tuple(row[i] for row in choice) for i in (0, 1))
        for choice in itertools.product(*values)
    }
    assert {item.values for item in found.equilibria} == wanted


def test_with_one_interest_holding_is_strictly_dominant_where_conflict_can_be_avoided():
    _, _, game = balance(cosine=F(1), resistance=F(1, 2))
    assert game.is_common_interest
    found = markov_perfect(game)
    (item,) = found.equilibria
    assert found.complete.value is True
    assert item.unique
    hold = (F(1), F(0))
    assert all(profile == ((hold, hold),) for profile in item.stages)
    for s in range(len(game.states)):
        tables = stage_game(game, s, item.values).payoffs
        assert all(tables[0][0][j] > tables[0][1][j] for j in (0, 1))
        assert all(tables[1][j][0] > tables[1][j][1] for j in (0, 1))


def test_with_one_interest_and_full_resistance_equilibria_are_ranked():
    _, _, game = balance(cosine=F(1), resistance=F(1), discount=F(1, 2), lattice=2)
    found = markov_perfect(game)
    assert found.complete.value is True
    assert len(found.equilibria) > 1
    best = [item for item in found.equilibria if "Pareto-best" in item.tags]
    assert len(best) == 1
    assert best[0].values == ((F(1),) * 3,) * 2


def test_the_opposed_case_is_zero_sum():
    _, _, game = balance(cosine=F(-1))
    assert game.is_zero_sum
    found = markov_perfect(game)
    assert len(found.equilibria) == 1
    first, second = found.equilibria[0].values
    assert first == tuple(-value for value in second)


def test_exchanging_the_players_exchanges_the_equilibria():
    game = random_game(5)
    swapped = type(game)(
        players=game.players[::-1],
        states=game.states,
        actions=tuple(row[::-1] for row in game.actions),
        payoffs=tuple(
            tuple(tuple(zip(*table, strict=True)) for table in tables[::-1])
            for tables in game.payoffs
        ),
        transitions=tuple(tuple(zip(*table, strict=True)) for table in game.transitions),
        discounts=game.discounts,
    )
    one, two = markov_perfect(game), markov_perfect(swapped)
    assert {item.values for item in one.equilibria} == {
        item.values[::-1] for item in two.equilibria
    }


def test_a_limit_is_said():
    game = catalogue.load("escalation/shifting-power").realise().game
    found = markov_perfect(game, nodes=1)
    assert found.complete.value is False
    assert "1 node" in found.complete.reason


def test_the_catalogue_entry_mixes_across_states():
    game = catalogue.load("escalation/shifting-power").realise().game
    found = markov_perfect(game)
    assert found.complete.value is True
    assert len(found.equilibria) == 3
    mixed = [item for item in found.equilibria if "pure" not in item.tags]
    assert len(mixed) == 1
    assert is_markov_perfect(game, mixed[0].profile)
