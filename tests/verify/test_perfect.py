"""The checker of subgame-perfect equilibria: it accepts ours and refuses every mutant."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest

from games import catalogue
from solver.dynamic.equilibria import EquilibriumGraph
from solver.dynamic.induction import backward_induction
from solver.dynamic.perfect_certificate import subgame_perfect_certificate
from solver.solution.certificate import Certificate
from solver.verify import check
from tests.dynamic.test_induction import seen_tree


def certificate(game: Any) -> Certificate:
    induction = backward_induction(game)
    assert induction is not None
    made = subgame_perfect_certificate(EquilibriumGraph(induction))
    return Certificate(made.claim, made.game, json.loads(json.dumps(made.witnesses)))


@pytest.mark.parametrize(
    "label",
    [
        "escalation/brinkmanship",
        "escalation/dollar-auction",
        "literature/mckelvey1992/centipede-tree",
    ],
)
def test_entries_of_the_catalogue_are_accepted(label: str) -> None:
    assert check(certificate(catalogue.load(label).realise().game)).valid


def test_random_trees_are_accepted_and_mutants_refused() -> None:
    generator = random.Random(4)
    mutants = 0
    for trial in range(40):
        game = seen_tree(generator, 3, 2, 1 + trial % 3)
        good = certificate(game)
        assert check(good).valid
        for kind in range(4):
            bad: dict[str, Any] = copy.deepcopy(dict(good.witnesses))
            node = generator.randrange(len(bad["values"]))
            values = bad["values"][node]
            if kind == 0:
                values.append(["7"] * len(values[0]))
            elif kind == 1:
                values.pop()
            elif kind == 2:
                bad["count"] = str(int(bad["count"]) + 1)
            elif not _another_action(bad, game, generator):
                continue
            mutants += 1
            assert not check(Certificate(good.claim, good.game, bad)).valid, (kind, node)
    assert mutants > 120


def _another_action(bad: dict[str, Any], game: Any, generator: random.Random) -> bool:
    """Change one action of one equilibrium to one that is worse; False where there is none."""
    induction = backward_induction(game)
    assert induction is not None
    strategy = bad["equilibria"][0]
    for node in strategy:
        best = {action for action, _ in induction.supports(int(node))}
        worse = set(range(len(game.nodes[int(node)].actions))) - best
        if worse:
            strategy[node] = generator.choice(sorted(worse))
            return True
    return False


@pytest.mark.parametrize(
    ("game", "message"),
    [
        ({"players": ["a"], "nodes": [{"player": 0, "moves": [0]}]}, "no later node"),
        ({"players": ["a"], "nodes": [{"player": 0, "moves": []}]}, "needs moves"),
        (
            {"players": ["a"], "nodes": [{"odds": ["1/2"], "moves": [1]}, {"payoffs": ["1"]}]},
            "sum to 1",
        ),
        ({"players": ["a", "b"], "nodes": [{"payoffs": ["1"]}]}, "payoff per player"),
        ({"players": ["a"], "nodes": [{"player": 3, "moves": [1]}, {"payoffs": ["1"]}]}, "player"),
        ({"nodes": []}, "players"),
    ],
)
def test_malformed_games_are_invalid_with_the_reason(game: dict[str, Any], message: str) -> None:
    size = len(game["nodes"])
    witnesses = {"values": [[["1"]]] * size, "count": "1", "equilibria": []}
    verification = check(Certificate("subgame_perfect", game, witnesses))
    assert not verification.valid
    assert message in verification.reasons[0]
