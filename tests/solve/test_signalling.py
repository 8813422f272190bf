"""The front on signalling games: every format, the schema, and what a spec may get wrong."""

from __future__ import annotations

import json
from fractions import Fraction

import jsonschema
import pytest

from games import catalogue
from games.errors import DetenteError
from games.spec import loads
from games.spec.templates import template
from solver import solve
from solver.report.render import render
from solver.report.schemas import output_schema

LABELS = (
    "classic/beer-quiche",
    "private/surprise-coup",
    "private/third-party",
    "private/inspection",
)


@pytest.mark.parametrize("label", LABELS)
def test_every_format(label: str):
    answer = solve(catalogue.load(label))
    assert answer.status == "complete"
    jsonschema.validate(json.loads(render(answer, "json", 6, 96)), output_schema("solve"))
    for form in ("text", "markdown", "latex", "html", "csv"):
        assert render(answer, form, 6, 96)
    header, *rows = render(answer, "csv", 6, 96).splitlines()
    assert header == "set,component,kind,quantity,of,low,high"
    assert all(row.count(",") == 6 for row in rows)


def _inspection(block: str, message: str) -> tuple[str, str, str, str]:
    return "private_alignment", "inspection: null ", f"inspection: {block} ", message


@pytest.mark.parametrize(
    ("kind", "old", "new", "message"),
    [
        ("signalling", "{strong: 9/10, weak: 1/10}", "{strong: 9/10, weak: 2/10}", "sum to 1"),
        ("signalling", "{strong: 9/10, weak: 1/10}", "{strong: 1, weak: 0}", "positive one"),
        (
            "signalling",
            "{strong: 9/10, weak: 1/10}",
            "{strong: 8/10, weak: 1/10, shy: 1/10}",
            "the payoffs of type `shy` are missing",
        ),
        ("signalling", "beer:   {fight: [0, 1], ", "ale: {fight: [0, 1], ", "no message `ale`"),
        ("signalling", "leave: [3, 0]", "flee: [3, 0]", "there is no reply `flee`"),
        ("signalling", "leave: [3, 0]", "leave: [3]", "must be 2 payoffs"),
        ("signalling", "leave: [3, 0]", "leave: {a: [3, 0]}", "nobody moves after this reply"),
        ("private_alignment", "prior: 1/5", "prior: 6/5", "must be in \\[0, 1\\]; found 6/5"),
        ("private_alignment", "prior: 1/5", "prior: 0", "needs a positive one"),
        (
            "private_alignment",
            "prior: 1/5",
            "prior: {aligned: 1/2, misaligned: 1/3}",
            "must sum to 1; they sum to 5/6",
        ),
        ("private_alignment", "growth: 1/5", "growth: 4/5", "share 3/10 plus growth 4/5"),
        (
            "private_alignment",
            "surprise: 3/10",
            "surprise: 4/5",
            "win probability 7/20 plus surprise 4/5",
        ),
        ("private_alignment", "informed: rising", "informed: blue", "no party `blue`"),
        ("private_alignment", "{angle: 120 deg}", "{angle: 10 deg}", "more aligned one comes"),
        (
            "private_alignment",
            "{angle: 120 deg}",
            "{angle: 120 deg, cosine: 0}",
            "one of `angle` and `cosine`; found both",
        ),
        ("private_alignment", "{angle: 120 deg}", "{angle: 190 deg}", "lie in .0, 180 deg"),
        ("private_alignment", "{angle: 120 deg}", "{cosine: -2}", "must be in"),
        (
            "private_alignment",
            "third_party: null ",
            "third_party: {name: press, power: 2} ",
            "one of `angles` and `cosines`; found neither",
        ),
        (
            "private_alignment",
            "{angle: 120 deg}",
            "{}",
            "one of `angle` and `cosine`; found neither",
        ),
        (
            "private_alignment",
            "third_party: null ",
            "third_party: {name: press, power: 2, angles: {rising: 90 deg, incumbent: 45 deg}} ",
            "wider than the angles rising-incumbent and incumbent-press together",
        ),
        _inspection("{cost: -1/50, false_alarm: 0, miss: 0}", "at least 0; found -1/50"),
        _inspection("{cost: 1, false_alarm: 6/5, miss: 0}", "in \\[0, 1\\]; found 6/5"),
        _inspection("{cost: 1, false_alarm: 0, miss: -1/5}", "in \\[0, 1\\]; found -1/5"),
        _inspection("{cost: 1, false_alarm: 0}", "`miss` is missing: the probability of no alarm"),
        _inspection("{false_alarm: 0, miss: 0}", "`cost`"),
        _inspection("{cost: 1, false_alarm: 0, mis: 0}", "mis"),
        _inspection(
            "{cost: 1, alarm: {aligned: 0}}", "one probability for each type; found aligned"
        ),
        _inspection("{cost: 1, alarm: 1/2}", "one probability for each type; found 1/2"),
        _inspection("{cost: 1, miss: 0, alarm: {aligned: 0, misaligned: 1}}", "and not both"),
        _inspection("{cost: 1, alarm: {aligned: 0, misaligned: 2}}", "in \\[0, 1\\]; found 2"),
    ],
)
def test_one_sentence_for_every_mistake(kind: str, old: str, new: str, message: str):
    text = template(kind)
    assert old in text
    with pytest.raises(DetenteError, match=message) as caught:
        loads(text.replace(old, new))
    assert "\n" not in str(caught.value)
    assert caught.value.place.line is not None


