"""The command line on games over time."""

from __future__ import annotations

import pytest

from games.spec.templates import template
from tests.cli.conftest import Run


def test_exit_codes_and_formats(run: Run) -> None:
    match = template("stochastic")
    assert run("solve", "-", input=match).returncode == 0
    assert run("solve", "-", "--question", "nothing", input=match).returncode == 2
    refused = run("solve", "-", "--engine", "lrsnash", input=match)
    assert refused.returncode == 2
    assert "normal form" in refused.stderr


@pytest.mark.parametrize("form", ["json", "csv", "latex"])
def test_every_format(run: Run, form: str) -> None:
    done = run("solve", "escalation/shifting-power", "--format", form)
    assert done.returncode == 0, done.stderr
    assert "356573/742335" in done.stdout
