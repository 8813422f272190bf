"""Trees beside Gambit, in a separate process where pygambit is installed."""

from __future__ import annotations

import json
import os
import random
import subprocess
from fractions import Fraction

import pytest

from games.forms import ExtensiveGame
from games.forms.behaviour import expected_payoffs
from games.forms.efg import read_efg, write_efg
from games.forms.reduced import reduced_normal_form
from solver.dynamic.equilibria import EquilibriumGraph
from solver.dynamic.induction import backward_induction
from solver.nash import pure_equilibria
from solver.solution.equilibrium import ExtremeEquilibrium
from tests.dynamic.test_induction import seen_tree
from tests.forms.test_reduced import random_tree

PYTHON = os.environ.get("DETENTE_GAMBIT_PYTHON")
PROGRAM = """
import io, json, sys
import pygambit
found = []
for text in json.load(sys.stdin):
    game = pygambit.read_efg(io.StringIO(text))
    found_here = pygambit.nash.enumpure_solve(game).equilibria
    pays = [[str(each.payoff(player)) for player in game.players] for each in found_here]
    back = game.to_efg()
    found.append({"pays": pays, "infosets": len(game.infosets), "back": back})
json.dump(found, sys.stdout)
"""


@pytest.mark.skipif(PYTHON is None, reason="DETENTE_GAMBIT_PYTHON names no Python with pygambit")
def test_gambit_reads_our_files_and_finds_the_same_pure_equilibria() -> None:
    generator = random.Random(20)
    games = [random_tree(generator, 3) for _ in range(15)]
    games += [seen_tree(generator, 3, 2, 2) for _ in range(15)]
    done = subprocess.run(
        [str(PYTHON), "-c", PROGRAM],
        input=json.dumps([write_efg(game) for game in games]),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    several = 0
    for game, answer in zip(games, json.loads(done.stdout), strict=True):
        assert answer["infosets"] == len(game.information_sets)
        theirs = sorted(tuple(map(Fraction, pays)) for pays in answer["pays"])
        ours = sorted(item.payoffs for item in _pure(game))
        assert ours == theirs
        several += len(ours) > 1
        if game.has_perfect_information:
            _subgame_perfect_are_nash(game, theirs)
        again = read_efg(answer["back"])
        assert sorted(item.payoffs for item in _pure(again)) == theirs
    assert several > 5


def _pure(game: ExtensiveGame) -> tuple[ExtremeEquilibrium, ...]:
    return pure_equilibria(reduced_normal_form(game).game).extreme


def _subgame_perfect_are_nash(game: ExtensiveGame, theirs: list[tuple[Fraction, ...]]) -> None:
    induction = backward_induction(game)
    assert induction is not None
    for number, strategy in enumerate(EquilibriumGraph(induction)):
        profile = [
            tuple(Fraction(int(a == strategy[each.nodes[0]])) for a in range(len(each.actions)))
            for each in game.information_sets
        ]
        assert expected_payoffs(game, profile) in theirs
        if number == 20:
            break
