"""The JSON document of the equilibria of a signalling game, `detente/solve/1`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from games import __version__
from games.display import Span
from games.exact import Number, to_json
from solver.beliefs.replies import Correspondence
from solver.solution.assessments import PerfectBayesianSet
from solver.solve.distances import distance_entries

if TYPE_CHECKING:
    from solver.solve.kinds.signalling import SignallingSolution


def envelope(solution: SignallingSolution) -> dict[str, Any]:
    """Return a solution as JSON types; its schema is `solve_signalling.json`."""
    spec, found, game = solution.spec, solution.found, solution.game
    after = [Correspondence(game, m) for m in range(len(game.messages))]
    return {
        "schema": "detente/solve/1",
        "detente": __version__,
        "question": "perfect-bayesian",
        "status": solution.status,
        "title": solution.title,
        "headline": solution.headline,
        "spec": None if spec is None else {"label": spec.label, "digest": spec.digest},
        "game": {
            "digest": game.digest,
            "kind": "signalling" if spec is None else spec.kind,
            **game.plain(),
            "parameters": {}
            if spec is None
            else {
                name: value if isinstance(value, str) else to_json(value)
                for name, value in spec.parameters
            },
        },
        "equilibria": {
            "complete": {
                "value": found.complete.value,
                "reason": found.complete.reason,
                "caveat": found.complete.caveat,
            },
            "method": {
                "name": found.method.name,
                "version": found.method.version,
                "arithmetic": found.method.arithmetic,
                "tier": found.method.tier,
                "engine": found.method.engine,
            },
            "components": found.components,
            "states": [
                [{"type": t, "plan": list(plan)} for t, plan in message.states] for message in after
            ],
            "outcomes": [[list(outcome) for outcome in message.outcomes] for message in after],
            "later": [
                {"type": t, "message": m, "reply": r, "best": list(moves)}
                for (t, m, r), moves in found.later.items()
            ],
            "sets": [_set(item) for item in found.sets],
        },
        "unused": list(solution.unused),
        **solution.data,
        "thresholds": distance_entries(solution.distances),
        "certificate": solution.certificate_digest,
    }


def _set(item: PerfectBayesianSet) -> dict[str, Any]:
    kept = item.assessments
    return {
        "id": item.id,
        "component": item.component,
        "kind": item.kind,
        "dimension": item.dimension,
        "path": list(item.path),
        "sent_by": [list(types) for types in item.sent_by],
        "sender": [[_weights(row) for row in vertex] for vertex in kept.sender],
        "masses": [[_weights(row) for row in vertex] for vertex in kept.masses],
        "replies": [[_weights(row) for row in vertex] for vertex in kept.replies],
        "beliefs": [
            {
                "path": belief.path,
                "vertices": [_weights(vertex) for vertex in belief.vertices],
                "states": [_weights(vertex) for vertex in belief.states],
            }
            for belief in kept.beliefs
        ],
        "idle": [[_weights(vertex) for vertex in idle] for idle in kept.idle],
        "sender_payoffs": [span_json(span) for span in item.sender_payoffs],
        "payoffs": [span_json(span) for span in item.payoffs],
        "measures": {name: span_json(span) for name, span in item.measures.items()},
        "refinements": [
            {"name": label.name, "value": label.value, "reason": label.reason}
            for label in item.refinements
        ],
    }


def span_json(span: Span) -> list[Any]:
    """[least, greatest]."""
    return [to_json(span.low), to_json(span.high)]


def _weights(weights: Sequence[Number]) -> list[Any]:
    return [to_json(weight) for weight in weights]
