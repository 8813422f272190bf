"""Outside engines against our own: equal where they are exact, every difference named.

An engine that is not installed is skipped with its way out; one that is installed never is.
"""

import os
import random
import shutil
import sys
from fractions import Fraction
from importlib.util import find_spec

import pytest

from games.errors import GameError
from games.exact import parse
from games.forms.normal import NormalFormGame
from solver.errors import EngineError, MissingError
from solver.nash import solve_bimatrix
from solver.nash.engines import ENGINES, EngineAnswer, cross_check, solve_with
from solver.nash.engines.gambit import VARIABLE, solve_gambit
from solver.nash.engines.lrsnash import solve_lrsnash
from solver.nash.engines.nashpy import solve_nashpy
from solver.nash.engines.process import run
from tests.nash.test_enumeration import random_game

needs_lrsnash = pytest.mark.skipif(
    shutil.which("lrsnash") is None, reason="lrsnash is not on PATH (apt install lrslib)"
)
needs_gambit = pytest.mark.skipif(
    not os.environ.get(VARIABLE) and find_spec("pygambit") is None,
    reason=f"pygambit is not installed (set {VARIABLE} to a Python that has it)",
)
needs_nashpy = pytest.mark.skipif(find_spec("nashpy") is None, reason="nashpy is not installed")

bimatrix = NormalFormGame.from_bimatrix
CHICKEN = bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]])
# Von Stengel 2007, example (3.7): degenerate, a component of dimension 1 and an isolated point.
DEGENERATE = bimatrix([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]])


@needs_lrsnash
@pytest.mark.parametrize("block", range(10))
def test_2000_random_games_equal_lrsnash(block):
    for seed in range(200 * block, 200 * (block + 1)):
        game = bimatrix(*random_game(seed))
        theirs = solve_lrsnash(game).equilibria
        assert len(set(theirs)) == len(theirs)
        assert set(theirs) == {e.strategies for e in solve_bimatrix(game).extreme}, seed


@needs_lrsnash
@pytest.mark.parametrize("bits", [31, 32, 62, 63])
def test_lrsnash_with_long_numbers(bits):
    rng = random.Random(bits)
    for _ in range(10):
        A, B = (
            [
                [Fraction(rng.randint(1 - 2**bits, 2**bits - 1), rng.randint(1, 2**bits - 1))
                 for _ in range(3)]
                for _ in range(3)
            ]
            for _ in range(2)
        )  # fmt: skip
        assert cross_check(bimatrix(A, B), solve_bimatrix(bimatrix(A, B)), ["lrsnash"])[0].agrees


@needs_lrsnash
@pytest.mark.parametrize("big", [2**63, Fraction(1, 2**63)])
def test_lrsnash_is_never_sent_what_it_would_change(big):
    game = bimatrix([[big, 0], [0, 1]], [[1, 0], [0, 1]])
    with pytest.raises(GameError, match="2\\^63"):
        solve_lrsnash(game)


@needs_gambit
@pytest.mark.parametrize("seed", range(2))
def test_gambit_agrees(seed):
    game = bimatrix(*random_game(seed))
    assert set(solve_gambit(game).equilibria) == {
        e.strategies for e in solve_bimatrix(game).extreme
    }


@needs_gambit
def test_gambit_fails_on_long_integers_and_the_difference_is_named():
    game = bimatrix([[2**31, 0], [0, 1]], [[1, 0], [0, 1]])
    compared = cross_check(game, solve_bimatrix(game), ["gambit"])[0]
    if compared.version == "16.7.0":
        assert compared.agrees is False
        assert any("misses the component C1" in text for text in compared.differences)
        assert "2^31" in str(compared)


@needs_nashpy
@pytest.mark.parametrize("algorithm", ["vertex", "support"])
def test_nashpy_lists_true_equilibria_only(algorithm):
    game = bimatrix([[4, 0, 2], [1, 3, 1]], [[1, 2, 0], [3, 1, 4]])
    answer = solve_nashpy(game, algorithm=algorithm)
    assert answer.equilibria
    assert set(answer.equilibria) <= {e.strategies for e in solve_bimatrix(game).extreme}
    assert "may miss" in answer.no_promise


@needs_nashpy
def test_nashpy_with_irrational_payoffs_is_confirmed_exactly():
    root = parse("sqrt(2)")
    game = bimatrix([[root, 0], [0, 1]], [[1, 0], [0, root]])
    compared = cross_check(game, solve_bimatrix(game), ["nashpy"])[0]
    assert compared.agrees is True


@needs_nashpy
def test_a_defect_of_nashpy_is_a_named_difference():
    # All payoffs equal: nashpy's polytopes are unbounded.
    game = bimatrix([[0, 0], [0, 0]], [[0, 0], [0, 0]])
    compared = cross_check(game, solve_bimatrix(game), ["nashpy"])[0]
    assert compared.agrees is not True
    assert compared.differences


