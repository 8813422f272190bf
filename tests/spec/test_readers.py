"""YAML and JSON text to trees: texts stay texts, places are exact, limits hold."""

import time

import pytest

from games.errors import LimitError, SpecError
from games.spec.json_reader import read_json
from games.spec.tree import MAX_DEPTH, MAX_NODES, List, Map, Text, at, walk
from games.spec.yaml_reader import read_yaml


def plain(node):
    if isinstance(node, Map):
        return {key: plain(child) for key, child in node.entries.items()}
    if isinstance(node, List):
        return [plain(child) for child in node.items]
    return node.text


def test_scalars_stay_text_in_yaml() -> None:
    text = 'a: 0.10\nb: yes\nc: null\nd: ~\ne: 1:30\nf: "true"\ng: 2001-01-01\nh: 0x10\ni:\n'
    tree = read_yaml(text, "f")
    assert plain(tree) == {
        "a": "0.10",
        "b": "yes",
        "c": "null",
        "d": "~",
        "e": "1:30",
        "f": "true",
        "g": "2001-01-01",
        "h": "0x10",
        "i": "",
    }
    assert [node.plain for node in tree.entries.values()].count(False) == 1


def test_scalars_stay_text_in_json() -> None:
    tree = read_json('{"a": 0.10, "b": "yes", "c": null, "d": "null", "e": -1e-3}', "f")
    assert plain(tree) == {"a": "0.10", "b": "yes", "c": "null", "d": "null", "e": "-1e-3"}
    assert [node.plain for node in tree.entries.values()] == [True, False, True, False, True]


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_yaml, "a: [1,\n     2]\nb: {c: x,\n    d: y}\n"),
        (read_json, '{"a": [1,\n     2],\n"b":{"c": "x",\n    "d": "y"}}'),
    ],
)
def test_marks_are_one_based_and_exact(read, text: str) -> None:
    tree = read(text, "f")
    lines = text.split("\n")
    for path, node in walk(tree):
        if isinstance(node, Text):
            rest = lines[node.mark.line - 1][node.mark.column - 1 :].lstrip('"')
            assert rest.startswith(node.text), (path, rest)


def test_json_with_tabs_escapes_and_surrogate_pairs() -> None:
    tree = read_json('{\n\t"a\\n": "\\ud83d\\ude00 \\u00e9",\r\n\t"b": []}', "f")
    assert plain(tree) == {"a\n": "😀 é", "b": []}
    assert tree.entries["b"].mark.line == 3


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, ["`a`", "twice", "line 1"]),
        ("a: !!python/object/apply:os.system [x]", 1, 4, ["tag", "not allowed"]),
        ("a: !x 1", 1, 4, ["tag", "`!x`"]),
        ("a: &a [*a]", 1, 8, ["contains itself"]),
        ("a: *nowhere", 1, 4, ["no anchor"]),
        ("a: 1\n---\nb: 1\n", 2, 1, ["more than one YAML document"]),
        ("? [a, b]\n: c", 1, 3, ["key must be a text"]),
        ("a: b: c", 1, 5, ["not valid YAML"]),
        ("a:\n\t- 1", 2, 1, ["not valid YAML"]),
        ("a: [1, 2", 2, 1, ["not valid YAML"]),
        ("# nothing\n", None, None, ["nothing but comments"]),
    ],
)
def test_yaml_that_is_refused(text: str, line, column, words: list[str]) -> None:
    with pytest.raises(SpecError) as caught:
        read_yaml(text, "f.yaml")
    place = caught.value.place
    assert (place.file, place.line, place.column) == ("f.yaml", line, column)
    assert all(word in caught.value.message for word in words)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ('{"a": 1,\n "a": 2}', 2, 2, ["`a`", "twice", "line 1"]),
        ('{"a": 1,}', 1, 9, ["key in quotes"]),
        ('{"a" 1}', 1, 6, ["expected `:`"]),
        ("[1 2]", 1, 4, ["expected `,` or `]`"]),
        ('["x]', 1, 2, ["does not end"]),
        ("[01]", 1, 2, ["expected a value"]),
        ("[hello]", 1, 2, ["expected a value"]),
        ("{} x", 1, 4, ["after the end"]),
        ('["\\ud800"]', 1, 2, ["escape"]),
        ("[", 1, 2, ["the end of the file"]),
    ],
)
def test_json_that_is_refused(text: str, line: int, column: int, words: list[str]) -> None:
    with pytest.raises(SpecError) as caught:
        read_json(text, "f.json")
    place = caught.value.place
    assert (place.file, place.line, place.column) == ("f.json", line, column)
    assert all(word in caught.value.message for word in words)


def test_anchors_and_aliases_work() -> None:
    tree = read_yaml("a: &x [1, 2]\nb: *x\nc: {d: *x}\n", "f")
    assert plain(tree) == {"a": ["1", "2"], "b": ["1", "2"], "c": {"d": ["1", "2"]}}


def test_alias_bomb_is_refused_at_once() -> None:
    lines = ["a0: &a0 [" + ", ".join("1" * 10) + "]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    start = time.perf_counter()
    with pytest.raises(LimitError, match=str(MAX_NODES)):
        read_yaml("\n".join(lines), "f")
    assert time.perf_counter() - start < 0.5


def test_depth_counts_through_aliases() -> None:
    lines = ["a0: &a0 [1]"] + [f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, MAX_DEPTH + 2)]
    with pytest.raises(LimitError, match="deep"):
        read_yaml("\n".join(lines), "f")


@pytest.mark.parametrize("read", [read_yaml, read_json])
def test_depth_and_number_of_values_are_limited(read) -> None:
    with pytest.raises(LimitError, match="deep"):
        read("[" * 100_000, "f")
    with pytest.raises(LimitError, match=str(MAX_NODES)):
        read("[" + "1, " * (MAX_NODES + 1) + "1]", "f")


def test_the_place_of_a_missing_key_is_that_of_its_mapping() -> None:
    tree = read_yaml("a:\n  b: {c: 1}\n", "f")
    assert at(tree, ("a", "b", "nothing"))[1].line == 2
