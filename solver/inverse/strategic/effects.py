"""Average marginal effects: how the probability of each outcome moves with one column.

For a measured column the mean over rows of the derivative of P(outcome), by central differences
through the formulas (so that transformed and interacted columns count fully); for a 0/1 column or
a factor the mean change against its reference level. Standard errors by the delta method with the
exact derivatives of the probabilities in the parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from games.display import Table
from solver.inverse.strategic.fit import StrategicFit
from solver.inverse.strategic.jet import Array

if TYPE_CHECKING:
    import pandas as pd

_STEP = 1e-4


@dataclass(frozen=True)
class MarginalEffect:
    """The mean effect of one change on every outcome's probability, with standard errors."""

    change: str
    effects: Array
    errors: Array


def marginal_effects(fit: StrategicFit, kind: str | None = None) -> tuple[MarginalEffect, ...]:
    """Return the average marginal effect of every column that the formulas use."""
    covariance = fit.covariance(kind)
    found = []
    columns = [c for c in fit.frame.columns if any(c in _variables(spec) for spec in fit.specs)]
    for column in columns:
        for change, low, high, width in _changes(fit.frame, column):
            before = fit.rebuild(low).probabilities(fit.coefficients)
            after = fit.rebuild(high).probabilities(fit.coefficients)
            effects = (after[0] - before[0]).mean(axis=0) / width
            slopes = (after[1] - before[1]).mean(axis=1) / width
            errors = np.sqrt(np.einsum("ok,kl,ol->o", slopes, covariance, slopes))
            found.append(MarginalEffect(change, effects, errors))
    return tuple(found)


def effects_table(fit: StrategicFit, kind: str | None = None) -> Table:
    """Return the marginal effects as a table, one row per change."""
    columns = ["change"]
    for name in fit.model.outcomes:
        columns += [name, f"s.e. {name}"]
    rows = []
    for effect in marginal_effects(fit, kind):
        row = [effect.change]
        for value, error in zip(effect.effects, effect.errors, strict=True):
            row += [f"{value:.6f}", f"{error:.6f}"]
        rows.append(row)
    return Table("Average marginal effects", columns, rows)


def _variables(spec: object) -> set[str]:
    return {str(name) for name in getattr(spec, "required_variables", set())}


def _changes(
    frame: pd.DataFrame, column: str
) -> list[tuple[str, pd.DataFrame, pd.DataFrame, float]]:
    """Return (what changes, the rows before, the rows after, the width of the change)."""
    import pandas as pd

    values = frame[column]
    if pd.api.types.is_numeric_dtype(values) and not set(values.unique()) <= {0, 1}:
        step = _STEP * float(values.std() or 1.0)
        return [
            (f"d {column}", frame.assign(**{column: values - step}),
             frame.assign(**{column: values + step}), 2 * step)
        ]  # fmt: skip
    levels = sorted(values.unique())
    return [
        (f"{column}: {levels[0]} to {level}", frame.assign(**{column: levels[0]}),
         frame.assign(**{column: level}), 1.0)
        for level in levels[1:]
    ]  # fmt: skip
