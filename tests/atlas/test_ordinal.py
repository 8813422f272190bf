"""The ordinal 2x2 games: counts of the literature, and equilibria by their definition.

Rapoport and Guyer (1966): 78 games without ties. Kilgour and Fraser (1988): 726 in all. Of the 144
without ties that remain when players are not exchanged (Robinson and Goforth 2005), 12 are
symmetric.
"""

from __future__ import annotations

import itertools
from collections import Counter

from solver.atlas import ordinal


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
        if item.name:
            counts[item.pure] += 1 if item.symmetric else 2
            assert item.extreme == {0: 1, 1: 1, 2: 3}[item.pure]
    assert counts == {0: 18, 1: 108, 2: 18}


def test_names_are_those_of_the_symmetric_games() -> None:
    assert sorted(ordinal.patterns().values()) == sorted(ordinal.SYMMETRIC)
    named = [item for item in ordinal.solved() if item.name]
    assert len({item.name for item in named}) == 78
    for item in named:
        assert item.symmetric == (" / " not in item.name)
    names = {ordinal.name(game) for game in ordinal.classes() if ordinal.strict(game)}
    assert set(ordinal.SYMMETRIC) <= names


def test_a_class_is_the_same_however_it_is_written() -> None:
    game = ((3, 2, 4, 1), (1, 2, 4, 3))
    assert len({ordinal.code(image) for image in ordinal.images(game)}) == 1
    assert len({ordinal.name(image) for image in ordinal.images(game)}) == 1
