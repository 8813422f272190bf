"""Distances of stochastic games, against the games solved anew with plain numbers."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from games import catalogue
from games.errors import LimitError, NumberError
from games.exact import Number, enclosure
from games.exact.followed import Trail
from games.spec import Quantity, Spec, loads
from solver.dynamic.bounds import Bounds
from solver.dynamic.events import events
from solver.dynamic.markov import markov_perfect
from solver.dynamic.supports import Allowance, possible_supports
from solver.dynamic.varying import Stretch, VaryingGame
from solver.solution.verdict import Distance, Flip
from solver.solve import solve
from solver.solve.kinds.stochastic.verdict import Finder, best_verdict, extents, sayings
from solver.verdict.distance import blank_distance
from solver.verdict.walk import Sayings

STEP = Fraction(1, 10**6)


def stochastic(rng: random.Random) -> str:
    """A spec with payoffs in x and transitions in y."""
    size = rng.choice([1, 2, 2, 3])

    def table(entry: Any) -> str:
        return f"[{', '.join('[' + ', '.join(entry() for _ in '12') + ']' for _ in '12')}]"

    def payoff() -> str:
        level, slope = rng.randint(-4, 4), rng.randint(-2, 2) * rng.randint(0, 1)
        return f'"{level} + ({slope})*x"'

    def target() -> str:
        first, second = rng.randrange(size), rng.randrange(size)
        odds = rng.choice(["y", "1/2", "(1+y)/3"])
        if first == second:
            return f"s{first}"
        return f'{{s{first}: "{odds}", s{second}: "1-({odds})"}}'

    states = "".join(
        f"    s{s}:\n      payoffs: {{row: {table(payoff)}, column: {table(payoff)}}}\n"
        f"      transitions: {table(target)}\n"
        for s in range(size)
    )
    return (
        "detente: 1\nparameters:\n  x: {value: 1/3, range: [-2, 3]}\n"
        "  y: {value: 2/5, range: [0, 1]}\n"
        "players:\n  - {name: row, actions: [a, b]}\n  - {name: column, actions: [a, b]}\n"
        f"game:\n  kind: stochastic\n  discount: {rng.choice(['1/2', '1/3'])}\n  states:\n{states}"
    )


def plain(spec: Spec, address: str, value: Number, mixed: bool) -> Sayings | None:
    """What the ordinary solver says; None where it does not know."""
    game = spec.realise({address: value}).game
    found = markov_perfect(game, mixed=mixed)
    if mixed and found.complete.value is not True:
        return None
    return sayings(extents(game, found, "equilibrium" if mixed else "pure equilibrium", True))


def middle(value: Number) -> Fraction:
    low, high = enclosure(value, 96)
    return (low + high) / 2


def confirm(spec: Spec, distance: Distance, rng: random.Random, points: int = 4) -> None:
    """The verdict is as it is up to each flip, and another at or past it."""
    assert distance.computed
    mixed = distance.reason == "exact"
    here = plain(spec, distance.address, distance.value, mixed)
    assert here is not None
    now = middle(distance.value)
    for flip, edge, direction in (
        (distance.below, distance.low, -1),
        (distance.above, distance.high, 1),
    ):
        end = flip.value if flip is not None else edge
        if end is None:
            end = now + 40 * direction
        last = middle(end)
        for _ in range(points):
            value = now + (last - now) * Fraction(rng.randint(1, 999), 1000)
            assert plain(spec, distance.address, value, mixed) in (here, None), float(value)
        if flip is not None:
            around_flip(spec, distance.address, flip, direction, here, mixed)


def around_flip(
    spec: Spec, address: str, flip: Flip, direction: int, here: Sayings, mixed: bool
) -> None:
    before, past = (middle(flip.value) + side * direction * STEP for side in (-1, 1))
    if flip.distance > STEP:
        assert plain(spec, address, before, mixed) in (here, None)
    if flip.attained:
        assert plain(spec, address, flip.value, mixed) != here
    else:
        assert plain(spec, address, flip.value, mixed) == here
        assert plain(spec, address, past, mixed) != here


@pytest.mark.parametrize("seed", [3, 13])
def test_random_games_solved_anew_agree(seed: int) -> None:
    check_random(seed)


@pytest.mark.check
@pytest.mark.parametrize("seed", range(100, 140))
def test_many_random_games_solved_anew_agree(seed: int) -> None:
    check_random(seed)


def check_random(seed: int) -> None:
    rng = random.Random(seed)
    spec = loads(stochastic(rng))
    distances = solve(spec, "markov").distances
    assert [item.address for item in distances][:2] == ["x", "y"]
    for distance in distances:
        if distance.computed:
            confirm(spec, distance, rng, 3)
        else:
            assert distance.reason.startswith("not computed, because ")


def test_the_shifting_balance_solved_anew_agrees() -> None:
    rng = random.Random(1)
    spec = catalogue.load("escalation/shifting-power")
    found = {item.address: item for item in solve(spec).distances}
    for address in ("cosine", "resistance", "share"):
        confirm(spec, found[address], rng, 1)
    pinned = found["cosine"]
    assert pinned.below is not None
    assert pinned.above is not None
    assert (pinned.below.value, pinned.above.value) == (Fraction(2467, 18868), Fraction(1679, 6365))
    assert found["decisiveness"].reason.startswith("not computed, because payoffs are no rational")
    assert "another game" in found["win_probability"].reason


def test_parties_that_can_be_exchanged_have_the_same_distances() -> None:
    text = (
        "detente: 1\nparties: [{name: red, power: 1}, {name: blue, power: 1}]\n"
        "alignment: {cosine: 1/5}\n"
        "conflict:\n  stakes: 1/2\n  contest: {kind: ratio, decisiveness: 2}\n"
        "  destruction_probability: 1/2\n  destruction_fraction: 2/5\n"
        "game: {kind: dynamic_balance, lattice: 2, discount: {red: 3/5, blue: 3/5},"
        " resistance: 1/2, grab: 1/4}\n"
    )
    spec = loads(text)
    found = {item.address: item for item in solve(spec).distances}
    red, blue = found["discount.red"], found["discount.blue"]
    assert red.computed
    assert blue.computed
    for mine, theirs in ((red.below, blue.below), (red.above, blue.above)):
        assert (mine is None) == (theirs is None)
        if mine is not None and theirs is not None:
            assert (mine.value, mine.attained) == (theirs.value, theirs.attained)


PENNIES = """detente: 1
parameters: {{x: {{value: 0, range: [{0}, 5]}}}}
players: [{{name: row, actions: [a, b]}}, {{name: column, actions: [a, b]}}]
game:
  kind: stochastic
  discount: 1/2
  states:
    s:
      payoffs: {{row: [["1+x", -1], [-1, 1]], column: [[-1, 1], [1, -1]]}}
      transitions: [[s, s], [s, s]]
