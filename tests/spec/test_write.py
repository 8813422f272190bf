"""Writing specs: what is read back is the same, in YAML and JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.spec import load, loads, matrix_tree, template
from games.spec.json_reader import read_json
from games.spec.kinds import KINDS
from games.spec.tree import List, Map, Mark, Text
from games.spec.write import to_json, to_yaml
from games.spec.yaml_reader import read_yaml
from tests.spec.data import MATRIX, POSTURE, THREE

MARK = Mark("x")
WORDS = st.one_of(
    st.sampled_from(
        ["null", "true", "no", "1:3", "0.10", "1e3", "-", "# x", "a: b", "*a", "!t", "&x"]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
)
TREES = st.recursive(
    st.builds(lambda text: Text(MARK, text, plain=False), WORDS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: List(MARK, tuple(items))),
        st.dictionaries(WORDS, inner, max_size=4).map(lambda entries: Map(MARK, entries)),
    ),
    max_leaves=12,
)


def shape(node):
    """Structure and texts, without places."""
    if isinstance(node, Map):
        return {key: shape(child) for key, child in node.entries.items()}
    if isinstance(node, List):
        return [shape(child) for child in node.items]
    return (node.text, node.plain) if node.text in ("null", "true", "false") else node.text


@given(TREES)
def test_any_tree_survives_yaml_and_json(tree) -> None:
    assert shape(read_json(to_json(tree), "x")) == shape(tree)
    assert shape(read_yaml(to_yaml(tree), "x")) == shape(tree)


@pytest.mark.parametrize("text", [POSTURE, MATRIX, THREE])
def test_a_spec_survives_both(text: str) -> None:
    spec = loads(text)
    for again in (loads(spec.to_yaml()), loads(spec.to_json()), loads(spec.to_json(), "x.json")):
        assert shape(again.tree) == shape(spec.tree)
        assert again.digest == spec.digest
    assert loads(spec.to_yaml()).to_yaml() == spec.to_yaml()
    json.loads(spec.to_json())


def test_numbers_are_written_as_they_were_typed() -> None:
    spec = loads(POSTURE)
    assert "win_probability: {red: 0.55}" in spec.to_yaml()
    assert '"red": 0.55' in spec.to_json()
    assert '"stakes": "1/2"' in spec.to_json()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_templates_load_solve_and_explain(kind: str, tmp_path) -> None:
    file = tmp_path / "my-game.yaml"
    file.write_text(template(kind))
    spec = load(file)
    assert spec.kind == kind
    assert spec.label == "my-game"
    assert spec.realise().game is not None
    assert template(kind).count("#") >= 5


def test_a_game_becomes_a_spec() -> None:
    game = loads(MATRIX).realise().game
    spec = loads(to_yaml(matrix_tree(game)))
    assert spec.realise().game == game
    assert spec.realise().game.digest == game.digest
