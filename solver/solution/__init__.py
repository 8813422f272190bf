"""One frozen result type per question."""

from solver.solution.certificate import Certificate, Unproved
from solver.solution.condition import Condition
from solver.solution.equilibrium import (
    Completeness,
    EquilibriumComponent,
    EquilibriumSet,
    ExtremeEquilibrium,
    MaximalNashSubset,
    MethodRecord,
    MixedStrategy,
    Strategy,
)
from solver.solution.limits import Limits

__all__ = [
    "Certificate",
    "Completeness",
    "Condition",
    "EquilibriumComponent",
    "EquilibriumSet",
    "ExtremeEquilibrium",
    "Limits",
    "MaximalNashSubset",
    "MethodRecord",
    "MixedStrategy",
    "Strategy",
    "Unproved",
]
