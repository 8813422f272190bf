"""The JSON document of a map of regimes, `detente/regimes/1`; see `schemas/regimes.json`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from games import __version__
from games.exact import RationalFunction, Scalar, text, to_json
from solver.solution.regimes.partition import Cell, Place, Regime, RegimePartition
from solver.solution.regimes.structure import EquilibriumStructure
from solver.solution.regimes.sustained import path_json


def envelope(found: RegimePartition) -> dict[str, Any]:
    """Return a map as JSON types."""
    return {
        "schema": "detente/regimes/1",
        "detente": __version__,
        "question": "regimes",
        "status": found.status,
        "title": found.title,
        "spec": None if found.spec is None else {"label": found.spec[0], "digest": found.spec[1]},
        "players": list(found.players),
        "actions": [list(names) for names in found.actions],
        "axes": [
            {
                "address": axis.address,
                "symbol": axis.symbol,
                "low": to_json(axis.low),
                "high": to_json(axis.high),
                "value": None if axis.value is None else to_json(axis.value),
                "angle": axis.angle,
                "odds": None
                if axis.odds is None
                else {
                    "contest": "ratio" if axis.odds.ratio else "difference",
                    "share": to_json(axis.odds.share),
                },
            }
            for axis in found.axes
        ],
        "method": {"name": found.method, "arithmetic": found.arithmetic},
        "followers": [
            {"symbol": follower.symbol, "exponent": _scalar(follower.exponent)}
            for follower in found.followers
        ],
        "polynomials": [
            str(p) if isinstance(p, RationalFunction) else text(p) for p in found.polynomials
        ],
        "boundaries": [
            {
                "polynomial": boundary.number,
                "meanings": list(boundary.meanings),
                "pole": boundary.pole,
                "solved": {symbol: list(forms) for symbol, forms in boundary.solved.items()},
                "separates": [list(pair) for pair in boundary.separates],
            }
            for boundary in found.boundaries
        ],
        "cells": [_cell(cell) for cell in found.cells],
        "runs": [
            {
                "low": place_json(run.low),
                "high": place_json(run.high),
                "closed": list(run.closed),
                "regime": run.regime,
                "cells": list(run.cells),
            }
            for run in found.runs
        ],
        "regimes": [_regime(regime) for regime in found.regimes],
        "neighbours": [list(pair) for pair in found.neighbours],
        "knife_edges": [
            {
                "cell": edge.cell,
                "regime": edge.regime,
                "components": list(edge.components),
                "boundaries": list(edge.boundaries),
            }
            for edge in found.knife_edges
        ],
        "undecided": to_json(found.undecided),
        "limits": list(found.limits),
        "notes": list(found.notes),
    }


def place_json(place: Place) -> Any:
    """A coordinate: text for a rational, else its polynomial, bounds and approximation."""
    if place.rational is not None:
        return text(place.rational)
    return {
        "minimal_polynomial": None if place.polynomial is None else list(place.polynomial),
        "interval": [str(place.low), str(place.high)],
        "approx": place.approx,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "id": cell.id,
        "dimension": cell.dimension,
        "regime": cell.regime,
        **({"undecided": True} if cell.undecided else {}),
        "stack": list(cell.stack),
        "sample": [place_json(place) for place in cell.sample],
        "signs": "".join("-0+"[s + 1] for s in cell.signs),
    }


def _regime(regime: Regime) -> dict[str, Any]:
    verdict = regime.verdict
    measure = regime.measure
    return {
        "id": regime.id,
        "dimension": regime.dimension,
        "cells": list(regime.cells),
        "pieces": regime.pieces,
        "path": None if regime.path is None else path_json(regime.path),
        "measure": None if measure is None else [to_json(measure.low), to_json(measure.high)],
        "structure": _structure(regime.structure),
        "formulas": [
            {
                "id": formula.id,
                "weights": [_scalar(weight) for weight in formula.weights],
                "everywhere": formula.everywhere,
            }
            for formula in regime.formulas
        ],
        "verdict": None
        if verdict is None
        else {
            "headline": verdict.headline,
            "kind": verdict.kind,
            "parties": [
                {"dominance": a, "seeks": b, "seeks_undominated": c} for a, b, c in verdict.parties
            ],
            "destruction_pays": None
            if verdict.destruction_pays is None
            else list(verdict.destruction_pays),
        },
    }


def _scalar(value: Scalar) -> str:
    if isinstance(value, RationalFunction):
        return str(value)
    return text(Fraction(value) if isinstance(value, int) else value)


def _structure(structure: EquilibriumStructure) -> dict[str, Any]:
    return {
        "strategies": [
            [
                {"id": item.id, "support": list(item.support), "replies": list(item.replies)}
                for item in side
            ]
            for side in structure.strategies
        ],
        "extreme": [
            {"strategy_ids": [first, second], "component": number}
            for first, second, number in structure.extreme
        ],
        "components": [
            {
                "id": component.id,
                "dimension": component.dimension,
                "maximal_nash_subsets": [
                    {
                        "dimension": subset.dimension,
                        "strategy_ids": [list(ids) for ids in subset.strategy_ids],
                    }
                    for subset in component.subsets
                ],
            }
            for component in structure.components
        ],
    }
