"""Identified sets against the definition on grids, the posture game, and each other."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction as F

import pytest

from games.build import posture
from games.errors import WorldError
from games.exact import sign
from games.world import Conflict, Decision, Party, World, critical_risk
from games.world.observation import Observation, posture_observation
from solver.errors import DataError
from solver.geometry.polygon import intersect
from solver.inverse.beliefs import unknown_belief
from solver.inverse.envelope import survivors
from solver.inverse.half_plane import half_plane
from solver.inverse.identified import CORNER, DOMAIN, identified_set
from solver.inverse.pieces import pieces
from tests.geometry.test_polygon import inside_hull

GRID = [(F(i, 12), F(j, 12)) for i in range(-12, 12) for j in range(1, 13)]


def decision(o: Observation, c: F, d: F) -> Decision:
    assert o.win_probability is not None
    return Decision("x", o.share, c, o.stakes, o.win_probability, d, F(1))


def history(
    seed: int, count: int, *, denominator: int = 10, noise: float = 0.0
) -> list[Observation]:
    """Choices to start conflicts by a party with hidden alignment and loss."""
    source = random.Random(seed)
    c, d = F(source.randint(-9, 9), 10), F(source.randint(1, 9), 10)
    found = []
    for _ in range(count):
        s, p, k = (F(source.randint(0, denominator), denominator) for _ in range(3))
        seeks = decision(Observation("seek", s, p, k), c, d).gain > 0
        if source.random() < noise:
            seeks = not seeks
        found.append(Observation("seek" if seeks else "hold", s, p, k))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_against_a_grid_by_definition(seed: int) -> None:
    observations = history(seed, 1 + seed % 9, noise=0.15)
    found = identified_set(observations)
    mismatches = 0
    for c, d in GRID:
        explained = all((decision(o, c, d).gain > 0) == (o.action == "seek") for o in observations)
        if found.empty:
            mismatches += explained
            continue
        mismatches += found.contains(c, d) != explained
        w, z = (1 - d) / d, 1 / (1 - c)
        if found.polygon.dimension == 2:
            # The corners alone must say the same of every point off the border.
            planes = found.polygon.half_planes
            if all(plane.slack(w, z) != 0 for plane in planes):
                mismatches += inside_hull(found.polygon, w, z) != explained
        bounds = {bound.quantity: bound for bound in found.bounds()}
        if explained:
            assert bounds["d"].low <= d <= bounds["d"].high
            assert bounds["c"].low <= c <= bounds["c"].high
    assert mismatches == 0


def test_the_truth_is_always_inside_and_conflicts_are_minimal() -> None:
    for seed in range(30):
        assert not identified_set(history(seed, 30)).empty
    broken = identified_set(history(3, 200, noise=0.2))
    assert broken.empty
    assert 1 <= len(broken.conflict) <= 3
    with pytest.raises(DataError, match="no alignment and loss explain"):
        broken.bounds()


@pytest.mark.parametrize("seed", range(6))
def test_the_filter_drops_nothing_that_binds(seed: int) -> None:
    observations = history(seed, 400, denominator=60, noise=0.01 * (seed % 2))
    assert len(survivors(observations)) < 200
    planes = [half_plane(o, str(n)) for n, o in enumerate(observations)]
    whole = intersect(planes, CORNER, DOMAIN)
    found = identified_set(observations)
    assert found.empty == whole.empty
    key = {(c.position, c.infinite, c.included) for c in whole.corners}
    assert {(c.position, c.infinite, c.included) for c in found.polygon.corners} == key


def test_many_parallel_borders_survive_the_filter() -> None:
    # p = s leaves only the share: all slopes are zero, and the least share seen seeking binds.
    observations = [Observation("seek", F(n, 1000), F(n, 1000), F(1, 2)) for n in range(100, 400)]
    found = identified_set(observations)
    assert found.bounds()[1].high == 1 - 1 / F(601, 1000)
    assert set(found.binding) == {"c >= -1", "d <= 1", "observation 300"}


def test_limits_are_judged_apart() -> None:
    strong = Observation("seek", F(1, 2), F(3, 4), F(1, 2))
    weak = Observation("hold", F(1, 2), F(1, 4), F(1, 2))
    found = identified_set([strong, weak])
    assert found.lossless
    assert not found.aligned
    patient = identified_set([Observation("hold", F(1, 2), F(3, 4), F(1, 2)), weak])
    assert not patient.lossless
    assert patient.aligned


@pytest.mark.parametrize("seed", range(25))
def test_posture_choices_against_the_game(seed: int) -> None:
    source = random.Random(seed)
    s, p, k, d, rho, gamma = (F(source.randint(1, 9), 10) for _ in range(6))
    c = F(source.randint(-9, 9), 10)
    world = World.of_two(Party("x", s), Party("y", 1 - s), c)
    conflict = Conflict(stakes=k, win_probability=p, destruction_probability=d,
                        destruction_fraction=F(1))  # fmt: skip
    game = posture(world, conflict, levels=1, resistance=rho, grab=gamma)
    for column, opponent in enumerate(("hold", "seek")):
        payoffs = game.payoffs[0]
        gain = payoffs[1][column] - payoffs[0][column]
        found = posture_observation("seek", s, p, k, opponent=opponent, resistance=rho, grab=gamma)
        assert found.explained(c, d) == (gain > 0)
        assert half_plane(found, "").holds((1 - d) / d, 1 / (1 - c)) == (gain > 0)


@pytest.mark.parametrize("seed", range(25))
def test_willingness_to_escalate_against_critical_risk(seed: int) -> None:
    source = random.Random(seed)
    s, p, k, d, gamma, risk = (F(source.randint(1, 9), 10) for _ in range(6))
    c = F(source.randint(-9, 9), 10)
    accepted = critical_risk(Decision("x", s, c, k, p, d, F(1)), gamma)
    found = Observation("seek", s, p, k, risk, gamma, gamma)
    assert found.explained(c, d) == (accepted is None or risk < accepted)
    assert half_plane(found, "").holds((1 - d) / d, 1 / (1 - c)) == found.explained(c, d)


def test_assumptions_are_nested() -> None:
    for seed in range(10):
        source = random.Random(seed)
        chosen = []
        for _ in range(4):
            s, p, k, rho, gamma = (F(source.randint(1, 9), 10) for _ in range(5))
            action = source.choice(["seek", "hold"])
            chosen.append(tuple(
                posture_observation(action, s, p, k, opponent=o, resistance=rho, grab=gamma)
                for o in ("hold", "seek")
            ))  # fmt: skip
        strict = identified_set([pair[0] for pair in chosen])
        ties = identified_set([pair[0] for pair in chosen], ties=True)
        weak = pieces(chosen)
        for c, d in GRID:
            w, z = (1 - d) / d, 1 / (1 - c)
            by_pieces = [piece.contains(w, z) for piece in weak]
            assert sum(by_pieces) <= 1  # disjoint
            best = all(
                any(half_plane(o, "", ties=True).holds(w, z) for o in pair) for pair in chosen
            )
            assert any(by_pieces) == best
            if not ties.empty and ties.contains(c, d):
                assert best
            if not strict.empty and strict.contains(c, d):
                assert ties.contains(c, d)


@pytest.mark.parametrize("seed", range(4))
def test_pieces_of_long_histories_by_definition(seed: int) -> None:
    source = random.Random(seed)
    c, d = F(source.randint(-6, 6), 10), F(source.randint(1, 6), 10)
    chosen = []
    for _ in range(70):
        s, p, k, rho, gamma = (F(source.randint(1, 19), 20) for _ in range(5))
        pair = [
            posture_observation("seek", s, p, k, opponent=o, resistance=rho, grab=gamma)
            for o in ("hold", "seek")
        ]
        action = "seek" if pair[source.randint(0, 1)].gain(c, d) > 0 else "hold"
        chosen.append(tuple(replace(o, action=action) for o in pair))
    found = pieces(chosen)
    assert found
    mismatches = 0
    for _ in range(120):  # points ever closer to the truth
        near = F(1, source.choice([2, 8, 32, 128]))
        x = c + near * F(source.randint(-20, 20), 60)
        y = d + near * F(source.randint(-20, 20), 60) * d
        w, z = (1 - y) / y, 1 / (1 - x)
        if w < 0 or z < F(1, 2):
            continue
        right = all(any(sign(o.gain(x, y)) * (1 if o.action == "seek" else -1) >= 0
                        for o in pair) for pair in chosen)  # fmt: skip
        mismatches += right != (sum(piece.contains(w, z) for piece in found) == 1)
    assert mismatches == 0
    assert len(found) < 20


def test_unknown_belief_against_a_scan() -> None:
    observations = [
        Observation("seek", F(2, 5), None, F(1, 2)),
        Observation("hold", F(4, 5), None, F(1, 2)),
        Observation("hold", F(3, 5), F(1, 2), F(1, 2)),
    ]
    found = {bound.quantity: bound for bound in unknown_belief(observations).bounds}
    scanned = []
    for n in range(201):
        p = F(n, 200)
        known = [
            Observation(o.action, o.share, o.win_probability or p, o.stakes) for o in observations
        ]
        one = identified_set(known)
        if not one.empty:
            scanned.append((p, *one.bounds()[:2]))
    for p, loss, cosine in scanned:
        assert found["p"].low <= p <= found["p"].high
        assert found["d"].low <= loss.low
        assert loss.high <= found["d"].high
        assert found["c"].low <= cosine.low
        assert cosine.high <= found["c"].high
    assert max(entry[2].high for entry in scanned) > found["c"].high - F(1, 50)
    assert min(entry[1].low for entry in scanned) < found["d"].low + F(1, 50)


def test_unknown_belief_conflicts() -> None:
    same = [Observation(action, F(2, 5), None, F(1, 2)) for action in ("seek", "hold")]
    found = unknown_belief(same)
    assert found.empty
    assert set(found.conflict) == {"observation 1", "observation 2"}


def test_bad_observations() -> None:
    with pytest.raises(WorldError, match="share must be between 0 and 1; got 3/2"):
        identified_set([Observation("seek", F(3, 2), F(1, 2), F(1, 2))])
    with pytest.raises(WorldError, match="action must be seek or hold"):
        identified_set([Observation("wait", F(1, 2), F(1, 2), F(1, 2))])  # type: ignore[arg-type]
    with pytest.raises(DataError, match="win probability is unknown"):
        identified_set([Observation("seek", F(1, 2), None, F(1, 2))])
    with pytest.raises(WorldError, match="reveals nothing"):
        posture_observation("seek", F(1, 2), F(1, 2), F(1, 2), opponent="seek")
