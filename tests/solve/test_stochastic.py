"""`solve` of stochastic games: words, JSON, exit codes, bad input."""

import jsonschema
import pytest

from games import catalogue
from games.errors import DetenteError
from games.spec import loads
from games.spec.templates import template
from solver.report.schemas import output_schema
from solver.solve import solve
from solver.verify import check

SCHEMA = jsonschema.Draft202012Validator(output_schema("solve"))
MATCH = template("stochastic")
#: Each party is without power at one end, and indifferent there.
POWERLESS = """
detente: 1
parties: [{name: red, power: 1}, {name: blue, power: 1}]
alignment: {cosine: 0}
conflict:
  stakes: 3/10
  contest: {kind: ratio, decisiveness: 2}
  destruction_probability: 1/2
  destruction_fraction: 2/5
game: {kind: dynamic_balance, lattice: 1, discount: 7/10, resistance: 3/5, grab: 4/5}
"""


def test_shifting_power_in_words_and_data():
    answer = solve(catalogue.load("escalation/shifting-power"))
    assert answer.status == "complete"
    assert "3 vectors of equilibrium values" in answer.headline
    SCHEMA.validate(answer.envelope())
    text = str(answer)
    assert "tendency" in text
    assert "hold" in text
    rows = answer.csv().rows
    assert len(rows) == 3 * 4 * 2 * 2
    conflict = answer.envelope()["equilibria"]["listed"][0]["conflict"]
    assert conflict["hazard"] == ["1/2", "1/2", "0", "1/2"]
    assert conflict["ever"] == ["6/7", "2/3", "0", "4/7"]
    assert conflict["expected_periods"] == [None] * 4
    assert conflict["peace_absorbing"] == [False, False, True, False]
    assert conflict["tendency"] == ["holds", "comes down", "holds", "comes down"]


def test_a_match_without_conflict():
    answer = solve(loads(MATCH))
    SCHEMA.validate(answer.envelope())
    assert answer.headline == (
        "There is one Markov perfect equilibrium; the start is worth 1/2 to row and -1/2 to column."
    )


def test_the_answer_is_the_same_every_time():
    spec = catalogue.load("escalation/shifting-power")
    assert solve(spec).envelope() == solve(spec).envelope()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{play: 1}", "{play: 1/2}", "this cell of the state `play` sum to 1/2, not 1"),
        ("{play: 1}", "{play: -1}", r"must be in \[0, 1\]; found -1"),
        ("[won, lost]", "[won, losst]", "leads to `losst`, which is no state"),
        ("[won, lost]", "[won]", "must be a list of 2, the actions of `column`"),
        ("row: [[1, 0], [0, 1]]", "rwo: [[1, 0], [0, 1]]", "there is no player `rwo`"),
        ("discount: 9/10", "discount: 1", r"must be in \[0, 1\)"),
        ("discount: 9/10", "discount: {row: 9/10}", "the discount of `column` is missing"),
        ("  states:", "  initial: nowhere\n  states:", "there is no state `nowhere`"),
        ("{absorbing: {row: 0}}", "{absorbing: {column: 0}}", "payoffs of `row` in the state"),
        ("{absorbing: {row: 0}}", "{payoffs: {row: 0}}", "`transitions` of the state `lost`"),
        ("{absorbing: {row: 0}}", "{absorbing: {row: [0]}}", "must be one number"),
    ],
)
def test_bad_input_is_one_sentence_with_its_place(old, new, words):
    assert old in MATCH
    with pytest.raises(DetenteError, match=words) as caught:
        loads(MATCH.replace(old, new), "match.yaml")
    assert caught.value.place.line is not None
    assert "\n" not in str(caught.value)


def test_continuation_is_the_mass_that_goes_on():
    text = MATCH.replace(
        "        - [play, {play: 1}]",
        "        - [play, play]\n      continuation: [[1, 1], [1/2, 1]]",
    )
    game = loads(text).realise().game
    assert game.magnitude(0, (1, 0)) == pytest.approx(0.5)
    assert game.targets(0, (1, 0)) == ((0, 1 / game.magnitude(0, (0, 0)) / 2),)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("lattice: 5", "lattice: [0, 1/2]", "from 0 to 1"),
        ("discount: 4/5 ", "discount: 3/2 ", r"must be in \[0, 1\)"),
        ("discount: 4/5 ", "discount: {rde: 1/2} ", "there is no party `rde`"),
        ("resistance: 1/2", "resistance: -1/2", r"must be in \[0, 1\]"),
    ],
)
def test_bad_balances(old, new, words):
    text = template("dynamic_balance")
    assert old in text
    with pytest.raises(DetenteError, match=words):
        loads(text.replace(old, new), "balance.yaml")


def test_families_in_words_and_data():
    answer = solve(loads(POWERLESS))
    assert answer.status == "complete"
    assert answer.headline == (
        "There is 1 family of equilibria and 1 vector of equilibrium values; the start is worth "
        "3/11 to 48/151 to red and 3/11 to 48/151 to blue."
    )
    envelope = answer.envelope()
    SCHEMA.validate(envelope)
    (family,) = envelope["equilibria"]["families"]
    assert family["dimension"] == 2
    assert family["payoffs"] == [["3/11", "48/151"]] * 2
    assert not family["bounds_only"]
    assert family["sides"][0]["parameters"] == [{"name": "t1", "low": "0", "high": "2/3"}]
    text = str(answer)
    assert "An equilibrium for every t1 from 0 to 2/3, t2 from 0 to 2/3." in text
    assert "hold t1, seek -t1 + 1" in text
    assert "leaves the families out" in text
    table = answer.csv()
    assert len(table.rows) == 2 * 2 * 2 * 2
    assert table.columns[-1] == "where"
    certificate, unproved = answer.proofs()
    assert check(certificate).valid
    assert "families" in certificate.witnesses
    assert unproved.claim == "markov_complete"