"""


def test_an_equilibrium_that_mixes_is_followed() -> None:
    # Matching pennies with a bonus x for row where both play a: both mix for every x > -2.
    (x, *_) = solve(loads(PENNIES.format(-1)), "markov").distances
    assert (x.reason, x.below, x.above) == ("exact", None, None)
    confirm(loads(PENNIES.format(-1)), x, random.Random(4))


def test_the_events_of_a_mixture_are_where_it_leaves_its_supports_and_where_others_gain() -> None:
    # Both mix with y = 2/(4+x) and 1/2; a third action of column is as good where its worth, z for
    # every action of row, reaches column's value 0.
    text = """detente: 1
parameters: {x: {value: 0, range: [-5, 5]}}
players: [{name: row, actions: [a, b]}, {name: column, actions: [a, b, c]}]
game:
  kind: stochastic
  discount: 1/2
  states:
    s:
      payoffs:
        row: [["1+x", -1, 0], [-1, 1, 0]]
        column: [[-1, 1, "x-3"], [1, -1, "x-3"]]
      transitions: [[s, s, s], [s, s, s]]
"""
    game = loads(text).realise({"x": Trail(Fraction(1, 7)).variable()}).game
    found = events(VaryingGame(game), [[((0, 1), (0, 1))]])
    roots = [
        root
        for p in found.polynomials
        for root in (-5, -4, -2, 0, 3)
        if p.degree() and p(root) == 0
    ]
    assert {-2, 3} <= set(roots)
    assert 0 not in roots
    only = events(VaryingGame(game), [[((0, 1), (0,))]])
    assert [p(-2) for p in only.polynomials] == [0]


def test_where_mixtures_are_not_decided_the_pure_equilibria_are_told() -> None:
    # At x = -2 row's a is as good as b against a: a continuum there, and a pure equilibrium.
    spec = loads(PENNIES.format(-5))
    (x, *_) = solve(spec, "markov").distances
    assert x.computed
    assert x.below is not None
    assert (x.below.value, x.below.attained, x.above) == (-2, True, None)
    confirm(spec, x, random.Random(4))


def test_no_sign_of_a_followed_number_is_left_to_bounds() -> None:
    spec = catalogue.load("escalation/shifting-power")
    trail = Trail(Fraction(11, 20))
    game = spec.realise({"resistance": trail.variable()}).game
    with pytest.raises(NumberError, match="no bounds"):
        Bounds(game, True)


def test_supports_of_every_game_of_a_stretch_are_among_the_possible() -> None:
    rng = random.Random(7)
    for _ in range(6):
        spec = loads(stochastic(rng))
        trail = Trail(Fraction(2, 5) + Fraction(1, 997))
        game = spec.realise({"y": trail.variable()}).game
        varying = VaryingGame(game)
        low, high = Fraction(1, 3), Fraction(1, 2)
        tables = varying.tables(Stretch(low, high))
        assert tables is not None
        bounds = Bounds(game, True, tables)
        left = possible_supports(bounds, Allowance(10**6), 10**6, 10**6, lambda: False)
        assert left is not None
        allowed = {
            tuple(frozenset(bounds.states[s].groups[g]) for s, g in enumerate(own)) for own in left
        }
        for _ in range(4):
            value = low + (high - low) * Fraction(rng.randint(0, 20), 20)
            for item in markov_perfect(spec.realise({"y": value}).game).equilibria:
                choice = tuple(
                    tuple(tuple(a for a, w in enumerate(own) if w != 0) for own in row)
                    for row in item.profile
                )
                assert any(
                    all(own in group for own, group in zip(choice, groups, strict=True))
                    for groups in allowed
                )


@pytest.mark.parametrize("end", [Fraction(3), None])
def test_numbers_of_a_stretch_are_means_of_its_ends_up_to_the_slack(end: Fraction | None) -> None:
    text = """detente: 1
