"""The committed tables are what the code says, and labels keep their promises."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from games import catalogue
from games.forms.normal import NormalFormGame
from solver.atlas.build import MARK, ChangedResult, build, errata, stale, tabled
from solver.atlas.compare import changes, lost, report
from solver.atlas.index import ties
from solver.atlas.register import LabelError, Register, parse, shipped
from solver.solve.kinds import form_module

FOLDER = Path(__file__).parent.parent.parent / "docs" / "tables"
ASK = "run `make atlas`, with CAUSE=.. where a result changed, and read the difference"


def test_the_committed_tables_are_what_the_code_says() -> None:
    atlas = build(shipped())
    assert atlas.register == shipped(), f"tables without a label: {ASK}"
    for name, text in atlas.pages.items():
        path = FOLDER / name
        assert path.exists(), f"{name} is missing: {ASK}"
        assert path.read_text("utf-8") == text, f"{name} differs: {ASK}"
    assert stale(FOLDER, atlas) == []
    assert sum(len(text) for text in atlas.pages.values()) < 2_000_000
    assert all(page.startswith(MARK) for name, page in atlas.pages.items() if name.endswith(".md"))


def test_every_game_of_the_catalogue_is_tabled() -> None:
    with_tables = {entry.entry for entry in shipped().entries}
    without = {label for label in catalogue.labels() if label not in with_tables}
    for label in without:
        game = catalogue.load(label).realise().game
        assert not isinstance(game, NormalFormGame), label
        assert form_module(game) is None, label


def test_labels_are_unique_and_revisions_have_no_gaps() -> None:
    register = shipped()
    labels = [entry.label for entry in register.entries]
    former = [label for entry in register.entries for label in entry.formerly]
    assert len({*labels, *former}) == len(labels) + len(former)
    for entry in register.entries:
        assert entry.revision >= 1
        assert bool(entry.cause) == (entry.revision > 1)
        before = replace(entry, revision=entry.revision - 1).label
        assert entry.revision == 1 or before in labels
    assert parse(register.to_json(), "x") == register


def changed(label: str) -> Register:
    """The register, with another result for one table: as if it had changed since."""
    entries = [
        replace(entry, result="sha256:" + "0" * 64, says="4 equilibria.", version="0.0.9")
        if entry.label == label
        else entry
        for entry in shipped().entries
    ]
    return Register(tuple(entries))


def test_a_changed_result_needs_a_cause_and_stays_as_an_erratum() -> None:
    old = changed("T.classic.chicken.equilibria.1")
    with pytest.raises(ChangedResult, match=r"T\.classic\.chicken\.equilibria\.1") as caught:
        build(old, labels=("classic/chicken", "classic/hero"))
    assert caught.value.exit_code == 1
    why = {"": "one equilibrium was listed twice"}
    atlas = build(old, why, ("classic/chicken", "classic/hero"))
    assert len(atlas.register.entries) == len(old.entries) + 1
    page = errata(atlas.register).to_markdown()
    for words in (
        "T.classic.chicken.equilibria.1",
        "T.classic.chicken.equilibria.2",
        "listed twice",
    ):
        assert words in page
    assert "T.classic.chicken.equilibria.2" in atlas.pages["classic/chicken.md"]
    # The old label is not lost and not reused; it says what became of it.
    with pytest.raises(LabelError, match="listed twice") as told:
        atlas.register.find("T.classic.chicken.equilibria.1")
    assert told.value.allowed == "T.classic.chicken.equilibria.2"
    assert told.value.exit_code == 2
    again = build(atlas.register, labels=("classic/chicken",))
    assert again.register == atlas.register


def test_each_changed_result_may_have_its_own_cause() -> None:
    old = changed("T.classic.chicken.equilibria.1")
    games = ("classic/chicken",)
    with pytest.raises(ChangedResult):
        build(old, {"T.classic.hero": "another game"}, games)
    causes = {"": "something", "T.classic": "close", "T.classic.chicken.equi": "just this one"}
    after = build(old, causes, games).register.latest("classic/chicken", "equilibria")
    assert after is not None
    assert (after.revision, after.cause) == (2, "just this one")


def test_two_versions_are_told_apart_with_the_cause() -> None:
    old = changed("T.classic.chicken.equilibria.1")
    new = build(old, {"": "listed twice"}, ("classic/chicken",)).register
    (change,) = changes(old, new)
    assert (change.what, change.why) == ("result", "listed twice")
    assert "4 equilibria." in report(old, new).to_text()
    assert changes(new, new) == ()
    assert lost(old, new) == ()
    fewer = Register(new.entries[:-1])
    assert lost(new, fewer) == (new.entries[-1].label,)
    assert "must not happen" in report(new, fewer).to_text()
    (silent,) = changes(old, shipped())
    assert "no cause" in silent.why


def test_a_renamed_game_keeps_its_labels() -> None:
    entry = shipped().latest("classic/chicken", "equilibria")
    assert entry is not None
    renamed = replace(entry, entry="classic/hawks", formerly=(entry.label,))
    others = tuple(item for item in shipped().entries if item is not entry)
    register = Register((*others, renamed))
    assert register.find("T.classic.chicken.equilibria.1") is renamed
    assert register.find("T.classic.hawks.equilibria.1") is renamed
    assert lost(shipped(), register) == ()


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("T.post.lift.equilibria.1", "did you mean T.post.left.equilibria.1"),
        ("T.post.left.equilibria.7", "of another version of detente; this one has T.post.left"),
        ("T.nothing", "there is no table"),
        ("T.", "there is no table"),
    ],
)
def test_labels_that_do_not_exist(label: str, words: str) -> None:
    with pytest.raises(LabelError, match=words.replace(".", r"\.")) as caught:
        shipped().find(label)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"schema": "detente/register/1", "tables": [{}]}', '{"schema": 1}']
)
def test_what_is_no_register_is_refused(text: str) -> None:
    with pytest.raises(LabelError, match="no register") as caught:
        parse(text, "register.json")
    assert caught.value.exit_code == 2


def test_an_edited_label_is_refused() -> None:
    text = shipped().to_json().replace("T.post.left.equilibria.1", "T.post.left.equilibria.2", 1)
    with pytest.raises(LabelError, match="not that of its entry"):
        parse(text, "register.json")


def test_bytes_do_not_depend_on_the_order_of_hashes(tmp_path: Path) -> None:
    import subprocess
    import sys

    program = (
        "from games import catalogue; from solver.atlas.labelled import make\n"
        "for name in ('post/left', 'literature/gambit/deg2'):\n"
        "    for form in ('text', 'json', 'latex', 'csv', 'html', 'markdown'):\n"
        "        print(make(catalogue.load(name)).write(form))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(FOLDER.parent.parent)},
            capture_output=True,
            check=True,
            cwd=tmp_path,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("classic/chicken", "none"),
        ("classic/matching-pennies", "never decisive"),
        ("examples/all-zero", "indifference"),
        ("post/left", "indifference"),
    ],
)
def test_tie_structure(label: str, expected: str) -> None:
    assert ties(catalogue.load(label).realise().game) == expected


def test_a_history_has_no_table() -> None:
    assert tabled("post/board-2023-history", shipped()) is None
