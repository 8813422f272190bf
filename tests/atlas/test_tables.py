"""Tables in every format: labels in every row, notes from the records, LaTeX that compiles."""

from __future__ import annotations

import csv
import io
import itertools
import json
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from games import catalogue
from games.exact import from_json
from games.spec import loads
from solver import solve
from solver.atlas.body import NoTable
from solver.atlas.cite import cite
from solver.atlas.labelled import LabelledTable, make
from solver.atlas.register import shipped
from solver.report.schemas import output_schema

LABELS = ("post/left", "post/board-2023", "literature/gambit/deg2", "examples/all-zero")
FORMS = ("text", "markdown", "latex", "csv", "json", "jsonl", "html")


@pytest.fixture(scope="module")
def tables() -> dict[str, LabelledTable]:
    found = {label: make(catalogue.load(label)) for label in LABELS}
    return found | {"thresholds": make(catalogue.load("post/left"), "thresholds")}


@pytest.mark.parametrize("name", [*LABELS, "thresholds"])
def test_every_format_names_label_version_and_digest(
    tables: dict[str, LabelledTable], name: str
) -> None:
    table = tables[name]
    for form in FORMS:
        text = table.write(form)
        assert text.endswith("\n")
        assert table.label in text
        if form != "csv":
            assert table.digests["result"][7:19] in text
            assert "0.1.0" in text


@pytest.mark.parametrize("name", [*LABELS, "thresholds"])
def test_every_exported_row_has_the_label(tables: dict[str, LabelledTable], name: str) -> None:
    table = tables[name]
    rows = list(csv.reader(io.StringIO(table.write("csv"))))
    assert rows[0][0] == "label"
    assert {row[0] for row in rows[1:]} == {table.label}
    document = json.loads(table.write("json"))
    jsonschema.validate(document, output_schema("table"))
    assert {row[0] for row in document["rows"]} == {table.label}
    assert all(len(row) == len(document["columns"]) for row in document["rows"])
    assert len(document["rows"]) == len(rows) - 1


@pytest.mark.parametrize("label", LABELS)
def test_the_rows_are_the_answer(tables: dict[str, LabelledTable], label: str) -> None:
    """Weights and payoffs of the table against those of the solution itself."""
    solution = solve(catalogue.load(label))
    document = json.loads(tables[label].write("json"))
    columns = document["columns"]
    names = [
        f"{player} {action}"
        for player, actions in zip(solution.game.players, solution.game.actions, strict=True)
        for action in actions
    ]
    at = [columns.index(name) for name in names]
    paid = [columns.index(f"payoff {player}") for player in solution.game.players]
    assert len(document["rows"]) == len(solution.equilibria.extreme)
    for row, item in zip(document["rows"], solution.equilibria.extreme, strict=True):
        weights = tuple(from_json(row[k]) for k in at)
        assert weights == tuple(weight for own in item.strategies for weight in own)
        assert tuple(from_json(row[k]) for k in paid) == item.payoffs


def test_the_catalogue_has_labels_and_other_games_have_digests(
    tables: dict[str, LabelledTable],
) -> None:
    assert tables["post/left"].label == "T.post.left.equilibria.1"
    other = make(catalogue.load("post/left").with_values({"stakes": "1/3"}))
    assert other.revision == 0
    assert other.label.startswith(f"T.{other.spec.digest[7:19]}.equilibria.")
    same = make(loads(catalogue.text("post/left").replace("title: ", "title: My "), "mine.yaml"))
    assert same.label == f"T.{same.spec.digest[7:19]}.equilibria.{same.digests['result'][7:19]}"
    assert same.digests == tables["post/left"].digests


def test_four_identities_are_separate() -> None:
    chicken, left = make(catalogue.load("classic/chicken")), make(catalogue.load("post/left"))
    assert len(set(chicken.digests.values())) == 4
    rational = make(catalogue.load("classic/hero"))
    assert chicken.digests["method"] == rational.digests["method"] != left.digests["method"]
    thresholds = make(catalogue.load("post/left"), "thresholds")
    assert thresholds.digests["spec"] == left.digests["spec"]
    assert thresholds.digests["question"] != left.digests["question"]


def test_notes_come_from_the_records(tables: dict[str, LabelledTable]) -> None:
    table = tables["post/left"]
    complete, reliable, source = table.notes
    assert complete.startswith("Completeness: complete. Every lexicographically feasible basis")
    assert "algebraic arithmetic" in reliable
    assert "completeness proved" in reliable
    assert source.startswith("Source: lesswrong2023")
    doubtful = replace(
        table.body, complete=replace(table.body.complete, value=None, reason="nobody looked")
    )
    note = replace(table, body=doubtful).notes[0]
    assert note == "Completeness: not known. Nobody looked."


def test_what_is_not_proved_is_not_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    from solver.solve import proofs

    monkeypatch.setattr(proofs, "MOST_BASES", 3)
    monkeypatch.setattr(proofs.proofs, "__defaults__", (3,))
    note = make(catalogue.load("classic/chicken")).notes[1]
    assert "completeness not proved but cross-checked: the indices of the components" in note


