"""Thresholds of the posture game with several levels: where one level turns better than another.

For every party, two of its levels and every level of the other: where the higher one pays more. The
gains come from the game's own tables on free letters. They decide all pure equilibria and which
levels dominate which; mixed equilibria of games with more than two actions turn on more than these
(`solver.regimes` maps them).
"""

from __future__ import annotations

from games.errors import DetenteError
from games.spec import Spec
from solver.regimes.derive.letters import spec_letters, values_here
from solver.regimes.derive.parameters import MOST_GAINS, gains
from solver.regimes.derive.solving import solve_each
from solver.regimes.derive.turning import Question
from solver.solution.threshold import DerivedThreshold
from solver.verdict.switching import two_by_two

TOPIC = "levels"


def refusal(spec: Spec) -> str | None:
    """Why there is nothing to solve; None where there is."""
    real = spec.realise()
    if spec.kind not in ("posture", "repeated") or real.tables is None or real.world is None:
        return "no posture game"
    if two_by_two(real.tables):
        return "with one level `--for posture` has all gains"
    try:
        asked = questions(spec)
    except DetenteError as error:
        return error.message
    if len(asked) > MOST_GAINS:
        return f"{len(asked)} gains are more than {MOST_GAINS}"
    return None


def questions(spec: Spec) -> tuple[Question, ...]:
    """The gains on the spec's letters, party by party, pair by pair, answer by answer."""
    chosen = spec_letters(spec)
    return gains(spec, TOPIC, chosen, values_here(spec, chosen))


def derive(spec: Spec, target: str | None = None) -> tuple[DerivedThreshold, ...]:
    """The thresholds of every gain in every quantity, or in one."""
    return tuple(solve_each(questions(spec), target))
