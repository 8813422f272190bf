"""Payoff sets against independent answers: self-generation on a grid, and QuantEcon.py.

The grid test is by definition and brute force, in floats. From all grid points, those that no
profile generates with a continuation in the hull of the rest are struck off until none is left to
strike: what remains generates itself, so it lies in the set. With every comparison relaxed by the
width of a cell the same procedure keeps all that lies in the set.
"""

from __future__ import annotations

import multiprocessing
import random
import warnings
from fractions import Fraction

import numpy as np
import pytest

from games.forms.normal import NormalFormGame
from games.forms.repeated import RepeatedGame
from solver.repeated import payoff_set
from solver.repeated.polygon import sides
from solver.solution.payoff_set import PayoffSet
from tests.repeated.games import bimatrix, dilemma

CELLS = 24


def tables(stage: NormalFormGame) -> tuple[np.ndarray, np.ndarray]:
    """[player][a]: payoffs and gains of the best deviation, profiles flattened."""
    g = np.array([[[float(x) for x in row] for row in table] for table in stage.payoffs])
    gains = np.stack([g[0].max(0, keepdims=True) - g[0], g[1].max(1, keepdims=True) - g[1]])
    return g.reshape(2, -1), gains.reshape(2, -1)


def inside(points: np.ndarray, hull: np.ndarray, slack: float) -> np.ndarray:
    """Which points lie in the hull of others, grown by a slack; hull [n][2], by all directions."""
    angles = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    normals = np.stack([np.cos(angles), np.sin(angles)])
    return (points @ normals <= (hull @ normals).max(0) + slack).all(1)


def brute_force(stage: NormalFormGame, delta: float, relaxed: bool) -> np.ndarray:
    """The grid points that are left; see the module's text."""
    g, gains = tables(stage)
    low, high = g.min(1), g.max(1)
    axes = [np.linspace(low[i], high[i], CELLS + 1) for i in (0, 1)]
    points = np.array([(x, y) for x in axes[0] for y in axes[1]])
    cell = float(max((high - low) / CELLS)) if relaxed else 0.0
    while len(points):
        least = points.min(0) - cell
        kept = np.zeros(len(points), dtype=bool)
        for a in range(g.shape[1]):
            w = (points - (1 - delta) * g[:, a]) / delta
            corner = least + (1 - delta) / delta * gains[:, a]
            room = cell / delta
            kept |= inside(w, points, 2 * cell + room + 1e-9) & (w >= corner - room - 1e-9).all(1)
        if kept.all():
            break
        points = points[kept]
    return points


def excess(points: np.ndarray, found: PayoffSet) -> float:
    """How far points lie outside the set."""
    if not len(points):
        return 0.0
    worst = 0.0
    for a, b, c in sides([tuple(map(float, p)) for p in found.inner]):
        size = max(abs(a), abs(b), 1e-300)
        worst = max(worst, float((points @ np.array([a, b]) - c).max()) / size)
    return worst


def test_brute_force_finds_nothing_outside_and_keeps_all_inside() -> None:
    rng = random.Random(8)
    games = [dilemma(5, 3, 1, 0), dilemma(6, 4, 2, 0), dilemma(3, 2, 0, -1)]
    games += [bimatrix(rng, rng.randint(2, 3), rng.randint(2, 3), 4) for _ in range(9)]
    polygons = 0
    for stage in games:
        delta = rng.choice([Fraction(1, 3), Fraction(1, 2), Fraction(2, 3)])
        found = payoff_set(RepeatedGame.with_common_discount(stage, delta))
        if found.status != "complete":
            continue
        generated = brute_force(stage, float(delta), relaxed=False)
        around = brute_force(stage, float(delta), relaxed=True)
        if not found.inner:
            assert not len(generated)
            continue
        assert excess(generated, found) < 1e-2
        vertices = np.array([[float(x) for x in p] for p in found.inner])
        width = max(float(np.ptp(tables(stage)[0][i])) for i in (0, 1)) / CELLS
        assert inside(vertices, around, 2 * width).all()
        polygons += found.shape == "polygon" and len(generated) > 3
    assert polygons >= 3


def quantecon_set(stage: NormalFormGame, delta: float) -> np.ndarray | None:
    """Its extreme points; None where it fails or says that it has not converged."""
    theory = pytest.importorskip("quantecon.game_theory")
    a, b = ([[float(x) for x in row] for row in table] for table in stage.payoffs)
    game = theory.NormalFormGame([theory.Player(np.array(a)), theory.Player(np.array(b).T.copy())])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            hull = theory.RepeatedGame(game, delta).equilibrium_payoffs(
                options={"tol": 1e-9, "max_iter": 2000}
            )
        except Exception:
            return None
    points: np.ndarray = hull.points[hull.vertices]
    return points


def apart(stage: NormalFormGame, delta: float) -> np.ndarray | None:
    """The same in a process of its own, as the peer aborts on some games."""
    context = multiprocessing.get_context("fork")
    receive, send = context.Pipe(duplex=False)
    child = context.Process(target=lambda: send.send(quantecon_set(stage, delta)))
    child.start()
    send.close()
    try:
        points: np.ndarray | None = receive.recv()
    except EOFError:
        points = None
    child.join()
    return points


def below_minmax(stage: NormalFormGame, points: np.ndarray) -> bool:
    """Whether points lie below the pure minmax: a known fault of the peer."""
    g = np.array([[[float(x) for x in row] for row in table] for table in stage.payoffs])
    least = np.array([g[0].max(0).min(), g[1].max(1).min()])
    return bool((points < least - 1e-6).any())


@pytest.mark.check
def test_agreement_with_quantecon_on_two_hundred_games() -> None:
    pytest.importorskip("quantecon")
    rng = random.Random(21)
    counts = {"agree": 0, "no answer": 0, "below minmax": 0, "unsettled": 0, "differ": 0}
    number = 0
    quantecon_set(dilemma(5, 3, 1, 0), 0.5)  # compiles it, once for all children
    # Games on which the peer fails or does not converge, or which we leave as bounds, do not count.
    while counts["agree"] < 200:
        number += 1
        size = 2 if number % 2 else 3
        stage = bimatrix(rng, size, size, rng.choice((5, 20, 99)))
        delta = rng.choice([Fraction(3, 10), Fraction(1, 2), Fraction(7, 10), Fraction(9, 10)])
        theirs = apart(stage, float(delta))
        if theirs is None:
            counts["no answer"] += 1
            continue
        found = payoff_set(RepeatedGame.with_common_discount(stage, delta))
        if found.status != "complete":
            counts["unsettled"] += 1
            continue
        ours = np.array([[float(x) for x in p] for p in found.inner])
        size_of = float(np.ptp(tables(stage)[0]))
        same = bool(len(ours)) and bool(
            inside(ours, theirs, 1e-4 * size_of).all()
            and inside(theirs, ours, 1e-4 * size_of).all()
        )
        if same:
            counts["agree"] += 1
        else:
            counts["below minmax" if below_minmax(stage, theirs) else "differ"] += 1
    print(number, counts)
    assert counts["differ"] == 0, counts
    assert counts["unsettled"] <= 20, counts
    assert number <= 1000, counts
