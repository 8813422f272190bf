"""The JSON document of an answer about a tree, `detente/solve/1`; its schemas lie in
`solver/report/schemas/solve_tree.json`.

Exact numbers are text or objects as everywhere; counts are text, for they may be long. No clock
time enters, so equal questions give equal documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from games import __version__
from games.exact import Number, to_json
from games.forms.extensive import Decision, ExtensiveGame
from solver.dynamic.rungs import RungPosition
from solver.solve.distances import distance_entries
from solver.solve.solution import SpecRecord
from solver.solve.trees.perfect import SHOWN, PerfectSolution, Range


def head(
    question: str, status: str, title: str, spec: SpecRecord | None, game: ExtensiveGame
) -> dict[str, Any]:
    """The keys that every answer about a tree begins with."""
    return {
        "schema": "detente/solve/1",
        "detente": __version__,
        "question": question,
        "status": status,
        "title": title,
        "spec": None if spec is None else {"label": spec.label, "digest": spec.digest},
        "game": {
            "digest": game.digest,
            "kind": "extensive" if spec is None else spec.kind,
            "players": list(game.players),
            "nodes": len(game.nodes),
            "perfect_information": game.has_perfect_information,
            "measures": list(game.measures),
            "seeking": None
            if game.seeking is None
            else [sorted(actions) for actions in game.seeking],
            "parameters": {}
            if spec is None
            else {
                name: value if isinstance(value, str) else to_json(value)
                for name, value in spec.parameters
            },
        },
    }


def envelope(solution: PerfectSolution) -> dict[str, Any]:
    """Return an answer by backward induction as the JSON types of `detente/solve/1`."""
    return {
        **head("subgame_perfect", solution.status, solution.title, solution.spec, solution.game),
        "subgame_perfect": None if solution.graph is None else _perfect(solution),
        "verdict": _verdict(solution),
        "thresholds": distance_entries(solution.distances),
        "limits": list(solution.limits),
        "certificate": solution.certificate_digest,
    }


def _perfect(solution: PerfectSolution) -> dict[str, Any]:
    assert solution.graph is not None
    induction = solution.graph.induction
    play = solution.play
    moves: list[dict[str, Any]] = []
    for node, at in solution.game.decisions():
        if len(moves) == SHOWN:
            break
        actions = sorted({action for action, _ in induction.supports(node)})
        moves.append(
            {
                "node": node,
                "name": solution.game.name(node),
                "player": at.player,
                "actions": list(at.actions),
                "optimal": actions,
            }
        )
    complete = induction.complete
    return {
        "complete": {
            "value": complete,
            "reason": "every pure subgame-perfect equilibrium follows from the values of all nodes"
            if complete
            else solution.limits[0],
            "caveat": "equilibria in mixed strategies are not listed"
            if complete and solution.count != 1
            else None,
        },
        "method": {
            "name": "backward induction",
            "version": __version__,
            "arithmetic": solution.arithmetic,
            "exact_comparisons": induction.values.exact_comparisons,
        },
        "count": None if solution.count is None else str(solution.count),
        "values": [vector_json(solution.game, vector) for vector in solution.vectors],
        "lines": None
        if play is None
        else {
            "count": None if play.lines is None else str(play.lines),
            "listed": [
                {
                    "moves": [_move(solution.game, *move) for move in line.moves],
                    "value": vector_json(solution.game, induction.values.exact(line.value)),
                }
                for line in play.listed
            ],
        },
        "moves": moves,
        "moves_left_out": sum(1 for _ in solution.game.decisions()) - len(moves),
        "rungs": [_rung(each) for each in solution.rungs[:SHOWN]],
    }


def vector_json(game: ExtensiveGame, vector: Sequence[Number]) -> dict[str, Any]:
    """Payoffs and measures of a vector."""
    size = len(game.players)
    return {
        "payoffs": [to_json(x) for x in vector[:size]],
        "measures": {
            name: to_json(x) for name, x in zip(game.measures, vector[size:], strict=True)
        },
    }


def _move(game: ExtensiveGame, node: int, action: int) -> dict[str, Any]:
    at = game.nodes[node]
    assert isinstance(at, Decision)
    return {"node": node, "player": at.player, "action": at.actions[action]}


def _rung(each: RungPosition) -> dict[str, Any]:
    def span(ends: tuple[Number, Number] | None) -> list[Any] | None:
        return None if ends is None else [to_json(x) for x in ends]

    return {
        "rung": each.rung,
        "node": each.node,
        "player": each.player,
        "optimal": list(each.optimal),
        "payoffs": None if each.payoffs is None else [span(ends) for ends in each.payoffs],
        "conflict_probability": span(each.conflict),
        "expected_loss": span(each.loss),
        "peaceful": each.is_peaceful,
    }


def range_word(both: Range) -> str:
    """ "every", "some" or "no": in how many equilibria something happens on the way."""
    some, every = both
    return "every" if every else "some" if some else "no"


def _verdict(solution: PerfectSolution) -> dict[str, Any] | None:
    play = solution.play
    if play is None or play.seeks is None:
        return None
    conflict = solution.conflict
    names = solution.game.players
    return {
        "headline": solution.headline,
        "course": solution.course,
        "parties": {
            name: {
                "seeks": range_word(play.seeks[player]),
                "backs_down": None
                if play.backs_down is None
                else range_word(play.backs_down[player]),
            }
            for player, name in enumerate(names)
        },
        "comes_down": None if play.comes_down is None else range_word(play.comes_down),
        "conflict_probability": None if conflict is None else [to_json(x) for x in conflict],
    }
