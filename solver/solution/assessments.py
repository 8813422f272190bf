"""Perfect Bayesian equilibria of one signalling game."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from games.display import Span
from games.forms.assessment import AssessmentSet
from solver.solution.equilibrium import Completeness, MethodRecord


@dataclass(frozen=True)
class Refinement:
    """Whether the outcomes of a set of equilibria survive a refinement; None: not known."""

    name: str
    value: bool | None
    reason: str


@dataclass(frozen=True)
class PerfectBayesianSet:
    """A maximal product set of perfect Bayesian equilibria.

    kind: "separating", "pooling", "semi-separating" (some type mixes) or "partly pooling". path:
    the messages that are sent. sent_by: [message], the types that send it somewhere in the set.
    payoffs: [type] of the sender, then of every other player, over the set. sends: [type]
    [message], probabilities. measures: expectations over the set.
    """

    id: int
    component: int
    kind: str
    path: tuple[int, ...]
    sent_by: tuple[tuple[int, ...], ...]
    dimension: int
    assessments: AssessmentSet
    sends: tuple[tuple[Span, ...], ...]
    sender_payoffs: tuple[Span, ...]
    payoffs: tuple[Span, ...]
    measures: Mapping[str, Span]
    refinements: tuple[Refinement, ...]


@dataclass(frozen=True)
class PerfectBayesianEquilibria:
    """All that is known of the perfect Bayesian equilibria of one signalling game.

    components: how many connected sets of strategies there are. later: (type, message, reply) ->
    the moves that are best for the sender there; several where it is indifferent.
    """

    game_digest: str
    complete: Completeness
    method: MethodRecord
    sets: tuple[PerfectBayesianSet, ...]
    components: int
    later: Mapping[tuple[int, int, int], tuple[int, ...]]
