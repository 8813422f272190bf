"""Whole reports, byte for byte.

After an intended change: DETENTE_GOLDEN=write pytest tests/golden, and read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from games import catalogue
from solver import solve
from solver.regimes.derive import derive
from solver.report.render import render, render_document
from solver.report.show import show

HERE = Path(__file__).parent
SOLVED = ("post/left", "post/right", "post/board-2023", "classic/chicken", "classic/deadlock")
ENDS = {"text": "txt", "json": "json", "markdown": "md", "latex": "tex", "csv": "csv"}
CASES = [
    *((label, "text") for label in SOLVED),
    *(("post/left", form) for form in ("json", "markdown", "latex", "csv")),
    ("examples/two-regimes", "text"),
]


def compare(name: str, text: str) -> None:
    path = HERE / name
    if os.environ.get("DETENTE_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("label", "form"), CASES)
def test_reports(label: str, form: str) -> None:
    name = f"{label.replace('/', '-')}.{ENDS[form]}"
    compare(name, render(solve(catalogue.load(label)), form, 6, 96))


def test_derive() -> None:
    found = derive(catalogue.load("post/left"), "decision")
    compare("derive-post-left.txt", render(found, "text", 6, 96))


def test_show() -> None:
    compare("show-post-left.txt", render_document(show(catalogue.load("post/left")), "text", 6, 96))
