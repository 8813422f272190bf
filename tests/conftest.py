"""Shared by all tests: the long ones run only when asked for."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests marked `check` unless `-m` says what to run."""
    if config.getoption("markexpr"):
        return
    left_out = [item for item in items if item.get_closest_marker("check")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("check")]
