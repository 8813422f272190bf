"""Strategic estimation of utilities from records of two-move conflicts."""

from solver.inverse.strategic.covariance import Bootstrap, bootstrap
from solver.inverse.strategic.effects import MarginalEffect, effects_table, marginal_effects
from solver.inverse.strategic.estimate import estimate
from solver.inverse.strategic.fit import StrategicFit

__all__ = [
    "Bootstrap",
    "MarginalEffect",
    "StrategicFit",
    "bootstrap",
    "effects_table",
    "estimate",
    "marginal_effects",
]
