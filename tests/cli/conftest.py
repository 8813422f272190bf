"""Run the command line as its own process, as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run() -> Run:
    """Return a function that runs `detente` with arguments and returns what came of it."""

    def call(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "96"}
        environment.pop("DETENTE_DEBUG", None)
        environment.update(options.pop("env", {}))  # type: ignore[call-overload]
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            [sys.executable, "-m", "solver.cli", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            env=environment,
            check=False,
            **options,
        )

    return call
