"""The compiled tiers against the Python path, lrsnash and the symmetries of the problem."""

import json
import random
from fractions import Fraction
from pathlib import Path

import pytest

from games.errors import GameError, LimitError
from games.forms.normal import NormalFormGame
from solver.nash import extreme_equilibria, solve_bimatrix
from solver.nash.bimatrix import polytopes
from solver.nash.certificate import completeness_certificate
from solver.nash.kernel.exploration import TierError
from solver.nash.kernel.tiers import CERTIFIED, LIMBS, PYTHON
from solver.solution import Limits
from solver.verify.completeness import check_completeness
from tests.nash.kernel.families import (
    escalation,
    lrsnash,
    lrsnash_present,
    matrices,
    random_game,
)

pytest.importorskip("numba")
FAST = (*LIMBS, CERTIFIED)
SIX_BY_SIX = (
    Path(__file__).parents[2] / "literature" / "normal_form" / "savani-vonstengel-2006.json"
)

needs_lrsnash = pytest.mark.skipif(not lrsnash_present(), reason="lrsnash is not on PATH")


def game_of(tables):
    return NormalFormGame.from_bimatrix(*tables)


def search(game, tier=None):
    from solver.nash.kernel.at_once import SearchAtOnce
    from solver.nash.kernel.search import KernelSearch

    table = polytopes(game)
    if tier is None and SearchAtOnce.suits(table):
        found = SearchAtOnce(table)
    else:
        found = KernelSearch(table, forced=tier)
    for _ in found.run():
        pass
    return found


def strategies(game, tier=None):
    from solver.nash.enumeration import probabilities

    found = search(game, tier)
    return {
        (probabilities(found.first.vertices[v]), probabilities(found.second.vertices[w]))
        for v, w in found.pairs
    }


def plain(answer):
    """Everything but the method record."""
    return (answer.complete, answer.strategies, answer.extreme, answer.components)


@pytest.mark.parametrize("block", range(10))
def test_every_tier_gives_the_same_answer(block):
    served = dict.fromkeys(FAST, 0)
    for seed in range(16 * block, 16 * block + 16):
        game = game_of(random_game(seed, 6))
        expected = solve_bimatrix(game, tier=PYTHON)
        for tier in FAST:
            try:
                answer = solve_bimatrix(game, tier=tier)
            except TierError:
                continue
            served[tier] += 1
            assert plain(answer) == plain(expected)
            assert answer.method.tier == tier
    assert all(count >= 12 for count in served.values())


@pytest.mark.parametrize("block", range(5))
def test_at_once_or_in_slices_the_answer_is_the_same(block, monkeypatch):
    """Also where the one call gives up, for want of room or because a number overflows."""
    from solver.nash import tier as choice
    from solver.nash.kernel import middle
    from solver.nash.kernel.at_once import SearchAtOnce

    monkeypatch.setattr(choice.tiers, "worthwhile", lambda m, n, memory: True)
    served, kernel = [], middle.solve_middle

    def counted(width, row, column, room):
        answer = kernel(width, row, column, 8 if seed % 5 == 0 else room)
        served.append(len(answer[0][0]) > 0 and len(answer[1][0]) > 0)
        return answer

    monkeypatch.setattr(middle, "solve_middle", counted)
    for seed in range(24 * block, 24 * block + 24):
        tables = random_game(seed, 8)
        if seed % 7 == 0:
            tables = matrices(random.Random(seed), 7, 8, -9999, 9999)
        game = game_of(tables)
        assert SearchAtOnce.suits(polytopes(game))
        answer = solve_bimatrix(game)
        assert plain(answer) == plain(solve_bimatrix(game, tier=PYTHON)), seed
        if max(game.shape) < 5:
            assert check_completeness(completeness_certificate(game)) is None, seed
    assert 12 < sum(served) < len(served)


def compare_with_lrsnash(seeds, largest, folder):
    for seed in seeds:
        tables = random_game(seed, largest)
        assert strategies(game_of(tables)) == lrsnash(*tables, folder), seed


@needs_lrsnash
def test_equal_to_lrsnash(tmp_path):
    compare_with_lrsnash(range(400), 8, tmp_path)


@needs_lrsnash
@pytest.mark.check
@pytest.mark.parametrize("block", range(10))
def test_3000_games_equal_lrsnash(block, tmp_path):
    compare_with_lrsnash(range(1000 + 300 * block, 1300 + 300 * block), 8, tmp_path)


