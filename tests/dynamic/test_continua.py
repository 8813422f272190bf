"""Continua of Markov perfect equilibria: closed forms, the definition, grids of profiles."""

import itertools
import random
from dataclasses import replace
from fractions import Fraction as F

import numpy as np
import pytest

from games.exact import RationalFunction, parameter, sqrt
from games.forms.stationary import is_markov_perfect, stationary_values
from games.forms.stochastic import StochasticGame
from games.spec import loads
from solver.dynamic.bounds import Bounds
from solver.dynamic.certificate import markov_certificate
from solver.dynamic.continua import sides
from solver.dynamic.families import holds_values
from solver.dynamic.markov import markov_perfect
from solver.dynamic.mixing import Open
from solver.dynamic.pieces import pieces_of
from solver.dynamic.regions import member
from solver.verify import check
from tests.dynamic.games import degenerate_game

X, Y, Z = (parameter(name) for name in "xyz")

BALANCE = """
detente: 1
parties: [{{name: red, power: {0}}}, {{name: blue, power: {1}}}]
alignment: {{cosine: {2}}}
conflict:
  stakes: {3}
  contest: {{kind: ratio, decisiveness: 2}}
  destruction_probability: 1/2
  destruction_fraction: {4}
game: {{kind: dynamic_balance, lattice: {5}, discount: {6}, resistance: {7}, grab: {8}}}
"""
#: Balances in which a party without power is indifferent, so that the other's values move.
POWERLESS = [
    ((1, 1, 0, "3/10", "2/5", 1, "7/10", "3/5", "4/5"), 1),
    ((1, 1, 0, "4/5", "9/10", 2, "3/10", 1, "1/2"), 6),
    ((1, 2, 0, "1/10", "4/5", 3, "3/10", "1/5", "1/2"), 3),
]
REGION = (1, 1, 0, "7/10", "1/2", 2, "4/5", "1/5", "9/10")


def balance(entries):
    return loads(BALANCE.format(*entries)).realise().game


def toll(discount=F(1, 2), inside=(4, 0), outside=(1, 1)):
    """Player 1 stays out for 1, or goes in: 4 if the other, whom nothing concerns, lets it pass.

    Half of everything is lost on the way. With weight t on letting it pass, going in for ever is
    worth v = 4 (1 - delta) t / (1 - delta (1 - t / 2)): 8 t / (2 + t) for delta = 1/2, which is at
    least 1 iff t >= 2/7.
    """
    return StochasticGame(
        players=("driver", "keeper"),
        states=("gate",),
        actions=((("in", "out"), ("pass", "stop")),),
        payoffs=(((inside, outside), ((0, 0), (0, 0))),),
        transitions=((((((0, F(1, 2)),)), ((0, F(1)),)), (((0, F(1)),), ((0, F(1)),))),),
        discounts=(discount,) * 2,
    )


def members(family, rng, count=3):
    """Points of a family: ends and insides of ranges, or the sample of a region."""
    for _ in range(count):
        point = {}
        for side in family.sides:
            if side.is_region:
                point |= {own.name: x for own, x in zip(side.spans, side.sample, strict=True)}
            else:
                for own in side.spans:
                    point[own.name] = own.low + (own.high - own.low) * F(rng.randint(0, 8), 8)
        yield point


def assert_members(game, family, rng, count=3):
    for point in members(family, rng, count):
        values, _ = family.member(point)
        one, two = (side.at(point) for side in family.sides)
        profile = tuple(
            (rng.choice(x), rng.choice(y)) for x, y in zip(two.weights, one.weights, strict=True)
        )
        assert is_markov_perfect(game, profile)
        assert stationary_values(game, profile) == values


