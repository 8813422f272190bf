"""Private alignment with a test: closed forms, limits, and what it is worth to know."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from fractions import Fraction as F

import pytest

from games import catalogue
from games.display import Span
from games.errors import GameError
from games.forms.inspection import plans
from games.forms.signalling import Inspection, Message, Reply, SignallingGame, inspecting
from solver.beliefs import perfect_bayesian_equilibria
from solver.beliefs.certificate import perfect_bayesian_certificate
from solver.beliefs.coup import coup, known_type
from solver.beliefs.deceiving import gains
from solver.beliefs.worth import inspection_worth, knowledge
from solver.verify import check
from tests.beliefs.test_inspection import random_inspected

SPEC = catalogue.load("private/inspection")


def solved(**values: F):
    """The game, its equilibria and the worth of the test at values of the catalogue's spec."""
    real = SPEC.realise({key.replace("__", "."): value for key, value in values.items()})
    found = perfect_bayesian_equilibria(real.game)
    setting = real.rules["setting"]
    return real.game, found, inspection_worth(setting, real.game, found, coup(real.game, found))


def worths() -> tuple[F, F]:
    """w_A and w_M after a hold, from the formulas of the model, at the catalogue's numbers."""
    s, k, d, p, eta, phi = F(3, 10), F(3, 4), F(1, 5), F(7, 20), F(1, 5), F(3, 10)
    c_a, c_m = F(4, 5), F(-1, 2)
    B1 = d * (1 - s + s * c_a) + ((1 - d) * k * (p - s) - eta) * (1 - c_a)
    B2 = (1 - d) * (1 - c_m) * (eta * (1 - k) + k * phi)
    return B1, -B2


def test_pooling_on_hold_with_inspection_in_closed_form():
    """Both hold and are inspected; it pays iff the cost is below both of two numbers by hand."""
    w_a, w_m = worths()
    mu, f, m = F(1, 3), F(1, 10), F(1, 5)
    assert w_a > 0 > w_m
    over_trust = mu * (1 - m) * -w_m - (1 - mu) * f * w_a
    over_war = (1 - mu) * (1 - f) * w_a - mu * m * -w_m
    highest = min(over_trust, over_war)
    game, found, told = solved()
    assert told.highest.value == highest == F(44, 625)
    assert told.highest.attained
    pooling = next(i for i in told.fixed if (i.kind, i.path) == ("pooling", (0,)))
    assert pooling.highest == pooling.gross.low == pooling.gross.high == highest
    even = (1 - f - m) * w_a * -w_m / (w_a - w_m)
    # The same after seeking, where neither strikes if trusted, at other worths.
    assert told.anywhere == even == F(147, 2000)
    war = sum(p * game.messages[0].replies[1].payoffs[t][0][1] for t, p in enumerate(game.prior))
    item = next(i for i in found.sets if i.path == (0,))
    assert item.payoffs[0].low == item.payoffs[0].high == war + over_war - F(1, 100)
    assert item.measures["inspection"].low == 1
    assert item.measures["coup"] == Span(mu * m, mu * m)
    assert item.measures["conflict_probability"].low == (1 - mu) * f + mu
    # A hair above the highest cost nobody is inspected.
    above = solved(inspection__cost=highest + F(1, 10**6))[1]
    assert all(i.measures["inspection"].high == 0 for i in above.sets)
    at = solved(inspection__cost=highest)[1]
    assert any(i.measures["inspection"].high != 0 for i in at.sets)


def test_a_test_that_says_nothing_is_worth_nothing():
    for rate in (F(1, 2), F(1, 5)):
        _, found, told = solved(inspection__false_alarm=rate, inspection__miss=1 - rate)
        assert all(i.measures["inspection"].high == 0 for i in found.sets)
        assert told.highest.value == 0 == told.anywhere
        assert all(i.gross == Span(F(0), F(0)) for i in told.fixed)
        assert told.without["payoff"] == told.with_test["payoff"]


