"""Answers about trees and ladders, from Python: report, JSON, CSV, limits, certificates."""

from __future__ import annotations

from fractions import Fraction

import jsonschema
import pytest

from games import catalogue
from games.errors import GameError
from games.forms import Decision, ExtensiveGame, Terminal
from games.forms.ladder import Ladder, LadderGame, Rung
from games.spec import loads, template
from solver import solve
from solver.report.schemas import output_schema
from solver.solution.limits import Limits
from solver.solve.trees.perfect import PerfectSolution
from solver.verify import check

F = Fraction
SCHEMA = output_schema("solve")


def solved(label: str) -> PerfectSolution:
    answer = solve(catalogue.load(label))
    assert isinstance(answer, PerfectSolution)
    return answer


def test_brinkmanship_holds_or_climbs_only_where_it_is_safe() -> None:
    answer = solved("escalation/brinkmanship")
    assert answer.status == "complete"
    assert answer.vectors == ((F(2, 5), F(2, 5), 0, 0),)
    assert answer.conflict == (0, 0)
    assert [each.optimal for each in answer.rungs] == [
        ("escalate", "hold"),
        ("hold",),
        ("hold",),
        ("hold",),
    ]
    assert all(each.is_peaceful for each in answer.rungs)
    assert answer.course == "holds or climbs without risk of conflict and may come down again"
    text = str(answer)
    assert "26 lines of play" in text
    assert "No equilibrium risks conflict from any rung." in text
    jsonschema.validate(answer.envelope(), SCHEMA)


def test_the_dollar_auction_is_won_by_the_opening_bid() -> None:
    answer = solved("escalation/dollar-auction")
    assert answer.count == 1
    assert answer.headline == "Red seeks power in every pure subgame-perfect equilibrium."
    assert answer.play is not None
    assert answer.play.seeks == ((True, True), (False, False))
    assert answer.vectors == ((F(19, 10), 0),)
    document = answer.envelope()
    jsonschema.validate(document, SCHEMA)
    moves = document["subgame_perfect"]["lines"]["listed"][0]["moves"]
    assert [move["action"] for move in moves] == ["bid 2", "drop"]
    rows = answer.csv().rows
    assert rows[0] == (0, "red to open", "red", "pass", "no")
    assert sum(row[4] == "yes" for row in rows) == sum(1 for _ in answer.game.decisions())


def test_the_certificate_is_accepted_and_named() -> None:
    answer = solved("literature/mckelvey1992/centipede-tree")
    assert answer.certificate is not None
    assert check(answer.certificate).valid
    assert answer.certificate_digest in str(answer)
    assert answer.envelope()["verdict"] is None
    assert answer.headline == ("One pure subgame-perfect equilibrium, with one vector of payoffs.")


def climbers() -> LadderGame:
    """Conflict costs the status quo little and backing down a lot: both climb to the top."""
    rungs = tuple(
        Rung(F(1, 10), (F(-1), F(-1)), F(1, 2), ((F(-5), F(4)), (F(4), F(-5)))) for _ in range(3)
    )
    return LadderGame.of(("a", "b"), Ladder(rungs, (F(0), F(0)), 0, 9))


def test_a_climb_ends_where_a_side_backs_down_and_risks_add_up() -> None:
    rungs = (
        Rung(F(1, 10), (F(-1), F(-1)), F(1, 2), ((F(-1, 2), F(1)), (F(1), F(-1, 2)))),
        Rung(F(1, 5), (F(-2), F(-2)), F(1, 4), ((F(-1), F(2)), (F(2), F(-1)))),
    )
    ladder = Ladder(rungs, (F(0), F(0)), 0, 9, climb_only=True)
    answer = solve(LadderGame.of(("a", "b"), ladder))
    assert isinstance(answer, PerfectSolution)
    # At the top, conflict (-2) is worse than backing down (-1): the mover, a, backs down there.
    # b on rung 1 then escalates for 4/5 * 2 - 1/5 * 2 = 6/5 > -1/2; a at the start gets
    # 1/10 * -1 + 9/10 (1/5 * -2 + 4/5 * -1) < 0 from climbing, so it holds.
    assert [each.optimal for each in answer.rungs] == [("hold",), ("escalate",), ("back down",)]
    assert answer.vectors == ((0, 0, 0, 0),)
    assert answer.rungs[1].conflict == (F(1, 5), F(1, 5))
    assert answer.rungs[1].loss == (F(1, 20), F(1, 20))
    assert answer.course == "holds"
    assert "a backs down first on rung 2" in str(answer)
    assert "b never backs down" in str(answer)


def test_who_must_lose_either_way_climbs() -> None:
    answer = solve(climbers())
    assert isinstance(answer, PerfectSolution)
    jsonschema.validate(answer.envelope(), SCHEMA)
    assert answer.rungs[3].optimal == ("hold",)


def test_stopping_early_is_labelled() -> None:
    answer = solve(climbers(), limits=Limits(stop=lambda: True))
    assert answer.status == "incomplete"
    assert answer.headline == "No equilibrium was found: interrupted before the root."
    jsonschema.validate(answer.envelope(), SCHEMA)
    assert answer.csv().rows == ()


