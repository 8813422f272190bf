"""The checker: from a certificate alone to valid or not, by definitions and nothing else.

It imports no algorithm, and it reads plain data (JSON types), so a certificate from a file or from
another program is checked as strictly as our own. It trusts two things: the arithmetic of
`games.exact`, and that the certificate's game is the game that was meant.

One checker file per kind of claim; `CHECKERS` names them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from games.errors import DetenteError
from solver.solution.certificate import Certificate
from solver.verify.bargaining import check_bargain
from solver.verify.beliefs import check_perfect_bayesian
from solver.verify.completeness import check_completeness
from solver.verify.dominance import check_dominance
from solver.verify.equilibria import check_equilibria
from solver.verify.identified import check_identified
from solver.verify.markov import check_markov_perfect, check_stochastic_value, check_within
from solver.verify.perfect import check_subgame_perfect
from solver.verify.plain import Malformed
from solver.verify.regimes import check_regimes
from solver.verify.repeated import check_automaton, check_payoff_set
from solver.verify.reputation import check_reputation
from solver.verify.thresholds import check_thresholds

__all__ = ["CHECKERS", "Verification", "check"]

#: A checker takes the game and the witnesses and returns why the claim fails: nothing if it holds.
Checker = Callable[[Mapping[str, Any], Mapping[str, Any]], list[str]]


def _of(claim: str, checker: Callable[[Certificate], str | None]) -> Checker:
    """A checker of whole certificates, which says one fault or none, as one of the table's."""

    def checked(game: Mapping[str, Any], witnesses: Mapping[str, Any]) -> list[str]:
        fault = checker(Certificate(claim, game, witnesses))
        return [] if fault is None else [fault]

    return checked


CHECKERS: dict[str, Checker] = {
    "equilibria": check_equilibria,
    "completeness": _of("completeness", check_completeness),
    "dominance": check_dominance,
    "thresholds": check_thresholds,
    "identified_set": check_identified,
    "automaton": _of("automaton", check_automaton),
    "payoff_set": _of("payoff_set", check_payoff_set),
    "bargain": check_bargain,
    "markov_perfect": check_markov_perfect,
    "markov_perfect_within": check_within,
    "stochastic_value": check_stochastic_value,
    "subgame_perfect": check_subgame_perfect,
    "perfect_bayesian": check_perfect_bayesian,
    "regimes": check_regimes,
    "reputation": check_reputation,
}


#: What Python raises where data do not have the shape that a checker reads.
_UNFIT = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True)
class Verification:
    """Whether a certificate shows what it claims, and why not where it does not."""

    valid: bool
    reasons: tuple[str, ...] = ()


def check(certificate: Certificate) -> Verification:
    """Check a certificate. Malformed data and unknown claims are invalid, with the reason."""
    checker = CHECKERS.get(certificate.claim)
    if checker is None:
        known = ", ".join(sorted(CHECKERS))
        return Verification(
            False, (f"no checker for the claim {certificate.claim!r}; there are: {known}",)
        )
    try:
        reasons = checker(certificate.game, certificate.witnesses)
    except (Malformed, DetenteError) as fault:
        return Verification(False, (f"malformed certificate: {fault}",))
    except _UNFIT as fault:
        what = f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__
        return Verification(False, (f"malformed certificate: {what}",))
    return Verification(not reasons, tuple(reasons))
