"""The page on the model says what the code does."""

import doctest
from pathlib import Path

from games.world.decision import CASES, Decision

PAGE = Path(__file__).parents[2] / "docs" / "model.md"


def test_every_example_runs():
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.attempted > 20
    assert result.failed == 0


def test_every_name_of_the_notation_table_exists():
    text = PAGE.read_text(encoding="utf-8")
    for name in (*CASES, "reach", "value", "conflict_value", "advantage", "resistance", "grab"):
        assert f"`{name}`" in text, name
    for name in ("reach", "value", "conflict_value", "expected_loss"):
        assert isinstance(getattr(Decision, name), property)