def test_each_limit_is_named() -> None:
    for limits, words in (
        (Limits(memory=1), "the memory limit of 1 bytes"),
        (Limits(seconds=0.0), "the time limit of 0 s"),
    ):
        answer = solve(climbers(), limits=limits)
        assert answer.status == "incomplete"
        assert f"stopped at {words} before the root" in answer.headline


def test_too_many_values_leave_one_equilibrium() -> None:
    """Many ways of being indifferent, each of which pays the other another amount."""
    count = 520
    ends = [Terminal((F(0), F(k))) for k in range(count)]
    names = tuple(f"a{k}" for k in range(count))
    root = Decision(0, names, tuple(range(1, count + 1)))
    answer = solve(ExtensiveGame(("p", "q"), (root, *ends)))
    assert answer.status == "incomplete"
    assert "ties are broken" in str(answer)
    assert "unknown number" in str(answer)
    jsonschema.validate(answer.envelope(), SCHEMA)
    assert answer.certificate is None


def test_a_game_without_decisions_has_its_payoffs() -> None:
    answer = solve(ExtensiveGame(("p", "q"), (Terminal((1, 2)),)))
    assert isinstance(answer, PerfectSolution)
    assert answer.vectors == ((1, 2),)
    assert answer.count == 1
    assert "no decision" in str(answer)
    jsonschema.validate(answer.envelope(), SCHEMA)


@pytest.mark.parametrize("kind", ["ladder"])
def test_templates_are_solved(kind: str) -> None:
    answer = solve(loads(template(kind)))
    assert answer.status == "complete"
    for form in (answer.document().to_markdown(), answer.document().to_latex()):
        assert "Rung by rung" in form


def test_large_ladders_go_without_certificate_and_say_so() -> None:
    rungs = tuple(
        Rung(F(1, 50), (F(-1), F(-1)), F(1, 2), ((F(-k, 9), F(1)), (F(1), F(-k, 9))))
        for k in range(40)
    )
    answer = solve(LadderGame.of(("a", "b"), Ladder(rungs, (F(0), F(0)), 0, 60)))
    assert answer.status == "complete"
    assert answer.certificate is None
    assert "No certificate" in str(answer)
    assert len(answer.rungs) == 41
    jsonschema.validate(answer.envelope(), SCHEMA)


def test_other_questions_and_engines_are_refused() -> None:
    with pytest.raises(GameError, match="no question 'folk'"):
        solve(climbers(), "folk")
    with pytest.raises(GameError, match="normal form only"):
        solve(climbers(), engine="nashpy")


def test_a_tree_with_hidden_moves_is_solved_through_its_normal_form() -> None:
    spec = loads(template("extensive"))
    answer = solve(spec)
    assert answer.status == "complete"
    assert answer.certificate is None
    document = answer.envelope()
    jsonschema.validate(document, SCHEMA)
    assert document["question"] == "subgame_perfect"
    assert document["equilibria"]["subgames"] == [0]
    both = solve(spec, "nash")
    jsonschema.validate(both.envelope(), SCHEMA)
    assert both.certificate is not None
    assert check(both.certificate).valid
    assert both.csv().columns[0] == "equilibrium"
    assert "Equilibria" in str(both)


def test_nash_equilibria_of_the_centipede_are_all_found() -> None:
    answer = solve(catalogue.load("literature/mckelvey1992/centipede-tree"), "nash")
    assert answer.headline == "4 extreme Nash equilibria, with one vector of payoffs."
    jsonschema.validate(answer.envelope(), SCHEMA)


def test_nash_equilibria_of_a_folded_tree_are_refused() -> None:
    with pytest.raises(GameError, match="several parents"):
        solve(climbers(), "nash")


def test_what_was_not_worked_out_is_not_claimed() -> None:
    """Beyond the rungs whose values are worked out, nothing is said about peace."""
    rungs = tuple(
        Rung(F(1, 50), (F(-1), F(-1)), F(1, 2), ((F(-k, 99), F(1)), (F(1), F(-k, 99))))
        for k in range(70)
    )
    answer = solve(LadderGame.of(("a", "b"), Ladder(rungs, (F(0), F(0)), 0, 71, climb_only=True)))
    assert isinstance(answer, PerfectSolution)
    assert len(answer.rungs) == 71
    assert answer.rungs[59].is_peaceful is not None
    assert answer.rungs[60].is_peaceful is None
    assert "Of rungs 0 to 59: " in str(answer)
    jsonschema.validate(answer.envelope(), SCHEMA)


def test_astronomic_counts_are_bounded_and_said() -> None:
    spec = catalogue.load("escalation/brinkmanship").with_values({"moves": "100"})
    answer = solve(spec)
    assert isinstance(answer, PerfectSolution)
    assert answer.status == "complete"
    assert answer.count is None
    assert "More than 2^10000 pure subgame-perfect equilibria" in str(answer)
    document = answer.envelope()
    jsonschema.validate(document, SCHEMA)
    assert document["subgame_perfect"]["count"] is None
    assert int(document["subgame_perfect"]["lines"]["count"]) == 1097970980
