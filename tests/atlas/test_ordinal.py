"""The ordinal 2x2 games: counts of the literature, and equilibria by their definition.

Rapoport and Guyer (1966): 78 games without ties. Kilgour and Fraser (1988): 726 in all. Of the 144
without ties that remain when players are not exchanged (Robinson and Goforth 2005), 12 are
symmetric.
"""

from __future__ import annotations

import itertools
from collections import Counter

from games import catalogue
from solver.atlas import ordinal, patterns


def test_counts_of_the_literature() -> None:
    every = ordinal.classes()
    assert len(every) == 726
    assert sum(map(ordinal.strict, every)) == 78
    assert len(list(ordinal.weak_orders())) == 75


def test_counts_by_burnside() -> None:
    """Orbits of the eight exchanges, counted by their fixed games instead of by listing."""
    for orders, expected in (
        (list(ordinal.weak_orders()), 726),
        (list(itertools.permutations((1, 2, 3, 4))), 78),
    ):
        fixed = [0] * 8
        for game in itertools.product(orders, orders):
            for number, image in enumerate(ordinal.images(game)):
                fixed[number] += image == game
        assert sum(fixed) == 8 * expected


def test_pure_equilibria_by_definition() -> None:
    for game, item in zip(ordinal.classes(), ordinal.solved(), strict=True):
        (a, b, c, d), (e, f, g, h) = game
        pure = (a >= c and e >= f) + (b >= d and f >= e) + (c >= a and g >= h) + (d >= b and h >= g)
        # Every pure equilibrium of a game is extreme.
        assert pure == item.pure
        assert item.code == ordinal.code(game)


def test_counts_of_equilibria_without_ties() -> None:
    counts: Counter[int] = Counter()
    for item in ordinal.solved():
        if not item.tied:
            counts[item.pure] += 1 if item.symmetric else 2
            assert item.extreme == {0: 1, 1: 1, 2: 3}[item.pure]
    assert counts == {0: 18, 1: 108, 2: 18}


def test_the_twelve_patterns_are_the_symmetric_games_of_the_catalogue() -> None:
    """Two sources: the table of names, and the entries with their own payoffs."""
    for label in patterns.SYMMETRIC:
        payoffs = catalogue.load(f"classic/{label}").realise().game.payoffs
        row, column = (tuple(int(x) for line in table for x in line) for table in payoffs)
        assert ordinal.name((row, column)) == label
    assert len(patterns.SYMMETRIC) == 12


def test_names_tell_games_apart() -> None:
    named = [item for item in ordinal.solved() if item.name]
    assert len({item.name for item in named}) == len(named) == 679
    assert all(item.name for item in ordinal.solved() if not item.tied)
    for item in named:
        if not item.tied:
            assert item.symmetric == (" / " not in item.name)
        assert item.symmetric or " / " in item.name


def test_a_named_pattern_with_ties_comes_from_its_stem_by_equal_ranks() -> None:
    """The ranks are those of the strict game of that name, with the right two made equal."""
    merged = {"low": (1, 1, 2, 3), "mid": (1, 2, 2, 3), "high": (1, 2, 3, 3)}
    merged["double"] = (1, 1, 2, 2)
    stems = {"hunt": "stag-hunt", "lock": "deadlock", "dilemma": "prisoners-dilemma"}
    strict = {name: ranks for name, ranks in patterns._NAMED.items() if len(set(ranks)) == 4}
    checked = 0
    for name, ranks in patterns._NAMED.items():
        kind, _, stem = name.partition("-")
        if kind not in merged:
            continue
        original = strict[stems.get(stem, stem)]
        tied = tuple(merged[kind][rank - 1] for rank in original)
        assert patterns._without_gaps(ranks) == tied, name
        checked += 1
    assert checked == 26


def test_patterns_cover_all_but_two() -> None:
    """39 patterns up to exchanging columns, of which two have no name."""
    found = {}
    for a, b, c, d in ordinal.weak_orders():
        both_ways = {(a, b, c, d), (b, a, d, c)}
        right = [ranks for ranks in both_ways if max(ranks) in (ranks[1], ranks[3])]
        found[min(both_ways)] = {name for ranks in right for name in patterns.names(ranks)}
    assert len(found) == 39
    assert sorted(key for key, own in found.items() if not own) == [(1, 1, 2, 2), (1, 2, 2, 2)]


def test_a_class_is_the_same_however_it_is_written() -> None:
    game = ((3, 2, 4, 1), (1, 2, 4, 3))
    assert len({ordinal.code(image) for image in ordinal.images(game)}) == 1
    assert len({ordinal.name(image) for image in ordinal.images(game)}) == 1
