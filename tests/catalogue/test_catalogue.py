"""Every entry of the catalogue loads, builds, survives writing and cites a known source."""

import re
from fractions import Fraction as F
from pathlib import Path

import pytest

from games import catalogue
from games.errors import SpecError
from games.spec import loads

LABELS = catalogue.labels()
BIBLIOGRAPHY = Path(__file__).parents[2] / "docs" / "references.bib"


@pytest.mark.parametrize("label", LABELS)
def test_every_entry_loads_builds_and_survives_writing(label: str) -> None:
    spec = catalogue.load(label)
    assert spec.label == label
    assert spec.title
    assert spec.source is not None or label.startswith("examples/")
    game = spec.realise().game
    if spec.kind == "history":
        assert game.choosers
    else:
        assert len(game.players) >= 2
    for again in (loads(spec.to_yaml()), loads(spec.to_json())):
        assert again.digest == spec.digest
        assert again.realise().game == game


@pytest.mark.parametrize("label", LABELS)
def test_labels_are_plain_and_sources_are_in_the_bibliography(label: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(/[a-z0-9-]+)+", label)
    source = catalogue.load(label).source
    keys = re.findall(r"^@\w+\{(\w+),$", BIBLIOGRAPHY.read_text(), re.MULTILINE)
    assert len(keys) == len(set(keys))
    if source is not None and source.cite is not None:
        assert source.cite in keys
        if label.startswith("literature/"):
            assert label.split("/")[1] == source.cite


def test_digests_tell_entries_apart() -> None:
    digests: dict[str, str] = {}
    for label in LABELS:
        digest = catalogue.load(label).digest
        assert digest not in digests, (label, digests[digest])
        digests[digest] = label


def test_entries_list_labels_titles_and_kinds() -> None:
    entries = catalogue.entries()
    assert [entry.label for entry in entries] == list(LABELS)
    assert entries[0].label.startswith("post/")
    for entry in entries:
        spec = catalogue.load(entry.label)
        assert (entry.title, entry.kind) == (spec.title, spec.kind)


def test_what_must_be_there() -> None:
    wanted = {"post/left", "post/right", "post/board-2023", "classic/matching-pennies"}
    wanted |= {"classic/battle-of-the-sexes", "classic/hawk-dove"}
    wanted |= {f"classic/{name}" for name in ORDINAL}
    assert wanted <= set(LABELS)


# Row payoffs R, S, T, P at (1,1), (1,2), (2,1), (2,2), oriented so that R > P, and the pure
# equilibria; Robinson and Goforth (2005), names as in Bruns (2015).
ORDINAL = {
    "chicken": ((3, 2, 4, 1), {(0, 1), (1, 0)}),
    "battle": ((2, 3, 4, 1), {(0, 1), (1, 0)}),
    "hero": ((2, 4, 3, 1), {(0, 1), (1, 0)}),
    "compromise": ((3, 4, 2, 1), {(0, 0)}),
    "deadlock": ((3, 4, 1, 2), {(0, 0)}),
    "prisoners-dilemma": ((3, 1, 4, 2), {(1, 1)}),
    "stag-hunt": ((4, 1, 3, 2), {(0, 0), (1, 1)}),
    "assurance": ((4, 1, 2, 3), {(0, 0), (1, 1)}),
    "coordination": ((4, 2, 1, 3), {(0, 0), (1, 1)}),
    "peace": ((4, 3, 1, 2), {(0, 0)}),
    "harmony": ((4, 3, 2, 1), {(0, 0)}),
    "concord": ((4, 2, 3, 1), {(0, 0)}),
}


@pytest.mark.parametrize("name", ORDINAL)
def test_the_twelve_symmetric_ordinal_games(name: str) -> None:
    game = catalogue.load(f"classic/{name}").realise().game
    (R, S, T, P), pure = ORDINAL[name]
    assert game.payoffs == (((R, S), (T, P)), ((R, T), (S, P)))
    found = {
        (i, j)
        for i, j in game.profiles()
        if game.payoffs[0][i][j] >= game.payoffs[0][1 - i][j]
        and game.payoffs[1][i][j] >= game.payoffs[1][i][1 - j]
    }
    assert found == pure


def test_the_posts_pictures() -> None:
    left, right = (catalogue.load(f"post/{side}").realise() for side in ("left", "right"))
    for side in (left, right):
        assert side.world.names == ("red", "blue")
        assert side.world.power[1] > side.world.power[0]
    assert left.world.alignment[0][1] > F(1, 2)
    assert right.world.alignment[0][1] < 0


@pytest.mark.parametrize(
    ("label", "hint"),
    [
        ("post/lefty", "did you mean `post/left`?"),
        ("chicken", "did you mean `classic/chicken`?"),
        ("zzz", "detente list"),
    ],
)
def test_unknown_labels(label: str, hint: str) -> None:
    assert not catalogue.is_label(label)
    with pytest.raises(SpecError) as caught:
        catalogue.load(label)
    assert hint in str(caught.value)
