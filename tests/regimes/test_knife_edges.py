"""Equilibria that exist on a curve or at a point only, found and named."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from games import catalogue
from games.forms.normal import NormalFormGame
from games.spec import Spec
from solver.regimes import partition
from solver.solution.regimes import RegimePartition

LABEL = "examples/knife-edge"


def is_equilibrium(spec: Spec, settings: dict[str, F], pair: tuple[int, int]) -> bool:
    """By the definition: nobody gains by another action."""
    game = spec.realise(settings).game
    assert isinstance(game, NormalFormGame)
    (a, b), (first, second) = pair, game.payoffs
    return all(first[i][b] <= first[a][b] for i in range(4)) and all(
        second[a][j] <= second[a][b] for j in range(4)
    )


def named(found: RegimePartition) -> list[tuple[int, ...]]:
    """The pure profiles of all knife edges."""
    pairs = []
    for edge in found.knife_edges:
        structure = found.regimes[edge.regime].structure
        support = {item.id: item.support for side in structure.strategies for item in side}
        pairs += [
            support[x] + support[y] for x, y, part in structure.extreme if part in edge.components
        ]
    return pairs


@pytest.mark.parametrize("pair", [(1, 3), (3, 1)])
def test_the_equilibria_are_there_at_one_third_only(pair: tuple[int, int]) -> None:
    spec = catalogue.load(LABEL)
    assert is_equilibrium(spec, {}, pair)
    assert is_equilibrium(spec, {"expected_loss": F(1, 3)}, pair)
    for step in (F(1, 10**9), F(1, 100), F(1, 5)):
        for side in (-step, step):
            assert not is_equilibrium(spec, {"expected_loss": F(1, 3) + side}, pair)


def test_a_map_over_one_quantity_names_them() -> None:
    found = partition(catalogue.load(LABEL), x="expected_loss")
    (edge,) = found.knife_edges
    assert found.cells[edge.cell].sample[0].rational == F(1, 3)
    assert sorted(named(found)) == [(1, 3), (3, 1)]
    assert [str(found.polynomials[k]) for k in edge.boundaries] == ["3*expected_loss - 1"]
    text = found.document().to_text()
    assert "At expected_loss = 1/3: level 1 / level 3, level 3 / level 1 exist only here." in text


@pytest.mark.parametrize(
    ("other", "curve"),
    [
        ("stakes", "expected_loss - stakes"),
        ("angle", "3*cosine*expected_loss + cosine + 3*expected_loss - 1"),
    ],
)
def test_a_map_over_two_quantities_names_the_curve(other: str, curve: str) -> None:
    """d (1 + c) = k (1 - c), with the numbers of the spec in."""
    found = partition(catalogue.load(LABEL), x="expected_loss", y=other)
    curves = {
        tuple(str(found.polynomials[k]) for k in edge.boundaries)
        for edge in found.knife_edges
        if found.cells[edge.cell].dimension == 1
    }
    assert curves == {(curve,)}
    assert {(1, 3), (3, 1)} <= set(named(found))


def test_nothing_else_is_called_a_knife_edge() -> None:
    """Where equilibria of a side tend to those of a boundary, it is none: MODEL's own example."""
    assert partition(catalogue.load("post/left"), x="angle").knife_edges == ()