def test_what_a_test_of_alignment_cannot_go_with():
    text = template("private_alignment")
    block = "inspection: {cost: 0, false_alarm: 0, miss: 0}"
    third = "third_party: {name: press, power: 2, angles: {rising: 60 deg, incumbent: 60 deg}}"
    tested = text.replace("inspection: null", block)
    with pytest.raises(DetenteError, match="no inspection before a third party") as caught:
        loads(tested.replace("third_party: null", third))
    assert caught.value.hint == "leave out `inspection` or `third_party`"
    assert caught.value.place.line is not None
    more = tested.replace("misaligned: {angle", "mild: {angle: 60 deg}\n    misaligned: {angle")
    more = more.replace("prior: 1/5", "prior: {aligned: 1/2, mild: 1/4, misaligned: 1/4}")
    with pytest.raises(DetenteError, match="for two types; there are 3") as caught:
        loads(more)
    assert "alarm: {type: probability}" in caught.value.hint
    given = "inspection: {cost: 0, alarm: {aligned: 0, mild: 1/2, misaligned: 1}}"
    spec = loads(more.replace(block, given))
    told = solve(spec).envelope()
    assert told["inspection"]["highest_cost"]["value"] is None
    assert "two types" in told["inspection"]["highest_cost"]["reason"]
    assert spec.quantity("inspection.alarm.mild").value == Fraction(1, 2)


def test_error_rates_and_alarms_are_the_same_spec():
    text = template("private_alignment")
    rates = "inspection: {cost: 0.02, false_alarm: 1/10, miss: 20/100}"
    alarms = "inspection: {cost: 1/50, alarm: {misaligned: 4/5, aligned: 0.1}}"
    one, other = (loads(text.replace("inspection: null", block)) for block in (rates, alarms))
    assert one == other
    assert one != loads(text)
    assert one.realise().game.digest == other.realise().game.digest


def test_a_free_test_that_is_never_acted_upon_is_said_to_be():
    spec = catalogue.load("private/inspection").with_values(
        {"inspection.cost": "0", "inspection.miss": "1", "inspection.false_alarm": "0"}
    )
    text = solve(spec).document().to_text()
    assert "it is never acted upon, and not listed as a reply." in " ".join(text.split())


def test_the_same_game_has_the_same_digest():
    text = template("private_alignment")
    same = text.replace("{angle: 120 deg}", "{cosine: -0.5}").replace("prior: 1/5", "prior: 0.2")
    assert loads(text) == loads(same)
    assert loads(text.replace("prior: 1/5", "prior: {aligned: 4/5, misaligned: 1/5}")) == loads(
        text
    )
    assert loads(text) != loads(text.replace("prior: 1/5", "prior: 1/4"))


def test_quantities_can_be_set():
    spec = catalogue.load("classic/beer-quiche")
    changed = spec.realise(
        {"prior": Fraction(1, 3), "payoffs.patron.weak.beer.leave": Fraction(5)}
    ).game
    assert changed.prior == (Fraction(2, 3), Fraction(1, 3))
    assert changed.messages[0].replies[1].payoffs[1][0] == (5, 0)
    private = catalogue.load("private/surprise-coup")
    assert private.realise({"prior": Fraction(1, 3)}).game.prior == (
        Fraction(2, 3),
        Fraction(1, 3),
    )


def test_a_quantity_without_effect_is_named():
    text = template("private_alignment").replace("growth: 1/5", "resistance: 1/2\n  growth: 1/5")
    answer = solve(loads(text))
    assert "resistance in the spec has no part in this game" in answer.document().to_text()
    assert answer.envelope()["unused"] == ["resistance"]


@pytest.mark.parametrize(
    ("label", "address", "value"),
    [
        ("classic/beer-quiche", "prior", "1/3"),
        ("classic/beer-quiche", "payoffs.bully.strong.beer.leave", "2"),
        ("private/surprise-coup", "prior", "1/3"),
        ("private/surprise-coup", "cosine.misaligned", "-1/3"),
        ("private/surprise-coup", "angle.misaligned", "100 deg"),
        ("private/surprise-coup", "grab", "1/3"),
        ("private/surprise-coup", "share", "1/3"),
        ("private/third-party", "third_party.power", "4"),
        ("private/inspection", "inspection.cost", "1/30"),
        ("private/inspection", "inspection.miss", "1/30"),
        ("private/inspection", "game.inspection.false_alarm", "1/30"),
        ("private/third-party", "third_party.angle.incumbent", "170 deg"),
    ],
)
def test_what_is_set_is_written_into_the_spec(label: str, address: str, value: str):
    from games.exact import parse, parse_angle

    number = parse_angle(value).cosine() if value.endswith("deg") else parse(value)
    spec = catalogue.load(label)
    written = spec.with_values({address: value})
    assert written.quantity(address).value == number
    assert loads(written.to_yaml()).digest == written.digest
    assert written.realise().game.digest == spec.realise({address: number}).game.digest
