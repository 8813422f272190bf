"""`detente infer` and `detente estimate` end to end."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from games.errors import DetenteError
from games.world.history import History, RecordedChoice
from solver.cli import detente
from solver.report.schemas import output_schema
from tests.inverse.disputes import FILE

UTILITIES = [
    "--outcome", "sq,capit,war",
    "--utility", "A.sq ~ s_wt_re1 + revis1",
    "--utility", "A.war ~ regime1",
    "--utility", "B.war ~ balanc + regime2",
]  # fmt: skip


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(detente, list(arguments), standalone_mode=False)
    if isinstance(result.exception, DetenteError):
        return result.exception.exit_code, str(result.exception)
    if result.exception is not None:
        raise result.exception
    return result.return_value or 0, result.output


def test_the_board_history() -> None:
    code, text = run("infer", "post/board-2023-history")
    assert code == 0
    assert "z < 1/2 + 3/16 w" in text
    assert "267/371" in text
    assert "d/((1-d) k)" in text
    assert "Holding may have been feigned" in text


@pytest.mark.parametrize("assume", ["decision", "best-reply", "equilibrium"])
def test_json_follows_its_schema(assume: str) -> None:
    code, text = run("infer", "post/board-2023-history", "--assume", assume, "--format", "json",
                     "--posterior")  # fmt: skip
    assert code == 0
    jsonschema.validate(json.loads(text), output_schema("infer"))


def test_alignments_among_coalitions(tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    file.write_text(
        "by,action,attackers,defenders,win_probability,stakes\n"
        "green,seek,red=2 green=1,blue=2,4/5,1/2\ngreen,hold,blue=2,red=2,3/5,1/2\n,,,,,\n"
    )
    code, text = run("infer", str(file), "--missing", "drop", "--loss", "1/10,1/3")
    assert code == 0
    assert "Incomplete rows dropped: 1" in text
    assert "[-1, 3/13)" in text
    code, text = run("infer", str(file), "--missing", "drop", "--format", "json")
    jsonschema.validate(json.loads(text), output_schema("infer"))


def test_unions_and_unknown_beliefs_leave_no_silent_gap(tmp_path: Path) -> None:
    file = tmp_path / "choices.csv"
    file.write_text("action,share,stakes,resistance\nseek,0.5,1/2,1/2\nhold,0.8,1/2,1\n")
    code, text = run("infer", str(file), "--assume", "equilibrium", "--posterior")
    assert code == 0
    assert "Not used" in text
    assert "No posterior" in text


def test_csv_with_an_inexplicable_history(tmp_path: Path) -> None:
    file = tmp_path / "choices.csv"
    file.write_text(
        "action,share,win_probability,stakes,name\nseek,0.5,0.6,1/2,first\nhold,0.5,0.6,0.5,second\n"
    )
    code, text = run("infer", str(file))
    assert code == 1
    assert "first, second cannot hold together" in text
    code, text = run("infer", str(file), "--format", "json")
    jsonschema.validate(json.loads(text), output_schema("infer"))
    assert json.loads(text)["parties"][0]["set"]["conflict"] == ["first", "second"]


def test_unknown_beliefs(tmp_path: Path) -> None:
    file = tmp_path / "choices.csv"
    file.write_text("action,share,stakes\nseek,0.5,1/2\nhold,0.8,1/2\n")
    code, text = run("infer", str(file))
    assert code == 0
    assert "own win probability p" in text
    code, text = run("infer", str(file), "--format", "json")
    jsonschema.validate(json.loads(text), output_schema("infer"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("acton,share,stakes\n", "did you mean 'action'?"),
        ("action,share\nseek,1/2\n", "the column 'stakes' is missing"),
        ("action,share,stakes\nattack,1/2,1/2\n", "action must be seek or hold; found 'attack'"),
        ("action,share,stakes\nseek,3/2,1/2\n", "share must be between 0 and 1; found 3/2"),
        ("action,share,stakes\nseek,lots,1/2\n", "share: "),
        ("action,share,stakes\nseek,,1/2\nhold,1/2,1/2\n", "1 of 2 rows lack"),
        ("action,share,stakes\n", "nothing was observed"),
        ("action,share,stakes,growth\nhold,1/2,1/2,1/5\n", "growth and surprise stand together"),
    ],
)
def test_bad_csv_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "choices.csv"
    file.write_text(text)
    code, said = run("infer", str(file))
    assert code == 2
    assert sentence in said
    assert "\n" not in said


def test_games_are_no_histories_and_histories_no_games() -> None:
    assert run("infer", "post/left")[0] == 2
    code, said = run("solve", "post/board-2023-history")
    assert code == 2
    assert "detente infer" in said


@pytest.mark.parametrize("kind", ["evidence", "ridge"])
def test_pictures_of_histories(tmp_path: Path, kind: str) -> None:
    pytest.importorskip("matplotlib")
    first, second = tmp_path / "a.svg", tmp_path / "b.svg"
    for file in (first, second):
        assert run("plot", "post/board-2023-history", "--kind", kind, "-o", str(file))[0] == 0
    assert first.read_bytes() == second.read_bytes()
    assert run("plot", "post/left", "--kind", kind, "-o", str(first))[0] == 2
    unknown = tmp_path / "unknown.yaml"
    start = "detente: 1\ngame:\n  kind: history\n  chooser: red\n  observations:\n"
    start += "    - {action: seek, "
    for rest, sentence in (
        ("share: 1/2, stakes: 1/2}\n", "has no win probability"),
        ("attackers: {red: 1}, defenders: {blue: 1}, win_probability: 1/2, stakes: 1/2}\n",
         "choices among coalitions"),
    ):  # fmt: skip
        unknown.write_text(start + rest)
        code, said = run("plot", str(unknown), "--kind", kind, "-o", str(first))
        assert code == 2
        assert sentence in said


def test_the_ridge_is_said_and_drawn(tmp_path: Path) -> None:
    code, text = run("infer", "post/board-2023-history")
    assert code == 0
    assert "d/((1-d) k) in (0, 89/26)" in text
    assert "267/475" in text
    pytest.importorskip("matplotlib")
    from solver.inverse.stakes import at_factor
    from solver.report.plots.ridge import _factors, ridge_figure

    choices = (RecordedChoice("x", "seek", Fraction(2, 5), Fraction(7, 10), Fraction(1, 2)),)
    figure = ridge_figure(History(choices))
    upper = figure.axes[0].lines[-2]
    for place, end in zip(_factors(choices), upper.get_ydata(), strict=True):
        assert end == pytest.approx(float(at_factor(choices, "decision", place).bounds()[0].high))


def test_estimate() -> None:
    code, text = run("estimate", str(FILE), *UTILITIES, "--missing", "drop", "--cluster", "midnum",
                     "--effects")  # fmt: skip
    assert code == 0
    assert "-286.123755" in text
    assert "regime1: autoc to dem" in text
    code, text = run("estimate", str(FILE), *UTILITIES, "--missing", "drop", "--format", "json")
    body = json.loads(text)
    jsonschema.validate(body, output_schema("estimate"))
    assert body["parameters"][1]["estimate"] == pytest.approx(-0.7400147604799457, abs=1e-7)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ((str(FILE), *UTILITIES), 2, "31 of 313 rows have missing values"),
        (("absent.csv", *UTILITIES), 2, "there is no such file"),
        ((str(FILE), "--outcome", "sq,capit,war", "--utility", "B.war ~ war"), 2, "separated"),
        ((str(FILE), "--outcome", "esc"), 2, "name the outcomes"),
        ((str(FILE), *UTILITIES, "--model", "guess"), 2, "model must be one of agent, private"),
    ],
)
def test_estimate_errors(arguments: tuple[str, ...], code: int, sentence: str) -> None:
    found, said = run("estimate", *arguments)
    assert found == code
    assert sentence in said
