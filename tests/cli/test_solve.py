"""`solve`, `show` and `export` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from games.forms.nfg import read_nfg, write_nfg
from games.forms.normal import NormalFormGame
from solver.report.schemas import output_schema
from tests.cli.conftest import ROOT, Run

STAG = """NFG 1 R "Stag hunt" { "red" "blue" } { { "stag" "hare" } { "stag" "hare" } }
4 4 3 0 0 3 3 3
"""


@pytest.fixture
def stag(tmp_path: Path) -> str:
    path = tmp_path / "stag.nfg"
    path.write_text(STAG)
    return str(path)


def test_text_report(run: Run, stag: str) -> None:
    done = run("solve", stag)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Stag hunt\n═════════\n\nNo verdict: ")
    assert (
        "3 extreme equilibria in 3 maximal Nash subsets and 3 components. Complete:" in done.stdout
    )
    assert "x2: 3/4 stag" in done.stdout
    assert "The indices sum to +1." in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 96


def test_json_follows_its_schema(run: Run, stag: str) -> None:
    document = json.loads(run("solve", stag, "--format", "json").stdout)
    jsonschema.validate(document, output_schema("solve"))
    assert document["status"] == "complete"
    assert document["verdict"] is None
    assert "seeking" in document["verdict_reason"]
    assert document["equilibria"]["index_sum"] == 1
    assert document["equilibria"]["strategies"][0][1]["weights"] == ["3/4", "1/4"]
    assert document["game"]["payoffs"][0] == [["4", "0"], ["3", "3"]]


@pytest.mark.parametrize("form", ["text", "json", "markdown", "latex", "csv", "html"])
def test_every_format_is_the_same_twice(run: Run, stag: str, form: str, tmp_path: Path) -> None:
    first = run("solve", stag, "--format", form)
    target = tmp_path / "out"
    second = run("solve", stag, "--format", form, "-o", str(target))
    assert first.returncode == second.returncode == 0
    assert second.stdout == ""
    assert target.read_text(encoding="utf-8") == first.stdout
    assert "stag" in first.stdout


def test_csv_holds_exact_weights(run: Run, stag: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run("solve", stag, "--format", "csv").stdout)))
    assert [row["red stag"] for row in rows] == ["1", "3/4", "0"]
    assert rows[0]["tags"] == "pure strict payoff-dominant"


def test_many_games_one_line_each_and_a_bad_one_does_not_stop_the_rest(
    run: Run, stag: str, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.nfg"
    bad.write_text("NFG 1 R")
    done = run("solve", stag, str(bad), "nowhere.nfg", stag, "--format", "jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    schemas = ["detente/solve/1", "detente/error/1", "detente/error/1", "detente/solve/1"]
    assert [line["schema"] for line in lines] == schemas
    for line in lines:
        jsonschema.validate(line, output_schema(line["schema"].split("/")[1]))
    assert lines[1]["error"]["file"] == str(bad)
    assert lines[1]["error"]["line"] == 1
    assert done.returncode == 2
    done = run("solve", stag, "nowhere.nfg", stag)
    assert done.stdout.count("Stag hunt") == 2
    assert done.stderr.startswith("detente: ")


def test_several_games_need_a_format_that_holds_several(run: Run, stag: str) -> None:
    done = run("solve", stag, stag, "--format", "csv")
    assert done.returncode == 2
    assert "jsonl" in done.stderr


def test_standard_input(run: Run) -> None:
    assert "Stag hunt" in run("solve", "-", input=STAG).stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "no such file"),
        (b"", "empty"),
        (b"\xff\xfe\x00", "UTF-16"),
        (b"\x80abc", "not UTF-8"),
        (b"x" * 8_000_001, "too large"),
    ],
)
def test_bad_files_are_refused_in_one_sentence(
    run: Run, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "game.nfg"
    if content is not None:
        path.write_bytes(content)
    done = run("solve", str(path))
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("stakes=9**9**9", "stakes"),
        ("stakes=__import__('os')", "stakes"),
        ("stakes=2", "[0, 1]"),
        ("steaks=1/2", "did you mean"),
        ("stakes", "NAME=VALUE"),
    ],
)
def test_bad_settings_are_refused_in_one_sentence(run: Run, setting: str, words: str) -> None:
    done = run("solve", "post/left", "--set", setting)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_unknown_label_names_the_nearest(run: Run) -> None:
    done = run("solve", "post/lfet")
    assert done.returncode == 2
    assert "did you mean `post/left`?" in done.stderr


def test_settings_move_what_follows_from_them(run: Run) -> None:
    document = json.loads(
        run(
            *("solve", "post/right", "--set", "resistance=1/2", "--set", "cosine=-1"),
            *("--format", "json"),
        ).stdout
    )
    assert document["verdict"]["kind"] == "struggle"
    assert document["verdict"]["destruction_pays"] == ["red"]
    assert document["game"]["parameters"]["resistance"] == "1/2"


def test_show_says_what_the_spec_says(run: Run, stag: str) -> None:
    assert "stag  hare" in run("show", stag).stdout
    text = run("show", "post/left").stdout
    for word in ("blue's, projected", "30 deg", "sqrt(3)/2", "--set", "sha256:", "lesswrong2023"):
        assert word in text
    assert run("show", stag, "--format", "csv").returncode == 2


def test_list_names_every_game_once(run: Run) -> None:
    document = json.loads(run("list", "--format", "json").stdout)
    jsonschema.validate(document, output_schema("list"))
    labels = [entry["label"] for entry in document["games"]]
    posts = [label for label in labels if label.startswith("post/")]
    assert labels[: len(posts)] == posts
    assert posts[:2] == ["post/board-2023", "post/board-2023-history"]
    assert posts[-2:] == ["post/left", "post/right"]
    assert len(labels) == len(set(labels))
    assert "classic/chicken" in run("list", "chicken").stdout


def test_new_writes_a_spec_that_solves_and_never_overwrites(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    for kind in ("posture", "matrix"):
        assert run("new", str(path), "--kind", kind, "--force").returncode == 0
        assert run("solve", str(path)).returncode == 0
    done = run("new", str(path))
    assert done.returncode == 2
    assert "exists" in done.stderr


def test_schema_of_specs_is_a_schema(run: Run) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(run("schema").stdout))


def test_plot_is_the_same_twice(run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "a.svg", tmp_path / "b.svg"
    assert run("plot", "post/left", "-o", str(first)).returncode == 0
    assert run("plot", "post/left", "--kind", "arrows", "-o", str(second)).returncode == 0
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().startswith(b"<?xml")
    assert run("plot", "post/left", "-o", "picture.doc").returncode == 2
    assert run("plot", "classic/chicken", "-o", str(first)).returncode == 2


def test_export_and_back_is_exact(run: Run, stag: str, tmp_path: Path) -> None:
    game = NormalFormGame.from_bimatrix(
        [[Fraction(1, 3), 2], [0, Fraction(-7, 10**9)]], [[5, 0], [1, 1]], title="thirds"
    )
    path = tmp_path / "thirds.nfg"
    path.write_text(write_nfg(game))
    assert read_nfg(run("export", str(path), "--to", "nfg").stdout) == game
    for label, target in (("post/left", "yaml"), (stag, "json")):
        copy = tmp_path / f"copy.{target}"
        assert run("export", label, "--to", target, "-o", str(copy)).returncode == 0
        original, back = (
            json.loads(run("solve", name, "--format", "json").stdout) for name in (label, str(copy))
        )
        assert original["game"] == back["game"]
        assert original["spec"]["digest"] == back["spec"]["digest"]


def test_cross_check_compares_every_engine_at_hand(run: Run, stag: str) -> None:
    done = run("solve", stag, "--cross-check", "--format", "json")
    document = json.loads(done.stdout)
    jsonschema.validate(document, output_schema("solve"))
    found = {check["engine"]: check for check in document["cross_check"]}
    assert list(found) == ["nashpy", "lrsnash", "gambit"]
    assert found["nashpy"]["agrees"] is True
    assert done.returncode == 0
    text = run("solve", stag, "--cross-check").stdout
    assert "nashpy" in text
    assert "agrees" in text


def test_an_outside_engine_is_labelled_with_what_it_cannot_promise(run: Run, stag: str) -> None:
    done = run("solve", stag, "--engine", "nashpy", "--format", "json")
    document = json.loads(done.stdout)
    jsonschema.validate(document, output_schema("solve"))
    assert document["equilibria"]["method"]["engine"] == "nashpy"
    assert document["status"] == "undecided"
    assert done.returncode == 3
    assert len(document["equilibria"]["extreme"]) == 3


def test_a_missing_engine_ends_with_two(run: Run, stag: str) -> None:
    done = run("solve", stag, "--engine", "lrsnash", env={"PATH": ""})
    assert done.returncode == 2
    assert "lrslib" in done.stderr


def test_irrational_payoffs_cannot_go_to_nfg(run: Run) -> None:
    done = run("export", "post/left", "--to", "nfg")
    assert done.returncode == 2
    assert "irrational" in done.stderr
    assert "--set cosine" in done.stderr
    done = run("export", "post/left", "--to", "nfg", "--set", "cosine=4/5")
    assert done.returncode == 0, done.stderr


def test_three_players_have_their_pure_equilibria_and_say_so(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "three.nfg"
    game = NormalFormGame(
        ("a", "b", "c"), (("l", "r"),) * 3, ((((2, 0), (0, 1)), ((0, 1), (1, 2))),) * 3
    )
    path.write_text(write_nfg(game))
    done = run("solve", str(path), "--format", "json")
    assert done.returncode == 3
    document = json.loads(done.stdout)
    jsonschema.validate(document, output_schema("solve"))
    assert document["equilibria"]["complete"]["value"] is False
    assert "pure" in document["equilibria"]["complete"]["reason"]
    assert run("solve", str(path)).returncode == 3


def test_reaching_a_limit_is_an_incomplete_answer(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    path.write_text(_large(12, irrational=True))
    done = run("solve", str(path), "--limit-time", "0.3s", "--format", "json")
    assert done.returncode == 3, done.stderr
    document = json.loads(done.stdout)
    jsonschema.validate(document, output_schema("solve"))
    assert document["status"] == "incomplete"
    assert "time limit" in document["limits"][0]


@pytest.mark.parametrize("kernels", [False, True])
def test_an_interrupt_prints_what_was_found(tmp_path: Path, kernels: bool) -> None:
    if kernels:
        pytest.importorskip("numba")
    path = tmp_path / "large.json"
    path.write_text(_large(20) if kernels else _large(12, irrational=True))
    process = subprocess.Popen(
        [sys.executable, "-m", "solver.cli", "solve", str(path), "--format", "json", "--timing"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    document = json.loads(out)
    assert document["status"] == "incomplete"
    assert "interrupted" in document["limits"][0]
    tier = document["equilibria"]["method"]["tier"]
    assert (tier != "ordered-field") is kernels
    assert "Traceback" not in err


def _large(size: int, irrational: bool = False) -> str:
    """A spec of a game that takes longer than any test waits."""
    import random

    source = random.Random(1)
    names = [f"a{i}" for i in range(size)]
    payoffs = {
        player: [[str(source.randint(-99, 99)) for _ in range(size)] for _ in range(size)]
        for player in ("red", "blue")
    }
    if irrational:
        payoffs["red"][0][0] = "sqrt(2)"
    spec = {
        "detente": "1",
        "players": [{"name": name, "actions": names, "seeking": ["a1"]} for name in payoffs],
        "game": {"kind": "matrix", "payoffs": payoffs},
    }
    return json.dumps(spec)
