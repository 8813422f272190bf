"""One Markov perfect equilibrium of a dynamic balance of power of many states."""

from __future__ import annotations

from typing import Any

import pytest

from games.spec import loads
from games.spec.templates import template
from solver.dynamic.logit_path import follow


@pytest.mark.parametrize("states", [20, 100, 1000])
def test_dynamic_balance(benchmark: Any, states: int) -> None:
    text = template("dynamic_balance").replace("lattice: 5", f"lattice: {states - 1}")
    game = loads(text).realise().game
    found = benchmark.pedantic(follow, args=(game,), rounds=1)
    assert found is not None
    benchmark.extra_info["proved gain"] = float(found.gain)
