"""The inverse question as a whole: what each party of a history must want and believe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from games.exact import Number
from games.world.history import ASSUMPTIONS, Assumption, History, RecordedChoice
from games.world.observation import Observation
from solver.geometry.polygon import Polygon
from solver.inverse.beliefs import Ranges, unknown_belief
from solver.inverse.deception import Feigned, deception_aware
from solver.inverse.identified import Bound, IdentifiedSet, identified_set, ranges
from solver.inverse.informative import NextChoice, Share, most_informative, share
from solver.inverse.pieces import pieces
from solver.inverse.posterior import Posterior, Prior, posterior

if TYPE_CHECKING:
    from games.display import Document


@dataclass(frozen=True)
class Reading:
    """The set under one assumption: disjoint polygons, hulls of their ranges, part of the prior.

    ranges: of d and c over all polygons; () where nothing explains the history.
    """

    assumption: Assumption
    polygons: tuple[Polygon, ...]
    ranges: tuple[Bound, ...]
    share: Share


@dataclass(frozen=True)
class PartyInference:
    """What one party's choices show.

    identified: the exact set under the assumption asked for, None where it is not one polygon or a
    belief is unknown. steps: the ranges after each choice. readings: one per assumption.
    unknown: the ranges where the party's win probability is unknown.
    """

    chooser: str
    choices: tuple[RecordedChoice, ...]
    assumption: Assumption
    identified: IdentifiedSet | None
    steps: tuple[tuple[Bound, ...], ...]
    readings: tuple[Reading, ...]
    feigned: Feigned | None
    following: NextChoice | None
    posterior: Posterior | None
    unknown: Ranges | None

    @property
    def reading(self) -> Reading | None:
        """The set under the assumption asked for."""
        return next((r for r in self.readings if r.assumption == self.assumption), None)

    @property
    def empty(self) -> bool:
        """Whether nothing explains the choices."""
        if self.unknown is not None:
            return self.unknown.empty
        return self.reading is not None and not self.reading.ranges


@dataclass(frozen=True)
class Inference:
    """What a history shows of every party that chose."""

    title: str
    prior: Prior
    parties: tuple[PartyInference, ...]

    @property
    def empty(self) -> bool:
        """Whether some party's choices cannot be explained."""
        return any(party.empty for party in self.parties)

    def document(self) -> Document:
        """Return the whole answer as a document in any format."""
        from solver.inverse.document import document

        return document(self)

    def summary(self) -> str:
        """Return the document as text."""
        return self.document().to_text()

    def to_latex(self) -> str:
        """Return the document as LaTeX."""
        return self.document().to_latex()

    def _repr_html_(self) -> str:
        return self.document().to_html()


def infer(
    history: History,
    *,
    assume: Assumption = "decision",
    prior: Prior | None = None,
    with_posterior: bool = False,
    title: str = "",
) -> Inference:
    """Return what every party of a history must want and believe."""
    prior = prior or Prior()
    parties = tuple(
        _party(history, chooser, assume, prior, with_posterior) for chooser in history.choosers
    )
    return Inference(title, prior, parties)


def _party(
    history: History, chooser: str, assume: Assumption, prior: Prior, with_posterior: bool
) -> PartyInference:
    choices = history.of(chooser)
    readings = [choice.readings(assume) for choice in choices]  # refuses an unknown assumption
    if any(choice.win_probability is None for choice in choices):
        first = [alternatives[0] for alternatives in readings if alternatives]
        unknown = unknown_belief(first, ties=assume != "decision")
        return PartyInference(chooser, choices, assume, None, (), (), None, None, None, unknown)
    views = tuple(_reading(choices, assumption, prior) for assumption in ASSUMPTIONS)
    if assume == "equilibrium":
        return PartyInference(chooser, choices, assume, None, (), views, None, None, None, None)
    observations = [o for alternatives in readings for o in alternatives]
    ties = assume == "best-reply"
    identified = identified_set(observations, ties=ties)
    steps = _steps(observations, ties)
    feigned = deception_aware(choices) if any(c.growth is not None for c in choices) else None
    following = None
    if not identified.empty and identified.polygon.dimension == 2:
        following = most_informative(identified, prior)
    found = posterior(observations, prior) if with_posterior else None
    return PartyInference(
        chooser, choices, assume, identified, steps, views, feigned, following, found, None
    )


#: Histories longer than this are not retold choice by choice.
RETOLD = 50


def _steps(observations: Sequence[Observation], ties: bool) -> tuple[tuple[Bound, ...], ...]:
    if len(observations) > RETOLD:
        return ()
    steps = [
        identified_set(observations[:end], ties=ties) for end in range(1, len(observations) + 1)
    ]
    return tuple(() if step.empty else step.bounds()[:2] for step in steps)


def _reading(choices: Sequence[RecordedChoice], assumption: Assumption, prior: Prior) -> Reading:
    alternatives = [found for choice in choices if (found := choice.readings(assumption))]
    if assumption == "equilibrium":
        polygons = pieces(alternatives)
    else:
        one = identified_set([o for (o,) in alternatives], ties=assumption == "best-reply")
        polygons = () if one.empty else (one.polygon,)
    parts = [share(polygon, prior) for polygon in polygons]
    total = Share(sum(part.value for part in parts), sum(part.error for part in parts))
    return Reading(
        assumption, polygons, _hull([ranges(polygon)[:2] for polygon in polygons]), total
    )


def _hull(bounds: Sequence[tuple[Bound, ...]]) -> tuple[Bound, ...]:
    """Return the least range of each quantity that holds all of its ranges."""
    found = []
    for column in zip(*bounds, strict=True):
        low: Number = min(bound.low for bound in column)
        high: Number = max(bound.high for bound in column)
        found.append(
            Bound(
                column[0].quantity,
                low,
                high,
                any(bound.low_closed for bound in column if bound.low == low),
                any(bound.high_closed for bound in column if bound.high == high),
            )
        )
    return tuple(found)