def test_the_toll_in_closed_form():
    game = toll()
    found = markov_perfect(game)
    assert found.complete.value is True
    (family,) = found.families
    (span,) = family.spans
    assert (span.low, span.high) == (F(2, 7), 1)
    t = parameter(span.name)
    assert family.sides[0].values == (8 * t / (2 + t),)
    assert family.sides[0].ranges == ((1, F(8, 3)),)
    assert family.payoffs == ((1, F(8, 3)), (0, 0))
    free, item = found.equilibria  # always let pass; staying out, threatened with up to 2/7
    assert free.values == ((F(8, 3),), (0,))
    assert item.values == ((1,), (0,))
    assert all(own.families == (0,) for own in found.equilibria)
    assert {row[1] for row in item.stages[0]} == {(F(2, 7), F(5, 7)), (0, 1)}


@pytest.mark.parametrize("discount", [F(0), F(1, 5)])
def test_the_toll_at_other_discounts(discount):
    found = markov_perfect(toll(discount))
    (family,) = found.families
    t = parameter(family.spans[0].name)
    value = 4 * (1 - discount) * t / (1 - discount * (1 - t / 2))
    assert family.sides[0].values == (value,)
    assert value.at({family.spans[0].name: family.spans[0].low}) == 1


def test_a_family_in_two_parts():
    """In: 6 / (2 + t), convex; out: (59 - 20 t) / 20. They cross where 20 t^2 - 19 t + 2 = 0."""
    game = toll(inside=(3, 3), outside=(F(39, 20), F(59, 20)))
    found = markov_perfect(game)
    assert found.complete.value is True
    low, high = ((19 + sign * sqrt(201)) / 40 for sign in (-1, 1))
    assert {(own.spans[0].low, own.spans[0].high) for own in found.families} == {
        (0, low),
        (low, high),
        (high, 1),
    }
    rng = random.Random(3)
    for family in found.families:
        assert_members(game, family, rng, 8)


@pytest.mark.parametrize(("entries", "count"), POWERLESS)
def test_balances_with_a_powerless_end(entries, count):
    game = balance(entries)
    found = markov_perfect(game)
    assert found.complete.value is True
    assert len(found.families) == count
    assert check(markov_certificate(game, found)).valid
    rng = random.Random(1)
    for family in found.families:
        assert_members(game, family, rng)


def test_the_ends_of_a_family_are_where_an_action_becomes_better():
    """Beyond 2/3 the deviation at the other end of the balance gains, by definition."""
    game = balance(POWERLESS[0][0])
    (family,) = markov_perfect(game).families
    assert [(own.low, own.high) for own in family.spans] == [(0, F(2, 3))] * 2
    for t in (F(2, 3), F(67, 100)):
        point = {own.name: t for own in family.spans}
        _, profile = family.member(point)
        assert is_markov_perfect(game, profile) is (t == F(2, 3))


def test_a_side_without_solutions_of_its_own_decides():
    """One system of the pair is open, the other has no solution that its player would play."""
    found = markov_perfect(balance((2, 1, "-1/2", "1/2", "3/5", 2, "3/5", "7/10", "1/5")))
    assert found.complete.value is True
    assert found.families == ()
    assert len(found.equilibria) == 4


def test_a_region_of_two_weights_and_what_lies_outside_it():
    game = balance(REGION)
    found = markov_perfect(game)
    assert found.complete.value is True
    assert check(markov_certificate(game, found)).valid
    regions = [own for own in found.families if any(side.conditions for side in own.sides)]
    assert regions
    rng = random.Random(2)
    outside = 0
    for family in regions:
        assert_members(game, family, rng, 1)
        for _ in range(30):
            point = {own.name: F(rng.randint(0, 20), 20) for own in family.spans}
            values, profile = family.member(point)
            inside = all(part.at(point) >= 0 for side in family.sides for part in side.conditions)
            assert is_markov_perfect(game, profile) is inside
            for side, own in zip(family.sides, values, strict=True):
                for value, (low, high) in zip(own, side.ranges, strict=True):
                    assert not inside or low <= value <= high
            outside += not inside
    assert outside


def listed(game, found, values, profile):
    """Whether an equilibrium is one that the answer lists or a member of a family."""
    return any(item.values == values for item in found.equilibria) or any(
        all(
            _on(side, own, [row[1 - i] for row in profile])
            for i, (side, own) in enumerate(zip(family.sides, values, strict=True))
        )
        for family in found.families
    )


