"""Proven bounds of integrals against finer results, estimates and the other kind of proof."""

from __future__ import annotations

import numpy as np
import pytest

from solver.inverse import bounded
from solver.inverse.bounded import Cells, apply, measure
from solver.inverse.cubature import Array, integrate
from solver.inverse.gains import Circumstances
from solver.inverse.posterior import posterior
from solver.inverse.prior import Prior
from solver.inverse.unproven import close_in, estimated
from tests.inverse.test_identified import history

CASES = [
    (1, 3, Prior(2, precision=5.0)),
    (2, 10, Prior(3, (2.0, 3.0), 20.0)),
    (3, 40, Prior(4, precision=30.0)),
    (4, 3, Prior(2, precision=(2.0, 10.0))),
]


@pytest.mark.parametrize(("seed", "count", "prior"), CASES)
@pytest.mark.parametrize("relative", [1e-3, 1e-6])
def test_bounds_hold_whatever_the_tolerance(
    seed: int, count: int, prior: Prior, relative: float
) -> None:
    choices = Circumstances.of(history(seed, count, noise=0.1))
    _, _, shift, level = close_in(choices, prior, prior.box, 12.0)
    found = measure(choices, prior, prior.box, shift=shift, allowed=relative * level / 100)
    assert found is not None
    assert found.proven
    low, high = (np.array(end) for end in prior.box)
    pieces = 12 if len(low) == 2 else 5
    edges = [np.linspace(a, b, pieces + 1) for a, b in zip(low, high, strict=True)]
    grid = np.stack([g.ravel() for g in np.meshgrid(
        *[(e[1:] + e[:-1]) / 2 for e in edges], indexing="ij")], axis=1)  # fmt: skip
    half = np.broadcast_to((high - low) / pieces / 2, grid.shape)
    truth, _ = apply(choices, prior, Cells(grid, half), shift)
    assert (np.abs(found.values - truth) <= found.errors + 1e-11 * truth[0]).all()
    assert found.errors[0] <= 20 * relative * found.values[0]


def test_the_bound_is_not_idle() -> None:
    # A single cell with a coarse rule errs, and the bound covers it without being vacuous.
    choices = Circumstances.of(history(2, 30))
    prior = Prior(2, precision=20.0)
    for size in (0.05, 0.1, 0.2):
        cell = Cells(np.array([[1.6, 0.4]]), np.array([[size, size / 3]]))
        expansion = bounded._expand(choices, prior, cell)
        shift = float(expansion.value[0])
        bound = expansion.gauss(shift)[0, 0]
        points = np.stack(np.meshgrid([1, -1], [1, -1], indexing="ij"), axis=-1).reshape(-1, 2)
        half = np.broadcast_to(cell.half / 2, (4, 2))
        finer, _ = apply(choices, prior, Cells(cell.middle + points * cell.half / 2, half), shift)
        coarse, _ = apply(choices, prior, cell, shift)
        assert abs(coarse[0] - finer[0]) <= bound + 1e-13 * finer[0]
        if size == 0.05:
            assert bound < 1e-6 * finer[0]


def test_largest_likelihood_and_density_on_cells() -> None:
    random = np.random.default_rng(3)
    for prior in (Prior(3, (2.0, 3.0), 20.0), Prior(5, (0.5, 1.5), (1.0, 30.0))):
        choices = Circumstances.of(history(5, 12, noise=0.2))
        low, high = (np.array(end) for end in prior.box)
        half = (high - low) * random.uniform(0.01, 0.2, (30, len(low)))
        middle = low + half + random.uniform(size=half.shape) * (high - low - 2 * half)
        cells = Cells(middle, half)
        most = bounded._expand(choices, prior, cells).largest()[0]
        dense = prior.log_largest(middle, half, 0 * half, 0)
        for _ in range(50):
            points = middle + half * random.uniform(-1, 1, half.shape)
            log = choices.log_likelihood(
                np.cos(points[:, 0]), points[:, 1], prior.precisions(points)
            )
            assert (log <= most + 1e-9).all()
            assert (np.log(prior.density(points)) <= dense + 1e-9).all()


def test_estimates_at_a_prior_without_bound_at_zero() -> None:
    prior = Prior(2, (0.5, 1.5), 15.0)
    choices = Circumstances.of(history(6, 8, noise=0.1))
    _, _, shift, _ = close_in(choices, prior, prior.box, 12.0)
    loose = estimated(choices, prior, prior.box, shift=shift, relative=1e-9)
    root = estimated_by_roots(choices, prior, shift)
    assert loose.values[0] == pytest.approx(root, rel=1e-8)


def estimated_by_roots(choices: Circumstances, prior: Prior, shift: float) -> float:
    """Integrate over x = sqrt(d), in which the prior density is bounded."""

    def function(points: Array) -> Array:
        theta, x = points[:, 0], points[:, 1]
        moved = np.stack([theta, x**2], axis=1)
        log = choices.log_likelihood(np.cos(theta), x**2, prior.precisions(moved))
        return (np.exp(log - shift) * prior.density(moved) * 2 * x)[:, None]

    return float(integrate(function, [0.0, 0.0], [np.pi, 1.0], relative=1e-9).values[0])


@pytest.mark.parametrize(("seed", "count", "prior"), CASES[:3])
def test_estimates_agree_with_proofs(seed: int, count: int, prior: Prior) -> None:
    choices = Circumstances.of(history(seed, count, noise=0.1))
    _, _, shift, level = close_in(choices, prior, prior.box, 12.0)
    loose = estimated(choices, prior, prior.box, shift=shift, relative=1e-9)
    assert not loose.proven
    strict = measure(choices, prior, prior.box, shift=shift, allowed=1e-6 * level / 400)
    assert strict is not None
    np.testing.assert_allclose(loose.values, strict.values, rtol=2e-6)


def test_many_choices_are_estimated_and_say_so() -> None:
    choices = history(7, 500, denominator=1000)
    found = posterior(choices, Prior(3, precision=50.0))
    assert not found.proven
    assert found.relative_error < 1e-8
    assert posterior(choices[:5]).proven


def test_bayes_factors_far_out_keep_their_digits() -> None:
    found = posterior(history(7, 500, denominator=1000), Prior(2, precision=50.0))
    logs = []
    for low in (0.0, np.pi / 2):
        edges = np.linspace(low, low + np.pi / 2, 13), np.linspace(0.0, 1.0, 13)
        grid = np.stack([g.ravel() for g in np.meshgrid(
            *[(e[1:] + e[:-1]) / 2 for e in edges], indexing="ij")], axis=1)  # fmt: skip
        half = np.broadcast_to([np.pi / 48, 1 / 24], grid.shape)
        logs.append(np.log(apply(found.choices, found.prior, Cells(grid, half), found.shift)[0][0]))
    assert logs[0] - logs[1] > 10
    assert np.log(found.bayes_factor()) == pytest.approx(logs[0] - logs[1], abs=1e-6)
