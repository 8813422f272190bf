"""`detente feigning` end to end."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from solver.report.schemas import output_schema
from tests.cli.conftest import Run

BOX = ("--over", "prior", "--over", "growth=0..1/2")


def test_the_posts_claim_is_refuted_before_an_audience(run: Run) -> None:
    done = run("feigning", "private/third-party", *BOX, "--boxes", "600")
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert (
        "Before press, feigned misalignment in every equilibrium is commoner than deception: proved"
        in said
    )
    assert "against deception: not decided, the bounds overlap" in said


@pytest.mark.parametrize("more", [("--boxes", "80"), ("--samples", "5")])
@pytest.mark.parametrize("label", ["private/third-party", "private/surprise-coup"])
def test_json_follows_its_schema(run: Run, label: str, more: tuple[str, ...]) -> None:
    done = run("feigning", label, *BOX, *more, "--format", "json")
    assert done.returncode == 0, done.stderr
    body = json.loads(done.stdout)
    jsonschema.validate(body, output_schema("feigning"))
    assert body["method"] == ("enclosure" if more[0] == "--boxes" else "sample")
    assert (body["before_third_party"] is None) == (label == "private/surprise-coup")


def test_csv_has_a_row_for_every_claim(run: Run) -> None:
    done = run("feigning", "private/third-party", *BOX, "--boxes", "20", "--format", "csv")
    assert len(done.stdout.splitlines()) == 13


def test_a_limit_is_said(run: Run) -> None:
    done = run("feigning", "private/surprise-coup", "--over", "prior", "--limit-time", "0.0001s")
    assert done.returncode == 3
    assert "stopped at a limit" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--over", "prior=0..2"), "cannot run over 0..2"),
        (("--over", "growth"), "there is no game"),
        (("--over", "power.rising"), "needs a range of rational numbers"),
        (("--over", "prior", "--over", "prior"), "named twice"),
        (("--over", "nobody"), "there is no quantity `nobody`"),
        ((), "Missing option '--over'"),
    ],
)
def test_bad_input_is_one_sentence(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    done = run("feigning", "private/surprise-coup", *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_the_picture(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "f.svg"
    axes = ("--x", "prior", "--y", "growth=0..1/2")
    done = run("plot", "private/third-party", "--kind", "feigning", *axes, "-o", str(target))
    assert done.returncode == 0, done.stderr
    assert target.read_text(encoding="utf-8").startswith("<?xml")
    done = run("plot", "private/third-party", "--kind", "feigning", "-o", str(target))
    assert done.returncode == 2
    assert "needs two quantities" in done.stderr
