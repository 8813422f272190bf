"""Identified sets, posteriors and strategic fits; the peer of the fits is the R package `games`.

R's times for the same fits on a comparable machine: war1800 0.44 s, leblang2003 1.5 s, both at
tight tolerance (Kenkel and Signorino 2014 give the models).
"""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pandas as pd

from games.world.observation import Observation
from solver.inverse.identified import identified_set
from solver.inverse.inference import infer
from solver.inverse.posterior import posterior
from solver.inverse.prior import Prior
from solver.inverse.records import read_csv
from solver.inverse.strategic import estimate
from tests.inverse.disputes import MODEL, disputes


def many(count: int) -> list[Observation]:
    source = random.Random(1)
    found = []
    for _ in range(count):
        s, p, k = (Fraction(source.randint(0, 1000), 1000) for _ in range(3))
        seeks = Observation("seek", s, p, k).explained(Fraction(-1, 3), Fraction(1, 5))
        found.append(Observation("seek" if seeks else "hold", s, p, k))
    return found


def test_ten_thousand_choices(benchmark) -> None:
    choices = many(10_000)
    found = benchmark(identified_set, choices)
    assert found.contains(Fraction(-1, 3), Fraction(1, 5))


def test_posterior_of_ten_choices(benchmark) -> None:
    found = benchmark(posterior, many(10), Prior(3, precision=20.0))
    assert found.relative_error < 1e-8


def test_disputes(benchmark) -> None:
    data = disputes()
    fit = benchmark(estimate, data, **MODEL)
    assert fit.rows == 282


def test_seven_thousand_rows_private(benchmark) -> None:
    random_ = np.random.default_rng(2)
    rows = 7240
    table = pd.DataFrame(random_.normal(size=(rows, 15)), columns=[f"x{n}" for n in range(15)])
    escalates = random_.normal(size=rows) > 2.0
    resists = random_.normal(size=rows) > table.x9
    table["outcome"] = np.where(~escalates, "none", np.where(resists, "war", "yield"))
    fit = benchmark.pedantic(
        estimate,
        (table,),
        {
            "outcome": "outcome",
            "outcomes": ["none", "yield", "war"],
            "model": "private",
            "utilities": {
                "A.none": "0 + " + " + ".join(f"x{n}" for n in range(8)),
                "A.yield": "1",
                "A.war": "1",
                "B.war": " + ".join(f"x{n}" for n in range(7, 15)),
            },
        },
        rounds=3,
    )
    assert len(fit.names) == 19


def test_ten_thousand_rows_from_text_to_document(benchmark) -> None:
    rows = ["action,share,win_probability,stakes,resistance,grab"]
    source = random.Random(1)
    for _ in range(10_000):
        s, p, k, rho, gamma = (Fraction(source.randint(1, 99), 100) for _ in range(5))
        gain = Observation("seek", s, p, k, rho, gamma).gain(Fraction(-1, 3), Fraction(1, 5))
        rows.append(f"{'seek' if gain > 0 else 'hold'},{s},{p},{k},{rho},{gamma}")
    text = "\n".join(rows)
    found = benchmark.pedantic(lambda: infer(read_csv(text, "rows")).document(), rounds=3)
    assert found.title


def test_posterior_of_ten_thousand_choices(benchmark) -> None:
    found = benchmark.pedantic(posterior, (many(10_000), Prior(3, precision=20.0)), rounds=2)
    assert found.relative_error < 1e-8