def _on(side, values, weights):
    if not side.is_region:
        return holds_values(side, values)
    point = {}
    for own in side.spans:
        for s, row in enumerate(side.weights):
            for a, weight in itertools.chain.from_iterable(map(enumerate, row)):
                if weight == parameter(own.name):
                    point[own.name] = weights[s][a]
    functions = (*side.values, *side.conditions)
    bottoms = [f.denominator for f in functions if isinstance(f, RationalFunction)]
    if any(isinstance(b, RationalFunction) and b.at(point) == 0 for b in bottoms):
        return False
    return side.at(point).values == values and all(c.at(point) >= 0 for c in side.conditions)


def quick_gain(game):
    """Largest one-shot gain of a profile in floats, which only sorts out what exact work sees."""
    size = range(len(game.states))
    flow = [np.zeros((2, 2, len(size))) for _ in size]
    for s in size:
        for a, b in game.profiles(s):
            for t, mass in game.targets(s, (a, b)):
                flow[s][a, b, t] = float(mass)
    now = [
        [np.array(game.payoffs[s][i], dtype=float) * float(game.weight(i)) for s in size]
        for i in (0, 1)
    ]

    def gain(profile):
        worst = 0.0
        mixed = [[np.array(own, dtype=float) for own in row] for row in profile]
        for i in (0, 1):
            delta = float(game.discounts[i])
            matrix, right = np.eye(len(size)), np.zeros(len(size))
            for s, (x, y) in enumerate(mixed):
                right[s] = x @ now[i][s] @ y
                matrix[s] -= delta * np.einsum("a,b,abt->t", x, y, flow[s])
            values = np.linalg.solve(matrix, right)
            for s, (x, y) in enumerate(mixed):
                worths = now[i][s] + delta * flow[s] @ values
                best = max(worths @ y) if i == 0 else max(x @ worths)
                worst = max(worst, best - values[s])
        return worst

    return gain


def grid_of_equilibria(game, steps):
    """Every equilibrium whose weights are multiples of 1 / steps, by definition."""
    gain = quick_gain(game)
    weights = [(F(k, steps), F(steps - k, steps)) for k in range(steps + 1)]
    for flat in itertools.product(weights, repeat=2 * len(game.states)):
        profile = tuple(flat[2 * s : 2 * s + 2] for s in range(len(game.states)))
        if gain(profile) < 1e-9 and is_markov_perfect(game, profile):
            yield profile


def compare_with_grid(seed, steps):
    game = degenerate_game(seed)
    found = markov_perfect(game)
    assert found.complete.value is True, (seed, found.open)
    assert check(markov_certificate(game, found)).valid
    rng = random.Random(seed)
    for family in found.families:
        assert_members(game, family, rng, 1)
    known = list(grid_of_equilibria(game, steps))
    for profile in known:
        assert listed(game, found, stationary_values(game, profile), profile), (seed, profile)
    return len(known), len(found.families)


def test_no_equilibrium_on_a_grid_is_missing():
    counts = [compare_with_grid(seed, 3) for seed in range(5)]
    assert all(known for known, _ in counts)
    assert any(families for _, families in counts)


@pytest.mark.check
def test_no_equilibrium_on_a_finer_grid_is_missing():
    for seed in range(5, 40):
        compare_with_grid(seed, 5)


def swapped_states(game):
    order = (1, 0)

    def moved(table):
        if isinstance(table[0], tuple) and table[0] and isinstance(table[0][0], tuple):
            return tuple(map(moved, table))
        return table

    return replace(
        game,
        states=tuple(game.states[s] for s in order),
        actions=tuple(game.actions[s] for s in order),
        payoffs=tuple(game.payoffs[s] for s in order),
        transitions=tuple(
            tuple(
                tuple(tuple(sorted((1 - t, m) for t, m in cell)) for cell in row)
                for row in game.transitions[s]
            )
            for s in order
        ),
        views=(),
    )


