"""The front: one call from a spec or a game to a checked, judged, self-showing answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from games import catalogue
from games.forms.normal import NormalFormGame
from solver import Solution, solve
from solver.report.render import render
from solver.report.schemas import output_schema
from solver.solution.verdict import NoVerdict, Verdict
from solver.solve.envelope import envelope
from solver.solve.kinds import form_module

ROOT = Path(__file__).parent.parent.parent
SCHEMA = jsonschema.Draft202012Validator(output_schema("solve"))


def is_answered(label: str) -> bool:
    """A history of choices is no game: `detente infer` reads it."""
    game = catalogue.load(label).realise().game
    return isinstance(game, NormalFormGame) or form_module(game) is not None


GAMES = [label for label in catalogue.labels() if is_answered(label)]


@pytest.mark.parametrize("label", GAMES)
def test_every_game_of_the_catalogue_solves_and_reports(label: str) -> None:
    solution = solve(catalogue.load(label))
    if isinstance(solution, Solution):
        assert solution.status == ("complete" if len(solution.game.players) == 2 else "incomplete")
    document = json.loads(json.dumps(solution.envelope()))
    SCHEMA.validate(document)
    assert document["spec"]["label"] == label
    for form in ("text", "markdown", "latex", "csv", "html"):
        assert render(solution, form, 6, 96)
    text = render(solution, "text", 6, 96)
    assert max(map(len, text.splitlines())) <= 96


def test_the_left_picture() -> None:
    """Red has a lot to lose and blue is basically aligned: nobody has a reason to seek."""
    solution = solve(catalogue.load("post/left"))
    judged = solution.verdict
    assert isinstance(judged, Verdict)
    assert judged.kind == "peace-undominated"
    assert judged.destruction_pays == ()
    assert [choice.party for choice in solution.decisions] == ["red", "blue"]
    assert all(choice.gain < 0 for choice in solution.decisions)


def test_the_right_picture() -> None:
    """Red has little to lose and blue is very misaligned: red gains from conflict, and seeks."""
    solution = solve(catalogue.load("post/right"))
    judged = solution.verdict
    assert isinstance(judged, Verdict)
    assert [choice.gain > 0 for choice in solution.decisions] == [True, False]
    assert judged.parties[0].seeks_undominated == "every"


def test_destruction_pays_where_the_status_quo_is_worth_less_than_nothing() -> None:
    judged = solve(catalogue.load("post/right").with_values({"cosine": -1})).verdict
    assert isinstance(judged, Verdict)
    assert judged.destruction_pays == ("red",)


def test_a_game_without_a_spec() -> None:
    game = NormalFormGame.from_bimatrix([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    solution = solve(game)
    assert isinstance(solution.verdict, NoVerdict)
    assert solution.spec is None
    assert solution.title == "A game of row and column"
    SCHEMA.validate(envelope(solution))


def test_representations() -> None:
    solution = solve(catalogue.load("post/left"))
    assert repr(solution).startswith("<Solution of 'Red has a lot to lose")
    assert solution._repr_html_().startswith('<article class="detente">')
    assert solution.__rich__().plain == str(solution)
    assert isinstance(solution, Solution)


@pytest.mark.parametrize(
    "program",
    [
        "from solver import solve; solve(game)",
        "import solver; solver.solve(game)",
        "import solver.solve; from solver import solve; solve(game)",
        "from solver.solve import solve; solve(game)",
        "from solver.solve import Solution; import solver; solver.solve(game)",
    ],
)
def test_solve_is_the_same_however_it_is_imported(program: str) -> None:
    start = (
        "from games.forms.normal import NormalFormGame\n"
        "game = NormalFormGame.from_bimatrix([[1, 0], [0, 1]], [[1, 0], [0, 1]])\n"
    )
    subprocess.run([sys.executable, "-c", start + program], cwd=ROOT, check=True)


def test_importing_the_package_imports_no_room() -> None:
    program = "import sys, solver\nprint([n for n in sys.modules if n.startswith('solver.')])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout == "[]\n"
