"""Bad input: one clear sentence with its place, exit code 2, quickly and in little memory."""

import io
import time
import tracemalloc
from pathlib import Path

import pytest

from games.errors import DetenteError, LimitError
from games.spec import load, loads
from tests.spec.data import MATRIX, POSTURE, THREE


@pytest.fixture(autouse=True)
def quick():
    """Every refusal takes less than two seconds and a few megabytes."""
    loads(POSTURE)
    tracemalloc.start()
    start = time.perf_counter()
    yield
    assert time.perf_counter() - start < 2
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


def refused(attempt, *words: str) -> DetenteError:
    with pytest.raises(DetenteError) as caught:
        attempt()
    error = caught.value
    assert error.exit_code == 2
    assert "\n" not in str(error)
    assert len(str(error)) < 400
    for word in words:
        assert word in str(error)
    return error


def wrong(text: str, old: str, new: str, line: str, *words: str) -> DetenteError:
    """Load a text with a fault planted; it is reported in the line that begins so."""
    assert old in text
    faulty = text.replace(old, new, 1)
    error = refused(lambda: loads(faulty, "bad.yaml"), *words)
    assert error.place.file == "bad.yaml"
    assert error.place.line is not None
    found = faulty.splitlines()[error.place.line - 1].strip()
    assert found.startswith(line), (found, str(error))
    return error


def test_missing_file_names_a_near_one(tmp_path: Path) -> None:
    (tmp_path / "game.yaml").write_text(POSTURE)
    near = refused(lambda: load(tmp_path / "gmae.yaml"), "no such file", "did you mean")
    assert near.place.file == str(tmp_path / "gmae.yaml")
    refused(lambda: load(tmp_path / "nowhere" / "game.yaml"), "no such file")
    refused(lambda: load("a\0b"), "cannot be read")


def test_a_directory_is_no_spec(tmp_path: Path) -> None:
    refused(lambda: load(tmp_path), "directory")