def swapped_players(game):
    def turned(table):
        return tuple(zip(*table, strict=True))

    return replace(
        game,
        players=game.players[::-1],
        actions=tuple(row[::-1] for row in game.actions),
        payoffs=tuple(tuple(map(turned, tables[::-1])) for tables in game.payoffs),
        transitions=tuple(map(turned, game.transitions)),
        views=(),
    )


def scaled(game, factor):
    return replace(
        game,
        payoffs=tuple(
            (tuple(tuple(factor * u for u in row) for row in first), second)
            for first, second in game.payoffs
        ),
    )


@pytest.mark.parametrize("seed", [2])
def test_families_follow_relabelling_and_scaled_payoffs(seed):
    game = degenerate_game(seed)
    plain = sorted(own.payoffs for own in markov_perfect(game).families)
    assert plain
    turned = replace(swapped_states(game), initial=((1, F(1)),))
    assert sorted(own.payoffs for own in markov_perfect(turned).families) == plain
    mirrored = [own.payoffs for own in markov_perfect(swapped_players(game)).families]
    assert sorted(ends[::-1] for ends in mirrored) == plain
    larger = sorted(own.payoffs for own in markov_perfect(scaled(game, 3)).families)
    assert larger == sorted(((3 * a, 3 * b), second) for (a, b), second in plain)


def test_pieces_of_a_curve_and_of_its_points():
    pieces = pieces_of([X * Y - Y * Z, X - F(1, 2)], {})
    assert not isinstance(pieces, Open)
    assert {"x": F(1, 2), "z": F(1, 2)} in pieces
    both = pieces_of([(2 * X - 1) * Y - (2 * X - 1) * F(1, 3)], {})
    assert not isinstance(both, Open)
    assert {"x": F(1, 2)} in both
    assert {"y": F(1, 3)} in both
    # The slope of z vanishes at x = 1/2, where z is free.
    special = pieces_of([(4 * X * X - 1) * Z + (3 * Y - 1) ** 2], {})
    assert not isinstance(special, Open)
    assert {"x": F(1, 2), "y": F(1, 3)} in special
    assert isinstance(pieces_of([X * X * X + Y * Y * Y + X * X * Y * Y - F(1, 2)], {}), Open)


def test_members_of_regions_and_proofs_of_none():
    circle = (X - F(1, 2)) ** 2 + (Y - F(1, 2)) ** 2
    point = member([F(1, 100) - circle, X - Y], "xy")
    assert isinstance(point, dict)
    assert (F(1, 100) - circle).at(point) > 0
    assert member([X + Y - 2], "xy") is None  # (1, 1) is on the edge
    assert member([X + Y - 3], "xy") is None
    assert isinstance(member([X + Y - 2], "xy", closed="xy"), Open)
    assert member([-circle - F(1, 1000)], "xy") is None
    assert isinstance(member([-circle], "xy"), Open)  # a point without an inside
    assert member([1 / (X - 2)], ["x"]) is None
    assert member([-X, X - F(1, 2)], ["x"]) is None


@pytest.mark.check
def test_bounds_exclude_by_pieces_what_they_do_not_exclude_at_once():
    game = balance((1, 3, "4/5", "3/10", "1/2", 4, "7/10", "1/5", "9/10"))
    found = markov_perfect(game)
    assert found.complete.value is True
    bounds = Bounds(game, True)
    assert not bounds.excludes(bounds.start(), 5, lambda: False)  # there are equilibria
    assert all(bounds.allows(item.values) for item in found.equilibria)
    wrong = [[value + F(1, 100) for value in own] for own in found.equilibria[0].values]
    assert not bounds.allows(wrong)


def test_sides_say_what_they_do_not_settle():
    game = balance(POWERLESS[0][0])
    found = sides(game, 0, [((1,), (1,)), ((1,), (0, 1))])
    assert not isinstance(found, Open)
    (side,) = found
    assert side.spans[0].high == F(2, 3)
    assert sides(game, 0, [((0,), (0,)), ((0,), (0, 1))]) == []