def test_a_free_test_without_errors_gives_the_payoff_of_full_information():
    """Every type is met as it deserves, whatever it sends: the payoffs of the games of one type."""
    game, found, told = solved(
        inspection__false_alarm=F(0), inspection__miss=F(0), inspection__cost=F(0)
    )
    assert found.complete.value
    known = [perfect_bayesian_equilibria(known_type(game, t)) for t in (0, 1)]
    alone = [
        {x for i in found.sets for x in (i.payoffs[0].low, i.payoffs[0].high)} for found in known
    ]
    assert [len(pays) for pays in alone] == [1, 1]
    span = told.with_test["payoff"]
    assert span.low == sum(p * min(x) for p, x in zip(game.prior, alone, strict=True))
    # Above it where seeking is deterred, which an incumbent who knew the aligned would trust.
    hold = game.messages[0].replies
    deserved = hold[0].payoffs[0][1][1], hold[1].payoffs[1][0][1]
    assert span.high == sum(p * x for p, x in zip(game.prior, deserved, strict=True))
    assert told.with_test["deception"] == Span(F(0), F(0))
    assert all(k.type == Span(F(0), F(0)) for k in knowledge(game, found))


def test_what_the_types_are_called_and_the_unit_of_payoff_change_nothing():
    """Affine maps of payoffs, the cost in the same unit, and a test with swapped results."""
    game, found, _ = solved()
    test = game.inspection
    a, b = F(7, 3), F(-2)
    dearer = replace(test, cost=a * test.cost)
    moved = []
    for message in game.messages:
        base = [
            replace(
                reply,
                payoffs=tuple(tuple((3 * x + 1, a * y + b) for x, y in t) for t in reply.payoffs),
            )
            for reply in message.replies[:2]
        ]
        moved.append(Message(message.name, (*base, *plans(base, dearer))))
    other = perfect_bayesian_equilibria(replace(game, messages=tuple(moved)))
    assert [i.assessments for i in other.sets] == [i.assessments for i in found.sets]
    for mine, its in zip(found.sets, other.sets, strict=True):
        assert its.payoffs[0].high == a * mine.payoffs[0].high + b
    swapped = replace(test, alarm=tuple(1 - x for x in test.alarm))
    turned = []
    for message in game.messages:
        listed = plans(message.replies[:2], swapped)
        assert [r.name for r in listed] == ["inspect", "inspect, reverse"]
        assert listed[1].payoffs == message.replies[2].payoffs
        turned.append(Message(message.name, (*message.replies[:2], listed[1])))
    other = perfect_bayesian_equilibria(replace(game, messages=tuple(turned)))
    assert [i.assessments for i in other.sets] == [i.assessments for i in found.sets]


@pytest.mark.check
def test_what_is_listed_finds_all_turning_points_of_the_cost():
    """The highest cost against a fine grid of costs, in games drawn at random."""
    draw = random.Random(11)
    seen = set()
    for _ in range(6):
        values = {
            "prior": F(draw.randint(1, 9), 10),
            "growth": F(draw.randint(0, 3), 10),
            "stakes": F(draw.randint(5, 10), 10),
            "inspection__false_alarm": F(draw.randint(0, 3), 10),
            "inspection__miss": F(draw.randint(0, 3), 10),
        }
        highest = solved(**values)[2].highest
        seen.add(highest.value == 0)
        for step in range(1, 7):
            cost = F(step, 40)
            found = solved(**values, inspection__cost=cost)[1]
            if any(i.measures["inspection"].high != 0 for i in found.sets):
                assert cost <= highest.value
    assert False in seen


def test_where_it_is_cut_short_nothing_is_said():
    game, found, _ = solved()
    setting = SPEC.realise().rules["setting"]
    assert inspection_worth(setting, game, found, coup(game, found), lambda: True) is None


def test_empty_threats_are_no_plans():
    """A free test cannot threaten with what nobody who causes the alarm is worth."""
    pays = (((F(0), F(2)), (F(1), F(2))), ((F(0), F(2)), (F(1), F(2))))
    trust = Reply("trust", pays, "sender", ("strike", "refrain"))
    fought = Reply("pre-empt", (((F(0), F(1)),), ((F(0), F(1)),)))
    free = Inspection((F(0), F(1, 2)), F(0))
    assert plans([trust, fought], free) == []
    (kept,) = plans([trust, fought], replace(free, cost=F(1, 9)))
    assert kept.name == "inspect"


