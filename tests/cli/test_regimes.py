"""`detente regimes` end to end."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from solver.report.schemas import output_schema
from tests.cli.conftest import Run


def test_the_map_over_an_angle(run: Run) -> None:
    done = run("regimes", "post/left", "--x", "angle")
    assert done.returncode == 0, done.stderr
    assert "131.81 deg" in done.stdout
    assert "cosine = -2/3" in done.stdout
    assert "9*cosine + 1 = 0" in done.stdout
    assert "Destruction pays for red" in " ".join(done.stdout.split())


def test_json_follows_its_schema(run: Run) -> None:
    done = run("regimes", "post/left", "--x", "destruction_probability", "--format", "json")
    assert done.returncode == 0
    body = json.loads(done.stdout)
    jsonschema.validate(body, output_schema("regimes"))
    (point,) = body["cells"][2]["sample"]
    assert point["minimal_polynomial"] == [36, -1668, 121]
    assert len(body["regimes"]) == 3


def test_ranges_are_read_exactly_angles_in_degrees(run: Run) -> None:
    done = run("regimes", "post/left", "--x", "angle=0..120", "--format", "json")
    (axis,) = json.loads(done.stdout)["axes"]
    assert (axis["low"], axis["high"], axis["angle"]) == ("-1/2", "1", True)


@pytest.mark.parametrize("form", ["markdown", "latex", "csv", "html", "jsonl"])
def test_every_format(run: Run, form: str) -> None:
    done = run("regimes", "examples/two-regimes", "--x", "x", "--format", form)
    assert done.returncode == 0, done.stderr
    assert "1/3" in done.stdout


def test_a_matrix_file_with_parameters(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "matrix.yaml"
    target.write_text(
        "detente: 1\n"
        "parameters: {x: {value: 1/4, range: [0, 1]}}\n"
        "players: [{name: a, actions: [l, r]}, {name: b, actions: [l, r]}]\n"
        "game: {kind: matrix, symmetric: true, payoffs: {a: [[x^3, 1/4], [x/2, 0]]}}\n"
    )
    done = run("regimes", str(target), "--x", "x")
    assert done.returncode == 0, done.stderr
    assert "sqrt(2)/2" in done.stdout
    assert "no verdict" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--x", "angel"), "angle"),
        (("--x", "power.red"), "no finite range"),
        (("--x", "stakes=1"), "LOW..HIGH"),
        (("--x", "stakes=0..7"), "leaves the domain"),
    ],
)
def test_bad_axes_are_refused_in_a_sentence(
    run: Run, arguments: tuple[str, ...], words: str
) -> None:
    done = run("regimes", "post/left", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (("--y", "destruction_probability", "--limit-cells", "2"), "at the limit of 2 cells"),
        (("--limit-memory", "1M"), "at the memory limit of 1048576 bytes"),
        (("--limit-time", "0.000001"), "at the time limit"),
    ],
)
def test_a_limit_gives_exit_code_three_and_says_which(
    run: Run, limit: tuple[str, ...], words: str
) -> None:
    done = run("regimes", "post/left", "--x", "angle", *limit, "--format", "json")
    assert done.returncode == 3
    body = json.loads(done.stdout)
    jsonschema.validate(body, output_schema("regimes"))
    assert body["status"] == "incomplete"
    assert words in body["limits"][0]
    assert body["undecided"] not in (0, "0")


DIFFERENCE = """
detente: 1
parties: [{name: red, power: 2}, {name: blue, power: 3}]
alignment: {cosine: -1/4}
conflict: {stakes: 4/5, contest: {kind: difference, decisiveness: 4}, expected_loss: 1/10}
game: {kind: posture, levels: 1, resistance: 1/3}
"""


@pytest.fixture
def difference(tmp_path: Path) -> str:
    target = tmp_path / "difference.yaml"
    target.write_text(DIFFERENCE)
    return str(target)


def test_a_share_inside_an_exponential(run: Run, difference: str) -> None:
    done = run("regimes", difference, "--x", "share", "--format", "json")
    assert done.returncode == 0, done.stderr
    body = json.loads(done.stdout)
    jsonschema.validate(body, output_schema("regimes"))
    assert body["status"] == "complete"
    assert body["followers"] == [{"symbol": "win_probability", "exponent": "8*share - 4"}]
    assert any(
        isinstance(cell["sample"][0], dict) and cell["sample"][0]["minimal_polynomial"] is None
        for cell in body["cells"]
    )


def test_an_undecided_map_says_so_and_ends_with_three(run: Run, difference: str) -> None:
    done = run("regimes", difference, "--x", "share", "--y", "angle", "--format", "json")
    assert done.returncode == 3, done.stderr
    body = json.loads(done.stdout)
    jsonschema.validate(body, output_schema("regimes"))
    assert body["status"] == "undecided"
    assert body["undecided"] != "0"
    assert "Undecided" in body["limits"][0]


def test_decisiveness_as_an_axis(run: Run, difference: str) -> None:
    done = run("regimes", difference, "--x", "decisiveness", "--format", "json")
    assert done.returncode == 0, done.stderr
    body = json.loads(done.stdout)
    jsonschema.validate(body, output_schema("regimes"))
    assert body["axes"][0]["odds"] == {"contest": "difference", "share": "2/5"}
    done = run("regimes", difference, "--x", "decisiveness=0..3", "--y", "share")
    assert done.returncode == 2
    assert "fixed share" in done.stderr
