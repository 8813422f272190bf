"""Regimes: parameter space divided by the structure of all equilibria."""

from solver.solution.regimes.partition import (
    Axis,
    Boundary,
    Cell,
    Follower,
    KnifeEdge,
    Odds,
    Place,
    Regime,
    RegimePartition,
    Run,
)
from solver.solution.regimes.structure import (
    EquilibriumStructure,
    Formula,
    RegimeVerdict,
    StrategyClass,
    StructureComponent,
    StructureSubset,
)

__all__ = [
    "Axis",
    "Boundary",
    "Cell",
    "EquilibriumStructure",
    "Follower",
    "Formula",
    "KnifeEdge",
    "Odds",
    "Place",
    "Regime",
    "RegimePartition",
    "RegimeVerdict",
    "Run",
    "StrategyClass",
    "StructureComponent",
    "StructureSubset",
]
