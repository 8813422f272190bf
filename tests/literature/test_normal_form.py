"""Equilibria of published games: equal by value, and equilibria by definition.

One JSON file per source in `normal_form/`; each entry names where the game is from and how far the
published statement was seen.
"""

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from games.forms.normal import NormalFormGame
from solver.nash import solve_bimatrix
from tests import reference

FOLDER = Path(__file__).parent / "normal_form"
ENTRIES = [
    pytest.param(entry, id=f"{file.stem}-{entry['name']}")
    for file in sorted(FOLDER.glob("*.json"))
    for entry in json.loads(file.read_text(encoding="utf-8"))
]


def fractions(value):
    if isinstance(value, list):
        return tuple(fractions(item) for item in value)
    return Fraction(value)


@pytest.mark.parametrize("entry", ENTRIES)
def test_published_game(entry):
    A, B = fractions(entry["A"]), fractions(entry["B"])
    answer = solve_bimatrix(NormalFormGame.from_bimatrix(A, B))
    assert answer.complete.value is True
    assert answer.index_sum == 1
    found = [equilibrium.strategies for equilibrium in answer.extreme]
    assert all(reference.is_equilibrium(A, B, x, y) for x, y in found)
    assert set(found) == set(fractions(entry["extreme_equilibria"]))
    assert len(found) == len(set(found))
    subsets = [subset for component in answer.components for subset in component.subsets]
    counts = {
        "n_extreme": len(found),
        "n_pure": sum("pure" in e.tags for e in answer.extreme),
        "n_components": len(answer.components),
        "n_maximal_nash_subsets": len(subsets),
        "index_counts": dict(Counter(str(c.index) for c in answer.components)),
        "support_size_counts": dict(
            Counter("x".join(str(sum(w != 0 for w in s)) for s in pair) for pair in found)
        ),
    }
    for key, value in counts.items():
        if key in entry:
            assert value == entry[key], key
    if "maximal_nash_subsets" in entry:
        weights = [{s.id: s.weights for s in strategies} for strategies in answer.strategies]
        ours = {
            tuple(frozenset(weights[p][name] for name in subset.strategy_ids[p]) for p in (0, 1))
            for subset in subsets
        }
        published = {
            tuple(frozenset(side) for side in fractions(subset))
            for subset in entry["maximal_nash_subsets"]
        }
        assert ours == published


def test_every_source_has_entries():
    assert len(ENTRIES) >= 24
