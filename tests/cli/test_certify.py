"""`detente certify` and `detente verify` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from solver.report.schemas import output_schema
from tests.cli.conftest import Run


@pytest.fixture
def certificate(run: Run, tmp_path: Path) -> Path:
    target = tmp_path / "left.cert.json"
    done = run("certify", "post/left", "--output", str(target))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return target


def test_a_certificate_is_valid(run: Run, certificate: Path) -> None:
    done = run("verify", str(certificate), "--game", "post/left")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Valid: all 4 claims about post/left" in done.stdout
    done = run("verify", str(certificate), "--format", "json")
    document = json.loads(done.stdout)
    jsonschema.validate(document, output_schema("verify"))
    assert document["valid"] is True
    assert all(claim["game_compared"] for claim in document["claims"])


def test_of_another_game_it_is_false(run: Run, certificate: Path) -> None:
    done = run("verify", str(certificate), "--game", "post/right")
    assert done.returncode == 1
    assert "False: the file is about another game than the one given." in done.stdout


def test_an_edited_certificate_is_false(run: Run, certificate: Path) -> None:
    text = certificate.read_text(encoding="utf-8")
    certificate.write_text(text.replace('"standing"', '"Standing"').replace("0.4", "0.3"))
    done = run("verify", str(certificate))
    assert done.returncode == 1
    assert "False: the spec was changed" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("content", "words"), [("", "empty"), ("{", "cut off"), ("{}", "'schema' is missing")]
)
def test_an_unreadable_certificate_ends_with_two(
    run: Run, tmp_path: Path, content: str, words: str
) -> None:
    target = tmp_path / "x.json"
    target.write_text(content)
    done = run("verify", str(target))
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_missing_certificate_ends_with_two(run: Run, tmp_path: Path) -> None:
    done = run("verify", str(tmp_path / "none.json"))
    assert done.returncode == 2
    assert "cannot be read" in done.stderr


def test_a_map_of_regimes(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "map.cert.json"
    axes = ("--x", "angle", "--y", "destruction_probability")
    done = run("certify", "post/left", "--question", "regimes", *axes, "-o", str(target))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = run("verify", str(target), "--game", "post/left")
    assert done.returncode == 0
    assert "Valid: the claim about post/left" in done.stdout
    text = target.read_text(encoding="utf-8")
    target.write_text(text.replace('"regime":0', '"regime":1', 1), encoding="utf-8")
    done = run("verify", str(target))
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    target.write_text(text[: len(text) // 2], encoding="utf-8")
    assert run("verify", str(target)).returncode == 2
    done = run("certify", "post/left", "--x", "angle")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
