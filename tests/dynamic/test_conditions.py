"""Conditions of play: where they all hold the numeric solution plays the same."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from games.errors import GameError
from games.exact import parameter
from games.forms import ExtensiveGame
from games.spec import loads, template
from solver.dynamic.conditions import at_values, conditions
from solver.dynamic.induction import backward_induction

F = Fraction
LADDER = template("ladder").replace("moves: 8", "moves: 4")


def best(game: ExtensiveGame, values: dict[str, Fraction]) -> list[frozenset[int]]:
    fixed = ExtensiveGame(game.players, tuple(at_values(node, values) for node in game.nodes))
    induction = backward_induction(fixed)
    assert induction is not None
    return [frozenset(a for a, _ in induction.supports(i)) for i, _ in fixed.decisions()]


def test_the_conditions_bound_the_region_of_a_play() -> None:
    spec = loads(LADDER)
    free = {"rungs.2.risk": parameter("risk"), "stakes": parameter("stakes")}
    free["win_probability"] = parameter("win")
    game = spec.realise(free).game
    generator = random.Random(3)
    inside = outside = 0
    for _ in range(12):
        here = {name: F(generator.randint(1, 19), 20) for name in ("risk", "stakes", "win")}
        try:
            found = conditions(game, here, everywhere=True)
        except GameError:
            continue
        play = best(game, here)
        for _ in range(25):
            there = {name: F(generator.randint(1, 19), 20) for name in here}
            signs = []
            for each in found:
                value = each.polynomial
                signs.append(value.at(there) if hasattr(value, "at") else value)
            plays = best(game, there)
            if all(value >= 0 for value in signs):
                assert all(old <= new or old & new for old, new in zip(play, plays, strict=True))
                inside += 1
            if any(value < 0 for value in signs):
                outside += 1
                assert plays != play
    assert inside > 20
    assert outside > 20


def test_a_rung_is_climbed_below_a_critical_risk() -> None:
    """One rung, one move each: climbing pays iff (1 - r) win + r conflict > status quo."""
    text = LADDER.replace("moves: 4", "moves: 2")
    game = loads(text).realise({"rungs.2.risk": parameter("r")}).game
    found = conditions(game, {"r": F(1, 10)})
    assert found[0].meaning.startswith("at rung 0, red to make move 1")
    assert all("as long as" in each.validity for each in found)
    assert any("r" in str(each.polynomial) for each in found)


def test_ties_between_payoffs_are_refused() -> None:
    spec = loads(
        "detente: 1\nplayers: [{name: a}, {name: b}]\ngame:\n  kind: extensive\n  nodes:\n"
        "    start: {player: a, moves: {x: [1, 0], y: [1, 2]}}\n"
    )
    with pytest.raises(GameError, match="at start a tie leaves several payoffs"):
        conditions(spec.realise().game, {})
