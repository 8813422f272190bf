"""Reputation against the whole tree of the game, and against all other strategies on a grid."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from fractions import Fraction as F

import pytest

from games import catalogue
from games.build.reputation import payoffs
from games.errors import DetenteError, GameError
from games.exact import sqrt
from games.forms.reputation import ReputationGame
from games.spec import loads
from games.spec.templates import template
from solver.beliefs.reputation import solve_reputation, thresholds
from solver.solve.kinds.reputation import certificate_of
from solver.verify import check
from tests.beliefs.entry_tree import belief, by_history, deviations, histories, worth

NAMES = {"players": ("incumbent", "challenger"), "types": ("weak", "tough")}


def game(prior, periods, a=F(2), b=F(1, 2), w=F(1)) -> ReputationGame:
    return ReputationGame(**NAMES, prior=prior, periods=periods, deterred=a, gain=b, weight=w)


def stages(it: ReputationGame):
    """(out, yielded, fought) of the weak incumbent, and of a challenger by type."""
    b, w = it.gain, it.weight
    return (it.deterred, F(0), F(-1)), ((F(0), b, b - 1), (F(0), None, w * (b - 1)))


def drawn(draw: random.Random, periods: int) -> ReputationGame:
    b, w = F(draw.randint(1, 9), 10), F(draw.randint(1, 8), 4)
    it = game(F(draw.randint(0, 20), 20), periods, 1 + F(draw.randint(1, 9), 4), b, w)
    if draw.random() < 0.4:  # exactly on a threshold
        it = replace(it, prior=thresholds(it)[draw.randint(1, periods)])
    return it


def test_nobody_gains_anywhere_in_the_tree():
    """Every plan at every history, two to four periods, knife edges among them."""
    draw = random.Random(1)
    for periods in (1, 2, 3, 2, 3, 4) * 6:
        it = drawn(draw, periods)
        found = solve_reputation(it)
        out, fights = by_history(periods, it.prior, found.rules)
        weak, rival = stages(it)
        for alone in (F(0), F(1, 2), F(7)):
            tough = (alone, F(-1), F(0))
            assert not any(deviations(periods, it.prior, weak, rival, out, fights, tough))
        assert worth(periods, weak, out, fights) == found.path[0].value
        counted = (F(1), F(0), F(0))
        always = dict.fromkeys(out, F(1))
        assert worth(periods, counted, out, always) == found.path[0].left_alone
        known = {rule.belief for rule in found.rules}
        assert {belief(it.prior, fights, h) for h in histories(periods)} <= known


def test_the_tree_sees_a_fault():
    it = game(F(1, 10), 3)
    weak, rival = stages(it)
    out, fights = by_history(3, it.prior, solve_reputation(it).rules)
    assert not any(deviations(3, it.prior, weak, rival, out, fights))
    assert any(deviations(3, it.prior, weak, rival, {**out, "F": F(1, 3)}, fights))
    assert any(deviations(3, it.prior, weak, rival, out, {**fights, "": F(1, 2)}))


GRID = (F(0), F(1, 4), F(1, 3), F(1, 2), F(3, 4), F(1))


def others(it: ReputationGame):
    """All equilibria of two periods among strategies on a grid, by the tree."""
    weak, rival = stages(it)
    closed, fought = by_history(2, it.prior, solve_reputation(it).rules)
    marks = sorted({*GRID, *closed.values(), *fought.values()})
    for first, f, quiet, after in itertools.product(marks, repeat=4):
        for yielded, last in itertools.product((F(0), F(1, 2), F(1)), repeat=2):
            out = {"": first, "O": quiet, "F": after, "Y": yielded}
            fights = {"": f, "O": last, "F": last, "Y": last}
            if not any(deviations(2, it.prior, weak, rival, out, fights)):
                yield out, fights


@pytest.mark.parametrize(
    ("prior", "weight"), [(F(1, 10), F(1)), (F(3, 10), F(1)), (F(7, 10), F(1)), (F(1, 5), F(1, 2))]
)
def test_there_is_no_other_equilibrium(prior, weight):
    it = game(prior, 2, w=weight)
    assert list(others(it)) == [by_history(2, prior, solve_reputation(it).rules)]


def test_on_a_knife_edge_one_chance_is_free():
    """Prior b^2: whoever comes first may stay out with any chance; all else is pinned down."""
    it = game(F(1, 4), 2)
    found = list(others(it))
    assert {out[""] for out, _ in found} == set(GRID)
    assert all((out["O"], out["F"], fights[""]) == (0, F(1, 2), F(1, 3)) for out, fights in found)
    # Prior b: the last one is indifferent if nobody came; if one came and was fought, it stays
    # out often enough to have made that worth while.
    found = list(others(game(F(1, 2), 2)))
    assert {out["O"] for out, _ in found} == set(GRID)
    assert {out["F"] for out, _ in found} == {F(1, 2), F(3, 4), F(1)}
    assert all(out[""] == 1 for out, _ in found)
    assert solve_reputation(game(F(1, 2), 2)).knife_edge == 1
    assert solve_reputation(game(F(1, 2) - F(1, 10**9), 2)).knife_edge is None


@pytest.mark.parametrize("label", ["private/reputation", None])
def test_payoffs_from_the_world_reduce_exactly(label):
    """The tree with the payoffs of power, alignment and conflict, as they are."""
    spec = catalogue.load(label) if label else loads(template("reputation"))
    conflict = spec.realise().conflict
    for prior in ("1/10", "3/10", "1/2"):
        changed = spec.with_values({"prior": prior, "periods": "3"})
        it = changed.realise().game
        grab = changed.quantity("grab").value
        told = [payoffs(each, conflict, 1, grab) for each in _worlds(changed)]
        (weak, rival), (tough, other) = told
        found = solve_reputation(it)
        out, fights = by_history(3, it.prior, found.rules)
        assert not any(deviations(3, it.prior, weak, (rival, other), out, fights, tough))
        # in the unit of what a fight costs over yielding
        assert (
            worth(3, weak, out, fights) == 3 * weak[1] + (weak[1] - weak[2]) * found.path[0].value
        )


def _worlds(spec):
    from games.world import Beliefs, Party, World

    value = {q.address: q.value for q in spec.quantities()}
    first, second = (name for name in spec.realise().game.types)
    for name in (first, second):
        own = value.get(f"beliefs.{name}.destruction_probability")
        beliefs = Beliefs() if own is None else Beliefs(destruction_probability=own)
        yield World.of_two(
            Party("challenger", value["power.challenger"]),
            Party("incumbent", value["power.incumbent"], None, beliefs),
            value[f"cosine.{name}"],
        )


def test_the_weight_multiplies_odds():
    """The game with weight w is the game without at a prior of w times the odds."""
    draw = random.Random(4)
    for _ in range(40):
        it = drawn(draw, 5)
        mu = it.weight * it.prior / (1 - it.prior + it.weight * it.prior)
        plain = solve_reputation(replace(it, prior=mu, weight=F(1)))
        found = solve_reputation(it)
        assert [x.stays_out for x in found.path] == [x.stays_out for x in plain.path]
        assert [x.fights for x in found.path] == [x.fights for x in plain.path]
        assert found.path[0].value == plain.path[0].value


def test_irrational_numbers_decide_exactly():
    """b = sqrt(2)/2: with the prior 1/2 = b^2 the challenger with two to go is indifferent."""
    it = game(F(1, 2), 4, sqrt(F(3)), sqrt(F(2)) / 2)
    found = solve_reputation(it)
    assert found.knife_edge == 2
    assert found.method.arithmetic == "algebraic"
    assert check(certificate_of(it, found)).valid


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"gain": F(1)}, r"gain: must be in \(0, 1\)"),
        ({"deterred": F(1)}, "deterred: must be above 1"),
        ({"weight": F(0)}, "weight: must be above 0"),
        ({"prior": F(3, 2)}, r"prior: must be in \[0, 1\]"),
        ({"periods": 101}, "periods: must be 1 to 100"),
        ({"gain": F(10**40 + 1, 10**41)}, "make thresholds of .* digits"),
    ],
)
def test_domains(change, words):
    with pytest.raises(GameError, match=words):
        replace(game(F(1, 10), 30), **change)


WORLD = template("reputation")
DIRECT = catalogue.text("classic/chain-store")


@pytest.mark.parametrize(
    ("text", "old", "new", "words"),
    [
        (DIRECT, "prior: 1/10", "prior: {weak: 1/2, tough: 1/3}", "must sum to 1; they sum to 5/6"),
        (DIRECT, "prior: 1/10", "prior: 2", r"must be in \[0, 1\]; found 2"),
        (DIRECT, "[weak, tough]", "[weak]", "are two, the weak one first"),
        (DIRECT, "deterred: 2 ", "#", "the key `deterred` is missing"),
        (DIRECT, "gain: 1/2", "gain: 1", r"gain: must be in \(0, 1\)"),
        (DIRECT, "deterred: 2 ", "deterred: 1/2 ", "`?deterred`?.* must be at least 1"),
        (DIRECT, "periods: 8", "periods: 0", "periods"),
        (DIRECT, "periods: 8", "periods: 500", "must be 1 to 100; got 500"),
        (DIRECT, "challenger: rival", "challenger: store", "the name `store` is given twice"),
        (DIRECT, "gain: 1/2", "gain: 1/2\n  grab: 1/2", "belongs to games with parties"),
        (WORLD, "incumbent: incumbent", "incumbent: nobody", "there is no party `nobody`"),
        (WORLD, "prior: 1/10", "prior: 1/10\n  gain: 1/2", "follows from parties, alignment"),
        (WORLD, "conflict:\n", "conflic:\n", "conflic"),
        (WORLD, "{cosine: -1/5}", "{}", "type `wary` needs one of `angle` and `cosine`; found nei"),
        (WORLD, "{cosine: -1/5}", "{cosine: 0, angle: 90 deg}", "found both"),
        (WORLD, ", destruction_probability: 1/5", "", "must fight rather than yield"),
        (WORLD, "destruction_fraction: 3/5", "destruction_fraction: 1/5", "must yield rather"),
        (
            WORLD,
            "challenger, power: 3}",
            "challenger, power: 3, beliefs: {win_probability: 1, destruction_probability: 0}}",
            "a fight with wary must cost challenger",
        ),
        (WORLD, "stakes: 1/4", "stakes: 1/8", "less than twice what yielding"),
    ],
)
def test_bad_input_is_one_sentence(text, old, new, words):
    assert old in text
    with pytest.raises(DetenteError, match=words):
        loads(text.replace(old, new))
