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
        more = _deception(subject, found, clock)
        clock.lap("deception")
    distances = unknown_distances(subject, UNSURE)
    if found.complete.value:
        from solver.solve.signalling_verdict import verdicts

        distances = distances_of(subject, verdicts(clock.limits.seconds is not None), clock)
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


def _deception(subject: Subject, found: PerfectBayesianEquilibria, clock: Clock) -> dict[str, Any]:
    """What private alignment adds: deception, what it pays, and what knowledge is worth."""
    from solver.beliefs.coup import coup
    from solver.beliefs.deceiving import gains
    from solver.beliefs.worth import inspection_worth, knowledge
    from solver.solve import signalling_coup, signalling_worth

    assert subject.spec is not None
    assert subject.real is not None
    game: SignallingGame = subject.game
    setting = subject.real.rules["setting"]
    story = coup(game, found)
    paid = gains(subject.spec, game, story)
    known = knowledge(game, found)
    compared: tuple[Section, ...] = ()
    data = signalling_worth.data(paid, known)
    if setting.inspection is not None:
        worth = inspection_worth(setting, game, found, story, clock.stopped)
        compared = (signalling_worth.inspection(game, worth),)
        data |= {"inspection": signalling_worth.inspection_data(worth)}
    sections = (
        signalling_coup.section(game, story),
        signalling_worth.deceiving(paid),
        signalling_worth.known(known, game),
        *compared,
    )
    return {
        "lead": signalling_coup.lead(game, found, story),
        "sections": tuple(section for section in sections if section is not None),
        "data": signalling_coup.data(story) | data,
    }
