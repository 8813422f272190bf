"""Signalling games: all perfect Bayesian equilibria, their beliefs and their labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from games.display import Document, Section, Table
from games.forms.signalling import SignallingGame
from solver.beliefs import perfect_bayesian_equilibria
from solver.beliefs.certificate import perfect_bayesian_certificate
from solver.label import certificate_digest
from solver.solution.assessments import PerfectBayesianEquilibria
from solver.solution.certificate import Certificate
from solver.solution.verdict import Distance
from solver.solve.answer import Answer
from solver.solve.distances import UNSURE, distances_of, unknown_distances
from solver.solve.solution import SpecRecord
from solver.verify import check

if TYPE_CHECKING:
    from solver.solve.front import Clock, Subject

QUESTIONS = {"perfect-bayesian": "all perfect Bayesian equilibria, with beliefs"}


@dataclass(frozen=True, repr=False)
class SignallingSolution(Answer):
    """All perfect Bayesian equilibria of a signalling game.

    unused: addresses of quantities in the spec that play no part in the game. sections, data: what
    a kind of spec adds to the report and to the JSON document.
    """

    spec: SpecRecord | None
    game: SignallingGame
    found: PerfectBayesianEquilibria
    certificate: Certificate | None
    certificate_digest: str
    unused: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    distances: tuple[Distance, ...] = ()

    @property
    def status(self) -> str:
        """ "complete", "incomplete" or "undecided"."""
        value = self.found.complete.value
        return "undecided" if value is None else "complete" if value else "incomplete"

    @property
    def title(self) -> str:
        """The spec's or the game's title, or who plays it."""
        named = (self.spec.title if self.spec else "") or self.game.title
        return named or f"A signalling game of {' and '.join(self.game.players)}"

    @property
    def headline(self) -> str:
        """What kinds of equilibria there are."""
        from solver.solve.signalling_document import headline

        return headline(self)

    def document(self) -> Document:
        """The report, which every format writes."""
        from solver.solve.signalling_document import report

        return report(self)

    def envelope(self) -> dict[str, Any]:
        """The answer as the JSON types of `detente/solve/1`."""
        from solver.solve.signalling_envelope import envelope

        return envelope(self)

    def csv(self) -> Table:
        """One row per set, type or message, and number."""
        from solver.solve.signalling_document import rows

        return rows(self)


def answer(subject: Subject, question: str, clock: Clock) -> SignallingSolution:
    """Find the equilibria of a signalling game and put them to the checker."""
    game: SignallingGame = subject.game
    found = perfect_bayesian_equilibria(game, clock.stopped)
    clock.lap("equilibria")
    certificate = perfect_bayesian_certificate(game, found)
    verified = check(certificate)
    if not verified.valid:
        raise AssertionError(f"the checker refused the equilibria: {verified.reasons[0]}")
    clock.lap("check")
    more: dict[str, Any] = {}
    if subject.real is not None and "setting" in subject.real.rules and found.complete.value:
        from solver.beliefs.coup import coup
        from solver.solve import signalling_coup as told

        story = coup(game, found)
        more = {
            "lead": told.lead(game, found, story),
            "sections": (told.section(game, story),),
            "data": told.data(story),
        }
        clock.lap("deception")
    distances = unknown_distances(subject, UNSURE)
    if found.complete.value:
        from solver.solve.signalling_verdict import verdicts

        distances = distances_of(subject, verdicts(), clock)
    return SignallingSolution(
        spec=subject.record,
        game=game,
        found=found,
        certificate=certificate,
        certificate_digest=certificate_digest(certificate),
        unused=() if subject.real is None else subject.real.rules.get("unused", ()),
        distances=distances,
        **more,
    )