@pytest.mark.parametrize("content", [b"", b"  \n\n", b"\xef\xbb\xbf"])
def test_empty_file(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "empty.yaml"
    file.write_bytes(content)
    refused(lambda: load(file), "empty", "detente new")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (b"detente: 1\ntitle: \xe9t\xe9\n", "UTF-8"),
        ("detente: 1".encode("utf-16"), "UTF-16"),
        (b"\x1f\x8b\x08\x08abc", "UTF-8"),
        (b"detente: \x07\n", "not valid YAML"),
    ],
)
def test_binary_file(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "binary.yaml"
    file.write_bytes(content)
    refused(lambda: load(file), words)


def test_a_byte_order_mark_is_harmless(tmp_path: Path) -> None:
    file = tmp_path / "bom.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + POSTURE.encode())
    assert load(file) == loads(POSTURE)


def test_a_file_of_100_megabytes_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    with file.open("wb") as stream:
        stream.truncate(100_000_000)
    error = refused(lambda: load(file), "too large", "100000000 bytes")
    assert isinstance(error, LimitError)


def test_a_large_nfg_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "large.nfg"
    file.write_text('NFG 1 R "t" { "a" "b" } { 1 2 } 1 2 3 4' + " " * 1_500_000)
    assert load(file).realise().game.shape == (1, 2)
    file.write_text("NFG 1 R" + " " * 8_000_000)
    refused(lambda: load(file), "too large")


def test_a_spec_over_one_megabyte_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_text(POSTURE + "notes: " + "x" * 1_000_001)
    refused(lambda: load(file), "too large")
    refused(lambda: loads(file.read_text(), "<stdin>"), "too large")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stream:
        buffer = io.BytesIO(POSTURE.encode())

    monkeypatch.setattr("sys.stdin", Stream)
    assert load("-") == loads(POSTURE)


def test_duplicate_key() -> None:
    wrong(
        POSTURE, "  levels: 1\n", "  levels: 1\n  levels: 2\n", "levels: 2", "`levels`", "line 15"
    )


def test_tags_and_alias_bombs() -> None:
    wrong(POSTURE, "title: Red", "title: !!python/name:os.system Red", "title", "tag")
    bomb = "a: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(
        f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    refused(lambda: loads(bomb, "bomb.yaml"), "aliases")


@pytest.mark.parametrize(
    "planted",
    [
        "__import__('os').system('true')",
        "().__class__",
        "9**9**9",
        "((9**64)**64)**64",
        "x.real",
        "open",
        "nan",
        "NaN",
        ".inf",
        "-inf",
        "Infinity",
        "1e999999999",
        "1/0",
        "40%",
        "true",
        "'0,4'",
        "x",
        "(" * 3000 + "1" + ")" * 3000,
        "1" + "+1" * 20_000,
    ],
)
def test_expressions_that_are_no_numbers(planted: str) -> None:
    error = wrong(POSTURE, "stakes: 1/2", f"stakes: {planted}", "stakes", "`conflict.stakes`")
    assert error.place.column == 11
    assert error.place.key == "conflict.stakes"


def test_odds_as_a_ratio() -> None:
    wrong(
        POSTURE,
        "destruction_probability: 0.4",
        "destruction_odds: 1:3",
        "destruction_odds",
        "1/(1 + 3)",
    )
    wrong(
        POSTURE,
        "destruction_probability: 0.4",
        "destruction_odds: 3",
        "destruction_odds",
        "in [0, 1]",
        "a/(a + b)",
    )
    wrong(
        POSTURE,
        "destruction_probability: 0.4",
        "destruction_odds: 0.4\n  destruction_probability: 0.4",
        "destruction_probability",
        "mean the same",
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (
            "destruction_probability: 0.4",
            "destruction_probability: 1.4",
            "destruction_probability:",
            "in [0, 1]; found 1.4",
        ),
        ("{red: 0.55}", "{red: -1/10}", "win_probability:", "win_probability.red"),
        ("stakes: 1/2", "stakes: 2", "stakes:", "in [0, 1]; found 2"),
        ("resistance: 1", "resistance: 3/2", "resistance:", "in [0, 1]"),
        ("power: 2", "power: -2", "- {name:", "at least 0; found -2"),
        ("{red: 0.55}", "{red: 0.55, blue: 0.55}", "win_probability:", "add up to 11/10"),
        ("{red: 0.55}", "{green: 0.55}", "win_probability:", "no party `green`"),
        ("{red: 0.55}", "{Red: 0.55}", "win_probability:", "did you mean `red`?"),
        ("{red: 0.55}", "{}", "win_probability:", "names no party"),
        ("name: blue", "name: red", "- {name:", "`red` is given twice"),
        ("60 deg", "190 deg", "angle:", "[0, 180 deg]"),
        ("60 deg", "60", "angle:", "angle"),
        ("angle: 60 deg", "cosine: 1.1", "cosine:", "in [-1, 1]"),
        ("angle: 60 deg", "cosine: 0.1\n  angle: 60 deg", "alignment:", "exactly one way"),
        (
            "angle: 60 deg",
            "angles: {red-green: 60 deg}",
            "angles:",
            "no pair of parties `red-green`",
        ),
        ("angle: 60 deg", "matrix: [[1, 1/2], [1/3, 1]]", "matrix:", "symmetric"),
        ("angle: 60 deg", "matrix: [[1, 1/2], [1/2, 2]]", "matrix:", "with itself is 1"),
        ("angle: 60 deg", "matrix: [[1, 1/2]]", "matrix:", "2 rows of 2"),
        ("angle: 60 deg", "angle: 60 deg\n  dimension: 1", "dimension:", "need 2 dimensions"),
        ("detente: 1", "detente: 2", "detente:", "must be 1"),
        ("detente: 1\n", "", "title:", "`detente` is missing"),
        ("detente: 1\n", "dettente: 1\n", "dettente:", "did you mean `detente`"),
        ("kind: posture", "kind: postur", "kind:", "did you mean `posture`?"),
        ("resistance: 1", "resistence: 1", "resistence:", "did you mean `resistance`?"),
        ("conflict:", "conflct:", "conflct:", "did you mean `conflict`?"),
        ("stakes: 1/2", "stakes: [1, 2]", "stakes:", "found a list"),
        ("stakes: 1/2", "stakes:", "stakes:", "found nothing"),
        ("  stakes: 1/2\n", "", "conflict:", "`stakes` is missing"),
        ("levels: 1", "levels: 0", "levels:", "whole number"),
        ("levels: 1", "levels: 1.5", "levels:", "whole number"),
        ("levels: 1", "levels: 100000000", "levels:", "levels"),
        ("destruction_fraction: 1/2", "expected_loss: 1/2", "expected_loss:", "not by both"),
        (
            "win_probability: {red: 0.55}",
            "contest: {kind: ratio}",
            "contest:",
            "`decisiveness` is missing",
        ),
        (
            "win_probability: {red: 0.55}",
            "contest: {kind: rato}",
            "contest:",
            "did you mean `ratio`?",
        ),
        (
            "win_probability: {red: 0.55}",
            "contest: {kind: ratio, decisiveness: -1}",
            "contest:",
            "at least 0; found -1",
        ),
        (
            "{red: 0.55}",
            "{red: 0.55}\n  contest: {kind: ratio, decisiveness: 1}",
            "win_probability:",
            "here as well",
        ),
        (
            "resistance: 1",
            "resistance: 1\n  interpolation: bilinar",
            "interpolation:",
            "interpolation",
        ),
        ("resistance: 1", "resistance: 1\n  interpolation: [[0, 1], [1]]", "interpolation:", "2x2"),
        (
            "resistance: 1",
            "resistance: 1\n  effort: {green: [1, 2]}",
            "effort:",
            "no party `green`",
        ),
        ("resistance: 1", "resistance: 1\n  effort: 3", "effort:", "a list of numbers"),
        ("resistance: 1", "resistance: 1\n  losses: [0, 3/2]", "losses:", "losses"),
    ],
)
def test_worlds_and_conflicts_that_cannot_be(old: str, new: str, line: str, words: str) -> None:
    wrong(POSTURE, old, new, line, words)


