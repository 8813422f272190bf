"""Bargaining against definitions, closed forms and degenerate cases."""

import random
from fractions import Fraction as F

import pytest

from games import catalogue
from games.build.bargaining import bargaining
from games.errors import DetenteError, GameError
from games.exact import parameter
from games.spec import loads
from games.spec.templates import template
from games.world import Beliefs, Conflict, Party, World
from solver.dynamic.bargaining import bargain, conditions
from solver.dynamic.closed_forms import closed_forms
from solver.solution.certificate import Certificate
from solver.solve import solve
from solver.verify import check


def game(s=F(2, 5), c=F(1, 5), k=F(1, 2), p=F(11, 20), d=F(1, 5), own=(None, None), **rules):
    world = World.of_two(Party("red", s, beliefs=own[0]), Party("blue", 1 - s, beliefs=own[1]), c)
    conflict = Conflict(
        stakes=k, win_probability=p, destruction_probability=d, destruction_fraction=1
    )
    return bargaining(world, conflict, **rules)


def draws(seed, count=60):
    draw = random.Random(seed)
    for _ in range(count):
        yield [F(draw.randint(0, 12), 12) for _ in range(5)] + [F(draw.randint(-12, 12), 12)]


def test_the_range_is_where_both_prefer_it_and_never_empty_under_common_beliefs():
    for s, k, p, d, _, c in draws(1):
        here = game(s, c, k, p, d)
        span = bargain(here).range
        assert not span.empty
        low, high = span.within
        grid = {F(j, 24) - s for j in range(25)} | {low, high}
        for t in grid:
            fits = all(here.worth(i, t) >= here.outside[i] for i in (0, 1))
            assert fits == (low <= t <= high)
        if c < 1:
            assert span.width == d * (1 + c) / (1 - c)
        else:
            assert (low, high) == (-s, 1 - s)


def test_optimism_empties_the_range_exactly_where_the_condition_says():
    seen = set()
    for s, k, p, d, q, c in draws(2, 200):
        if c == 1:
            continue
        own = (Beliefs(win_probability=p), Beliefs(win_probability=q, destruction_fraction=d))
        here = game(s, c, k, p, d, own=own)
        d2 = d * d  # blue believes in the common probability d and its own fraction d
        both = (1 - d) * (s + (1 - s) * c + k * (p - s) * (1 - c)) + (1 - d2) * (
            (1 - s) + s * c + k * (q - (1 - s)) * (1 - c)
        )
        empty = both > 1 + c
        found = bargain(here)
        assert found.range.empty == empty
        assert found.sources[0].present == empty
        seen.add(empty)
        if empty:
            assert found.settlement is None
    assert seen == {True, False}


@pytest.mark.parametrize("proposer", ["red", "blue"])
def test_an_ultimatum_leaves_the_other_its_conflict(proposer):
    found = bargain(game(proposer=proposer))
    other = 1 if proposer == "red" else 0
    assert found.settlement.worth[other] == found.conflict[other]
    assert found.settlement.transfer == found.range.within[1 - ["red", "blue"].index(proposer)]


def test_indivisible_stakes():
    found = bargain(game(transfers=[F(-2, 5), F(3, 5)]))
    assert not found.range.empty
    assert found.settlement is None
    assert [source.present for source in found.sources] == [False, None, True]
    found = bargain(game(transfers=[F(-2, 5), F(0), F(1, 10), F(3, 5)]))
    assert found.settlement.transfer == F(1, 10)
    assert found.sources[2].present is False


def test_every_answer_passes_the_checker_and_changed_ones_do_not():
    for s, k, p, d, q, c in draws(3, 40):
        for rules in ({}, {"procedure": "alternating", "discount": F(4, 5)}):
            answer = solve(game(s, c, k, p, d, own=(Beliefs(win_probability=q), None), **rules))
            if answer.certificate is None:
                assert answer.status == "undecided"
                continue
            assert check(answer.certificate).valid
            good = answer.certificate.witnesses
            if good["transfer"] is None or c == 1:
                continue
            for change in (
                {"transfer": str(F(good["transfer"]) + F(1, 97))},
                {"within": [str(F(good["within"][0]) - F(1, 97)), good["within"][1]]},
                {"offers": [str(F(t) + F(1, 97)) for t in good["offers"]]},
            ):
                if "offers" in change and not rules:
                    continue
                bad = Certificate("bargain", answer.certificate.game, {**good, **change})
                assert not check(bad).valid, change


def test_the_closed_forms_are_derived():
    forms = {form.name: form.formula for form in closed_forms()}
    s, c, k, p, d = (parameter(name) for name in "sckpd")
    gain = (1 - d) * k * (p - s) * (1 - c) - d * (s + (1 - s) * c)
    assert forms["least transfer that party 1 accepts"] == gain / (1 - c)
    assert forms["width of the range"] == d * (1 + c) / (1 - c)
    delta, later = parameter("delta"), parameter("p_later")
    C2 = (1 - d) * ((1 - s) + s * c - k * (p - s) * (1 - c))
    C1_later = (1 - d) * (s + (1 - s) * c + k * (later - s) * (1 - c))
    assert forms["party 2 prevents the shift"] == C2 - (1 - delta) - delta * (1 + c - C1_later)


def test_prevention_is_the_models_condition():
    seen = set()
    for s, k, p, later, delta, c in draws(4, 150):
        if delta == 1:
            continue
        d = F(1, 20)
        here = game(s, c, k, p, d, discount=delta, later_win_probability=later)
        peace = (1 - delta) + delta * min(1, 1 + c - here.later[0])
        fights = bool(here.outside[1] > peace)
        assert (bargain(here).prevention[1].verdict == "fights") == fights
        seen.add(fights)
    assert seen == {True, False}


def test_conditions_say_what_is_decided():
    found = conditions(game(discount=F(1, 2), later_win_probability=F(1)))
    assert [condition.polynomial > 0 for condition in found] == [True, False, False]


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"procedure": "alternating"}, "discount"),
        ({"procedure": "auction"}, "there is none named"),
        ({"transfers": []}, "nothing to offer"),
        ({"transfers": [F(2)]}, "more than there is"),
        ({"transfers": [F(0)], "procedure": "alternating", "discount": F(1, 2)}, "any size"),
        ({"discount": F(1)}, r"\[0, 1\)"),
        ({"later_win_probability": F(1, 2)}, "a later shift need"),
    ],
)
def test_what_is_refused(rules, words):
    with pytest.raises(GameError, match=words):
        game(**rules)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("proposer: red ", "proposer: green ", "there is no party `green`"),
        ("{red: 3/4}", "{red: 3/2}", "later_win_probability"),
        ("{red: 3/4}", "{red: 1/2, blue: 1/2}", "names 2 parties"),
        ("# transfers: [0, 1/4]", "transfers: [0, 3/4]", "more than there is"),
    ],
)
def test_bad_specs(old, new, words):
    text = template("bargaining")
    assert old in text
    with pytest.raises(DetenteError, match=words) as caught:
        loads(text.replace(old, new), "bargain.yaml")
    assert caught.value.place.line is not None


def test_the_catalogue_entry_settles():
    answer = solve(catalogue.load("escalation/bargain"))
    assert answer.status == "complete"
    assert answer.headline == "Settled: blue passes a share of 23/100 to red."
    fights = solve(game(p=F(1, 20), k=F(1), discount=F(19, 20), later_win_probability=F(1)))
    assert fights.headline.startswith("blue fights now, before power shifts")
