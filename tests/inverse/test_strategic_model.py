"""The strategic models by definition: derivatives, probabilities, simulated truth, bad input."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from solver.errors import DataError
from solver.inverse.strategic import effects_table, estimate, marginal_effects
from solver.inverse.strategic.likelihood import Index, StrategicModel
from solver.inverse.strategic.link import LINKS
from tests.inverse.disputes import MODEL, disputes

CASES = [
    (3, "agent", "probit"),
    (3, "agent", "logit"),
    (3, "private", "probit"),
    (3, "private", "logit"),
    (4, "agent", "probit"),
    (4, "agent", "logit"),
    (4, "private", "probit"),
    (4, "private", "logit"),
]


def random_model(outcomes: int, errors: str, link: str, rows: int, seed: int) -> StrategicModel:
    random = np.random.default_rng(seed)
    names = tuple("abcd"[:outcomes])
    places = [(0, 0), (0, outcomes - 1), (1, outcomes - 1)] + ([(1, 1)] if outcomes == 4 else [])
    indices = [
        Index(f"u{p}{o}", ("utility", p, o), ("1", "x"),
              np.column_stack([np.ones(rows), random.normal(size=rows)]))
        for p, o in places
    ]  # fmt: skip
    indices.append(Index("log sigma B", ("scale", 1, -1), ("x",), random.normal(size=(rows, 1))))
    fixed = ((0.3, -0.2, 0.1, 0.4)[:outcomes], (0.0,) * outcomes)
    observed = random.integers(0, outcomes, rows)
    return StrategicModel(names, LINKS[link], errors, tuple(indices), fixed, observed)


@pytest.mark.parametrize(("outcomes", "errors", "link"), CASES)
def test_derivatives_against_differences(outcomes: int, errors: str, link: str) -> None:
    model = random_model(outcomes, errors, link, 25, 3)
    beta = np.random.default_rng(4).normal(size=len(model.names))
    found = model.evaluate(beta)
    step = 1e-5
    for k in range(len(beta)):
        shift = step * np.eye(len(beta))[k]
        slope = (model.value(beta + shift) - model.value(beta - shift)) / (2 * step)
        assert found.score[k] == pytest.approx(slope, abs=1e-6)
        bend = (model.evaluate(beta + shift).score - model.evaluate(beta - shift).score) / 2 / step
        np.testing.assert_allclose(found.hessian[k], bend, atol=1e-5)


@pytest.mark.parametrize(("outcomes", "errors", "link"), CASES)
def test_expected_information_is_the_mean_squared_score(
    outcomes: int, errors: str, link: str
) -> None:
    model = random_model(outcomes, errors, link, 6, 5)
    beta = np.random.default_rng(6).normal(size=len(model.names))
    chances = model.probabilities(beta)[0]
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-12)
    total = np.zeros((len(beta), len(beta)))
    for outcome in range(outcomes):
        observed = np.full(6, outcome)
        scores = StrategicModel(
            model.outcomes, model.link, errors, model.indices, model.fixed, observed
        ).evaluate(beta)
        total += (scores.row_scores * chances[:, [outcome]]).T @ scores.row_scores
    np.testing.assert_allclose(model.information(beta), total, atol=1e-9)


def simulate(errors: str, beta: list[float], rows: int, seed: int) -> Any:
    """Draw shocks per outcome (private) or per move (agent) and let both players choose."""
    random = np.random.default_rng(seed)
    x, z = random.normal(size=(2, rows))
    a_peace, a_war, b_war = beta[0] + beta[1] * x, beta[2] + 0 * x, beta[3] + beta[4] * z
    if errors == "agent":
        p = norm.cdf(b_war / np.sqrt(2))
        left, right, give, resist = random.normal(size=(4, rows))
        escalates = p * a_war + right > a_peace + left
        resists = b_war + resist > give
    else:
        p = norm.cdf(b_war / np.sqrt(2))
        shocks, own = random.normal(size=(3, rows)), random.normal(size=(2, rows))
        escalates = (1 - p) * shocks[1] + p * (a_war + shocks[2]) > a_peace + shocks[0]
        resists = b_war + own[1] > own[0]
    outcome = np.where(~escalates, "peace", np.where(resists, "war", "yield"))
    return pd.DataFrame({"outcome": outcome, "x": x, "z": z})


def coverage(errors: str, sets: int, rows: int) -> float:
    """Return the share of 95% intervals, over data sets and parameters, that hold the truth."""
    beta = [-0.4, 0.8, 0.5, 0.2, -0.9]
    hits = []
    for seed in range(sets):
        fit = estimate(
            simulate(errors, beta, rows, seed),
            outcome="outcome",
            outcomes=["peace", "yield", "war"],
            utilities={"A.peace": "x", "A.war": "1", "B.war": "z"},
            model=errors,
        )
        hits.append(np.abs(fit.coefficients - beta) <= 1.959964 * fit.standard_errors())
    return float(np.mean(hits))


@pytest.mark.parametrize("errors", ["agent", "private"])
def test_simulated_truth_is_covered(errors: str) -> None:
    # 100 intervals: at a true level of 95% fewer than 87 hits happen once in 1,500 such runs.
    assert coverage(errors, 20, 800) >= 0.87


@pytest.mark.check
@pytest.mark.parametrize("errors", ["agent", "private"])
def test_calibration_over_two_hundred_data_sets(errors: str) -> None:
    # 1,000 intervals, grouped by data set: the standard error of the share is at most 0.015.
    assert coverage(errors, 200, 800) == pytest.approx(0.95, abs=0.025)


def test_marginal_effects_against_refitted_probabilities() -> None:
    fit = estimate(disputes(), **MODEL)
    effects = {effect.change: effect for effect in marginal_effects(fit)}
    moved = fit.frame.assign(balanc=fit.frame.balanc + 1e-3)
    slope = (fit.probabilities(moved) - fit.probabilities()).mean().to_numpy() / 1e-3
    np.testing.assert_allclose(effects["d balanc"].effects, slope, atol=1e-4)
    change = (
        fit.probabilities(fit.frame.assign(regime1="dem"))
        - fit.probabilities(fit.frame.assign(regime1="autoc"))
    ).mean()
    np.testing.assert_allclose(effects["regime1: autoc to dem"].effects, change, atol=1e-12)
    assert effects["regime1: autoc to dem"].effects.sum() == pytest.approx(0, abs=1e-12)
    assert "d s_wt_re1" in effects_table(fit).to_text()


def test_logit_at_constants_meets_the_frequencies() -> None:
    # A saturated model reproduces the frequencies: 133, 86 and 94 of 313.
    fit = estimate(
        disputes(), outcome=["sq", "capit", "war"], utilities={"A.sq": "1", "B.war": "1"},
        link="logit",
    )  # fmt: skip
    np.testing.assert_allclose(
        fit.probabilities().iloc[0], np.array([133, 86, 94]) / 313, atol=1e-10
    )
    assert fit.coefficients[1] == pytest.approx(np.sqrt(2) * np.log(94 / 86), abs=1e-9)


def test_summary_and_latex_say_what_is_identified() -> None:
    fit = estimate(disputes(), **MODEL, cluster="midnum")
    text = fit.summary()
    assert "31 dropped for missing values" in text
    assert "192 clusters" in text
    assert "only ratios" in text
    assert r"\toprule" in fit.to_latex()


BAD: list[tuple[dict[str, Any], str]] = [
    ({"missing": "refuse"}, r"31 of 313 rows have missing values \(regime1 12, regime2 20\)"),
    ({"utilities": {"A.sq": "s_wt_re"}}, r"did you mean 's_wt_re2'\?"),
    ({"outcome": "esc", "outcomes": ["0", "2", "3"], "utilities": {"A.2": "1"}}, r"'1' \(180\)"),
    ({"outcome": ["esc", "capit", "war"], "outcomes": ["sq", "capit", "war"]}, "exactly one 1"),
    ({"utilities": {"A.sqq": "1"}}, r"did you mean 'sq'\?"),
    ({"utilities": {"C.sq": "1"}}, "no player 'C'"),
    ({"utilities": {"B.sq": "1"}}, "no choice that leads to 'sq'"),
    ({"utilities": {"A.sq": "1", "A.capit": "1", "A.war": "1"}}, "cannot be told apart"),
    ({"utilities": {"A.sq": "dem1.values"}}, "not allowed in a formula"),
    ({"utilities": {"A.sq": "{__import__('os').getcwd()}"}}, "not allowed in a formula|no reg"),
    ({"utilities": {"A.sq": "eval('1')"}}, "not allowed in a formula"),
    ({"utilities": {"A.sq": "1 +"}}, "cannot be read"),
    ({"utilities": {"A.sq": "sq ~ balanc"}}, "right-hand side only"),
    ({"utilities": {"A.sq": "log(distance)"}}, "not finite in every row"),
    ({"utilities": {"B.war": "war"}}, "the data are separated: a combination of .*B.war:war"),
    ({"scale": "player"}, "cannot be told apart"),
    ({"scale": "both"}, "scale must be"),
    ({"link": "cloglog"}, "link must be one of probit, logit"),
    ({"cluster": "mid"}, r"did you mean 'midnum'\?"),
]


@pytest.mark.parametrize(("change", "sentence"), BAD)
def test_bad_input_is_one_sentence(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DataError, match=sentence) as caught:
        estimate(disputes(), **{**MODEL, **change})
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_estimates_are_drawn_in_order() -> None:
    pytest.importorskip("matplotlib")
    from solver.report.plots.estimates import estimates_figure

    fit = estimate(disputes(), **MODEL)
    axes = estimates_figure(fit).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == list(fit.names)
    assert list(axes.lines[1].get_xdata()) == pytest.approx(list(fit.coefficients))