def test_all_power_zero() -> None:
    text = POSTURE.replace("power: 2", "power: 0").replace("power: 3", "power: 0.0")
    error = refused(lambda: loads(text, "bad.yaml"), "every party has power 0")
    assert error.place.line == 3


THREE_PARTIES = """\
detente: 1
parties:
  - {name: a, power: 1}
  - {name: b, power: 1}
  - {name: c, power: 1}
alignment:
  angles: {a-b: 150 deg, b-c: 150 deg, a-c: 150 deg}
conflict: {stakes: 1/2, win_probability: {a: 1/2}, expected_loss: 1/5}
game: {kind: posture}
"""


def test_alignment_that_no_directions_have() -> None:
    error = wrong(THREE_PARTIES, "a-c", "c-a", "alignment", "no directions of a, b, c")
    assert error.kind == "world"
    wrong(THREE_PARTIES, ", a-c: 150 deg", "", "angles", "the pair `a-c` is missing")
    possible = THREE_PARTIES.replace("150", "120")
    wrong(possible, "a-c: 120", "a-c: 120", "parties", "two parties; found 3")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("[x/2,   x]", "[x/2]", "-", "a list of 2, one for each action of `column`"),
        ("[x/2,   x]", "[x/2, x, 1]", "-", "found a list of 3"),
        ("      - [1 - x, (1 - x)/2]\n", "", "row:", "a list of 2"),
        ("[x/2,   x]", "[x/2, [x]]", "-", "found a list"),
        ("[x/2,   x]", "[x/2, y]", "-", "`game.payoffs.row[0][1]`"),
        ("[x/2,   x]", "[x/0, 1]", "-", "`game.payoffs.row[0][0]`"),
        ("[x/2,   x]", "[max(x, 0), 1]", "- ", "in quotes"),
        ("    row:\n", "    rwo:\n", "rwo:", "did you mean `row`?"),
        ("symmetric: true", "symmetric: yes", "symmetric:", "true or false"),
        ("symmetric: true", 'symmetric: "true"', "symmetric:", "true or false"),
        ("  symmetric: true\n", "", "payoffs:", "payoffs of `column` are missing"),
        ("seeking: [seek]", "seeking: [sek]", "- {name:", "did you mean `seek`?"),
        ("actions: [hold, seek]", "actions: [hold, hold]", "- {name:", "given twice"),
        (
            "actions: [hold, seek], seeking: [seek]",
            "actions: [hold, seek]",
            "- {name:",
            "`seeking` is missing",
        ),
        ("name: column", "name: row", "- {name:", "given twice"),
        ("range: [0, 1]", "range: [1, 0]", "x:", "above the upper bound"),
        ("range: [0, 1]", "range: [0]", "x:", "[low, high]"),
        ("range: [0, 1]", "range: [1/2, 1]", "x:", "in [1/2, 1]; found 1/4"),
        ("  x: {", "  sqrt: {", "sqrt:", "word of expressions"),
        ("  x: {", "  2x: {", "2x:", "cannot name a parameter"),
        ("value: 1/4, ", "", "x:", "`value` is missing"),
    ],
)
def test_matrices_that_cannot_be(old: str, new: str, line: str, words: str) -> None:
    wrong(MATRIX, old, new, line, words)


