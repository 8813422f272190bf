"""Distances to another verdict against the games themselves, solved on both sides of a flip."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games import catalogue
from games.errors import DetenteError
from games.exact import Number
from games.spec import Spec
from solver.nash import solve_bimatrix
from solver.solution.verdict import Distance, Flip, Verdict, VerdictVector
from solver.solve import solve
from solver.verdict import verdict
from solver.verdict.distance import distances, representative
from solver.verdict.flips import gap

LABELS = ("post/left", "post/right", "post/board-2023", "examples/two-regimes", "classic/chicken")


def vector(spec: Spec, values: dict[str, Number] | None = None) -> VerdictVector:
    """The vector of the game itself, through the front door."""
    real = spec.realise(values)
    status_quo = None if real.world is None else real.world.share_payoffs
    found = verdict(real.game, solve_bimatrix(real.game), status_quo)
    assert isinstance(found, Verdict)
    return found.vector


def all_distances(spec: Spec) -> list[Distance]:
    real = spec.realise()
    status_quo = None if real.world is None else real.world.share_payoffs
    found = verdict(real.game, solve_bimatrix(real.game), status_quo)
    assert isinstance(found, Verdict)
    return list(distances(spec, found))


def check(spec: Spec, distance: Distance, flip: Flip | None, edge: Number | None, way: int) -> None:
    """Nothing changes before a flip, something does at it or right behind it."""
    here = vector(spec)
    name = distance.address
    stop = edge if flip is None else flip.value
    if stop is None:
        stop = distance.value + way * 50
    for part in (Fraction(1, 7), Fraction(1, 2), Fraction(99, 100)):
        between = distance.value + (stop - distance.value) * part
        try:
            assert vector(spec, {name: between}) == here, (name, between)
        except DetenteError:
            continue
    if flip is None:
        return
    assert flip.distance == (flip.value - distance.value) * way >= 0
    assert (vector(spec, {name: flip.value}) != here) == flip.attained
    if not flip.attained:
        just_beyond = gap(flip.value, flip.value + Fraction(way, 10**6), way)
        assert vector(spec, {name: just_beyond}) != here


@pytest.mark.parametrize("label", LABELS)
def test_flips_are_where_the_game_changes(label: str) -> None:
    spec = catalogue.load(label)
    computed = [distance for distance in all_distances(spec) if distance.reason == "exact"]
    assert bool(computed) == bool(spec.quantities())
    for distance in computed:
        check(spec, distance, distance.below, distance.low, -1)
        check(spec, distance, distance.above, distance.high, 1)


@settings(max_examples=12, deadline=None)
@given(
    st.builds(
        dict,
        cosine=st.fractions(-1, 1, max_denominator=6),
        stakes=st.fractions(0, 1, max_denominator=5),
        win_probability=st.fractions(0, 1, max_denominator=5),
        resistance=st.fractions(0, 1, max_denominator=4),
        destruction_probability=st.fractions(0, 1, max_denominator=4),
        **{"power.red": st.integers(1, 4).map(Fraction)},
    )
)
def test_flips_of_random_games(values: dict[str, Fraction]) -> None:
    spec = catalogue.load("post/left").with_values(values)
    for distance in all_distances(spec):
        if distance.reason == "exact":
            check(spec, distance, distance.below, distance.low, -1)
            check(spec, distance, distance.above, distance.high, 1)


def test_the_angle_of_the_left_picture() -> None:
    """Red gains iff c < 1 - d/b with b = (1-d) k (p-s) + d (1-s): by hand -1/9."""
    found = {item.address: item for item in all_distances(catalogue.load("post/left"))}
    flip = found["cosine"].below
    assert flip is not None
    assert flip.value == Fraction(-1, 9)
    assert flip.attained
    assert found["cosine"].angle
    assert found["resistance"].below == Flip(
        Fraction(1), Fraction(0), False, found["resistance"].below.changes
    )  # type: ignore[union-attr]
    assert found["levels"].reason == "only 1 to 3 were tried"


def test_more_levels_are_not_computed_and_say_so() -> None:
    spec = catalogue.load("post/left").with_values({"levels": 2})
    for distance in all_distances(spec):
        if distance.address != "levels":
            assert not distance.computed
            assert "not computed" in distance.reason


@pytest.mark.parametrize("label", ["post/left", "post/board-2023"])
def test_flips_read_off_the_map_of_larger_games(label: str) -> None:
    spec = catalogue.load(label).with_values({"levels": 2})
    found = solve(spec).distances
    flips = 0
    for distance in found:
        if (
            distance.computed
            and distance.reason.startswith("exact")
            and distance.address != "levels"
        ):
            flips += (distance.below is not None) + (distance.above is not None)
            check(spec, distance, distance.below, distance.low, -1)
            check(spec, distance, distance.above, distance.high, 1)
    assert flips >= 5
    assert {"power.red", "power.board"} & {item.address for item in found if item.computed}


def test_stopping_leaves_the_rest_labelled() -> None:
    spec = catalogue.load("post/left")
    judged = verdict(spec.realise().game, solve_bimatrix(spec.realise().game))
    assert isinstance(judged, Verdict)
    found = list(distances(spec, judged, stop=lambda: True))
    assert all("stopped" in item.reason or "not computed" in item.reason for item in found)


def test_a_representative_has_the_verdict_of_its_signs() -> None:
    assert representative(("a", "b"), (1, 1, 1, 1), ())[0][0] == ("seek-strict", "every", "every")
    assert representative(("a", "b"), (-1, 0, -1, 0), ())[0][0] == ("hold-weak", "some", "no")
    assert representative(("a", "b"), (1, 1, 1, 1), (-1, 1))[1] == ("a",)
