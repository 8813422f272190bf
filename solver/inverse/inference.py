"""The inverse question as a whole: what each party of a history must want and believe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from games.exact import Number
from games.world.history import (
    ASSUMPTIONS,
    Assumption,
    CoalitionChoice,
    History,
    RecordedChoice,
)
from games.world.observation import Observation
from solver.geometry.polygon import Polygon
from solver.inverse.beliefs import Ranges, unknown_belief
from solver.inverse.deception import Feigned, deception_aware
from solver.inverse.identified import Bound, IdentifiedSet, identified_set, ranges
from solver.inverse.informative import NextChoice, Share, most_informative, share
from solver.inverse.pieces import pieces
from solver.inverse.posterior import Posterior, posterior
from solver.inverse.prior import Prior
from solver.inverse.rows import alignment_row, others
from solver.inverse.stakes import Ridge, ridge

if TYPE_CHECKING:
    from games.display import Document


#: Expected losses at which choices about coalitions are read unless others are asked for.
LOSSES = tuple(Fraction(1, n) for n in (20, 10, 5, 3, 2))


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
    unknown: the ranges where the party's win probability is unknown. ridge: what is left where the
    stakes are known up to a factor only.
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
    ridge: Ridge | None = None

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
class RowInference:
    """What one party's choices about coalitions show, at each of several expected losses.

    others: the parties it may be aligned with. rows: (d, ranges of those alignments).
    """

    chooser: str
    choices: tuple[CoalitionChoice, ...]
    assumption: Assumption
    others: tuple[str, ...]
    rows: tuple[tuple[Number, Ranges], ...]

    @property
    def empty(self) -> bool:
        """Whether nothing explains the choices at any of the losses."""
        return all(ranges.empty for _, ranges in self.rows)


@dataclass(frozen=True)
class Inference:
    """What a history shows of every party that chose.

    dropped: incomplete records left out. with_posterior: whether posteriors were asked for.
    """

    title: str
    prior: Prior
    parties: tuple[PartyInference, ...]
    rows: tuple[RowInference, ...] = ()
    dropped: int = 0
    with_posterior: bool = False

    @property
    def empty(self) -> bool:
        """Whether some party's choices cannot be explained."""
        return any(party.empty for party in self.parties) or any(row.empty for row in self.rows)

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
    losses: Sequence[Number] = LOSSES,
    title: str = "",
) -> Inference:
    """Return what every party of a history must want and believe.

    losses: the expected losses at which choices about coalitions are read.
    """
    prior = prior or Prior()
    parties = tuple(
        _party(history, chooser, assume, prior, with_posterior) for chooser in history.choosers
    )
    rows = tuple(_row(history, chooser, assume, losses) for chooser in history.coalition_choosers)
    return Inference(title, prior, parties, rows, history.dropped, with_posterior)


def _row(
    history: History, chooser: str, assume: Assumption, losses: Sequence[Number]
) -> RowInference:
    choices = history.only(chooser).coalitions
    ties = assume != "decision"
    found = tuple((loss, alignment_row(chooser, choices, loss, ties=ties)) for loss in losses)
    return RowInference(chooser, choices, assume, others(chooser, choices), found)


def _party(
    history: History, chooser: str, assume: Assumption, prior: Prior, with_posterior: bool
) -> PartyInference:
    choices = history.of(chooser)
    readings = [choice.readings(assume) for choice in choices]  # refuses an unknown assumption
    if any(choice.win_probability is None for choice in choices):
        single = [alternatives[0] for alternatives in readings if len(alternatives) == 1]
        loose = tuple(alternatives[0].name for alternatives in readings if len(alternatives) > 1)
        unknown = replace(unknown_belief(single, ties=assume != "decision"), left_out=loose)
        return PartyInference(chooser, choices, assume, None, (), (), None, None, None, unknown)
    views = tuple(_reading(choices, assumption, prior) for assumption in ASSUMPTIONS)
    if any(len(alternatives) > 1 for alternatives in readings):
        return PartyInference(chooser, choices, assume, None, (), views, None, None, None, None)
    observations = [o for alternatives in readings for o in alternatives]
    ties = assume != "decision"
    identified = identified_set(observations, ties=ties)
    steps = _steps(observations, ties)
    feigned = deception_aware(choices) if any(c.growth is not None for c in choices) else None
    following = None
    if observations and not identified.empty and identified.polygon.dimension == 2:
        following = most_informative(identified, prior)
    found = posterior(observations, prior) if with_posterior else None
    spread = ridge(choices, assume, identified) if observations and not identified.empty else None
    return PartyInference(
        chooser, choices, assume, identified, steps, views, feigned, following, found, None, spread
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
    if any(len(readings) > 1 for readings in alternatives):
        polygons = pieces(alternatives)
    else:
        one = identified_set([o for (o,) in alternatives], ties=assumption != "decision")
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
