"""Mutants of certificates, digests made anew: false ones are refused, true ones accepted."""

from __future__ import annotations

import json
import random
from fractions import Fraction as F

import pytest

from games.forms.normal import NormalFormGame
from games.spec import loads
from games.world.observation import Observation
from solver.inverse.certificate import certify
from solver.inverse.identified import identified_set
from solver.solution import Certificate
from solver.verify import check
from solver.verify.file import CertificateError, read, verify
from tests.verify.mutants import judged, mutant, plain
from tests.verify.test_file import certified, redigested

#: Games with degenerate best replies, dominated actions, mixed equilibria and none of these.
GAMES = {
    "chicken": ([[6, 2], [7, 0]], [[6, 7], [2, 0]]),
    "degenerate": ([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]]),
    "dominated": ([[1, 1, 0], [2, 2, 1], [0, 3, 1]], [[0, 1, 1], [1, 1, 0], [2, 0, 2]]),
    "zero": ([[0, 0], [0, 0]], [[0, 0], [0, 0]]),
    "row": ([[1, 2, 2]], [[0, 3, 3]]),
}


def spec_of(row, column):
    game = NormalFormGame.from_bimatrix(row, column)
    players = [
        {"name": name, "actions": list(actions)}
        for name, actions in zip(game.players, game.actions, strict=True)
    ]
    payoffs = dict(zip(game.players, (row, column), strict=True))
    block = {"kind": "matrix", "payoffs": payoffs}
    return loads(json.dumps({"detente": 1, "players": players, "game": block}))


def trial(document, claim, rng):
    """(expected, found) for one mutant of one claim of a file."""
    document = plain(document)
    held = next(item for item in document["claims"] if item["claim"] == claim)
    before = plain(held["game"])
    if rng.random() < 0.75:
        held["witnesses"] = mutant(held["witnesses"], rng)
        about_spec = True
    else:
        held["game"] = {**held["game"], "payoffs": mutant(held["game"]["payoffs"], rng)}
        about_spec = numbers_of(held["game"]["payoffs"]) == numbers_of(before["payoffs"])
        if rng.random() < 0.5:
            names = [player["name"] for player in document["spec"]["document"]["players"]]
            block = document["spec"]["document"]["game"]
            block["payoffs"] = dict(zip(names, plain(held["game"]["payoffs"]), strict=False))
            about_spec = True
    expected = about_spec and judged(claim, held["game"], held["witnesses"])
    return expected, document


def numbers_of(value):
    return [numbers_of(entry) for entry in value] if isinstance(value, list) else F(value)


def hunt(claim, count, seed):
    """Judge `count` mutants; return how many stayed true."""
    rng = random.Random(f"{claim}{seed}")
    documents = [plain(certified(spec_of(*GAMES[name])).document()) for name in sorted(GAMES)]
    true = 0
    for _ in range(count):
        expected, document = trial(rng.choice(documents), claim, rng)
        try:
            data = redigested(document)
            document["spec"]["digest"] = read(data, "x").spec.digest
            found = verify(read(redigested(document), "x"))
        except CertificateError:  # a spec of another shape is not read at all
            assert not expected
            continue
        # The other claims are about the game as it was, so only this one is judged.
        verdict = dict(found.claims)[claim]
        assert verdict.valid == expected, (claim, document, verdict)
        assert verdict.valid or all(verdict.reasons)
        assert found.reasons == ()
        true += expected
    return true


@pytest.mark.parametrize("claim", ["equilibria", "completeness", "dominance"])
def test_forty_mutants_of_each_claim(claim):
    assert 0 < hunt(claim, 40, 1) < 40


@pytest.mark.check
@pytest.mark.parametrize("claim", ["equilibria", "completeness", "dominance"])
def test_two_hundred_mutants_of_each_claim(claim):
    for seed in range(2, 7):
        assert 10 < hunt(claim, 200, seed) < 190


def polygons():
    seek, hold = (
        Observation("seek", F(2, 5), F(7, 10), F(1, 2)),
        Observation("hold", F(3, 5), F(7, 10), F(1, 2)),
    )
    other = Observation("hold", F(1, 2), F(1, 4), F(1, 2), F(3, 4), F(1, 3))
    for history in ([seek], [hold], [seek, hold], [seek, hold, other]):
        for ties in (False, True):
            certificate = certify(identified_set(history, ties=ties))
            assert check(certificate).valid
            yield certificate


def hunt_polygons(count, seed):
    rng = random.Random(seed)
    certificates = list(polygons())
    true = 0
    for _ in range(count):
        before = rng.choice(certificates)
        game, witnesses = plain(before.game), plain(before.witnesses)
        if rng.random() < 0.7:
            witnesses = mutant(witnesses, rng)
        else:
            game = mutant(game, rng)
        verdict = check(Certificate(before.claim, game, witnesses))
        expected = judged(before.claim, game, witnesses)
        assert verdict.valid == expected, (game, witnesses, verdict)
        assert verdict.valid or all(verdict.reasons)
        true += expected
    return true


def test_forty_mutants_of_polygons():
    assert 0 < hunt_polygons(40, 1) < 40


@pytest.mark.check
def test_two_hundred_mutants_of_polygons():
    for seed in range(2, 7):
        assert 5 < hunt_polygons(200, seed) < 195
