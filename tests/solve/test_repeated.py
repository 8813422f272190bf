"""Questions about repeated games, from spec to report: values, formats, schema, bad input."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction

import jsonschema
import pytest

from games import catalogue
from games.errors import GameError
from games.exact import from_json
from games.forms.normal import NormalFormGame
from games.forms.repeated import RepeatedGame
from games.spec import loads
from solver.report.render import render
from solver.report.schemas import output_schema
from solver.solve import solve
from solver.solve.kinds.repeated.payoffs import PayoffsAnswer
from solver.solve.kinds.repeated.sustain import SustainAnswer
from solver.verify import check
from tests.repeated.games import dilemma
from tests.spec.data import REPEATED, REPEATED_MATRIX

SCHEMA = output_schema("solve")
BOARD = "post/board-2023-repeated"


def sustain(game: object) -> SustainAnswer:
    """The default question."""
    answer = solve(game)
    assert isinstance(answer, SustainAnswer)
    return answer


def payoffs(game: object) -> PayoffsAnswer:
    """The set."""
    answer = solve(game, "payoffs")
    assert isinstance(answer, PayoffsAnswer)
    return answer


def test_the_board_keeps_the_peace_from_its_critical_value_on() -> None:
    spec = catalogue.load(BOARD)
    answer = sustain(spec)
    assert answer.status == "complete"
    assert answer.holds is True
    assert answer.optimal is not None
    critical = Fraction(209, 537)
    assert answer.optimal.value == critical
    assert [answer.game.players[i] for i in answer.optimal.binding] == ["chief"]
    assert answer.reversion is not None
    assert answer.reversion.common.least == critical
    step = Fraction(1, 10**12)
    for discount, holds in ((critical, True), (critical + step, True), (critical - step, False)):
        put = sustain(spec.with_values({"discount": discount}))
        assert put.holds is holds, discount
        assert put.leaving == (() if holds else (1,))
        found = payoffs(spec.with_values({"discount": discount}))
        assert found.sustained is holds


def test_unequal_factors_bind_the_party_that_is_tempted() -> None:
    spec = catalogue.load(BOARD)
    board_cares_not = spec.with_values({"discount.board": 0})
    assert sustain(board_cares_not).holds is True
    chief_cares_not = sustain(spec.with_values({"discount.chief": "1/3"}))
    assert chief_cares_not.holds is False
    assert chief_cares_not.leaving == (1,)
    assert "chief would break it" in chief_cares_not.headline


def test_aligned_parties_need_no_future() -> None:
    answer = sustain(loads(REPEATED))
    assert answer.holds is True
    assert answer.optimal is not None
    assert answer.optimal.value == 0
    assert "nobody is tempted" in answer.headline


def test_payoffs_of_the_board() -> None:
    answer = payoffs(catalogue.load(BOARD).with_values({"discount": "3/5"}))
    assert answer.status == "complete"
    assert answer.found.shape == "polygon"
    assert (Fraction(3, 10), Fraction(8, 15)) in answer.found.inner
    assert answer.found.threats == (Fraction(57, 325), Fraction(479, 975))
    assert answer.certificate is not None
    assert check(answer.certificate).valid


def test_peace_by_punishments_harsher_than_any_equilibrium() -> None:
    # Worst equilibrium and reward agree for the first party; the penal code goes below.
    stage = NormalFormGame.from_bimatrix([[8, 9, 0], [6, 8, 2], [8, 8, 3]],
                                         [[6, 0, 7], [5, 9, 8], [3, 8, 6]])  # fmt: skip
    at = RepeatedGame.with_common_discount(stage, Fraction(1, 3), [(1, 1)])
    answer = sustain(at)
    assert answer.reversion is None
    assert answer.optimal is not None
    assert answer.optimal.value == Fraction(1, 3)
    assert answer.holds is True
    assert answer.punishments == "penal codes"
    assert answer.test is not None
    assert answer.test.subgame_perfect
    assert answer.test.payoffs == (8, 9)
    below = sustain(at.at(Fraction(1, 3) - Fraction(1, 10**9)))
    assert below.holds is False


def test_cycles_have_sets_of_discount_factors() -> None:
    # Favours in turn, gaining 9 against 0 at the punishment 1: from 1/8 on, by hand.
    stage = dilemma(9, 3, 1, 0)
    game = RepeatedGame.with_common_discount(stage, Fraction(1, 8), [(0, 1), (1, 0)])
    answer = sustain(game)
    assert answer.holds is True
    assert answer.status == "complete"
    assert answer.optimal is None
    assert answer.reversion is not None
    assert [(i.low, i.high) for i in answer.reversion.common.intervals] == [(Fraction(1, 8), 1)]
    assert sustain(game.at(Fraction(1, 9))).holds is False


def test_three_players_revert() -> None:
    cube = [[[4, 0], [0, 0]], [[5, 1], [1, 1]]]
    second = [[[cube[b][a][c] for c in (0, 1)] for b in (0, 1)] for a in (0, 1)]
    third = [[[cube[c][a][b] for c in (0, 1)] for b in (0, 1)] for a in (0, 1)]
    stage = NormalFormGame(("a", "b", "c"), (("hold", "seek"),) * 3, (cube, second, third))
    game = RepeatedGame.with_common_discount(stage, Fraction(1, 2), [(0, 0, 0)])
    answer = sustain(game)
    assert answer.holds is True
    assert answer.optimal is None
    with pytest.raises(GameError, match="two players are supported; got 3"):
        payoffs(game)


def test_what_is_not_known_is_said() -> None:
    pennies = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    game = RepeatedGame(pennies, (Fraction(1, 2), Fraction(1, 3)), ((0, 0),))
    answer = sustain(game)
    assert answer.holds is False
    with pytest.raises(GameError, match="needs one discount factor for both"):
        payoffs(game)
    empty = payoffs(game.at(Fraction(1, 2)))
    assert empty.found.shape == "empty"
    assert "no subgame-perfect equilibrium in pure actions" in empty.headline


@pytest.mark.parametrize("question", ["discount", "payoffs"])
@pytest.mark.parametrize("text", [REPEATED, REPEATED_MATRIX, BOARD])
def test_every_format(question: str, text: str) -> None:
    spec = catalogue.load(text) if text == BOARD else loads(text)
    answer = solve(spec.with_values({"discount": "3/5"}), question)
    document = json.loads(render(answer, "json", 6, 96))
    jsonschema.validate(document, SCHEMA)
    assert document["question"] == question
    assert document["game"]["discounts"] == ["3/5", "3/5"]
    for form in ("text", "markdown", "latex", "html", "csv", "jsonl"):
        assert render(answer, form, 6, 96) == render(solve(
            spec.with_values({"discount": "3/5"}), question), form, 6, 96)  # fmt: skip
    assert max(map(len, render(answer, "text", 6, 96).splitlines())) <= 96
    rows = list(csv.reader(io.StringIO(render(answer, "csv", 6, 96))))
    assert len(rows) >= 3
    assert answer.certificate is not None
    assert check(answer.certificate).valid


def test_json_says_the_same_as_the_answer() -> None:
    answer = sustain(catalogue.load(BOARD))
    document = answer.envelope()
    assert from_json(document["optimal"]["value"]) == Fraction(209, 537)
    assert document["holds"] is True
    low = document["reversion"]["common"][0]["low"]
    assert from_json(low) == Fraction(209, 537)
    assert [from_json(x) for x in document["automaton"]["values"][0]] == [
        Fraction(3, 10),
        Fraction(8, 15),
    ]
