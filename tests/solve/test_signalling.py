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

LABELS = ("classic/beer-quiche", "private/surprise-coup", "private/third-party")


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
    ],
)
def test_one_sentence_for_every_mistake(kind: str, old: str, new: str, message: str):
    text = template(kind)
    assert old in text
    with pytest.raises(DetenteError, match=message) as caught:
        loads(text.replace(old, new))
    assert "\n" not in str(caught.value)
    assert caught.value.place.line is not None


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
