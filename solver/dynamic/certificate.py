"""Certificates of Markov perfect equilibria, for `solver.verify`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from games.exact import RationalFunction, Scalar, to_json
from games.forms.stochastic import StochasticGame
from solver.solution.certificate import Certificate
from solver.solution.markov import (
    FamilySide,
    MarkovPerfectSet,
    NumericalEquilibrium,
    StochasticValue,
)


def markov_certificate(game: StochasticGame, found: MarkovPerfectSet) -> Certificate:
    """Claim that every listed stage profile belongs to an equilibrium with the listed values.

    Families are claimed as wholes.
    """
    witnesses: dict[str, Any] = {
        "equilibria": [
            {
                "values": [[to_json(value) for value in own] for own in item.values],
                "stages": [
                    [[[to_json(w) for w in own] for own in profile] for profile in row]
                    for row in item.stages
                ],
            }
            for item in found.equilibria
        ]
    }
    if found.families:
        witnesses["families"] = [
            {"sides": [plain_side(side) for side in item.sides]} for item in found.families
        ]
    return Certificate("markov_perfect", game.plain(), witnesses)


def plain_side(side: FamilySide, written: bool = False) -> dict[str, Any]:
    """A side of a family as JSON's types; written: with every function as text, too."""

    def function(value: Scalar) -> Any:
        if not isinstance(value, RationalFunction):
            return to_json(value)
        plain: dict[str, Any] = {
            "numerator": _polynomial(value.numerator),
            "denominator": _polynomial(value.denominator),
        }
        return {"formula": str(value), **plain} if written else plain

    return {
        "parameters": [
            {"name": own.name, "low": to_json(own.low), "high": to_json(own.high)}
            for own in side.spans
        ],
        "values": [function(value) for value in side.values],
        "weights": [[[function(w) for w in vertex] for vertex in row] for row in side.weights],
        "ranges": [[to_json(end) for end in row] for row in side.ranges],
        "conditions": [function(part) for part in side.conditions],
        "sample": [to_json(x) for x in side.sample],
    }


def _polynomial(value: Scalar) -> list[dict[str, Any]]:
    """[{coefficient, powers: {parameter: exponent}}], without terms that are 0."""
    if not isinstance(value, RationalFunction):
        return [] if value == 0 else [{"coefficient": to_json(value), "powers": {}}]
    name = value.names[0]
    return [
        {**term, "powers": ({name: k} if k else {}) | term["powers"]}
        for k, part in enumerate(value.coefficients(name)[0])
        for term in _polynomial(part)
    ]


def within_certificate(game: StochasticGame, found: NumericalEquilibrium) -> Certificate:
    """Claim that no one-shot deviation from the profile gains more than the bound."""
    return Certificate(
        "markov_perfect_within",
        game.plain(),
        {
            "profile": [[[to_json(w) for w in own] for own in row] for row in found.profile],
            "values": [[to_json(Fraction(value)) for value in own] for own in found.values],
            "gain": to_json(found.gain),
        },
    )


def value_certificate(game: StochasticGame, found: StochasticValue) -> Certificate:
    """Claim that the value of every state lies between the bounds."""
    return Certificate(
        "stochastic_value",
        game.plain(),
        {
            "profile": [[[to_json(w) for w in own] for own in row] for row in found.profile],
            "low": [to_json(value) for value in found.low],
            "high": [to_json(value) for value in found.high],
        },
    )