@needs_lrsnash
@pytest.mark.check
@pytest.mark.parametrize("seed", range(30))
def test_larger_games_equal_lrsnash(seed, tmp_path):
    rng = random.Random(seed)
    m, n = rng.randint(10, 14), rng.randint(10, 14)
    tables = (
        escalation(rng, m, n)
        if seed % 3 == 0
        else matrices(rng, m, n, *((-99, 99), (0, 2))[seed % 2])
    )
    expected = lrsnash(*tables, tmp_path)
    assert strategies(game_of(tables)) == expected
    for tier in FAST:
        try:
            assert strategies(game_of(tables), tier) == expected
        except TierError:
            continue


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (1, 40), (40, 1), (2, 9)])
@pytest.mark.parametrize("tier", FAST)
def test_thin_games(shape, tier):
    for seed in range(5):
        game = game_of(matrices(random.Random(seed), *shape, 0, 3))
        assert plain(solve_bimatrix(game, tier=tier)) == plain(solve_bimatrix(game, tier=PYTHON))


@pytest.mark.parametrize("tier", FAST)
def test_all_of_the_simplex(tier):
    flat = [[3] * 6 for _ in range(5)]
    answer = solve_bimatrix(game_of((flat, flat)), tier=tier)
    assert len(answer.extreme) == 30
    assert [(c.dimension, c.index) for c in answer.components] == [(9, 1)]


@pytest.mark.parametrize("tier", [None, *FAST])
def test_payoffs_of_a_billion_and_large_denominators(tier):
    rng = random.Random(5)
    billions = matrices(rng, 5, 5, -(10**9), 10**9)
    primes = [
        [
            [Fraction(rng.randint(-(10**6), 10**6), 999_983 + 2 * k) for k in range(4)]
            for _ in "1234"
        ]
        for _ in range(2)
    ]
    for tables in (billions, primes):
        game = game_of(tables)
        try:
            answer = plain(solve_bimatrix(game, tier=tier))
        except TierError:
            assert tier in ("int64", "int128", "int256", CERTIFIED)
            continue
        assert answer == plain(solve_bimatrix(game, tier=PYTHON))


def test_no_tier_is_too_small_when_the_choice_is_free():
    rng = random.Random(2)
    game = game_of(matrices(rng, 6, 6, -(10**60), 10**60))
    found = search(game)
    assert found.tier == PYTHON
    assert len(found.pairs) == len(solve_bimatrix(game, tier=PYTHON).extreme)


@pytest.mark.parametrize("seed", range(20))
def test_relabelling_scaling_and_exchange_of_players(seed):
    rng = random.Random(seed)
    A, B = random_game(seed, 7)
    m, n = len(A), len(A[0])
    expected = strategies(game_of((A, B)))
    rows, columns = rng.sample(range(m), m), rng.sample(range(n), n)
    scale, shift = Fraction(rng.randint(1, 9), 7), Fraction(rng.randint(-9, 9), 5)
    bonus = [rng.randint(-5, 5) for _ in range(n)]
    moved = [
        [[scale * A[i][j] + shift + bonus[j] for j in columns] for i in rows],
        [[B[i][j] for j in columns] for i in rows],
    ]
    assert strategies(game_of(moved)) == {
        (tuple(x[i] for i in rows), tuple(y[j] for j in columns)) for x, y in expected
    }
    turned = [[list(column) for column in zip(*M, strict=True)] for M in (B, A)]
    assert strategies(game_of(turned)) == {(y, x) for x, y in expected}


@pytest.mark.parametrize("tier", [*FAST, PYTHON])
def test_the_generator_gives_the_same_equilibria(tier):
    game = game_of(random_game(11, 6))
    found = list(extreme_equilibria(game, tier=tier))
    assert len(found) == len(set(found))
    assert set(found) == {e.strategies for e in solve_bimatrix(game, tier=PYTHON).extreme}


def test_the_generator_gives_the_first_equilibria_early():
    """The first of 2^14 - 1 comes long before all bases are visited."""
    game = game_of([[[int(i == j) for j in range(14)] for i in range(14)]] * 2)
    seen = []
    source = extreme_equilibria(game, Limits(progress=seen.append), tier="int64")
    first = [next(source) for _ in range(3)]
    assert len(set(first)) == 3
    assert not seen
    source.close()


