"""Certificates of Markov perfect equilibria, for `solver.verify`."""

from __future__ import annotations

from fractions import Fraction

from games.exact import to_json
from games.forms.stochastic import StochasticGame
from solver.solution.certificate import Certificate
from solver.solution.markov import MarkovPerfectSet, NumericalEquilibrium, StochasticValue


def markov_certificate(game: StochasticGame, found: MarkovPerfectSet) -> Certificate:
    """Claim that every listed stage profile belongs to an equilibrium with the listed values."""
    return Certificate(
        "markov_perfect",
        game.plain(),
        {
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
        },
    )


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