parameters: {x: {value: 1}}
players: [{name: row, actions: [a, b]}, {name: column, actions: [a]}]
game:
  kind: stochastic
  discount: 1/2
  states:
    s: {payoffs: {row: [["x"], ["x^2/(1+x)"]], column: [[1], ["1/x"]]}, transitions: [[s], [s]]}
"""
    spec = loads(text)
    game = spec.realise({"x": Trail(Fraction(3, 2)).variable()}).game
    stretch = Stretch(Fraction(1), end)
    tables = VaryingGame(game).tables(stretch)
    assert tables is not None
    for part in range(1, 20):
        along = Fraction(part, 20)
        value = 1 + 2 * along if end is not None else 1 / along
        there = spec.realise({"x": value}).game
        # Without an end a stretch runs from 0 to 1 in 1/x, payoffs times 1/x.
        for i, scale in ((0, along if end is None else 1), (1, 1)):
            for r, (s, at) in enumerate(there.cells()):
                exact = float(there.weight(i) * there.payoff(s, i, at) * scale)
                ends = tables.base[:, i, r]
                mean = (1 - float(along)) * ends[0] + float(along) * ends[1]
                assert abs(exact - mean) <= tables.slack + 1e-12


def test_the_budget_is_counted_and_told() -> None:
    spec = catalogue.load("escalation/shifting-power")
    game = spec.realise().game
    finder = Finder(game, markov_perfect(game))
    finder.all = finder.pure = 3
    quantity: Quantity = spec.quantity("resistance")
    found = finder(spec, quantity, blank_distance(quantity), lambda: False)
    assert not found.computed
    assert found.reason == (
        "not computed, because below 1/2 the search for supports would take too many steps"
    )


def test_best_equilibria_change_where_conflict_costs_nothing() -> None:
    spec = catalogue.load("escalation/shifting-power").with_values({"cosine": "1"})
    found = {item.address: item for item in solve(spec, "best").distances}
    loss = found["expected_loss"]
    assert loss.below is not None
    assert (loss.below.value, loss.below.attained, loss.above) == (0, True, None)
    assert found["cosine"].below is not None
    assert found["cosine"].below.changes == ("The players no longer have one interest.",)
    here = best_verdict(spec, {})
    assert best_verdict(spec, {"expected_loss": Fraction(1, 100)}) == here
    assert best_verdict(spec, {"expected_loss": Fraction(0)}) != here


def test_numerical_answers_say_why_they_have_none() -> None:
    answer = solve(catalogue.load("escalation/shifting-power"), "path")
    assert {item.reason for item in answer.distances} == {
        "not computed, because the answer is numerical"
    }
    assert "What would change the verdict" in str(answer)
    assert answer.envelope()["thresholds"][0]["flip"] is None


def test_an_undecided_verdict_is_no_flip() -> None:
    spec = catalogue.load("escalation/shifting-power")
    game = spec.realise().game
    from solver.solve.kinds.stochastic.verdict import _Judge

    found = markov_perfect(game, nodes=1)
    judge = _Judge(lambda value: game, True, Allowance(10), {"{} is said.": "every"})
    with pytest.raises(LimitError):
        judge.told(game, found)