def test_incomplete_answers_say_so() -> None:
    zero = [[[0, 0], [0, 0]], [[0, 0], [0, 0]]]
    players = [{"name": name, "actions": ["l", "r"]} for name in "abc"]
    block = {"kind": "matrix", "payoffs": dict.fromkeys("abc", zero)}
    table = make(loads(json.dumps({"detente": 1, "players": players, "game": block})))
    assert table.notes[0].startswith("Completeness: not complete.")
    assert "proved" not in table.notes[1]
    assert table.notes[2].startswith("Source: the spec names none.")


def test_games_without_such_a_table() -> None:
    with pytest.raises(NoTable, match="no table of thresholds"):
        make(catalogue.load("classic/rock-paper-scissors"), "thresholds")
    with pytest.raises(NoTable, match="no table of 'beauty'"):
        make(catalogue.load("post/left"), "beauty")
    with pytest.raises(NoTable, match="no game to solve"):
        make(catalogue.load("post/board-2023-history"))


def test_thresholds_have_formula_validity_and_value(tables: dict[str, LabelledTable]) -> None:
    document = json.loads(tables["thresholds"].write("json"))
    rows = [dict(zip(document["columns"], row, strict=True)) for row in document["rows"]]
    (cosine,) = [r for r in rows if (r["party"], r["parameter"]) == ("red", "cosine")]
    assert cosine["formula"] == "c < 1 - d/b"
    assert cosine["conditions"] == "b > 0"
    # By hand: d = 1/5, k = 1/2, p = 11/20, s = 2/5, so b = (4/5)(3/40) + (1/5)(3/5).
    b = Fraction(4, 5) * Fraction(3, 40) + Fraction(1, 5) * Fraction(3, 5)
    assert Fraction(cosine["value"]) == 1 - Fraction(1, 5) / b
    (angle,) = [
        r for r in rows if (r["kind"], r["parameter"], r["side"]) == ("verdict", "cosine", "below")
    ]
    assert angle["value"] == cosine["value"]


@pytest.mark.skipif(
    shutil.which("pdflatex") is None
    or subprocess.run(["kpsewhich", "booktabs.sty"], capture_output=True, check=False).returncode,
    reason="no TeX with booktabs",
)
def test_latex_compiles(tables: dict[str, LabelledTable], tmp_path: Path) -> None:
    strange = catalogue.text("classic/chicken").replace("swerve", '"a_b & 50% ~ {∪} ≈ #1 \\\\x"')
    every = [*tables.values(), make(loads(strange, "strange.yaml"))]
    body = "\n".join(table.write("latex") for table in every)
    document = (
        "\\documentclass{article}\n\\usepackage[utf8]{inputenc}\n\\usepackage{booktabs,array,longtable}\n"
        f"\\begin{{document}}\n{body}\n\\end{{document}}\n"
    )
    (tmp_path / "tables.tex").write_text(document, encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "tables.tex"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert (tmp_path / "tables.pdf").exists()


def test_regimes_change_where_the_thresholds_say() -> None:
    """The flips of the verdict are boundaries of the map, and the game lies in its own regime."""
    for label in ("post/left", "post/right", "post/board-2023"):
        spec = catalogue.load(label)
        table = make(spec, "regimes")
        rows = [
            dict(zip(table.body.rows.columns, row, strict=True)) for row in table.body.rows.rows
        ]
        assert (rows[0]["cosine from"], rows[-1]["cosine to"]) == (-1, 1)
        for before, after in itertools.pairwise(rows):
            assert before["cosine to"] == after["cosine from"]
            assert {before["also included"], after["included"]} == {"true", "false"}
        solution = solve(spec)
        (distance,) = [item for item in solution.distances if item.address == "cosine"]
        ends = {row["cosine from"] for row in rows}
        for flip in (distance.below, distance.above):
            assert flip is None or flip.value in ends
        (here,) = [
            row
            for row in rows
            if row["cosine from"] < distance.value < row["cosine to"]
            or distance.value in (row["cosine from"], row["cosine to"])
        ]
        assert here["verdict"] == solution.headline


def test_games_without_one_quantity_to_vary_have_no_regimes() -> None:
    with pytest.raises(NoTable, match="neither a cosine nor exactly one"):
        make(catalogue.load("classic/chicken"), "regimes")


def test_citations() -> None:
    entry = shipped().find("T.post.board-2023.equilibria.1")
    for form in ("text", "bibtex", "csl"):
        text = cite(entry, form)
        assert entry.label in text
        assert entry.result in text
        assert entry.version in text
    assert cite(entry, "bibtex").startswith("@misc{T.post.board-2023.equilibria.1,\n")
    (item,) = json.loads(cite(entry, "csl"))
    assert (item["id"], item["type"], item["version"]) == (entry.label, "dataset", "0.1.0")
    braces = cite(replace(entry, title="50% {of} A_B & C\\D"), "bibtex")
    assert r"title = {{50\% \{of\} A\_B \& C\textbackslash{}D}}" in braces
