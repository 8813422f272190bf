"""The page on inference runs as it is printed."""

from __future__ import annotations

import doctest
from pathlib import Path


def test_the_page_on_inference() -> None:
    page = Path(__file__).parents[2] / "docs" / "inference.md"
    result = doctest.testfile(str(page), module_relative=False)
    assert result.attempted > 15
    assert result.failed == 0