def test_a_parameter_cannot_take_the_name_of_a_quantity() -> None:
    text = POSTURE + "parameters:\n  stakes: {value: 1/2}\n"
    error = refused(lambda: loads(text, "bad.yaml"), "`stakes` is the name of a quantity")
    assert error.place.line == 19


def test_symmetric_needs_two_players() -> None:
    wrong(THREE, "kind: matrix", "kind: matrix\n  symmetric: true", "symmetric", "two players")


@pytest.mark.parametrize(
    "text",
    [
        'NFG 1 R "t" { "a" "b" } { 2 2 } 1 2 3',
        'NFG 1 R "t" { "a" "b" } { 2 2 } 1 2 3 4 5 6 7 8 9',
        'NFG 1 R "t" { "a" "b" } { 2 } 1 2 3 4',
        'NFG 1 R "t" { "a" "b" } { 2 2 } { { "x" 1 } } 1 1 1 1',
        'NFG 1 R "t" { "a" "b" } { 2 2 } 1 2 3 4 5 6 7 nan',
        "hello",
    ],
)
def test_nfg_files_with_a_fault(text: str) -> None:
    error = refused(lambda: loads(text, "bad.nfg"))
    assert error.place.file == "bad.nfg"


def test_extensive_files_without_nodes_are_refused() -> None:
    refused(lambda: loads('EFG 2 R "t" { "a" }', "game.efg"), "a node: c (chance)")


def test_json_specs_are_checked_alike() -> None:
    good = (
        '{"detente": 1, "players": [{"name": "a", "actions": ["x"]}],\n "game": {"kind": "matrix",'
    )
    good += '\n "payoffs": {"a": [0.1]}}}'
    assert loads(good, "game.json").realise().game.payoffs[0][0].denominator == 10
    assert loads(good) == loads(good, "game.json")
    error = refused(lambda: loads(good.replace("0.1", "NaN"), "game.json"), "payoffs.a[0]")
    assert (error.place.line, error.place.column) == (3, 20)
    refused(lambda: loads(good + "}", "game.json"), "JSON")
    refused(lambda: loads("[1, 2]", "game.json"), "mapping")


def test_a_party_may_be_called_null_or_yes() -> None:
    text = POSTURE.replace("red", "null").replace("blue", "yes")
    assert loads(text).realise().world.names == ("null", "yes")
    assert loads(loads(text).to_yaml()).digest == loads(text).digest
    assert loads(loads(text).to_json()).digest == loads(text).digest