@pytest.mark.parametrize("engine", [pytest.param("lrsnash", marks=needs_lrsnash)])
def test_an_engine_gives_the_same_sets_without_indices(engine):
    ours, theirs = solve_bimatrix(DEGENERATE), solve_with(engine, DEGENERATE)
    assert theirs.complete.value is None
    assert "proof" in theirs.complete.reason
    assert theirs.method.engine == engine
    assert theirs.index_sum is None
    assert [e.strategies for e in theirs.extreme] == [e.strategies for e in ours.extreme]
    assert [e.payoffs for e in theirs.extreme] == [e.payoffs for e in ours.extreme]
    assert [c.subsets for c in theirs.components] == [c.subsets for c in ours.components]
    assert ["strict" in e.tags for e in theirs.extreme] == [
        "strict" in e.tags for e in ours.extreme
    ]


def answering(monkeypatch, equilibria, **more):
    answer = EngineAnswer("nashpy", "9.9", "test", equilibria, "nothing", **more)
    monkeypatch.setitem(ENGINES, "nashpy", lambda game, seconds=None: answer)


def test_every_kind_of_difference_is_named(monkeypatch):
    ours = solve_bimatrix(DEGENERATE)
    full = tuple(e.strategies for e in ours.extreme)
    answering(monkeypatch, full)
    assert cross_check(DEGENERATE, ours, ["nashpy"])[0].agrees is True

    answering(monkeypatch, full[1:])
    [compared] = cross_check(DEGENERATE, ours, ["nashpy"])
    assert compared.agrees is False
    assert compared.differences == ("nashpy does not list E1: (1, 0, 0), (1, 0)",)

    answering(monkeypatch, full[:2])
    [compared] = cross_check(DEGENERATE, ours, ["nashpy"])
    assert "nashpy misses the component C2 entirely" in compared.differences

    half = Fraction(1, 2)
    between = ((1, 0, 0), (Fraction(5, 6), Fraction(1, 6)))
    answering(monkeypatch, (*full, between, ((half, half, 0), (1, 0))))
    [compared] = cross_check(DEGENERATE, ours, ["nashpy"])
    assert len(compared.differences) == 2
    assert "not an extreme one" in compared.differences[0]
    assert "not an equilibrium" in compared.differences[1]

    answering(monkeypatch, full, unconfirmed=("noise",), defects=("an old one",))
    [compared] = cross_check(DEGENERATE, ours, ["nashpy"])
    assert compared.agrees is False
    assert str(compared) == "nashpy 9.9 DIFFERS: noise. Known: an old one"
    assert compared.as_json()["differences"] == ["noise"]


def test_what_is_missing_or_fails_is_reported(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv(VARIABLE, "no-such-python")
    ours = solve_bimatrix(CHICKEN)
    compared = {c.engine: c for c in cross_check(CHICKEN, ours, ["lrsnash", "gambit"])}
    assert compared["lrsnash"].agrees is None
    assert "apt install" in compared["lrsnash"].differences[0]
    assert compared["gambit"].agrees is None
    assert VARIABLE in compared["gambit"].differences[0]
    with pytest.raises(MissingError):
        solve_with("lrsnash", CHICKEN)
    with pytest.raises(GameError, match="no engine"):
        solve_with("oracle", CHICKEN)


def test_processes_that_fail():
    with pytest.raises(EngineError, match=r"within 0\.2 s"):
        run("sleeper", [sys.executable, "-c", "import time; time.sleep(9)"], seconds=0.2)
    with pytest.raises(EngineError, match="exit code 3: no luck"):
        run("loser", [sys.executable, "-c", "import sys; print('no luck'); sys.exit(3)"])
    with pytest.raises(EngineError, match="could not be started"):
        run("ghost", ["/no/such/program"])


def test_an_answer_that_cannot_be_read(monkeypatch, tmp_path):
    fake = tmp_path / "lrsnash"
    fake.write_text("#!/bin/sh\necho '2 nonsense here 1'\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(EngineError, match="cannot be read"):
        solve_lrsnash(CHICKEN)
    fake.write_text("#!/bin/sh\ntrue\n", encoding="utf-8")
    with pytest.raises(EngineError, match="no equilibrium"):
        solve_lrsnash(CHICKEN)


def test_engines_refuse_what_they_cannot_be_given():
    root = parse("sqrt(2)")
    irrational = bimatrix([[root]], [[1]])
    table = (((1, 2), (3, 4)), ((5, 6), (7, 8)))
    three = NormalFormGame(("a", "b", "c"), (("s", "t"),) * 3, (table,) * 3)
    for solve in (solve_lrsnash, solve_gambit):
        with pytest.raises(GameError, match="rational"):
            solve(irrational)
    for solve in ENGINES.values():
        with pytest.raises(GameError, match="two-player"):
            solve(three)
