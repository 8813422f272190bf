"""The result of a strategic estimation: what was fitted, how well, and what it cannot tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtr

from games.display import Document, Items, Section, Table
from solver.errors import DataError
from solver.inverse.strategic.covariance import hessian_covariance, sandwich_covariance
from solver.inverse.strategic.jet import Array
from solver.inverse.strategic.likelihood import StrategicModel
from solver.inverse.strategic.maximise import Optimum, least_curvature

if TYPE_CHECKING:
    import pandas as pd

_ERRORS = {
    "hessian": "inverse observed information",
    "robust": "sandwich",
    "clustered": "sandwich, scores summed within clusters",
}


@dataclass(frozen=True)
class StrategicFit:
    """A maximum-likelihood fit of a strategic choice model.

    frame: the complete rows used, with the columns of the formulas; dropped: rows left out for
    missing values. starts, agreeing: climbs made, and how many ended at this maximum.
    clusters: cluster number 0.. per row, None without clustering.
    """

    players: tuple[str, str]
    model: StrategicModel
    specs: tuple[Any, ...]
    frame: pd.DataFrame
    optimum: Optimum
    dropped: int
    starts: int
    agreeing: int
    cluster: str | None
    clusters: Any | None

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters: PLAYER.OUTCOME:regressor, or log sigma."""
        return self.model.names

    @property
    def coefficients(self) -> Array:
        """Maximum-likelihood estimates, in the order of `names`."""
        return self.optimum.beta

    @property
    def log_likelihood(self) -> float:
        """Log-likelihood at the maximum."""
        return self.optimum.evaluation.value

    @property
    def rows(self) -> int:
        """Number of rows used."""
        return len(self.model.observed)

    @property
    def aic(self) -> float:
        """Akaike's criterion, 2 k - 2 log L."""
        return 2 * len(self.names) - 2 * self.log_likelihood

    @property
    def default_errors(self) -> str:
        """Clustered where a cluster column was named, else from the Hessian."""
        return "hessian" if self.clusters is None else "clustered"

    def covariance(self, kind: str | None = None) -> Array:
        """Return the covariance of the estimates: "hessian", "robust" or "clustered"."""
        kind = kind or self.default_errors
        if kind not in _ERRORS:
            raise DataError(
                f"standard errors must be one of {', '.join(_ERRORS)}; got {kind!r}",
                allowed=", ".join(_ERRORS),
            )
        if kind == "hessian":
            return hessian_covariance(self.optimum.evaluation)
        if kind == "robust":
            return sandwich_covariance(self.optimum.evaluation)
        if self.clusters is None:
            raise DataError("clustered standard errors need a cluster column", hint="cluster='..'")
        return sandwich_covariance(self.optimum.evaluation, self.clusters)

    def standard_errors(self, kind: str | None = None) -> Array:
        """Return the standard errors, in the order of `names`."""
        return np.asarray(np.sqrt(np.diag(self.covariance(kind))))

    def rebuild(self, data: pd.DataFrame) -> StrategicModel:
        """Return the model with the regressors of other rows (outcomes are then meaningless)."""
        from dataclasses import replace

        indices = tuple(
            replace(index, regressors=spec.get_model_matrix(data, context={}).to_numpy(dtype=float))
            for index, spec in zip(self.model.indices, self.specs, strict=True)
        )
        return replace(self.model, indices=indices, observed=np.zeros(len(data), dtype=np.int64))

    def probabilities(self, data: pd.DataFrame | None = None) -> pd.DataFrame:
        """Return the fitted probability of every outcome per row, of `data` if given."""
        import pandas as pd

        model = self.model if data is None else self.rebuild(data)
        index = self.frame.index if data is None else data.index
        values = model.probabilities(self.coefficients)[0]
        return pd.DataFrame(values, index=index, columns=list(self.model.outcomes))

    @property
    def identification(self) -> tuple[str, ...]:
        """What the estimates mean and what no such data can tell."""
        scaled = any(index.target[0] == "scale" for index in self.model.indices)
        first, second = self.players
        free = self.model.parameters_of(1)
        notes = [
            "Utilities are measured in units of the error scale sigma, which is "
            + ("estimated against the fixed utilities." if scaled else "set to 1: only ratios of "
               "utilities to sigma are identified, not stakes or losses themselves."),
            f"{second}'s utilities count as differences within each of its choices.",
            f"Utilities not named are 0; {first}'s utilities are relative to them.",
            "The likelihood of a strategic model can have several local maxima: "
            f"{self.agreeing} of {self.starts} climbs ended at this one.",
        ]  # fmt: skip
        if not free.any() and not scaled:
            notes.append(f"{second}'s behaviour is not explained by anything: no utility is free.")
        return tuple(notes)

    def document(self, kind: str | None = None) -> Document:
        """Return estimates, fit and caveats as a document in any format."""
        kind = kind or self.default_errors
        errors = self.standard_errors(kind)
        rows = []
        for name, value, error in zip(self.names, self.coefficients, errors, strict=True):
            z = float(value / error)
            rows.append(
                (name, f"{value:.6f}", f"{error:.6f}", f"{z:.3f}", f"{2 * ndtr(-abs(z)):.4f}")
            )
        counts = np.bincount(self.model.observed, minlength=len(self.model.outcomes))
        mean = self.probabilities().mean()
        fitted = [
            (name, int(count), f"{share:.6f}")
            for name, count, share in zip(self.model.outcomes, counts, mean, strict=True)
        ]
        note = f"Standard errors: {_ERRORS[kind]}"
        if kind == "clustered" and self.clusters is not None:
            note += f" by {self.cluster} ({int(self.clusters.max()) + 1} clusters)"
        decrement = self.optimum.decrement or 0.0
        lead = (
            f"Log-likelihood {self.log_likelihood:.6f}, AIC {self.aic:.4f}, {self.rows} rows"
            + (f" ({self.dropped} dropped for missing values)" if self.dropped else "")
            + f", {self.optimum.iterations} iterations.",
            f"Maximum: floating point, squared Newton decrement {decrement:.1e}, least scaled "
            f"curvature {least_curvature(self.optimum.evaluation):.2g}."
            if self.names
            else "Nothing was free to estimate.",
        )
        link = f"{self.model.link.name}, {_MODELS[self.model.errors]}"
        table = Table("", ("parameter", "estimate", "std. error", "z", "p"), rows, (note + ".",))
        return Document(
            f"Strategic estimation ({link})",
            lead,
            (
                Section("Estimates", (table,)),
                Section("Outcomes", (Table("", ("outcome", "observed", "mean fitted"), fitted),)),
                Section("What is identified", (Items(self.identification),)),
            ),
        )

    def summary(self, kind: str | None = None) -> str:
        """Return the document as text."""
        return self.document(kind).to_text()

    def to_latex(self, kind: str | None = None) -> str:
        """Return the document as LaTeX."""
        return self.document(kind).to_latex()

    def _repr_html_(self) -> str:
        return self.document().to_html()


_MODELS = {"agent": "agent error", "private": "private information"}
