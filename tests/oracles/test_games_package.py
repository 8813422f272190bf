"""Larger data sets of the R package `games` (GPL), fitted where a copy is at hand.

Set DETENTE_GAMES_DATA to a folder with `leblang2003.csv` (speculative currency attacks, Leblang
2003) and `data_122.csv` (simulated, four outcomes), exported from the package. The files are not
shipped. Expected numbers: R fits with tolerance 1e-15, confirmed by a second, independent fit; the
log-likelihood of the first is printed in Kenkel and Signorino (2014) as -482.0155.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from solver.inverse.strategic import StrategicFit, estimate

FOLDER = os.environ.get("DETENTE_GAMES_DATA")
pytestmark = pytest.mark.skipif(
    FOLDER is None, reason="DETENTE_GAMES_DATA names no folder with the data of the package"
)

LEBLANG = [
    -0.452454956768, 0.229181500591, -0.441254898256, -0.0648191813472, -0.0505405567056,
    -0.0287982589407, -0.115889978259, -0.121822417765, -3.66481069818, -3.13852951034,
    0.426950725268, -0.356753685119, -0.199745514226, 1.66315623392, 1.06231275435,
    -0.935820985945, 1.79558812633, 0.0655713582441, 0.309923271465,
]  # fmt: skip
LEBLANG_ERRORS = [
    0.246012763624, 0.0568681895007, 0.085545826643, 0.0288336085806, 0.055535138757,
    0.054734097974, 0.047754006496, 0.0485254680412, 0.298932003183, 0.286404894968,
    0.782230473987, 0.35795233607, 0.174445371064, 0.746952978736, 0.592310608376, 0.454067252728,
    0.60069991171, 0.75792018812, 0.165697187305,
]  # fmt: skip
SIMULATED = [
    0.709688777015, -0.336082554544, 0.251832324568, -0.236216829335, 0.328426127015,
    -0.170971423237, 0.65778406244, 0.890403878974, -0.240845127773, 0.192245128596,
    0.526602226004, -0.511652792727, 0.705210520779, -0.445181318687, 0.562824791072,
    -0.780343678956, 0.549203391029,
]  # fmt: skip
SIMULATED_ERRORS = [
    0.227170096131, 0.135642799368, 0.132658812187, 0.210593068404, 0.091451605262,
    0.217420943504, 0.213423116071, 0.321032315146, 0.145415117071, 0.148993477547,
    0.0897382905202, 0.0851772170118, 0.0917713918201, 0.138563308941, 0.0858564899606,
    0.202564429724, 0.189095050738,
]  # fmt: skip


def fit_of(name: str, **model: object) -> StrategicFit:
    return estimate(pd.read_csv(Path(FOLDER or ".") / name), **model)  # type: ignore[arg-type]


def test_currency_attacks_with_private_information() -> None:
    fit = fit_of(
        "leblang2003.csv",
        outcome="outcome",
        outcomes=["no attack", "devaluation", "defense"],
        model="private",
        utilities={
            "A.no attack": "0 + capcont + lreserves + overval + creditgrow + USinterest"
            " + service + contagion + prioratt",
            "A.devaluation": "1",
            "A.defense": "1",
            "B.defense": "unifgov + lexports + preelec + postelec + rightgov + realinterest"
            " + capcont + lreserves",
        },
    )
    assert fit.rows == 7240
    assert fit.log_likelihood == pytest.approx(-482.01548451678, abs=1e-9)
    np.testing.assert_allclose(fit.coefficients, LEBLANG, atol=1e-7)
    np.testing.assert_allclose(fit.standard_errors(), LEBLANG_ERRORS, atol=1e-7)
    fitted = fit.probabilities()
    expected = [0.988899977371007, 0.00898620943436779, 0.00211381319462553]
    np.testing.assert_allclose(fitted.iloc[0], expected, atol=1e-8)


def test_four_outcomes() -> None:
    fit = fit_of(
        "data_122.csv",
        outcome="y",
        outcomes=["LL", "LR", "RL", "RR"],
        utilities={
            "A.LL": "x1 + x2",
            "A.LR": "x3 + f1",
            "A.RR": "x4 + x5",
            "B.LR": "z1 + z2",
            "B.RR": "z3 + f2",
        },
    )
    assert fit.rows == 1000
    assert fit.log_likelihood == pytest.approx(-1239.2339913505, abs=1e-9)
    np.testing.assert_allclose(fit.coefficients, SIMULATED, atol=1e-7)
    np.testing.assert_allclose(fit.standard_errors(), SIMULATED_ERRORS, atol=1e-7)
    expected = [0.0103240599869174, 0.473031127555848, 0.343580465247645, 0.17306434720959]
    np.testing.assert_allclose(fit.probabilities().iloc[0], expected, atol=1e-8)
