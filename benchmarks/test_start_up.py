"""Whole processes: the command line beside the import of a peer library."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

COMMANDS = {
    "detente --help": [sys.executable, "-m", "solver.cli", "--help"],
    "detente solve post/left": [sys.executable, "-m", "solver.cli", "solve", "post/left"],
    "import nashpy": [sys.executable, "-c", "import nashpy"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_process(benchmark: Any, name: str) -> None:
    benchmark.group = "whole process"
    done = benchmark.pedantic(
        lambda: subprocess.run(COMMANDS[name], capture_output=True, check=False),
        rounds=5,
        warmup_rounds=1,
    )
    assert done.returncode == 0
