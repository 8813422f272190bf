"""The JSON document of a solution, `detente/solve/1`; its schema lies in
`solver/report/schemas/solve_normal.json`.

Exact numbers are text ("p/q") or objects with their minimal polynomial; `approx` stands beside
them, never instead. No clock time enters, so equal questions give equal documents.
"""

from __future__ import annotations

from typing import Any

from games import __version__
from games.display import Cell, Span, Table
from games.exact import Number, to_json
from games.forms.mixed import expectation
from games.forms.normal import NormalFormGame
from games.world.decision import Decision
from solver.dominance import Domination, Elimination
from solver.solution.equilibrium import EquilibriumSet, ExtremeEquilibrium
from solver.solution.verdict import NoVerdict, Verdict
from solver.solve.distances import distance_entries
from solver.solve.solution import Solution


def envelope(solution: Solution) -> dict[str, Any]:
    """Return a solution as the JSON types of `detente/solve/1`."""
    spec = solution.spec
    judged = solution.verdict
    return {
        "schema": "detente/solve/1",
        "detente": __version__,
        "question": "equilibria",
        "status": solution.status,
        "title": solution.title,
        "spec": None if spec is None else {"label": spec.label, "digest": spec.digest},
        "game": _game(solution),
        "equilibria": _equilibria(solution.game, solution.equilibria),
        "dominance": {
            "dominated": [_domination(item) for item in solution.dominance.dominated],
            "iterated": {
                "strict": _elimination(solution.dominance.strict),
                "weak": _elimination(solution.dominance.weak),
            },
        },
        "verdict": None if isinstance(judged, NoVerdict) else _verdict(judged),
        "verdict_reason": judged.reason if isinstance(judged, NoVerdict) else None,
        "thresholds": [
            *(entry for choice in solution.decisions for entry in _decision(choice)),
            *distance_entries(solution.distances),
        ],
        "limits": list(solution.limits),
        "cross_check": [check.as_json() for check in solution.cross_check],
        "certificate": solution.certificate_digest,
    }


def _game(solution: Solution) -> dict[str, Any]:
    game, spec = solution.game, solution.spec
    return {
        "digest": game.digest,
        "kind": "normal_form" if spec is None else spec.kind,
        "players": list(game.players),
        "actions": [list(names) for names in game.actions],
        "seeking": None if game.seeking is None else [sorted(chosen) for chosen in game.seeking],
        "parameters": {}
        if spec is None
        else {
            name: value if isinstance(value, str) else to_json(value)
            for name, value in spec.parameters
        },
        "payoffs": [_tensor(table) for table in game.payoffs],
    }


def _tensor(table: Any) -> Any:
    if isinstance(table, tuple):
        return [_tensor(entry) for entry in table]
    return to_json(table)


def _equilibria(game: NormalFormGame, found: EquilibriumSet) -> dict[str, Any]:
    return {
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
        "strategies": [
            [
                {
                    "id": strategy.id,
                    "weights": [to_json(weight) for weight in strategy.weights],
                    "approx": [float(weight) for weight in strategy.weights],
                    "support": list(strategy.support),
                }
                for strategy in strategies
            ]
            for strategies in found.strategies
        ],
        "extreme": [_extreme(game, item) for item in found.extreme],
        "components": [
            {
                "id": component.id,
                "index": component.index,
                "dimension": component.dimension,
                "maximal_nash_subsets": [
                    {
                        "id": subset.id,
                        "dimension": subset.dimension,
                        "strategy_ids": [list(ids) for ids in subset.strategy_ids],
                    }
                    for subset in component.subsets
                ],
            }
            for component in found.components
        ],
        "index_sum": found.index_sum,
    }


def _extreme(game: NormalFormGame, item: ExtremeEquilibrium) -> dict[str, Any]:
    return {
        "id": item.id,
        "strategies": [[to_json(weight) for weight in weights] for weights in item.strategies],
        "strategy_ids": list(item.strategy_ids),
        "payoffs": [to_json(payoff) for payoff in item.payoffs],
        "component": item.component,
        "subsets": list(item.subsets),
        "tags": list(item.tags),
        "undominated": item.undominated,
        **{
            name: to_json(expectation(game.measures[name], item.strategies))
            if name in game.measures
            else None
            for name in ("conflict_probability", "expected_loss")
        },
    }


def _domination(item: Domination) -> dict[str, Any]:
    return {
        "player": item.player,
        "action": item.action,
        "kind": item.kind,
        "by": [to_json(weight) for weight in item.by],
        "pure": item.pure,
    }


def _elimination(item: Elimination) -> dict[str, Any]:
    return {
        "order": item.order,
        "rounds": [[[gone.player, gone.action] for gone in removed] for removed in item.rounds],
        "remaining": [list(actions) for actions in item.remaining],
        "solvable": item.solvable,
    }


def _span(span: Span | None) -> list[Any] | None:
    return None if span is None else [to_json(span.low), to_json(span.high)]


def _verdict(judged: Verdict) -> dict[str, Any]:
    return {
        "headline": judged.headline,
        "kind": judged.kind,
        "parties": {
            party.name: {
                "dominance": party.dominance,
                "seeks": party.seeks,
                "seeks_undominated": party.seeks_undominated,
                "seeking_probability": _span(party.seeking_probability),
            }
            for party in judged.parties
        },
        "conflict_probability": _span(judged.conflict_probability),
        "expected_loss": _span(judged.expected_loss),
        "destruction_pays": None
        if judged.destruction_pays is None
        else list(judged.destruction_pays),
        "caveat": judged.caveat,
    }


def _decision(choice: Decision) -> list[dict[str, Any]]:
    """One entry per parameter: where this party's decision to start a conflict now turns."""
    entries = []
    for threshold in choice.thresholds:
        when, _, formula = threshold.case.partition(": ")
        entries.append(
            {
                "kind": "decision",
                "parameter": threshold.parameter,
                "party": choice.party,
                "current": to_json(getattr(choice, threshold.parameter)),
                "domain": [to_json(bound) for bound in threshold.domain],
                "value": _optional(threshold.value),
                "seek": threshold.seek,
                "formula": formula,
                "conditions": when,
                "flip": None,
                "reason": "exact",
            }
        )
    return entries


def _optional(value: Number | None) -> Any:
    return None if value is None else to_json(value)


def equilibria_rows(solution: Solution) -> Table:
    """Return one row per extreme equilibrium: every weight, payoff and measure, exact."""
    game = solution.game
    columns = ["equilibrium", "component", "tags", "undominated"]
    for name, actions in zip(game.players, game.actions, strict=True):
        columns += [f"{name} {action}" for action in actions]
    columns += [f"payoff {name}" for name in game.players]
    columns += game.measures
    rows: list[list[Cell]] = [
        [
            item.id,
            "" if item.component is None else item.component,
            " ".join(item.tags),
            "" if item.undominated is None else str(item.undominated).lower(),
            *(weight for weights in item.strategies for weight in weights),
            *item.payoffs,
            *(expectation(table, item.strategies) for table in game.measures.values()),
        ]
        for item in solution.equilibria.extreme
    ]
    return Table("", columns, rows)
