"""Certificates of perfect Bayesian equilibria, for `solver.verify`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from games.exact import Number, to_json
from games.forms.signalling import SignallingGame
from solver.beliefs.replies import Correspondence
from solver.solution.assessments import PerfectBayesianEquilibria
from solver.solution.certificate import Certificate


def perfect_bayesian_certificate(
    game: SignallingGame, found: PerfectBayesianEquilibria
) -> Certificate:
    """Claim that every assessment of every listed set is a perfect Bayesian equilibrium."""
    after = [Correspondence(game, m) for m in range(len(game.messages))]
    sets = []
    for item in found.sets:
        kept = item.assessments
        sets.append(
            {
                "messages": [
                    {
                        "states": [{"type": t, "plan": list(plan)} for t, plan in message.states],
                        "outcomes": [list(outcome) for outcome in message.outcomes],
                        "beliefs": [_weights(v) for v in belief.states if belief.path != "always"],
                        "idle": [_weights(v) for v in idle],
                    }
                    for message, belief, idle in zip(after, kept.beliefs, kept.idle, strict=True)
                ],
                "masses": [[_weights(row) for row in vertex] for vertex in kept.masses],
                "replies": [[_weights(row) for row in vertex] for vertex in kept.replies],
            }
        )
    return Certificate("perfect_bayesian", game.plain(), {"sets": sets})


def _weights(weights: Iterable[Number]) -> list[Any]:
    return [to_json(weight) for weight in weights]
