"""The checker accepts what the definitions accept, and names every fault that is planted."""

import copy
import json
import random
from fractions import Fraction

import pytest

from games.exact import parse
from games.forms.normal import NormalFormGame
from solver.dominance import decide
from solver.nash import pure_equilibria, solve_bimatrix
from solver.nash.certificate import (
    completeness_certificate,
    dominance_certificate,
    equilibria_certificate,
)
from solver.solution import Certificate
from solver.verify import check
from tests import reference


def random_bimatrix(seed):
    rng = random.Random(seed)
    m, n = rng.randint(1, 4), rng.randint(1, 4)
    return [[[rng.randint(0, 2) for _ in range(n)] for _ in range(m)] for _ in range(2)]


def through_json(certificate):
    return Certificate(
        certificate.claim,
        json.loads(json.dumps(certificate.game)),
        json.loads(json.dumps(certificate.witnesses)),
    )


@pytest.mark.parametrize("seed", range(60))
def test_our_own_answers_are_valid(seed):
    game = NormalFormGame.from_bimatrix(*random_bimatrix(seed))
    certificate = through_json(equilibria_certificate(game, solve_bimatrix(game)))
    assert check(certificate).valid
    answers = [
        decide(game, player, action, "weak")
        for player, size in enumerate(game.shape)
        for action in range(size)
    ]
    assert check(through_json(dominance_certificate(game, answers))).valid


@pytest.mark.parametrize("seed", range(120))
def test_any_profile_is_judged_by_the_definition(seed):
    A, B = random_bimatrix(seed)
    rng = random.Random(-seed)
    game = NormalFormGame.from_bimatrix(A, B)

    def strategy(size):
        chosen = [rng.choice([0, 1, 1, 2]) for _ in range(size)]
        return [Fraction(w, sum(chosen) or 1) for w in chosen]

    x, y = strategy(len(A)), strategy(len(A[0]))
    certificate = equilibria_certificate(game, solve_bimatrix(game))
    witness = {"strategies": [[str(w) for w in x], [str(w) for w in y]]}
    judged = check(Certificate("equilibria", certificate.game, {"equilibria": [witness]}))
    assert judged.valid == reference.is_equilibrium(A, B, x, y)
    assert bool(judged.reasons) != judged.valid


@pytest.fixture
def chicken():
    game = NormalFormGame.from_bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    return equilibria_certificate(game, solve_bimatrix(game))


@pytest.mark.parametrize(
    ("plant", "reason"),
    [
        (lambda c: c["equilibria"][1]["strategies"][0].__setitem__(0, "1/2"), "sum to 1"),
        (lambda c: c["equilibria"][1]["strategies"].__setitem__(0, ["3/2", "-1/2"]), "negative"),
        (lambda c: c["equilibria"][1]["strategies"].__setitem__(0, ["1/2", "1/2"]), "deviating"),
        (lambda c: c["equilibria"][0]["payoffs"].__setitem__(1, "6"), "payoff of player 2"),
        (lambda c: c["subsets"][0][1].append(["1", "0"]), "subset 0"),
        (lambda c: c["subsets"][0][1].clear(), "empty side"),
        (lambda c: c["equilibria"][0]["strategies"].pop(), "2 entries"),
        (lambda c: c["equilibria"][0]["strategies"][0].append("0"), "2 entries"),
        (lambda c: c["equilibria"][0]["strategies"][0].__setitem__(0, 0.5), "malformed"),
        (lambda c: c["equilibria"].append({}), "strategies"),
        (lambda c: c.pop("equilibria"), "equilibria"),
    ],
)
def test_every_planted_fault_is_named(chicken, plant, reason):
    witnesses = copy.deepcopy(chicken.witnesses)
    plant(witnesses)
    judged = check(Certificate("equilibria", chicken.game, witnesses))
    assert not judged.valid
    assert any(reason in text for text in judged.reasons), judged.reasons


@pytest.mark.parametrize(
    "plant",
    [
        lambda g: g["payoffs"].pop(),
        lambda g: g["payoffs"][0][0].append("1"),
        lambda g: g["payoffs"][0].__setitem__(0, "11"),
        lambda g: g["payoffs"][1][0].__setitem__(0, "__import__('os')"),
        lambda g: g["actions"].clear(),
        lambda g: g["actions"].__setitem__(0, []),
        lambda g: g.pop("actions"),
        # Another game than the one that was solved.
        lambda g: g["payoffs"][0][0].__setitem__(0, "9"),
    ],
)
def test_a_broken_or_changed_game_is_noticed(chicken, plant):
    game = copy.deepcopy(chicken.game)
    plant(game)
    assert not check(Certificate("equilibria", game, chicken.witnesses)).valid