def test_the_checker_refuses_an_empty_threat():
    """Only b causes the alarm, and b is worth trusting: b must not be deterred by it."""
    trust = Reply("trust", (((F(2), F(1)),), ((F(2), F(1)),)))
    fought = Reply("pre-empt", (((F(0), F(0)),), ((F(0), F(0)),)))
    test = Inspection((F(0), F(1, 2)), F(0))
    threat = inspecting("inspect", [trust, fought], test, (0, 1))
    out = Reply("out", (((F(1), F(0)),), ((F(3, 2), F(0)),)))
    with_it, without = (
        SignallingGame(
            ("S", "R"),
            ("a", "b"),
            (F(1, 2), F(1, 2)),
            (Message("hold", (trust, fought, *plan)), Message("leave", (out,))),
        )
        for plan in ((threat,), ())
    )
    found = perfect_bayesian_equilibria(with_it)
    assert any(item.kind == "separating" for item in found.sets)
    told = check(perfect_bayesian_certificate(with_it, found))
    assert not told.valid
    assert "after result 1 the receiver gains by reply 0" in told.reasons[0]
    found = perfect_bayesian_equilibria(without)
    assert [item.kind for item in found.sets] == ["pooling"]
    assert check(perfect_bayesian_certificate(without, found)).valid


def test_what_cannot_be_inspected_is_refused():
    base = SPEC.realise().game.messages[0].replies
    second = Reply("pre-empt", ((((F(0),) * 3),) * 2,) * 2, "second", ("join", "stay out"))
    trust = Reply("trust", ((((F(0),) * 3),),) * 2)
    test = Inspection((F(0), F(1)), F(0))
    with pytest.raises(GameError, match="cannot tell what the result was"):
        inspecting("inspect", [trust, second], test, (0, 1))
    wrong = replace(base[2], payoffs=base[0].payoffs)
    game = SPEC.realise().game
    messages = (replace(game.messages[0], replies=(*base[:2], wrong)),)
    with pytest.raises(GameError, match="not those of the replies"):
        replace(game, messages=messages)


def test_the_checker_looks_at_every_result():
    """A plan that is best on average but wrong after a result is refused, and false payoffs are."""
    game, found, _ = solved()
    claim = perfect_bayesian_certificate(game, found)
    assert check(claim).valid
    told = json.loads(json.dumps(claim.game))
    told["messages"][0]["replies"][2]["inspection"]["leads_to"] = [1, 0]
    assert not check(replace(claim, game=told)).valid
    told = json.loads(json.dumps(claim.game))
    told["messages"][0]["replies"][2]["inspection"]["cost"] = "0"
    assert not check(replace(claim, game=told)).valid


def test_what_raises_the_gain_from_deceiving():
    """The reward of waiting and its derivatives, by hand from (1-d)(1-c)(eta(1-k) + k phi)."""
    game, found, _ = solved()
    (gain,) = gains(SPEC, game, coup(game, found))
    d, c, k, eta, phi = F(1, 5), F(-1, 2), F(3, 4), F(1, 5), F(3, 10)
    assert (gain.type, gain.move) == ("misaligned", "strike")
    assert gain.gain == (1 - d) * (1 - c) * (eta * (1 - k) + k * phi) == -worths()[1]
    assert gain.cleared == (("inspect", F(1, 5) * gain.gain),)
    slopes = {driver.address: driver.slope for driver in gain.drivers}
    assert slopes["growth"] == (1 - d) * (1 - c) * (1 - k)
    assert slopes["surprise"] == (1 - d) * (1 - c) * k
    assert slopes["stakes"] == (1 - d) * (1 - c) * (phi - eta)
    assert slopes["expected_loss"] == -(1 - c) * (eta * (1 - k) + k * phi)
    assert slopes["cosine.misaligned"] == -(1 - d) * (eta * (1 - k) + k * phi)
    assert {"win_probability", "grab", "share", "prior"} <= set(gain.idle)


def test_what_knowledge_is_worth_by_hand():
    """Separating without a test: the message tells all, and the type is worth nothing more."""
    draw = random.Random(2)
    checked = 0
    for _ in range(30):
        game, _ = random_inspected(draw, 4)
        bare = replace(
            game, messages=tuple(replace(m, replies=m.replies[:2]) for m in game.messages)
        )
        found = perfect_bayesian_equilibria(bare)
        for item, known in zip(found.sets, knowledge(bare, found), strict=True):
            assert 0 <= known.message.low <= known.message.high
            assert 0 <= known.type.low <= known.type.high
            if item.kind == "separating":
                assert known.type == Span(F(0), F(0))
                checked += known.message.high != 0
            elif item.kind == "pooling" and item.assessments.beliefs[item.path[0]].path == "always":
                assert known.message == Span(F(0), F(0))
    assert checked > 0
