"""Fits of dispute data against the R package `games` (Kenkel and Signorino 2014, J. Stat. Soft.).

The reference numbers are R fits with tolerance 1e-15, which an independent fit confirmed to 1e-8;
robust and clustered errors and the 30-digit scale errors come from that second fit.
"""

from __future__ import annotations

import numpy as np
import pytest

from solver.errors import EstimationError
from solver.inverse.strategic import bootstrap, estimate
from tests.inverse.disputes import MODEL, disputes

COEFFICIENTS = [
    -0.495445790473436, -0.740014760479946, 0.427238511805651, 0.221911301108860,
    -1.902249442377874, -0.584109334630495, 0.499088173407516, -0.041973637596880,
    -1.543611371499257, -0.616831425371650,
]  # fmt: skip
HESSIAN = [
    0.598727096743595, 0.279664951151044, 0.263804000499842, 1.217051145169329,
    0.664448857683938, 0.549914749814738, 0.441376714482192, 0.568739585905869,
    0.452641763304137, 0.320831177665676,
]  # fmt: skip
ROBUST = [
    0.935271088711526, 0.279596311394327, 0.256667862898727, 1.953548977387302,
    0.655021037746639, 0.545760871836947, 0.669806239499707, 0.948657803822171,
    0.448565142360666, 0.353386701812766,
]  # fmt: skip
CLUSTERED = [
    1.222427481815333, 0.323652554463813, 0.340340853155805, 2.718140692522219,
    0.714698528038543, 0.642287828561281, 0.954176412906625, 1.307889318025342,
    0.489521536894967, 0.476356304716095,
]  # fmt: skip
#: Fitted probabilities of rows of the estimation sample, by position.
PREDICTED = {
    0: [0.568419095569277, 0.159691606403357, 0.271889298027367],
    1: [0.644695348518118, 0.191853845963006, 0.163450805518876],
    99: [0.406091674085015, 0.215403698182157, 0.378504627732828],
    281: [0.352969688934382, 0.352403727084391, 0.294626583981227],
}


def test_agent_probit() -> None:
    fit = estimate(disputes(), **MODEL, cluster="midnum")
    assert (fit.rows, fit.dropped) == (282, 31)
    assert fit.log_likelihood == pytest.approx(-286.1237547185266, abs=1e-9)
    assert fit.aic == pytest.approx(592.247509437053, abs=1e-8)
    np.testing.assert_allclose(fit.coefficients, COEFFICIENTS, atol=1e-7)
    np.testing.assert_allclose(fit.standard_errors("hessian"), HESSIAN, atol=1e-7)
    np.testing.assert_allclose(fit.standard_errors("robust"), ROBUST, atol=1e-7)
    np.testing.assert_allclose(fit.standard_errors(), CLUSTERED, atol=1e-7)


def test_fitted_probabilities() -> None:
    fitted = estimate(disputes(), **MODEL).probabilities()
    for row, expected in PREDICTED.items():
        np.testing.assert_allclose(fitted.iloc[row], expected, atol=1e-7)
    np.testing.assert_allclose(
        fitted.mean(), [0.438885338939472, 0.294070606116942, 0.267044054943587], atol=1e-7
    )


def test_constants_only() -> None:
    fit = estimate(
        disputes(), outcome=["sq", "capit", "war"], utilities={"A.sq": "1", "B.war": "1"}
    )
    assert fit.log_likelihood == pytest.approx(-338.0015875743927, abs=1e-9)
    np.testing.assert_allclose(fit.coefficients, [-0.267742097378931, 0.078816508660064], atol=1e-8)
    np.testing.assert_allclose(
        fit.standard_errors(), [0.100840197805808, 0.132185491645223], atol=1e-8
    )


def test_scales_under_fixed_utilities() -> None:
    # The expected errors are second derivatives to 30 digits; R's differenced ones are 9% off.
    fit = estimate(
        disputes(),
        outcome=["sq", "capit", "war"],
        utilities={"A.sq": -1, "A.war": -1.4, "B.war": 0.1},
        scale="player",
    )
    assert fit.log_likelihood == pytest.approx(-338.0015875743926, abs=1e-9)
    np.testing.assert_allclose(fit.coefficients, [0.004274047842824, 0.238047710275222], atol=1e-7)
    np.testing.assert_allclose(
        fit.standard_errors(), [0.4235897594437593, 1.6771294985420053], atol=1e-6
    )


@pytest.mark.parametrize(
    ("subset", "rows", "log_likelihood", "estimates"),
    [
        ("single", 153, -157.475, {1: (-0.279, 0.339), 4: (-0.110, 0.966), 7: (0.659, 0.523)}),
        ("without 261", 272, -275.889, {1: (-0.692, 0.282), 4: (-1.836, 0.718), 7: (0.519, 0.393)}),
        ("few dyads", 233, -232.830, {1: (-0.583, 0.289), 4: (-1.245, 0.691), 7: (0.936, 0.401)}),
    ],
)
def test_subsamples(
    subset: str, rows: int, log_likelihood: float, estimates: dict[int, tuple[float, float]]
) -> None:
    data = disputes()
    size = data.groupby("midnum")["midnum"].transform("size")
    chosen = {"single": size == 1, "without 261": data.midnum != 261, "few dyads": size < 5}[subset]
    fit = estimate(data[chosen], **MODEL)
    assert fit.rows == rows
    assert fit.log_likelihood == pytest.approx(log_likelihood, abs=1e-3)
    for position, (value, error) in estimates.items():
        assert fit.coefficients[position] == pytest.approx(value, abs=1e-3)
        assert fit.standard_errors()[position] == pytest.approx(error, abs=1e-3)


def test_a_likelihood_without_maximum_is_refused() -> None:
    # R reports -291.06 by default and -287.79 when told to be strict, with a coefficient of 881.
    data = disputes().dropna(subset=["regime1", "regime2"])
    with pytest.raises(EstimationError, match="has no maximum") as caught:
        estimate(
            data,
            outcome=["sq", "capit", "war"],
            utilities={
                "A.sq": "balanc + s_wt_re1",
                "A.war": "balanc",
                "B.war": "balanc + s_wt_re1",
            },
        )
    reached = float(str(caught.value).split("log-likelihood ")[1].split(")")[0])
    assert reached >= -286.0263


def test_bootstrap_counts_what_fails() -> None:
    fit = estimate(disputes(), **MODEL)
    drawn = bootstrap(fit.model, fit.coefficients, 40, seed=42)
    assert len(drawn.draws) + drawn.failed == 40
    # Three coefficients on which no sample runs away; R's own 200 draws give 0.286, 0.261, 0.371.
    np.testing.assert_allclose(drawn.errors[[1, 2, 9]], [0.286, 0.261, 0.371], rtol=0.35)
