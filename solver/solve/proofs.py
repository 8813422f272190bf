"""What shows the answer about a game in normal form: certificates, and what stays without one.

The list of equilibria of a two-player game is proved complete by the bases that were visited where
there are at most 10^4 of them. Beyond that it is as complete as the enumeration is right; what was
compared is then said, and called no proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from games.errors import LimitError
from games.exact import from_json, to_json
from games.forms.normal import NormalFormGame, lookup
from solver.dominance import decide
from solver.nash.certificate import (
    MOST_BASES,
    completeness_certificate,
    dominance_certificate,
)
from solver.solution.certificate import Certificate, Unproved
from solver.solve.solution import Solution
from solver.verify.rebuild import plain_decision

#: Bases up to which completeness is proved where payoffs are irrational: each costs far more.
IRRATIONAL = 1_000

_V = "(s + (1-s)*c)"
_G = "(k*(p-s)*(1-c))"
#: parameter -> its threshold, in the letters of `solver.verify.thresholds`.
FORMULAS = {
    "cosine": "1 - d/((1-d)*k*(p-s) + d*(1-s))",
    "expected_loss": f"{_G}/({_G} + {_V})",
    "destruction_probability": f"{_G}/(D*({_G} + {_V}))",
    "destruction_fraction": f"{_G}/(q*({_G} + {_V}))",
    "stakes": f"d*{_V}/((1-d)*(p-s)*(1-c))",
    "win_probability": f"s + d*{_V}/((1-d)*k*(1-c))",
    "share": "((1-d)*k*p*(1-c) - d*c)/((1-c)*((1-d)*k + d))",
}


def proofs(solution: Solution, most: int = MOST_BASES) -> tuple[Certificate | Unproved, ...]:
    """Return what shows each part of a solution; most: bases up to which completeness is proved."""
    game = solution.game
    found: list[Certificate | Unproved] = []
    if solution.certificate is not None:
        found.append(solution.certificate)
    found.append(_completeness(solution, most))
    answers = [
        decide(game, player, action, "weak")
        for player, size in enumerate(game.shape)
        for action in range(size)
    ]
    found.append(dominance_certificate(game, answers))
    if solution.decisions:
        found.append(_thresholds(solution))
    return tuple(found)


def _thresholds(solution: Solution) -> Certificate:
    """Claim where each party's decision to start a conflict turns, in closed form."""
    return Certificate(
        "thresholds",
        {"decisions": [plain_decision(item) for item in solution.decisions]},
        {
            "formulas": FORMULAS,
            "thresholds": [
                {
                    "decision": number,
                    "parameter": threshold.parameter,
                    "value": None if threshold.value is None else to_json(threshold.value),
                    "seek": threshold.seek,
                }
                for number, choice in enumerate(solution.decisions)
                for threshold in choice.thresholds
            ],
        },
    )


def _completeness(solution: Solution, most: int) -> Certificate | Unproved:
    complete = solution.equilibria.complete
    if complete.value is not True:
        return Unproved(
            "completeness",
            "not known" if complete.value is None else "not complete",
            complete.reason,
        )
    game = solution.game
    checks = tuple(_compared(solution))
    if len(game.players) != 2:
        return Unproved("completeness", "cross-checked", complete.reason, checks)
    if not _rational(game):
        most = min(most, IRRATIONAL)
    try:
        certificate = completeness_certificate(game, most=most)
    except LimitError:
        reason = f"the search visited more than {most} bases, each of which a proof would list"
        return Unproved("completeness", "cross-checked", reason, checks)
    listed = {
        tuple(tuple(map(from_json, weights)) for weights in pair)
        for pair in certificate.witnesses["equilibria"]
    }
    if listed != {item.strategies for item in solution.equilibria.extreme}:
        raise AssertionError("two enumerations of one game differ")
    return certificate


def _compared(solution: Solution) -> Iterator[str]:
    if solution.equilibria.index_sum is not None:
        yield f"the indices of the components sum to {solution.equilibria.index_sum:+d}"
    for check in solution.cross_check:
        if check.agrees:
            yield f"{check.engine} {check.version} finds the same extreme equilibria"


def _rational(game: NormalFormGame) -> bool:
    return all(
        isinstance(lookup(table, profile), Fraction)
        for table in game.payoffs
        for profile in game.profiles()
    )
