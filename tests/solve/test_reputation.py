"""`solve`, `derive`, `verify` and `plot` of reputation: words, data, limits."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction as F

import jsonschema
import pytest

from games import catalogue
from games.errors import GameError
from solver.regimes.derive import derive
from solver.report.plots import beliefs
from solver.report.plots.style import save
from solver.report.render import render
from solver.report.schemas import output_schema
from solver.solve import solve
from solver.verify import check
from solver.verify.rebuild import built_game, differences

SCHEMA = jsonschema.Draft202012Validator(output_schema("solve"))
SPEC = catalogue.load("classic/chain-store")


def test_the_chain_store_in_words_and_data():
    answer = solve(SPEC)
    assert answer.headline == (
        "rival stays out in the first 5 of 8 periods and enters in period 6, with 3 to go."
    )
    data = answer.envelope()
    SCHEMA.validate(data)
    found = data["equilibrium"]
    assert (found["first_entry"], found["knife_edge"], found["value"]) == (6, None, "10")
    assert [x["belief"] for x in found["path"]] == ["1/10"] * 6 + ["1/4", "1/2"]
    assert found["thresholds"][:3] == ["1/2", "1/4", "1/8"]
    assert len(answer.csv().rows) == 8
    assert answer.envelope() == solve(SPEC).envelope()
    for text in (answer.document().to_text(), answer.document().to_markdown()):
        assert "Along the path" in text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"prior": "0"}, "the chain-store paradox"),
        ({"prior": "1"}, "stays out in all 8 periods"),
        ({"prior": "3/4"}, "stays out in all 8 periods"),
        ({"prior": "1/8"}, "is indifferent, the prior being exactly its threshold in period 6"),
        ({"prior": "1/1000"}, "rival enters in period 1, with 8 to go"),
        ({"periods": "1", "prior": "1/2"}, "rival is indifferent"),
    ],
)
def test_every_case_has_its_headline(values, words):
    answer = solve(SPEC.with_values(values))
    assert words in answer.headline
    SCHEMA.validate(answer.envelope())
    edge = answer.envelope()["equilibrium"]["knife_edge"]
    assert ("any chance of staying out serves" in " ".join(str(answer).split())) == (
        edge is not None
    )


def test_power_and_alignment_give_the_payoffs():
    answer = solve(catalogue.load("private/reputation"))
    assert "resolute with probability 1/10" in str(answer)
    data = answer.envelope()
    SCHEMA.validate(data)
    assert data["game"]["weight"] == "1525/2494"
    assert data["equilibrium"]["first_entry"] == 6


def test_the_largest_games_stay_exact():
    spec = SPEC.with_values({"periods": "100", "prior": "1/1000000"})
    answer = solve(spec)
    assert answer.envelope()["equilibrium"]["thresholds"][-1] == f"1/{2**100}"
    assert answer.headline.startswith("rival stays out in the first 81 of 100")


@pytest.mark.parametrize("form", ["text", "markdown", "latex", "csv", "json", "html"])
def test_every_format(form):
    written = render(solve(SPEC.with_values({"prior": "1/8"})), form, 6, 96)
    assert "1/8" in written or "frac{1}{8}" in written


def test_certificates_are_about_the_game_of_the_spec():
    answer = solve(catalogue.load("private/reputation"))
    (claim,) = answer.proofs()
    assert check(claim).valid
    built = built_game(catalogue.load("private/reputation"), claim)
    assert differences(claim.game, built) == []
    assert differences(claim.game, built_game(SPEC, claim)) != []
    rules = [dict(rule) for rule in claim.witnesses["rules"]]
    rules[0]["fights"] = "1/2"
    wrong = check(replace(claim, witnesses={"rules": rules}))
    assert any("Bayes" in reason for reason in wrong.reasons)


def test_closed_forms():
    found = derive(SPEC, "prior")
    (threshold,) = found.thresholds
    assert threshold.text == "b*m"
    assert [item.value for item in threshold.here] == [F(1, 2), F(1, 8), F(1, 16)]
    assert found.forms[0].here[:2] == (("n = 1", F(1, 2)), ("n = 3", F(1, 8)))
    (entry,) = [f for f in found.forms if f.name == "first entry"]
    assert entry.here == (("here", "n* = 3, in period 6 of 8"),)
    weighted = derive(catalogue.load("private/reputation"))
    assert "counts as 1525/23971" in str(weighted.document()) or weighted.thresholds[0].notes
    with pytest.raises(GameError, match="nothing to derive"):
        derive(SPEC, "stakes")


@pytest.mark.parametrize("values", [{}, {"prior": "0"}, {"periods": "1"}])
def test_the_picture(values):
    pictures = []
    for _ in range(2):
        buffer = io.BytesIO()
        save(beliefs.figure(SPEC.with_values(values)), buffer, "svg")
        pictures.append(buffer.getvalue())
    assert pictures[0] == pictures[1]
    with pytest.raises(GameError, match="no reputation to draw"):
        beliefs.figure(catalogue.load("post/left"))