def test_the_generator_says_that_memory_does_not_suffice():
    game = game_of(matrices(random.Random(2), 14, 14, -99, 99))
    with pytest.raises(LimitError, match="raise"):
        list(extreme_equilibria(game, Limits(memory=2**20), tier="int64"))


@pytest.mark.parametrize("tier", [*FAST, PYTHON])
def test_the_game_of_75_equilibria_in_every_tier(tier):
    """Savani and von Stengel 2006."""
    entry = json.loads(SIX_BY_SIX.read_text(encoding="utf-8"))[0]
    game = game_of([[[Fraction(v) for v in row] for row in entry[key]] for key in "AB"])
    answer = solve_bimatrix(game, tier=tier)
    assert answer.method.tier == tier
    assert len(answer.extreme) == len(answer.components) == 75
    assert plain(answer) == plain(solve_bimatrix(game, tier=PYTHON))


def test_stops_after_so_many_and_says_so():
    game = game_of([[[int(i == j) for j in range(10)] for i in range(10)]] * 2)
    answer = solve_bimatrix(game, Limits(equilibria=5), tier="int64")
    assert len(answer.extreme) == 5
    assert answer.complete.value is False
    assert "5 equilibria" in answer.complete.reason
    everything = solve_bimatrix(game, tier="int64")
    assert len(everything.extreme) == 2**10 - 1
    assert {e.strategies for e in answer.extreme} <= {e.strategies for e in everything.extreme}


@pytest.mark.parametrize(
    ("limits", "word"), [(Limits(bases=50), "bases"), (Limits(seconds=0), "time")]
)
def test_limits_leave_a_labelled_answer(limits, word):
    game = game_of(matrices(random.Random(1), 10, 10, -99, 99))
    answer = solve_bimatrix(game, limits, tier=CERTIFIED)
    assert answer.complete.value is False
    assert word in answer.complete.reason


def test_a_game_too_large_is_refused_with_the_estimate():
    game = game_of(matrices(random.Random(1), 28, 28, -99, 99))
    with pytest.raises(LimitError, match=r"28 x 28 .* GiB"):
        solve_bimatrix(game)
    wide = game_of(matrices(random.Random(1), 3, 60, 0, 0))
    with pytest.raises(LimitError, match="62"):
        solve_bimatrix(wide, tier="int64")


def test_memory_stops_the_search():
    from solver.nash.kernel.search import KernelSearch

    game = game_of(matrices(random.Random(1), 12, 12, -99, 99))
    answer = solve_bimatrix(game, Limits(memory=2_000_000), tier=CERTIFIED)
    assert answer.complete.value is False
    assert "memory" in answer.complete.reason
    assert isinstance(KernelSearch(polytopes(game)).visited, int)


def test_progress_and_unknown_tier():
    seen = []
    game = game_of(matrices(random.Random(1), 9, 9, -99, 99))
    solve_bimatrix(game, Limits(progress=seen.append), tier="int64")
    bases = [int(text.split()[0].replace(",", "")) for text in seen]
    assert bases == sorted(bases)
    assert bases[-1] > 100
    with pytest.raises(GameError, match="no tier"):
        solve_bimatrix(game, tier="int32")


def test_double_precision_settles_ties_exactly():
    """One tie in a random game: a few bases stay open and are settled by exact arithmetic."""
    rng = random.Random(4)
    A, B = matrices(rng, 9, 9, -9999, 9999)
    best = max(B[0])
    B[0][2] = B[0][5] = best + 1
    game = game_of((A, B))
    found = search(game, CERTIFIED)
    assert found.settled > 0
    assert strategies(game, CERTIFIED) == strategies(game, "int128")


@pytest.mark.parametrize("tier", FAST)
def test_a_wrong_visit_would_be_noticed(tier, monkeypatch):
    """Leave out one basis: the indices no longer sum to +1, or equilibria are lost."""
    from solver.nash.kernel.exploration import Exploration

    game = game_of([[[int(i == j) for j in range(6)] for i in range(6)]] * 2)
    whole = Exploration.bases.fget
    monkeypatch.setattr(Exploration, "bases", property(lambda self: whole(self)[: self.found - 1]))
    whole_tight = Exploration.tight.fget
    monkeypatch.setattr(
        Exploration, "tight", property(lambda self: whole_tight(self)[: self.found - 1])
    )
    with pytest.raises(AssertionError, match="indices"):
        solve_bimatrix(game, tier=tier)