def test_unknown_claims_are_not_valid(chicken):
    judged = check(Certificate("beauty", chicken.game, {}))
    assert not judged.valid
    assert "beauty" in judged.reasons[0]


@pytest.mark.parametrize(
    ("answer", "valid"),
    [
        ({"player": 0, "action": 0, "kind": "strict", "by": ["0", "1"]}, True),
        ({"player": 0, "action": 0, "kind": "weak", "by": ["0", "1"]}, True),
        ({"player": 0, "action": 0, "kind": "strict", "by": ["1/2", "1/2"]}, True),
        ({"player": 0, "action": 1, "kind": "weak", "by": ["1", "0"]}, False),
        ({"player": 1, "action": 0, "kind": "strict", "by": ["0", "1"]}, False),
        ({"player": 1, "action": 0, "kind": "weak", "by": ["0", "1"]}, True),
        ({"player": 1, "action": 1, "kind": "weak", "by": ["0", "1"]}, False),
        ({"player": 1, "action": 1, "kind": "weak", "belief": ["1/2", "1/2"]}, True),
        ({"player": 1, "action": 0, "kind": "strict", "belief": ["0", "1"]}, True),
        ({"player": 1, "action": 0, "kind": "weak", "belief": ["0", "1"]}, False),
        ({"player": 0, "action": 0, "kind": "strict", "belief": ["1", "0"]}, False),
        ({"player": 2, "action": 0, "kind": "strict", "belief": ["1", "0"]}, False),
        ({"player": 0, "action": 0, "kind": "odd", "by": ["0", "1"]}, False),
        ({"player": 0, "action": 0, "kind": "weak"}, False),
    ],
)
def test_dominance_claims(answer, valid):
    game = NormalFormGame.from_bimatrix([[0, 0], [1, 1]], [[0, 1], [2, 2]])
    plain = equilibria_certificate(game, solve_bimatrix(game)).game
    assert check(Certificate("dominance", plain, {"answers": [answer]})).valid is valid


def test_three_players_and_algebraic_payoffs():
    table = (((1, 0), (0, 0)), ((0, 0), (0, 1)))
    game = NormalFormGame(("a", "b", "c"), (("s", "t"),) * 3, (table,) * 3)
    assert check(through_json(equilibria_certificate(game, pure_equilibria(game)))).valid
    root = parse("sqrt(2)")
    game = NormalFormGame.from_bimatrix([[root, 0], [0, 1]], [[1, 0], [0, root]])
    answer = solve_bimatrix(game)
    assert answer.extreme[1].strategies[0][0] == root / (1 + root)
    certificate = through_json(equilibria_certificate(game, answer))
    assert check(certificate).valid
    certificate.witnesses["equilibria"][1]["strategies"][0][0] = "0.5857864376269049"
    assert not check(certificate).valid


@pytest.mark.parametrize("seed", range(20))
def test_completeness(seed):
    game = NormalFormGame.from_bimatrix(*random_bimatrix(seed))
    certificate = through_json(completeness_certificate(game))
    assert check(certificate).valid
    certificate.witnesses["equilibria"].pop()
    assert not check(certificate).valid


@pytest.mark.parametrize(
    "plant",
    [
        lambda c: c["polytopes"][0]["bases"].pop(),
        lambda c: c["polytopes"][1]["bases"][0].pop(),
        lambda c: c["polytopes"].pop(),
        lambda c: c.pop("equilibria"),
        lambda c: c["polytopes"][0]["shift"].__setitem__(0, 1.5),
        lambda c: c["polytopes"][0]["shift"].__setitem__(0, "1e99999999"),
        lambda c: c["polytopes"][0]["divisor"].__setitem__(0, "0"),
    ],
)
def test_a_broken_proof_of_completeness_is_noticed(plant):
    game = NormalFormGame.from_bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    certificate = through_json(completeness_certificate(game))
    plant(certificate.witnesses)
    assert not check(certificate).valid
