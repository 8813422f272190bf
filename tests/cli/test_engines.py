"""`--cross-check` and `--engine`: outside engines beside the own one, on the command line."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from solver.cli.commands import solve as command_module
from solver.nash.engines import EngineComparison
from solver.report.schemas import output_schema

SCHEMA = output_schema("solve")


def run(*arguments: str) -> Any:
    return CliRunner().invoke(command_module.command, list(arguments), standalone_mode=False)


def test_a_cross_check_agrees_and_says_who_was_not_asked() -> None:
    result = run("literature/vonstengel2007/degenerate", "--cross-check", "--format", "json")
    document = json.loads(result.stdout)
    Draft202012Validator(SCHEMA).validate(document)
    assert result.return_value == 0
    by_engine = {entry["engine"]: entry for entry in document["cross_check"]}
    assert set(by_engine) == {"nashpy", "lrsnash", "gambit"}
    if shutil.which("lrsnash"):
        assert by_engine["lrsnash"]["agrees"] is True
    for entry in by_engine.values():
        assert entry["agrees"] is not None or entry["differences"]


def test_irrational_payoffs_are_not_put_to_a_rational_engine() -> None:
    document = json.loads(run("post/left", "--cross-check", "--format", "json").stdout)
    entry = next(e for e in document["cross_check"] if e["engine"] == "lrsnash")
    assert entry["agrees"] is None
    assert entry["differences"]


@pytest.mark.parametrize(("engine", "code"), [("lrsnash", 1), ("gambit", 0), ("nashpy", 0)])
def test_only_an_engine_without_known_defects_gives_a_negative_answer(
    monkeypatch: pytest.MonkeyPatch, engine: str, code: int
) -> None:
    differing = [EngineComparison(engine, "0", False, ("lists something else",))]
    monkeypatch.setattr("solver.nash.engines.cross_check", lambda *_args, **_more: differing)
    result = run("classic/chicken", "--cross-check")
    assert result.return_value == code
    assert "DIFFERS" in result.stdout


def test_another_engine_s_answer_is_labelled_not_known_to_be_complete() -> None:
    result = run("classic/chicken", "--engine", "nashpy", "--format", "json")
    document = json.loads(result.stdout)
    Draft202012Validator(SCHEMA).validate(document)
    assert result.return_value == 3
    assert document["status"] == "undecided"
    assert document["equilibria"]["method"]["engine"] == "nashpy"
    assert len(document["equilibria"]["extreme"]) == 3
