"""Certificates of repeated games: plain data that `solver.verify.repeated` checks."""

from __future__ import annotations

from typing import Any

from games.errors import GameError
from games.exact import to_json
from games.forms.automaton import Automaton
from games.forms.repeated import RepeatedGame
from solver.repeated.deviation import one_shot_test
from solver.solution.certificate import Certificate
from solver.solution.payoff_set import PayoffSet


def game_data(game: RepeatedGame) -> dict[str, Any]:
    """The game as plain data: payoffs [player][a_0].. and discount factors."""

    def plain(table: Any) -> Any:
        return [plain(entry) for entry in table] if isinstance(table, tuple) else to_json(table)

    return {
        "payoffs": [plain(table) for table in game.stage.payoffs],
        "discounts": [to_json(value) for value in game.discounts],
    }


def payoff_certificate(game: RepeatedGame, found: PayoffSet) -> Certificate:
    """What proves a complete payoff set; raises `GameError` for one that is not settled.

    At discount factor 0 the extreme points alone are the witness.
    """
    if found.status != "complete":
        raise GameError("payoff_certificate(): the set is not settled; there is nothing to certify")
    witnesses: dict[str, Any] = {
        "extreme": [
            {
                "payoffs": [to_json(x) for x in vertex.payoffs],
                "profile": list(vertex.profile),
                "continuation": [to_json(x) for x in vertex.continuation],
            }
            for vertex in found.extreme
        ],
        "chain": [],
        "enclosure": None,
    }
    if found.proof is not None:
        witnesses["chain"] = [
            {
                "points": [[to_json(x) for x in point] for point in bound.points],
                "threats": [to_json(x) for x in bound.threats],
            }
            for bound in found.proof.chain
        ]
        if found.proof.enclosure is not None:
            witnesses["enclosure"] = _enclosure(found.proof.enclosure)
    return Certificate("payoff_set", game_data(game), witnesses)


def _enclosure(proof: Any) -> dict[str, Any]:
    return {
        "directions": [[to_json(x) for x in direction] for direction in proof.directions],
        "open": list(proof.open),
        "pieces": [
            {
                "start": [to_json(x) for x in piece.start],
                "end": [to_json(x) for x in piece.end],
                "bounds": [
                    [
                        [
                            {
                                "until": to_json(bound.until),
                                "weights": [[c, to_json(y)] for c, y in bound.weights],
                                "barrier": bound.barrier,
                            }
                            for bound in bounds
                        ]
                        for bounds in row
                    ]
                    for row in piece.bounds
                ],
            }
            for piece in proof.pieces
        ],
    }


def automaton_certificate(game: RepeatedGame, automaton: Automaton) -> Certificate:
    """The claim that an automaton is subgame perfect, with its values as witness."""
    test = one_shot_test(game, automaton)
    profiles = list(game.stage.profiles())
    return Certificate(
        "automaton",
        game_data(game),
        {
            "outputs": [list(profile) for profile in automaton.outputs],
            "transitions": [
                [
                    [[state, to_json(weight)] for state, weight in table[profile]]
                    for profile in profiles
                ]
                for table in automaton.transitions
            ],
            "initial": [[state, to_json(weight)] for state, weight in automaton.initial],
            "values": [[to_json(x) for x in row] for row in test.values],
            "payoffs": [to_json(x) for x in test.payoffs],
        },
    )
